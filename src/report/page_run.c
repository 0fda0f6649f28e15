/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of one run: its figures by perimeter, parts of the machine, sections and results, and
 * the derivation of the figures. They are read from the ledger; nothing is computed.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/derivation.h"
#include "quantity/print.h"
#include "report/number.h"
#include "report/page.h"
#include "report/run.h"
#include "report/run_power.h"
#include "report/run_words.h"
#include "report/stored_words.h"
#include "report/vocabulary.h"

#define MOST_SECTIONS 200
#define POWER_BARS 10

static void figures(struct page *page, const struct run_record *run)
{
	static const struct {
		const char *name, *word;
	} rows[] = {{"energy", N_("energy")},
		    {"carbon", N_("carbon")},
		    {"embodied", N_("embodied")},
		    {"water", N_("water")},
		    {"site_water", N_("water of the site")},
		    {"usage_adpe", N_("metals, electricity")},
		    {"embodied_adpe", N_("metals, embodied")},
		    {"usage_pe", N_("primary energy, electricity")},
		    {"embodied_pe", N_("primary energy, embodied")}};
	static const char *const perimeters[] = {"share", "marginal", "machine"};
	const struct document_head heads[] = {
		{"what", _("item")},
		{"share", _("this run, with its share of idle energy")},
		{"marginal", _("added by this run")},
		{"machine", _("whole machine")}};
	struct document *doc = page->doc;
	document_table(doc, "used", _("footprint"), GROUP_LEVEL, heads, 4, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!run_figure_find(run, rows[i].name, "share"))
			continue;
		document_row(doc, rows[i].name, _(rows[i].word));
		for (size_t p = 0; p < sizeof(perimeters) / sizeof(*perimeters); p++) {
			const struct run_figure *figure =
				run_figure_find(run, rows[i].name, perimeters[p]);
			struct unit unit;
			if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0) {
				page_dash(page, run_figure_find(run, rows[i].name, "share")->unit,
					  "no_such_figure");
				continue;
			}
			print_quantity(&page->cell, figure->value * unit.scale,
				       figure->low * unit.scale, figure->high * unit.scale,
				       unit.dim, unit, figure->unit, page->context->numbers);
			const struct document_value v = {
				.value = figure->value,
				.low = figure->low,
				.high = figure->high,
				.unit = figure->unit,
				.level = figure->low < figure->high ? GROUP_LEVEL : 0,
				.quality = frugal_quality_name(figure->quality)};
			document_number(doc, &page->cell, &v);
		}
	}
}

static void parts(struct page *page, const struct run_record *run)
{
	const struct document_head heads[] = {
		{"part", _("part")},     {"sensor", _("source")},
		{"energy", _("energy")}, {"attributed", _("this run's")},
		{"idle", _("idle")},     {"unattributed", _("others'")}};
	const char **labels = arena_array(page->arena, run->n_parts + 1, sizeof(*labels));
	struct page_value *values = arena_array(page->arena, run->n_parts + 1, sizeof(*values));
	size_t n = 0;
	document_section(page->doc, "parts", _("Parts of the machine"));
	document_table(page->doc, "by_part", _("energy of the machine during the run"), 0, heads, 6,
		       2);
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		const double wh[] = {part->energy.j * WH_PER_JOULE,
				     part->attributed.j * WH_PER_JOULE, part->idle.j * WH_PER_JOULE,
				     part->unattributed.j * WH_PER_JOULE};
		const char *quality = frugal_quality_name(part->quality);
		document_row(page->doc, part->part, part->part);
		buf_addf(&page->cell, "%s%s", part->sensor,
			 part->quality == FRUGAL_MEASURED ? "" : _(" (modelled)"));
		document_words(page->doc, &page->cell);
		for (size_t k = 0; k < 4; k++)
			page_amount(page, wh[k], NAN, NAN, KIND_ENERGY, quality, "not_known");
		if (labels && values && !part->is_check && part->energy.j > 0) {
			labels[n] = part->part;
			values[n++] = (struct page_value){wh[0], NAN, NAN};
		}
	}
	if (labels && values)
		page_bars(page, _("energy by part"), labels, values, n, KIND_ENERGY);
}

