/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service over its months: what its runs of inference used, in all and per functional unit,
 * whether more use has eaten up what was saved, and what it avoids against its reference scenario.
 */
#ifndef INSIGHT_TREND_H
#define INSIGHT_TREND_H

#include "model/knowledge.h"
#include "store/service.h"
#include "store/sum.h"

struct trend_month {
	const char *month;
	struct use use;         /* of the phase inference */
	double units, expected; /* NaN: not told */
};

struct trend {
	struct trend_month *months; /* in order; those with runs or with units */
	size_t n;
	struct use inference, others; /* of all months; others: what it took to get there */
	double units;                 /* of all months that tell them */
	double units_of_pairs, expected_of_pairs; /* months that tell both */
	/* From the first to the last month that has units and carbon; n_compared below 2: none. */
	size_t n_compared;
	const struct trend_month *first, *last;
	double unit_change, total_change; /* ratios less 1, of carbon */
	bool rebounds;                    /* a unit costs less, and all of it more */
	double rebound; /* 1 - saved / to be saved at the first month's use; NaN: nothing was saved
			 */
};

/* Texts live in the arena. */
int trend_read(struct ledger *ledger, const struct service *service, struct arena *arena,
	       struct trend *ret, struct frugal_error *reterr);

/* Carbon of one unit in g, with its making; NaN without units. */
double trend_unit_g(const struct trend_month *month);

/*
 * Lines of models/net_benefit: NULL in *ret, and why in *ret_why, where the reference scenario or
 * the units are missing. Freed with answer_free.
 */
int trend_benefit(struct context *context, const struct service *service, const struct trend *trend,
		  struct answer **ret, const char **ret_why, struct frugal_error *reterr);

#endif
