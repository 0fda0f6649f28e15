/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What decides: first whether the groups can be compared at all, then the limit, then the scatter
 * of the repeats. Two groups of repeats are tested as in compare.c; a single run is set against the
 * scatter of the other group's n by Student's t with n - 1 degrees of freedom, whose error is that
 * of one more value: sd sqrt(1 + 1 / n).
 */
#include "insight/gate.h"

#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "record/ranges.h"

#define SIGNIFICANT (1 - COMPARE_TEST_LEVEL)
#define LEAST_REPEATS 3 /* against one run: two that are equal scatter by nothing that is known */

const char *const gate_verdicts[] = {"pass", "regression", "cannot_tell"};
const char *const gate_reasons[] = {"",        "itself", "failed", "no_figure", "of_zero",
				    "machine", "zone",   "method", "too_few",   "scatter"};

/* ---- limits --------------------------------------------------------------------------------- */

static int bad_limit(struct str text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a limit"), STR_ARG(text));
	error_where(reterr, "%s", "max-increase");
	return error_todo(reterr, "%s", "5%, energy=5%, energy=5%,carbon=10%,duration=20%");
}

static int no_percent(struct str text, double value, struct frugal_error *reterr)
{
	char number[NUM_TEXT], hundredfold[NUM_TEXT];
	num_format(value, number);
	num_format(100 * value, hundredfold);
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' has no %%: it may mean %s %% or %s %%"),
		  STR_ARG(text), number, hundredfold);
	error_where(reterr, "%s", "max-increase");
	return error_todo(reterr, "%s%%", number);
}

static int read_limit(struct str text, enum compare_figure usual, struct gate_limits *to,
		      struct frugal_error *reterr)
{
	int f = (int)usual;
	double value = NAN;
	struct str number = text, rest;
	for (int k = 0; k < COMPARE_FIGURES; k++) {
		struct str name = str_of(compare_figure_names[k]);
		if (str_after(text, name.p, &rest) && rest.n && rest.p[0] == '=') {
			f = k;
			number = str_trim((struct str){rest.p + 1, rest.n - 1});
		}
	}
	bool percent = number.n && number.p[number.n - 1] == '%';
	struct str digits = str_trim((struct str){number.p, number.n - percent});
	if (!digits.n || num_parse(digits, &value) != digits.n || !(value >= 0))
		return bad_limit(text, reterr);
	if (!percent && value >= 1)
		return no_percent(text, value, reterr);
	value /= percent ? 100 : 1;
	if (value > INCREASE_MOST || !isnan(to->most[f]))
		return bad_limit(text, reterr);
	to->most[f] = value;
	return 0;
}

int gate_read_limits(const char *text, enum compare_figure usual, struct gate_limits *to,
		     struct frugal_error *reterr)
{
	int r = 0;
	for (const char *p = text; r == 0; p++) {
		struct str item = {p, strcspn(p, ",")};
		r = read_limit(str_trim(item), usual, to, reterr);
		p += item.n;
		if (!*p)
			break;
	}
	return r;
}

bool gate_has_limits(const struct gate_limits *limits)
{
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (!isnan(limits->most[f]))
			return true;
	return false;
}

/* ---- can they be compared ------------------------------------------------------------------- */

static bool is_other(const struct compare_place *a, const struct compare_place *b)
{
	return a->several || b->several || strcmp(a->name, b->name) != 0;
}

enum gate_reason gate_obstacle(const struct compare_group *baseline, const struct compare_group *b,
			       enum compare_figure f)
{
	if (baseline->is_itself)
		return GATE_ITSELF;
	if (!baseline->runs || !b->runs || baseline->has_failed || b->has_failed)
		return GATE_FAILED;
	if (baseline->of_figures[f].n < baseline->runs || b->of_figures[f].n < b->runs)
		return GATE_NO_FIGURE;
	if (!(baseline->of_figures[f].mean > 0) || !(b->of_figures[f].mean > 0))
		return GATE_OF_ZERO;
	if (is_other(&baseline->machine, &b->machine))
		return GATE_MACHINE;
	if (f == COMPARE_CARBON && is_other(&baseline->zone, &b->zone))
		return GATE_ZONE;
	if (f != COMPARE_DURATION &&
	    fabs(baseline->measured_share - b->measured_share) > GATE_SHARE_APART)
		return GATE_METHOD;
	return GATE_NO_REASON;
}

/* ---- the scatter ---------------------------------------------------------------------------- */

/* p of a single value and n others, two-sided; NaN where there are not both. */
static double p_of_one(const struct stat_summary *a, const struct stat_summary *b)
{
	const struct stat_summary *many = a->n > 1 ? a : b;
	double n = (double)many->n;
	if ((a->n == 1) == (b->n == 1))
		return NAN;
	double t = fabs(a->mean - b->mean) / (many->sd * sqrt(1 + 1 / n));
	return isnan(t) ? 1 : isinf(t) ? 0 : 2 * stat_t_cdf(-t, n - 1);
}

/* GATE_NO_REASON: the difference is beyond what the repeats scatter. */
static enum gate_reason scatter(const struct stat_summary *a, const struct stat_summary *b,
				const struct compare_pair *pair, double *ret_p)
{
	*ret_p = p_of_one(a, b);
	if (a->n + b->n < 1 + LEAST_REPEATS)
		return GATE_TOO_FEW;
	if (!isnan(*ret_p))
		return *ret_p < SIGNIFICANT ? GATE_NO_REASON : GATE_SCATTER;
	if (pair->tested)
		*ret_p = isnan(pair->permutation_p) ? pair->welch.p
						    : fmax(pair->welch.p, pair->permutation_p);
	switch (pair->verdict) {
	case VERDICT_DIFFERS:
		return GATE_NO_REASON;
	case VERDICT_TOO_FEW:
		return GATE_TOO_FEW;
	case VERDICT_CHANCE:
		return GATE_SCATTER;
	case VERDICT_FAILED:
	case VERDICT_UNTESTED: /* neither has repeats that differ: they scatter by nothing */
		break;
	}
	return compare_too_few(a->n, b->n) ? GATE_TOO_FEW : GATE_NO_REASON;
}

void gate_decide(const struct compare_group *baseline, const struct compare_group *b,
		 enum compare_figure f, const struct compare_pair *pair,
		 const struct gate_limits *limits, struct gate_answer *ret)
{
	const struct stat_summary *old = &baseline->of_figures[f], *new = &b->of_figures[f];
	*ret = (struct gate_answer){.change = pair->ratio,
				    .p = NAN,
				    .verdict = GATE_CANNOT_TELL,
				    .reason = gate_obstacle(baseline, b, f)};
	if (!ret->reason && (old->n < limits->least_runs || new->n < limits->least_runs))
		ret->reason = GATE_TOO_FEW;
	if (ret->reason)
		return;
	enum gate_reason within = scatter(old, new, pair, &ret->p);
	if (ret->change <= limits->most[f]) {
		ret->verdict = GATE_PASS;
		ret->improved = ret->change < 0 && !within;
	} else if (within) {
		ret->reason = within;
	} else {
		ret->verdict = GATE_REGRESSION;
	}
}
