/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Old ledgers: for each table the columns of today are read from those of the old file, with a
 * default for columns added later, and written in the order of the keys. Derived tables (kin,
 * brief, tally, point, points) are not copied but computed again, since old versions kept their
 * sums in other ways, by triggers too. The comparison walks both in the order of the keys.
 */
#include "store/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/log.h"
#include "store/brief.h"
#include "store/register.h"

#define COPY_WAIT_MS 1000

struct kept_table {
	const char *name;
	const char *order;   /* its key, by the numbers of the columns */
	const char *columns; /* NAME, or NAME=VALUE for one that old versions lack */
};

static const struct kept_table tables[] = {
	{"run", "1",
	 "seq id status command project service='' phase name host zone started_us ended_us "
	 "duration_s by_signal exit_code attribution cpu_s machine_busy_s share own_cost_s machine "
	 "zone_is_default left_out"},
	{"owner", "1", "run host boot_id pid_ns pid start_ticks"},
	{"part", "1, 2",
	 "run at part sensor device='' energy_j idle_j attributed_j unattributed_j low_factor "
	 "high_factor "
	 "quality state gaps_s idle_known is_check=0"},
	{"figure", "1, 2", "run at name perimeter unit value low high quality measured_share"},
	{"section", "1, 2",
	 "run at kind='mark' name number=-1 begin_us=0 at_us duration_s=0.0 share_j"},
	{"metric", "1, 2", "run at at_us epoch key value"},
	{"derivation", "1", "run json"},
	{"tag", "1, 2", "run tag run_started_us"},
	{"idle_power", "1, 2", "host sensor watts seen_us"},
	{"day_use", "1, 2, 3, 4", "host day kind key amount"},
	{"capacity", "1", "zone kw"},
	{"reservation", "1, 2", "id from_s to_s zone name kw"},
	{"waiting", "1", "key deadline_s"},
	{"forecast", "1",
	 "id at_us command energy_wh energy_low energy_high carbon_g carbon_low carbon_high "
	 "duration_h duration_low duration_high"},
	{"service", "1", "id registered_us"},
	{"service_fact", "1, 2", "service key value"},
	{"service_use", "1, 2", "service month units expected"},
	{"answer", "1, 2", "subject practice answer role note document sha256 at_us"},
};
#define TABLES (sizeof(tables) / sizeof(*tables))

static const char DROP_DERIVED[] =
	"DROP TABLE IF EXISTS kin; DROP TABLE IF EXISTS brief; DROP TABLE IF EXISTS tally;"
	"DROP TABLE IF EXISTS point; DROP TABLE IF EXISTS points;";

#define EACH_TAG "(SELECT '' AS tag, run FROM brief UNION ALL SELECT tag, run FROM tag) AS tags"
static const char MAKE_KIN[] = "INSERT OR IGNORE INTO kin (" KIN_COLUMNS ") SELECT " KIN_OF_RUN
			       " FROM run WHERE status <> 0;";
static const char MAKE_BRIEF[] = "INSERT INTO brief (" BRIEF_COLUMNS ") " BRIEF_OF_RUN ";";
static const char MAKE_TALLY[] = "INSERT INTO tally SELECT tags.tag, b.kin, b.day, " TALLY_OF(
	"b") " FROM brief AS b JOIN " EACH_TAG " ON tags.run = b.run "
	     "WHERE true ON CONFLICT (" TALLY_KEY ") DO UPDATE SET " TALLY_MORE ";";
static const char MAKE_POINTS[] =
	"INSERT INTO point (run, key, kin, y, x) " POINT_OF_RUN ";"
	"INSERT INTO points SELECT tags.tag, p.key, p.kin, " POINTS_OF(
		"p") " FROM point AS p JOIN " EACH_TAG " ON tags.run = p.run "
		     "WHERE true ON CONFLICT (" POINTS_KEY ") DO UPDATE SET " POINTS_MORE ";";

/* ---- rows ----------------------------------------------------------------------------------- */

static bool has_column(sqlite3 *db, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(db, "main", table, column, NULL, NULL, NULL, NULL,
					     NULL) == SQLITE_OK;
}

/* Reads the next name, and its value behind "="; false after the last. */
static bool next_column(const char **at, struct str *name, struct str *value)
{
	*at += strspn(*at, " ");
	const size_t n = strcspn(*at, " "), n_name = strcspn(*at, " =");
	*name = (struct str){*at, n_name};
	*value = n > n_name ? (struct str){*at + n_name + 1, n - n_name - 1} : (struct str){0};
	*at += n;
	return n > 0;
}

