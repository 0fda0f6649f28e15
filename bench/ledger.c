/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ledger costs a short run: open, record a finished run, close, each time in a new
 * process, as `frugal run -- true` does. Prints the median, the 90th and the 99th percentile in
 * microseconds, and the resident memory.
 *
 *	ledger PATH [RUNS]		records RUNS (500) runs, one process after the other
 *	ledger --crowd PATH [RUNS]	the same, all processes started together
 *	ledger --fill PATH [RUNS]	fills with RUNS (1000000) runs, then times reading
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "store/ledger.h"

#define BATCH 1000 /* runs of one transaction, when filling */

enum phase { PHASE_OPEN, PHASE_WRITE, PHASE_CLOSE, PHASE_ALL, PHASE_COUNT };

struct timing {
	double us[PHASE_COUNT];
	long rss_kb;
};

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what, const struct frugal_error *err)
{
	fprintf(stderr, "%s: %s (%s)\n", what, err->what, err->where);
	exit(3);
}

static const char *names[] = {"energy", "carbon", "water", "adpe", "primary_energy"};
static const char *perimeters[] = {"marginal", "share", "machine"};

/* A record of usual size: 4 parts, 15 figures, a derivation of 3 KB. */
static void fill_record(struct run_record *run, struct run_part *parts, struct run_figure *figures,
			char *derivation, size_t size, uint64_t n)
{
	static char python[] = "python3", script[] = "train.py", night[] = "night";
	static char *command[] = {python, script, NULL};
	static char *tags[] = {night, NULL};
	*run = (struct run_record){
		.status = RUN_FINISHED,
		.command = command,
		.project = n % 10 ? "" : "llm",
		.phase = n % 7 ? "" : "training",
		.tags = n % 100 ? NULL : tags,
		.name = "",
		.host = "node1",
		.zone = "FR",
		.started_us = 1770000000000000 + (int64_t)n * 1000000,
		.ended_us = 1770000000500000 + (int64_t)n * 1000000,
		.duration = {0.5},
		.attribution = "wait4",
		.machine = "2 x Some CPU 32 cores, 256 GB",
		.left_out = "network, storage",
		.parts = parts,
		.n_parts = 4,
		.figures = figures,
		.n_figures = 15,
		.derivation = derivation,
	};
	for (int i = 0; i < 4; i++)
		parts[i] = (struct run_part){.part = "cpu.package-0",
					     .sensor = "powercap intel-rapl:0",
					     .device = "",
					     .energy = {7},
					     .idle = {4},
					     .attributed = {2},
					     .unattributed = {1},
					     .low_factor = 0.95,
					     .high_factor = 1.05};
	for (int i = 0; i < 15; i++)
		figures[i] = (struct run_figure){.name = names[i % 5],
						 .perimeter = perimeters[i / 5],
						 .unit = "kWh",
						 .value = 1.5,
						 .low = 1.25,
						 .high = 1.75};
	memset(derivation, ' ', size - 1);
	derivation[size - 1] = '\0';
	derivation[0] = '{';
	derivation[size - 2] = '}';
}

static struct timing one_run(const char *path)
{
	struct run_record run;
	struct run_part parts[4];
	struct run_figure figures[15];
	char derivation[3072];
	struct frugal_error err;
	struct ledger *ledger;
	struct timing t = {0};
	fill_record(&run, parts, figures, derivation, sizeof(derivation), (uint64_t)getpid());
	run_id_new(run.id, NULL);
	double t0 = now_us();
	if (ledger_open(path, LEDGER_WRITE, &ledger, &err) < 0)
		die("open", &err);
	double t1 = now_us();
	if (ledger_finish_run(ledger, &run, &err) < 0)
		die("write", &err);
	double t2 = now_us();
	ledger_close(ledger);
	double t3 = now_us();
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	t.us[PHASE_OPEN] = t1 - t0;
	t.us[PHASE_WRITE] = t2 - t1;
	t.us[PHASE_CLOSE] = t3 - t2;
	t.us[PHASE_ALL] = t3 - t0;
	t.rss_kb = use.ru_maxrss;
	return t;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void report(const struct timing *t, size_t n)
{
	static const char *const phases[] = {"open", "write", "close", "all"};
	double *us = malloc(n * sizeof(*us));
	if (!us || !n)
		exit(3);
	for (int p = 0; p < PHASE_COUNT; p++) {
		for (size_t i = 0; i < n; i++)
			us[i] = t[i].us[p];
		qsort(us, n, sizeof(*us), by_size);
		printf("%-6s median %8.0f us   p90 %8.0f   p99 %8.0f   max %8.0f\n", phases[p],
		       us[n / 2], us[n * 9 / 10], us[n * 99 / 100], us[n - 1]);
	}
	long rss = 0;
	for (size_t i = 0; i < n; i++)
		rss = t[i].rss_kb > rss ? t[i].rss_kb : rss;
	printf("resident %ld kB, %zu runs\n", rss, n);
	free(us);
}

static void short_runs(const char *path, size_t n, bool crowd)
{
	struct timing *t = calloc(n, sizeof(*t));
	int pipes[2], gate[2];
	if (!t || pipe(pipes) != 0 || pipe(gate) != 0)
		exit(3);
	double start = now_us();
	for (size_t i = 0; i < n; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			char c;
			close(gate[1]);
			if (crowd && read(gate[0], &c, 1) != 0)
				_exit(3);
			struct timing mine = one_run(path);
			_exit(write(pipes[1], &mine, sizeof(mine)) == (ssize_t)sizeof(mine) ? 0
											    : 3);
		}
		if (!crowd) {
			waitpid(pid, NULL, 0);
			if (read(pipes[0], &t[i], sizeof(t[i])) != (ssize_t)sizeof(t[i]))
				exit(3);
		}
	}
	if (crowd)
		start = now_us();
	close(gate[1]);
	close(pipes[1]);
	for (size_t i = 0; crowd && i < n; i++)
		if (read(pipes[0], &t[i], sizeof(t[i])) != (ssize_t)sizeof(t[i]))
			exit(3);
	printf("%.0f ms in all\n", (now_us() - start) / 1e3);
	while (wait(NULL) > 0)
		;
	report(t, n);
	free(t);
}

