/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells, sentences and sections that the reports of a run, of a group and of a comparison share,
 * among them the section on method and limits.
 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/print.h"
#include "report/number.h"
#include "report/page.h"
#include "report/sums.h"
#include "store/default.h"

#define LEAST_OF_UNIT 0.01 /* of the largest value of a chart */

static const char *kept(struct page *page, const char *text)
{
	page->doc->failed |= !text;
	return text ? text : "";
}

static const char *base_unit(enum kind kind)
{
	return kind == KIND_ENERGY  ? "Wh"
	       : kind == KIND_CO2E  ? "gCO2e"
	       : kind == KIND_SBE   ? "gSbe"
	       : kind == KIND_MASS  ? "g"
	       : kind == KIND_WATER ? "L"
	       : kind == KIND_TIME  ? "h"
				    : "1";
}

static void put(struct buf *to, const struct page *page, double value, double low, double high,
		enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, value, low, high, dim, (struct unit){1, dim}, NULL,
		       page->context->numbers);
}

void page_dash(struct page *page, const char *unit, const char *why)
{
	const struct document_value missing = {
		.value = NAN, .low = NAN, .high = NAN, .unit = unit, .why = why};
	buf_putc(&page->cell, '-');
	document_number(page->doc, &page->cell, &missing);
}

void page_amount(struct page *page, double value, double low, double high, enum kind kind,
		 const char *quality, const char *why)
{
	const struct document_value v = {.value = value,
					 .low = low,
					 .high = high,
					 .unit = base_unit(kind),
					 .level = low < high ? GROUP_LEVEL : 0,
					 .quality = quality};
	if (isnan(value)) {
		page_dash(page, v.unit, why);
		return;
	}
	put(&page->cell, page, value, isnan(low) ? value : low, isnan(high) ? value : high, kind);
	document_number(page->doc, &page->cell, &v);
}

void page_figure_cell(struct page *page, const struct use_figure *figure, double runs,
		      enum kind kind, unsigned char quality)
{
	const struct document_value v = {.value = figure->value,
					 .low = figure->low,
					 .high = figure->high,
					 .unit = base_unit(kind),
					 .level = figure->low < figure->high ? GROUP_LEVEL : 0,
					 .quality = group_quality_name(quality),
					 .why = "some_runs_lack_it",
					 .is_part = true};
	if (!(figure->runs > 0) || group_is_whole(figure, runs)) {
		double value = figure->runs > 0 ? figure->value : (double)NAN;
		page_amount(page, value, figure->low, figure->high, kind,
			    group_quality_name(quality), "no_run_has_it");
		return;
	}
	sums_of_runs(&page->cell, figure, runs, kind, page->context->numbers);
	document_number(page->doc, &page->cell, &v);
}

void page_duration(struct page *page, double hours)
{
	page_amount(page, hours, hours, hours, KIND_TIME, frugal_quality_name(FRUGAL_MEASURED),
		    "no_runs");
}

void page_percent(struct page *page, double share, const char *why)
{
	const struct document_value v = {.value = share, .low = NAN, .high = NAN, .unit = "1"};
	if (isnan(share)) {
		page_dash(page, "1", why);
		return;
	}
	buf_addf(&page->cell, _("%s %%"),
		 number_fixed(NUMBER_OWN, 100 * share, 0, page->context->numbers));
	document_number(page->doc, &page->cell, &v);
}

void page_count(struct page *page, double n, const char *why)
{
	const struct document_value v = {.value = n, .low = n, .high = n, .unit = "1"};
	if (isnan(n)) {
		page_dash(page, "1", why);
		return;
	}
	print_number(&page->cell, n, 0, page->context->numbers);
	document_number(page->doc, &page->cell, &v);
}

void page_line(struct page *page, const struct answer_line *line, double place)
{
	bool missing = isnan(line->value);
	const struct document_value v = {
		.value = answer_in_unit(line, line->value),
		.low = answer_in_unit(line, line->low),
		.high = answer_in_unit(line, line->high),
		.unit = line->unit_text,
		.level = line->low < line->high ? GROUP_LEVEL : 0,
		.quality = missing ? NULL : frugal_quality_name(line->quality),
		.headline = line->figure && !missing ? headline_name(line->headline) : NULL,
		.central = answer_in_unit(line, line->central),
		.mean = answer_in_unit(line, line->mean),
		.median = answer_in_unit(line, line->median),
		.why = line->absent ? line->absent : "not_known"};
	if (missing) {
		buf_putc(&page->cell, '-');
		if (line->absent)
			buf_addf(&page->cell, " %s", line->absent);
	} else {
		print_quantity_to(&page->cell, line->value, line->low, line->high, line->unit.dim,
				  line->unit, line->unit_text, place, page->context->numbers);
	}
	document_number(page->doc, &page->cell, &v);
}

