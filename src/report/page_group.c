/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of a group of runs, in the sections of sections.h: what it is about and what was used.
 * Every figure is one of struct run_group (insight/group.h); nothing is summed here.
 * page_group_more.c has what the final result does not show, page_group_months.c the months.
 */
#include "report/page_group.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/change.h"
#include "quantity/print.h"
#include "record/words.h"
#include "report/audit.h"
#include "report/form.h"
#include "report/sums.h"
#include "report/vocabulary.h"

#define ACTIONS 5

/* ---- gathering ------------------------------------------------------------------------------ */

static int read_all(struct group_report *of, struct frugal_error *reterr)
{
	struct page *page = of->page;
	struct group_question question = page->question;
	question.label = of->label;
	question.one_by_one = true;
	int r = group_read(page->ledger, &question, page->arena, &of->group, reterr);
	of->label = of->group.label;
	if (r == 0 && selection_is_subject(&of->group.which.filter)) {
		r = audit_read(page->context, page->ledger, of->label, &of->audit, reterr);
		of->audited = r == 0;
	}
	if (r < 0 || !of->group.has_service)
		return r;
	trend_of(&of->group, page->context->now_s, &of->trend);
	return trend_benefit(page->context, &of->group.service, &of->trend, &of->benefit,
			     &of->why_no_benefit, reterr);
}

/* ---- sections ------------------------------------------------------------------------------- */

void page_fact(struct group_report *of, const char *title, const char *key)
{
	const char *value = of->group.has_service ? service_fact(&of->group.service, key) : "";
	document_item(of->page->doc, _("%s: %s"), title,
		      value[0] ? vocabulary_fact(key, value) : _("not reported"));
}

void page_two_columns(struct page *page, const char *id, const char *caption, double level,
		      const char *first, const struct document_head *second, size_t numeric_from)
{
	const struct document_head heads[] = {{"what", first}, *second};
	document_table(page->doc, id, caption, level, heads, 2, numeric_from);
}

const char *page_key(const char *key)
{
	return key[0] ? key : "none";
}

/* What was used, in all. */
static void used_table(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct group_sum *all = &of->group.all;
	const struct use *use = &all->use;
	page_two_columns(page, "used", _("footprint"), GROUP_LEVEL, _("item"),
			 &(struct document_head){"value", _("value")}, 1);
	document_row(doc, "energy", _("energy"));
	page_figure_cell(page, &use->energy_wh, use->runs, KIND_ENERGY, all->quality.energy);
	document_row(doc, "carbon", _("carbon of the electricity"));
	page_figure_cell(page, &use->carbon_g, use->runs, KIND_CO2E, all->quality.carbon);
	document_row(doc, "embodied", _("embodied, share of the machines"));
	page_figure_cell(page, &use->embodied_g, use->runs, KIND_CO2E, all->quality.embodied);
	const struct use_figure both = group_carbon_and_embodied(use);
	document_row(doc, "carbon_and_embodied", _("carbon, with embodied"));
	if (isnan(both.value) && use->carbon_g.runs + use->embodied_g.runs > 0)
		page_dash(page, "gCO2e", "some_runs_lack_it");
	else
		page_figure_cell(page, &both, use->runs, KIND_CO2E,
				 group_quality_weaker(all->quality.carbon, all->quality.embodied));
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		const struct sums_criterion *criterion = &sums_criteria[i];
		if (i == USE_SITE_WATER && !(use->criteria[i].runs > 0))
			continue;
		document_row(doc, criterion->name, _(criterion->word));
		page_figure_cell(page, &use->criteria[i], use->runs, criterion->kind,
				 all->quality.criteria[i]);
	}
	document_row(doc, "measured_share", _("measured by counters"));
	page_percent(page, share_of(use->measured_wh, use->energy_wh.value), "no_energy");
	document_row(doc, "runs", _("runs"));
	page_count(page, use->runs, "no_runs");
	document_row(doc, "duration", _("total time of the runs"));
	page_duration(page, use->duration_s / SECONDS_PER_HOUR);
}

