/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one group run by run, or from the sums of the ledger when it has more than MOST_HELD runs,
 * and compares two groups by stat/stat.h. comparison.c puts several groups together.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "insight/compare.h"
#include "insight/selection.h"
#include "quantity/change.h"
#include "quantity/unit.h"
#include "record/run.h"
#include "store/sum.h"

#define ROUNDS 9999
#define MOST_HELD 2000 /* runs whose values are read one by one */

const char *const compare_figure_names[] = {"energy", "carbon", "duration", NULL};

double compare_value(const struct run_record *run, enum compare_figure f)
{
	const struct run_figure *figure;
	struct unit unit;
	if (f == COMPARE_DURATION)
		return duration_h(run->duration);
	figure = run_figure_find(run, compare_figure_names[f], "share");
	return figure && unit_parse(str_of(figure->unit), &unit, NULL) == 0
		       ? figure->value * unit.scale
		       : (double)NAN;
}

void compare_common_add(struct compare_common *to, const struct run_record *run,
			enum compare_figure f)
{
	const struct run_figure *figure =
		f == COMPARE_DURATION ? NULL
				      : run_figure_find(run, compare_figure_names[f], "share");
	struct unit unit;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
		return;
	to->value += figure->value * unit.scale;
	to->low += figure->low * unit.scale;
	to->high += figure->high * unit.scale;
}

void compare_common_widen(const struct compare_common *common, double value, double *low,
			  double *high)
{
	if (!(common->value > 0))
		return;
	double down = value * (1 - common->low / common->value);
	double up = value * (common->high / common->value - 1);
	*low = fmax(value - hypot(value - *low, down), 0);
	*high = value + hypot(*high - value, up);
}

static bool push(struct compare_values *to, double x)
{
	if (!mem_grow(&to->x, to->n, &to->cap, sizeof(double), 0))
		return false;
	to->x[to->n++] = x;
	return true;
}

/* ---- which runs ----------------------------------------------------------------------------- */

struct selection_of {
	const char *metric;
	struct compare_group *group;
};

/* The last value of the metric in the run. */
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
	struct selection_of *of = context;
	struct compare_group *group = of->group;
	double energy = NAN;
	bool good = true;
	for (int f = COMPARE_ENERGY; f <= COMPARE_CARBON; f++) {
		const struct run_figure *figure =
			run_figure_find(run, compare_figure_names[f], "share");
		struct unit unit;
		if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
			continue;
		good &= push(&group->figures[f], figure->value * unit.scale);
		group->common_low[f] += figure->low * unit.scale;
		group->common_high[f] += figure->high * unit.scale;
		if (f == COMPARE_ENERGY)
			energy = figure->value * unit.scale;
	}
	good &= push(&group->figures[COMPARE_DURATION], duration_h(run->duration));
	double quality = quality_of(run, of->metric);
	if (!isnan(quality) && !isnan(energy))
		good = good && push(&group->quality, quality) &&
		       push(&group->cost_of_quality, energy);
	return good ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

/* From the sums that the ledger keeps. */
static int add_sum(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	struct use *to = context;
	(void)reterr;
	use_add(to, &sum->use);
	return FRUGAL_VISIT_ON;
}

static void describe_sums(struct compare_group *group, const struct use *use)
{
	const struct use_figure *figures[] = {&use->energy_wh, &use->carbon_g};
	for (int f = COMPARE_ENERGY; f <= COMPARE_CARBON; f++) {
		stat_describe_sums(figures[f]->runs, figures[f]->value, figures[f]->squares,
				   COMPARE_LEVEL, &group->of_figures[f]);
		group->common_low[f] = figures[f]->low;
		group->common_high[f] = figures[f]->high;
	}
	stat_describe_sums(use->runs, use->duration_s / SECONDS_PER_HOUR,
			   use->duration_squares / (SECONDS_PER_HOUR * SECONDS_PER_HOUR),
			   COMPARE_LEVEL, &group->of_figures[COMPARE_DURATION]);
}

