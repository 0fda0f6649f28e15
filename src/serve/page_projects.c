/* SPDX-License-Identifier: Apache-2.0 */
/* The projects of the ledger with what their runs used, the one that used most first. */
#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/num.h"
#include "quantity/change.h"
#include "serve/marks.h"
#include "serve/routes.h"
#include "serve/web_sums.h"

#define ROWS 60

/* Those whose energy is not known come last. */
static int more_first(const void *a, const void *b)
{
	const struct totals_row *const *x = a, *const *y = b;
	double ex = group_value(&(*x)->use.energy_wh, (*x)->use.runs);
	double ey = group_value(&(*y)->use.energy_wh, (*y)->use.runs);
	ex = isnan(ex) ? -1 : ex;
	ey = isnan(ey) ? -1 : ey;
	return ex > ey ? -1 : ex < ey;
}

static const struct totals_row **ordered(struct request *request, const struct totals *totals)
{
	const struct totals_row **rows =
		arena_array(request->arena, totals->n + 1, sizeof(const struct totals_row *));
	for (size_t i = 0; rows && i < totals->n; i++)
		rows[i] = &totals->rows[i];
	if (rows && totals->n)
		qsort(rows, totals->n, sizeof(const struct totals_row *), more_first);
	return rows;
}

static void add_row(struct request *request, struct buf *b, const struct totals_row *row,
		    double all_wh, double end)
{
	const struct use *use = &row->use;
	const char *href = web_href(request, "/projects/%s", web_part(request, row->key));
	double wh = group_value(&use->energy_wh, use->runs);
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	if (*row->key)
		html(b, "<a href=\"%s\">%s</a>", href, row->key);
	else
		html(b, "%s", _("(none)"));
	html(b, " <span class=\"s\">%s</span></th><td role=\"cell\" class=\"c\">",
	     web_runs(request, use->runs));
	marks_value(b, wh, use->energy_wh.low, use->energy_wh.high, end, GROUP_QUALITY_UNKNOWN);
	html(b, "</td>");
	web_sum_cells(request, b, &use->energy_wh, use->runs, KIND_ENERGY, *row->key ? href : NULL);
	web_sum_cells(request, b, &use->carbon_g, use->runs, KIND_CO2E, *row->key ? href : NULL);
	html(b, "<td role=\"cell\" class=\"n\">%s</td></tr>\n",
	     web_share(request, share_of(wh, all_wh)));
}

static void add_total(struct request *request, struct buf *b, const struct use *all)
{
	html(b,
	     "<tr role=\"row\" class=\"t\"><th role=\"rowheader\" scope=\"row\">%s <span "
	     "class=\"s\">%s</span></th><td role=\"cell\" class=\"c\"></td>",
	     _("total"), web_runs(request, all->runs));
	web_sum_cells(request, b, &all->energy_wh, all->runs, KIND_ENERGY, NULL);
	web_sum_cells(request, b, &all->carbon_g, all->runs, KIND_CO2E, NULL);
	html(b, "<td role=\"cell\" class=\"n\"></td></tr>\n");
}

static void add_table(struct request *request, struct buf *b, const struct totals *totals,
		      const struct totals_row **rows, size_t from)
{
	const struct use_figure *most = &rows[0]->use.energy_wh;
	double end = marks_end(fmax(most->value, most->high));
	const char *scale = web_scale(request, end, "Wh");
	const struct web_head heads[] = {
		{_("project"), ""},
		{arena_printf(request->arena, _("energy, 0 to %s"), scale), "c"},
		{_("energy"), "n"},
		{_("interval"), "n"},
		{_("carbon"), "n"},
		{_("interval"), "n"},
		{_("share"), "n"},
	};
	web_table(b, _("Projects"), heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = from; i < totals->n && i < from + ROWS; i++)
		add_row(request, b, rows[i], totals->all.energy_wh.value, end);
	add_total(request, b, &totals->all);
	web_table_end(b);
	html(b, "<ul class=\"lnk\">");
	if (from)
		html(b, "<li><a href=\"%s\">%s</a></li>",
		     web_href(request, "/projects?from=%zu", from > ROWS ? from - ROWS : 0),
		     _("the projects before"));
	if (from + ROWS < totals->n)
		html(b, "<li><a href=\"%s\">%s</a></li>",
		     web_href(request, "/projects?from=%zu", from + ROWS), _("the projects after"));
	html(b, "<li><a href=\"/api/v1/projects\">JSON</a></li></ul>\n");
}

static void add_lead(struct request *request, struct buf *b, const struct totals *totals,
		     const struct totals_row *first)
{
	const struct use *all = &totals->all;
	double share =
		share_of(group_value(&first->use.energy_wh, first->use.runs), all->energy_wh.value);
	html(b, "<p class=\"lead\">");
	html_text(b, arena_printf(request->arena, _("%s used %s of electricity, which emitted %s."),
				  web_runs(request, all->runs),
				  web_sum_words(request, &all->energy_wh, KIND_ENERGY),
				  web_sum_words(request, &all->carbon_g, KIND_CO2E)));
	if (totals->n > 1 && *first->key && !isnan(share))
		html_text(b, arena_printf(request->arena, _(" Project %s used the most: %s."),
					  first->key, web_share(request, share)));
	html(b, "</p>\n<p class=\"s\">%s</p>\n", sums_level());
}

int page_projects_list(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	struct buf *b = &reply->body;
	frugal_ledger *ledger;
	struct totals totals = {0};
	const char *text = request_query(request, "from");
	int64_t from = 0;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0 && text && !num_parse_int(str_of(text), 0, INT32_MAX, &from))
		r = error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a row"), text);
	if (r == 0)
		r = ledger_totals(ledger, NULL, "project", request->arena, &totals, reterr);
	const struct totals_row **rows = r == 0 ? ordered(request, &totals) : NULL;
	if (r == 0 && !rows)
		r = error_nomem(reterr);
	if (r == 0) {
		web_begin(request, reply, _("Projects"), "/projects");
		if (totals.n) {
			add_lead(request, b, &totals, rows[0]);
			add_table(request, b, &totals, rows, (size_t)from);
		} else {
			html(b, "<p class=\"lead\">%s</p>\n<p>%s <span class=\"m\">%s</span></p>\n",
			     _("No run is stored: a project begins with its first run."),
			     _("To begin:"), "frugal run --project NAME -- CMD");
		}
		web_end(request, reply);
	}
	totals_release(&totals);
	return r;
}