const char *page_kept(struct page *page)
{
	const char *text =
		page->cell.failed ? NULL : arena_strdup(page->arena, buf_text(&page->cell));
	buf_clear(&page->cell);
	return kept(page, text);
}

static const char *words_of(struct page *page, struct buf *text)
{
	const char *words = text->failed ? NULL : arena_strdup(page->arena, buf_text(text));
	buf_release(text);
	return kept(page, words);
}

const char *page_words(struct page *page, const struct page_value *v, enum kind kind)
{
	struct buf text = {0};
	if (isnan(v->value))
		return "-";
	put(&text, page, v->value, isnan(v->low) ? v->value : v->low,
	    isnan(v->high) ? v->value : v->high, kind);
	return words_of(page, &text);
}

/* A value that is too small for the unit has its own. */
const char *page_words_like(struct page *page, const struct page_value *v, double like,
			    enum kind kind)
{
	struct dimension dim = {{0}};
	struct display_unit unit;
	struct buf text = {0};
	dim.exponent[kind] = 1;
	if (isnan(v->value) || !(v->value > like * LEAST_OF_UNIT))
		return page_words(page, v, kind);
	display_unit_for(like, dim, (struct unit){1, dim}, NULL, &unit);
	print_quantity_in(&text, v->value, isnan(v->low) ? v->value : v->low,
			  isnan(v->high) ? v->value : v->high, &unit, page->context->numbers);
	return words_of(page, &text);
}

const char *page_moment(struct page *page, int64_t us)
{
	char text[CLOCK_TEXT];
	clock_utc_text(us, text);
	return kept(page, arena_printf(page->arena, "%.10s", text));
}

void page_bars(struct page *page, const char *title, const char *const *labels,
	       const struct page_value *values, size_t n, enum kind kind)
{
	const char **texts = arena_array(page->arena, n + 1, sizeof(*texts));
	double *lengths = arena_array(page->arena, n + 1, sizeof(*lengths));
	const char *most = "";
	double largest = -1;
	if (!texts || !lengths) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (values[i].value > largest) {
			largest = values[i].value;
			most = labels[i];
		}
	for (size_t i = 0; i < n; i++) {
		texts[i] = page_words_like(page, &values[i], largest, kind);
		lengths[i] = values[i].value;
	}
	const char *note = arena_printf(page->arena, _("the largest: %s"), most);
	const struct diagram diagram = {.kind = DIAGRAM_BARS,
					.title = title,
					.note = note,
					.labels = labels,
					.texts = texts,
					.values = lengths,
					.n = n};
	if (n)
		document_diagram(page->doc, &diagram);
}

const char *page_subtitle(struct page *page)
{
	return kept(page, arena_printf(page->arena, _("frugal %s, %s"), FRUGAL_VERSION,
				       page_moment(page, page->context->now_s * US_PER_SECOND)));
}

void page_not_computed(struct document *doc)
{
	document_item(doc, _("not computed: biodiversity, land use, acidification and particulates "
			     "(no factors at hand that cover the zones and may be redistributed: "
			     "docs/deciding.md)"));
}

void page_method(struct page *page, double measured_share, const char *zone, bool some_unzoned)
{
	struct document *doc = page->doc;
	document_paragraph(doc,
			   _("Energy is that of the machines during the runs, with the runs' share "
			     "of idle energy (perimeter: share): %.0f %% from counters, the rest "
			     "from models of the machine (models/*.model, factors/*.csv). Carbon "
			     "is energy times the intensity of the zone (location-based); embodied "
			     "emissions are those of the machines in proportion to time. frugal "
			     "explain RUN gives the derivation of every figure of a run."),
			   100 * measured_share);
	document_item(
		doc, "%s",
		_("intervals: 90 %; the interval of a sum adds the ends of the runs' intervals, "
		  "since the errors of models and of intensities are common to the runs"));
	if (!zone[0])
		document_item(doc, _("no zone was given: the electricity is the world average"));
	else if (some_unzoned)
		document_item(doc, "%s",
			      _("some runs have no zone: their electricity is the world average"));
	document_item(doc, _("not counted: networks and storage elsewhere, the building beyond the "
			     "given PUE, people, devices of users"));
	document_item(doc, _("market-based carbon (contracts, certificates) is not known and never "
			     "lowers a figure"));
	document_item(doc, _("water, metals (ADPe) and primary energy are absent where the "
			     "electricity or the machine has no factor; water embodied in hardware "
			     "has none"));
	page_not_computed(doc);
	document_item(doc, _("this is a report: no label, no grade, no claim of conformity"));
}
