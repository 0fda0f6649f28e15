/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger among processes: many writers at once, and owners that die. */
#include "store_fixture.h"

#include <signal.h>
#include <sys/wait.h>

static int count(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)run;
	(void)reterr;
	++*(size_t *)context;
	return 0;
}

static size_t runs_with(struct ledger *ledger, enum run_status status)
{
	size_t n = 0;
	struct run_filter filter = {.statuses = RUN_STATUS_BIT(status)};
	CHECK_INT(ledger_list(ledger, &filter, RUN_HEAD, count, &n, NULL), 0);
	return n;
}

#define WRITERS 16
#define RUNS_EACH 20

/* Bytes of a log that has been folded in lately: it holds 1 MB at most, and a run more. */
#define LOG_FOLDED 1300000

/* Opens the ledger anew for each run, as short commands do. */
static int write_many(void)
{
	struct run_owner owner;
	run_owner_read(&owner);
	for (int i = 0; i < RUNS_EACH; i++) {
		struct ledger *ledger;
		struct run_record run = full_run();
		if (run_id_new(run.id, NULL) < 0 ||
		    ledger_open(test_path, LEDGER_WRITE, &ledger, NULL) < 0)
			return 1;
		int r = i % 2 ? ledger_begin_run(ledger, &run, &owner, NULL) : 0;
		if (r == 0)
			r = ledger_finish_run(ledger, &run, NULL);
		ledger_close(ledger);
		if (r < 0)
			return 1;
	}
	return 0;
}

TEST(many_processes_at_once_are_all_recorded)
{
	fresh_dir();
	pid_t pids[WRITERS];
	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		CHECK(pids[i] >= 0);
		if (pids[i] == 0)
			_exit(write_many());
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		CHECK(waitpid(pids[i], &status, 0) == pids[i]);
		CHECK_INT(status, 0);
	}
	struct ledger *ledger = open_ledger(LEDGER_READ);
	CHECK_INT(runs_with(ledger, RUN_FINISHED), WRITERS * RUNS_EACH);
	CHECK_INT(runs_with(ledger, RUN_RUNNING), 0);
	ledger_close(ledger);
	/*
	 * In the crowd, readers may keep the log from being folded; alone, one of some twenty
	 * runs folds it, however long it had become.
	 */
	struct stat st = {.st_size = LOG_FOLDED + 1};
	char log[128];
	(void)snprintf(log, sizeof(log), "%s-wal", test_path);
	for (int i = 0; i < 3 && st.st_size > LOG_FOLDED; i++) {
		CHECK_INT(write_many(), 0);
		CHECK_INT(stat(log, &st), 0);
	}
	CHECK(st.st_size <= LOG_FOLDED);
}

/* Field 22 of a line of /proc/PID/stat, counted from the last ')': a name may contain spaces. */
static long long start_of(const char *path)
{
	char line[1024] = "";
	FILE *file = fopen(path, "re");
	CHECK(file && fgets(line, sizeof(line), file));
	(void)fclose(file);
	const char *at = strrchr(line, ')');
	for (int i = 2; at && i < 22; i++)
		at = strchr(at + 1, ' ');
	CHECK(at != NULL);
	return strtoll(at, NULL, 10);
}

/* qemu-user makes /proc/self/stat up: another process reads another start of this one. */
static bool start_is_the_same_for_others(void)
{
	long long own = 0;
	char path[64];
	int ends[2];
	CHECK_INT(pipe(ends), 0);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		own = start_of("/proc/self/stat");
		_exit(write(ends[1], &own, sizeof(own)) == sizeof(own) && pause() ? 0 : 1);
	}
	close(ends[1]);
	CHECK_INT(read(ends[0], &own, sizeof(own)), sizeof(own));
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	long long others = start_of(path);
	CHECK_INT(kill(pid, SIGKILL), 0);
	CHECK(waitpid(pid, NULL, 0) == pid);
	close(ends[0]);
	return own == others;
}

