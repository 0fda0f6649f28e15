/* SPDX-License-Identifier: Apache-2.0 */
/* The curves of power of a run (meter/curve.h), read from the JSON that its record has. */
#ifndef REPORT_RUN_POWER_H
#define REPORT_RUN_POWER_H

#include "base/buf.h"
#include "base/error.h"
#include "record/run.h"

/* The mean power of n equal steps, of which the last ends at length_s; NaN: nothing was read. */
struct run_power {
	const char *part;
	double step_s, length_s;
	double *watts;
	size_t n;
};

/*
 * The curves in the arena; n 0: the run has none. FRUGAL_EDATA: text is not what a meter writes.
 */
int run_power_read(struct str text, struct arena *arena, struct run_power **ret, size_t *ret_n,
		   struct frugal_error *reterr);

/* Joules of a curve. */
double run_power_joules(const struct run_power *power);

/*
 * The power of the machine: the sum of the curves of the parts that count, over n steps as long as
 * the longest of theirs; watts in the arena, NaN where a part has a gap. n 0: there is none.
 */
int run_power_machine(const struct run_record *run, struct arena *arena, struct run_power *ret,
		      struct frugal_error *reterr);

/* The same JSON again, which reads back the same. */
void run_power_json(const struct run_power *power, size_t n, struct buf *to);

#endif