/* The energy of the machine in POWER_BARS equal times of the run at most: its power, from the
 * curves. */
static void power(struct page *page, const struct run_record *run)
{
	struct run_power curve;
	const char **labels = arena_array(page->arena, POWER_BARS, sizeof(*labels));
	struct page_value *values = arena_array(page->arena, POWER_BARS, sizeof(*values));
	if (!labels || !values || run_power_machine(run, page->arena, &curve, NULL) < 0 ||
	    curve.n < POWER_BARS)
		return;
	/* Equal times, but for the last. */
	const size_t each = (curve.n + POWER_BARS - 1) / POWER_BARS;
	const size_t n_bars = (curve.n + each - 1) / each;
	for (size_t i = 0; i < POWER_BARS; i++)
		values[i] = (struct page_value){0, NAN, NAN};
	for (size_t i = 0; i < curve.n; i++) {
		const size_t at = i / each;
		const double end_s =
			i + 1 < curve.n ? (double)(i + 1) * curve.step_s : curve.length_s;
		/* A time with a gap has no bar: missing is not zero. */
		values[at].value +=
			curve.watts[i] * (end_s - (double)i * curve.step_s) * WH_PER_JOULE;
		buf_addf(&page->cell, "%s s",
			 number_digits(NUMBER_OWN, end_s, 3, page->context->numbers));
		labels[at] = page_kept(page);
	}
	size_t n = 0;
	for (size_t i = 0; i < n_bars; i++)
		if (!isnan(values[i].value)) {
			labels[n] = labels[i];
			values[n++] = values[i];
		}
	page_bars(page, _("energy of the machine by time, up to"), labels, values, n, KIND_ENERGY);
}

/* "epoch 3", "batch warm-up": as marked, and not in words for people. */
static const char *section_id(struct page *page, const struct run_section *section)
{
	const char *id = section->number >= 0
				 ? arena_printf(page->arena, "%s %lld", section->kind,
						(long long)section->number)
				 : arena_printf(page->arena, "%s %s", section->kind, section->name);
	page->doc->failed |= !id;
	return id ? id : "";
}

static void sections(struct page *page, const struct run_record *run)
{
	const struct document_head heads[] = {{"kind", _("kind")},
					      {"name", _("name")},
					      {"duration", _("time")},
					      {"energy", _("energy")}};
	document_section(page->doc, "marks", _("Sections and results"));
	if (!run->n_sections && !run->n_metrics) {
		document_paragraph(page->doc, "%s", _("None: frugal mark adds them."));
		return;
	}
	if (run->n_sections)
		document_table(page->doc, "sections", _("sections"), 0, heads, 4, 2);
	for (size_t i = 0; i < run->n_sections && i < MOST_SECTIONS; i++) {
		const struct run_section *section = &run->sections[i];
		document_row(page->doc, section_id(page, section), section->kind);
		if (section->number >= 0)
			buf_addf(&page->cell, "%lld", (long long)section->number);
		add_clean_text(&page->cell, section->name, 60);
		document_words(page->doc, &page->cell);
		page_duration(page, section->duration.s / SECONDS_PER_HOUR);
		page_amount(page, section->share.j * WH_PER_JOULE, NAN, NAN, KIND_ENERGY, NULL,
			    "not_known");
	}
	if (run->n_sections > MOST_SECTIONS)
		document_item(page->doc, _("and %zu more"), run->n_sections - MOST_SECTIONS);
	for (size_t i = 0; i < run->n_metrics; i++) {
		bool last = true;
		for (size_t k = i + 1; k < run->n_metrics; k++)
			last &= strcmp(run->metrics[k].key, run->metrics[i].key) != 0;
		if (last)
			document_item(page->doc, "%s = %s", run->metrics[i].key,
				      number_digits(NUMBER_OWN, run->metrics[i].value, 6,
						    page->context->numbers));
	}
}

/* A part of the machine is in no file; its source is of the ledger, not the title of another. */
static void page_source(struct page *page, const struct answer_line *line)
{
	if (line->where[0])
		buf_puts(&page->cell, line->source);
	else
		part_source_words(&page->cell, line->source, page->context->numbers);
	document_text(page->doc, page_kept(page));
}

