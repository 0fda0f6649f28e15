/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups of runs side by side: one sentence, quality against energy, what the tests say, the cost
 * of the next point, all values, and forecasts against what came. The query says which groups.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/compare.h"
#include "report/number.h"
#include "serve/compare_asked.h"
#include "serve/compare_view.h"
#include "serve/marks.h"
#include "serve/routes.h"

#define BLANKS 2 /* fields for further groups */

struct web_quantity compare_mean(struct request *request, const struct compare_group *group,
				 enum compare_figure f)
{
	static const char *const units[COMPARE_FIGURES] = {"Wh", "gCO2e", "h"};
	const struct stat_summary *s = &group->of_figures[f];
	return web_quantity(request, s->n ? s->mean : (double)NAN, fmax(group->low[f], 0),
			    group->high[f], units[f]);
}

const char *compare_quality(struct request *request, double x)
{
	const char *text =
		arena_strdup(request->arena, number_fixed(NUMBER_OWN, x, 4, request->numbers));
	return text ? text : "";
}

unsigned compare_form(const struct compare_group *group)
{
	return isnan(group->measured_share)    ? GROUP_QUALITY_UNKNOWN
	       : group->measured_share > 0.999 ? 1 + FRUGAL_MEASURED
					       : 1 + FRUGAL_MODELLED;
}

/* ---- in words ------------------------------------------------------------------------------- */

/* The group with the best quality, or with the least energy; NULL: none has it. */
static const struct compare_group *best_of(const struct comparison *c, bool quality)
{
	const struct compare_group *best = NULL;
	double sign = quality && !c->asked.less_is_better ? -1 : 1, least = INFINITY;
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		const struct stat_summary *s =
			quality ? &group->of_quality : &group->of_figures[COMPARE_ENERGY];
		if (s->n && sign * s->mean < least) {
			least = sign * s->mean;
			best = group;
		}
	}
	return best;
}

static const char *energy_words(struct compare_view *v, const struct compare_group *group)
{
	const struct web_quantity mean = compare_mean(v->request, group, COMPARE_ENERGY);
	const char *text =
		*mean.ends ? arena_printf(v->request->arena, "%s (%s)", mean.value, mean.ends)
			   : mean.value;
	return text ? text : mean.value;
}

static void add_lead(struct compare_view *v)
{
	const struct comparison *c = v->comparison;
	const struct compare_group *best = c->asked.metric ? best_of(c, true) : NULL;
	const struct compare_group *least = best_of(c, false);
	html(v->b, "<p class=\"lead\">");
	if (best)
		html_text(v->b, arena_printf(v->request->arena,
					     _("%s has the best %s, %s, and a run of it uses %s."),
					     best->title, c->asked.metric,
					     compare_quality(v->request, best->of_quality.mean),
					     energy_words(v, best)));
	if (least && least == best)
		html(v->b, " %s", _("No other uses less."));
	else if (least)
		html(v->b, " %s",
		     arena_printf(v->request->arena, _("%s uses the least energy: %s a run."),
				  least->title, energy_words(v, least)));
	else
		html(v->b, "%s", _("The energy of these runs is not known."));
	html(v->b, "</p>\n<p class=\"s\">%s</p>\n", compare_levels());
}

/* Lines of a text of the command line. */
static void add_lines(struct buf *b, const char *text)
{
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n");
		if (line > text && n)
			html(b, "<br>");
		html(b, "%.*s", (int)n, line);
		line += n + (line[n] != '\0');
	}
}

static void add_words(struct compare_view *v)
{
	const struct comparison *c = v->comparison;
	struct buf text = {0};
	html(v->b, "<section aria-labelledby=\"h-v\"><h2 id=\"h-v\">%s</h2>\n<ul>",
	     _("Results of the tests"));
	for (size_t i = 1; i < c->n; i++) {
		buf_clear(&text);
		compare_pair_text(c, i, v->request->numbers, &text);
		html(v->b, "<li>");
		add_lines(v->b, buf_text(&text));
		html(v->b, "</li>\n");
	}
	html(v->b, "</ul>\n");
	if (c->asked.metric) {
		buf_clear(&text);
		compare_law_text(c, v->request->numbers, &text);
		html(v->b, "<h3>%s</h3><p>", _("The cost of the next point"));
		add_lines(v->b, buf_text(&text));
		html(v->b, "</p>\n");
	}
	buf_clear(&text);
	if (compare_left_out(c, &text))
		html(v->b, "<p class=\"s\">%s</p>\n", buf_text(&text));
	buf_clear(&text);
	sums_pues_left(&text, &c->pues_left, v->request->numbers);
	if (text.n)
		html(v->b, "<p class=\"s\">%s</p>\n", buf_text(&text));
	html(v->b, "</section>\n");
	buf_release(&text);
}

