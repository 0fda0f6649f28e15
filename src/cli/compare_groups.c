/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "cli/compare.h"
#include "cli/group.h"
#include "quantity/unit.h"
#include "report/run.h"

#define ROUNDS 9999

const char *const compare_figure_names[] = {"energy", "carbon", "duration", NULL};

double compare_value(const struct run_record *run, enum compare_figure f)
{
	const struct run_figure *figure;
	struct unit unit;
	if (f == COMPARE_DURATION)
		return run->duration.s / 3600;
	figure = run_figure_find(run, compare_figure_names[f], "share");
	return figure && unit_parse(str_of(figure->unit), &unit, NULL) == 0
		       ? figure->value * unit.scale
		       : (double)NAN;
}

static bool push(struct compare_values *to, double x)
{
	if (!mem_grow(&to->x, to->n, &to->cap, sizeof(double), 0))
		return false;
	to->x[to->n++] = x;
	return true;
}

/* ---- which runs ----------------------------------------------------------------------------- */

struct selection {
	const char *metric;
	struct compare_group *group;
};

/* The last that the run said of it. */
static double quality_of(const struct run_record *run, const char *metric)
{
	double value = NAN;
	int64_t at_us = INT64_MIN;
	for (size_t i = 0; metric && i < run->n_metrics; i++)
		if (strcmp(run->metrics[i].key, metric) == 0 && run->metrics[i].at_us >= at_us) {
			value = run->metrics[i].value;
			at_us = run->metrics[i].at_us;
		}
	return value;
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct selection *of = context;
	struct compare_group *group = of->group;
	double energy = NAN;
	bool good = true;
	group->runs++;
	for (int f = COMPARE_ENERGY; f <= COMPARE_CARBON; f++) {
		const struct run_figure *figure =
			run_figure_find(run, compare_figure_names[f], "share");
		struct unit unit;
		if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
			continue;
		good &= push(&group->figures[f], figure->value * unit.scale);
		group->low[f] = figure->low * unit.scale;
		group->high[f] = figure->high * unit.scale;
		if (f == COMPARE_ENERGY)
			energy = figure->value * unit.scale;
	}
	good &= push(&group->figures[COMPARE_DURATION], run->duration.s / 3600);
	double quality = quality_of(run, of->metric);
	if (!isnan(quality) && !isnan(energy))
		good = good && push(&group->quality, quality) &&
		       push(&group->cost_of_quality, energy);
	return good ? 0 : error_nomem(reterr);
}

int compare_read(struct ledger *ledger, const char *label, const char *metric, double level,
		 struct compare_group *ret, struct frugal_error *reterr)
{
	struct selection of = {.metric = metric, .group = ret};
	*ret = (struct compare_group){.label = label};
	int r = group_visit_in(ledger, label, metric ? RUN_WHOLE : RUN_FIGURES, add_run, &of,
			       reterr);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		stat_describe(ret->figures[f].x, ret->figures[f].n, level, &ret->of_figures[f]);
	stat_describe(ret->quality.x, ret->quality.n, level, &ret->of_quality);
	if (r < 0)
		compare_release(ret);
	return r;
}

void compare_release(struct compare_group *group)
{
	for (int f = 0; f < COMPARE_FIGURES; f++)
		mem_free(group->figures[f].x);
	mem_free(group->quality.x);
	mem_free(group->cost_of_quality.x);
	*group = (struct compare_group){.label = group->label};
}

/* ---- two of them ---------------------------------------------------------------------------- */

void compare_pair(const struct compare_values *a, const struct compare_values *b, double level,
		  uint64_t seed, struct compare_pair *ret)
{
	struct stat_summary first, second;
	stat_describe(a->x, a->n, level, &first);
	stat_describe(b->x, b->n, level, &second);
	*ret = (struct compare_pair){.ratio = second.mean / first.mean - 1,
				     .ratio_low = NAN,
				     .ratio_high = NAN,
				     .permutation_p = NAN,
				     .boot_low = NAN,
				     .boot_high = NAN};
	ret->tested = stat_welch(a->x, a->n, b->x, b->n, level, &ret->welch);
	if (!ret->tested)
		return;
	ret->ratio_low = ret->welch.low / first.mean;
	ret->ratio_high = ret->welch.high / first.mean;
	ret->permutation_p = stat_permutation(a->x, a->n, b->x, b->n, seed, ROUNDS, NULL);
	(void)stat_bootstrap(a->x, a->n, b->x, b->n, level, seed, ROUNDS, &ret->boot_low,
			     &ret->boot_high);
}
