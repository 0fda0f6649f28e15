/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the ledger. Runs are numbered (seq) in order of arrival, so that the rows of a run
 * lie together and a list of recent runs reads few pages; people see the id. Owners exist only
 * while a run is running, so looking for interrupted runs costs nothing. Names of projects and
 * phases are indexed only where they are given. Tables are not STRICT: SQLite before 3.37 takes a
 * file with such a table for a damaged one, and two machines may share a ledger.
 */
#include "store/schema.h"

#include "base/intl.h"
#include "store/brief.h"
#include "store/convert.h"

/* Converting takes some 0.2 ms a run; other processes that open the file wait for it. */
#define CONVERT_WAIT_NS 120000000000LL

/* clang-format off */
/* A run and its rows in other tables. */
static const char RUNS[] =
"CREATE TABLE run ("
" seq INTEGER PRIMARY KEY,"
" id TEXT NOT NULL UNIQUE,"
" status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 2)," /* enum run_status */
" command TEXT NOT NULL,"
" project TEXT NOT NULL, service TEXT NOT NULL, phase TEXT NOT NULL, name TEXT NOT NULL,"
" host TEXT NOT NULL, zone TEXT NOT NULL,"
" started_us INTEGER NOT NULL, ended_us INTEGER NOT NULL, duration_s REAL NOT NULL,"
" by_signal INTEGER NOT NULL, exit_code INTEGER NOT NULL,"
" attribution TEXT NOT NULL,"
" cpu_s REAL NOT NULL, machine_busy_s REAL NOT NULL, share REAL NOT NULL,"
" own_cost_s REAL NOT NULL,"
" machine TEXT NOT NULL, zone_is_default INTEGER NOT NULL, left_out TEXT NOT NULL"
");"
"CREATE INDEX run_by_start ON run (started_us);"
"CREATE INDEX run_by_project ON run (project, started_us) WHERE project <> '';"
"CREATE INDEX run_by_service ON run (service, started_us) WHERE service <> '';"
"CREATE INDEX run_by_phase ON run (phase, started_us) WHERE phase <> '';"
"CREATE INDEX run_by_interruption ON run (started_us) WHERE status = 2;"
"CREATE TABLE owner ("
" run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,"
" host TEXT NOT NULL, boot_id TEXT NOT NULL,"
" pid_ns INTEGER NOT NULL, pid INTEGER NOT NULL, start_ticks INTEGER NOT NULL"
");"
"CREATE TABLE part ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
" at INTEGER NOT NULL,"
" part TEXT NOT NULL, sensor TEXT NOT NULL,"
" energy_j REAL NOT NULL, idle_j REAL NOT NULL,"
" attributed_j REAL NOT NULL, unattributed_j REAL NOT NULL,"
" low_factor REAL NOT NULL, high_factor REAL NOT NULL,"
" quality INTEGER NOT NULL," /* enum frugal_quality */
" state INTEGER NOT NULL,"   /* enum source_state */
" gaps_s REAL NOT NULL, idle_known INTEGER NOT NULL,"
" is_check INTEGER NOT NULL," /* a meter of the whole machine, read next to the parts */
" PRIMARY KEY (run, at)"
") WITHOUT ROWID;"
"CREATE TABLE figure ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
" at INTEGER NOT NULL,"
" name TEXT NOT NULL, perimeter TEXT NOT NULL, unit TEXT NOT NULL,"
" value REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL,"
" quality INTEGER NOT NULL, measured_share REAL NOT NULL,"
" PRIMARY KEY (run, at)"
") WITHOUT ROWID;"
/* Sections may lie within each other; number is an epoch's. */
"CREATE TABLE section ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
" at INTEGER NOT NULL,"
" kind TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,"
" begin_us INTEGER NOT NULL, at_us INTEGER NOT NULL, duration_s REAL NOT NULL,"
" share_j REAL," /* NULL: too short for a share */
" PRIMARY KEY (run, at)"
") WITHOUT ROWID;"
"CREATE TABLE metric ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
" at INTEGER NOT NULL,"
" at_us INTEGER NOT NULL, epoch INTEGER NOT NULL, key TEXT NOT NULL, value REAL NOT NULL,"
" PRIMARY KEY (run, at)"
") WITHOUT ROWID;"
"CREATE INDEX metric_by_key ON metric (key, run, at_us, value);"
/* In a table of its own: it is long, and only `explain` reads it. */
"CREATE TABLE derivation ("
" run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,"
" json TEXT NOT NULL"
");"
/* run_started_us repeats the run's, which never changes: a list by tag needs no sorting. */
"CREATE TABLE tag ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
" tag TEXT NOT NULL, run_started_us INTEGER NOT NULL,"
" PRIMARY KEY (run, tag)"
") WITHOUT ROWID;"
"CREATE INDEX tag_by_start ON tag (tag, run_started_us, run);";

