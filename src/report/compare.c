/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes struct comparison (insight/comparison.h) as text and as JSON: the groups, the pairs with
 * the baseline, the relation of quality and energy. It computes nothing.
 */
#include "report/compare.h"

#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "report/gate.h"
#include "report/layout.h"
#include "report/number.h"
#include "report/sums.h"

struct view {
	const struct comparison *c;
	const struct number_style *numbers;
};

const char *compare_levels(void)
{
	return _("intervals: 90 %, including the error common to all runs; of changes: 95 %, "
		 "without that error");
}

const char *compare_verdict_words(enum compare_verdict verdict)
{
	static const char *const words[] = {
		[VERDICT_UNTESTED] = N_("significance requires repeats that differ"),
		[VERDICT_TOO_FEW] = N_("too few repeats for a test; 4 and 4 suffice"),
		[VERDICT_CHANCE] = N_("may be due to chance"),
		[VERDICT_DIFFERS] = N_("significant difference"),
		[VERDICT_FAILED] = N_("runs that failed are not tested against those that did not"),
	};
	return _(words[verdict]);
}

/* ---- for people ----------------------------------------------------------------------------- */

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

static void add_figure(struct buf *to, const struct view *v, const struct compare_group *group,
		       enum compare_figure f)
{
	const struct stat_summary *s = &group->of_figures[f];
	if (s->n)
		print_quantity(to, s->mean, fmax(group->low[f], 0), group->high[f], dims[f],
			       (struct unit){1, dims[f]}, NULL, v->numbers);
	else
		buf_puts(to, "-");
}

static void add_quality(struct buf *to, const struct view *v, const struct stat_summary *s)
{
	if (!s->n) {
		buf_puts(to, "-");
		return;
	}
	print_number(to, s->mean, 4, v->numbers);
	if (s->n > 1)
		buf_addf(to, _(" [%s, %s]"), number_fixed(NUMBER_OWN, s->low, 4, v->numbers),
			 number_fixed(NUMBER_OWN, s->high, 4, v->numbers));
}

