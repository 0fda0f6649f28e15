/* SPDX-License-Identifier: Apache-2.0 */
/* The energy that runs spent after their best epoch, and after they first met their target. */
#ifndef INSIGHT_EPOCHS_H
#define INSIGHT_EPOCHS_H

#include "store/ledger.h"

struct epochs {
	const char *metric;
	bool less_is_better;
	double target; /* NaN: none */
	size_t runs;   /* that report the metric by epoch, whose epochs do not begin again */
	double wh, after_best_wh, after_target_wh;
	size_t met;  /* runs that met the target */
	size_t read; /* runs that were looked at */
};

/* "accuracy>=0.9", "loss<=0.2". False when the text is neither. The name is kept in the arena. */
bool epochs_target(const char *text, struct arena *arena, struct epochs *ret);

/*
 * Chooses the metric to judge runs by, among those they report: one of validation before others,
 * then the one that most runs report; its name decides whether less is better. *ret->metric stays
 * NULL when no run reports one.
 */
int epochs_choose(struct ledger *ledger, const struct run_filter *filter, struct arena *arena,
		  struct epochs *ret, struct frugal_error *reterr);

/* Reads the newest EPOCHS_READ runs of the filter that report the metric. */
#define EPOCHS_READ 2000
int epochs_read(struct ledger *ledger, const struct run_filter *filter, struct epochs *epochs,
		struct frugal_error *reterr);

#endif