/* Sums that are updated as runs end (brief.h), and metrics against energy likewise. */
static const char SUMS[] =
"CREATE TABLE kin ("
" id INTEGER PRIMARY KEY,"
" project TEXT NOT NULL, service TEXT NOT NULL, phase TEXT NOT NULL, name TEXT NOT NULL,"
" outcome TEXT NOT NULL, ended INTEGER NOT NULL, zone TEXT NOT NULL, machine TEXT NOT NULL,"
" UNIQUE (" KIN_COLUMNS ")"
");"
"CREATE TABLE brief ("
" run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,"
" kin INTEGER NOT NULL, day INTEGER NOT NULL, duration_s REAL NOT NULL,"
" energy REAL, energy_low REAL, energy_high REAL, measured REAL, marginal REAL," /* Wh */
" carbon REAL, carbon_low REAL, carbon_high REAL,"       /* gCO2e */
" embodied REAL, embodied_low REAL, embodied_high REAL," /* gCO2e */
" started_us INTEGER NOT NULL"
");"
"CREATE TABLE tally ("
" tag TEXT NOT NULL, kin INTEGER NOT NULL, day INTEGER NOT NULL,"
" runs REAL NOT NULL, duration_s REAL NOT NULL, duration_squares REAL NOT NULL,"
" energy_n REAL NOT NULL, energy REAL NOT NULL, energy_low REAL NOT NULL,"
" energy_high REAL NOT NULL, energy_squares REAL NOT NULL,"
" measured REAL NOT NULL, marginal REAL NOT NULL,"
" carbon_n REAL NOT NULL, carbon REAL NOT NULL, carbon_low REAL NOT NULL,"
" carbon_high REAL NOT NULL, carbon_squares REAL NOT NULL,"
" embodied_n REAL NOT NULL, embodied REAL NOT NULL, embodied_low REAL NOT NULL,"
" embodied_high REAL NOT NULL,"
" PRIMARY KEY (tag, kin, day)"
") WITHOUT ROWID;"
"CREATE TABLE point ("
" run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, key TEXT NOT NULL,"
" kin INTEGER NOT NULL, y REAL NOT NULL, x REAL NOT NULL,"
" PRIMARY KEY (run, key)"
") WITHOUT ROWID;"
"CREATE TABLE points ("
" tag TEXT NOT NULL, key TEXT NOT NULL, kin INTEGER NOT NULL,"
" n REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL,"
" xx REAL NOT NULL, xy REAL NOT NULL, yy REAL NOT NULL,"
" PRIMARY KEY (tag, key, kin)"
") WITHOUT ROWID;";
/* Runs within runs. */
static const char PARENTS[] =
"ALTER TABLE run ADD COLUMN parent TEXT NOT NULL DEFAULT '';" /* an id, perhaps not in this ledger */
"CREATE INDEX run_by_parent ON run (parent) WHERE parent <> '';"
"ALTER TABLE brief ADD COLUMN summed INTEGER NOT NULL DEFAULT 1;";