static void groups_table(const struct view *v, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool metric = v->c->asked.metric != NULL;
	columns_init(&columns, &arena, metric ? 7 : 5);
	columns_add(&columns, _("group"));
	columns_add(&columns, _("runs"));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		columns_add(&columns, _(compare_figure_names[f]));
	if (metric) {
		columns_add(&columns, v->c->asked.metric);
		columns_add(&columns, "");
	}
	for (size_t i = 0; i < v->c->n; i++) {
		const struct compare_group *group = &v->c->groups[i];
		columns_add(&columns, group->title);
		buf_clear(&cell);
		buf_addf(&cell, "%zu", group->runs);
		columns_add(&columns, buf_text(&cell));
		for (int f = 0; f < COMPARE_FIGURES; f++) {
			buf_clear(&cell);
			add_figure(&cell, v, group, (enum compare_figure)f);
			columns_add(&columns, buf_text(&cell));
		}
		if (metric) {
			buf_clear(&cell);
			add_quality(&cell, v, &group->of_quality);
			columns_add(&columns, buf_text(&cell));
			columns_add(&columns, v->c->front[i] ? _("on the Pareto front") : "");
		}
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

static void add_quality_change(struct buf *to, const struct view *v, size_t i,
			       const struct compare_pair *quality)
{
	double change = v->c->groups[i].of_quality.mean - v->c->groups[0].of_quality.mean;
	buf_addf(to, "    %s %s", v->c->asked.metric,
		 number_signed_digits(NUMBER_OWN, change, 4, v->numbers));
	if (quality->tested)
		buf_addf(to, _(" [%s, %s] · Welch p %s"),
			 number_signed_digits(NUMBER_OWN, quality->welch.low, 4, v->numbers),
			 number_signed_digits(NUMBER_OWN, quality->welch.high, 4, v->numbers),
			 number_digits(NUMBER_OWN, quality->welch.p, 2, v->numbers));
	buf_putc(to, '\n');
}

/* Names the group whose figure is missing, or the baseline of 0. */
static void add_obstacle(struct buf *to, const struct view *v, size_t i)
{
	const struct compare_group *groups = v->c->groups;
	enum compare_figure of = v->c->asked.of;
	const struct compare_group *lacks = groups[0].of_figures[of].n ? &groups[i] : &groups[0];
	struct buf label = {0};
	buf_add_clean(&label, lacks->of_figures[of].n ? groups[0].title : lacks->title);
	buf_addf(to, _(": %s not comparable"), _(compare_figure_names[of]));
	buf_addf(to, lacks->of_figures[of].n ? _(", '%s' has 0\n") : _(", no run of '%s' has it\n"),
		 buf_text(&label));
	to->failed |= label.failed;
	buf_release(&label);
}

static void add_change(struct buf *to, const struct view *v, const struct compare_pair *pair)
{
	const char *low = number_signed(NUMBER_OWN, 100 * pair->ratio_low, 1, v->numbers),
		   *high = number_signed(NUMBER_OWN, 100 * pair->ratio_high, 1, v->numbers),
		   *p = number_digits(NUMBER_OWN, pair->welch.p, 2, v->numbers);
	buf_addf(to, _(": %s %s %%"), _(compare_figure_names[v->c->asked.of]),
		 number_signed(NUMBER_OWN, 100 * pair->ratio, 1, v->numbers));
	if (pair->tested)
		buf_addf(to, _(" [%s, %s] · Welch p %s"), low, high, p);
	if (pair->tested && !isnan(pair->permutation_p))
		buf_addf(to, _(", permutations p %s"),
			 number_digits(NUMBER_OWN, pair->permutation_p, 2, v->numbers));
	buf_addf(to, pair->tested ? _(": %s\n") : _(" · %s\n"),
		 compare_verdict_words(pair->verdict));
}

void compare_pair_text(const struct comparison *c, size_t i, const struct number_style *numbers,
		       struct buf *to)
{
	const struct view view = {c, numbers}, *v = &view;
	const struct compare_pair *pair = &v->c->pairs[i];
	buf_add_clean(to, v->c->groups[i].title);
	buf_puts(to, " / ");
	buf_add_clean(to, v->c->groups[0].title);
	if (isnan(pair->ratio))
		add_obstacle(to, v, i);
	else
		add_change(to, v, pair);
	if (v->c->asked.metric && v->c->groups[0].of_quality.n && v->c->groups[i].of_quality.n) {
		const struct compare_pair *quality = &v->c->quality_pairs[i];
		add_quality_change(to, v, i, quality);
	}
	gate_text(v->c, i, v->numbers, to);
}

static void add_wh(struct buf *to, const struct view *v, double wh)
{
	print_quantity(to, wh, wh, wh, dims[COMPARE_ENERGY], (struct unit){1, dims[COMPARE_ENERGY]},
		       NULL, v->numbers);
}

void compare_law_text(const struct comparison *c, const struct number_style *numbers,
		      struct buf *to)
{
	const struct view view = {c, numbers}, *v = &view;
	if (!v->c->has_law) {
		buf_addf(to,
			 _("no relation between %s and energy: this requires three runs that "
			   "report it, with different energies\n"),
			 v->c->asked.metric);
		return;
	}
	buf_addf(to, _("%s = %s %s ln(energy / Wh), n %zu, r2 %s, p %s\n"), v->c->asked.metric,
		 number_digits(NUMBER_OWN, v->c->law.level, 4, v->numbers),
		 number_signed_digits(NUMBER_OWN, v->c->law.slope, 4, v->numbers), v->c->law.n,
		 number_fixed(NUMBER_OWN, v->c->law.r2, 3, v->numbers),
		 number_digits(NUMBER_OWN, v->c->law.p, 2, v->numbers));
	double next = v->c->next_point_wh;
	if (isnan(next)) {
		buf_puts(to, _("    more energy did not improve it\n"));
		return;
	}
	buf_puts(to, _("    after "));
	add_wh(to, v, v->c->most_wh);
	buf_addf(to, _(" the next %s cost "),
		 number_digits(NUMBER_OWN, v->c->point, 3, v->numbers));
	add_wh(to, v, next);
	buf_putc(to, '\n');
	if (!isnan(v->c->asked.worth_wh) && isfinite(v->c->worth_until_wh)) {
		buf_puts(to, _("    a further step costs more than it is worth above "));
		add_wh(to, v, v->c->worth_until_wh);
		buf_puts(to, _(" on\n"));
	}
}

static size_t interrupted_of(const struct compare_group *group)
{
	return group->interrupted;
}

static size_t failed_of(const struct compare_group *group)
{
	return group->has_failed ? 0 : group->failed;
}

static size_t shared_of(const struct compare_group *group)
{
	return group->shared;
}

static const struct {
	const char *words;
	size_t (*count)(const struct compare_group *group);
} kinds_left_out[] = {
	{N_("failed runs left out: "), failed_of},
	{N_("interrupted runs left out: "), interrupted_of},
	{N_("runs that are compared, left out of the baseline: "), shared_of},
};

bool compare_left_out(const struct comparison *c, struct buf *to)
{
	bool any = false;
	for (size_t k = 0; k < sizeof(kinds_left_out) / sizeof(*kinds_left_out); k++) {
		bool any_here = false;
		for (size_t i = 0; i < c->n; i++) {
			size_t n = kinds_left_out[k].count(&c->groups[i]);
			if (!n)
				continue;
			buf_puts(to, any_here ? ", " : any ? "; " : "");
			buf_puts(to, any_here ? "" : _(kinds_left_out[k].words));
			buf_add_clean(to, c->groups[i].title);
			buf_addf(to, " %zu", n);
			any = any_here = true;
		}
	}
	return any;
}

void compare_text(const struct comparison *c, const struct number_style *numbers, struct buf *to)
{
	const struct view view = {c, numbers}, *v = &view;
	if (c->asked.within_words && c->asked.within_words[0])
		buf_addf(to, _("only the runs in %s\n\n"), c->asked.within_words);
	groups_table(v, to);
	buf_addf(to, "%s\n", compare_levels());
	if (compare_left_out(c, to))
		buf_putc(to, '\n');
	sums_pues_left(to, &c->pues_left, numbers);
	buf_putc(to, '\n');
	for (size_t i = 1; i < v->c->n; i++)
		compare_pair_text(c, i, numbers, to);
	if (v->c->asked.metric)
		compare_law_text(c, numbers, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void summary_json(struct jsonw *json, const char *key, const struct stat_summary *s,
			 const double common[2], const double ends[2], double scale)
{
	jsonw_object(json, key);
	jsonw_int(json, "n", (int64_t)s->n);
	jsonw_number(json, "mean", s->mean * scale);
	jsonw_number(json, "low", ends[0] * scale);
	jsonw_number(json, "high", ends[1] * scale);
	jsonw_number(json, "level", COMPARE_LEVEL);
	if (common) {
		jsonw_number(json, "common_low", common[0] * scale);
		jsonw_number(json, "common_high", common[1] * scale);
	}
	jsonw_number(json, "sd", s->sd * scale);
	jsonw_object_end(json);
}

/* The interval of the error that is common to the runs only. */
static void figure_json(struct jsonw *json, const char *key, const struct compare_group *group,
			enum compare_figure f, double scale)
{
	const double common[] = {group->common_low[f], group->common_high[f]};
	const double ends[] = {fmax(group->low[f], 0), group->high[f]};
	summary_json(json, key, &group->of_figures[f], f == COMPARE_DURATION ? NULL : common, ends,
		     scale);
}

static void pair_json(struct jsonw *json, const char *key, const struct compare_pair *pair)
{
	jsonw_object(json, key);
	jsonw_number(json, "change", pair->ratio);
	jsonw_number(json, "change_low", pair->ratio_low);
	jsonw_number(json, "change_high", pair->ratio_high);
	jsonw_number(json, "difference", pair->welch.difference);
	jsonw_number(json, "level", COMPARE_TEST_LEVEL);
	jsonw_bool(json, "tested", pair->tested);
	jsonw_string(json, "verdict", compare_verdicts[pair->verdict]);
	jsonw_number(json, "welch_p", pair->tested ? pair->welch.p : (double)NAN);
	jsonw_number(json, "permutation_p", pair->permutation_p);
	jsonw_number(json, "bootstrap_low", pair->boot_low);
	jsonw_number(json, "bootstrap_high", pair->boot_high);
	jsonw_object_end(json);
}

/* Means over the runs that have the figure; its interval is of the error that they share. */
static void mean_json(struct jsonw *json, const char *key, const struct use_figure *figure,
		      const char *unit)
{
	bool none = !(figure->runs > 0);
	jsonw_object(json, key);
	jsonw_int(json, "n", (int64_t)(figure->runs + 0.5));
	jsonw_number(json, "mean", none ? (double)NAN : figure->value);
	jsonw_number(json, "common_low", none ? (double)NAN : figure->low);
	jsonw_number(json, "common_high", none ? (double)NAN : figure->high);
	jsonw_number(json, "level", COMPARE_LEVEL);
	jsonw_string(json, "unit", unit);
	jsonw_object_end(json);
}

static void criteria_json(struct jsonw *json, const struct compare_group *group)
{
	mean_json(json, "embodied_g", &group->per_run.embodied_g, "gCO2e");
	jsonw_object(json, "criteria");
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		struct dimension dim = {{0}};
		struct buf unit = {0};
		dim.exponent[sums_criteria[i].kind] = 1;
		dimension_text(&unit, dim);
		mean_json(json, sums_criteria[i].name, &group->per_run.criteria[i],
			  buf_text(&unit));
		json->out->failed |= unit.failed;
		buf_release(&unit);
	}
	jsonw_object_end(json);
}

/* null: not known, or several. */
static void place_json(struct jsonw *json, const char *key, const struct compare_place *place)
{
	bool one = place->name && place->name[0] && !place->several;
	jsonw_string(json, key, one ? place->name : NULL);
}

static void groups_json(struct jsonw *json, const struct comparison *c)
{
	static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
	static const double scales[COMPARE_FIGURES] = {1, 1, SECONDS_PER_HOUR};
	jsonw_array(json, "groups");
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		const struct stat_summary *s = &group->of_quality;
		jsonw_object(json, NULL);
		jsonw_string(json, "group", group->label);
		jsonw_int(json, "runs", (int64_t)group->runs);
		jsonw_int(json, "interrupted", (int64_t)group->interrupted);
		jsonw_int(json, "failed", (int64_t)group->failed);
		jsonw_int(json, "left_out_of_baseline", (int64_t)group->shared);
		place_json(json, "machine", &group->machine);
		place_json(json, "zone", &group->zone);
		jsonw_number(json, "measured_share", group->measured_share);
		for (int f = 0; f < COMPARE_FIGURES; f++)
			figure_json(json, keys[f], group, (enum compare_figure)f, scales[f]);
		criteria_json(json, group);
		if (c->asked.metric) {
			summary_json(json, "quality", s, NULL, (double[]){s->low, s->high}, 1);
			jsonw_bool(json, "front", c->front[i]);
		}
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void law_json(struct jsonw *json, const struct comparison *c)
{
	const struct stat_log_law *law = &c->law;
	jsonw_object(json, "law");
	jsonw_int(json, "n", (int64_t)law->n);
	jsonw_number(json, "level", law->level);
	jsonw_number(json, "slope", law->slope);
	jsonw_number(json, "slope_error", law->slope_error);
	jsonw_number(json, "r2", law->r2);
	jsonw_number(json, "p", law->p);
	jsonw_number(json, "point", c->point);
	jsonw_number(json, "next_point_wh", c->next_point_wh);
	if (!isnan(c->asked.worth_wh))
		jsonw_number(json, "worth_until_wh", c->worth_until_wh);
	jsonw_object_end(json);
}

void compare_json(const struct comparison *c, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "comparison");
	jsonw_string(&json, "of", compare_figure_names[c->asked.of]);
	if (c->asked.within_words && c->asked.within_words[0])
		jsonw_string(&json, "filter", c->asked.within_words);
	groups_json(&json, c);
	jsonw_array(&json, "against_first");
	for (size_t i = 1; i < c->n; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "group", c->groups[i].label);
		pair_json(&json, "used", &c->pairs[i]);
		if (c->asked.metric)
			pair_json(&json, "quality", &c->quality_pairs[i]);
		jsonw_bool(&json, "worse", comparison_is_worse(c, i));
		gate_json(&json, c, i);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	gate_verdict_json(&json, c);
	if (c->has_law)
		law_json(&json, c);
	sums_pues_left_json(&json, &c->pues_left);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
