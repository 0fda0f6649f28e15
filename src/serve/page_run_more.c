/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the page of a run: parts that add up, sections, values; and the form that changes it.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/unit.h"
#include "record/perimeter.h"
#include "record/words.h"
#include "report/run.h"
#include "report/stored_words.h"
#include "report/vocabulary.h"
#include "serve/page_run_inside.h"

#define MOST_SECTIONS 60
#define MOST_METRICS 40

static void begin_table(struct buf *b, const char *id, const char *title, const char *const *heads,
			size_t n, size_t n_words)
{
	html(b, "<section aria-labelledby=\"h-%s\"><h2 id=\"h-%s\">%s</h2>\n", id, id, title);
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     title);
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i >= n_words ? "n" : "", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static const char *quality_pattern(enum frugal_quality quality)
{
	return quality == FRUGAL_MODELLED   ? "url(#ho)"
	       : quality == FRUGAL_DECLARED ? "url(#hs)"
					    : "";
}

/* A bar from zero, of a share of the largest. */
static void add_bar(struct buf *b, double share, enum frugal_quality quality)
{
	const char *fill = quality_pattern(quality);
	html(b, "<td role=\"cell\" class=\"c\"><svg height=\"22\" aria-hidden=\"true\"><line "
		"class=\"ax\" y2=\"22\"/>");
	if (*fill)
		html(b,
		     "<rect class=\"bk\" fill=\"%s\" x=\"0\" y=\"5\" width=\"%.2f%%\" "
		     "height=\"12\"/>",
		     fill, 90 * share);
	else
		html(b, "<rect class=\"%s\" x=\"0\" y=\"5\" width=\"%.2f%%\" height=\"12\"/>",
		     quality == FRUGAL_MEASURED ? "k" : "bk bg", 90 * share);
	html(b, "</svg></td>");
}

static void add_part(const struct shown_run *shown, const struct run_part *part, double total_j)
{
	struct buf *b = shown->b, words = {0};
	const double own_j = perimeter_of_part(part, shown->run->share, PERIMETER_SHARE).j;
	part_source_words(&words, part->sensor, shown->request->numbers);
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s<br>", part->part);
	if (part->state == SOURCE_OK)
		web_quality(b, part->quality);
	else
		html(b, "<span class=\"q qa\">%s</span>",
		     vocabulary_word(source_state_name(part->state)));
	html(b, " <span class=\"s\">%s</span></th>", buf_text(&words));
	buf_release(&words);
	struct web_quantity q = {_("not known"), "", "", false};
	/* No reading is not zero joules. */
	if (part->state == SOURCE_OK || part->state == SOURCE_ASLEEP)
		q = web_quantity(shown->request, own_j * WH_PER_JOULE,
				 own_j * part->low_factor * WH_PER_JOULE,
				 own_j * part->high_factor * WH_PER_JOULE, "Wh");
	add_bar(b, q.known && total_j > 0 ? own_j / total_j : 0, part->quality);
	web_cells(shown->request, b, &q, NULL);
	html(b, "</tr>\n");
}

void run_add_parts(const struct shown_run *shown)
{
	const struct run_record *run = shown->run;
	const char *heads[] = {_("part"), _("energy"), _("energy"), _("interval")};
	struct perimeter_energy sum, machine, marginal;
	struct buf *b = shown->b;
	perimeter_of_run(run, PERIMETER_SHARE, &sum);
	perimeter_of_run(run, PERIMETER_MACHINE, &machine);
	perimeter_of_run(run, PERIMETER_MARGINAL, &marginal);
	begin_table(b, "par", _("In which part of the machine"), heads, 4, 2);
	for (size_t i = 0; i < run->n_parts; i++)
		if (!run->parts[i].is_check)
			add_part(shown, &run->parts[i], sum.value.j);
	struct web_quantity q = {_("not known"), "", "", false};
	if (run->n_parts && sum.value.j > 0)
		q = web_quantity(shown->request, sum.value.j * WH_PER_JOULE,
				 sum.low.j * WH_PER_JOULE, sum.high.j * WH_PER_JOULE, "Wh");
	html(b, "<tr role=\"row\" class=\"t\"><th role=\"rowheader\" scope=\"row\">%s</th>",
	     _("this command, with its share of idle"));
	add_bar(b, q.known ? 1 : 0, sum.quality);
	web_cells(shown->request, b, &q, NULL);
	html(b, "</tr></tbody></table>\n");
	if (q.known) {
		struct web_quantity all = web_quantity(
			shown->request, machine.value.j * WH_PER_JOULE, NAN, NAN, "Wh");
		struct web_quantity idle = web_quantity(
			shown->request, (sum.value.j - marginal.value.j) * WH_PER_JOULE, NAN, NAN,
			"Wh");
		struct web_quantity rest =
			web_quantity(shown->request, (machine.value.j - sum.value.j) * WH_PER_JOULE,
				     NAN, NAN, "Wh");
		html(b, "<p class=\"s\">");
		html_text(b,
			  arena_printf(shown->request->arena,
				       _("During the run the machine used %s: %s this command, of "
					 "which %s its share of "
					 "idle; %s others and the rest of idle."),
				       all.value, q.value, idle.value, rest.value));
		html(b, "</p>\n");
	}
	struct buf left = {0};
	run_left_out(&left, run);
	if (left.n)
		html(b, "<p class=\"s\">%s: %s</p>\n", _("left out"), buf_text(&left));
	buf_release(&left);
	html(b, "</section>\n");
}

