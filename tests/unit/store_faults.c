/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger in bad days: no permission, no room, a damaged or foreign file, a newer or an older
 * one, a lock that does not end, no memory. Each is reported with what, where and todo, and nothing
 * half-written stays.
 */
#include "store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/file.h"
#include "store/schema.h"
#include "store/sum.h"

static int open_fails(enum ledger_mode mode, struct frugal_error *err)
{
	struct ledger *ledger = NULL;
	*err = (struct frugal_error){0};
	int r = ledger_open(test_path, mode, &ledger, err);
	CHECK(ledger == NULL);
	CHECK_HOLDS(err->where, test_path);
	CHECK(err->todo[0]);
	return r;
}

static int count(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)run;
	(void)reterr;
	++*(int *)context;
	return 0;
}

static int runs_in(struct ledger *ledger)
{
	int n = 0;
	CHECK_INT(ledger_list(ledger, NULL, RUN_WHOLE, count, &n, NULL), 0);
	return n;
}

static void put_one(void)
{
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, full_run());
	ledger_close(ledger);
}

/* All of the file into the database itself, and no log next to it. */
static void fold_everything(void)
{
	sqlite3 *db;
	CHECK_INT(sqlite3_open(test_path, &db), SQLITE_OK);
	CHECK_INT(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_close(db), SQLITE_OK);
}

/* FRUGAL_STORE is an option of the program, which hands it down. */
TEST(the_default_path_comes_from_the_folders_of_the_user)
{
	struct buf path = {0};
	setenv("XDG_STATE_HOME", "/state", 1);
	setenv("HOME", "/home/me", 1);
	CHECK_INT(ledger_default_path(&path, NULL), 0);
	CHECK_TEXT(buf_text(&path), "/state/frugal/ledger.db");
	setenv("XDG_STATE_HOME", "relative", 1);
	buf_clear(&path);
	CHECK_INT(ledger_default_path(&path, NULL), 0);
	CHECK_TEXT(buf_text(&path), "/home/me/.local/state/frugal/ledger.db");
	unsetenv("HOME");
	struct frugal_error err = {0};
	CHECK_INT(ledger_default_path(&path, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.todo, "FRUGAL_STORE");
	buf_release(&path);
}

TEST(a_ledger_is_made_private_and_reading_makes_none)
{
	fresh_dir();
	struct stat st;
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_in(ledger), 0);
	ledger_close(ledger);
	CHECK(stat(test_path, &st) != 0);
	put_one();
	CHECK_INT(stat(test_path, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	struct frugal_error err;
	CHECK_INT(ledger_open("", LEDGER_WRITE, &ledger, &err), FRUGAL_EUSAGE);
}

TEST(names_that_sqlite_reads_otherwise_are_files)
{
	fresh_dir();
	CHECK_INT(chdir(test_dir), 0);
	static const char *const names[] = {":memory:", "file:x?mode=memory"};
	for (size_t i = 0; i < 2; i++) {
		struct ledger *ledger;
		CHECK_INT(ledger_open(names[i], LEDGER_WRITE, &ledger, NULL), 0);
		put(ledger, full_run());
		ledger_close(ledger);
		CHECK_INT(ledger_open(names[i], LEDGER_READ, &ledger, NULL), 0);
		CHECK_INT(runs_in(ledger), 1);
		ledger_close(ledger);
	}
	CHECK_INT(chdir("/"), 0);
}

TEST(a_path_that_cannot_be_is_an_error_of_the_machine)
{
	fresh_dir();
	struct frugal_error err;
	(void)snprintf(test_path, sizeof(test_path), "%s/file", test_dir);
	CHECK_INT(file_write(test_path, STR("x"), NULL), 0);
	(void)snprintf(test_path, sizeof(test_path), "%s/file/ledger.db", test_dir);
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	(void)snprintf(test_path, sizeof(test_path), "/proc/none/ledger.db");
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	(void)snprintf(test_path, sizeof(test_path), "%s", test_dir);
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	CHECK_INT(open_fails(LEDGER_READ, &err), FRUGAL_EENV);
}

/* Runs check in a child without rights over the folder, its files readable only. */
static void as_a_stranger(int (*check)(void))
{
	char dir[128];
	(void)snprintf(dir, sizeof(dir), "%s/new", test_dir);
	char command[512];
	(void)snprintf(command, sizeof(command), "%s-shm", test_path);
	(void)chmod(command, 0444);
	(void)snprintf(command, sizeof(command), "%s-wal", test_path);
	(void)chmod(command, 0444);
	CHECK_INT(chmod(test_path, 0444), 0);
	CHECK_INT(chmod(dir, 0555), 0);
	CHECK_INT(chmod(test_dir, 0755), 0);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
			_exit(99);
		_exit(check());
	}
	int status;
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(chmod(dir, 0755), 0);
	CHECK_INT(status, 0);
}

static int reads_but_does_not_write(void)
{
	struct frugal_error err = {0};
	struct ledger *ledger;
	struct run_record run = full_run();
	if (ledger_open(test_path, LEDGER_WRITE, &ledger, &err) != FRUGAL_EENV || !err.todo[0] ||
	    !strstr(err.what, "cannot be written"))
		return 1;
	if (ledger_open(test_path, LEDGER_READ, &ledger, &err) < 0) {
		print_error("%s\n", err.what);
		return 2;
	}
	int n = 0;
	if (ledger_list(ledger, NULL, RUN_WHOLE, count, &n, NULL) < 0 || n != 1)
		return 3;
	if (ledger_finish_run(ledger, &run, &err) != FRUGAL_EENV)
		return 4;
	ledger_close(ledger);
	return 0;
}

TEST(who_may_only_read_reads)
{
	fresh_dir();
	put_one();
	as_a_stranger(reads_but_does_not_write);
}

TEST(an_archived_ledger_without_its_log_is_read)
{
	fresh_dir();
	put_one();
	fold_everything();
	as_a_stranger(reads_but_does_not_write);
}

/* In a child that may write no file beyond a size: what it could not keep, it says. */
static int fills_the_disk(void)
{
	struct frugal_error err = {0};
	struct ledger *ledger;
	int n = 0, r = 0;
	(void)signal(SIGXFSZ, SIG_IGN);
	struct rlimit limit = {300000, 300000};
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
	    ledger_open(test_path, LEDGER_WRITE, &ledger, &err) < 0)
		return 99;
	while (r == 0 && n < 90) {
		struct run_record run = full_run();
		if (run_id_new(run.id, NULL) < 0)
			return 98;
		r = ledger_finish_run(ledger, &run, &err);
		n += r == 0;
	}
	ledger_close(ledger);
	if (r != FRUGAL_EENV || !strstr(err.what, "no space left") || !err.todo[0])
		return 97;
	return n;
}

