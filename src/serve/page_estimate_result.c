/* SPDX-License-Identifier: Apache-2.0 */
/* The answer of an estimate: its sentence, key figures, all figures, where they come from. */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/answer.h"
#include "report/page_estimate.h"
#include "report/vocabulary.h"
#include "serve/page_estimate.h"
#include "serve/web_why.h"

#define KEY_FIGURES 4
#define WHY_MOST ((size_t)18 << 10) /* bytes of the tree, within the page */

int estimate_answer(struct estimate *estimate, struct frugal_error *reterr)
{
	const struct frugal_answering how = {.size = sizeof(how), .lines = true, .doubts = true};
	frugal_question *question = NULL;
	int r = frugal_question_new(estimate->library, estimate->model, &question, reterr);
	for (size_t i = 0; r == 0 && i < estimate->n; i++)
		r = frugal_question_set(question, estimate->inputs[i], reterr);
	if (r == 0)
		r = frugal_question_answer(question, &how, &estimate->result, reterr);
	frugal_question_free(question);
	if (r < 0)
		return r;
	estimate->answer = answer_of(estimate->result);
	web_derivation(estimate->request, &estimate->why, estimate->answer);
	estimate->why_elsewhere = estimate->why.n > WHY_MOST;
	return 0;
}

void estimate_release(struct estimate *estimate)
{
	frugal_result_free(estimate->result);
	buf_release(&estimate->why);
}

bool estimate_as_data(const struct estimate *estimate, struct http_reply *reply)
{
	const char *format = request_query(estimate->request, "format");
	struct jsonw json = {.out = &reply->body, .pretty = true};
	if (!format || (strcmp(format, "json") != 0 && strcmp(format, "csv") != 0))
		return false;
	reply->status = 200;
	if (format[0] == 'j') {
		reply->media = "application/json";
		answer_json(&json, estimate->answer);
		buf_putc(&reply->body, '\n');
	} else {
		reply->media = "text/csv; charset=utf-8";
		answer_csv(&reply->body, estimate->answer);
	}
	return true;
}

static bool is_input(const char *input, const char *other)
{
	size_t n = strcspn(input, "=");
	return strncmp(input, other, n) == 0 && other[n] == '=';
}

const char *estimate_path(const struct estimate *estimate, const char *changed)
{
	struct request *request = estimate->request;
	struct buf path = {0};
	const char *between = "?";
	bool used = !changed;
	buf_addf(&path, "/estimate/%s", web_part(request, estimate->model));
	for (size_t i = 0; i < estimate->n + !used; i++) {
		const char *input = i < estimate->n ? estimate->inputs[i] : changed;
		if (changed && i < estimate->n && is_input(changed, input)) {
			input = changed;
			used = true;
		} else if (i == estimate->n && used) {
			break;
		}
		size_t n = strcspn(input, "=");
		const char *name = arena_strndup(request->arena, input, n);
		buf_addf(&path, "%s%s=", between, web_part(request, name ? name : ""));
		buf_puts(&path, web_part(request, input + n + (input[n] == '=')));
		between = "&";
	}
	const char *kept = arena_strdup(request->arena, buf_text(&path));
	buf_release(&path);
	return kept ? kept : "";
}

void estimate_table(struct buf *b, const char *caption, const char *const *heads, size_t n,
		    size_t first_number, size_t past_numbers)
{
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\">",
	     caption);
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i >= first_number && i < past_numbers ? "n" : "", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static const char *href_why(const struct estimate *estimate, const char *figure)
{
	struct request *request = estimate->request;
	if (!estimate->why_elsewhere) {
		const char *href = arena_printf(request->arena, "#why-%s", figure);
		return href ? href : "";
	}
	const char *path = estimate_path(estimate, NULL);
	return web_href(request, "%s%swhy=%s#why-%s", path, strchr(path, '?') ? "&" : "?", figure,
			figure);
}

/* "10 to 120 MWh" where the interval is wide, else "10 MWh". */
static const char *in_words(const struct estimate *estimate, const char *name)
{
	struct frugal_figure figure;
	if (frugal_result_find(estimate->result, name, &figure) < 0 || !isfinite(figure.value))
		return NULL;
	struct web_quantity quantity =
		web_quantity(estimate->request, figure.value, figure.low, figure.high, figure.unit);
	return *quantity.wide ? quantity.wide : quantity.value;
}

static void add_sentence(const struct estimate *estimate, struct buf *b)
{
	const char *energy = in_words(estimate, "energy"), *carbon = in_words(estimate, "carbon");
	struct buf text = {0};
	if (energy && carbon)
		buf_addf(&text, _("It takes %s of electricity, and emits %s."), energy, carbon);
	else if (energy)
		buf_addf(&text, _("It takes %s of electricity."), energy);
	else if (carbon)
		buf_addf(&text, _("It emits %s."), carbon);
	html(b, "<p class=\"lead\">%s", buf_text(&text));
	buf_release(&text);
	if (answer_is_wide(estimate->answer))
		html(b, " %s",
		     _("So wide is what is known: the table of doubts names the inputs that would "
		       "narrow it."));
	html(b, "</p>\n");
}

