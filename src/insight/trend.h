/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service over its months: what its runs of inference used, in all and per functional unit,
 * whether more use has eaten up what was saved, and what it avoids against its reference scenario.
 */
#ifndef INSIGHT_TREND_H
#define INSIGHT_TREND_H

#include "insight/group.h"
#include "model/knowledge.h"

struct trend {
	const struct group_month *months; /* the group's: with runs of inference or with units */
	size_t n;
	/* Of the months that have both runs and units: what was not measured avoids nothing. */
	struct use served;
	double units;
	struct use others; /* what it took to get there: all phases but inference */
	double units_of_pairs, expected_of_pairs; /* months that tell both */
	/* From the first to the last month that has units and carbon; n_compared below 2: none. */
	size_t n_compared;
	const struct group_month *first, *last;
	double unit_change, total_change; /* ratios less 1, of carbon */
	bool rebounds;                    /* a unit costs less, and all of it more */
	double rebound; /* 1 - saved / to be saved at the first month's use; NaN: nothing was saved
			 */
};

/* Of a group of one service; its texts are the group's. */
void trend_of(const struct run_group *group, struct trend *ret);

/* Units over those expected, of the months that tell both; NaN: none does. */
double trend_over_forecast(const struct service *service);

/* Carbon of one unit in g, with the machines' share; value NaN without units. */
struct use_figure trend_unit_g(const struct group_month *month);

/*
 * Lines of models/net_benefit: NULL in *ret, and why in *ret_why, where the reference scenario or
 * the units are missing. Freed with answer_free.
 */
int trend_benefit(struct context *context, const struct service *service, const struct trend *trend,
		  struct answer **ret, const char **ret_why, struct frugal_error *reterr);

#endif