static void summary(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct group_runs *runs = &of->group.runs;
	if (of->audited && !of->audit.complete)
		document_note(doc,
			      _("Assessment incomplete: a requirement is not met (section %d)."),
			      page_section(&need_section));
	used_table(of);
	sums_zones(&page->cell, runs->zones, runs->some_unzoned);
	document_paragraph(doc, _("From %s to %s; machines: %s; electricity: %s."),
			   page_moment(page, runs->from_us), page_moment(page, runs->to_us),
			   runs->machines, page_kept(page));
	sums_site(&page->cell, &of->group, page->context->numbers);
	if (page->cell.n)
		document_paragraph(doc, "%s", page_kept(page));
	if (of->audited)
		document_paragraph(doc,
				   _("Practices: progress %.0f of 100; %.0f %% of the weight has "
				     "evidence (section %d)."),
				   100 * of->audit.progress, 100 * of->audit.coverage,
				   page_section(&practices_section));
}

const struct group_section summary_section = {"summary", N_("Summary"), summary};

static void service(struct group_report *of)
{
	struct document *doc = of->page->doc;
	if (of->group.has_service)
		document_paragraph(doc, _("Service %s of the register."), of->group.service.id);
	else
		document_paragraph(doc, "%s",
				   _("No service is registered for these runs: frugal service set "
				     "ID, frugal runs set RUN service=ID."));
	page_fact(of, _("team"), "team");
	page_fact(of, _("role of the team"), "role");
	page_fact(of, _("status"), "status");
	page_fact(of, _("models"), "models");
	page_fact(of, _("functional unit"), "unit");
	document_paragraph(doc, "%s",
			   _("Boundary: the machines during the runs, and their embodied emissions "
			     "in proportion to time."));
}

const struct group_section service_section = {
	"service", N_("Service, roles, functional unit, boundary"), service};
/* "restricted_uses" of the English "restricted uses". */
static const char *snake(struct page *page, const char *text)
{
	char *id = arena_strndup(page->arena, text, strlen(text));
	for (char *c = id; c && *c; c++)
		*c = *c == ' ' ? '_' : *c;
	page->doc->failed |= !id;
	return id ? id : "";
}

static void need(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	page_fact(of, _("need, and for whom"), "need");
	page_fact(of, _("sufficient quality"), "target");
	page_fact(of, _("intended uses"), "intended");
	page_fact(of, _("excluded uses"), "excluded");
	if (!of->audited)
		return;
	page_two_columns(page, "gates", _("requirements"), 0, _("requirement"),
			 &(struct document_head){"missing", _("what is missing")}, 2);
	for (size_t i = 0; i < of->audit.n_gates; i++) {
		const struct audit_gate *gate = &of->audit.gates[i];
		document_row(doc, snake(page, gate->name), audit_gate_name(gate, page->context));
		if (gate->missing)
			audit_gate_words(&page->cell, &of->audit, gate, page->context);
		else
			buf_puts(&page->cell, _("nothing"));
		document_words(doc, &page->cell);
	}
	page_two_columns(page, "steps", _("before the design: four steps, five Rs"), 0, _("step"),
			 &(struct document_head){"kept", _("state")}, 2);
	for (int i = 0; i < AUDIT_STEPS; i++) {
		const char *name;
		bool stated = audit_step(&of->audit, i, &name);
		document_row(doc, snake(page, name), _(name));
		document_text(doc, stated ? _("reported") : _("not reported"));
	}
	for (int i = 0; audit_five_r[i]; i++) {
		size_t kept, all;
		audit_of_r(&of->audit, audit_five_r[i], &kept, &all);
		document_row(doc, audit_five_r[i], _(audit_five_r[i]));
		buf_addf(&page->cell, "%zu/%zu", kept, all);
		const struct document_value share = {.value = share_of((double)kept, (double)all),
						     .low = NAN,
						     .high = NAN,
						     .unit = "1",
						     .why = "no_practices"};
		document_number(doc, &page->cell, &share);
	}
}

const struct group_section need_section = {"need", N_("Need, alternatives, purpose, excluded uses"),
					   need};

static const char *phase_name(const char *phase)
{
	return phase[0] ? vocabulary_word(phase) : _("(none)");
}

