/* SPDX-License-Identifier: Apache-2.0 */
/* The report of one run: figures, parts, epochs, results, how the figures came to be. */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/derivation.h"
#include "quantity/print.h"
#include "report/page.h"
#include "report/run.h"
#include "report/run_words.h"

#define MOST_SECTIONS 200

static void figures(struct page *page, const struct run_record *run)
{
	static const char *const names[] = {N_("energy"), N_("carbon"), N_("embodied"),
					    N_("water")};
	static const char *const perimeters[] = {"share", "marginal", "machine"};
	const char *const heads[] = {_("what"), _("this run, with its share of idle"),
				     _("what it added"), _("whole machine")};
	struct document *doc = page->doc;
	document_table(doc, _("what was used"), heads, 4, 1);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!run_figure_find(run, names[i], "share"))
			continue;
		document_text(doc, _(names[i]));
		for (size_t p = 0; p < sizeof(perimeters) / sizeof(*perimeters); p++) {
			const struct run_figure *figure =
				run_figure_find(run, names[i], perimeters[p]);
			struct unit unit;
			if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0) {
				document_text(doc, "-");
				continue;
			}
			print_quantity(&page->cell, figure->value * unit.scale,
				       figure->low * unit.scale, figure->high * unit.scale,
				       unit.dim, unit, figure->unit, page->context->numbers);
			document_number(doc, &page->cell, figure->value,
					arena_strdup(page->arena, figure->unit));
		}
	}
}

static void parts(struct page *page, const struct run_record *run)
{
	const char *const heads[] = {_("part"),       _("from"), _("energy"),
				     _("this run's"), _("idle"), _("others'")};
	const char **labels = arena_array(page->arena, run->n_parts + 1, sizeof(*labels));
	double *values = arena_array(page->arena, run->n_parts + 1, sizeof(*values));
	size_t n = 0;
	document_section(page->doc, _("Parts of the machine"));
	document_table(page->doc, _("energy of the machine while the run ran"), heads, 6, 2);
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		const double wh[] = {part->energy.j * WH_PER_JOULE,
				     part->attributed.j * WH_PER_JOULE, part->idle.j * WH_PER_JOULE,
				     part->unattributed.j * WH_PER_JOULE};
		document_text(page->doc, part->part);
		buf_addf(&page->cell, "%s%s", part->sensor,
			 part->quality == FRUGAL_MEASURED ? "" : _(" (modelled)"));
		document_number(page->doc, &page->cell, NAN, NULL);
		for (size_t k = 0; k < 4; k++)
			page_amount(page, wh[k], wh[k], wh[k], KIND_ENERGY);
		if (labels && values && !part->is_check && part->energy.j > 0) {
			labels[n] = part->part;
			values[n++] = wh[0];
		}
	}
	if (labels && values)
		page_bars(page, _("energy by part"), labels, values, n, KIND_ENERGY);
}

static void sections(struct page *page, const struct run_record *run)
{
	const char *const heads[] = {_("kind"), _("name"), _("time"), _("energy")};
	document_section(page->doc, _("Sections and results"));
	if (!run->n_sections && !run->n_metrics) {
		document_paragraph(page->doc, "%s", _("None was told: frugal mark."));
		return;
	}
	if (run->n_sections)
		document_table(page->doc, _("sections"), heads, 4, 2);
	for (size_t i = 0; i < run->n_sections && i < MOST_SECTIONS; i++) {
		const struct run_section *section = &run->sections[i];
		document_text(page->doc, section->kind);
		if (section->number >= 0)
			buf_addf(&page->cell, "%lld", (long long)section->number);
		add_clean_text(&page->cell, section->name, 60);
		document_number(page->doc, &page->cell, NAN, NULL);
		page_amount(page, duration_h(section->duration), duration_h(section->duration),
			    duration_h(section->duration), KIND_TIME);
		page_amount(page, section->share.j * WH_PER_JOULE, section->share.j * WH_PER_JOULE,
			    section->share.j * WH_PER_JOULE, KIND_ENERGY);
	}
	if (run->n_sections > MOST_SECTIONS)
		document_item(page->doc, _("and %zu more"), run->n_sections - MOST_SECTIONS);
	for (size_t i = 0; i < run->n_metrics; i++) {
		bool last = true;
		for (size_t k = i + 1; k < run->n_metrics; k++)
			last &= strcmp(run->metrics[k].key, run->metrics[i].key) != 0;
		if (last)
			document_item(page->doc, "%s = %.6g", run->metrics[i].key,
				      run->metrics[i].value);
	}
}

static void derivation(struct page *page, const struct run_record *run)
{
	const char *const heads[] = {_("name"), _("value"), _("from"), _("where")};
	struct answer *why = NULL;
	document_section(page->doc, _("How the figures came to be"));
	if (derivation_read(run->derivation, &why, NULL) < 0) {
		document_paragraph(page->doc, "%s", _("The run keeps no derivation."));
		return;
	}
	document_table(page->doc, _("lines of models/run.model"), heads, 4, 4);
	for (size_t i = 0; i < why->n_lines; i++) {
		const struct answer_line *line = &why->lines[i];
		document_text(page->doc, line->name);
		if (line->text)
			buf_puts(&page->cell, line->text);
		else if (isnan(line->value))
			buf_addf(&page->cell, "- %s", line->absent ? line->absent : "");
		else
			print_quantity(&page->cell, line->value, line->low, line->high,
				       line->unit.dim, line->unit, line->unit_text,
				       page->context->numbers);
		document_number(page->doc, &page->cell, NAN, NULL);
		document_text(page->doc, line->expression[0] ? line->expression : line->source);
		document_text(page->doc, line->where);
	}
	answer_free(why);
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
	const char *title = arena_printf(page->arena, _("Footprint of run %s"), run.id);
	document_init(page->doc, page->arena, title ? title : run.id, page_subtitle(page),
		      page->context->lang);
	document_section(page->doc, _("Summary"));
	add_command(&page->cell, &run, 200);
	document_paragraph(page->doc, "%s", buf_text(&page->cell));
	buf_clear(&page->cell);
	add_end(&page->cell, &run);
	document_paragraph(page->doc, _("%s; %s; project: %s; service: %s; phase: %s; %s"),
			   page_moment(page, run.started_us), run.machine,
			   run.project[0] ? run.project : "-", run.service[0] ? run.service : "-",
			   run.phase[0] ? run.phase : "-", buf_text(&page->cell));
	buf_clear(&page->cell);
	figures(page, &run);
	parts(page, &run);
	sections(page, &run);
	derivation(page, &run);
	document_section(page->doc, _("Method, limits, what is missing"));
	page_method(page, energy ? energy->measured_share : 0, run.zone_is_default ? "" : run.zone);
	if (run.left_out[0]) {
		run_left_out(&page->cell, &run);
		document_item(page->doc, "%s", buf_text(&page->cell));
		buf_clear(&page->cell);
	}
	run_record_release(&run);
	return 0;
}
