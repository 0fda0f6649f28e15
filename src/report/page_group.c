/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a group of runs, in twelve sections. */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/group.h"
#include "insight/subject.h"
#include "insight/trend.h"
#include "quantity/print.h"
#include "record/words.h"
#include "report/audit.h"
#include "report/page.h"

#define MOST_ROWS 24 /* months, machines, zones of a table */
#define ACTIONS 5
#define WH_PER_KWH 1e3

struct row {
	const char *key;
	struct use use;
};

struct rows {
	struct row items[MOST_ROWS];
	size_t n;
	size_t more; /* that found no room; they are in the sum */
};

struct group_report {
	struct page *page;
	const char *label;
	struct group group;
	struct form_subject subject;
	struct use all, failed, development, shipped, abandoned, told_no_outcome;
	struct use final, before; /* of those that did not fail */
	struct rows zones, machines;
	struct rows months; /* the newest */
	struct audit audit;
	bool audited;
	struct trend trend;
	struct answer *benefit;
	const char *why_no_benefit;
};

/* ---- gathering ------------------------------------------------------------------------------ */

static void add_row(struct arena *arena, struct rows *to, const char *key, const struct use *use,
		    bool newest)
{
	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->items[i].key, key) == 0) {
			use_add(&to->items[i].use, use);
			return;
		}
	if (to->n == MOST_ROWS && newest) {
		memmove(to->items, to->items + 1, (MOST_ROWS - 1) * sizeof(*to->items));
		to->n--;
		to->more++;
	} else if (to->n == MOST_ROWS) {
		to->more++;
		return;
	}
	const char *kept = arena_strdup(arena, key);
	if (kept)
		to->items[to->n++] = (struct row){kept, *use};
}

static bool is_before(const char *phase)
{
	return run_phase_role(phase) == PHASE_BEFORE;
}

static int add_kind(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct group_report *of = context;
	const struct use *use = &group->use;
	(void)reterr;
	use_add(&of->all, use);
	if (is_before(group->phase))
		use_add(&of->development, use);
	if (group->end != END_OK || strcmp(group->outcome, "failed") == 0)
		use_add(&of->failed, use);
	else if (strcmp(group->outcome, RUN_OUTCOME_SHIPPED) == 0)
		use_add(&of->shipped, use);
	else if (group->outcome[0])
		use_add(&of->abandoned, use);
	else
		use_add(&of->told_no_outcome, use);
	if (group->end == END_OK && strcmp(group->outcome, "failed") != 0)
		use_add(is_before(group->phase) ? &of->before : &of->final, use);
	add_row(of->page->arena, &of->zones, group->zone, use, false);
	add_row(of->page->arena, &of->machines, group->machine, use, false);
	return 0;
}

static int add_month(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct group_report *of = context;
	(void)reterr;
	add_row(of->page->arena, &of->months, group->period, &group->use, true);
	return 0;
}

/* "project=digits" or "service=chat" and nothing else. */
static bool is_subject(const char *label)
{
	return !strchr(label, ',') &&
	       (strncmp(label, "project=", 8) == 0 || strncmp(label, "service=", 8) == 0);
}

static int read_audit(struct group_report *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	int r = audit_read(page->context, page->ledger, of->label, &of->audit, reterr);
	of->audited = r == 0;
	if (r == 0 && of->audit.has_service)
		r = trend_read(page->ledger, &of->audit.service, page->arena, &of->trend, reterr);
	if (r == 0 && of->audit.has_service)
		r = trend_benefit(page->context, &of->audit.service, &of->trend, &of->benefit,
				  &of->why_no_benefit, reterr);
	return r;
}

