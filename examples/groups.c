/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several runs used: a ledger with two variants of a training is filled, added up and
 * compared. A ledger that `frugal run` has written is opened in the same way.
 *
 *	cc groups.c $(pkg-config --cflags --libs frugal) -o groups && ./groups
 */
#include <stdio.h>
#include <string.h>

#include <frugal.h>

static int failed(const struct frugal_error *error)
{
	fprintf(stderr, "groups: %s (%s): %s\n", error->what, error->where, error->todo);
	return 1;
}

/* Six runs as `frugal runs export` writes them, one a line. */
static int read_runs(void *context, char *to, size_t size, size_t *ret_n,
		     struct frugal_error *error)
{
	static const double wh[] = {10.1, 9.9, 10.0, 8.1, 8.0, 7.9};
	int *next = (int *)context, i = *next;
	(void)error;
	*ret_n = 0;
	if (i == 6)
		return 0;
	*ret_n = (size_t)snprintf(
		to, size,
		"{\"frugal\":\"0\",\"kind\":\"run\",\"id\":\"%016x\",\"status\":\"finished\","
		"\"command\":[\"train\"],\"project\":\"digits\",\"phase\":\"training\","
		"\"name\":\"%s\",\"started\":\"2026-11-0%dT10:00:00.000Z\","
		"\"ended\":\"2026-11-0%dT11:00:00.000Z\",\"duration_s\":3600,"
		"\"exit\":{\"code\":0},\"host\":\"h\",\"machine\":\"m\",\"zone\":\"FR\",\"parts\":["
		"],\"tags\":[],\"attribution\":{\"method\":\"wait4\",\"cpu_s\":1,\"machine_busy_"
		"s\":1,\"share\":1},\"own_cost_s\":0,\"sections\":[],\"metrics\":[],"
		"\"figures\":[{\"name\":\"energy\",\"perimeter\":\"share\",\"unit\":\"Wh\","
		"\"value\":%.3f,\"low\":%.3f,\"high\":%.3f,\"quality\":\"modelled\","
		"\"measured_share\":0}]}\n",
		(unsigned)i + 1, i < 3 ? "before" : "after", i + 1, i + 1, wh[i], wh[i] * 0.5,
		wh[i] * 2);
	*next = i + 1;
	return 0;
}

static int show(void *context, const char *key, const struct frugal_sum *sum,
		struct frugal_error *error)
{
	(void)context;
	(void)error;
	printf("%-9s %.0f runs, %.1f Wh [%.1f, %.1f]\n", key, sum->runs, sum->energy_wh.value,
	       sum->energy_wh.low, sum->energy_wh.high);
	return FRUGAL_VISIT_ON;
}

static int ask(frugal_ledger *ledger, struct frugal_error *error)
{
	static const char *const names[] = {"name=before", "name=after"};
	struct frugal_group_question which;
	struct frugal_comparison_question question;
	struct frugal_change change;
	frugal_group *group = NULL;
	frugal_comparison *comparison = NULL;
	int next = 0, r;
	memset(&which, 0, sizeof(which));
	memset(&question, 0, sizeof(question));
	which.size = sizeof(which);
	which.words = "project=digits,phase=training";
	question.size = sizeof(question);
	question.labels = names;
	question.n = 2;
	change.size = sizeof(change);
	r = frugal_ledger_import(ledger, "here", read_runs, &next, NULL, NULL, error);
	if (r == 0)
		r = frugal_group_read(ledger, &which, &group, error);
	if (r == 0)
		r = frugal_group_by(group, "phase", show, NULL, error);
	if (r == 0)
		r = frugal_comparison_read(ledger, &question, &comparison, error);
	if (r == 0)
		r = frugal_comparison_change(comparison, 1, &change, error);
	if (r == 0)
		printf("after     %+.0f %% [%+.0f, %+.0f], p %.2g\n", 100 * change.change,
		       100 * change.low, 100 * change.high, change.welch_p);
	frugal_comparison_free(comparison);
	frugal_group_free(group);
	return r;
}

/* The ledger of this example, with the log that SQLite keeps next to it. */
static void forget(void)
{
	(void)remove("groups-example.db");
	(void)remove("groups-example.db-wal");
	(void)remove("groups-example.db-shm");
}

int main(int argc, char **argv)
{
	struct frugal_options options;
	struct frugal_error error;
	frugal_library *library = NULL;
	frugal_ledger *ledger = NULL;
	int r;
	memset(&options, 0, sizeof(options));
	options.size = sizeof(options);
	options.store = argc > 1 ? argv[1] : "groups-example.db";
	r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, &error);
	if (r == 0)
		r = ask(ledger, &error);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	if (argc < 2)
		forget();
	return r < 0 ? failed(&error) : 0;
}
