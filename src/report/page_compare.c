/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report that compares groups of runs: means, pairs with the first group, the Pareto front, the
 * relation of quality and energy. Every number comes from insight/comparison.h.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/comparison.h"
#include "insight/selection.h"
#include "quantity/print.h"
#include "report/compare.h"
#include "report/number.h"
#include "report/page_group.h"
#include "report/sums.h"

struct sides {
	struct page *page;
	struct comparison all;
	/* Means and the ends of their intervals; quality: NaN without one. Costs in the unit of the
	 * largest. */
	double *cost, *cost_low, *cost_high, *quality, *quality_low, *quality_high;
	struct display_unit unit;
	const char **names; /* "1 name=small" */
	const char *within; /* the filter of all groups, in words; "" */
};

static void mean_cell(struct page *page, const struct compare_group *group, enum compare_figure f,
		      enum kind kind)
{
	const struct stat_summary *s = &group->of_figures[f];
	page_amount(page, s->n ? s->mean : (double)NAN, fmax(group->low[f], 0), group->high[f],
		    kind, NULL, "no_run_has_it");
}

/* Means of the runs that have them; how good they are is not known here. */
static void criteria_table(struct sides *of)
{
	struct page *page = of->page;
	const struct document_head key = {"group", _("group")};
	struct group_row *rows = arena_array(page->arena, of->all.n, sizeof(*rows));
	if (!rows) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < of->all.n; i++) {
		rows[i] = (struct group_row){.key = of->names[i],
					     .sum = {.use = of->all.groups[i].per_run}};
		memset(&rows[i].sum.quality, GROUP_QUALITY_UNKNOWN, sizeof(rows[i].sum.quality));
	}
	page_criteria_table(page, "criteria", _("means of water, metals, primary energy"), &key,
			    &(struct group_rows){rows, of->all.n}, NULL);
}

static void groups_table(struct sides *of)
{
	struct page *page = of->page;
	const struct document_head heads[] = {{"group", _("group")},
					      {"runs", _("runs")},
					      {"energy", _("energy")},
					      {"carbon", _("carbon")},
					      {"duration", _("duration")},
					      {"quality", page->metric ? page->metric : ""},
					      {"on_front", _("on the Pareto front")}};
	document_section(page->doc, "groups", _("Groups"));
	if (of->within[0])
		document_paragraph(page->doc, _("Only the runs in %s."), of->within);
	document_table(page->doc, "means", _("means"), COMPARE_LEVEL, heads, page->metric ? 7 : 5,
		       1);
	for (size_t i = 0; i < of->all.n; i++) {
		const struct compare_group *group = &of->all.groups[i];
		document_row(page->doc, of->names[i], of->names[i]);
		page_count(page, (double)group->runs, "no_runs");
		mean_cell(page, group, COMPARE_ENERGY, KIND_ENERGY);
		mean_cell(page, group, COMPARE_CARBON, KIND_CO2E);
		mean_cell(page, group, COMPARE_DURATION, KIND_TIME);
		if (!page->metric)
			continue;
		if (group->of_quality.n) {
			print_number(&page->cell, group->of_quality.mean, 4,
				     page->context->numbers);
			const struct document_value v = {
				.value = group->of_quality.mean,
				.low = group->of_quality.low,
				.high = group->of_quality.high,
				.unit = "1",
				.level = group->of_quality.n > 1 ? COMPARE_LEVEL : 0};
			document_number(page->doc, &page->cell, &v);
		} else {
			page_dash(page, "1", "no_run_has_it");
		}
		document_text(page->doc, of->all.front[i] ? _("yes") : _("no"));
	}
	criteria_table(of);
	document_item(page->doc, "%s", compare_levels());
	if (compare_left_out(&of->all, &page->cell))
		document_item(page->doc, "%s", buf_text(&page->cell));
	buf_clear(&page->cell);
}

static void change_cell(const struct sides *of, size_t i)
{
	struct page *page = of->page;
	const struct compare_pair *pair = &of->all.pairs[i];
	const struct compare_group *groups = of->all.groups;
	bool known =
		groups[0].of_figures[COMPARE_ENERGY].n && groups[i].of_figures[COMPARE_ENERGY].n;
	if (isnan(pair->ratio)) {
		page_dash(page, "1", known ? "the_first_is_0" : "no_run_has_it");
		return;
	}
	const struct document_value v = {.value = pair->ratio,
					 .low = pair->tested ? pair->ratio_low : (double)NAN,
					 .high = pair->tested ? pair->ratio_high : (double)NAN,
					 .unit = "1",
					 .level = pair->tested ? COMPARE_TEST_LEVEL : 0};
	buf_addf(&page->cell, _("%s %%"),
		 number_signed(NUMBER_OWN, 100 * pair->ratio, 1, page->context->numbers));
	document_number(page->doc, &page->cell, &v);
}

