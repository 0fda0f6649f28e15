/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ledgers from before version 11 (tests/data/ledgers) become ledgers of today: whatever moment
 * cuts it off, each row of the old file is there when the next one opens it. What is expected is
 * what the texts of the old ledgers say.
 */
#include "sqlite_bench.h"
#include "store_fixture.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/log.h"
#include "store/convert.h"
#include "store/practice_answer.h"
#include "store/service.h"
#include "store/sum.h"

/* ---- an old file ---------------------------------------------------------------------------- */

static sqlite3 *open_raw(const char *path)
{
	sqlite3 *db = NULL;
	CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void load_text(sqlite3 *db, int version)
{
	char path[512];
	const char *source = getenv("FRUGAL_SOURCE");
	struct buf text = {0};
	(void)snprintf(path, sizeof(path), "%s/tests/data/ledgers/version_%d.sql",
		       source ? source : ".", version);
	CHECK_INT(file_read(path, 1 << 20, &text, NULL), 0);
	run_sql(db, buf_text(&text));
	CHECK_INT(number(db, "PRAGMA user_version"), version);
	buf_release(&text);
}

/* The text read once, for comparing. */
static sqlite3 *old_text(int version)
{
	static sqlite3 *texts[SCHEMA_OLD_VERSIONS + 1];
	if (!texts[version]) {
		texts[version] = open_raw(":memory:");
		load_text(texts[version], version);
	}
	return texts[version];
}

/* A ledger of that version at test_path, with a log as it has in use. */
static void make_old(int version)
{
	fresh_dir();
	(void)snprintf(test_path, sizeof(test_path), "%s/ledger.db", test_dir);
	sqlite3 *db = open_raw(test_path);
	run_sql(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL");
	load_text(db, version);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	CHECK_INT(sqlite3_close(db), SQLITE_OK);
}

/* ---- comparing ------------------------------------------------------------------------------ */

static bool is_derived(const char *table)
{
	static const char *const derived[] = {"kin", "brief", "tally", "point", "points"};
	for (size_t i = 0; i < sizeof(derived) / sizeof(*derived); i++)
		if (strcmp(table, derived[i]) == 0)
			return true;
	return false;
}

/* All rows as one text each, sorted, of the columns that the old table has. */
static void rows_of(sqlite3 *old, sqlite3 *db, const char *table, struct buf *to)
{
	sqlite3_stmt *st = NULL;
	struct buf sql = {0};
	char *ask = sqlite3_mprintf("SELECT name FROM pragma_table_info('%q')", table);
	CHECK_INT(sqlite3_prepare_v2(old, ask, -1, &st, NULL), SQLITE_OK);
	buf_puts(&sql, "SELECT ");
	for (int n = 0; sqlite3_step(st) == SQLITE_ROW; n++)
		buf_addf(&sql, "%squote(%s)", n ? " || '|' || " : "", sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_free(ask);
	buf_addf(&sql, " FROM %s ORDER BY 1", table);
	CHECK_INT(sqlite3_prepare_v2(db, buf_text(&sql), -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_addf(to, "%s %s\n", table, sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	buf_release(&sql);
}

/* Each row of the old text is in the file, and no other. */
static void check_rows(int version)
{
	sqlite3 *old = old_text(version), *db = open_raw(test_path);
	sqlite3_stmt *st = NULL;
	int n_tables = 0;
	CHECK_INT(sqlite3_prepare_v2(old, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1,
				     &st, NULL),
		  SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(st, 0);
		struct buf want = {0}, got = {0};
		if (is_derived(table))
			continue;
		rows_of(old, old, table, &want);
		/* Tables of which nothing was known need not be there. */
		if (want.n || sqlite3_table_column_metadata(db, NULL, table, NULL, NULL, NULL, NULL,
							    NULL, NULL) == SQLITE_OK)
			rows_of(old, db, table, &got);
		CHECK_TEXT(buf_text(&got), buf_text(&want));
		n_tables++;
		buf_release(&want);
		buf_release(&got);
	}
	CHECK(n_tables >= 8);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static int add_group(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	(void)reterr;
	use_add(context, &group->use);
	return 0;
}

/* The sums are those of the rows of the old text. */
static void check_sums(struct ledger *ledger, int version)
{
	static const char ENDED[] = "SELECT count(*) FROM run WHERE status <> 0";
	static const char ENERGY[] =
		"SELECT round(1e15 * sum(value)) FROM figure JOIN run ON seq = figure.run WHERE "
		"status <> 0 AND figure.name = 'energy' AND perimeter = 'share' AND unit = 'kWh'";
	struct use use = {0};
	sqlite3 *old = old_text(version);
	CHECK_INT(ledger_sum(ledger, NULL, 0, add_group, &use, NULL), 0);
	CHECK(fabs(use.runs - (double)number(old, ENDED)) < 1e-9);
	const double want = (double)number(old, ENERGY) * 1e-12;
	CHECK(want > 0 && fabs(use.energy_wh.value - want) < 1e-9 * want + 1e-12);
}

/* Names in the folder that begin with that of the ledger and what follows. */
static int files_named(const char *suffix)
{
	char name[64];
	(void)snprintf(name, sizeof(name), "ledger.db%s", suffix);
	DIR *dir = opendir(test_dir);
	CHECK(dir != NULL);
	int n = 0;
	for (struct dirent *e; (e = readdir(dir));)
		n += strncmp(e->d_name, name, strlen(name)) == 0;
	closedir(dir);
	return n;
}

static char noticed[512];

static void notice(void *context, const char *topic, const char *text)
{
	(void)context;
	(void)topic;
	(void)snprintf(noticed, sizeof(noticed), "%s", text);
}

/* ---- good days ------------------------------------------------------------------------------ */

static void check_converted(int version)
{
	char kept[128];
	(void)snprintf(kept, sizeof(kept), "%s.version-%d", test_path, version);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	check_sums(ledger, version);
	check_rows(version);
	CHECK_INT(number(ledger->db, "PRAGMA user_version"), SCHEMA_FIRST + SCHEMA_STEP_COUNT - 1);
	CHECK_INT(number(ledger->db, "PRAGMA application_id"), SCHEMA_APPLICATION_ID);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"),
		  0);
	ledger_close(ledger);
	CHECK_INT(files_named(".converting"), 0);
	CHECK_INT(files_named(".version-"), 1);
	/* The copy is an old ledger, which the old program can go on with. */
	sqlite3 *copy = open_raw(kept);
	CHECK_INT(number(copy, "PRAGMA user_version"), version);
	CHECK_INT(number(copy, "PRAGMA application_id"), SCHEMA_OLD_APPLICATION_ID);
	sqlite3_close(copy);
}

TEST(ledgers_of_old_versions_are_converted_row_by_row)
{
	static const int versions[] = {1, 10, 13};
	log_notices_to(notice, NULL);
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		make_old(versions[i]);
		noticed[0] = '\0';
		check_converted(versions[i]);
		CHECK_HOLDS(noticed, "ledger.db.version-");
		noticed[0] = '\0';
		check_converted(versions[i]);
		CHECK_TEXT(noticed, "");
	}
	log_notices_to(NULL, NULL);
}

TEST(a_converted_ledger_is_read_written_and_tidied_as_any)
{
	struct run_record run, late = full_run();
	struct service service;
	struct use use = {0};
	make_old(10);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_load_run(ledger, "8631", &run, NULL), 0);
	CHECK_TEXT(run.project, "llm");
	CHECK_TEXT(run.service, "");
	CHECK_TEXT(run.tags[0], "night");
	CHECK_TEXT(run.sections[1].name, "eval");
	CHECK(run.n_parts == 3 && fabs(run.parts[0].energy.j - 10) < 1e-12);
	run_record_release(&run);
	CHECK_INT(ledger_get_service(ledger, "chat", &service, NULL), 0);
	CHECK_TEXT(service_fact(&service, "team"), "nlp");
	CHECK(fabs(service.months[0].units - 12000) < 1e-9);
	service_release(&service);
	/* The owner of the fourth is of another host; the others can go. */
	CHECK_INT(ledger_remove(ledger, "aef6", NULL), 0);
	CHECK_INT(ledger_remove(ledger, "8631", NULL), 0);
	CHECK_INT(ledger_remove(ledger, "42da", NULL), 0);
	CHECK_INT(ledger_sum(ledger, NULL, 0, add_group, &use, NULL), 0);
	CHECK(use.runs < 0.5);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM tally"), 0);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM part"), 2);
	put(ledger, late);
	CHECK_INT(ledger_load_run(ledger, "0123", &run, NULL), 0);
	run_record_release(&run);
	ledger_close(ledger);
}

TEST(sections_of_version_1_are_marks)
{
	struct run_record run;
	make_old(1);
	sqlite3 *db = open_raw(test_path);
	run_sql(db, "DELETE FROM section; INSERT INTO section VALUES (1, 0, 'load', 5, 2.5)");
	sqlite3_close(db);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	char *id = NULL;
	sqlite3_stmt *st = NULL;
	CHECK_INT(sqlite3_prepare_v2(ledger->db, "SELECT id FROM run WHERE seq = 1", -1, &st, NULL),
		  0);
	CHECK_INT(sqlite3_step(st), SQLITE_ROW);
	id = mem_strdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	CHECK_INT(ledger_load_run(ledger, id, &run, NULL), 0);
	CHECK_INT(run.n_sections, 1);
	CHECK_TEXT(run.sections[0].kind, "mark");
	CHECK_INT(run.sections[0].number, -1);
	CHECK(!run.parts[0].is_check);
	run_record_release(&run);
	mem_free(id);
	ledger_close(ledger);
}

TEST(rows_without_their_run_come_along)
{
	make_old(10);
	sqlite3 *db = open_raw(test_path);
	run_sql(db, "DELETE FROM run WHERE seq = 2");
	sqlite3_close(db);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM figure WHERE run = 2"), 8);
	ledger_close(ledger);
}

/* ---- several at once ------------------------------------------------------------------------ */

static void wait_for_all(int n)
{
	int status, n_good = 0;
	while (wait(&status) > 0)
		n_good += status == 0;
	CHECK_INT(n_good, n);
}

TEST(who_opens_an_old_ledger_at_once_finds_it_converted_once)
{
	make_old(10);
	for (int i = 0; i < 6; i++) {
		pid_t pid = fork();
		CHECK(pid >= 0);
		if (pid == 0) {
			struct ledger *ledger;
			struct run_record run = full_run();
			int r = ledger_open(test_path, i % 3 ? LEDGER_WRITE : LEDGER_READ, &ledger,
					    NULL);
			if (r == 0)
				r = run_id_new(run.id, NULL);
			if (r == 0)
				r = ledger_finish_run(ledger, &run, NULL);
			_exit(r == 0 ? 0 : 1);
		}
	}
	wait_for_all(6);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM run"), 4 + 6);
	ledger_close(ledger);
	CHECK_INT(files_named(".version-"), 1);
	CHECK_INT(files_named(".converting"), 0);
}

TEST(what_an_old_program_writes_afterwards_is_in_the_ledger)
{
	make_old(10);
	sqlite3 *other = open_raw(test_path);
	sqlite3_stmt *st = NULL;
	CHECK_INT(sqlite3_prepare_v2(other,
				     "INSERT INTO tag (run, tag, run_started_us) VALUES (1, ?1, 0)",
				     -1, &st, NULL),
		  SQLITE_OK);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(sqlite3_bind_text(st, 1, "late", -1, SQLITE_STATIC), SQLITE_OK);
	CHECK_INT(sqlite3_step(st), SQLITE_DONE);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM tag WHERE tag = 'late'"), 1);
	sqlite3_finalize(st);
	sqlite3_close(other);
	ledger_close(ledger);
}

TEST(an_old_writer_is_waited_for)
{
	make_old(10);
	int ready[2];
	char c;
	CHECK_INT(pipe(ready), 0);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		sqlite3 *db = NULL;
		int rc = sqlite3_open(test_path, &db);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db,
					  "BEGIN IMMEDIATE;"
					  "INSERT INTO tag VALUES (2, 'late', 0)",
					  NULL, NULL, NULL);
		if (write(ready[1], "x", 1) != 1)
			rc = 1;
		usleep(200000);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
		_exit(rc == SQLITE_OK ? 0 : 1);
	}
	CHECK_INT(read(ready[0], &c, 1), 1);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(number(ledger->db, "SELECT count(*) FROM tag WHERE tag = 'late'"), 1);
	ledger_close(ledger);
	wait_for_all(1);
	close(ready[0]);
	close(ready[1]);
}

