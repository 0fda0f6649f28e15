/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published figures beside ours: the list of publications; one with its steps from the first count
 * to the complete one, each figure with its difference and the reason. Ours are links to the
 * estimates that give them.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/change.h"
#include "quantity/print.h"
#include "serve/page_estimate.h"
#include "serve/routes.h"

typedef struct frugal_published_figure figure;

#define SCALE 92 /* percent of a cell that the largest bar takes */

struct view {
	struct request *request;
	struct buf *b;
	const figure *figures;
	size_t n, steps;
	double most;
};

static const char *in_lang(const struct view *view, const char *en, const char *fr)
{
	return view->request->lang_index == LANG_FR && *fr ? fr : en;
}

/* One digit more than was published: that is where they differ. */
static const char *number(const struct view *view, double value, const figure *f, int more)
{
	struct buf text = {0};
	const char *point = strchr(f->published_text, '.');
	int decimals = point ? (int)strspn(point + 1, "0123456789") : 0;
	print_number(&text, value, decimals + more, view->request->numbers);
	const char *kept = arena_strdup(view->request->arena, buf_text(&text));
	buf_release(&text);
	return kept ? kept : "";
}

/* "/estimate/training?gpu=...#why-energy" */
static const char *href_ours(const struct view *view, const figure *f)
{
	struct estimate estimate = {.request = view->request, .model = f->model};
	while (estimate.n < ESTIMATE_MAX_INPUTS && f->inputs[estimate.n]) {
		estimate.inputs[estimate.n] = f->inputs[estimate.n];
		estimate.n++;
	}
	return web_href(view->request, "%s#why-%s", estimate_path(&estimate, NULL), f->figure);
}

static void add_cell(const struct view *view, const char *label, const char *text, const char *href)
{
	html(view->b, "<td role=\"cell\" class=\"n n2\" data-l=\"%s\">", label);
	if (href)
		html(view->b, "<a class=\"f\" href=\"%s\">%s</a></td>", href, text);
	else
		html(view->b, "%s</td>", text);
}

/* ---- the steps ------------------------------------------------------------------------------ */

/* What a step adds to the last, as a bar that begins where that ended. */
static void add_bar(const struct view *view, double from, double to, double published)
{
	double scale = SCALE / view->most;
	double left = from < to ? from : to, width = fabs(to - from);
	html(view->b,
	     "<td role=\"cell\" class=\"c\"><svg height=\"26\" aria-hidden=\"true\"><line "
	     "class=\"ax\" y1=\"-6\" y2=\"32\"/><rect class=\"bk\" fill=\"url(#ho)\" x=\"%.2f%%\" "
	     "y=\"6\" width=\"%.2f%%\" height=\"14\"/>",
	     left * scale, width * scale);
	html(view->b, "<line class=\"jn\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"20\" y2=\"48\"/>",
	     to * scale, to * scale);
	html(view->b, "<circle class=\"o\" cx=\"%.2f%%\" cy=\"13\" r=\"4.5\"/></svg></td>",
	     published * scale);
}

static void add_step(const struct view *view, const figure *f, double before)
{
	const char *added = number(view, fabs(f->ours - before), f, 0);
	const char *sign = before > 0 ? (f->ours < before ? "−" : "+") : "";
	html(view->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
	     in_lang(view, f->step, f->step_fr));
	add_bar(view, before, f->ours, f->published);
	html(view->b, "<td role=\"cell\" class=\"n\">%s%s</td>", sign, added);
	add_cell(view, _("ours, so far"), number(view, f->ours, f, 0), href_ours(view, f));
	add_cell(view, _("published, so far"), number(view, f->published, f, 0), NULL);
	html(view->b, "</tr>\n");
}

