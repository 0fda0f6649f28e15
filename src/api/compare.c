/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A comparison of groups with a baseline as a handle. insight/comparison.h computes it once; here
 * its structs are copied into those of frugal.h.
 */
#include <math.h>
#include <string.h>

#include "api/inside.h"
#include "base/clock.h"
#include "base/intl.h"
#include "record/ranges.h"

static double asked(double value)
{
	return value > 0 ? value : (double)NAN;
}

static int check_numbers(const struct frugal_comparison_question *q, struct frugal_error *reterr)
{
	const struct number_range numbers[] = {
		{"most_increase", q->most_increase, 0, INCREASE_MOST, false},
		{"point", q->point, POINT_LEAST, POINT_MOST, true},
		{"worth_wh", q->worth_wh, WORTH_LEAST * WH_PER_KWH, WORTH_MOST * WH_PER_KWH, true},
	};
	if (q->given & ~(unsigned)FRUGAL_GIVEN_INCREASE)
		return error_set(reterr, FRUGAL_EUSAGE, _("given has unknown bits: %u"), q->given);
	return ranges_check(numbers, sizeof(numbers) / sizeof(*numbers), reterr);
}

static int figure_of(const char *name, enum compare_figure *ret, struct frugal_error *reterr)
{
	*ret = COMPARE_ENERGY;
	for (int f = 0; name && compare_figure_names[f]; f++)
		if (strcmp(name, compare_figure_names[f]) == 0) {
			*ret = (enum compare_figure)f;
			return 0;
		}
	if (!name)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("groups cannot be compared by '%s'"), name);
	return error_todo(reterr, "%s", "energy, carbon, duration");
}

int check_metric(bool less_is_better, const char *metric, struct frugal_error *reterr)
{
	if (!less_is_better || metric)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("this value has no effect alone"));
	error_where(reterr, "less-is-better");
	return error_todo(reterr, _("add %s"), "metric=...");
}

static int read_limits(const struct frugal_comparison_question *q, enum compare_figure of,
		       struct gate_limits *ret, struct frugal_error *reterr)
{
	*ret = (struct gate_limits){{NAN, NAN, NAN}, q->min_runs};
	int r = 0;
	ret->most[of] =
		q->given & FRUGAL_GIVEN_INCREASE ? q->most_increase : asked(q->most_increase);
	if (q->n_limits && !q->limits)
		return missing_argument("limits", reterr);
	for (size_t i = 0; r == 0 && i < q->n_limits; i++)
		r = q->limits[i] ? gate_read_limits(q->limits[i], of, ret, reterr)
				 : missing_argument("limits", reterr);
	if (r < 0 || !q->min_runs || gate_has_limits(ret))
		return r;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("this value has no effect alone"));
	error_where(reterr, "min-runs");
	return error_todo(reterr, _("add %s"), "max-increase=5%");
}

static int keep_labels(frugal_comparison *comparison, const char *const *labels, size_t n,
		       struct frugal_error *reterr)
{
	const char **kept = arena_array(&comparison->arena, n + 1, sizeof(*kept));
	if (!kept)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		if (!labels[i])
			return missing_argument("labels", reterr);
		kept[i] = arena_strdup(&comparison->arena, labels[i]);
		if (!kept[i])
			return error_nomem(reterr);
	}
	comparison->labels = kept;
	return 0;
}

static int read_all(frugal_comparison *comparison, frugal_ledger *ledger,
		    const struct frugal_comparison_question *from, struct frugal_error *reterr)
{
	struct frugal_comparison_question q = {.size = sizeof(q)};
	struct comparison_question question = {0};
	struct run_filter within;
	int r = copy_sized(from, &q, sizeof(q), "comparison_question", reterr);
	if (r == 0 && q.n && !q.labels)
		return missing_argument("labels", reterr);
	if (r == 0 && q.n > COMPARISON_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("more than %d groups"), COMPARISON_MOST);
	if (r == 0)
		r = check_numbers(&q, reterr);
	if (r == 0)
		r = check_metric(q.less_is_better != 0, q.metric, reterr);
	if (r == 0)
		r = figure_of(q.of, &question.of, reterr);
	if (r == 0)
		r = read_limits(&q, question.of, &question.limits, reterr);
	if (r == 0)
		r = keep_labels(comparison, q.labels, q.n, reterr);
	if (r == 0)
		r = filter_read_group(q.filter, &comparison->arena, &within, reterr);
	if (r < 0)
		return r;
	question.within = &within;
	question.within_words = selection_words(&within, &comparison->arena);
	question.labels = comparison->labels;
	question.n = q.n;
	question.metric = q.metric ? arena_strdup(&comparison->arena, q.metric) : NULL;
	question.less_is_better = q.less_is_better != 0;
	question.point = asked(q.point);
	question.worth_wh = asked(q.worth_wh);
	question.seed = q.seed;
	if ((q.metric && !question.metric) || !question.within_words)
		return error_nomem(reterr);
	r = comparison_read(ledger->ledger, &question, &comparison->comparison, reterr);
	comparison->comparison.asked.within = NULL; /* it was ours */
	return r;
}

int frugal_comparison_read(frugal_ledger *ledger, const struct frugal_comparison_question *question,
			   frugal_comparison **ret_comparison, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!question)
		return missing_argument("question", reterr);
	if (!ret_comparison)
		return missing_argument("ret_comparison", reterr);
	frugal_comparison *comparison = mem_zalloc(1, sizeof(*comparison));
	if (!comparison)
		return error_nomem(reterr);
	int r = read_all(comparison, ledger, question, reterr);
	if (r < 0) {
		frugal_comparison_free(comparison);
		return r;
	}
	*ret_comparison = comparison;
	return 0;
}