static void p_cell(struct page *page, double p)
{
	const struct document_value v = {.value = p, .low = NAN, .high = NAN, .unit = "1"};
	if (isnan(p)) {
		page_dash(page, "1", "no_repeats_that_differ");
		return;
	}
	buf_puts(&page->cell, number_digits(NUMBER_OWN, p, 2, page->context->numbers));
	document_number(page->doc, &page->cell, &v);
}

static void pairs_table(struct sides *of)
{
	struct page *page = of->page;
	const struct number_style *numbers = page->context->numbers;
	const struct document_head heads[] = {{"group", _("group")},
					      {"change", _("energy, change")},
					      {"interval", _("interval")},
					      {"welch_p", _("Welch's p")},
					      {"permutation_p", _("p of permutations")},
					      {"verdict", _("conclusion")}};
	document_section(page->doc, "changes", _("Compared with the first group"));
	document_table(page->doc, "changes", _("change of the mean energy"), COMPARE_TEST_LEVEL,
		       heads, 6, 1);
	for (size_t i = 1; i < of->all.n; i++) {
		const struct compare_pair *pair = &of->all.pairs[i];
		document_row(page->doc, of->names[i], of->names[i]);
		change_cell(of, i);
		if (pair->tested && !isnan(pair->ratio_low))
			buf_addf(&page->cell, _("%s to %s %%"),
				 number_signed(NUMBER_OWN, 100 * pair->ratio_low, 1, numbers),
				 number_signed(NUMBER_OWN, 100 * pair->ratio_high, 1, numbers));
		else
			buf_puts(&page->cell, "-");
		document_words(page->doc, &page->cell);
		p_cell(page, pair->tested ? pair->welch.p : (double)NAN);
		p_cell(page, pair->permutation_p);
		document_text(page->doc, isnan(pair->ratio) ? _("not comparable")
							    : compare_verdict_words(pair->verdict));
	}
}

static bool any_quality(const struct sides *of)
{
	for (size_t i = 0; i < of->all.n; i++)
		if (!isnan(of->quality[i]))
			return true;
	return false;
}

static int front_diagram(struct sides *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	const char **labels = arena_array(page->arena, of->all.n + 1, sizeof(*labels));
	const char **texts = arena_array(page->arena, of->all.n + 1, sizeof(*texts));
	const char *x_title = arena_printf(page->arena, _("energy, %s (logarithm)"), of->unit.text);
	const char *y_title =
		arena_printf(page->arena, _("%s; lines: intervals of 90 %%"), page->metric);
	if (!labels || !texts || !x_title || !y_title)
		return error_nomem(reterr);
	for (size_t i = 0; i < of->all.n; i++) {
		labels[i] = of->names[i];
		const struct page_value cost = {of->cost[i] * of->unit.scale,
						of->cost_low[i] * of->unit.scale,
						of->cost_high[i] * of->unit.scale};
		buf_addf(&page->cell, "%s, %s %s", page_words(page, &cost, KIND_ENERGY),
			 page->metric,
			 number_digits(NUMBER_OWN, of->quality[i], 4, page->context->numbers));
		texts[i] = arena_strdup(page->arena, buf_text(&page->cell));
		buf_clear(&page->cell);
		if (!texts[i])
			return error_nomem(reterr);
	}
	const struct diagram diagram = {.kind = DIAGRAM_SCATTER,
					.numbers = page->context->numbers,
					.title = _("quality by energy"),
					.note = _("filled: no other is better with less energy"),
					.x_title = x_title,
					.y_title = y_title,
					.labels = labels,
					.texts = texts,
					.values = of->quality,
					.x = of->cost,
					.x_low = of->cost_low,
					.x_high = of->cost_high,
					.low = of->quality_low,
					.high = of->quality_high,
					.marked = of->all.front,
					.n = of->all.n};
	document_section(page->doc, "quality", _("Quality and energy"));
	document_diagram(page->doc, &diagram);
	return 0;
}

