/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the groups one after the other (compare_read.c), then computes pairs, front and law from
 * them. The ledger is not read again.
 */
#include "insight/comparison.h"

#include <math.h>

#include "base/intl.h"
#include "insight/selection.h"

/* A regression is a finding though another group cannot be judged. */
static enum gate_verdict worse_of(enum gate_verdict a, enum gate_verdict b)
{
	if (a == GATE_REGRESSION || b == GATE_REGRESSION)
		return GATE_REGRESSION;
	return a == GATE_CANNOT_TELL ? a : b;
}

static void judge(struct comparison *c, enum compare_figure f, uint64_t seed)
{
	struct compare_pair pair;
	for (size_t i = 1; c->gates[f] && i < c->n; i++) {
		const struct compare_group *a = &c->groups[0], *b = &c->groups[i];
		const struct compare_side sides[] = {{&a->figures[f], &a->of_figures[f]},
						     {&b->figures[f], &b->of_figures[f]}};
		compare_pair(&sides[0], &sides[1], seed, &pair);
		gate_decide(a, b, f, &pair, &c->asked.limits, &c->gates[f][i]);
		c->verdict = worse_of(c->verdict, c->gates[f][i].verdict);
	}
}

bool comparison_is_worse(const struct comparison *c, size_t i)
{
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (c->gates[f] && c->gates[f][i].verdict == GATE_REGRESSION)
			return true;
	return false;
}

/* What crashes early is not a cheaper program: the values are shown, and no test is made. */
static void refuse_failed(const struct compare_group *a, const struct compare_group *b,
			  struct compare_pair *pair)
{
	if (a->has_failed == b->has_failed)
		return;
	pair->tested = false;
	pair->verdict = VERDICT_FAILED;
	pair->ratio_low = pair->ratio_high = pair->permutation_p = NAN;
	pair->boot_low = pair->boot_high = NAN;
}

static void compare_all(struct comparison *c)
{
	uint64_t seed = c->asked.seed ? c->asked.seed : 1;
	enum compare_figure of = c->asked.of;
	for (size_t i = 1; i < c->n; i++) {
		const struct compare_group *a = &c->groups[0], *b = &c->groups[i];
		const struct compare_side used[] = {{&a->figures[of], &a->of_figures[of]},
						    {&b->figures[of], &b->of_figures[of]}};
		const struct compare_side good[] = {{&a->quality, &a->of_quality},
						    {&b->quality, &b->of_quality}};
		compare_pair(&used[0], &used[1], seed, &c->pairs[i]);
		compare_pair(&good[0], &good[1], seed, &c->quality_pairs[i]);
		refuse_failed(a, b, &c->pairs[i]);
		refuse_failed(a, b, &c->quality_pairs[i]);
	}
	for (int f = 0; f < COMPARE_FIGURES; f++)
		judge(c, (enum compare_figure)f, seed);
}

/* ---- quality -------------------------------------------------------------------------------- */

/* The largest energy of a run that reports its quality; of groups with sums only, their mean. */
static double dearest_wh(const struct compare_group *group)
{
	double most =
		group->summed && group->of_quality.n ? group->of_figures[COMPARE_ENERGY].mean : 0;
	for (size_t k = 0; k < group->cost_of_quality.n; k++)
		most = fmax(most, group->cost_of_quality.x[k]);
	return most;
}

/* Wh per further point at a cost: the derivative of the law. */
static double marginal_wh(const struct comparison *c, double wh)
{
	double slope = c->asked.less_is_better ? -c->law.slope : c->law.slope;
	return c->has_law && slope > 0 ? wh * c->point / slope : (double)NAN;
}

static void fit_law(struct comparison *c)
{
	double most = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		for (size_t k = 0; k < group->quality.n; k++)
			most = fmax(most, fabs(group->quality.x[k]));
		if (group->summed && group->of_quality.n)
			most = fmax(most, fabs(group->of_quality.mean));
		c->most_wh = fmax(c->most_wh, dearest_wh(group));
	}
	c->has_law = compare_law(c->groups, c->n, &c->law);
	c->point = !isnan(c->asked.point) ? c->asked.point : most > 1 ? 1 : 0.01;
	c->next_point_wh = marginal_wh(c, c->most_wh);
	c->worth_until_wh = c->asked.worth_wh * c->most_wh / c->next_point_wh;
}