static int count(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)run;
	(void)reterr;
	++*(size_t *)context;
	return 0;
}

static void time_list(const char *what, struct ledger *ledger, const struct run_filter *filter,
		      enum run_detail detail)
{
	struct frugal_error err;
	size_t n = 0;
	double t0 = now_us();
	if (ledger_list(ledger, filter, detail, count, &n, &err) < 0)
		die("list", &err);
	printf("%-34s %8zu rows %10.0f us\n", what, n, now_us() - t0);
}

static void read_big(const char *path)
{
	struct frugal_error err;
	struct ledger *ledger;
	struct run_record run;
	double t0 = now_us();
	if (ledger_open(path, LEDGER_READ, &ledger, &err) < 0)
		die("open", &err);
	printf("%-34s %24.0f us\n", "open", now_us() - t0);
	t0 = now_us();
	if (ledger_load_run(ledger, "last", &run, &err) < 0)
		die("load", &err);
	printf("%-34s %24.0f us\n", "load last", now_us() - t0);
	run_record_release(&run);
	time_list("newest 20", ledger, &(struct run_filter){.limit = 20}, RUN_FIGURES);
	time_list("project, 20", ledger, &(struct run_filter){.project = "llm", .limit = 20},
		  RUN_FIGURES);
	time_list("no project, 20", ledger, &(struct run_filter){.project = "", .limit = 20},
		  RUN_FIGURES);
	time_list("unknown project", ledger, &(struct run_filter){.project = "x"}, RUN_FIGURES);
	time_list("phase, 20", ledger, &(struct run_filter){.phase = "training", .limit = 20},
		  RUN_FIGURES);
	time_list("tag, 20", ledger,
		  &(struct run_filter){
			  .tags = (const char *const[]){"night"}, .n_tags = 1, .limit = 20},
		  RUN_FIGURES);
	time_list("running", ledger, &(struct run_filter){.statuses = RUN_STATUS_BIT(RUN_RUNNING)},
		  RUN_FIGURES);
	time_list("interrupted", ledger,
		  &(struct run_filter){.statuses = RUN_STATUS_BIT(RUN_INTERRUPTED)}, RUN_FIGURES);
	time_list("one day long ago", ledger,
		  &(struct run_filter){.since_us = 1770000000000000, .until_us = 1770000020000000},
		  RUN_FIGURES);
	time_list("project and tag, all", ledger,
		  &(struct run_filter){
			  .project = "llm", .tags = (const char *const[]){"night"}, .n_tags = 1},
		  RUN_FIGURES);
	time_list("all, heads", ledger, NULL, RUN_HEAD);
	ledger_close(ledger);
}

static void fill(const char *path, size_t n)
{
	struct run_record run;
	struct run_part parts[4];
	struct run_figure figures[15];
	char derivation[16];
	struct frugal_error err;
	struct ledger *ledger;
	double t0 = now_us();
	if (ledger_open(path, LEDGER_WRITE, &ledger, &err) < 0)
		die("open", &err);
	for (size_t i = 0; i < n; i++) {
		struct run_metric metric = {(int64_t)i, 0, "accuracy",
					    0.9 + (double)(i % 97) / 1000};
		if (i % BATCH == 0 && ledger_batch(ledger, &err) < 0)
			die("batch", &err);
		fill_record(&run, parts, figures, derivation, sizeof(derivation), i);
		for (int k = 0; k < 15; k++)
			figures[k].value = 1.25 + (double)(i % 101) / 202;
		run.name = i % 2 ? "small" : "large";
		run.metrics = &metric;
		run.n_metrics = 1;
		run_id_new(run.id, NULL);
		if (ledger_finish_run(ledger, &run, &err) < 0)
			die("write", &err);
		if ((i % BATCH == BATCH - 1 || i == n - 1) && ledger_batch_end(ledger, 0, &err) < 0)
			die("batch", &err);
	}
	ledger_close(ledger);
	printf("filled with %zu runs in %.1f s\n", n, (now_us() - t0) / 1e6);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 && argv[1][0] == '-' ? argv[1] : "";
	char **rest = argv + 1 + (mode[0] != '\0');
	int64_t n = strcmp(mode, "--fill") == 0 ? 1000000 : 500;
	if (!rest[0] || (rest[1] && !num_parse_int(str_of(rest[1]), 0, 100000000, &n))) {
		fprintf(stderr, "usage: ledger [--crowd|--fill] PATH [RUNS]\n");
		return 2;
	}
	if (strcmp(mode, "--fill") == 0) {
		if (n)
			fill(rest[0], (size_t)n);
		read_big(rest[0]);
	} else {
		short_runs(rest[0], (size_t)n, strcmp(mode, "--crowd") == 0);
	}
	return 0;
}