/* Why figures are missing. */
static void absent_figures(struct page *page, const struct run_record *run)
{
	struct answer *why = NULL;
	if (derivation_read(run->derivation, &why, NULL) < 0)
		return;
	for (size_t i = 0; i < why->n_lines; i++) {
		const struct answer_line *line = &why->lines[i];
		if (line->figure && isnan(line->value) && line->absent)
			document_item(page->doc, _("absent: %s (%s)"), line->name,
				      arena_strdup(page->arena, line->absent));
	}
	answer_free(why);
}

static void derivation(struct page *page, const struct run_record *run)
{
	const struct document_head heads[] = {{"name", _("name")},
					      {"value", _("value")},
					      {"from", _("source")},
					      {"where", _("where")}};
	struct answer *why = NULL;
	document_section(page->doc, "derivation", _("Derivation of the figures"));
	if (derivation_read(run->derivation, &why, NULL) < 0) {
		document_paragraph(page->doc, "%s", _("The run has no derivation."));
		return;
	}
	document_table(page->doc, "lines", _("lines of models/run.model"), GROUP_LEVEL, heads, 4,
		       4);
	for (size_t i = 0; i < why->n_lines; i++) {
		const struct answer_line *line = &why->lines[i];
		document_row(page->doc, line->name, line->name);
		if (line->text)
			document_text(page->doc, line->text);
		else
			page_line(page, line, 0);
		if (line->expression[0])
			document_text(page->doc, line->expression);
		else
			page_source(page, line);
		document_text(page->doc, line->where);
	}
	answer_free(why);
}

/* What the run was given; nothing where it was not. */
static void add_place(struct page *page, const char *what, const char *value)
{
	if (!value[0])
		return;
	buf_puts(&page->cell, _("; "));
	buf_addf(&page->cell, _("%s: %s"), what, value);
}

int page_of_run(struct page *page, const char *id, struct frugal_error *reterr)
{
	struct run_record run;
	struct selection which;
	int r = selection_read(page->ledger, id, page->question.filter, page->arena, &which,
			       reterr);
	if (r == 0)
		r = ledger_load_run(page->ledger, which.id, &run, reterr);
	if (r < 0)
		return r;
	const struct run_figure *energy = run_figure_find(&run, "energy", "share");
	const char *title;
	if (run.name[0]) {
		add_clean_text(&page->cell, run.name, 60);
		title = arena_printf(page->arena, _("Footprint of %s (run %s)"), page_kept(page),
				     run.id);
	} else {
		title = arena_printf(page->arena, _("Footprint of run %s"), run.id);
	}
	document_init(page->doc, page->arena, title ? title : run.id, page_subtitle(page),
		      page->context->lang);
	document_section(page->doc, "summary", _("Summary"));
	add_command(&page->cell, &run, 200);
	document_paragraph(page->doc, "%s", buf_text(&page->cell));
	buf_clear(&page->cell);
	add_end(&page->cell, &run);
	const char *ended = page_kept(page);
	machine_words(&page->cell, run.machine);
	const char *machine = page_kept(page);
	buf_addf(&page->cell, "%s%s%s", page_moment(page, run.started_us), _("; "), machine);
	add_place(page, _("project"), run.project);
	add_place(page, _("service"), run.service);
	add_place(page, _("phase"), vocabulary_word(run.phase));
	add_place(page, _("name"), run.name);
	buf_addf(&page->cell, "%s%s", _("; "), ended);
	document_paragraph(page->doc, "%s", page_kept(page));
	figures(page, &run);
	parts(page, &run);
	power(page, &run);
	sections(page, &run);
	derivation(page, &run);
	document_section(page->doc, "method", _("Method, limits, what is missing"));
	page_method(page, energy ? energy->measured_share : 0, run.zone_is_default ? "" : run.zone,
		    false);
	absent_figures(page, &run);
	if (run.left_out[0]) {
		run_left_out(&page->cell, &run);
		document_item(page->doc, "%s", buf_text(&page->cell));
		buf_clear(&page->cell);
	}
	run_record_release(&run);
	return 0;
}