/* Rows of the table, of an old file or a new one, in the order of its key. */
static int open_rows(sqlite3 *db, const struct kept_table *table, sqlite3_stmt **ret)
{
	struct buf sql = {0};
	struct str name, value;
	const char *comma = "SELECT ";
	for (const char *at = table->columns; next_column(&at, &name, &value); comma = ", ") {
		struct buf column = {0};
		buf_add(&column, name.p, name.n);
		bool there = has_column(db, table->name, buf_text(&column));
		sql.failed |= column.failed;
		buf_release(&column);
		const struct str word = there || !value.n ? name : value;
		buf_addf(&sql, "%s%.*s", comma, (int)word.n, word.p);
	}
	buf_addf(&sql, " FROM %s ORDER BY %s", table->name, table->order);
	int rc = sql.failed ? SQLITE_NOMEM : sqlite3_prepare_v2(db, sql.p, (int)sql.n, ret, NULL);
	buf_release(&sql);
	return rc;
}

static int open_insert(sqlite3 *db, const struct kept_table *table, sqlite3_stmt **ret)
{
	struct buf sql = {0}, marks = {0};
	struct str name, value;
	const char *comma = "";
	buf_addf(&sql, "INSERT INTO %s (", table->name);
	for (const char *at = table->columns; next_column(&at, &name, &value); comma = ", ") {
		buf_addf(&sql, "%s%.*s", comma, (int)name.n, name.p);
		buf_addf(&marks, "%s?", comma);
	}
	buf_addf(&sql, ") VALUES (%s)", buf_text(&marks));
	int rc = sql.failed || marks.failed ? SQLITE_NOMEM
					    : sqlite3_prepare_v2(db, sql.p, (int)sql.n, ret, NULL);
	buf_release(&sql);
	buf_release(&marks);
	return rc;
}

static int copy_row(sqlite3_stmt *from, sqlite3_stmt *to)
{
	int rc = SQLITE_OK;
	for (int i = 0; rc == SQLITE_OK && i < sqlite3_column_count(from); i++)
		rc = sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
	if (rc == SQLITE_OK)
		rc = sqlite3_step(to);
	int end = sqlite3_reset(to);
	return rc == SQLITE_DONE ? end : rc;
}

static int copy_table(struct ledger *ledger, sqlite3 *old, const struct kept_table *table,
		      struct frugal_error *reterr)
{
	sqlite3_stmt *from = NULL, *to = NULL;
	int rc = open_insert(ledger->db, table, &to);
	int r = rc == SQLITE_OK ? 0 : sql_fail(ledger, rc, reterr);
	if (r == 0) {
		rc = open_rows(old, table, &from);
		while (rc == SQLITE_OK && (rc = sqlite3_step(from)) == SQLITE_ROW) {
			rc = copy_row(from, to);
			if (rc != SQLITE_OK) {
				r = sql_fail(ledger, rc, reterr);
				break;
			}
		}
		if (r == 0 && rc != SQLITE_DONE)
			r = sql_fail_at(old, ledger->path, rc, reterr);
	}
	sqlite3_finalize(from);
	sqlite3_finalize(to);
	return r;
}

static bool has_rows(sqlite3 *db, const char *table)
{
	sqlite3_stmt *st = NULL;
	char *ask = sqlite3_mprintf("SELECT 1 FROM %s LIMIT 1", table);
	/* In doubt there are rows: an error then appears when they are read. */
	bool none = ask && sqlite3_prepare_v2(db, ask, -1, &st, NULL) == SQLITE_OK &&
		    sqlite3_step(st) == SQLITE_DONE;
	sqlite3_finalize(st);
	sqlite3_free(ask);
	return !none;
}

/* A register without rows is not created (register.h). */
static bool is_copied(sqlite3 *old, const char *table)
{
	return has_column(old, table, NULL) && (!register_text(table) || has_rows(old, table));
}

