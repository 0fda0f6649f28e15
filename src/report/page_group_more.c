/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections 6 to 8 of the report of a group: development and failures, machines and sites, indirect
 * effects. Every figure is one of struct run_group.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/change.h"
#include "quantity/print.h"
#include "report/number.h"
#include "report/page_group.h"
#include "report/sums.h"

#define MOST_ROWS 24 /* machines, zones of a table */

static void share_row(struct group_report *of, const char *id, const char *name, group_fits *fits)
{
	struct page *page = of->page;
	const struct group_sum sum = group_sum_of(&of->group, fits);
	const struct use *use = &sum.use;
	document_row(page->doc, id, name);
	page_count(page, use->runs, "no_runs");
	page_figure_cell(page, &use->energy_wh, use->runs, KIND_ENERGY, sum.quality.energy);
	page_percent(page, share_of(use->energy_wh.value, of->group.all.use.energy_wh.value),
		     "no_energy");
}

/* A share of a figure, of its interval likewise. */
static struct page_value scaled(const struct use_figure *figure, double share)
{
	return (struct page_value){figure->value * share, figure->low * share,
				   figure->high * share};
}

enum { STEPS = 6 }; /* the last is what they add up to */

/* What each step adds, and the total, as the tables have them; the final runs' share without idle
 * energy is marginal. */
static void step_values(const struct run_group *group, double marginal,
			struct page_value values[STEPS])
{
	const struct use final = group_sum_of(group, group_final).use;
	const struct use early = group_sum_of(group, group_early).use;
	const struct use failed = group_sum_of(group, group_failed).use;
	const struct use_figure both = group_carbon_and_embodied(&group->all.use);
	values[0] = scaled(&final.carbon_g, marginal);
	values[1] = scaled(&final.carbon_g, 1 - marginal);
	values[2] = page_value_of(&early.carbon_g);
	values[3] = page_value_of(&failed.carbon_g);
	values[4] = page_value_of(&group->all.use.embodied_g);
	values[5] = page_value_of(&both);
}

/* Adds the steps from the carbon of the final runs alone to the total. */
static void steps_diagram(struct group_report *of)
{
	const struct run_group *group = &of->group;
	struct page *page = of->page;
	struct page_value steps[STEPS];
	const char **labels = arena_array(page->arena, STEPS, sizeof(*labels));
	const char **texts = arena_array(page->arena, STEPS, sizeof(*texts));
	double *values = arena_array(page->arena, STEPS, sizeof(*values));
	const struct use final = group_sum_of(group, group_final).use;
	double marginal = share_of(final.marginal_wh, final.energy_wh.value);
	const struct use *all = &group->all.use;
	bool whole = group_is_whole(&all->energy_wh, all->runs) &&
		     group_is_whole(&all->carbon_g, all->runs) &&
		     group_is_whole(&all->embodied_g, all->runs);
	if (!labels || !texts || !values || !(marginal > 0) || !whole) {
		page->doc->failed |= !labels || !texts || !values;
		return;
	}
	labels[0] = _("final runs, without idle energy");
	labels[1] = _("+ their idle energy");
	labels[2] = _("+ work before training");
	labels[3] = _("+ failed runs");
	labels[4] = _("+ embodied");
	labels[5] = _("= total");
	step_values(group, marginal, steps);
	for (size_t i = 0; i < STEPS; i++) {
		values[i] = i + 1 < STEPS ? steps[i].value : 0;
		texts[i] = page_words_like(page, &steps[i], steps[STEPS - 1].value, KIND_CO2E);
	}
	const struct diagram diagram = {
		.kind = DIAGRAM_WATERFALL,
		.title = _("carbon, from the first count to the complete count"),
		.note = arena_printf(page->arena, _("from %s to %s"), texts[0], texts[STEPS - 1]),
		.labels = labels,
		.texts = texts,
		.values = values,
		.n = STEPS};
	document_diagram(page->doc, &diagram);
}

static void development(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct use *use = &of->group.all.use;
	double all = use->energy_wh.value;
	const struct document_head heads[] = {{"what", _("item")},
					      {"runs", _("runs")},
					      {"energy", _("energy")},
					      {"energy_share", _("share")}};
	document_table(doc, "not_shown", _("what the final result does not show"), GROUP_LEVEL,
		       heads, 4, 1);
	share_row(of, "before",
		  _("before training and usage: data, development, search, evaluation"),
		  group_before);
	share_row(of, "failed", _("failed runs"), group_failed);
	share_row(of, "shipped", _("shipped runs"), group_shipped);
	share_row(of, "abandoned", _("abandoned or superseded runs"), group_abandoned);
	share_row(of, "untold", _("outcome not reported"), group_untold);
	document_row(doc, "idle", _("idle energy of the machines, in the runs' share"));
	page_dash(page, "1", "not_applicable");
	double share = use->marginal_wh > 0 ? share_of(all - use->marginal_wh, all) : (double)NAN;
	const struct page_value idle = scaled(&use->energy_wh, share);
	page_amount(page, idle.value, idle.low, idle.high, KIND_ENERGY,
		    group_quality_name(of->group.all.quality.energy), "idle_not_known");
	page_percent(page, share, "idle_not_known");
	steps_diagram(of);
}

const struct group_section development_section = {
	"development", N_("Development, failures, idle energy"), development};