TEST(a_full_disk_is_told_and_what_was_kept_is_whole)
{
	fresh_dir();
	put_one();
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0)
		_exit(fills_the_disk());
	int status;
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status));
	int n = WEXITSTATUS(status);
	CHECK(n > 0 && n < 90);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(runs_in(ledger), n + 1);
	put(ledger, full_run());
	ledger_close(ledger);
}

/* Writes n bytes of noise over the file from an offset. */
static void spoil(long at, size_t n)
{
	int fd = open(test_path, O_WRONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	for (size_t i = 0; i < n; i++) {
		char c = (char)(i * 37 + 11);
		CHECK_INT(pwrite(fd, &c, 1, at + (long)i), 1);
	}
	close(fd);
}

static void check_set_aside(void)
{
	struct buf name = {0};
	struct stat st;
	CHECK_INT(ledger_set_aside(test_path, &name, NULL), 0);
	CHECK_HOLDS(buf_text(&name), "/ledger.db.damaged-20");
	CHECK_INT(stat(buf_text(&name), &st), 0);
	CHECK(stat(test_path, &st) != 0);
	put_one();
	buf_clear(&name);
	CHECK_INT(ledger_set_aside(test_path, &name, NULL), 0);
	CHECK_TEXT(buf_text(&name), "");
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_in(ledger), 1);
	ledger_close(ledger);
	buf_release(&name);
}

TEST(a_file_that_is_no_ledger_is_set_aside)
{
	fresh_dir();
	struct frugal_error err;
	put_one();
	fold_everything();
	spoil(0, 4096);
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "damaged");
	CHECK_INT(open_fails(LEDGER_READ, &err), FRUGAL_EENV);
	check_set_aside();
}

TEST(damage_inside_is_told_when_met_and_set_aside)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct run_record got;
	put_one();
	fold_everything();
	spoil(4096, 4096);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_load_run(ledger, "0123456789abcdef", &got, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "damaged");
	struct run_record run = full_run();
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EENV);
	ledger_close(ledger);
	check_set_aside();
}