static int copy_tables(struct ledger *ledger, sqlite3 *old, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < TABLES; i++) {
		const char *text = register_text(tables[i].name);
		if (!is_copied(old, tables[i].name))
			continue;
		if (text)
			r = sql_run(ledger, text, reterr);
		if (r == 0)
			r = copy_table(ledger, old, &tables[i], reterr);
	}
	if (r == 0)
		r = sql_run(ledger, MAKE_KIN, reterr);
	if (r == 0)
		r = sql_run(ledger, MAKE_BRIEF, reterr);
	if (r == 0)
		r = sql_run(ledger, MAKE_TALLY, reterr);
	return r == 0 ? sql_run(ledger, MAKE_POINTS, reterr) : r;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int i)
{
	const int type = sqlite3_column_type(a, i);
	if (type != sqlite3_column_type(b, i))
		return false;
	if (type == SQLITE_INTEGER)
		return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i);
	if (type == SQLITE_FLOAT) {
		const double x = sqlite3_column_double(a, i), y = sqlite3_column_double(b, i);
		return memcmp(&x, &y, sizeof(x)) == 0;
	}
	const void *p = sqlite3_column_blob(a, i), *q = sqlite3_column_blob(b, i);
	const int n = sqlite3_column_bytes(a, i);
	return n == sqlite3_column_bytes(b, i) &&
	       (n == 0 || (p && q && memcmp(p, q, (size_t)n) == 0));
}

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int i = 0; i < sqlite3_column_count(a); i++)
		if (!same_value(a, b, i))
			return false;
	return true;
}

static int differs(const struct ledger *ledger, const struct kept_table *table, int64_t row,
		   struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EBUG,
		  _("the ledger was not converted: row %lld of table %s would differ"),
		  (long long)row, table->name);
	error_where(reterr, "%s", ledger->path);
	error_todo(reterr, "%s", _("nothing was changed; please report this fault of frugal"));
	return FRUGAL_EBUG;
}

static int compare_table(struct ledger *ledger, sqlite3 *old, const struct kept_table *table,
			 struct frugal_error *reterr)
{
	sqlite3_stmt *ours = NULL, *theirs = NULL;
	int rc = open_rows(ledger->db, table, &ours), rc_old = SQLITE_OK, r = 0;
	if (rc == SQLITE_OK)
		rc_old = open_rows(old, table, &theirs);
	for (int64_t row = 1; rc == SQLITE_OK && rc_old == SQLITE_OK && r == 0; row++) {
		const int more = sqlite3_step(ours), more_old = sqlite3_step(theirs);
		if (more == SQLITE_DONE && more_old == SQLITE_DONE)
			break;
		if (more != SQLITE_ROW && more != SQLITE_DONE)
			rc = more;
		else if (more_old != SQLITE_ROW && more_old != SQLITE_DONE)
			rc_old = more_old;
		else if (more != more_old || !same_row(ours, theirs))
			r = differs(ledger, table, row, reterr);
	}
	if (r == 0 && rc != SQLITE_OK)
		r = sql_fail(ledger, rc, reterr);
	if (r == 0 && rc_old != SQLITE_OK)
		r = sql_fail_at(old, ledger->path, rc_old, reterr);
	sqlite3_finalize(ours);
	sqlite3_finalize(theirs);
	return r;
}

static int compare_tables(struct ledger *ledger, sqlite3 *old, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < TABLES; i++)
		if (is_copied(old, tables[i].name))
			r = compare_table(ledger, old, &tables[i], reterr);
	return r;
}

/* ---- the copy ------------------------------------------------------------------------------- */

/* Removes the copy and the files that SQLite may have left with it. */
static void remove_copy(const struct buf *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; path->n && i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct buf name = {0};
		buf_addf(&name, "%s%s", path->p, suffixes[i]);
		if (!name.failed)
			(void)unlink(name.p);
		buf_release(&name);
	}
}

/*
 * Copies page by page, by a second connection: the first has the lock, so that no process writes.
 */
static int copy_pages(const struct ledger *ledger, sqlite3 *to)
{
	sqlite3 *from = NULL;
	int rc = sqlite3_open_v2(ledger->path, &from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
				 NULL);
	if (rc == SQLITE_OK) {
		sqlite3_busy_timeout(from, COPY_WAIT_MS);
		sqlite3_db_config(from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		rc = sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL,
				  NULL, NULL);
	}
	sqlite3_backup *backup =
		rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from, "main") : NULL;
	if (backup) {
		rc = sqlite3_backup_step(backup, -1);
		const int end = sqlite3_backup_finish(backup);
		rc = rc == SQLITE_DONE ? end : rc;
	} else if (rc == SQLITE_OK) {
		rc = sqlite3_errcode(to);
	}
	sqlite3_close(from);
	return rc;
}