static void direct(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct group_rows *phases = &of->group.phases;
	size_t n = phases->n;
	const struct document_head heads[] = {
		{"phase", _("phase")},       {"runs", _("runs")},
		{"energy", _("energy")},     {"carbon", _("carbon")},
		{"embodied", _("embodied")}, {"measured_share", _("measured")}};
	const char **labels = arena_array(page->arena, n + 1, sizeof(*labels));
	struct page_value *values = arena_array(page->arena, n + 1, sizeof(*values));
	document_table(doc, "by_phase", _("by phase of the model's life"), GROUP_LEVEL, heads, 6,
		       1);
	for (size_t i = 0; i < n; i++) {
		const struct use *use = &phases->items[i].sum.use;
		const struct group_quality *quality = &phases->items[i].sum.quality;
		document_row(doc, page_key(phases->items[i].key), phase_name(phases->items[i].key));
		page_count(page, use->runs, "no_runs");
		page_figure_cell(page, &use->energy_wh, use->runs, KIND_ENERGY, quality->energy);
		page_figure_cell(page, &use->carbon_g, use->runs, KIND_CO2E, quality->carbon);
		page_figure_cell(page, &use->embodied_g, use->runs, KIND_CO2E, quality->embodied);
		page_percent(page, share_of(use->measured_wh, use->energy_wh.value), "no_energy");
		if (labels && values) {
			labels[i] = phase_name(phases->items[i].key);
			values[i] = page_value_of(&use->energy_wh);
		}
	}
	if (labels && values)
		page_bars(page, _("energy by phase"), labels, values, n, KIND_ENERGY);
	page_criteria_table(page, "criteria_by_phase", _("water, metals, primary energy by phase"),
			    &heads[0], phases, phase_name);
	document_paragraph(doc, "%s",
			   _("Runs that have ended; location-based; usage and embodied emissions "
			     "are separate."));
}

const struct group_section direct_section = {"phases", N_("Direct impacts by phase"), direct};

/* A row per unit: the use divided by n, of figures that each run has. */
static void part_row(struct page *page, const char *id, const char *name,
		     const struct group_sum *sum, double n)
{
	const char *why = n > 0 ? "some_runs_lack_it" : "no_units";
	struct use_figure carbon = group_carbon_and_embodied(&sum->use);
	const struct use_figure energy = group_per(&sum->use.energy_wh, sum->use.runs, n);
	carbon = group_per(&carbon, sum->use.runs, n);
	document_row(page->doc, id, name);
	page_amount(page, energy.value, energy.low, energy.high, KIND_ENERGY,
		    group_quality_name(sum->quality.energy), why);
	page_amount(page, carbon.value, carbon.low, carbon.high, KIND_CO2E,
		    group_quality_name(
			    group_quality_weaker(sum->quality.carbon, sum->quality.embodied)),
		    why);
}

static void inference(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct group_sum *sum = group_phase(&of->group, "inference");
	const struct run_group *group = &of->group;
	const struct document_head heads[] = {{"unit", _("unit")},
					      {"energy", _("energy")},
					      {"carbon_and_embodied", _("carbon, with embodied")}};
	if (!sum || !(sum->use.runs > 0)) {
		document_paragraph(doc, "%s", _("This group has no inference runs."));
		return;
	}
	document_table(doc, "served", _("inference per unit served"), GROUP_LEVEL, heads, 3, 1);
	if (group->units.value > 0)
		part_row(page, "functional_unit",
			 group->unit_name[0] ? group->unit_name : _("functional unit"),
			 &group->served, group->units.value);
	part_row(page, "hour", _("hour of continuous use"), sum,
		 sum->use.duration_s / SECONDS_PER_HOUR);
	if (!(group->units.value > 0))
		document_item(
			doc, "%s",
			_("the units served are missing: frugal service use ID MONTH units=N"));
	document_item(
		doc, "%s",
		_("a user's journey is a number of these units, which the form achat-ia requires"));
}

const struct group_section inference_section = {"inference", N_("Inference"), inference};

static bool is_reconstructed(const struct audit_item *item)
{
	return strcmp(item->status, "reconstructed") == 0;
}

/* Practices without an answer have one line each, not a row of empty cells. */
static void open_practices(struct group_report *of)
{
	const struct audit *audit = &of->audit;
	if (audit->by_class[CLASS_NONE] == 0)
		return;
	document_paragraph(of->page->doc, _("open, without an answer or evidence: %zu"),
			   audit->by_class[CLASS_NONE]);
	for (size_t i = 0; i < audit->n; i++)
		if (audit->items[i].answer == ANSWER_NONE)
			document_item(of->page->doc, "%s%s %s", audit->items[i].id,
				      is_reconstructed(&audit->items[i]) ? "*" : "",
				      audit_title(&audit->items[i], of->page->context));
}