static int read_all(struct group_report *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	struct run_filter ended;
	int r = subject_read(page->context, page->ledger, of->label, &of->subject, reterr);
	if (r == 0)
		r = group_read(page->ledger, of->label, page->arena, &of->group, reterr);
	ended = of->group.filter;
	ended.statuses = 0; /* what was interrupted was used too */
	if (r == 0)
		r = ledger_sum(page->ledger, &ended,
			       USE_PHASE | USE_OUTCOME | USE_END | USE_ZONE | USE_MACHINE, add_kind,
			       of, reterr);
	if (r == 0)
		r = ledger_sum(page->ledger, &ended, USE_MONTH, add_month, of, reterr);
	return r == 0 && is_subject(of->label) ? read_audit(of, reterr) : r;
}

/* ---- sections ------------------------------------------------------------------------------- */

static double share(double part, double all)
{
	return all > 0 ? part / all : (double)NAN;
}

static void two_columns(struct page *page, const char *caption, const char *first,
			const char *second, size_t numeric_from)
{
	const char *const heads[] = {first, second};
	document_table(page->doc, caption, heads, 2, numeric_from);
}

static void summary(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	document_section(doc, 1, _("Summary"));
	if (of->audited && !of->audit.complete)
		document_note(doc, "%s", _("Assessment incomplete: a gate is closed (section 3)."));
	two_columns(page, _("what was used"), _("what"), _("value"), 1);
	document_text(doc, _("energy"));
	page_figure_cell(page, &of->all.energy_wh, KIND_ENERGY);
	document_text(doc, _("carbon of the electricity"));
	page_figure_cell(page, &of->all.carbon_g, KIND_CO2E);
	document_text(doc, _("share of the machines' making"));
	page_figure_cell(page, &of->all.embodied_g, KIND_CO2E);
	document_text(doc, _("measured by counters"));
	page_percent(page, share(of->all.measured_wh, of->all.energy_wh.value));
	document_text(doc, _("runs"));
	page_count(page, of->all.runs);
	document_text(doc, _("time of the runs, one after the other"));
	page_amount(page, of->all.duration_s / 3600, of->all.duration_s / 3600,
		    of->all.duration_s / 3600, KIND_TIME);
	document_paragraph(doc, _("From %s to %s; machines: %s; electricity: %s."),
			   page_moment(page, of->subject.from_us),
			   page_moment(page, of->subject.to_us), of->subject.hardware,
			   of->subject.zone[0] ? of->subject.zone : _("the world's average"));
	if (of->audited)
		document_paragraph(doc,
				   _("Practices: progress %.0f of 100, on evidence for %.0f %% "
				     "of the weight (section 9)."),
				   100 * of->audit.progress, 100 * of->audit.coverage);
}

static void fact_item(struct group_report *of, const char *title, const char *key)
{
	const char *value =
		of->audited && of->audit.has_service ? service_fact(&of->audit.service, key) : "";
	document_item(of->page->doc, _("%s: %s"), title, value[0] ? value : _("not told"));
}

static void service(struct group_report *of)
{
	struct document *doc = of->page->doc;
	document_section(doc, 2, _("Service, roles, functional unit, boundary"));
	if (of->audited && of->audit.has_service)
		document_paragraph(doc, _("Service %s of the register."), of->audit.service.id);
	else
		document_paragraph(doc, "%s",
				   _("No service is registered for these runs: frugal service set "
				     "ID, frugal runs set RUN service=ID."));
	fact_item(of, _("team"), "team");
	fact_item(of, _("role of the team"), "role");
	fact_item(of, _("status"), "status");
	fact_item(of, _("models"), "models");
	fact_item(of, _("functional unit"), "unit");
	document_paragraph(doc, "%s",
			   _("Boundary: the machines of the runs while they ran, and the making of "
			     "these machines by time."));
}