/* ---- only to be read ------------------------------------------------------------------------ */

static int reads_old(void)
{
	struct frugal_error err = {0};
	struct ledger *ledger;
	struct run_record run = full_run();
	struct use use = {0};
	if (ledger_open(test_path, LEDGER_WRITE, &ledger, &err) != FRUGAL_EENV || !err.todo[0])
		return 1;
	if (ledger_open(test_path, LEDGER_READ, &ledger, &err) < 0)
		return 2;
	if (ledger_sum(ledger, NULL, 0, add_group, &use, NULL) < 0 || fabs(use.runs - 3) > 0.1)
		return 3;
	if (ledger_finish_run(ledger, &run, &err) != FRUGAL_EENV ||
	    !strstr(err.what, "cannot be written"))
		return 4;
	ledger_close(ledger);
	return 0;
}

TEST(an_old_ledger_that_may_only_be_read_is_read_as_it_is)
{
	make_old(10);
	CHECK_INT(chmod(test_path, 0444), 0);
	char log[128];
	(void)snprintf(log, sizeof(log), "%s-wal", test_path);
	CHECK_INT(chmod(log, 0444), 0);
	(void)snprintf(log, sizeof(log), "%s-shm", test_path);
	CHECK(chmod(log, 0444) == 0 || errno == ENOENT);
	CHECK_INT(chmod(test_dir, 0555), 0);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
			_exit(99);
		_exit(reads_old());
	}
	wait_for_all(1);
	CHECK_INT(chmod(test_dir, 0755), 0);
	CHECK_INT(files_named(".version-"), 0);
	sqlite3 *db = open_raw(test_path);
	CHECK_INT(number(db, "PRAGMA user_version"), 10);
	sqlite3_close(db);
	check_rows(10);
}