/* ---- all values ----------------------------------------------------------------------------- */

static void add_quality(struct compare_view *v, const struct stat_summary *s)
{
	struct buf text = {0};
	if (s->n)
		print_number(&text, s->mean, 4, v->request->numbers);
	html(v->b, "<td role=\"cell\" class=\"n\">%s</td>",
	     s->n ? buf_text(&text) : _("not known"));
	html(v->b, "<td role=\"cell\" class=\"n n2 u\" data-l=\"%s\">", _("interval"));
	if (s->n > 1)
		html(v->b, "%s %s %s", compare_quality(v->request, s->low), _("to"),
		     compare_quality(v->request, s->high));
	html(v->b, "</td>");
	buf_release(&text);
}

/* The runs of a group, or the one run that it is. */
static const char *href_of(struct compare_view *v, const struct compare_group *group)
{
	const char *within = v->comparison->asked.within_words;
	if (!strchr(group->label, '='))
		return web_href(v->request, "/runs/%s", web_part(v->request, group->label));
	const char *words = within && *within
				    ? arena_printf(v->request->arena, "%s,%s", group->label, within)
				    : group->label;
	return web_href(v->request, "/runs?filter=%s",
			web_part(v->request, words ? words : group->label));
}

static void add_row(struct compare_view *v, size_t i, double end)
{
	const struct comparison *c = v->comparison;
	const struct compare_group *group = &c->groups[i];
	const struct stat_summary *energy = &group->of_figures[COMPARE_ENERGY];
	html(v->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s", group->title);
	html(v->b, " <span class=\"s\">%s%s%s</span></th>",
	     web_runs(v->request, (double)group->runs), i ? "" : ", ", i ? "" : _("the baseline"));
	if (c->asked.metric)
		add_quality(v, &group->of_quality);
	html(v->b, "<td role=\"cell\" class=\"c cs\">");
	marks_value(v->b, energy->n ? energy->mean : (double)NAN,
		    fmax(group->low[COMPARE_ENERGY], 0), group->high[COMPARE_ENERGY], end,
		    compare_form(group));
	html(v->b, "</td>");
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct web_quantity mean =
			compare_mean(v->request, group, (enum compare_figure)f);
		web_cells(v->request, v->b, &mean, href_of(v, group));
	}
	if (c->asked.metric)
		html(v->b, "<td role=\"cell\" class=\"a s\">%s</td>",
		     c->front[i] ? _("on the Pareto front") : "");
	html(v->b, "</tr>\n");
}

static void add_table(struct compare_view *v)
{
	const struct comparison *c = v->comparison;
	double most = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->groups[i].of_figures[COMPARE_ENERGY].n)
			most = fmax(most, fmax(c->groups[i].of_figures[COMPARE_ENERGY].mean,
					       c->groups[i].high[COMPARE_ENERGY]));
	double end = marks_end(most);
	struct web_head heads[11] = {{_("group"), ""}};
	size_t n = 1;
	if (c->asked.metric) {
		heads[n++] = (struct web_head){c->asked.metric, "n"};
		heads[n++] = (struct web_head){_("interval"), "n"};
	}
	heads[n++] =
		(struct web_head){arena_printf(v->request->arena, _("energy of a run, 0 to %s"),
					       web_scale(v->request, end, "Wh")),
				  "c cs"};
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		heads[n++] = (struct web_head){_(compare_figure_names[f]), "n"};
		heads[n++] = (struct web_head){_("interval"), "n"};
	}
	if (c->asked.metric)
		heads[n++] = (struct web_head){_("front"), ""};
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-t\"><h2 id=\"h-t\">%s</h2>\n",
	     _("All values"));
	web_table(v->b, _("Means of a run of each group"), heads, n);
	for (size_t i = 0; i < c->n; i++)
		add_row(v, i, end);
	web_table_end(v->b);
	html(v->b, "</section>\n");
}

/* ---- what is asked -------------------------------------------------------------------------- */

static void add_group_field(struct buf *b, size_t i, const char *value)
{
	html(b,
	     "<div class=\"fd\"><label for=\"i-group-%zu\">%s %zu</label><input id=\"i-group-%zu\" "
	     "name=\"groups\" value=\"%s\"></div>\n",
	     i, i ? _("group") : _("baseline, group"), i + 1, i, value);
}

