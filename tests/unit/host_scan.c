/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CPU time of every process, by each means. Workers are this program called with words; their
 * own clock says what they used.
 */
#include "check.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "host/scan.h"

static void burn(long ms)
{
	struct timespec t;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < ms);
}

static pid_t worker(const char *name, long ms, bool then_wait)
{
	pid_t pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_NAME, name);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	burn(ms);
	if (then_wait)
		pause();
	_exit(0);
}

/* Works, leaves its processor until a byte comes on the pipe, and works as long again. */
static pid_t worker_in_two_parts(const char *name, long ms, int fd)
{
	char byte;
	pid_t pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_NAME, name);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	burn(ms);
	(void)!read(fd, &byte, 1);
	burn(2 * ms);
	_exit(0);
}

/*
 * CPU time in this look of a process, or of those of a name, alive or not; ret_ended may be NULL.
 * A process that names itself anew may have been seen under its old name.
 */
static double seconds_of(const struct scan *scan, pid_t pid, const char *name, uint32_t *ret_ended)
{
	size_t n;
	const struct scanned *items = scan_items(scan, &n);
	double seconds = 0;
	uint32_t ended = 0;
	for (size_t i = 0; i < n; i++) {
		if (pid ? items[i].pid != pid : strcmp(items[i].name, name) != 0)
			continue;
		seconds += (double)items[i].delta_ns / 1e9;
		ended += items[i].ended;
	}
	if (ret_ended)
		*ret_ended = ended;
	return seconds;
}

static bool begin(enum scan_means means, struct scan **ret)
{
	if (scan_new(means, ret, NULL) < 0)
		return false;
	CHECK_INT(scan_means(*ret), means);
	CHECK(scan_look(*ret));
	return true;
}

/* One that lives is seen with what it used, and once. */
static void check_living(enum scan_means means)
{
	struct scan *scan;
	if (!begin(means, &scan))
		SKIP("not to be had here");
	pid_t pid = worker("lives-on", 200, true);
	double seconds = 0;
	for (int i = 0; i < 100 && seconds < 0.19; i++) {
		usleep(50000);
		CHECK(scan_look(scan));
		seconds += seconds_of(scan, pid, "", NULL);
	}
	CHECK(seconds > 0.18 && seconds < 0.35);
	const struct scanned *item = scan_process(scan, pid);
	CHECK(item && item->uid == (int)getuid());
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	CHECK(scan_look(scan));
	CHECK(scan_process(scan, pid) == NULL);
	scan_free(scan);
}

/* The child of a shell is a shell when it is first seen; the kernel reports what it ended as. */
TEST(who_ends_has_the_name_of_what_it_executed_last)
{
	struct scan *scan;
	int gate[2], ready[2], wrong = 0;
	uint32_t ended = 0;
	char byte;
	if (scan_new(SCAN_EXITS, &scan, NULL) < 0)
		SKIP("not to be had here");
	CHECK_INT(pipe(gate), 0);
	CHECK_INT(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a check that fails leaves nobody behind */
		prctl(PR_SET_NAME, "as-first-seen");
		(void)!write(ready[1], "", 1);
		(void)!read(gate[0], &byte, 1);
		prctl(PR_SET_NAME, "as-ended");
		burn(30);
		_exit(0);
	}
	CHECK_INT(read(ready[0], &byte, 1), 1);
	for (int i = 0; i < 100 && !scan_process(scan, pid); i++) {
		CHECK(scan_look(scan));
		usleep(10000);
	}
	CHECK(scan_look(scan));
	CHECK_TEXT(scan_process(scan, pid)->name, "as-first-seen");
	CHECK_INT(write(gate[1], "", 1), 1);
	CHECK_INT(waitpid(pid, NULL, 0), pid);
	for (int i = 0; i < 100 && !ended; i++) {
		CHECK(scan_look(scan));
		(void)seconds_of(scan, 0, "as-ended", &ended);
		uint32_t other = 0;
		(void)seconds_of(scan, 0, "as-first-seen", &other);
		wrong += other && !ended;
		usleep(10000);
	}
	CHECK_INT(ended, 1);
	CHECK_INT(wrong, 0);
	close(gate[0]);
	close(gate[1]);
	close(ready[0]);
	close(ready[1]);
	scan_free(scan);
}

TEST(who_lives_is_seen_by_files)
{
	check_living(SCAN_FILES);
}

TEST(who_lives_is_seen_with_exits)
{
	check_living(SCAN_EXITS);
}

TEST(who_lives_is_seen_by_switches)
{
	check_living(SCAN_SWITCHES);
}