/* ---- bad days ------------------------------------------------------------------------------- */

TEST(old_ledgers_of_no_known_version_are_refused_untouched)
{
	static const int versions[] = {0, -1, -2147483647 - 1, 14};
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		struct frugal_error err = {0};
		struct ledger *ledger = NULL;
		char sql[64];
		make_old(10);
		sqlite3 *db = open_raw(test_path);
		(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", versions[i]);
		run_sql(db, sql);
		sqlite3_close(db);
		CHECK_INT(ledger_open(test_path, LEDGER_WRITE, &ledger, &err), FRUGAL_EENV);
		CHECK_HOLDS(err.todo, "nothing was changed");
		CHECK_INT(files_named(".version-"), 0);
		check_rows(10);
	}
}

TEST(a_row_that_would_differ_undoes_all)
{
	make_old(10);
	struct frugal_error err = {0};
	struct ledger ledger = {.path = test_path};
	const struct schema_step steps[] = {
		SCHEMA_STEPS[0],
		SCHEMA_STEPS[1],
		SCHEMA_STEPS[2],
		SCHEMA_STEPS[3],
		SCHEMA_STEPS[4],
		SCHEMA_STEPS[5],
		SCHEMA_STEPS[6],
		{{"CREATE TRIGGER spoil AFTER INSERT ON part BEGIN UPDATE part SET gaps_s = 1 "
		  "WHERE run = new.run AND at = new.at; END"}},
	};
	CHECK_INT(sqlite3_open(test_path, &ledger.db), SQLITE_OK);
	CHECK_INT(sum_register(ledger.db), SQLITE_OK);
	CHECK_INT(schema_bring_up(&ledger, steps, 8, &err), FRUGAL_EBUG);
	CHECK_HOLDS(err.what, "row 1 of table part");
	CHECK_INT(number(ledger.db, "PRAGMA user_version"), 10);
	CHECK_INT(sqlite3_close(ledger.db), SQLITE_OK);
	check_rows(10);
	CHECK_INT(files_named(".version-"), 0);
	CHECK_INT(files_named(".converting"), 0);
}