static void add_steps(const struct view *view)
{
	const char *unit = "";
	double before = 0;
	for (size_t i = 0; i < view->n; i++)
		if (*view->figures[i].step)
			unit = view->figures[i].unit;
	const char *const heads[] = {_("step"), unit, _("adds"), _("ours, so far"),
				     _("published, so far")};
	html(view->b, "<section aria-labelledby=\"h-wf\"><h2 id=\"h-wf\">%s</h2>\n",
	     _("Step by step to the whole"));
	html(view->b,
	     "<ul class=\"key\"><li><span class=\"q qo\">%s</span></li><li><svg width=\"12\" "
	     "height=\"12\" aria-hidden=\"true\"><circle class=\"o\" cx=\"6\" cy=\"6\" "
	     "r=\"4.5\"/></svg>%s</li></ul>\n",
	     _("ours, what the step adds"), _("published, with all before"));
	estimate_table(view->b, _("Step by step to the whole"), heads, 5, 2, 5);
	for (size_t i = 0; i < view->n; i++) {
		if (!*view->figures[i].step)
			continue;
		add_step(view, &view->figures[i], before);
		before = view->figures[i].ours;
	}
	html(view->b, "</tbody></table>\n<p class=\"s\">%s</p></section>\n",
	     _("Ours is at the inputs that the publication states; the interval of each is with "
	       "its estimate, behind the link."));
}

/* ---- all of its figures --------------------------------------------------------------------- */

static const char *difference(const struct view *view, const figure *f)
{
	struct buf text = {0};
	double percent = 100 * change_of(f->published, f->ours);
	if (isnan(percent)) {
		buf_puts(&text, _("not known"));
	} else {
		buf_puts(&text, percent < 0 ? "−" : "+");
		print_number(&text, fabs(percent), fabs(percent) < 0.1 ? 3 : 1,
			     view->request->numbers);
		buf_puts(&text, " %");
	}
	const char *kept = arena_strdup(view->request->arena, buf_text(&text));
	buf_release(&text);
	return kept ? kept : "";
}

static void add_figures(const struct view *view)
{
	const char *const heads[] = {_("figure"), _("published"), _("ours"), _("difference"),
				     _("why")};
	html(view->b, "<section aria-labelledby=\"h-all\"><h2 id=\"h-all\">%s</h2>\n",
	     _("Every published figure compared with ours"));
	estimate_table(view->b, _("Every published figure compared with ours"), heads, 5, 1, 4);
	for (size_t i = 0; i < view->n; i++) {
		const figure *f = &view->figures[i];
		html(view->b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s <span "
		     "class=\"u\">%s</span></th>",
		     in_lang(view, f->what, f->what_fr), f->unit);
		add_cell(view, _("published"), number(view, f->published, f, 0), NULL);
		add_cell(view, _("ours"), number(view, f->ours, f, 1), href_ours(view, f));
		add_cell(view, _("difference"), difference(view, f), NULL);
		html(view->b, "<td role=\"cell\" class=\"a s\">%s%s</td></tr>\n",
		     f->follows ? "" : _("not reproduced: "), in_lang(view, f->why, f->why_fr));
	}
	html(view->b, "</tbody></table></section>\n");
}

/* ---- one publication ------------------------------------------------------------------------ */

static void add_sentence(const struct view *view)
{
	const figure *first = NULL, *last = NULL;
	struct buf text = {0}, times = {0};
	size_t follow = 0;
	for (size_t i = 0; i < view->n; i++) {
		const figure *f = &view->figures[i];
		follow += f->follows != 0;
		if (!*f->step)
			continue;
		first = first ? first : f;
		last = f;
	}
	if (view->steps > 1 && first->ours > 0) {
		print_number(&times, last->ours / first->ours, 1, view->request->numbers);
		buf_addf(&text,
			 _("The first step counts %s %s, all of them %s %s: %s times as much. "),
			 number(view, first->ours, first, 0), first->unit,
			 number(view, last->ours, last, 0), last->unit, buf_text(&times));
	}
	buf_addf(&text, _("%zu of %zu published figures are found again."), follow, view->n);
	html(view->b, "<p class=\"lead\">%s</p>\n", buf_text(&text));
	html(view->b,
	     "<p class=\"s\">%s %s · %s <span class=\"m\">frugal published %s</span></p>\n",
	     _("Published:"), view->figures[0].source, _("Ours:"), view->figures[0].publication);
	buf_release(&text);
	buf_release(&times);
}

