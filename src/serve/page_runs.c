/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of the ledger as a table, newest first: filtered by words, a page of rows at a time. */
#include "base/intl.h"
#include "report/run.h"
#include "report/run_words.h"
#include "serve/routes.h"
#include "serve/web.h"

#define ROWS 50

struct rows {
	struct request *request;
	struct buf *b;
	size_t n;
};

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
	const char *href = web_href(request, "/runs/%s", run->id);
	add_command(&words, run, 60);
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%.4s</a> %s ",
	     href, run->id, *run->name ? run->name : buf_text(&words));
	html(b, "<span class=\"s\">%s</span></th><td role=\"cell\" class=\"s\">", run->project);
	web_moment(b, run->started_us);
	html(b, "</td>");
	add_figure(rows, run, "energy", href);
	add_figure(rows, run, "carbon", href);
	buf_clear(&words);
	add_end(&words, run);
	html(b, "<td role=\"cell\" class=\"a s\">%s</td></tr>\n", buf_text(&words));
	buf_release(&words);
	rows->n++;
	return FRUGAL_VISIT_ON;
}

static void add_head(struct buf *b)
{
	const char *heads[] = {_("run"),    _("started (UTC)"), _("energy"), _("interval"),
			       _("carbon"), _("interval"),      _("end")};
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\">",
	     _("Runs"));
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i > 1 && i < 6 ? "n" : "", heads[i]);
	}
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static void add_search(struct request *request, struct buf *b)
{
	const char *words = request_query(request, "filter");
	html(b,
	     "<form class=\"acts\" method=\"get\" action=\"%s\"><p><label "
	     "for=\"filter\">%s</label> ",
	     web_href(request, "/runs"), _("filter"));
	html(b,
	     "<input id=\"filter\" name=\"filter\" value=\"%s\" "
	     "placeholder=\"project=digits,phase=training\"> "
	     "<button>%s</button></p></form>\n",
	     words ? words : "", _("Show"));
}

int page_runs_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	struct rows rows = {.request = request, .b = &reply->body};
	struct frugal_filter filter = {
		.size = sizeof(filter), .words = request_query(request, "filter"), .limit = ROWS};
	int r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	web_begin(request, reply, _("Runs"), "/runs");
	add_search(request, rows.b);
	add_head(rows.b);
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, add_row, &rows, reterr);
	if (r < 0)
		return r;
	html(rows.b, "</tbody></table>\n");
	if (!rows.n)
		html(rows.b, "<p>%s <span class=\"m\">frugal run -- CMD</span></p>\n",
		     _("No run is stored that matches. To record one:"));
	web_end(request, reply);
	return 0;
}