/* ---- cut off -------------------------------------------------------------------------------- */

/* What SQLite asks of the system to change a file: at the one that is counted to, it ends. */
static int left;  /* calls that go well */
static bool dies; /* else each call from there on finds the disk full */

static bool is_cut(void)
{
	return left-- <= 0;
}

static ssize_t cut_write(int fd, const void *bytes, size_t n, off_t at, bool placed)
{
	const bool cut = is_cut();
	/* The last write is torn. */
	size_t part = cut ? (dies ? n / 2 : 0) : n;
	ssize_t done = placed ? pwrite(fd, bytes, part, at) : write(fd, bytes, part);
	if (!cut)
		return done;
	if (dies)
		_exit(42);
	errno = ENOSPC;
	return -1;
}

static ssize_t cut_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return cut_write(fd, bytes, n, at, true);
}

static ssize_t cut_plain_write(int fd, const void *bytes, size_t n)
{
	return cut_write(fd, bytes, n, 0, false);
}

static int cut_call(int r)
{
	if (!is_cut())
		return r;
	if (dies)
		_exit(42);
	errno = ENOSPC;
	return -1;
}

static int cut_fsync(int fd)
{
	return cut_call(fsync(fd));
}

static int cut_ftruncate(int fd, off_t n)
{
	return cut_call(ftruncate(fd, n));
}