/* Runs that have ended and are not in tally yet. */
static const char WAITING[] = "CREATE INDEX brief_waiting ON brief (run) WHERE summed = 0;";
/*
 * The model of the accelerator that a part is of. Older runs have it in the text of the sensor
 * alone, "NVML NVIDIA H100, slices" or "model gpu_power, h100 declared, 90 % of the time": it is
 * taken out once, here. Where the text has none, and in other runs, it is missing.
 */
static const char DEVICES[] =
"ALTER TABLE part ADD COLUMN device TEXT NOT NULL DEFAULT '';"
"UPDATE part SET device = substr(sensor, 6, instr(sensor || ',', ',') - 6)"
" WHERE sensor LIKE 'NVML %';"
"UPDATE part SET device = substr(sensor, 18, instr(sensor, ' declared') - 18)"
" WHERE sensor LIKE 'model gpu_power, % declared%';";
/* The energy without a PUE, so that one can be put into a sum of any number of runs. */
static const char MACHINES[] =
"ALTER TABLE brief ADD COLUMN machines REAL;" /* Wh */
"ALTER TABLE tally ADD COLUMN machines REAL NOT NULL DEFAULT 0;"
"UPDATE brief SET machines = " MACHINES_OF("brief.run", "energy") ";"
"UPDATE tally SET machines = sums.machines FROM ("
" SELECT tags.tag AS tag, b.kin AS kin, b.day AS day, sum(ifnull(b.machines, 0)) AS machines"
" FROM (SELECT '' AS tag, run FROM brief UNION ALL SELECT tag, run FROM tag) AS tags"
" JOIN brief AS b ON b.run = tags.run WHERE b.summed = 1 GROUP BY 1, 2, 3) AS sums"
" WHERE tally.tag = sums.tag AND tally.kin = sums.kin AND tally.day = sums.day;";
/*
 * The other criteria of a run. Runs of before have none of them, but for the water of some that
 * another program measured. The tables are made anew, which takes less time than 42 new columns.
 */
#define BRIEF_COLUMN(b, name) ", " name " REAL, " name "_low REAL, " name "_high REAL"
#define TALLY_COLUMN(b, name)                                                                      \
	", " name "_n REAL, " name " REAL, " name "_low REAL, " name "_high REAL"
#define FOUR_ZEROS(b, name) ", 0, 0, 0, 0"
#define OLD_BRIEF                                                                                  \
	"run, kin, day, duration_s, energy, energy_low, energy_high, measured, marginal, carbon, "   \
	"carbon_low, carbon_high, embodied, embodied_low, embodied_high, started_us, summed, "      \
	"machines"
#define OLD_TALLY                                                                                  \
	"tag, kin, day, runs, duration_s, duration_squares, energy_n, energy, energy_low, "         \
	"energy_high, energy_squares, measured, marginal, carbon_n, carbon, carbon_low, "           \
	"carbon_high, carbon_squares, embodied_n, embodied, embodied_low, embodied_high, machines"
