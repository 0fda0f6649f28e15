/* SPDX-License-Identifier: Apache-2.0 */
/* Beside an answer: the same with one thing changed, other methods, what makes it doubtful. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "report/answer.h"
#include "report/methods.h"
#include "report/vocabulary.h"
#include "serve/page_estimate.h"

#define LEAST_DOUBT 0.01
#define DOUBTS_MOST 8

/* The figure that is compared: carbon, else energy, else the first. */
static const char *main_figure(const struct estimate *estimate)
{
	static const char *const names[] = {"carbon", "energy"};
	struct frugal_figure figure;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (frugal_result_find(estimate->result, names[i], &figure) == 0 &&
		    isfinite(figure.value))
			return names[i];
	return frugal_result_figure(estimate->result, 0, &figure) == 0 ? figure.name : "";
}

/* ---- what if -------------------------------------------------------------------------------- */

/* What may be changed, where the model has such an input. The last is a number, halved. */
static const char *const changes[] = {
	"llm=gpt-4o-mini", "gpu=H100 SXM5 80GB", "zone=SE", "zone=FR", "zone=US", "zone=PL",
};

static bool has_input(const struct answer *answer, const char *changed)
{
	char name[64];
	size_t n = strcspn(changed, "=");
	(void)snprintf(name, sizeof(name), "%.*s", (int)n, changed);
	const struct answer_line *line = answer_find(answer, name);
	if (!line || line->kind != ENTRY_INPUT)
		return false;
	/* A name that was not given, but for the place, is another question. */
	return line->text ? strcmp(line->text, changed + n + 1) != 0 &&
				    (line->text[0] || strcmp(name, "zone") == 0)
			  : strcmp(name, "zone") == 0;
}

/* "output_tokens=150 token", half of what was asked; NULL: the model has none. */
static const char *half_of(const struct estimate *estimate, const char *name)
{
	const struct answer_line *line = answer_find(estimate->answer, name);
	if (!line || line->kind != ENTRY_INPUT || !(line->value > 0))
		return NULL;
	return arena_printf(estimate->request->arena, "%s=%.6g %s", name,
			    answer_in_unit(line, line->value) / 2, line->unit_text);
}

/* The same question with one input changed; NULL: it has no answer. */
static frugal_result *ask_again(const struct estimate *estimate, const char *changed)
{
	const char *inputs[ESTIMATE_MAX_INPUTS + 1];
	frugal_result *result = NULL;
	size_t n = 0, name = strcspn(changed, "=") + 1;
	struct frugal_error unread;
	for (size_t i = 0; i < estimate->n; i++)
		if (strncmp(estimate->inputs[i], changed, name) != 0)
			inputs[n++] = estimate->inputs[i];
	inputs[n++] = changed;
	if (frugal_estimate(estimate->library, estimate->model, inputs, n, &result, &unread) < 0)
		return NULL;
	return result;
}

static void add_change(const struct estimate *estimate, struct buf *b, double from, double to)
{
	struct buf text = {0};
	html(b, "<td role=\"cell\" class=\"n n2 u\">");
	if (from > 0 && to > 2 * from) {
		buf_puts(&text, "×");
		print_number(&text, to / from, 1, estimate->request->numbers);
	} else if (from > 0) {
		buf_puts(&text, to < from ? "−" : "+");
		print_number(&text, 100 * fabs(to / from - 1), 0, estimate->request->numbers);
		buf_puts(&text, " %");
	}
	html(b, "%s</td></tr>\n", buf_text(&text));
	buf_release(&text);
}

static void add_row(const struct estimate *estimate, struct buf *b, const char *changed,
		    const char *name, double from)
{
	struct frugal_figure figure;
	frugal_result *result = changed ? ask_again(estimate, changed) : NULL;
	const frugal_result *of = changed ? result : estimate->result;
	if (of && frugal_result_find(of, name, &figure) == 0) {
		struct web_quantity quantity = web_quantity(estimate->request, figure.value,
							    figure.low, figure.high, figure.unit);
		html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
		if (changed)
			html(b, "<a href=\"%s\">%s</a>",
			     web_href(estimate->request, "%s", estimate_path(estimate, changed)),
			     changed);
		else
			html(b, "%s", _("as asked"));
		html(b, "</th>");
		web_cells(estimate->request, b, &quantity, NULL);
		add_change(estimate, b, changed ? from : 0, figure.value);
	}
	frugal_result_free(result);
}

void estimate_what_if(const struct estimate *estimate, struct buf *b)
{
	const char *name = main_figure(estimate);
	const char *const heads[] = {_("one thing changed"), vocabulary_word(name), _("interval"),
				     _("change")};
	struct frugal_figure figure = {.value = (double)NAN};
	(void)frugal_result_find(estimate->result, name, &figure);
	html(b, "<section aria-labelledby=\"h-w\"><h2 id=\"h-w\">%s</h2>\n", _("What if?"));
	estimate_table(b, _("The same question with one thing changed"), heads, 4, 1, 4);
	add_row(estimate, b, NULL, name, figure.value);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (has_input(estimate->answer, changes[i]))
			add_row(estimate, b, changes[i], name, figure.value);
	const char *half = half_of(estimate, "output_tokens");
	if (half)
		add_row(estimate, b, half, name, figure.value);
	html(b, "</tbody></table>\n<p class=\"s\">%s</p></section>\n",
	     _("The doubts are common to all rows: a change is surer than its terms."));
}