static void need(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	document_section(doc, 3, _("Need, alternatives, finality, excluded uses"));
	fact_item(of, _("need, and for whom"), "need");
	fact_item(of, _("quality that is enough"), "target");
	fact_item(of, _("intended uses"), "intended");
	fact_item(of, _("excluded uses"), "excluded");
	if (!of->audited)
		return;
	two_columns(page, _("gates"), _("gate"), _("what is missing"), 2);
	for (size_t i = 0; i < of->audit.n_gates; i++) {
		const struct audit_gate *gate = &of->audit.gates[i];
		const char *missing = audit_gate_missing(gate, page->context);
		document_text(doc, audit_gate_name(gate, page->context));
		document_text(doc, missing ? missing : _("nothing"));
	}
	two_columns(page, _("before a design: four steps, five R"), _("step"), _("told, kept"), 2);
	for (int i = 0; i < AUDIT_STEPS; i++) {
		const char *name;
		bool told = audit_step(&of->audit, i, &name);
		document_text(doc, _(name));
		document_text(doc, told ? _("told") : _("not told"));
	}
	for (int i = 0; audit_five_r[i]; i++) {
		size_t kept, all;
		audit_of_r(&of->audit, audit_five_r[i], &kept, &all);
		document_text(doc, _(audit_five_r[i]));
		buf_addf(&page->cell, "%zu/%zu", kept, all);
		document_number(doc, &page->cell, share((double)kept, (double)all), "1");
	}
}

static void form_cell(struct page *page, const struct form_amount *x, double scale, enum kind kind)
{
	page_amount(page, x->value * scale, x->low * scale, x->high * scale, kind);
}

static const char *phase_name(const char *phase)
{
	return phase[0] ? phase : _("(none)");
}

static void direct(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	size_t n = of->subject.n_phases;
	const char *const heads[] = {_("phase"),  _("runs"),   _("energy"),
				     _("carbon"), _("making"), _("measured")};
	const char **labels = arena_array(page->arena, n + 1, sizeof(*labels));
	double *values = arena_array(page->arena, n + 1, sizeof(*values));
	document_section(doc, 4, _("Direct impacts by phase"));
	document_table(doc, _("by phase of the model's life"), heads, 6, 1);
	for (size_t i = 0; i < n; i++) {
		const struct form_use *use = &of->subject.phases[i];
		document_text(doc, phase_name(use->phase));
		page_count(page, (double)use->runs);
		form_cell(page, &use->energy_kwh, WH_PER_KWH, KIND_ENERGY);
		form_cell(page, &use->carbon_g, 1, KIND_CO2E);
		if (use->making_runs)
			form_cell(page, &use->embodied_g, 1, KIND_CO2E);
		else
			page_dash(page);
		page_percent(page, share(use->measured_kwh, use->energy_kwh.value));
		if (labels && values) {
			labels[i] = phase_name(use->phase);
			values[i] = use->energy_kwh.value * WH_PER_KWH;
		}
	}
	if (labels && values)
		page_bars(page, _("energy by phase"), labels, values, n, KIND_ENERGY);
	document_paragraph(doc, "%s",
			   _("Runs that finished; location-based, use and making apart."));
}

static const struct form_use *phase_of(const struct group_report *of, const char *phase)
{
	for (size_t i = 0; i < of->subject.n_phases; i++)
		if (strcmp(of->subject.phases[i].phase, phase) == 0)
			return &of->subject.phases[i];
	return NULL;
}

static void inference(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct form_use *use = phase_of(of, "inference");
	const char *const heads[] = {_("of one"), _("energy"), _("carbon, with making")};
	double units = of->trend.units;
	document_section(doc, 5, _("Inference"));
	if (!use || !(use->energy_kwh.value > 0)) {
		document_paragraph(doc, "%s", _("No run of the phase inference is in this group."));
		return;
	}
	struct form_amount carbon = use->carbon_g;
	carbon.value += use->embodied_g.value;
	carbon.low += use->embodied_g.low;
	carbon.high += use->embodied_g.high;
	document_table(doc, _("inference, by what it serves"), heads, 3, 1);
	if (units > 0) {
		const char *unit = service_fact(&of->audit.service, "unit");
		document_text(doc, unit[0] ? unit : _("functional unit"));
		form_cell(page, &use->energy_kwh, WH_PER_KWH / units, KIND_ENERGY);
		form_cell(page, &carbon, 1 / units, KIND_CO2E);
	}
	document_text(doc, _("hour of continuous use"));
	form_cell(page, &use->energy_kwh, WH_PER_KWH / use->hours, KIND_ENERGY);
	form_cell(page, &carbon, 1 / use->hours, KIND_CO2E);
	if (!(units > 0))
		document_item(doc, "%s",
			      _("the units served are not told: frugal service use ID MONTH "
				"units=N"));
	document_item(
		doc, "%s",
		_("a user's journey is a number of these units: frugal report --form achat-ia "
		  "--journey N"));
}