static void use_table(struct page *page, const char *id, const char *caption,
		      const struct document_head *first, const struct group_rows *rows,
		      const char *none)
{
	const struct document_head heads[] = {
		*first, {"runs", _("runs")}, {"energy", _("energy")}, {"carbon", _("carbon")}};
	document_table(page->doc, id, caption, GROUP_LEVEL, heads, 4, 1);
	for (size_t i = 0; i < rows->n && i < MOST_ROWS; i++) {
		const struct group_row *row = &rows->items[i];
		document_row(page->doc, page_key(row->key), row->key[0] ? row->key : none);
		page_count(page, row->sum.use.runs, "no_runs");
		page_figure_cell(page, &row->sum.use.energy_wh, row->sum.use.runs, KIND_ENERGY,
				 row->sum.quality.energy);
		page_figure_cell(page, &row->sum.use.carbon_g, row->sum.use.runs, KIND_CO2E,
				 row->sum.quality.carbon);
	}
	if (rows->n > MOST_ROWS)
		document_item(page->doc, _("and %zu more"), rows->n - MOST_ROWS);
}

/* A fact of the site: as the option gives it, else as the register has it. */
static void site_fact(struct group_report *of, const char *title, const char *key,
		      const struct stated *stated, const char *given)
{
	struct page *page = of->page;
	const char *fact = of->group.has_service ? service_fact(&of->group.service, key) : "";
	if (stated->by == STATED_BY_OPTION)
		sums_stated(&page->cell, given, stated->by);
	else if (fact[0])
		sums_stated(&page->cell, fact, STATED_BY_REGISTER);
	else
		buf_puts(&page->cell, _("not reported"));
	document_item(page->doc, _("%s: %s"), title, page_kept(page));
}

static void site_facts(struct group_report *of)
{
	struct page *page = of->page;
	const struct run_group *group = &of->group;
	const struct number_style *numbers = page->context->numbers;
	const struct stated none = {NAN, STATED_NOWHERE}, *wue = &group->wue_l_per_kwh,
			    *renewable = &group->renewable;
	page_fact(of, _("location of the site"), "place");
	sums_pue(&page->cell, group, numbers);
	document_item(page->doc, _("%s: %s"), "PUE",
		      page->cell.n ? page_kept(page) : _("not reported"));
	const char *given = arena_printf(page->arena, "%s L/kWh",
					 number_digits(NUMBER_OWN, wue->value, 4, numbers));
	site_fact(of, "WUE", "wue", wue, given ? given : "");
	site_fact(of, "CUE", "cue", &none, "");
	given = arena_printf(page->arena, _("%s %%"),
			     number_digits(NUMBER_OWN, 100 * renewable->value, 4, numbers));
	site_fact(of, _("renewable share of the site"), "renewable", renewable, given ? given : "");
}

static void hosts(struct group_report *of)
{
	struct page *page = of->page;
	use_table(page, "by_machine", _("machines"),
		  &(struct document_head){"machine", _("machine")}, &of->group.machines,
		  _("(none)"));
	use_table(page, "by_zone", _("zones of electricity"),
		  &(struct document_head){"zone", _("zone")}, &of->group.zones,
		  _("not reported: world average"));
	page_air(of);
	site_facts(of);
}

const struct group_section hosts_section = {"sites", N_("Machines and sites"), hosts};

static void benefit_table(struct group_report *of)
{
	static const char *const names[] = {"avoided",  "eaten", "direct",
					    "indirect", "net",   "break_even"};
	struct page *page = of->page;
	bool french = strcmp(page->context->lang, "fr") == 0;
	page_two_columns(page, "benefit", _("net benefit against the reference scenario"),
			 GROUP_LEVEL, _("item"), &(struct document_head){"value", _("value")}, 1);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct answer_line *line = answer_find(of->benefit, names[i]);
		if (!line)
			continue;
		document_row(page->doc, names[i],
			     french && line->help_fr ? line->help_fr : line->help_en);
		page_line(page, line, 0);
	}
}

static void indirect(struct group_report *of)
{
	struct document *doc = of->page->doc;
	const struct trend *trend = &of->trend;
	page_fact(of, _("indirect effects"), "indirect");
	page_fact(of, _("reference scenario, without AI"), "reference");
	if (trend->expected_of_pairs > 0)
		document_item(doc, _("usage compared with the expectation: %+.0f %%"),
			      100 * change_of(trend->expected_of_pairs, trend->units_of_pairs));
	if (trend->n_compared >= 2)
		document_item(doc, _("from %s to %s: carbon per unit %+.0f %%, total %+.0f %%"),
			      trend->first->month, trend->last->month, 100 * trend->unit_change,
			      100 * trend->total_change);
	if (trend->not_over)
		document_item(doc, _("%s is not over, and is not compared with whole months"),
			      trend->not_over);
	if (trend->rebounds)
		document_note(doc, "%s",
			      _("Rebound: the carbon per unit falls, and the total rises."));
	if (of->benefit)
		benefit_table(of);
	else
		document_paragraph(doc, "%s",
				   of->why_no_benefit ? _(of->why_no_benefit)
						      : _("The net benefit requires a registered "
							  "service, and these runs have none."));
}

const struct group_section indirect_section = {
	"indirect", N_("Indirect effects, rebound, net benefit"), indirect};