/* Twenty that begin and end between two looks are one row with the sum. */
static void check_ended(enum scan_means means)
{
	struct scan *scan;
	uint32_t ended;
	if (!begin(means, &scan))
		SKIP("not to be had here");
	for (int i = 0; i < 20; i++)
		waitpid(worker("short-lived", 20, false), NULL, 0);
	usleep(50000); /* the last leaves its processor after we have heard of it */
	CHECK(scan_look(scan));
	double seconds = seconds_of(scan, 0, "short-lived", &ended);
	CHECK_INT(ended, 20);
	/* The kernel's last tick may be missing from each. */
	CHECK(seconds > 20 * 0.015 && seconds < 20 * 0.040);
	CHECK(scan_look(scan));
	CHECK(seconds_of(scan, 0, "short-lived", &ended) < 0.001 && ended == 0);
	scan_free(scan);
}

TEST(who_ended_between_two_looks_is_told_by_exits)
{
	check_ended(SCAN_EXITS);
}

TEST(who_ended_between_two_looks_is_counted_by_switches)
{
	check_ended(SCAN_SWITCHES);
}

/* Known, then gone: what it did since the last look is its own, and not counted twice. */
static void check_gone(enum scan_means means)
{
	struct scan *scan;
	if (!begin(means, &scan))
		SKIP("not to be had here");
	int ends[2];
	CHECK_INT(pipe(ends), 0);
	pid_t pid = worker_in_two_parts("goes-away", 150, ends[0]);
	double first = 0;
	for (int i = 0; i < 200 && first < 0.1; i++) { /* a busy machine lets it wait */
		usleep(20000);
		CHECK(scan_look(scan));
		first += seconds_of(scan, pid, "", NULL);
	}
	CHECK_INT(write(ends[1], "", 1), 1);
	waitpid(pid, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	double second = 0;
	uint32_t ended = 0;
	for (int i = 0; i < 100 && !ended; i++) { /* it leaves its processor after we have heard */
		usleep(20000);
		CHECK(scan_look(scan));
		second += seconds_of(scan, pid, "", &ended);
	}
	CHECK(first > 0 && second > 0 && ended == 1);
	/* Interrupts and what the hypervisor takes are in it. */
	CHECK(first + second > 0.27 && first + second < 0.45);
	scan_free(scan);
}

TEST(who_goes_away_is_told_by_exits)
{
	check_gone(SCAN_EXITS);
}

TEST(who_goes_away_is_counted_by_switches)
{
	check_gone(SCAN_SWITCHES);
}

TEST(the_best_means_is_never_refused_and_says_why_it_is_not_better)
{
	struct scan *scan;
	CHECK_INT(scan_new(SCAN_BEST, &scan, NULL), 0);
	CHECK((scan_means(scan) == SCAN_SWITCHES) == (scan_why(scan)[0] == '\0'));
	CHECK(scan_groups(scan) >= 1);
	CHECK_TEXT(scan_group(scan, 0), "");
	scan_free(scan);
}

/* In a container a process has a number of its own, under which the kernel counts nobody. */
TEST(switches_are_refused_where_processes_have_other_numbers)
{
	struct scan *scan;
	if (!begin(SCAN_SWITCHES, &scan))
		SKIP("not to be had here");
	scan_free(scan);
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		if (unshare(CLONE_NEWPID) != 0)
			_exit(2);
		pid_t inner = fork(); /* the first in it */
		if (inner == 0)
			_exit(scan_new(SCAN_SWITCHES, &scan, NULL) == FRUGAL_EENV ? 0 : 1);
		waitpid(inner, &status, 0);
		_exit(WEXITSTATUS(status));
	}
	waitpid(pid, &status, 0);
	if (WEXITSTATUS(status) == 2)
		SKIP("no new namespace of processes");
	CHECK_INT(WEXITSTATUS(status), 0);
}

RUN_TESTS(CASE(who_ends_has_the_name_of_what_it_executed_last), CASE(who_lives_is_seen_by_files),
	  CASE(who_lives_is_seen_with_exits), CASE(who_lives_is_seen_by_switches),
	  CASE(who_ended_between_two_looks_is_told_by_exits),
	  CASE(who_ended_between_two_looks_is_counted_by_switches),
	  CASE(who_goes_away_is_told_by_exits), CASE(who_goes_away_is_counted_by_switches),
	  CASE(switches_are_refused_where_processes_have_other_numbers),
	  CASE(the_best_means_is_never_refused_and_says_why_it_is_not_better))
