/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runs of the ledger as a table: filtered, searched and sorted, a page of rows at a time, with
 * the sums of all that match.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "record/words.h"
#include "report/run.h"
#include "report/run_words.h"
#include "report/vocabulary.h"
#include "serve/routes.h"
#include "serve/web.h"

#define ROWS 50
#define MOST_OFFSET 10000 /* further rows are found by narrowing */

static const char *const sorts[] = {"start", "energy", "carbon", "duration", NULL};

struct rows {
	struct request *request;
	struct buf *b;
	struct frugal_filter filter;
	const char *search;
	size_t n;
	bool more;
	double running; /* of those shown: in no sum */
};

/* The page with one field of the query changed; offset 0 begins anew. */
static const char *link_to(struct rows *rows, const char *sort, size_t offset)
{
	static const char *const names[] = {"project", "phase", "status", "outcome", "filter"};
	struct request *request = rows->request;
	struct buf path = {0};
	buf_addf(&path, "/runs?sort=%s", sort);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (request_query(request, names[i]))
			buf_addf(&path, "&%s=%s", names[i],
				 web_part(request, request_query(request, names[i])));
	if (offset)
		buf_addf(&path, "&offset=%zu", offset);
	const char *href = web_href(request, "%s", buf_text(&path));
	buf_release(&path);
	return href;
}

static void add_figure(struct rows *rows, const struct run_record *run, const char *name,
		       const char *href)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct web_quantity quantity = {_("not known"), "", "", false};
	if (figure)
		quantity = web_quantity(rows->request, figure->value, figure->low, figure->high,
					figure->unit);
	web_cells(rows->request, rows->b, &quantity, href);
}

static int add_row(void *context, const frugal_run *handle, struct frugal_error *reterr)
{
	struct rows *rows = context;
	struct request *request = rows->request;
	const struct run_record *run = record_of(handle);
	struct buf *b = rows->b;
	struct buf words = {0};
	(void)reterr;
	if (rows->n == ROWS) {
		rows->more = true;
		return FRUGAL_VISIT_STOP;
	}
	const char *href = web_href(request, "/runs/%s", run->id);
	if (*run->name)
		add_clean_text(&words, run->name, 60);
	else
		add_command(&words, run, 60);
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%.4s</a> %s ",
	     href, run->id, buf_text(&words));
	buf_clear(&words);
	add_clean_text(&words, run->project, 40);
	html(b, "<span class=\"s\">%s%s%s</span></th><td role=\"cell\" class=\"s\">",
	     buf_text(&words), *run->project && *run->phase ? ", " : "",
	     vocabulary_word(run->phase));
	web_moment(b, run->started_us);
	struct web_quantity time = web_quantity(request, run->duration.s, NAN, NAN, "s");
	html(b, "</td><td role=\"cell\" class=\"n\">%s</td>", time.value);
	add_figure(rows, run, "energy", href);
	add_figure(rows, run, "carbon", href);
	buf_clear(&words);
	add_end(&words, run);
	const char *outcome = run_outcome(run);
	html(b, "<td role=\"cell\" class=\"a s\">%s%s%s</td></tr>\n", buf_text(&words),
	     *outcome ? ", " : "", vocabulary_word(outcome));
	buf_release(&words);
	rows->n++;
	rows->running += run->status == RUN_RUNNING;
	return FRUGAL_VISIT_ON;
}

/* A heading that sorts; NULL as sort: none. */
static void add_heading(struct rows *rows, const char *text, const char *sort, const char *class)
{
	const bool here = sort && strcmp(rows->filter.sort, sort) == 0;
	html(rows->b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\"%s>", class,
	     here ? " aria-sort=\"descending\"" : "");
	if (sort && !here)
		html(rows->b, "<a href=\"%s\">%s</a>", link_to(rows, sort, 0), text);
	else
		html(rows->b, "%s%s", text, here ? " ↓" : "");
	html(rows->b, "</th>");
}