static void share_row(struct page *page, const char *name, const struct use *use, double all)
{
	document_text(page->doc, name);
	page_count(page, use->runs);
	page_figure_cell(page, &use->energy_wh, KIND_ENERGY);
	page_percent(page, share(use->energy_wh.value, all));
}

/* From what a final result shows of itself to all of it. */
static void steps_figure(struct group_report *of)
{
	enum { STEPS = 5 };
	struct page *page = of->page;
	const char **labels = arena_array(page->arena, STEPS, sizeof(*labels));
	const char **texts = arena_array(page->arena, STEPS, sizeof(*texts));
	double *values = arena_array(page->arena, STEPS, sizeof(*values));
	double marginal = share(of->final.marginal_wh, of->final.energy_wh.value);
	if (!labels || !texts || !values || !(marginal > 0)) {
		page->doc->failed |= !labels || !texts || !values;
		return;
	}
	labels[0] = _("final runs, without idle");
	values[0] = of->final.carbon_g.value * marginal;
	labels[1] = _("+ their idle power");
	values[1] = of->final.carbon_g.value * (1 - marginal);
	labels[2] = _("+ what came before");
	values[2] = of->before.carbon_g.value;
	labels[3] = _("+ what failed");
	values[3] = of->failed.carbon_g.value;
	labels[4] = _("+ making");
	values[4] = of->all.embodied_g.value;
	for (size_t i = 0; i < STEPS; i++)
		texts[i] = page_words(page, values[i], KIND_CO2E);
	double sum = 0;
	for (size_t i = 0; i < STEPS; i++)
		sum += values[i];
	const struct figure figure = {
		.kind = FIGURE_WATERFALL,
		.title = _("carbon, from the first count to the complete one"),
		.note = arena_printf(page->arena, _("from %s to %s"), texts[0],
				     page_words(page, sum, KIND_CO2E)),
		.labels = labels,
		.texts = texts,
		.values = values,
		.n = STEPS};
	document_figure(page->doc, &figure);
}

static void development(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	double all = of->all.energy_wh.value;
	const char *const heads[] = {_("what"), _("runs"), _("energy"), _("share")};
	document_section(doc, 6, _("Development, failures, idle power"));
	document_table(doc, _("what the final result does not show"), heads, 4, 1);
	share_row(page, _("before training and use: data, development, search, evaluation"),
		  &of->development, all);
	share_row(page, _("runs that failed"), &of->failed, all);
	share_row(page, _("shipped"), &of->shipped, all);
	share_row(page, _("abandoned or superseded"), &of->abandoned, all);
	share_row(page, _("outcome not told"), &of->told_no_outcome, all);
	document_text(doc, _("idle power of the machines, in the runs' share"));
	page_dash(page);
	double idle = of->all.marginal_wh > 0 ? all - of->all.marginal_wh : (double)NAN;
	page_amount(page, idle, idle, idle, KIND_ENERGY);
	page_percent(page, share(idle, all));
	steps_figure(of);
}