static int read_values(struct ledger *ledger, const struct run_filter *filter, const char *metric,
		       struct compare_group *ret, struct frugal_error *reterr)
{
	struct selection_of of = {.metric = metric, .group = ret};
	int r = ledger_list(ledger, filter, metric ? RUN_WHOLE : RUN_FIGURES, add_run, &of, reterr);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		stat_describe(ret->figures[f].x, ret->figures[f].n, COMPARE_LEVEL,
			      &ret->of_figures[f]);
	return r;
}

/* Independent errors add by their squares: that of the mean over repeats and the common one. */
static void spread(struct compare_group *group)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct stat_summary *s = &group->of_figures[f];
		double n = (double)s->n, mean = s->mean;
		double half = s->n > 1 ? s->high - mean : 0;
		group->common_low[f] =
			f == COMPARE_DURATION || !s->n ? mean : group->common_low[f] / n;
		group->common_high[f] =
			f == COMPARE_DURATION || !s->n ? mean : group->common_high[f] / n;
		group->low[f] = mean - hypot(half, mean - group->common_low[f]);
		group->high[f] = mean + hypot(half, group->common_high[f] - mean);
	}
}

/* A figure that some of the runs lack keeps their number: its mean is of those. */
static void divide(struct use_figure *figure)
{
	if (!(figure->runs > 0))
		return;
	figure->value /= figure->runs;
	figure->low /= figure->runs;
	figure->high /= figure->runs;
}

static struct use per_run_of(const struct use *sum)
{
	struct use use = *sum;
	divide(&use.embodied_g);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		divide(&use.criteria[i]);
	return use;
}

static int read_points(struct ledger *ledger, const struct run_filter *filter, const char *metric,
		       struct compare_group *ret, struct frugal_error *reterr)
{
	struct point_sums points;
	int r = ledger_points(ledger, filter, metric, &points, reterr);
	const struct stat_sums sums = {points.n,  points.x,  points.y,
				       points.xx, points.xy, points.yy};
	stat_describe_sums(points.n, points.y, points.yy, COMPARE_LEVEL, &ret->of_quality);
	stat_cloud_of_sums(&sums, &ret->cloud);
	return r;
}

static size_t whole(double runs)
{
	return (size_t)(runs + 0.5);
}

/* Counts the interrupted runs of the words: a part of a job is not comparable with a whole one. */
static int count_interrupted(struct ledger *ledger, const struct run_filter *finished,
			     struct compare_group *ret, struct frugal_error *reterr)
{
	struct run_filter filter = *finished;
	struct use use = {0};
	if (filter.statuses != RUN_STATUS_BIT(RUN_FINISHED) || filter.outcome != RUN_ANY_OUTCOME)
		return 0;
	filter.statuses = RUN_STATUS_BIT(RUN_INTERRUPTED);
	int r = ledger_sum(ledger, &filter, 0, add_sum, &use, reterr);
	ret->interrupted = whole(use.runs);
	return r;
}

static int nothing_finished(const struct selection *selection, size_t interrupted,
			    struct frugal_error *reterr)
{
	if (!interrupted)
		return selection_is_empty(selection->label, reterr);
	error_set(reterr, FRUGAL_EUSAGE,
		  _("'%s' has no finished run (interrupted runs left out: %zu)"), selection->label,
		  interrupted);
	return error_todo(reterr, "%s", "frugal runs");
}

static int read_group(struct ledger *ledger, const struct selection *selection, const char *metric,
		      struct compare_group *ret, struct frugal_error *reterr)
{
	const struct run_filter *filter = &selection->filter;
	struct use use = {0};
	int r = ledger_sum(ledger, filter, 0, add_sum, &use, reterr);
	if (r == 0)
		r = count_interrupted(ledger, filter, ret, reterr);
	if (r == 0 && use.runs < 1)
		return nothing_finished(selection, ret->interrupted, reterr);
	ret->runs = whole(use.runs);
	ret->per_run = per_run_of(&use);
	/* The kept points of a metric have neither moments nor hosts. */
	bool apart = metric && (filter->since_us || filter->until_us || filter->host);
	ret->summed = ret->runs > MOST_HELD && !apart;
	if (ret->summed)
		describe_sums(ret, &use);
	if (r == 0 && !ret->summed)
		r = read_values(ledger, filter, metric, ret, reterr);
	else if (r == 0 && metric)
		r = read_points(ledger, filter, metric, ret, reterr);
	return r;
}