static void add_head(struct rows *rows)
{
	html(rows->b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\">",
	     _("Runs"));
	add_heading(rows, _("run"), NULL, "");
	add_heading(rows, _("started (UTC)"), "start", "");
	add_heading(rows, _("time"), "duration", "n");
	add_heading(rows, _("energy"), "energy", "n");
	add_heading(rows, _("interval"), NULL, "n");
	add_heading(rows, _("carbon"), "carbon", "n");
	add_heading(rows, _("interval"), NULL, "n");
	add_heading(rows, _("end"), NULL, "");
	html(rows->b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static void add_choice(struct rows *rows, const char *name, const char *label,
		       const char *const *words, const char *any)
{
	struct buf *b = rows->b;
	const char *chosen = request_query(rows->request, name);
	html(b, "<div><label for=\"in-%s\">%s</label><select id=\"in-%s\" name=\"%s\">", name,
	     label, name, name);
	if (any)
		html(b, "<option value=\"\">%s</option>", any);
	for (size_t i = 0; words[i]; i++)
		html(b, "<option value=\"%s\"%s>%s</option>", words[i],
		     chosen && strcmp(words[i], chosen) == 0 ? " selected" : "",
		     vocabulary_word(words[i]));
	html(b, "</select></div>\n");
}

static void add_text_field(struct rows *rows, const char *name, const char *label,
			   const char *example)
{
	const char *value = request_query(rows->request, name);
	html(rows->b, "<div><label for=\"in-%s\">%s</label><input id=\"in-%s\" name=\"%s\" ", name,
	     label, name, name);
	html(rows->b, "placeholder=\"%s\" value=\"%s\"></div>\n", example, value ? value : "");
}

static void add_search(struct rows *rows)
{
	struct buf *b = rows->b;
	html(b, "<form method=\"get\" action=\"%s\" role=\"search\"><div class=\"kf\">\n",
	     web_href(rows->request, "/runs"));
	add_text_field(rows, "project", _("project"), "");
	add_text_field(rows, "filter", _("search: a name, or words"), "name=small,tag=night");
	add_choice(rows, "phase", _("phase"), run_phases, _("any"));
	add_choice(rows, "status", _("status"), run_statuses, _("any"));
	add_choice(rows, "outcome", _("outcome"), run_outcomes, _("any"));
	add_choice(rows, "sort", _("largest or newest first by"), sorts, NULL);
	html(b, "</div><p><button>%s</button> <a href=\"%s\">%s</a></p></form>\n", _("Show"),
	     web_href(rows->request, "/runs"), _("all runs"));
}

static void add_amount(struct rows *rows, const char *label, const struct frugal_amount *amount,
		       double runs, const char *unit)
{
	struct request *request = rows->request;
	struct web_quantity q = {_("not known"), "", "", false};
	if (amount->runs > 0)
		q = web_quantity(request, amount->value, amount->low, amount->high, unit);
	html(rows->b, "<div><dt>%s</dt><dd class=\"%s\">%s</dd><dd class=\"s\">%s", label,
	     q.known ? "v" : "no", *q.wide ? q.wide : q.value, *q.wide ? _("central value") : "");
	html(rows->b, " %s", *q.wide ? q.value : q.ends);
	if (q.known && amount->runs < runs)
		html(rows->b, " · %s",
		     arena_printf(request->arena,
				  _("of %.0f of %.0f runs; of the rest it is not known"),
				  amount->runs, runs));
	html(rows->b, "</dd></div>\n");
}

static int add_sum(void *context, const char *key, const struct frugal_sum *sum,
		   struct frugal_error *reterr)
{
	struct rows *rows = context;
	(void)key;
	(void)reterr;
	html(rows->b, "<p class=\"lead\">%s</p>\n",
	     arena_printf(rows->request->arena, _("%.0f runs that have ended match; together:"),
			  sum->runs));
	html(rows->b, "<dl class=\"kf\">\n");
	add_amount(rows, _("energy"), &sum->energy_wh, sum->runs, "Wh");
	add_amount(rows, _("carbon of the electricity"), &sum->carbon_g, sum->runs, "gCO2e");
	add_amount(rows, _("embodied carbon"), &sum->embodied_g, sum->runs, "gCO2e");
	add_amount(rows, _("water"), &sum->water_l, sum->runs, "L");
	html(rows->b, "</dl>\n");
	return FRUGAL_VISIT_ON;
}

static void add_pages(struct rows *rows)
{
	const size_t at = rows->filter.offset;
	const char *sort = rows->filter.sort;
	html(rows->b, "<nav aria-label=\"%s\"><ul class=\"lnk\">", _("Pages of runs"));
	if (at)
		html(rows->b, "<li><a href=\"%s\" rel=\"prev\">%s</a></li>",
		     link_to(rows, sort, at > ROWS ? at - ROWS : 0), _("previous runs"));
	if (rows->n)
		html(rows->b, "<li>%s</li>",
		     arena_printf(rows->request->arena, _("%zu to %zu"), at + 1, at + rows->n));
	if (rows->more && at + ROWS <= MOST_OFFSET)
		html(rows->b, "<li><a href=\"%s\" rel=\"next\">%s</a></li>",
		     link_to(rows, sort, at + ROWS), _("next runs"));
	else if (rows->more)
		html(rows->b, "<li>%s</li>", _("For more, narrow the search."));
	html(rows->b, "</ul></nav>\n");
}

/* "small" is a name; "name=small,tag=night" are words. */
static const char *words_of(const struct request *request)
{
	const char *words = request_query(request, "filter");
	return !words || strchr(words, '=') ? words
					    : arena_printf(request->arena, "name=%s", words);
}

static int read_query(struct rows *rows, struct frugal_error *reterr)
{
	const struct request *request = rows->request;
	const char *offset = request_query(request, "offset");
	const char *sort = request_query(request, "sort");
	int64_t at = 0;
	if (offset && !num_parse_int(str_of(offset), 0, MOST_OFFSET, &at))
		return error_set(reterr, FRUGAL_EUSAGE, _("offset is a number from 0 to %d"),
				 MOST_OFFSET);
	rows->filter = (struct frugal_filter){.size = sizeof(rows->filter),
					      .project = request_query(request, "project"),
					      .phase = request_query(request, "phase"),
					      .status = request_query(request, "status"),
					      .outcome = request_query(request, "outcome"),
					      .words = words_of(request),
					      .sort = sort ? sort : "start",
					      .offset = (size_t)at,
					      .limit = ROWS + 1};
	return 0;
}

static int add_totals(struct rows *rows, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct frugal_filter all = rows->filter;
	const char *status = all.status ? all.status : "";
	if (strcmp(status, "running") == 0)
		return 0;
	all.limit = all.offset = 0;
	all.sort = NULL;
	return frugal_ledger_sum(ledger, &all, NULL, add_sum, rows, reterr);
}

int page_runs_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	struct buf table = {0};
	struct rows rows = {.request = request, .b = &table};
	int r = read_query(&rows, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	add_head(&rows);
	r = frugal_ledger_list(ledger, &rows.filter, FRUGAL_RUN_FIGURES, add_row, &rows, reterr);
	html(&table, "</tbody></table>\n");
	if (r == 0) {
		web_begin(request, reply, _("Runs"), "/runs");
		rows.b = &reply->body;
		if (rows.n)
			r = add_totals(&rows, ledger, reterr);
		add_search(&rows);
		if (rows.n)
			buf_add(rows.b, buf_text(&table), table.n);
		else
			html(rows.b, "<p>%s <span class=\"m\">frugal run -- CMD</span></p>\n",
			     _("No run is stored that matches. To record one:"));
		if (strcmp(rows.filter.sort, "start") != 0)
			html(rows.b, "<p class=\"s\">%s</p>\n",
			     _("The largest of the newest 10 000 runs that match."));
		add_pages(&rows);
		web_end(request, reply);
	}
	buf_release(&table);
	return r;
}
