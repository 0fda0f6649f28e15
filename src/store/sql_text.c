/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The statements that the store prepares once, each with the order of its parameters. ON CONFLICT
 * names the key: SQLite before 3.35 does not find it by itself.
 */
#include "store/brief.h"
#include "store/row.h"
#include "store/sql.h"

/* clang-format off */
const char *const SQL_TEXT[SQL_COUNT] = {
	[SQL_RUN_INSERT] = "INSERT INTO run (" RUN_COLUMNS ") VALUES "
			   "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	/*
	 * The numbers are those of RUN_COLUMNS. The start never changes: tags and the order of the
	 * list depend on it.
	 */
	[SQL_RUN_UPDATE] =
		"UPDATE run SET status = ?2, command = ?3, project = ?4, phase = ?5, name = ?6, "
		"host = ?7, zone = ?8, ended_us = ?10, duration_s = ?11, by_signal = ?12, "
		"exit_code = ?13, attribution = ?14, cpu_s = ?15, machine_busy_s = ?16, share = ?17, "
		"own_cost_s = ?18, machine = ?19, zone_is_default = ?20, left_out = ?21, "
		"service = ?22, parent = ?23 WHERE id = ?1",
	[SQL_RUN_INTERRUPT] =
		"UPDATE run SET status = 2, "
		"ended_us = started_us + CAST(duration_s * 1e6 AS INTEGER) "
		"WHERE seq = ?1 AND status = 0",
	[SQL_RUN_GET] = "SELECT " RUN_COLUMNS ", seq FROM run WHERE id = ?1",
	[SQL_RUN_LAST] = "SELECT id FROM run ORDER BY started_us DESC, seq DESC LIMIT 1 OFFSET ?1",
	[SQL_RUN_NAMED] = "SELECT id, started_us FROM run WHERE name = ?1 "
			  "ORDER BY started_us DESC, seq DESC LIMIT ?3 OFFSET ?2",
	[SQL_RUN_OF_PROJECT] = "SELECT id FROM run WHERE project = ?1 LIMIT 1",
	[SQL_RUN_PREFIX] = "SELECT id FROM run WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 6",
	[SQL_RUN_BEFORE] = "SELECT id FROM run WHERE id < ?1 ORDER BY id DESC LIMIT 1",
	[SQL_RUN_AFTER] = "SELECT id FROM run WHERE id > ?1 ORDER BY id LIMIT 1",
	[SQL_RUN_STATUS] = "SELECT seq, status, started_us FROM run WHERE id = ?1",
	/*
	 * Only when a run is around it: otherwise the parent is kept, since it may be imported
	 * again.
	 */
	[SQL_RUN_ORPHAN] =
		"UPDATE run SET parent = gone.parent FROM run AS gone WHERE gone.seq = ?1 AND "
		"gone.parent <> '' AND run.parent = gone.id AND run.parent <> ''",
	[SQL_RUN_DELETE] = "DELETE FROM run WHERE seq = ?1",
	[SQL_OWNER_INSERT] =
		"INSERT OR REPLACE INTO owner (run, host, boot_id, pid_ns, pid, start_ticks) "
		"VALUES (?,?,?,?,?,?)",
	[SQL_OWNER_DELETE] = "DELETE FROM owner WHERE run = ?1",
	[SQL_OWNER_OF_HOST] =
		"SELECT run, boot_id, pid_ns, pid, start_ticks FROM owner WHERE host = ?1",
	[SQL_RUN_ID] = "SELECT id FROM run WHERE seq = ?1",
	[SQL_PART_INSERT] =
		"INSERT INTO part (run, at, part, sensor, device, energy_j, idle_j, attributed_j, "
		"unattributed_j, low_factor, high_factor, quality, state, gaps_s, idle_known, "
		"is_check) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[SQL_PART_DELETE] = "DELETE FROM part WHERE run = ?1",
	[SQL_PART_LIST] =
		"SELECT part, sensor, device, energy_j, idle_j, attributed_j, unattributed_j, low_factor, "
		"high_factor, quality, state, gaps_s, idle_known, is_check FROM part WHERE run = ?1 "
		"ORDER BY at",
	[SQL_FIGURE_INSERT] =
		"INSERT INTO figure (run, at, name, perimeter, unit, value, low, high, quality, "
		"measured_share) VALUES (?,?,?,?,?,?,?,?,?,?)",
	[SQL_FIGURE_DELETE] = "DELETE FROM figure WHERE run = ?1",
	[SQL_FIGURE_LIST] =
		"SELECT name, perimeter, unit, value, low, high, quality, measured_share "
		"FROM figure WHERE run = ?1 ORDER BY at",
	[SQL_SECTION_INSERT] =
		"INSERT INTO section (run, at, kind, name, number, begin_us, at_us, duration_s, share_j) "
		"VALUES (?,?,?,?,?,?,?,?,?)",
	[SQL_SECTION_DELETE] = "DELETE FROM section WHERE run = ?1",
	[SQL_SECTION_LIST] =
		"SELECT kind, name, number, begin_us, at_us, duration_s, share_j FROM section "
		"WHERE run = ?1 ORDER BY at",
	[SQL_METRIC_INSERT] =
		"INSERT INTO metric (run, at, at_us, epoch, key, value) VALUES (?,?,?,?,?,?)",
	[SQL_METRIC_DELETE] = "DELETE FROM metric WHERE run = ?1",
	[SQL_METRIC_LIST] = "SELECT at_us, epoch, key, value FROM metric WHERE run = ?1 ORDER BY at",
	[SQL_DERIVATION_PUT] = "INSERT OR REPLACE INTO derivation (run, json, power) VALUES (?1, ?2, ?3)",
	[SQL_DERIVATION_GET] = "SELECT json, power FROM derivation WHERE run = ?1",
	[SQL_TAG_INSERT] = "INSERT OR IGNORE INTO tag (run, tag, run_started_us) VALUES (?1, ?2, ?3)",
	[SQL_TAG_DELETE] = "DELETE FROM tag WHERE run = ?1 AND tag = ?2",
	[SQL_TAG_LIST] = "SELECT tag FROM tag WHERE run = ?1 ORDER BY tag",
	[SQL_IDLE_GET] = "SELECT watts, seen_us FROM idle_power WHERE host = ?1 AND sensor = ?2",
	[SQL_IDLE_PUT] =
		"INSERT INTO idle_power (host, sensor, watts, seen_us) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT (host, sensor) DO UPDATE SET watts = excluded.watts, seen_us = excluded.seen_us "
		"WHERE excluded.watts < watts",
	[SQL_DAY_GET] = "SELECT amount FROM day_use WHERE host = ?1 AND day = ?2 AND kind = ?3 AND "
			"key = ?4",
	[SQL_DAY_PUT] =
		"INSERT INTO day_use (host, day, kind, key, amount) VALUES (?1, ?2, ?3, ?4, ?5) ON "
		"CONFLICT (host, day, kind, key) DO UPDATE SET amount = max(amount, excluded.amount)",
	[SQL_DAY_FORGET] = "DELETE FROM day_use WHERE host = ?1 AND day < ?2 AND kind > 1",
	[SQL_CAPACITY_GET] = "SELECT kw FROM capacity WHERE zone = ?1",
	[SQL_CAPACITY_PUT] = "INSERT INTO capacity (zone, kw) VALUES (?1, ?2) ON CONFLICT (zone) DO "
			     "UPDATE SET kw = excluded.kw",
	[SQL_RESERVED] = "SELECT from_s, to_s, kw FROM reservation WHERE zone = ?1 AND to_s > ?2 "
			 "AND from_s < ?3",
	[SQL_RESERVATION_PUT] = "INSERT INTO reservation (id, zone, name, from_s, to_s, kw) "
				"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_RESERVATION_LIST] = "SELECT id, zone, name, from_s, to_s, kw FROM reservation WHERE "
				 "to_s > ?1 ORDER BY zone, from_s, id",
	[SQL_RESERVATION_FORGET] = "DELETE FROM reservation WHERE to_s <= ?1",
	[SQL_RESERVATION_COUNT] =
		"SELECT count(DISTINCT id) FROM reservation WHERE substr(id, 1, ?2) = ?1",
	[SQL_RESERVATION_DELETE] = "DELETE FROM reservation WHERE substr(id, 1, ?2) = ?1",
	[SQL_WAITING_GET] = "SELECT deadline_s FROM waiting WHERE key = ?1",
	[SQL_WAITING_PUT] = "INSERT INTO waiting (key, deadline_s) VALUES (?1, ?2) ON CONFLICT (key) DO "
			    "UPDATE SET deadline_s = excluded.deadline_s",
	[SQL_WAITING_DELETE] = "DELETE FROM waiting WHERE key = ?1 OR deadline_s < ?2",
	[SQL_RUN_PLACE] =
		"UPDATE run SET project = ifnull(?2, project), service = ifnull(?3, service), "
		"phase = ifnull(?4, phase), name = ifnull(?5, name) WHERE seq = ?1",
	[SQL_OUTCOME_DELETE] = "DELETE FROM tag WHERE run = ?1 AND tag LIKE 'outcome:%'",
	[SQL_BRIEF_DELETE] = "DELETE FROM brief WHERE run = ?1",
	[SQL_KIN_PUT] = "INSERT OR IGNORE INTO kin (" KIN_COLUMNS ") SELECT " KIN_OF_RUN
			" FROM run WHERE seq = ?1 AND status <> 0",
	[SQL_BRIEF_PUT] = "INSERT INTO brief (" BRIEF_COLUMNS ") " BRIEF_OF_RUN " AND seq = ?1",
	[SQL_KIN_GET] =
		"SELECT id FROM kin WHERE project = ?1 AND service = ?2 AND phase = ?3 AND "
		"name = ?4 AND outcome = ?5 AND ended = ?6 AND zone = ?7 AND machine = ?8",
	[SQL_KIN_INSERT] = "INSERT INTO kin (" KIN_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[SQL_BRIEF_INSERT] = "INSERT INTO brief (" BRIEF_COLUMNS ") VALUES "
			     "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?" BRIEF_CRITERIA(
			     BRIEF_CRITERION_MARKS, "") ")",
	[SQL_OUTCOME_GET] =
		"SELECT substr(tag, 9) FROM tag WHERE run = ?1 AND tag LIKE 'outcome:%' "
		"ORDER BY tag LIMIT 1",
	[SQL_TALLY_WAITING] =
		"INSERT INTO tally SELECT tags.tag, b.kin, b.day, " TALLY_OF("b") " FROM "
		"(SELECT '' AS tag, run FROM brief INDEXED BY brief_waiting WHERE summed = 0 UNION ALL "
		"SELECT tag.tag, tag.run FROM brief AS w INDEXED BY brief_waiting CROSS JOIN tag "
		"ON tag.run = w.run WHERE w.summed = 0) AS tags CROSS JOIN brief AS b ON b.run = tags.run "
		"WHERE true ON CONFLICT (" TALLY_KEY ") DO UPDATE SET " TALLY_MORE,
	[SQL_BRIEF_SUMMED] =
		"UPDATE brief INDEXED BY brief_waiting SET summed = 1 WHERE summed = 0",
	[SQL_TALLY_IN] =
		"INSERT INTO tally SELECT tags.tag, b.kin, b.day, " TALLY_OF("b") " FROM brief AS b "
		"JOIN " TAGS_OF_RUN " AS tags WHERE b.run = ?1 AND b.summed = 1 "
		"ON CONFLICT (" TALLY_KEY ") DO UPDATE SET " TALLY_MORE,
	[SQL_TALLY_OUT] =
		"UPDATE tally SET " TALLY_LESS("b") " FROM brief AS b WHERE b.run = ?1 AND "
		"b.summed = 1 AND tally.kin = b.kin AND tally.day = b.day AND tally.tag IN " TAGS_OF_RUN,
	[SQL_TALLY_CLEAN] =
		"DELETE FROM tally WHERE runs < 0.5 AND tag IN " TAGS_OF_RUN " AND "
		"(kin, day) = (SELECT kin, day FROM brief WHERE run = ?1)",
	[SQL_POINTS_IN] =
		"INSERT INTO points SELECT tags.tag, p.key, p.kin, " POINTS_OF("p") " FROM point AS p "
		"JOIN " TAGS_OF_RUN " AS tags WHERE p.run = ?1 ON CONFLICT (" POINTS_KEY ") DO UPDATE SET " POINTS_MORE,
	[SQL_POINTS_OUT] =
		"UPDATE points SET " POINTS_LESS("p") " FROM point AS p WHERE p.run = ?1 AND "
		"points.key = p.key AND points.kin = p.kin AND points.tag IN " TAGS_OF_RUN,
	[SQL_POINTS_CLEAN] =
		"DELETE FROM points WHERE n < 0.5 AND tag IN " TAGS_OF_RUN " AND "
		"(key, kin) IN (SELECT key, kin FROM point WHERE run = ?1)",
	[SQL_POINT_DELETE] = "DELETE FROM point WHERE run = ?1",
	[SQL_POINT_PUT] = "INSERT INTO point (run, key, kin, y, x) " POINT_OF_ONE,
	[SQL_SERVICE_PUT] = "INSERT OR IGNORE INTO service (id, registered_us) VALUES (?1, ?2)",
	[SQL_SERVICE_GET] = "SELECT registered_us FROM service WHERE id = ?1",
	[SQL_SERVICE_LIST] = "SELECT id FROM service ORDER BY id",
	[SQL_SERVICE_DELETE] = "DELETE FROM service WHERE id = ?1",
	[SQL_FACT_PUT] = "INSERT INTO service_fact VALUES (?1, ?2, ?3) ON CONFLICT (service, key) "
			 "DO UPDATE SET value = excluded.value",
	[SQL_FACT_DELETE] = "DELETE FROM service_fact WHERE service = ?1 AND key = ?2",
	[SQL_FACT_LIST] = "SELECT key, value FROM service_fact WHERE service = ?1 ORDER BY key",
	[SQL_USE_PUT] = "INSERT INTO service_use VALUES (?1, ?2, ?3, ?4) ON CONFLICT (service, month) "
			"DO UPDATE SET units = ifnull(excluded.units, units), "
			"expected = ifnull(excluded.expected, expected)",
	[SQL_USE_LIST] = "SELECT month, units, expected FROM service_use WHERE service = ?1 "
			 "ORDER BY month",
	[SQL_ANSWER_PUT] = "INSERT OR REPLACE INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[SQL_ANSWER_DELETE] = "DELETE FROM answer WHERE subject = ?1 AND practice = ?2",
	[SQL_ANSWER_LIST] = "SELECT practice, answer, role, note, document, sha256, at_us FROM "
			    "answer WHERE subject = ?1 ORDER BY practice",
	[SQL_FORECAST_PUT] =
		"INSERT INTO forecast VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[SQL_FORECAST_LIST] = "SELECT * FROM forecast WHERE at_us <= ?1 ORDER BY at_us DESC",
	[SQL_ESTIMATE_PUT] = "INSERT INTO estimate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[SQL_ESTIMATE_PREFIX] = "SELECT * FROM estimate WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2",
	[SQL_ESTIMATE_DELETE] = "DELETE FROM estimate WHERE id = ?1",
	[SQL_ESTIMATE_LIST] = "SELECT * FROM estimate ORDER BY at_us DESC, id",
};
