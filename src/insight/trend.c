/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "model/ask.h"

struct gathering {
	struct trend *to;
	struct arena *arena;
	size_t room;
};

static struct trend_month *month_of(struct gathering *of, const char *month)
{
	struct trend *to = of->to;
	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->months[i].month, month) == 0)
			return &to->months[i];
	if (!mem_grow(&to->months, to->n, &of->room, sizeof(*to->months), 0))
		return NULL;
	struct trend_month *added = &to->months[to->n];
	*added = (struct trend_month){
		.month = arena_strdup(of->arena, month), .units = NAN, .expected = NAN};
	to->n += added->month != NULL;
	return added->month ? added : NULL;
}

static int add_sum(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct gathering *of = context;
	if (strcmp(group->phase, "inference") != 0) {
		use_add(&of->to->others, &group->use);
		return 0;
	}
	struct trend_month *month = month_of(of, group->period);
	if (!month)
		return error_nomem(reterr);
	use_add(&month->use, &group->use);
	use_add(&of->to->inference, &group->use);
	return 0;
}

static int by_month(const void *a, const void *b)
{
	return strcmp(((const struct trend_month *)a)->month,
		      ((const struct trend_month *)b)->month);
}

double trend_unit_g(const struct trend_month *month)
{
	double g = month->use.carbon_g.value + month->use.embodied_g.value;
	return month->units > 0 && month->use.carbon_g.runs > 0 ? g / month->units : (double)NAN;
}

static double total_g(const struct trend_month *month)
{
	return month->use.carbon_g.value + month->use.embodied_g.value;
}

static void compare(struct trend *trend)
{
	for (size_t i = 0; i < trend->n; i++) {
		const struct trend_month *month = &trend->months[i];
		if (isnan(trend_unit_g(month)))
			continue;
		trend->first = trend->first ? trend->first : month;
		trend->last = month;
		trend->n_compared++;
	}
	trend->rebound = NAN;
	if (trend->n_compared < 2)
		return;
	double first_g = trend_unit_g(trend->first), last_g = trend_unit_g(trend->last);
	trend->unit_change = last_g / first_g - 1;
	trend->total_change = total_g(trend->last) / total_g(trend->first) - 1;
	trend->rebounds = trend->unit_change < 0 && trend->total_change > 0;
	double to_be_saved_g = trend->first->units * (first_g - last_g);
	if (to_be_saved_g > 0)
		trend->rebound = 1 - (total_g(trend->first) - total_g(trend->last)) / to_be_saved_g;
}

int trend_read(struct ledger *ledger, const struct service *service, struct arena *arena,
	       struct trend *ret, struct frugal_error *reterr)
{
	const struct run_filter filter = {.service = service->id};
	struct gathering of = {.to = ret, .arena = arena};
	*ret = (struct trend){0};
	int r = ledger_sum(ledger, &filter, USE_PHASE | USE_MONTH, add_sum, &of, reterr);
	for (size_t i = 0; r == 0 && i < service->n_months; i++) {
		const struct service_month *told = &service->months[i];
		struct trend_month *month = month_of(&of, told->month);
		if (!month) {
			r = error_nomem(reterr);
			break;
		}
		month->units = told->units;
		month->expected = told->expected;
		if (!isnan(told->units))
			ret->units += told->units;
		if (!isnan(told->units) && !isnan(told->expected)) {
			ret->units_of_pairs += told->units;
			ret->expected_of_pairs += told->expected;
		}
	}
	struct trend_month *kept = arena_array(arena, ret->n + 1, sizeof(*kept));
	if (r == 0 && !kept)
		r = error_nomem(reterr);
	if (kept && ret->n) {
		qsort(ret->months, ret->n, sizeof(*ret->months), by_month);
		memcpy(kept, ret->months, ret->n * sizeof(*kept));
	}
	mem_free(ret->months);
	ret->months = kept;
	if (r == 0)
		compare(ret);
	return r;
}

/* ---- net benefit ---------------------------------------------------------------------------- */

/* The carbon of a use in n parts, electricity and making: sums of the ledger, 90 % intervals. */
static struct model_input carbon_of(const char *name, const struct use *use, double n)
{
	return model_figure(name, (use->carbon_g.value + use->embodied_g.value) / n,
			    (use->carbon_g.low + use->embodied_g.low) / n,
			    (use->carbon_g.high + use->embodied_g.high) / n, "gCO2e",
			    FRUGAL_MEASURED, 1, _("runs of the ledger"));
}

static int ask(struct library *library, const struct answer_options *options,
	       const struct service *service, const struct trend *trend, struct answer **ret,
	       struct frugal_error *reterr)
{
	const char *indirect = service_fact(service, "indirect_total");
	double n = trend->units;
	const struct model_input inputs[] = {
		model_figure("uses", n, n, n, "1", FRUGAL_MEASURED, 1, _("runs of the ledger")),
		carbon_of("direct_per_use", &trend->inference, n),
		carbon_of("fixed", &trend->others, 1),
		model_text("reference_per_use", service_fact(service, "reference_per_use")),
		model_text("indirect", indirect),
	};
	size_t n_inputs = sizeof(inputs) / sizeof(inputs[0]) - !indirect[0];
	return model_ask(library, "net_benefit", inputs, n_inputs, options, ret, reterr);
}

int trend_benefit(struct context *context, const struct service *service, const struct trend *trend,
		  struct answer **ret, const char **ret_why, struct frugal_error *reterr)
{
	struct knowledge knowledge;
	struct answer_options options;
	*ret = NULL;
	*ret_why = !service_fact(service, "reference")[0] ||
				   !service_fact(service, "reference_per_use")[0]
			   ? N_("no benefit is claimed without a reference scenario: reference=... "
				"reference_per_use=300gCO2e")
		   : !(trend->units > 0)
			   ? N_("no benefit is told without the units served: frugal service use")
		   : !(trend->inference.carbon_g.runs > 0)
			   ? N_("no benefit is told without runs of the phase inference")
			   : NULL;
	if (*ret_why)
		return 0;
	int r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	knowledge_answer_options(context, &options);
	r = ask(knowledge.library, &options, service, trend, ret, reterr);
	knowledge_close(&knowledge);
	return r;
}