/* A child begins a run, saves what it has sampled, and is killed in the middle of it. */
static void begin_and_die(const char *id)
{
	int ready[2];
	char c;
	CHECK_INT(pipe(ready), 0);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		struct ledger *ledger;
		struct run_owner owner;
		struct run_record run = full_run();
		memcpy(run.id, id, RUN_ID_SIZE);
		run_owner_read(&owner);
		run.n_figures = run.n_parts = 0;
		run.duration.s = 0;
		run.ended_us = 0;
		if (ledger_open(test_path, LEDGER_WRITE, &ledger, NULL) < 0 ||
		    ledger_begin_run(ledger, &run, &owner, NULL) < 0)
			_exit(1);
		run.duration.s = 12.5;
		run.n_parts = 1;
		if (ledger_progress(ledger, &run, NULL) < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	CHECK_INT(read(ready[0], &c, 1), 1);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	size_t n = 9;
	CHECK_INT(ledger_close_interrupted(ledger, &n, NULL), 0);
	CHECK_INT(n, 0);
	CHECK_INT(runs_with(ledger, RUN_RUNNING), 1);
	ledger_close(ledger);
	CHECK_INT(kill(pid, SIGKILL), 0);
	CHECK(waitpid(pid, NULL, 0) == pid);
	close(ready[0]);
	close(ready[1]);
}

TEST(a_killed_run_is_closed_as_interrupted_and_keeps_its_samples)
{
	if (!start_is_the_same_for_others())
		SKIP("an emulator gives a process another start than the kernel gives others");
	fresh_dir();
	begin_and_die("00000000000000aa");
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	size_t n;
	CHECK_INT(ledger_close_interrupted(ledger, &n, NULL), 0);
	CHECK_INT(n, 1);
	struct run_record got;
	CHECK_INT(ledger_load_run(ledger, "last", &got, NULL), 0);
	CHECK_INT(got.status, RUN_INTERRUPTED);
	CHECK_INT(got.n_parts, 1);
	CHECK(got.parts[0].energy.j == full_run().parts[0].energy.j);
	CHECK(got.duration.s == 12.5);
	CHECK_INT(got.ended_us, got.started_us + 12500000);
	run_record_release(&got);
	CHECK_INT(ledger_close_interrupted(ledger, &n, NULL), 0);
	CHECK_INT(n, 0);
	CHECK_INT(ledger_remove(ledger, "last", NULL), 0);
	ledger_close(ledger);
}

/* Begins a run for this living process, with one thing about the owner changed. */
static size_t closed_when(void (*change)(struct run_owner *owner))
{
	fresh_dir();
	struct run_owner owner;
	run_owner_read(&owner);
	change(&owner);
	struct run_record run = bare_run("00000000000000aa", 1);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_begin_run(ledger, &run, &owner, NULL), 0);
	size_t n;
	CHECK_INT(ledger_close_interrupted(ledger, &n, NULL), 0);
	CHECK_INT(runs_with(ledger, RUN_RUNNING), 1 - n);
	ledger_close(ledger);
	return n;
}

static void nothing(struct run_owner *owner)
{
	CHECK(owner->host[0] && owner->boot_id[0] && owner->pid_ns && owner->start_ticks);
}

static void other_start(struct run_owner *owner)
{
	owner->start_ticks--;
}

static void other_boot(struct run_owner *owner)
{
	owner->boot_id[0] = owner->boot_id[0] == '0' ? '1' : '0';
}

static void other_host(struct run_owner *owner)
{
	owner->host[0] = owner->host[0] == 'x' ? 'y' : 'x';
	owner->start_ticks--;
}

static void other_namespace(struct run_owner *owner)
{
	owner->pid_ns++;
	owner->start_ticks--;
}

static void unknown_start(struct run_owner *owner)
{
	owner->start_ticks = 0;
}

TEST(a_living_owner_keeps_its_run)
{
	CHECK_INT(closed_when(nothing), 0);
	CHECK_INT(closed_when(unknown_start), 0);
}

TEST(a_reused_pid_or_a_reboot_is_an_interruption)
{
	CHECK_INT(closed_when(other_start), 1);
	CHECK_INT(closed_when(other_boot), 1);
}

TEST(runs_of_other_hosts_and_containers_are_left_alone)
{
	CHECK_INT(closed_when(other_host), 0);
	CHECK_INT(closed_when(other_namespace), 0);
}

TEST(progress_needs_a_beginning)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct run_record run = full_run();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_progress(ledger, &run, &err), FRUGAL_EBUG);
	CHECK_HOLDS(err.what, "was not begun");
	CHECK_INT(runs_with(ledger, RUN_RUNNING), 0);
	run.id[3] = 'X';
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	ledger_close(ledger);
}

TEST(a_reader_sees_one_moment_while_others_write)
{
	fresh_dir();
	struct run_record run = full_run(), got;
	struct ledger *writer = open_ledger(LEDGER_WRITE), *reader = open_ledger(LEDGER_READ);
	put(writer, run);
	CHECK_INT(ledger_load_run(reader, "last", &got, NULL), 0);
	run_record_release(&got);
	run.n_parts = 1;
	put(writer, run);
	CHECK_INT(ledger_load_run(reader, "last", &got, NULL), 0);
	CHECK_INT(got.n_parts, 1);
	run_record_release(&got);
	ledger_close(reader);
	ledger_close(writer);
	remove_dir(test_dir);
}

RUN_TESTS(CASE(many_processes_at_once_are_all_recorded),
	  CASE(a_killed_run_is_closed_as_interrupted_and_keeps_its_samples),
	  CASE(a_living_owner_keeps_its_run), CASE(a_reused_pid_or_a_reboot_is_an_interruption),
	  CASE(runs_of_other_hosts_and_containers_are_left_alone), CASE(progress_needs_a_beginning),
	  CASE(a_reader_sees_one_moment_while_others_write))