static int make_copy(const struct ledger *ledger, struct convert_copy *copy, sqlite3 **ret_old,
		     struct frugal_error *reterr)
{
	buf_addf(&copy->temporary, "%s.converting", ledger->path);
	if (copy->temporary.failed)
		return error_nomem(reterr);
	/* Left by a conversion that was cut off; no process has it locked any more. */
	remove_copy(&copy->temporary);
	int fd = open(copy->temporary.p, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_io(reterr, _("create"), copy->temporary.p, errno);
	close(fd);
	errno = 0;
	int rc = sqlite3_open_v2(copy->temporary.p, ret_old,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = copy_pages(ledger, *ret_old);
	return rc == SQLITE_OK ? 0 : sql_fail_at(*ret_old, copy->temporary.p, rc, reterr);
}

static int flush(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int errnum = fd < 0 || fsync(fd) != 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return errnum;
}

/* Gives the copy, which no connection has open now, its final name, and flushes it to the disk. */
static int name_copy(const struct ledger *ledger, int version, struct convert_copy *copy,
		     struct frugal_error *reterr)
{
	struct buf dir = {0};
	const char *slash = strrchr(ledger->path, '/');
	for (int i = 1; i == 1 || (!copy->kept.failed && access(copy->kept.p, F_OK) == 0); i++) {
		buf_clear(&copy->kept);
		buf_addf(&copy->kept, "%s.version-%d", ledger->path, version);
		if (i > 1)
			buf_addf(&copy->kept, "-%d", i);
	}
	buf_add(&dir, ledger->path, (size_t)(slash - ledger->path) + 1);
	int r = copy->kept.failed || dir.failed ? error_nomem(reterr) : 0;
	int errnum = r < 0 ? 0 : flush(copy->temporary.p, O_RDWR);
	if (!errnum && r == 0 && rename(copy->temporary.p, copy->kept.p) != 0)
		errnum = errno;
	if (r < 0 || errnum)
		buf_clear(&copy->kept);
	else
		(void)flush(dir.p, O_RDONLY | O_DIRECTORY);
	buf_release(&dir);
	return errnum ? error_io(reterr, _("write"), copy->temporary.p, errnum) : r;
}

/* ---- converting ----------------------------------------------------------------------------- */

static int drop_tables(struct ledger *ledger, struct frugal_error *reterr)
{
	int r = sql_run(ledger, DROP_DERIVED, reterr);
	for (size_t i = TABLES; r == 0 && i-- > 0;) {
		char *drop = sqlite3_mprintf("DROP TABLE IF EXISTS %s", tables[i].name);
		r = drop ? sql_run(ledger, drop, reterr) : error_nomem(reterr);
		sqlite3_free(drop);
	}
	return r;
}

static int replace_tables(struct ledger *ledger, const struct schema_step *steps, int n_steps,
			  sqlite3 *old, struct frugal_error *reterr)
{
	/* The copy is all that remains of the old file: it must be equal. */
	int r = compare_tables(ledger, old, reterr);
	if (r == 0)
		r = drop_tables(ledger, reterr);
	if (r == 0)
		r = schema_take_steps(ledger, steps, n_steps, 0, reterr);
	if (r == 0)
		r = copy_tables(ledger, old, reterr);
	return r == 0 ? compare_tables(ledger, old, reterr) : r;
}

int convert_in_place(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		     int version, struct convert_copy *copy, struct frugal_error *reterr)
{
	sqlite3 *old = NULL;
	int r = make_copy(ledger, copy, &old, reterr);
	/* Rows of runs that other programs removed are copied as they were. */
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	if (r == 0)
		r = replace_tables(ledger, steps, n_steps, old, reterr);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_close(old);
	if (r == 0)
		r = name_copy(ledger, version, copy, reterr);
	/* While we have the lock: later it could be the copy of another process. */
	remove_copy(&copy->temporary);
	return r;
}

int convert_end(struct convert_copy *copy, int r)
{
	if (r < 0)
		remove_copy(&copy->kept);
	else if (copy->kept.n)
		log_notice("store.convert",
			   _("the ledger was converted for this version of frugal; the old file is "
			     "kept "
			     "as %s"),
			   copy->kept.p);
	buf_release(&copy->temporary);
	buf_release(&copy->kept);
	return r;
}

int convert_for_reading(struct ledger *ledger, const struct schema_step *steps, int n_steps,
			sqlite3 *old, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	r = schema_take_steps(ledger, steps, n_steps, 0, reterr);
	if (r == 0)
		r = copy_tables(ledger, old, reterr);
	r = sql_end(ledger, r, reterr);
	ledger->read_only = true;
	return r == 0 ? sql_run(ledger, "PRAGMA query_only = 1", reterr) : r;
}