static int find_front(struct comparison *c, struct frugal_error *reterr)
{
	double *cost = mem_zalloc(c->n + 1, sizeof(*cost)),
	       *quality = mem_zalloc(c->n + 1, sizeof(*quality));
	int r = cost && quality ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < c->n; i++) {
		cost[i] = c->groups[i].of_figures[COMPARE_ENERGY].mean;
		quality[i] = c->groups[i].of_quality.mean;
	}
	if (r == 0)
		stat_pareto(cost, quality, c->n, c->asked.less_is_better, c->front);
	/* Groups without a quality are not on the front. */
	for (size_t i = 0; r == 0 && i < c->n; i++)
		c->front[i] &= !isnan(quality[i]) && !isnan(cost[i]);
	mem_free(cost);
	mem_free(quality);
	return r;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int make_room(struct comparison *c, struct frugal_error *reterr)
{
	size_t n = c->asked.n;
	if (n < 2) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a comparison requires at least two groups"));
		return error_todo(reterr, "%s", "frugal compare GROUP GROUP");
	}
	if (n > COMPARISON_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("more than %d groups"), COMPARISON_MOST);
	c->groups = mem_zalloc(n, sizeof(*c->groups));
	c->pairs = mem_zalloc(n, sizeof(*c->pairs));
	c->quality_pairs = mem_zalloc(n, sizeof(*c->quality_pairs));
	c->front = mem_zalloc(n, sizeof(*c->front));
	bool good = c->groups && c->pairs && c->quality_pairs && c->front;
	c->n = c->groups ? n : 0;
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (!isnan(c->asked.limits.most[f]))
			good &= (c->gates[f] = mem_zalloc(n, sizeof(**c->gates))) != NULL;
	return good ? 0 : error_nomem(reterr);
}

/* The baseline comes last: the runs of the others are left out of it. */
static int read_groups(struct ledger *ledger, struct comparison *c, struct frugal_error *reterr)
{
	const struct comparison_question *asked = &c->asked;
	struct compare_question question = {.within = asked->within,
					    .metric = asked->metric,
					    .or_none = gate_has_limits(&asked->limits)};
	struct compare_ids compared = {0};
	struct selection first;
	/* Errors are reported in the order of the labels. */
	int r = selection_read(ledger, asked->labels[0], asked->within, &c->arena, &first, reterr);
	for (size_t k = 1; r == 0 && k <= c->n; k++) {
		size_t i = k % c->n;
		if (i == 0)
			compare_ids_sort(&compared);
		question.without = i == 0 ? &compared : NULL;
		r = compare_read(ledger, asked->labels[i], &question, &c->groups[i], reterr);
		if (r == 0 && !compare_ids_add(&compared, &c->groups[i].ids))
			r = error_nomem(reterr);
	}
	mem_free(compared.items);
	return r;
}

int comparison_read(struct ledger *ledger, const struct comparison_question *question,
		    struct comparison *ret, struct frugal_error *reterr)
{
	*ret = (struct comparison){.asked = *question, .next_point_wh = NAN, .worth_until_wh = NAN};
	int r = make_room(ret, reterr);
	if (r == 0)
		r = read_groups(ledger, ret, reterr);
	for (size_t i = 0; r == 0 && i < question->n; i++) {
		r = group_pues_left(ledger, question->labels[i], question->within, &ret->arena,
				    &ret->pues_left, reterr);
	}
	if (r < 0)
		return r;
	compare_all(ret);
	if (!question->metric)
		return 0;
	fit_law(ret);
	return find_front(ret, reterr);
}

void comparison_release(struct comparison *c)
{
	for (size_t i = 0; i < c->n; i++)
		compare_release(&c->groups[i]);
	mem_free(c->groups);
	mem_free(c->pairs);
	mem_free(c->quality_pairs);
	mem_free(c->front);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		mem_free(c->gates[f]);
	arena_release(&c->arena);
	*c = (struct comparison){0};
}