static int read_figures(const frugal_published *published, struct view *view,
			struct frugal_error *reterr)
{
	size_t n = frugal_published_count(published);
	figure *figures = arena_array(view->request->arena, n + 1, sizeof(*figures));
	if (!figures)
		return error_nomem(reterr);
	view->figures = figures;
	for (; view->n < n; view->n++) {
		figure *f = &figures[view->n];
		if (frugal_published_get(published, view->n, f) < 0)
			break;
		view->steps += *f->step != '\0';
		if (*f->step)
			view->most = fmax(view->most, fmax(f->ours, f->published));
	}
	return 0;
}

static void write_one(struct view *view, struct http_reply *reply)
{
	web_begin(view->request, reply, view->figures[0].name, "/published");
	add_sentence(view);
	html(view->b, "<div class=\"g\">\n");
	if (view->steps > 1 && view->most > 0)
		add_steps(view);
	add_figures(view);
	html(view->b, "</div>\n<ul class=\"lnk\"><li><a href=\"%s\">JSON</a></li>",
	     web_href(view->request, "/api/v1/published/%s",
		      web_part(view->request, view->figures[0].publication)));
	html(view->b, "<li><a href=\"%s\">%s</a></li></ul>\n",
	     web_href(view->request, "/published"), _("All publications"));
	web_end(view->request, reply);
}

static int open_view(struct request *request, struct http_reply *reply, const char *name,
		     frugal_published **ret, struct view *view, struct frugal_error *reterr)
{
	frugal_library *library;
	*view = (struct view){.request = request, .b = &reply->body};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_published_new(library, name, ret, reterr);
	return r == 0 ? read_figures(*ret, view, reterr) : r;
}

int page_published_one(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	frugal_published *published = NULL;
	struct view view;
	int r = open_view(request, reply, request->rest, &published, &view, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r == 0 && view.n)
		write_one(&view, reply);
	frugal_published_free(published);
	return r;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool begins(const struct view *view, size_t i)
{
	return i == 0 ||
	       strcmp(view->figures[i].publication, view->figures[i - 1].publication) != 0;
}

static void add_publication(const struct view *view, size_t first)
{
	const figure *f = &view->figures[first];
	size_t n = 0, follow = 0;
	for (size_t i = first; i < view->n && (i == first || !begins(view, i)); i++, n++)
		follow += view->figures[i].follows != 0;
	html(view->b,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>",
	     web_href(view->request, "/published/%s", web_part(view->request, f->publication)),
	     f->name);
	html(view->b,
	     "<td role=\"cell\" class=\"a s\">%s</td><td role=\"cell\" class=\"n n2\" "
	     "data-l=\"%s\">%zu</td><td role=\"cell\" class=\"n n2\" data-l=\"%s\">%zu</td></tr>\n",
	     f->source, _("figures"), n, _("found again"), follow);
}

int page_published_list(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	frugal_published *published = NULL;
	struct view view;
	int r = open_view(request, reply, NULL, &published, &view, reterr);
	if (r < 0)
		return r;
	const char *const heads[] = {_("publication"), _("source"), _("figures"), _("found again")};
	web_begin(request, reply, _("Published figures"), "/published");
	html(view.b, "<p class=\"lead\">%s</p>\n",
	     _("What papers and suppliers state, compared with what our models give for the same "
	       "inputs; where they differ, the reason is given."));
	estimate_table(view.b, _("Published figures"), heads, 4, 2, 4);
	for (size_t i = 0; i < view.n; i++)
		if (begins(&view, i))
			add_publication(&view, i);
	html(view.b, "</tbody></table>\n");
	web_end(request, reply);
	frugal_published_free(published);
	return 0;
}