static void use_table(struct page *page, const char *caption, const char *first,
		      const struct rows *rows, const char *none)
{
	const char *const heads[] = {first, _("runs"), _("energy"), _("carbon")};
	document_table(page->doc, caption, heads, 4, 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->items[i];
		document_text(page->doc, row->key[0] ? row->key : none);
		page_count(page, row->use.runs);
		page_figure_cell(page, &row->use.energy_wh, KIND_ENERGY);
		page_figure_cell(page, &row->use.carbon_g, KIND_CO2E);
	}
	if (rows->more)
		document_item(page->doc, _("and %zu more"), rows->more);
}

static void hosts(struct group_report *of)
{
	struct page *page = of->page;
	document_section(page->doc, 7, _("Machines and sites"));
	use_table(page, _("machines"), _("machine"), &of->machines, _("(none)"));
	use_table(page, _("zones of electricity"), _("zone"), &of->zones,
		  _("not told: the world's average"));
	fact_item(of, _("place of the site"), "place");
	fact_item(of, "PUE", "pue");
	fact_item(of, "WUE", "wue");
	fact_item(of, "CUE", "cue");
	fact_item(of, _("renewable share of the site"), "renewable");
}

static void benefit_table(struct group_report *of)
{
	static const char *const names[] = {"avoided",  "eaten", "direct",
					    "indirect", "net",   "break_even"};
	struct page *page = of->page;
	bool french = strcmp(page->context->lang, "fr") == 0;
	two_columns(page, _("net benefit against the reference scenario"), _("what"), _("value"),
		    1);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct answer_line *line = answer_find(of->benefit, names[i]);
		if (!line)
			continue;
		document_text(page->doc, french && line->help_fr ? line->help_fr : line->help_en);
		if (isnan(line->value)) {
			page_dash(page);
			continue;
		}
		print_quantity(&page->cell, line->value, line->low, line->high, line->unit.dim,
			       line->unit, line->unit_text, page->context->numbers);
		document_number(page->doc, &page->cell, answer_in_unit(line, line->value),
				arena_strdup(page->arena, line->unit_text));
	}
}

static void indirect(struct group_report *of)
{
	struct document *doc = of->page->doc;
	const struct trend *trend = &of->trend;
	document_section(doc, 8, _("Indirect effects, rebound, net benefit"));
	fact_item(of, _("indirect effects"), "indirect");
	fact_item(of, _("reference scenario, without AI"), "reference");
	if (trend->expected_of_pairs > 0)
		document_item(doc, _("use is %+.0f %% of what was expected"),
			      100 * (trend->units_of_pairs / trend->expected_of_pairs - 1));
	if (trend->n_compared >= 2)
		document_item(doc, _("from %s to %s: carbon of one %+.0f %%, in all %+.0f %%"),
			      trend->first->month, trend->last->month, 100 * trend->unit_change,
			      100 * trend->total_change);
	if (trend->rebounds)
		document_note(doc, "%s", _("Rebound: a unit costs less and all of it more."));
	if (of->benefit)
		benefit_table(of);
	else
		document_paragraph(
			doc, "%s",
			of->why_no_benefit
				? _(of->why_no_benefit)
				: _("No benefit is told: these runs have no service of the "
				    "register."));
}

static void practices(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const char *const heads[] = {_("practice"), _("title"), _("answer"),
				     _("evidence"), _("gain"),  _("effort")};
	document_section(doc, 9, _("Practices, with evidence"));
	if (!of->audited) {
		document_paragraph(doc, "%s",
				   _("Practices are those of a project or a service: project=NAME, "
				     "service=ID."));
		return;
	}
	document_note(doc, "%s", audit_notice());
	audit_score_words(&page->cell, &of->audit);
	for (const char *line = buf_text(&page->cell); *line;) {
		size_t n = strcspn(line, "\n");
		document_item(doc, "%.*s", (int)n, line);
		line += n + (line[n] == '\n');
	}
	buf_clear(&page->cell);
	document_table(doc, _("practices: * reconstructed, ~ rated by us, ? not known"), heads, 6,
		       6);
	for (size_t i = 0; i < of->audit.n; i++) {
		const struct audit_item *item = &of->audit.items[i];
		buf_addf(&page->cell, "%s%s", item->id,
			 strcmp(item->status, "reconstructed") == 0 ? "*" : "");
		document_number(doc, &page->cell, NAN, NULL);
		document_text(doc, audit_title(item, page->context));
		document_text(doc,
			      item->answer == ANSWER_NONE ? "?" : _(audit_answers[item->answer]));
		audit_evidence_words(&page->cell, item, page->context);
		if (item->contradicts)
			buf_addf(&page->cell, _("; contradiction: told '%s'"),
				 _(item->told->answer));
		document_number(doc, &page->cell, NAN, NULL);
		audit_rate_words(&page->cell, item->gain, item->gain_source);
		document_number(doc, &page->cell, NAN, NULL);
		audit_rate_words(&page->cell, item->effort, item->effort_source);
		document_number(doc, &page->cell, NAN, NULL);
	}
}