static void add_form(struct request *request, struct buf *b, const struct compare_asked *asked)
{
	const struct web_field project = {.name = "project",
					  .label = _("project: the names of its runs"),
					  .value = asked->project},
			       metric = {.name = "metric",
					 .label = _("metric of quality"),
					 .value = asked->metric,
					 .hint = _("such as accuracy")};
	html(b,
	     "<section class=\"w\" aria-labelledby=\"h-q\"><h2 id=\"h-q\">%s</h2>\n"
	     "<form method=\"get\" action=\"%s\"><div class=\"qq\">\n",
	     _("What to compare"), web_href(request, "/compare"));
	web_input(b, &project);
	web_input(b, &metric);
	html(b,
	     "<div class=\"fd\"><label for=\"i-less\">%s</label><select id=\"i-less\" "
	     "name=\"less\"><option value=\"\">%s</option><option value=\"1\"%s>%s</option>"
	     "</select></div>\n",
	     _("better are"), _("higher values"), asked->less_is_better ? " selected" : "",
	     _("lower values"));
	size_t n = asked->chosen ? 0 : asked->n;
	for (size_t i = 0; i < n; i++)
		add_group_field(b, i, asked->labels[i]);
	for (size_t i = n; i < n + BLANKS && i < COMPARE_GROUPS; i++)
		add_group_field(b, i, "");
	html(b, "</div><p class=\"s\">%s</p><button>%s</button></form></section>\n",
	     _("A group is a run (its id, last) or words: name=small; "
	       "project=digits,phase=training; tag=x."),
	     _("Compare"));
}

static void add_comparison(struct compare_view *v)
{
	add_lead(v);
	html(v->b, "<div class=\"g g3\">\n");
	compare_chart(v);
	add_words(v);
	add_table(v);
}

/* ---- the page ------------------------------------------------------------------------------- */

/* What is asked and cannot be compared is said above the form; other errors are those of the page.
 */
static int answer(struct request *request, frugal_ledger *ledger, struct compare_asked *asked,
		  frugal_comparison **ret, struct frugal_error *ret_wrong,
		  struct frugal_error *reterr)
{
	int r = compare_asked_read(request, ledger, asked, ret_wrong);
	if (r == 0 && (asked->n > 1 || (asked->n && !asked->chosen)))
		r = compare_asked_answer(asked, ledger, ret, ret_wrong);
	else if (r == 0 && asked->chosen)
		r = error_set(ret_wrong, FRUGAL_EUSAGE,
			      _("the runs of project '%s' have fewer than two names"),
			      asked->project);
	if (r == FRUGAL_EUSAGE)
		return 0;
	if (r < 0)
		*reterr = *ret_wrong;
	return r;
}

int page_compare_page(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_comparison *comparison = NULL;
	frugal_forecasts *forecasts = NULL;
	struct compare_asked asked;
	struct frugal_error wrong = {0};
	struct buf *b = &reply->body;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = answer(request, ledger, &asked, &comparison, &wrong, reterr);
	if (r == 0)
		r = frugal_forecasts_read(ledger, &forecasts, reterr);
	if (r == 0) {
		struct compare_view v = {request, b, NULL};
		web_begin(request, reply, _("Compare"), "/compare");
		if (comparison) {
			v.comparison = comparison_of(comparison);
			add_comparison(&v);
		} else {
			html(b, "<p class=\"lead\">%s</p>\n",
			     _("Which of several ways uses less, and is it as good?"));
			if (*wrong.what)
				html(b, "<p class=\"note\">%s %s</p>\n", wrong.what, wrong.todo);
			html(b, "<div class=\"g g3\">\n");
		}
		compare_forecasts(request, b, forecasts_of(forecasts));
		add_form(request, b, &asked);
		html(b, "</div>\n");
		web_end(request, reply);
	}
	frugal_forecasts_free(forecasts);
	frugal_comparison_free(comparison);
	return r;
}

int page_compare_json(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_comparison *comparison = NULL;
	struct compare_asked asked;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = compare_asked_read(request, ledger, &asked, reterr);
	if (r == 0 && (asked.n || asked.project))
		r = compare_asked_answer(&asked, ledger, &comparison, reterr);
	if (r < 0)
		return r;
	reply->status = 200;
	reply->media = "application/json";
	if (comparison)
		compare_json(comparison_of(comparison), &reply->body);
	else
		buf_puts(&reply->body, "{\"kind\": \"comparison\", \"groups\": []}\n");
	frugal_comparison_free(comparison);
	return reply->body.failed ? error_nomem(reterr) : 0;
}