/* Energy, carbon and what follows in the model, to four. */
static void add_key_figures(const struct estimate *estimate, struct buf *b)
{
	static const char *const first[] = {"energy", "carbon", "water", "adpe", "embodied"};
	size_t n = 0;
	html(b, "<dl class=\"kf k2\">\n");
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]) && n < KEY_FIGURES; i++) {
		struct frugal_figure figure;
		if (frugal_result_find(estimate->result, first[i], &figure) < 0)
			continue;
		web_key_figure(estimate->request, b, vocabulary_word(first[i]), &figure,
			       href_why(estimate, first[i]), NULL);
		n++;
	}
	for (size_t i = 0; !n && i < frugal_result_count(estimate->result) && i < KEY_FIGURES;
	     i++) {
		struct frugal_figure figure;
		if (frugal_result_figure(estimate->result, i, &figure) == 0)
			web_key_figure(estimate->request, b, vocabulary_word(figure.name), &figure,
				       href_why(estimate, figure.name), NULL);
	}
	html(b, "</dl>\n");
}

static const char *in_lang(const struct estimate *estimate, const char *en, const char *fr)
{
	return estimate->request->lang_index == LANG_FR && fr[0] ? fr : en;
}

static void add_all_figures(const struct estimate *estimate, struct buf *b)
{
	const char *const heads[] = {_("figure"), _("quality"), _("value"), _("interval")};
	const struct answer *answer = estimate->answer;
	html(b, "<details><summary>%s</summary>\n", _("All figures"));
	estimate_table(b, _("All figures"), heads, 4, 2, 4);
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		struct frugal_figure figure;
		if (!line->figure || frugal_result_find(estimate->result, line->name, &figure) < 0)
			continue;
		struct web_quantity quantity = web_quantity(estimate->request, figure.value,
							    figure.low, figure.high, figure.unit);
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s <span "
		     "class=\"s\">%s</span></th><td role=\"cell\" class=\"a\">",
		     line->name, in_lang(estimate, line->help_en, line->help_fr));
		if (line->absent)
			html(b, "<span class=\"s\">%s</span>",
			     line->absent_stated ? line->absent_stated : line->absent);
		else
			web_quality(b, line->quality);
		html(b, "</td>");
		web_cells(estimate->request, b, &quantity, href_why(estimate, line->name));
		html(b, "</tr>\n");
	}
	html(b, "</tbody></table></details>\n");
}

void estimate_result(const struct estimate *estimate, struct buf *b)
{
	const struct answer *answer = estimate->answer;
	const char *boundary = in_lang(estimate, answer->boundary_en, answer->boundary_fr);
	struct buf more = {0};
	html(b, "<section aria-labelledby=\"h-r\"><h2 id=\"h-r\">%s</h2>\n", _("Result"));
	add_sentence(estimate, b);
	add_key_figures(estimate, b);
	if (*boundary)
		html(b, "<p class=\"s\">%s %s</p>\n", _("boundary:"), boundary);
	answer_not_computed(&more, answer);
	if (more.n)
		html(b, "<p class=\"s\">%s</p>\n", buf_text(&more));
	for (size_t i = 0; i < answer->n_notes; i++)
		html(b, "<p class=\"note\">%s</p>\n", answer->notes[i].stated);
	add_all_figures(estimate, b);
	html(b, "</section>\n");
	buf_release(&more);
}

void estimate_links(const struct estimate *estimate, struct buf *b)
{
	struct request *request = estimate->request;
	struct buf command = {0};
	const char *path = estimate_path(estimate, NULL);
	const char *more = strchr(path, '?') ? "&" : "?";
	page_estimate_command(estimate->model, estimate->inputs, estimate->n, &command);
	html(b, "<section aria-labelledby=\"h-k\"><h2 id=\"h-k\">%s</h2><ul class=\"lnk\">",
	     _("Keep it"));
	html(b, "<li><a href=\"%s\">%s</a></li>", web_href(request, "%s", path),
	     _("Link to this estimate"));
	html(b, "<li><a href=\"%s\">JSON</a></li>",
	     web_href(request, "%s%sformat=json", path, more));
	html(b, "<li><a href=\"%s\">CSV</a></li></ul>",
	     web_href(request, "%s%sformat=csv", path, more));
	html(b, "<p class=\"m\">%s</p></section>\n", buf_text(&command));
	buf_release(&command);
}

void estimate_why(const struct estimate *estimate, struct buf *b)
{
	html(b,
	     "<section class=\"w\" aria-labelledby=\"h-why\"><h2 id=\"h-why\">%s</h2><p "
	     "class=\"s\">%s</p>\n",
	     _("Where these figures come from"),
	     _("Each opens down to the inputs and the rows of tables, with their source."));
	if (!estimate->why_elsewhere) {
		buf_add(b, buf_text(&estimate->why), estimate->why.n);
	} else {
		html(b, "<ul class=\"lnk\">");
		for (size_t i = 0; i < estimate->answer->n_lines; i++) {
			const struct answer_line *line = &estimate->answer->lines[i];
			if (line->figure)
				html(b, "<li><a href=\"%s\">%s</a></li>\n",
				     href_why(estimate, line->name), line->name);
		}
		html(b, "</ul>\n");
	}
	html(b, "</section>\n");
}

void estimate_why_page(const struct estimate *estimate, const char *figure,
		       struct http_reply *reply)
{
	struct request *request = estimate->request;
	struct buf *b = &reply->body;
	web_begin(request, reply, _("Where a figure comes from"), "/estimate");
	html(b, "<p><a href=\"%s\">%s</a> · <span class=\"m\">%s</span></p>\n",
	     web_href(request, "%s", estimate_path(estimate, NULL)), _("the estimate"),
	     estimate->model);
	web_derivation_of(request, b, estimate->answer, figure);
	web_end(request, reply);
}
