/* SPDX-License-Identifier: Apache-2.0 */
/* What runs spent after the best of their epochs, and after their target was first met. */
#ifndef INSIGHT_EPOCHS_H
#define INSIGHT_EPOCHS_H

#include "store/ledger.h"

struct epochs {
	const char *metric;
	bool less_is_better;
	double target; /* NaN: none */
	size_t runs;   /* that tell the metric by epoch */
	double wh, after_best_wh, after_target_wh;
	size_t met;  /* runs that met the target */
	size_t read; /* runs that were looked at */
};

/* "accuracy>=0.9", "loss<=0.2". False: it is neither. The name is kept in the arena. */
bool epochs_target(const char *text, struct arena *arena, struct epochs *ret);

/*
 * The metric by which runs are best judged, of those they tell: a validation's before others, then
 * what most runs tell; whether less of it is better goes by its name. *ret->metric stays NULL where
 * none is told.
 */
int epochs_choose(struct ledger *ledger, const struct run_filter *filter, struct arena *arena,
		  struct epochs *ret, struct frugal_error *reterr);

/* Of the newest EPOCHS_READ runs of the filter that tell the metric. */
#define EPOCHS_READ 2000
int epochs_read(struct ledger *ledger, const struct run_filter *filter, struct epochs *epochs,
		struct frugal_error *reterr);

#endif