/* ---- methods -------------------------------------------------------------------------------- */

static void add_line(const struct estimate *estimate, struct buf *b, const struct answer *answer,
		     const char *name)
{
	struct web_quantity quantity = {_("not known"), "", "", false};
	const struct answer_line *line = answer_find(answer, name);
	if (line && line->figure && !isnan(line->value))
		quantity = web_quantity(estimate->request, answer_in_unit(line, line->value),
					answer_in_unit(line, line->low),
					answer_in_unit(line, line->high), line->unit_text);
	web_cells(estimate->request, b, &quantity, NULL);
}

static void add_method(const struct estimate *estimate, struct buf *b, const struct method *method)
{
	struct buf traits = {0};
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><b>%s</b> ", method->name);
	if (!method->answer) {
		html(b, "</th><td role=\"cell\" class=\"a s\" colspan=\"4\">%s %s</td></tr>\n",
		     _("no answer:"), method->reason_told ? method->reason_told : method->reason);
		return;
	}
	methods_traits_words(&traits, method->answer, estimate->request->numbers);
	html(b, "<span class=\"s\">%s", buf_text(&traits));
	if (method->ignored)
		html(b, " · %s %s", _("not used:"), method->ignored);
	html(b, "</span></th>");
	add_line(estimate, b, method->answer, "energy");
	add_line(estimate, b, method->answer, "carbon");
	html(b, "</tr>\n");
	buf_release(&traits);
}

void estimate_methods(const struct estimate *estimate, struct buf *b)
{
	const char *const heads[] = {_("method"), _("energy"), _("interval"), _("carbon"),
				     _("interval")};
	frugal_methods *methods = NULL;
	struct frugal_error unread;
	size_t n = 0;
	html(b, "<section class=\"w\" aria-labelledby=\"h-m\"><h2 id=\"h-m\">%s</h2>\n",
	     _("Methods side by side"));
	const struct method *rows = NULL;
	if (frugal_methods_new(estimate->library, estimate->model, estimate->inputs, estimate->n,
			       &methods, &unread) == 0)
		rows = methods_of(methods, &n);
	if (n < 2) {
		html(b, "<p>%s</p>\n", _("No other method answers with these inputs."));
	} else {
		estimate_table(b, _("Methods side by side"), heads, 5, 1, 5);
		for (size_t i = 0; i < n; i++)
			add_method(estimate, b, &rows[i]);
		html(b, "</tbody></table>\n<p class=\"s\">%s</p>\n",
		     _("No method is an agreed standard: their differences are part of the "
		       "answer."));
	}
	html(b, "</section>\n");
	frugal_methods_free(methods);
}

/* ---- doubts --------------------------------------------------------------------------------- */

static void add_doubt(const struct estimate *estimate, struct buf *b,
		      const struct answer_line *line, double share)
{
	struct buf percent = {0};
	print_number(&percent, 100 * share, 0, estimate->request->numbers);
	html(b,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"m\">%s</span> "
	     "<span class=\"s\">%s</span></th>",
	     line->name,
	     estimate->request->lang_index == LANG_FR && line->help_fr[0] ? line->help_fr
									  : line->help_en);
	html(b,
	     "<td role=\"cell\" class=\"c\"><svg height=\"18\" aria-hidden=\"true\"><line "
	     "class=\"ax\" y2=\"18\"/><rect class=\"gy\" y=\"4\" height=\"10\" "
	     "width=\"%.1f%%\"/></svg></td><td role=\"cell\" class=\"n\">%s %%</td></tr>\n",
	     100 * share, buf_text(&percent));
	buf_release(&percent);
}

void estimate_doubts(const struct estimate *estimate, struct buf *b)
{
	const struct answer *answer = estimate->answer;
	const struct answer_line *of = answer_find(answer, main_figure(estimate));
	const char *const heads[] = {_("input"), _("share, 0 to 100 %"), "%"};
	struct buf narrowing = {0};
	size_t n = 0;
	html(b, "<section aria-labelledby=\"h-d\"><h2 id=\"h-d\">%s</h2>\n",
	     _("What makes the doubt"));
	for (size_t i = 0; of && i < answer->n_doubts && n < DOUBTS_MOST; i++) {
		const struct answer_doubt *doubt = &answer->doubts[i];
		if (&answer->lines[doubt->figure] != of || doubt->share < LEAST_DOUBT)
			continue;
		if (!n++)
			estimate_table(b, _("Shares of the doubt"), heads, 3, 2, 3);
		add_doubt(estimate, b, &answer->lines[doubt->line], doubt->share);
	}
	if (n)
		html(b, "</tbody></table>\n");
	else
		html(b, "<p>%s</p>\n", _("No input is uncertain."));
	answer_narrowing(&narrowing, answer, answer, estimate->request->numbers);
	/* Its first line is the table. */
	const char *give = strchr(buf_text(&narrowing), '\n');
	if (give && give[1])
		html(b, "<p class=\"note\">%s</p>\n", give + 1);
	html(b, "</section>\n");
	buf_release(&narrowing);
}
