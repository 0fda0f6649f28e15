/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of runs, and two groups compared by stat/stat.h. compare_read.c reads a group,
 * comparison.c puts several together.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/compare.h"
#include "quantity/change.h"
#include "quantity/unit.h"
#include "record/run.h"

#define ROUNDS 9999

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

/* ---- two of them ---------------------------------------------------------------------------- */

bool compare_law(const struct compare_group *groups, size_t n, struct stat_log_law *ret)
{
	struct stat_cloud all = {0};
	for (size_t i = 0; i < n; i++)
		stat_cloud_merge(&all, &groups[i].cloud);
	return stat_log_law_of(&all, ret);
}

const char *const compare_verdicts[] = {"untested", "too_few", "by_chance", "differs", "failed"};

/* The smallest two-sided p that permutations of so many runs can have. */
static double least_p(size_t n, size_t m)
{
	double orders = 1;
	for (size_t i = 1; i <= n; i++)
		orders *= (double)(m + i) / (double)i;
	return 2 / orders;
}

bool compare_too_few(size_t n, size_t m)
{
	return least_p(n, m) >= 1 - COMPARE_TEST_LEVEL;
}

static enum compare_verdict verdict_of(const struct compare_pair *pair, size_t n, size_t m)
{
	const double significant = 1 - COMPARE_TEST_LEVEL;
	if (!pair->tested)
		return VERDICT_UNTESTED;
	if (compare_too_few(n, m))
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
	if (!x->n || !y->n || x->n > COMPARE_MOST_HELD || y->n > COMPARE_MOST_HELD)
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
