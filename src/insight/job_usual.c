/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Estimates the length of a job of a project: the order statistic that the next run of the same
 * kind stays below in nine cases of ten, from the runs of the ledger that succeeded.
 */
#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "insight/job_parts.h"
#include "store/default.h"

#define LEAST_RUNS 5
#define MOST_RUNS 10000

struct lengths {
	double *hours;
	size_t n, cap;
};

static int add_length(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct lengths *lengths = context;
	if (!mem_grow(&lengths->hours, lengths->n, &lengths->cap, sizeof(double), 0))
		return error_nomem(reterr);
	lengths->hours[lengths->n++] = duration_h(run->duration);
	return FRUGAL_VISIT_ON;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static int read_lengths(const struct context *context, const char *project, struct lengths *to,
			struct frugal_error *reterr)
{
	struct ledger *ledger;
	const struct run_filter filter = {
		.project = project, .outcome = RUN_OK, .limit = MOST_RUNS};
	int r = store_open(context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_list(ledger, &filter, RUN_HEAD, add_length, to, reterr);
	ledger_close(ledger);
	return r;
}

int job_usual_hours(const struct context *context, const char *project, double *ret_h,
		    size_t *ret_runs, struct frugal_error *reterr)
{
	struct lengths lengths = {0};
	int r = read_lengths(context, project, &lengths, reterr);
	if (r == 0 && lengths.n < LEAST_RUNS) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("%zu runs of project '%s' succeeded: too few to estimate the length of "
			    "a run"),
			  lengths.n, project);
		r = error_todo(reterr, "%s", "duration=4h");
	}
	if (r == 0) {
		qsort(lengths.hours, lengths.n, sizeof(double), by_value);
		size_t rank = (size_t)ceil(JOB_USUAL_SHARE * (double)(lengths.n + 1));
		*ret_h = lengths.hours[rank <= lengths.n ? rank - 1 : lengths.n - 1];
		*ret_runs = lengths.n;
	}
	mem_free(lengths.hours);
	return r;
}