static void law(struct sides *of)
{
	struct page *page = of->page;
	const struct stat_log_law law = of->all.law;
	const struct number_style *numbers = page->context->numbers;
	if (of->all.has_law)
		document_paragraph(
			page->doc, _("%s = %s %s ln(energy / Wh); n %zu, r2 %s, p %s: %s"),
			page->metric, number_digits(NUMBER_OWN, law.level, 4, numbers),
			number_signed_digits(NUMBER_OWN, law.slope, 4, numbers), law.n,
			number_fixed(NUMBER_OWN, law.r2, 3, numbers),
			number_digits(NUMBER_OWN, law.p, 2, numbers),
			law.p >= COMPARISON_SIGNIFICANT
				? _("may be due to chance")
				: _("each further step costs a multiple of the one before"));
	else
		document_paragraph(page->doc, "%s",
				   _("No relation between quality and energy: this requires three "
				     "runs with different energies that report a quality."));
}

static void point_of(struct sides *of, size_t i)
{
	const struct compare_group *group = &of->all.groups[i];
	const struct stat_summary *quality = &group->of_quality;
	bool has = group->of_figures[COMPARE_ENERGY].n > 0;
	of->cost[i] = has ? group->of_figures[COMPARE_ENERGY].mean : (double)NAN;
	of->cost_low[i] = has ? group->low[COMPARE_ENERGY] : (double)NAN;
	of->cost_high[i] = has ? group->high[COMPARE_ENERGY] : (double)NAN;
	of->quality[i] = quality->mean;
	of->quality_low[i] = quality->n > 1 ? quality->low : quality->mean;
	of->quality_high[i] = quality->n > 1 ? quality->high : quality->mean;
}

/* One unit for all, that in which the largest reads best: the axis and the table say the same. */
static void choose_unit(struct sides *of)
{
	struct dimension dim = {{0}};
	double most = 0;
	for (size_t i = 0; i < of->all.n; i++)
		most = fmax(most, of->cost[i]);
	dim.exponent[KIND_ENERGY] = 1;
	display_unit_for(most, dim, (struct unit){1, dim}, NULL, &of->unit);
	for (size_t i = 0; i < of->all.n; i++) {
		of->cost[i] /= of->unit.scale;
		of->cost_low[i] /= of->unit.scale;
		of->cost_high[i] /= of->unit.scale;
	}
}

static int read_groups(struct sides *of, const char *const *labels, size_t n,
		       struct frugal_error *reterr)
{
	struct page *page = of->page;
	const struct comparison_question question = {.labels = labels,
						     .n = n,
						     .within = page->question.filter,
						     .metric = page->metric,
						     .less_is_better = page->less_is_better,
						     .of = COMPARE_ENERGY,
						     .limits = {{NAN, NAN, NAN}, 0},
						     .point = NAN,
						     .worth_wh = NAN};
	int r = comparison_read(page->ledger, &question, &of->all, reterr);
	of->within = question.within ? selection_words(question.within, page->arena) : "";
	double **const columns[] = {&of->cost,    &of->cost_low,    &of->cost_high,
				    &of->quality, &of->quality_low, &of->quality_high};
	of->names = arena_array(page->arena, n, sizeof(*of->names));
	bool failed = !of->names || !of->within;
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		*columns[i] = arena_array(page->arena, n, sizeof(double));
		failed |= !*columns[i];
	}
	if (r == 0 && failed)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		of->names[i] = arena_printf(page->arena, "%zu %s", i + 1, of->all.groups[i].title);
		if (!of->names[i])
			return error_nomem(reterr);
		point_of(of, i);
	}
	if (r == 0)
		choose_unit(of);
	return r;
}

int page_of_comparison(struct page *page, const char *const *labels, size_t n,
		       struct frugal_error *reterr)
{
	struct sides of = {.page = page};
	int r = read_groups(&of, labels, n, reterr);
	if (r == 0) {
		document_init(page->doc, page->arena, _("Groups of runs compared"),
			      page_subtitle(page), page->context->lang);
		groups_table(&of);
		pairs_table(&of);
	}
	if (r == 0 && page->metric && any_quality(&of)) {
		r = front_diagram(&of, reterr);
		law(&of);
	} else if (r == 0 && page->metric) {
		document_section(page->doc, "quality", _("Quality and energy"));
		document_paragraph(page->doc, _("No run reports %s."), page->metric);
	}
	if (r == 0) {
		document_section(page->doc, "method", _("Method"));
		document_paragraph(page->doc, "%s",
				   _("Energy and carbon include the runs' share of idle energy. "
				     "Groups with repeats are compared by Welch's t-test; single "
				     "runs allow no conclusion. A public comparison requires a "
				     "review by a third party (ISO 14044)."));
		sums_pues_left(&page->cell, &of.all.pues_left, page->context->numbers);
		if (page->cell.n)
			document_item(page->doc, "%.*s", (int)page->cell.n - 1,
				      buf_text(&page->cell));
		buf_clear(&page->cell);
	}
	comparison_release(&of.all);
	return r;
}