TEST(two_who_set_aside_at_once_move_one_file)
{
	fresh_dir();
	put_one();
	fold_everything();
	spoil(0, 4096);
	for (int i = 0; i < 4; i++) {
		pid_t pid = fork();
		CHECK(pid >= 0);
		if (pid == 0) {
			struct ledger *ledger;
			struct run_record run = full_run();
			int r = ledger_set_aside(test_path, NULL, NULL);
			if (r == 0 || access(test_path, F_OK) != 0)
				r = ledger_open(test_path, LEDGER_WRITE, &ledger, NULL);
			if (r == 0)
				r = run_id_new(run.id, NULL);
			if (r == 0)
				r = ledger_finish_run(ledger, &run, NULL);
			_exit(r == 0 ? 0 : 1);
		}
	}
	int status, n_good = 0;
	while (wait(&status) > 0)
		n_good += status == 0;
	CHECK_INT(n_good, 4);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_in(ledger), 4);
	ledger_close(ledger);
}

static void change(const char *sql)
{
	sqlite3 *db;
	(void)mkdir(test_dir, 0700);
	CHECK_INT(sqlite3_open(test_path, &db), SQLITE_OK);
	CHECK_INT(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_close(db), SQLITE_OK);
}

TEST(a_newer_ledger_is_refused_untouched)
{
	fresh_dir();
	struct frugal_error err;
	struct buf before = {0}, after = {0};
	put_one();
	fold_everything();
	change("PRAGMA user_version = 99");
	CHECK_INT(file_read(test_path, 1 << 20, &before, NULL), 0);
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "version 99");
	CHECK_HOLDS(err.todo, "update frugal");
	CHECK_INT(open_fails(LEDGER_READ, &err), FRUGAL_EENV);
	CHECK_INT(file_read(test_path, 1 << 20, &after, NULL), 0);
	CHECK(str_eq(buf_str(&before), buf_str(&after)));
	buf_release(&before);
	buf_release(&after);
}

TEST(a_version_that_no_frugal_wrote_is_refused_untouched)
{
	static const int versions[] = {-1, -5, -100000, -2147483647 - 1, 0, 10};
	fresh_dir();
	struct frugal_error err;
	put_one();
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		char sql[64], said[64];
		(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", versions[i]);
		(void)snprintf(said, sizeof(said), "version %d,", versions[i]);
		change(sql);
		CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
		CHECK_HOLDS(err.what, said);
		CHECK_HOLDS(err.todo, "nothing was changed");
		CHECK_INT(open_fails(LEDGER_READ, &err), FRUGAL_EENV);
	}
	change("PRAGMA user_version = 18"); /* as it was */
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_in(ledger), 1);
	ledger_close(ledger);
}

TEST(the_database_of_another_program_is_refused)
{
	fresh_dir();
	struct frugal_error err;
	(void)snprintf(test_path, sizeof(test_path), "%s/other.db", test_dir);
	change("CREATE TABLE theirs (x); PRAGMA user_version = 1");
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "another program");
	change("PRAGMA user_version = 0");
	CHECK_INT(open_fails(LEDGER_WRITE, &err), FRUGAL_EENV);
}

static int bring_up(const struct schema_step *steps, int n_steps, struct frugal_error *err)
{
	struct ledger ledger = {.path = test_path};
	CHECK_INT(sqlite3_open(test_path, &ledger.db), SQLITE_OK);
	CHECK_INT(sum_register(ledger.db), SQLITE_OK);
	int r = schema_bring_up(&ledger, steps, n_steps, err);
	CHECK_INT(sqlite3_close(ledger.db), SQLITE_OK);
	return r;
}