static const char BRIEF_AGAIN[] =
"ALTER TABLE brief RENAME TO old_brief;"
"CREATE TABLE brief ("
" run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,"
" kin INTEGER NOT NULL, day INTEGER NOT NULL, duration_s REAL NOT NULL,"
" energy REAL, energy_low REAL, energy_high REAL, measured REAL, marginal REAL," /* Wh */
" carbon REAL, carbon_low REAL, carbon_high REAL,"       /* gCO2e */
" embodied REAL, embodied_low REAL, embodied_high REAL," /* gCO2e */
" started_us INTEGER NOT NULL, summed INTEGER NOT NULL, machines REAL" /* Wh */
BRIEF_CRITERIA(BRIEF_COLUMN, "") /* L, gSbe, Wh */
");"
"INSERT INTO brief (" OLD_BRIEF ") SELECT " OLD_BRIEF " FROM old_brief;"
"DROP TABLE old_brief;"
"CREATE INDEX brief_waiting ON brief (run) WHERE summed = 0;";
static const char TALLY_AGAIN[] =
"ALTER TABLE tally RENAME TO old_tally;"
"CREATE TABLE tally ("
" tag TEXT NOT NULL, kin INTEGER NOT NULL, day INTEGER NOT NULL,"
" runs REAL NOT NULL, duration_s REAL NOT NULL, duration_squares REAL NOT NULL,"
" energy_n REAL NOT NULL, energy REAL NOT NULL, energy_low REAL NOT NULL,"
" energy_high REAL NOT NULL, energy_squares REAL NOT NULL,"
" measured REAL NOT NULL, marginal REAL NOT NULL,"
" carbon_n REAL NOT NULL, carbon REAL NOT NULL, carbon_low REAL NOT NULL,"
" carbon_high REAL NOT NULL, carbon_squares REAL NOT NULL,"
" embodied_n REAL NOT NULL, embodied REAL NOT NULL, embodied_low REAL NOT NULL,"
" embodied_high REAL NOT NULL, machines REAL NOT NULL"
BRIEF_CRITERIA(TALLY_COLUMN, "")
", PRIMARY KEY (tag, kin, day)"
") WITHOUT ROWID;"
"INSERT INTO tally SELECT " OLD_TALLY BRIEF_CRITERIA(FOUR_ZEROS, "") " FROM old_tally;"
"DROP TABLE old_tally;";
static const char WATER[] =
"UPDATE brief SET water = base_value(f.value, f.unit), water_low = base_value(f.low, f.unit),"
" water_high = base_value(f.high, f.unit) FROM figure AS f"
" WHERE f.run = brief.run AND f.name = 'water' AND f.perimeter = 'share';"
"UPDATE tally SET water_n = sums.n, water = sums.water, water_low = sums.low,"
" water_high = sums.high FROM ("
" SELECT tags.tag AS tag, b.kin AS kin, b.day AS day, count(*) AS n, sum(b.water) AS water,"
" sum(b.water_low) AS low, sum(b.water_high) AS high"
" FROM (SELECT '' AS tag, run FROM brief UNION ALL SELECT tag, run FROM tag) AS tags"
" JOIN brief AS b ON b.run = tags.run WHERE b.summed = 1 AND b.water IS NOT NULL"
" GROUP BY 1, 2, 3) AS sums"
" WHERE tally.tag = sums.tag AND tally.kin = sums.kin AND tally.day = sums.day;";
/* Versions 11 to 16 had STRICT tables. A row of one is stored as in any other table. */
static const char NOT_STRICT[] =
"PRAGMA writable_schema = 1;"
"UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')')"
" WHERE type = 'table' AND sql LIKE '%) STRICT%';"
"PRAGMA writable_schema = RESET;";
/* The power of parts over the run: a long text too, read with the derivation. */
static const char POWER[] = "ALTER TABLE derivation ADD COLUMN power TEXT NOT NULL DEFAULT '';";
/* clang-format on */

const struct schema_step SCHEMA_STEPS[] = {{{RUNS, SUMS}}, {{PARENTS}},
					   {{WAITING}},    {{DEVICES}},
					   {{MACHINES}},   {{BRIEF_AGAIN, TALLY_AGAIN, WATER}},
					   {{NOT_STRICT}}, {{POWER}}};
const int SCHEMA_STEP_COUNT = sizeof(SCHEMA_STEPS) / sizeof(*SCHEMA_STEPS);

static int one_number(struct ledger *ledger, const char *query, int *ret,
		      struct frugal_error *reterr)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(ledger->db, query, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? 0 : sql_fail(ledger, rc, reterr);
}

static int refuse(const struct ledger *ledger, const char *todo, struct frugal_error *reterr)
{
	error_where(reterr, "%s", ledger->path);
	error_todo(reterr, "%s", todo);
	return FRUGAL_EENV;
}

static int refuse_version(const struct ledger *ledger, int version, int newest,
			  struct frugal_error *reterr)
{
	if (version > newest) {
		error_set(reterr, FRUGAL_EENV,
			  _("the ledger was written by a newer frugal (version %d, known: %d)"),
			  version, newest);
		return refuse(ledger,
			      _("update frugal, or set FRUGAL_STORE to another file; nothing was "
				"changed"),
			      reterr);
	}
	error_set(reterr, FRUGAL_EENV,
		  _("the ledger has version %d, which no version of frugal writes"), version);
	return refuse(ledger,
		      _("move the file away, or set FRUGAL_STORE to another file; nothing was "
			"changed"),
		      reterr);
}