void frugal_comparison_free(frugal_comparison *comparison)
{
	if (!comparison)
		return;
	comparison_release(&comparison->comparison);
	arena_release(&comparison->arena);
	mem_free(comparison);
}

const struct comparison *comparison_of(const frugal_comparison *comparison)
{
	return &comparison->comparison;
}

/* ---- results -------------------------------------------------------------------------------- */

static struct frugal_mean mean_of(const struct compare_group *group, enum compare_figure f,
				  double scale)
{
	const struct stat_summary *s = &group->of_figures[f];
	return (struct frugal_mean){.n = s->n,
				    .mean = s->mean * scale,
				    .sd = s->sd * scale,
				    .low = fmax(group->low[f], 0) * scale,
				    .high = group->high[f] * scale,
				    .common_low = group->common_low[f] * scale,
				    .common_high = group->common_high[f] * scale};
}

/* Quality has an interval from repeats only: no error of it is common to the runs. */
static struct frugal_mean quality_of(const struct stat_summary *s)
{
	return (struct frugal_mean){.n = s->n,
				    .mean = s->mean,
				    .sd = s->sd,
				    .low = s->n > 1 ? s->low : s->mean,
				    .high = s->n > 1 ? s->high : s->mean,
				    .common_low = s->mean,
				    .common_high = s->mean};
}

static int check_index(const frugal_comparison *comparison, size_t index, size_t least,
		       struct frugal_error *reterr)
{
	if (!comparison)
		return missing_argument("comparison", reterr);
	if (index >= least && index < comparison->comparison.n)
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, _("no group %zu: there are %zu"), index,
			 comparison->comparison.n);
}

static const char *only(const struct compare_place *place)
{
	return place->name && place->name[0] && !place->several ? place->name : NULL;
}

int frugal_comparison_group(const frugal_comparison *comparison, size_t index,
			    struct frugal_compared *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check_index(comparison, index, 0, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct compare_group *group = &comparison->comparison.groups[index];
	const struct frugal_compared filled = {
		.size = sizeof(filled),
		.label = group->label,
		.runs = group->runs,
		.energy_wh = mean_of(group, COMPARE_ENERGY, 1),
		.carbon_g = mean_of(group, COMPARE_CARBON, 1),
		.duration_s = mean_of(group, COMPARE_DURATION, SECONDS_PER_HOUR),
		.quality = quality_of(&group->of_quality),
		.on_front = comparison->comparison.front[index],
		.interrupted = group->interrupted,
		.failed = group->failed,
		.shared = group->shared,
		.machine = only(&group->machine),
		.zone = only(&group->zone),
		.measured_share = group->measured_share,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_comparison_change(const frugal_comparison *comparison, size_t index,
			     struct frugal_change *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check_index(comparison, index, 1, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct compare_pair *pair = &comparison->comparison.pairs[index];
	const struct frugal_change filled = {
		.size = sizeof(filled),
		.change = pair->ratio,
		.low = pair->ratio_low,
		.high = pair->ratio_high,
		.welch_p = pair->tested ? pair->welch.p : (double)NAN,
		.permutation_p = pair->permutation_p,
		.tested = pair->tested,
		.worse = comparison_is_worse(&comparison->comparison, index),
		.verdict = compare_verdicts[pair->verdict],
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_comparison_gate(const frugal_comparison *comparison, size_t index, const char *of,
			   struct frugal_gate *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	enum compare_figure f;
	reterr = reterr ? reterr : &unread;
	int r = check_index(comparison, index, 1, reterr);
	if (r == 0)
		r = figure_of(of, &f, reterr);
	if (r == 0 && !of)
		f = comparison->comparison.asked.of;
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct comparison *c = &comparison->comparison;
	if (!c->gates[f])
		return error_set(reterr, FRUGAL_EUSAGE, _("no limit was given on %s"),
				 compare_figure_names[f]);
	const struct gate_answer *answer = &c->gates[f][index];
	const struct frugal_gate filled = {
		.size = sizeof(filled),
		.limit = c->asked.limits.most[f],
		.change = answer->change,
		.p = answer->p,
		.verdict = gate_verdicts[answer->verdict],
		.reason = gate_reasons[answer->reason],
		.improved = answer->improved,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_comparison_verdict(const frugal_comparison *comparison)
{
	static const int codes[] = {0, FRUGAL_EFINDING, FRUGAL_EUNDECIDED};
	return comparison ? codes[comparison->comparison.verdict] : FRUGAL_EUSAGE;
}

int frugal_comparison_law(const frugal_comparison *comparison, struct frugal_law *ret,
			  struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!comparison)
		return missing_argument("comparison", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct comparison *c = &comparison->comparison;
	if (!c->has_law)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("no law of quality by energy: three runs of different "
				   "energies with the metric are required"));
	const struct frugal_law filled = {
		.size = sizeof(filled),
		.n = c->law.n,
		.level = c->law.level,
		.slope = c->law.slope,
		.slope_error = c->law.slope_error,
		.r2 = c->law.r2,
		.p = c->law.p,
		.point = c->point,
		.next_point_wh = c->next_point_wh,
		.worth_until_wh = c->worth_until_wh,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}
