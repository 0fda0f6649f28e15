/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Section 10 of the report of a group: its months, with the units that its service served, and the
 * intensity of its electricity by zone and month. The newest months have room.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/print.h"
#include "report/page_group.h"

#define MOST_MONTHS 24
#define MOST_ZONES 24

/* The newest months of the group. */
static struct group_rows shown_months(const struct run_group *group)
{
	struct group_rows rows = group->months;
	if (rows.n > MOST_MONTHS) {
		rows.items += rows.n - MOST_MONTHS;
		rows.n = MOST_MONTHS;
	}
	return rows;
}

/* "2026-11 (not over)": what is not whole is not set beside what is without a word. */
static const char *month_name(struct page *page, const char *month)
{
	const char *name = clock_is_over(month, page->context->now_s)
				   ? month
				   : arena_printf(page->arena, _("%s (not over)"), month);
	page->doc->failed |= !name;
	return name ? name : "";
}

static void month_diagram(struct group_report *of)
{
	struct page *page = of->page;
	const struct group_rows months = shown_months(&of->group);
	size_t n = months.n;
	const char **labels = arena_array(page->arena, n + 1, sizeof(*labels));
	const char **texts = arena_array(page->arena, n + 1, sizeof(*texts));
	double *values = arena_array(page->arena, n + 1, sizeof(*values));
	struct page_value most = {0, 0, 0};
	struct display_unit unit;
	struct dimension energy = {{[KIND_ENERGY] = 1}};
	if (!labels || !texts || !values) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (months.items[i].sum.use.energy_wh.value > most.value)
			most = page_value_of(&months.items[i].sum.use.energy_wh);
	display_unit_for(most.value, energy, (struct unit){1, energy}, NULL, &unit);
	for (size_t i = 0; i < n; i++) {
		const struct page_value wh = page_value_of(&months.items[i].sum.use.energy_wh);
		labels[i] = month_name(page, months.items[i].key);
		texts[i] = page_words(page, &wh, KIND_ENERGY);
		values[i] = wh.value / unit.scale;
	}
	const struct diagram diagram = {
		.kind = DIAGRAM_COLUMNS,
		.numbers = page->context->numbers,
		.title = _("energy by month"),
		.note = arena_printf(page->arena, _("from %s to %s, at most %s"), labels[0],
				     labels[n - 1], page_words(page, &most, KIND_ENERGY)),
		.y_title = arena_strdup(page->arena, unit.text),
		.labels = labels,
		.texts = texts,
		.values = values,
		.n = n};
	document_diagram(page->doc, &diagram);
}

static size_t place_in(const struct group_rows *rows, const char *key)
{
	size_t i = 0;
	while (i < rows->n && strcmp(rows->items[i].key, key) != 0)
		i++;
	return i;
}

/*
 * g/kWh of zones by months, of cells whose runs with an energy all have carbon; NaN: nothing ran
 * there then.
 */
static double *intensities(struct group_report *of, const struct group_rows *zones,
			   const struct group_rows *months)
{
	const struct run_group *group = &of->group;
	size_t n = zones->n * months->n;
	double *g = arena_array(of->page->arena, n + 1, sizeof(*g));
	double *wh = arena_array(of->page->arena, n + 1, sizeof(*wh));
	if (!g || !wh)
		return NULL;
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_cell *cell = &group->cells[i];
		size_t zone = place_in(zones, cell->zone), month = place_in(months, cell->month);
		const struct use *use = &cell->sum.use;
		if (zone == zones->n || month == months->n ||
		    !group_is_whole(&use->carbon_g, use->energy_wh.runs))
			continue;
		g[zone * months->n + month] += use->carbon_g.value;
		wh[zone * months->n + month] += use->energy_wh.value;
	}
	for (size_t i = 0; i < n; i++)
		g[i] = wh[i] > 0 ? g[i] / wh[i] * WH_PER_KWH : (double)NAN;
	return g;
}

static void heat_diagram(struct group_report *of)
{
	struct page *page = of->page;
	const struct group_rows months = shown_months(&of->group);
	struct group_rows zones = of->group.zones;
	zones.n = zones.n < MOST_ZONES ? zones.n : MOST_ZONES;
	const char **labels = arena_array(page->arena, zones.n + 1, sizeof(*labels));
	const char **texts = arena_array(page->arena, months.n + 1, sizeof(*texts));
	double *values = intensities(of, &zones, &months);
	if (!labels || !texts || !values) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < zones.n; i++)
		labels[i] = zones.items[i].key[0] ? zones.items[i].key : _("world");
	for (size_t i = 0; i < months.n; i++)
		texts[i] = months.items[i].key + 2; /* "26-11" */
	const struct diagram diagram = {.kind = DIAGRAM_HEAT,
					.numbers = page->context->numbers,
					.title =
						_("intensity of the electricity by zone and month"),
					.note = _("darker: more carbon per kWh"),
					.y_title = "g/kWh",
					.labels = labels,
					.texts = texts,
					.values = values,
					.n = zones.n,
					.columns = months.n};
	document_diagram(page->doc, &diagram);
}

static const struct group_month *units_of(const struct group_report *of, const char *month)
{
	for (size_t i = 0; i < of->trend.n; i++)
		if (strcmp(of->trend.months[i].month, month) == 0)
			return &of->trend.months[i];
	return NULL;
}

static void history(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct document_head heads[] = {
		{"month", _("month")},   {"runs", _("runs")},
		{"energy", _("energy")}, {"carbon", _("carbon")},
		{"units", _("units")},   {"unit_carbon", _("carbon per unit")}};
	const struct group_rows months = shown_months(&of->group);
	size_t before = of->group.months.n - months.n;
	bool units = of->trend.units > 0;
	document_table(doc, "by_month", _("by month"), GROUP_LEVEL, heads, units ? 6 : 4, 1);
	for (size_t i = 0; i < months.n; i++) {
		const struct group_row *row = &months.items[i];
		const struct group_month *month = units_of(of, row->key);
		document_row(doc, row->key, month_name(page, row->key));
		page_count(page, row->sum.use.runs, "no_runs");
		page_figure_cell(page, &row->sum.use.energy_wh, row->sum.use.runs, KIND_ENERGY,
				 row->sum.quality.energy);
		page_figure_cell(page, &row->sum.use.carbon_g, row->sum.use.runs, KIND_CO2E,
				 row->sum.quality.carbon);
		if (!units)
			continue;
		struct use_figure one = {.value = NAN};
		if (month)
			one = trend_unit_g(month);
		page_count(page, month ? month->units : (double)NAN, "units_not_told");
		page_amount(page, one.value, one.low, one.high, KIND_CO2E,
			    group_quality_name(group_quality_weaker(row->sum.quality.carbon,
								    row->sum.quality.embodied)),
			    "no_units");
	}
	if (before)
		document_item(doc, _("and %zu earlier months"), before);
	page_criteria_table(page, "criteria_by_month", _("water, metals, primary energy by month"),
			    &heads[0], &months, NULL);
	if (months.n > 1)
		month_diagram(of);
	if (months.n > 1 || of->group.zones.n > 1)
		heat_diagram(of);
}

const struct group_section history_section = {"history", N_("History and trend"), history};
