/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the first and the last month of a service that have both units and carbon, and asks
 * models/net_benefit.model for the benefit against the reference scenario. The months are those of
 * the group (insight/group.h).
 */
#include "insight/trend.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "model/ask.h"
#include "quantity/change.h"

struct use_figure trend_unit_g(const struct group_month *month)
{
	const struct use_figure sum = group_carbon_and_embodied(&month->use);
	return group_per(&sum, month->use.runs, month->units);
}

static double total_g(const struct group_month *month)
{
	return group_carbon_and_embodied(&month->use).value;
}

static void compare(struct trend *trend, int64_t now_s)
{
	for (size_t i = 0; i < trend->n; i++) {
		const struct group_month *month = &trend->months[i];
		double g = trend_unit_g(month).value;
		if (!clock_is_over(month->month, now_s)) {
			trend->not_over = trend->not_over ? trend->not_over : month->month;
			continue;
		}
		/* The change of a month without carbon is not a number. */
		if (!isfinite(g) || (!trend->first && !(g > 0)))
			continue;
		trend->first = trend->first ? trend->first : month;
		trend->last = month;
		trend->n_compared++;
	}
	trend->unit_change = trend->total_change = trend->rebound = NAN;
	if (trend->n_compared < 2)
		return;
	double first_g = trend_unit_g(trend->first).value;
	double last_g = trend_unit_g(trend->last).value;
	trend->unit_change = change_of(first_g, last_g);
	trend->total_change = change_of(total_g(trend->first), total_g(trend->last));
	trend->rebounds = trend->unit_change < 0 && trend->total_change > 0;
	trend->rebound = rebound_of(trend->first->units, first_g, trend->last->units, last_g);
}

static void add_pair(struct trend *to, double units, double expected)
{
	if (isnan(units) || isnan(expected))
		return;
	to->units_of_pairs += units;
	to->expected_of_pairs += expected;
}

void trend_of(const struct run_group *group, int64_t now_s, struct trend *ret)
{
	struct group_sum others = group_sum_of(group, group_others);
	*ret = (struct trend){
		.months = group->served_months, .n = group->n_served_months, .others = others.use};
	for (size_t i = 0; i < ret->n; i++) {
		const struct group_month *month = &ret->months[i];
		if (clock_is_over(month->month, now_s))
			add_pair(ret, month->units, month->expected);
		if (!(month->units > 0) || !(month->use.energy_wh.runs > 0))
			continue;
		ret->units += month->units;
		use_add(&ret->served, &month->use);
	}
	compare(ret, now_s);
}

double trend_over_forecast(const struct service *service, int64_t now_s)
{
	struct trend pairs = {0};
	for (size_t i = 0; i < service->n_months; i++)
		if (clock_is_over(service->months[i].month, now_s))
			add_pair(&pairs, service->months[i].units, service->months[i].expected);
	return pairs.expected_of_pairs > 0 ? pairs.units_of_pairs / pairs.expected_of_pairs
					   : (double)NAN;
}

/* ---- net benefit ---------------------------------------------------------------------------- */

/*
 * The carbon of a use divided by n, electricity and embodied: sums of the ledger, 90 % intervals.
 */
static struct model_input carbon_of(const char *name, const struct use *use, double n)
{
	return model_figure(name, (use->carbon_g.value + use->embodied_g.value) / n,
			    (use->carbon_g.low + use->embodied_g.low) / n,
			    (use->carbon_g.high + use->embodied_g.high) / n, "gCO2e",
			    FRUGAL_MEASURED, 1, _("runs of the ledger"));
}

static int ask(struct catalogue *catalogue, const struct answer_options *options,
	       const struct service *service, const struct trend *trend, struct answer **ret,
	       struct frugal_error *reterr)
{
	const char *indirect = service_fact(service, "indirect_total");
	double n = trend->units;
	const struct model_input inputs[] = {
		model_figure("uses", n, n, n, "1", FRUGAL_MEASURED, 1, _("runs of the ledger")),
		carbon_of("direct_per_use", &trend->served, n),
		carbon_of("fixed", &trend->others, 1),
		model_text("reference_per_use", service_fact(service, "reference_per_use")),
		model_text("indirect", indirect),
	};
	size_t n_inputs = sizeof(inputs) / sizeof(inputs[0]) - !indirect[0];
	return model_ask(catalogue, "net_benefit", inputs, n_inputs, options, ret, reterr);
}

/*
 * Takes the sum of the group: the model draws use and the rest separately, and so underestimates
 * their common error.
 */
static void keep_sum(struct answer *answer, const struct trend *trend)
{
	const struct use_figure served = group_carbon_and_embodied(&trend->served);
	const struct use_figure others = group_carbon_and_embodied(&trend->others);
	for (size_t i = 0; i < answer->n_lines; i++) {
		struct answer_line *line = &answer->lines[i];
		if (strcmp(line->name, "direct") != 0)
			continue;
		line->low = served.low + others.low;
		line->high = served.high + others.high;
	}
}

static bool has_carbon(const struct use *use)
{
	const struct use_figure sum = group_carbon_and_embodied(use);
	return group_is_whole(&sum, use->runs);
}

int trend_benefit(struct context *context, const struct service *service, const struct trend *trend,
		  struct answer **ret, const char **ret_why, struct frugal_error *reterr)
{
	struct knowledge knowledge;
	struct answer_options options;
	*ret = NULL;
	*ret_why = !service_fact(service, "reference")[0] ||
				   !service_fact(service, "reference_per_use")[0]
			   ? N_("the net benefit requires a reference scenario: reference=... "
				"reference_per_use=300gCO2e")
		   : !(trend->units > 0) ? N_("the net benefit requires months with both units "
					      "served and inference runs: frugal service use")
		   : !has_carbon(&trend->served) || !has_carbon(&trend->others)
			   ? N_("the net benefit requires the carbon and the embodied emissions "
				"of every run: frugal recompute")
			   : NULL;
	if (*ret_why)
		return 0;
	int r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	knowledge_answer_options(context, &options);
	r = ask(knowledge.catalogue, &options, service, trend, ret, reterr);
	if (r == 0)
		keep_sum(*ret, trend);
	knowledge_close(&knowledge);
	return r;
}