/* Columns of energy, and where there are several zones or months the intensity of each. */
static void month_figure(struct group_report *of)
{
	struct page *page = of->page;
	size_t n = of->months.n;
	const char **labels = arena_array(page->arena, n + 1, sizeof(*labels));
	const char **texts = arena_array(page->arena, n + 1, sizeof(*texts));
	double *values = arena_array(page->arena, n + 1, sizeof(*values)), most = 0;
	struct display_unit unit;
	struct dimension energy = {{[KIND_ENERGY] = 1}};
	if (!labels || !texts || !values) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		most = fmax(most, of->months.items[i].use.energy_wh.value);
	display_unit_for(most, energy, (struct unit){1, energy}, NULL, &unit);
	for (size_t i = 0; i < n; i++) {
		double wh = of->months.items[i].use.energy_wh.value;
		labels[i] = of->months.items[i].key;
		texts[i] = page_words(page, wh, KIND_ENERGY);
		values[i] = wh / unit.scale;
	}
	const struct figure figure = {
		.kind = FIGURE_COLUMNS,
		.title = _("energy by month"),
		.note = arena_printf(page->arena, _("from %s to %s, at most %s"), labels[0],
				     labels[n - 1], page_words(page, most, KIND_ENERGY)),
		.y_title = arena_strdup(page->arena, unit.text),
		.labels = labels,
		.texts = texts,
		.values = values,
		.n = n};
	document_figure(page->doc, &figure);
}

struct heat {
	struct group_report *of;
	double *values; /* zones by months */
	double *wh;
};

static size_t place_in(const struct rows *rows, const char *key)
{
	size_t i = 0;
	while (i < rows->n && strcmp(rows->items[i].key, key) != 0)
		i++;
	return i;
}

static int add_heat(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct heat *heat = context;
	size_t zone = place_in(&heat->of->zones, group->zone);
	size_t month = place_in(&heat->of->months, group->period);
	(void)reterr;
	if (zone < heat->of->zones.n && month < heat->of->months.n &&
	    group->use.energy_wh.value > 0)
		heat->values[zone * heat->of->months.n + month] =
			group->use.carbon_g.value / group->use.energy_wh.value * WH_PER_KWH;
	return 0;
}

static int heat_figure(struct group_report *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	size_t rows = of->zones.n, columns = of->months.n;
	struct heat heat = {.of = of};
	const char **labels = arena_array(page->arena, rows + 1, sizeof(*labels));
	const char **texts = arena_array(page->arena, columns + 1, sizeof(*texts));
	struct run_filter ended = of->group.filter;
	heat.values = arena_array(page->arena, rows * columns + 1, sizeof(*heat.values));
	if (!labels || !texts || !heat.values)
		return error_nomem(reterr);
	for (size_t i = 0; i < rows * columns; i++)
		heat.values[i] = NAN;
	for (size_t i = 0; i < rows; i++)
		labels[i] = of->zones.items[i].key[0] ? of->zones.items[i].key : _("world");
	for (size_t i = 0; i < columns; i++)
		texts[i] = of->months.items[i].key + 2; /* "26-11" */
	ended.statuses = 0;
	int r = ledger_sum(page->ledger, &ended, USE_ZONE | USE_MONTH, add_heat, &heat, reterr);
	const struct figure figure = {.kind = FIGURE_HEAT,
				      .title = _("intensity of the electricity by zone and month"),
				      .note = _("darker is more carbon for a kWh"),
				      .y_title = "g/kWh",
				      .labels = labels,
				      .texts = texts,
				      .values = heat.values,
				      .n = rows,
				      .columns = columns};
	document_figure(page->doc, &figure);
	return r;
}

