/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of some renewals of their counter: energy between renewals, not from before the start. */
#include "meter_bench.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#define WATTS 100
#define RUNS 9
#define TRIES 4

/* A counter that rises at a known power and is renewed each so often. */
static pid_t counter_of(const struct tree *tree, int64_t renewal_ns)
{
	char path[300], text[32];
	tree_path(tree, "/sys/class/powercap/intel-rapl:0/energy_uj", path, sizeof(path));
	pid_t pid = fork();
	if (pid)
		return pid;
	const struct sched_param first = {.sched_priority = 2};
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sched_setscheduler(0, SCHED_FIFO, &first); /* renewed on time, whatever else runs */
	int fd = open(path, O_WRONLY);
	struct timespec next;
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (;;) {
		int64_t ns = (int64_t)next.tv_sec * 1000000000 + next.tv_nsec;
		int n = snprintf(text, sizeof(text), "%012lld\n",
				 (long long)(ns % 1000000000000000 / 1000 * WATTS));
		(void)!pwrite(fd, text, (size_t)n, 0);
		ns += renewal_ns;
		next = (struct timespec){ns / 1000000000, ns % 1000000000};
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
	}
}

/* We and the command go before all other processes: a busy machine would make us late. */
static bool go_first(bool yes)
{
	const struct sched_param first = {.sched_priority = 1}, usual = {0};
	return sched_setscheduler(0, yes ? SCHED_FIFO : SCHED_OTHER, yes ? &first : &usual) == 0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The median of the relative errors of RUNS runs; the machine of the tests may be busy. */
static double median_error(const char *script, double *ret_low_factor)
{
	double errors[RUNS];
	for (int i = 0; i < RUNS; i++) {
		struct bench bench;
		make(&bench);
		tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "000001000000\n",
			  "262143328850000000\n");
		pid_t writer = counter_of(&bench.tree, 1000000);
		usleep(20000);
		begin(&bench, NULL);
		run_script(&bench, script, &models);
		kill(writer, SIGKILL);
		waitpid(writer, NULL, 0);
		const struct run_part *part = &bench.run.parts[0];
		errors[i] = fabs(part->energy.j / (WATTS * bench.run.duration.s) - 1);
		*ret_low_factor = part->low_factor;
		check_conserved(&bench.run);
		tear_down(&bench);
	}
	qsort(errors, RUNS, sizeof(errors[0]), by_value);
	return errors[RUNS / 2];
}

/* Whether, in one of TRIES times, the error is below most and that of the start and the end below
 * edge: who is late by chance is not each time. */
static bool settles(const char *script, double most, double edge)
{
	for (int i = 0; i < TRIES; i++) {
		double low_factor = 0, error = median_error(script, &low_factor);
		if (error < most && low_factor > 1 - edge)
			return true;
	}
	return false;
}

TEST(a_run_of_thirty_milliseconds_is_taken_between_renewals)
{
	if (!go_first(true))
		SKIP("only root may renew a counter on time");
	/* Its edges are not a renewal more or less: that is 3 %. */
	bool settled = settles("sleep 0.03", 0.01, 0.01);
	(void)go_first(false);
	CHECK(settled);
}

TEST(a_run_of_more_than_a_second_loses_nothing_to_it)
{
	CHECK(settles("sleep 1.05", 0.002, 1));
}

RUN_TESTS(CASE(a_run_of_thirty_milliseconds_is_taken_between_renewals),
	  CASE(a_run_of_more_than_a_second_loses_nothing_to_it))