static int cut_unlink(const char *path)
{
	return cut_call(unlink(path));
}

/* In a child: opens the ledger, and is cut off after n calls. 0: it came through. */
static int open_and_be_cut(int n)
{
	static const struct {
		const char *name;
		sqlite3_syscall_ptr call;
	} calls[] = {
		{"pwrite", (sqlite3_syscall_ptr)cut_pwrite},
		{"pwrite64", (sqlite3_syscall_ptr)cut_pwrite},
		{"write", (sqlite3_syscall_ptr)cut_plain_write},
		{"ftruncate", (sqlite3_syscall_ptr)cut_ftruncate},
		{"unlink", (sqlite3_syscall_ptr)cut_unlink},
		{"fsync", (sqlite3_syscall_ptr)cut_fsync},
	};
	struct ledger *ledger = NULL;
	struct frugal_error err = {0};
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	left = n;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (vfs->xGetSystemCall(vfs, calls[i].name))
			(void)vfs->xSetSystemCall(vfs, calls[i].name, calls[i].call);
	int r = ledger_open(test_path, LEDGER_WRITE, &ledger, &err);
	if (r < 0 && (dies || r != FRUGAL_EENV || !err.what[0]))
		_exit(99);
	const bool was_cut = left < 0;
	ledger_close(ledger);
	_exit(r < 0 ? 43 : was_cut ? 44 : 0);
}

/* As make_old, from the bytes of the first. */
static void copy_old(int version)
{
	static struct buf file, log;
	static int of;
	char log_path[128];
	if (of != version) {
		make_old(version);
		buf_clear(&file);
		buf_clear(&log);
		(void)snprintf(log_path, sizeof(log_path), "%s-wal", test_path);
		CHECK_INT(file_read(test_path, 1 << 20, &file, NULL), 0);
		CHECK_INT(file_read(log_path, 1 << 22, &log, NULL), 0);
		of = version;
	}
	fresh_dir();
	(void)snprintf(test_path, sizeof(test_path), "%s/ledger.db", test_dir);
	(void)snprintf(log_path, sizeof(log_path), "%s-wal", test_path);
	CHECK_INT(file_write(test_path, buf_str(&file), NULL), 0);
	CHECK_INT(file_write(log_path, buf_str(&log), NULL), 0);
}

static void cut_off_everywhere(int version, int stride)
{
	int status, n = 0;
	do {
		copy_old(version);
		pid_t pid = fork();
		CHECK(pid >= 0);
		if (pid == 0)
			open_and_be_cut(n);
		CHECK(waitpid(pid, &status, 0) == pid);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) != 99);
		/* Whoever comes next finds all, and one copy, or two if it had just got its name.
		 */
		struct ledger *ledger = open_ledger(LEDGER_WRITE);
		check_sums(ledger, version);
		ledger_close(ledger);
		check_rows(version);
		CHECK(files_named(".version-") >= 1 && files_named(".version-") <= (dies ? 2 : 1));
		n += stride;
	} while (WEXITSTATUS(status) != 0);
	/* A copy of 37 tables and indexes, a page each, and the same again. */
	CHECK(n > 2 * 37);
}

TEST(killed_at_any_write_nothing_is_lost)
{
	dies = true;
	cut_off_everywhere(10, 2);
	cut_off_everywhere(13, 17);
}

TEST(with_a_full_disk_at_any_write_nothing_is_lost)
{
	dies = false;
	cut_off_everywhere(10, 5);
	remove_dir(test_dir);
}

RUN_TESTS(CASE(ledgers_of_old_versions_are_converted_row_by_row),
	  CASE(a_converted_ledger_is_read_written_and_tidied_as_any),
	  CASE(sections_of_version_1_are_marks), CASE(rows_without_their_run_come_along),
	  CASE(who_opens_an_old_ledger_at_once_finds_it_converted_once),
	  CASE(what_an_old_program_writes_afterwards_is_in_the_ledger),
	  CASE(an_old_writer_is_waited_for),
	  CASE(an_old_ledger_that_may_only_be_read_is_read_as_it_is),
	  CASE(old_ledgers_of_no_known_version_are_refused_untouched),
	  CASE(a_row_that_would_differ_undoes_all), CASE(killed_at_any_write_nothing_is_lost),
	  CASE(with_a_full_disk_at_any_write_nothing_is_lost))