static const struct trend_month *units_of(const struct group_report *of, const char *month)
{
	for (size_t i = 0; i < of->trend.n; i++)
		if (strcmp(of->trend.months[i].month, month) == 0)
			return &of->trend.months[i];
	return NULL;
}

static int history(struct group_report *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const char *const heads[] = {_("month"),  _("runs"),  _("energy"),
				     _("carbon"), _("units"), _("carbon of one")};
	bool units = of->trend.units > 0;
	int r = 0;
	document_section(doc, 10, _("History and trend"));
	document_table(doc, _("by month"), heads, units ? 6 : 4, 1);
	for (size_t i = 0; i < of->months.n; i++) {
		const struct row *row = &of->months.items[i];
		const struct trend_month *month = units_of(of, row->key);
		document_text(doc, row->key);
		page_count(page, row->use.runs);
		page_figure_cell(page, &row->use.energy_wh, KIND_ENERGY);
		page_figure_cell(page, &row->use.carbon_g, KIND_CO2E);
		if (!units)
			continue;
		double one = month ? trend_unit_g(month) : (double)NAN;
		page_count(page, month ? month->units : (double)NAN);
		page_amount(page, one, one, one, KIND_CO2E);
	}
	if (of->months.more)
		document_item(doc, _("and %zu months before"), of->months.more);
	if (of->months.n > 1)
		month_figure(of);
	if (of->months.n > 1 || of->zones.n > 1)
		r = heat_figure(of, reterr);
	return r;
}

static void actions(struct group_report *of)
{
	struct document *doc = of->page->doc;
	size_t shown = 0;
	document_section(doc, 12, _("Next steps"));
	for (size_t i = 0; of->audited && i < of->audit.n_next && shown < ACTIONS; i++, shown++)
		document_item(doc, "%s %s", of->audit.next[i]->id,
			      audit_question(of->audit.next[i], of->page->context));
	if (!shown)
		document_paragraph(doc, "%s", _("None is told."));
	document_section(doc, 13, _("Annex: the same in the forms of others"));
	document_paragraph(doc,
			   _("frugal report %s --form FORM, with FORM one of hf, cyclonedx, spdx, "
			     "gpai, sci, sci-ai, achat-ia, datacentre, ai-energy-score, boamps, "
			     "citation, latex, badge; read back by frugal report --check FILE."),
			   of->label);
}

int page_of_group(struct page *page, const char *label, struct frugal_error *reterr)
{
	struct group_report *of = arena_alloc(page->arena, sizeof(*of));
	if (!of)
		return error_nomem(reterr);
	*of = (struct group_report){.page = page, .label = label};
	int r = read_all(of, reterr);
	if (r == 0) {
		const char *title = arena_printf(page->arena, _("Footprint of %s"), label);
		document_init(page->doc, page->arena, title ? title : label, page_subtitle(page),
			      page->context->lang);
		summary(of);
		service(of);
		need(of);
		direct(of);
		inference(of);
		development(of);
		hosts(of);
		indirect(of);
		practices(of);
		r = history(of, reterr);
		page_method(page, 11, share(of->all.measured_wh, of->all.energy_wh.value),
			    of->subject.zone);
		actions(of);
	}
	answer_free(of->benefit);
	audit_release(&of->audit);
	return r;
}