TEST(an_old_ledger_takes_the_steps_it_lacks_or_none)
{
	fresh_dir();
	struct frugal_error err = {0};
	(void)snprintf(test_path, sizeof(test_path), "%s/old.db", test_dir);
	const struct schema_step steps[] = {
		{{"CREATE TABLE old (x INTEGER);", "INSERT INTO old VALUES (7);"}},
		{{"ALTER TABLE old ADD COLUMN y INTEGER NOT NULL DEFAULT 1;"}},
		{{"INSERT INTO old VALUES (8, 2); INSERT INTO nowhere VALUES (1);"}},
	};
	CHECK_INT(bring_up(steps, 1, NULL), 0);
	CHECK_INT(bring_up(steps, 3, &err), FRUGAL_EBUG);
	/* The second step was undone with the third, so it can be taken now. */
	CHECK_INT(bring_up(steps, 2, NULL), 0);
	CHECK_INT(bring_up(steps, 2, NULL), 0);
	change("UPDATE old SET y = y + 1 WHERE x = 7");
	CHECK_INT(bring_up(steps, 1, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "version 12, known: 11");
}

static void check_device(const char *sensor, const char *device)
{
	struct sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	CHECK_INT(sqlite3_open(test_path, &db), SQLITE_OK);
	CHECK_INT(sqlite3_prepare_v2(db, "SELECT device FROM part WHERE sensor = ?", -1, &st, NULL),
		  SQLITE_OK);
	CHECK_INT(sqlite3_bind_text(st, 1, sensor, -1, SQLITE_STATIC), SQLITE_OK);
	CHECK_INT(sqlite3_step(st), SQLITE_ROW);
	CHECK_TEXT((const char *)sqlite3_column_text(st, 0), device);
	sqlite3_finalize(st);
	CHECK_INT(sqlite3_close(db), SQLITE_OK);
}

TEST(the_step_to_version_14_takes_the_devices_out_of_the_sensors_texts)
{
	static const struct {
		const char *sensor, *device;
	} cases[] = {
		{"NVML NVIDIA H100 80GB HBM3, slices", "NVIDIA H100 80GB HBM3"},
		{"NVML NVIDIA L4", "NVIDIA L4"},
		{"NVML GRID T4-16Q, modelled by its use", "GRID T4-16Q"},
		{"model gpu_power, a100 80gb declared, 90 % of the time", "a100 80gb"},
		{"hwmon amdgpu PPT", ""},
		{"powercap intel-rapl:0", ""},
	};
	fresh_dir();
	(void)snprintf(test_path, sizeof(test_path), "%s/older.db", test_dir);
	CHECK_INT(bring_up(SCHEMA_STEPS, 3, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char sql[400];
		(void)snprintf(sql, sizeof(sql),
			       "INSERT INTO part VALUES (1, %zu, 'gpu', '%s', 0, 0, 0, 0, 1, 1, 0, "
			       "0, 0, 0, 0)",
			       i, cases[i].sensor);
		change(sql);
	}
	CHECK_INT(bring_up(SCHEMA_STEPS, SCHEMA_STEP_COUNT, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_device(cases[i].sensor, cases[i].device);
}

TEST(a_lock_is_waited_for_but_not_for_ever)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct run_record run = full_run();
	put_one();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	sqlite3 *other;
	CHECK_INT(sqlite3_open(test_path, &other), SQLITE_OK);
	CHECK_INT(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	ledger->wait_max_ns = 30000000;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "locked");
	/* What is tried right after a wait in vain does not begin another wait. */
	int64_t waited_ns = ledger->wait_ns;
	CHECK(waited_ns >= ledger->wait_max_ns);
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EENV);
	CHECK_INT(ledger->wait_ns, waited_ns);
	/* Later it does. */
	ledger->waited_at_ns -= 2000000000;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EENV);
	CHECK(ledger->wait_ns >= ledger->wait_max_ns && ledger->wait_ns != waited_ns);
	CHECK_INT(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	CHECK_INT(ledger_finish_run(ledger, &run, &err), 0);
	CHECK_INT(sqlite3_close(other), SQLITE_OK);
	ledger_close(ledger);
}

TEST(a_file_system_without_locks_is_named)
{
	fresh_dir();
	struct frugal_error err = {0};
	put_one();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	errno = ENOLCK;
	CHECK_INT(sql_fail(ledger, SQLITE_BUSY, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "no locks");
	CHECK_HOLDS(err.todo, "FRUGAL_STORE");
	/* It is waited for a second at most. */
	ledger->wait_ns = 1100000000;
	ledger->waited_at_ns = INT64_MAX;
	errno = ENOLCK;
	CHECK_INT(sql_wait(ledger, 0), 0);
	errno = 0;
	ledger_close(ledger);
}

/* ---- No memory ------------------------------------------------------------------------------ */

/* SQLite's memory by way of base/mem.h, with the size in front, so that it fails on demand. */
#define FRONT 16

static void *counted_malloc(int n)
{
	char *p = mem_alloc((size_t)n + FRONT);
	if (!p)
		return NULL;
	memcpy(p, &n, sizeof(n));
	return p + FRONT;
}

static void counted_free(void *p)
{
	if (p)
		mem_free((char *)p - FRONT);
}

static int counted_size(void *p)
{
	int n = 0;
	if (p)
		memcpy(&n, (char *)p - FRONT, sizeof(n));
	return n;
}

static void *counted_realloc(void *p, int n)
{
	char *grown = mem_realloc((char *)p - FRONT, (size_t)n + FRONT);
	if (!grown)
		return NULL;
	memcpy(grown, &n, sizeof(n));
	return grown + FRONT;
}

static int counted_roundup(int n)
{
	return (n + 7) & ~7;
}

static int counted_init(void *context)
{
	(void)context;
	return SQLITE_OK;
}

static void counted_shutdown(void *context)
{
	(void)context;
}

static int whole_day(void)
{
	struct frugal_error err = {0};
	struct ledger *ledger = NULL;
	struct run_record run = full_run(), got = {0};
	struct run_owner owner;
	struct power power;
	char id[RUN_ID_SIZE];
	size_t n_digits;
	int n = 0;
	run_owner_read(&owner);
	owner.start_ticks = owner.start_ticks ? owner.start_ticks - 1 : 0;
	int r = ledger_open(test_path, LEDGER_WRITE, &ledger, &err);
	if (r == 0)
		r = ledger_begin_run(ledger, &run, &owner, &err);
	if (r == 0)
		r = ledger_progress(ledger, &run, &err);
	if (r == 0)
		r = ledger_close_interrupted(ledger, NULL, &err);
	if (r == 0)
		r = ledger_finish_run(ledger, &run, &err);
	if (r == 0)
		r = ledger_load_run(ledger, "0123", &got, &err);
	run_record_release(&got);
	if (r == 0)
		r = ledger_find_run(ledger, "last", id, &err);
	if (r == 0)
		r = ledger_short_id(ledger, id, &n_digits, &err);
	if (r == 0)
		r = ledger_list(ledger,
				&(struct run_filter){.tags = (const char *const[]){"night"},
						     .n_tags = 1,
						     .project = "llm"},
				RUN_WHOLE, count, &n, &err);
	if (r == 0)
		r = ledger_tag(ledger, id, "x", TAG_ADD, &err);
	if (r == 0)
		r = ledger_tag(ledger, id, "x", TAG_REMOVE, &err);
	if (r == 0)
		r = ledger_note_idle_power(ledger, "n", "s", (struct power){5}, 1, &err);
	if (r == 0 && ledger_idle_power(ledger, "n", "s", &power, NULL, &err) < 0)
		r = FRUGAL_EENV;
	if (r == 0)
		r = ledger_remove(ledger, id, &err);
	ledger_close(ledger);
	/* Once in a while SQLite takes the lack of memory for a file it cannot open or read. */
	if (r < 0 && r != FRUGAL_EENV)
		print_error("%d: %s (%s)\n", r, err.what, err.where);
	CHECK(r == 0 || r == FRUGAL_EENV);
	CHECK(r == 0 || err.what[0]);
	return r;
}

TEST(memory_may_run_out_anywhere)
{
	fresh_dir();
	const sqlite3_mem_methods counted = {
		counted_malloc,  counted_free, counted_realloc,  counted_size,
		counted_roundup, counted_init, counted_shutdown, NULL};
	CHECK_INT(sqlite3_shutdown(), SQLITE_OK);
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_MALLOC, &counted), SQLITE_OK);
	int64_t n = 0;
	int r;
	do {
		mem_fail_after(n);
		r = whole_day();
		mem_fail_after(-1);
		/* Far in, every allocation is like the last one of its kind: larger strides. */
		n += n < 400 ? 1 : 7;
	} while (r < 0 && n < 200000);
	CHECK_INT(r, 0);
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_in(ledger), 0);
	ledger_close(ledger);
	CHECK_INT(sqlite3_shutdown(), SQLITE_OK);
	remove_dir(test_dir);
}

RUN_TESTS(CASE(the_default_path_comes_from_the_folders_of_the_user),
	  CASE(a_ledger_is_made_private_and_reading_makes_none),
	  CASE(names_that_sqlite_reads_otherwise_are_files),
	  CASE(a_path_that_cannot_be_is_an_error_of_the_machine), CASE(who_may_only_read_reads),
	  CASE(an_archived_ledger_without_its_log_is_read),
	  CASE(a_full_disk_is_told_and_what_was_kept_is_whole),
	  CASE(a_file_that_is_no_ledger_is_set_aside),
	  CASE(damage_inside_is_told_when_met_and_set_aside),
	  CASE(two_who_set_aside_at_once_move_one_file), CASE(a_newer_ledger_is_refused_untouched),
	  CASE(a_version_that_no_frugal_wrote_is_refused_untouched),
	  CASE(the_database_of_another_program_is_refused),
	  CASE(an_old_ledger_takes_the_steps_it_lacks_or_none),
	  CASE(the_step_to_version_14_takes_the_devices_out_of_the_sensors_texts),
	  CASE(a_lock_is_waited_for_but_not_for_ever), CASE(a_file_system_without_locks_is_named),
	  CASE(memory_may_run_out_anywhere))