static void practices(struct group_report *of)
{
	struct page *page = of->page;
	struct document *doc = page->doc;
	const struct document_head heads[] = {
		{"practice", _("practice")}, {"title", _("title")}, {"answer", _("answer")},
		{"evidence", _("evidence")}, {"gain", _("gain")},   {"effort", _("effort")}};
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
	document_table(doc, "practices", _("practices: * reconstructed, ~ rated by us, ? unknown"),
		       0, heads, 6, 6);
	for (size_t i = 0; i < of->audit.n; i++) {
		const struct audit_item *item = &of->audit.items[i];
		if (item->answer == ANSWER_NONE)
			continue;
		buf_addf(&page->cell, "%s%s", item->id, is_reconstructed(item) ? "*" : "");
		document_row(doc, item->id, buf_text(&page->cell));
		buf_clear(&page->cell);
		document_text(doc, audit_title(item, page->context));
		document_text(doc, _(audit_answers[item->answer]));
		audit_evidence_words(&page->cell, item, page->context);
		if (item->contradicts)
			buf_addf(&page->cell, _("; contradiction: stated '%s'"),
				 _(item->stated->answer));
		document_words(doc, &page->cell);
		audit_rate_words(&page->cell, item->gain, item->gain_source);
		document_words(doc, &page->cell);
		audit_rate_words(&page->cell, item->effort, item->effort_source);
		document_words(doc, &page->cell);
	}
	open_practices(of);
}

const struct group_section practices_section = {"practices", N_("Practices, with evidence"),
						practices};

static void method(struct group_report *of)
{
	const struct use *all = &of->group.all.use;
	const struct group_runs *runs = &of->group.runs;
	page_method(of->page, share_of(all->measured_wh, all->energy_wh.value), runs->zones,
		    runs->some_unzoned);
}

const struct group_section method_section = {"method", N_("Method, limits, what is missing"),
					     method};

static void next_steps(struct group_report *of)
{
	struct document *doc = of->page->doc;
	size_t shown = 0;
	for (size_t i = 0; of->audited && i < of->audit.n_next && shown < ACTIONS; i++, shown++)
		document_item(doc, "%s %s", of->audit.next[i]->id,
			      audit_question(of->audit.next[i], of->page->context));
	if (!shown)
		document_paragraph(doc, "%s", _("None."));
}

const struct group_section next_steps_section = {"next", N_("Next steps"), next_steps};

static void annex(struct group_report *of)
{
	for (size_t i = 0; form_names[i]; i++)
		buf_addf(&of->page->cell, "%s%s", i ? ", " : "", form_names[i]);
	document_paragraph(of->page->doc,
			   _("`frugal report` writes the figures of %s as one of these forms too, "
			     "and checks a form that it reads back: %s."),
			   of->label, page_kept(of->page));
}

const struct group_section annex_section = {
	"forms", N_("Annex: the same footprint in standard forms"), annex};

#define SECTION_POINTER(file, name) &name##_section,
static const struct group_section *const group_sections[] = {GROUP_SECTIONS(SECTION_POINTER) NULL};

int page_section(const struct group_section *section)
{
	int i = 0;
	while (group_sections[i] && group_sections[i] != section)
		i++;
	return i + 1;
}

/* "project chats" of project=chats; other words stay as they are typed. */
static const char *title_of(struct page *page, const char *label)
{
	struct str name;
	if (strchr(label, ','))
		return arena_printf(page->arena, _("Footprint of %s"), label);
	if (str_after(str_of(label), "project=", &name))
		return arena_printf(page->arena, _("Footprint of project %s"), name.p);
	if (str_after(str_of(label), "service=", &name))
		return arena_printf(page->arena, _("Footprint of service %s"), name.p);
	return arena_printf(page->arena, _("Footprint of %s"), label);
}

int page_of_group(struct page *page, const char *label, struct frugal_error *reterr)
{
	struct group_report *of = arena_alloc(page->arena, sizeof(*of));
	if (!of)
		return error_nomem(reterr);
	*of = (struct group_report){.page = page, .label = label};
	int r = read_all(of, reterr);
	page->has_units = r == 0 && of->group.units.value > 0;
	if (r == 0) {
		const char *title = title_of(page, of->label);
		document_init(page->doc, page->arena, title ? title : of->label,
			      page_subtitle(page), page->context->lang);
		for (size_t i = 0; group_sections[i]; i++) {
			document_section(page->doc, group_sections[i]->id,
					 _(group_sections[i]->title));
			group_sections[i]->write(of);
		}
	}
	answer_free(of->benefit);
	audit_release(&of->audit);
	group_release(&of->group);
	return r;
}