int schema_look(struct ledger *ledger, int n_steps, enum schema_state *ret_state, int *ret_version,
		struct frugal_error *reterr)
{
	const int newest = SCHEMA_FIRST - 1 + n_steps;
	int version = 0, application = 0, n_tables = 0;
	int r = one_number(ledger, "PRAGMA user_version", &version, reterr);
	if (r == 0)
		r = one_number(ledger, "PRAGMA application_id", &application, reterr);
	*ret_version = version;
	*ret_state = SCHEMA_READY;
	if (r < 0 || (version == newest && application == SCHEMA_APPLICATION_ID))
		return r;
	r = one_number(ledger, "SELECT count(*) FROM sqlite_schema", &n_tables, reterr);
	if (r < 0)
		return r;
	*ret_state = SCHEMA_EMPTY;
	if (!n_tables && !version && !application)
		return 0;
	if (application == SCHEMA_OLD_APPLICATION_ID) {
		*ret_state = SCHEMA_OLD;
		if (version > 0 && version <= SCHEMA_OLD_VERSIONS)
			return 0;
		return refuse_version(ledger, version, SCHEMA_OLD_VERSIONS, reterr);
	}
	if (application == SCHEMA_APPLICATION_ID) {
		*ret_state = SCHEMA_OLDER;
		if (version >= SCHEMA_FIRST && version < newest)
			return 0;
		return refuse_version(ledger, version, newest, reterr);
	}
	error_set(reterr, FRUGAL_EENV, "%s", _("this is a database of another program"));
	return refuse(ledger, _("set FRUGAL_STORE to another file"), reterr);
}

int schema_take_steps(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		      int version, struct frugal_error *reterr)
{
	int r = 0;
	/* A step may change the text of a table. */
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	for (int i = version ? version - SCHEMA_FIRST + 1 : 0; r == 0 && i < n_steps; i++)
		for (size_t k = 0; r == 0 && k < SCHEMA_TEXTS && steps[i].sql[k]; k++)
			r = sql_run(ledger, steps[i].sql[k], reterr);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	char *stamp = sqlite3_mprintf("PRAGMA user_version = %d; PRAGMA application_id = %d",
				      SCHEMA_FIRST - 1 + n_steps, SCHEMA_APPLICATION_ID);
	if (r == 0)
		r = stamp ? sql_run(ledger, stamp, reterr) : error_nomem(reterr);
	sqlite3_free(stamp);
	return r;
}

/* Called with the lock, so that no other process changes the file. */
static int change(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		  struct convert_copy *copy, struct frugal_error *reterr)
{
	enum schema_state state;
	int version;
	int r = schema_look(ledger, n_steps, &state, &version, reterr);
	if (r < 0 || state == SCHEMA_READY)
		return r;
	if (state == SCHEMA_OLD)
		return convert_in_place(ledger, steps, n_steps, version, copy, reterr);
	return schema_take_steps(ledger, steps, n_steps, version, reterr);
}

int schema_bring_up(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		    struct frugal_error *reterr)
{
	struct convert_copy copy = {0};
	enum schema_state state;
	int version;
	int r = schema_look(ledger, n_steps, &state, &version, reterr);
	if (r < 0 || state == SCHEMA_READY)
		return r;
	const int64_t wait_max_ns = ledger->wait_max_ns;
	if (state != SCHEMA_EMPTY)
		ledger->wait_max_ns = CONVERT_WAIT_NS;
	r = sql_begin(ledger, reterr);
	if (r == 0)
		r = sql_end(ledger, change(ledger, steps, n_steps, &copy, reterr), reterr);
	ledger->wait_max_ns = wait_max_ns;
	return convert_end(&copy, r);
}