int compare_read(struct ledger *ledger, const char *label, const struct run_filter *within,
		 const char *metric, struct compare_group *ret, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct selection selection;
	*ret = (struct compare_group){.label = label};
	int r = selection_read(ledger, label, within, &arena, &selection, reterr);
	if (r == 0)
		r = read_group(ledger, &selection, metric, ret, reterr);
	if (!ret->summed) {
		stat_describe(ret->quality.x, ret->quality.n, COMPARE_LEVEL, &ret->of_quality);
		(void)stat_cloud_of_log(ret->cost_of_quality.x, ret->quality.x, ret->quality.n,
					&ret->cloud);
	}
	spread(ret);
	arena_release(&arena);
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

bool compare_law(const struct compare_group *groups, size_t n, struct stat_log_law *ret)
{
	struct stat_cloud all = {0};
	for (size_t i = 0; i < n; i++)
		stat_cloud_merge(&all, &groups[i].cloud);
	return stat_log_law_of(&all, ret);
}

const char *const compare_verdicts[] = {"untested", "too_few", "by_chance", "differs"};

/* The smallest two-sided p that permutations of so many runs can have. */
static double least_p(size_t n, size_t m)
{
	double orders = 1;
	for (size_t i = 1; i <= n; i++)
		orders *= (double)(m + i) / (double)i;
	return 2 / orders;
}

static enum compare_verdict verdict_of(const struct compare_pair *pair, size_t n, size_t m)
{
	const double significant = 1 - COMPARE_TEST_LEVEL;
	if (!pair->tested)
		return VERDICT_UNTESTED;
	if (least_p(n, m) >= significant)
		return VERDICT_TOO_FEW;
	if (pair->welch.p >= significant ||
	    (!isnan(pair->permutation_p) && pair->permutation_p >= significant))
		return VERDICT_CHANCE;
	return VERDICT_DIFFERS;
}

static void test_pair(const struct compare_side *a, const struct compare_side *b, uint64_t seed,
		      struct compare_pair *ret)
{
	const struct compare_values *x = a->values, *y = b->values;
	double mean = a->summary->mean;
	ret->tested = stat_welch_of(a->summary, b->summary, COMPARE_TEST_LEVEL, &ret->welch);
	if (!ret->tested)
		return;
	ret->ratio_low = change_of(mean, mean + ret->welch.low);
	ret->ratio_high = change_of(mean, mean + ret->welch.high);
	if (!x->n || !y->n || x->n > MOST_HELD || y->n > MOST_HELD)
		return; /* with so many runs the permutation test agrees with Welch's */
	ret->permutation_p = stat_permutation(x->x, x->n, y->x, y->n, seed, ROUNDS, NULL);
	(void)stat_bootstrap(x->x, x->n, y->x, y->n, COMPARE_TEST_LEVEL, seed, ROUNDS,
			     &ret->boot_low, &ret->boot_high);
}

void compare_pair(const struct compare_side *a, const struct compare_side *b, uint64_t seed,
		  struct compare_pair *ret)
{
	*ret = (struct compare_pair){.ratio = change_of(a->summary->mean, b->summary->mean),
				     .ratio_low = NAN,
				     .ratio_high = NAN,
				     .permutation_p = NAN,
				     .boot_low = NAN,
				     .boot_high = NAN};
	test_pair(a, b, seed, ret);
	ret->verdict = verdict_of(ret, a->summary->n, b->summary->n);
}
