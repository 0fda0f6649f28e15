/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service over its months: what its inference runs used, in total and per functional unit,
 * whether more usage has cancelled the savings (rebound), and what it avoids against its reference
 * scenario.
 */
#ifndef INSIGHT_TREND_H
#define INSIGHT_TREND_H

#include "insight/group.h"
#include "model/knowledge.h"

struct trend {
	const struct group_month *months; /* the group's: with runs of inference or with units */
	size_t n;
	/* Of the months that have both runs and units: an unmeasured month avoids nothing. */
	struct use served;
	double units;
	struct use others;                        /* all phases but inference */
	double units_of_pairs, expected_of_pairs; /* months that are over and report both */
	const char *not_over; /* the first month that is not over; NULL: all are */
	/*
	 * From the first to the last month that is over and has units and carbon; n_compared below
	 * 2: none.
	 */
	size_t n_compared;
	const struct group_month *first, *last;
	double unit_change, total_change; /* ratios less 1, of carbon */
	bool rebounds;                    /* carbon per unit falls, and the total rises */
	double rebound;                   /* quantity/change.h; NaN: none */
};

/*
 * Of a group of one service; its texts are the group's. now_s: UTC. A month that is not over is not
 * compared with a whole one, nor its usage with that expected of the whole.
 */
void trend_of(const struct run_group *group, int64_t now_s, struct trend *ret);

/* Units divided by expected units, over the months that are over and report both; NaN: none does.
 */
double trend_over_forecast(const struct service *service, int64_t now_s);

/* Carbon of one unit in g, with the machines' share; value NaN without units. */
struct use_figure trend_unit_g(const struct group_month *month);

/*
 * Asks models/net_benefit.model. *ret is NULL, and *ret_why has the reason, when the reference
 * scenario or the units are missing. Freed with answer_free.
 */
int trend_benefit(struct context *context, const struct service *service, const struct trend *trend,
		  struct answer **ret, const char **ret_why, struct frugal_error *reterr);

#endif