void run_add_sections(const struct shown_run *shown)
{
	const struct run_record *run = shown->run;
	const char *heads[] = {_("section"), _("time"), _("energy")};
	struct buf *b = shown->b;
	begin_table(b, "sec", _("Sections and epochs"), heads, 3, 1);
	for (size_t i = 0; i < run->n_sections && i < MOST_SECTIONS; i++) {
		const struct run_section *section = &run->sections[i];
		struct web_quantity time =
			web_quantity(shown->request, section->duration.s, NAN, NAN, "s");
		struct web_quantity energy = web_quantity(
			shown->request, section->share.j * WH_PER_JOULE, NAN, NAN, "Wh");
		html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s ",
		     vocabulary_word(section->kind));
		if (section->number >= 0)
			html(b, "%lld ", (long long)section->number);
		html(b, "%s</th><td role=\"cell\" class=\"n\">%s</td>", section->name, time.value);
		html(b, "<td role=\"cell\" class=\"n\">%s</td></tr>\n", energy.value);
	}
	html(b, "</tbody></table>\n");
	if (!run->n_sections)
		html(b, "<p class=\"s\">%s</p>\n", _("None: frugal mark adds them."));
	if (run->n_sections > MOST_SECTIONS) {
		html(b, "<p class=\"s\">");
		html_text(b, arena_printf(shown->request->arena, _("and %zu more"),
					  run->n_sections - MOST_SECTIONS));
		html(b, "</p>\n");
	}
	html(b, "</section>\n");
}

/* The last value of each. */
void run_add_metrics(const struct shown_run *shown)
{
	const struct run_record *run = shown->run;
	const char *heads[] = {_("value"), _("last")};
	struct buf *b = shown->b;
	size_t n = 0;
	if (!run->n_metrics)
		return;
	begin_table(b, "met", _("Values that it reported"), heads, 2, 1);
	for (size_t i = run->n_metrics; i > 0 && n < MOST_METRICS; i--) {
		const struct run_metric *metric = &run->metrics[i - 1];
		struct buf digits = {0};
		bool later = false;
		for (size_t k = i; k < run->n_metrics; k++)
			later |= strcmp(run->metrics[k].key, metric->key) == 0;
		if (later)
			continue;
		print_number(&digits, metric->value,
			     print_decimals(metric->value, metric->value, metric->value),
			     shown->request->numbers);
		html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
		     metric->key);
		html(b, "<td role=\"cell\" class=\"n\">%s</td></tr>\n", buf_text(&digits));
		buf_release(&digits);
		n++;
	}
	html(b, "</tbody></table></section>\n");
}

/* ---- the form ------------------------------------------------------------------------------- */

static void add_text_field(struct buf *b, const char *name, const char *label, const char *value)
{
	html(b, "<p class=\"fd\"><label for=\"in-%s\">%s</label><input id=\"in-%s\" name=\"%s\" ",
	     name, label, name, name);
	html(b, "maxlength=\"200\" value=\"%s\"></p>\n", value);
}

static void add_choice(struct buf *b, const char *name, const char *label, const char *const *words,
		       const char *value)
{
	html(b, "<p class=\"fd\"><label for=\"in-%s\">%s</label><select id=\"in-%s\" name=\"%s\">",
	     name, label, name, name);
	html(b, "<option value=\"\">%s</option>", _("not given"));
	for (size_t i = 0; words[i]; i++)
		html(b, "<option value=\"%s\"%s>%s</option>", words[i],
		     strcmp(words[i], value) == 0 ? " selected" : "", vocabulary_word(words[i]));
	html(b, "</select></p>\n");
}

void run_add_form(const struct shown_run *shown)
{
	const struct run_record *run = shown->run;
	struct buf *b = shown->b;
	html(b, "<section class=\"w\" aria-labelledby=\"h-set\"><h2 id=\"h-set\">%s</h2>\n",
	     _("What it was for"));
	html(b, "<p class=\"s\">%s", _("Tags:"));
	for (char **tag = run->tags; tag && *tag; tag++)
		html(b, " <span class=\"m\">%s</span>", *tag);
	if (!run->tags || !run->tags[0])
		html(b, " %s", _("none"));
	html(b, "</p>\n");
	if (!shown->request->may_write) {
		html(b, "</section>\n");
		return;
	}
	html(b, "<form method=\"post\" action=\"%s\"><div class=\"g g3\"><div>",
	     web_href(shown->request, "/runs/%s", run->id));
	web_token(shown->request, b);
	add_text_field(b, "project", _("project"), run->project);
	add_text_field(b, "name", _("name"), run->name);
	add_choice(b, "phase", _("phase"), run_phases, run->phase);
	html(b, "</div><div>");
	add_choice(b, "outcome", _("outcome"), run_outcomes, run_outcome(run));
	add_text_field(b, "add", _("add a tag"), "");
	add_text_field(b, "drop", _("remove a tag"), "");
	html(b, "<p><button>%s</button></p></div></div></form></section>\n", _("Save"));
}
