/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stored hours of electricity: the zones, a week of one as a heat map, and the forecast of the
 * day after. Without hours, the page says how to get them.
 */
#include <math.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "report/grid.h"
#include "report/number.h"
#include "serve/grid_asked.h"
#include "serve/heat.h"
#include "serve/routes.h"

#define MOST_ROWS 60 /* of the list of zones */
#define WEEK_DAYS 7
#define AHEAD_H 24

struct zones {
	struct request *request;
	struct buf rows;
	size_t n;
	char first[GRID_ZONE];
};

/* ---- the zones ------------------------------------------------------------------------------ */

static int add_zone(void *context, const frugal_series *series, struct frugal_error *reterr)
{
	struct zones *zones = context;
	struct frugal_series_about about = {.size = sizeof(about)};
	struct buf *b = &zones->rows;
	int r = frugal_series_about(series, &about, reterr);
	if (r < 0)
		return r;
	if (!zones->n)
		memcpy(zones->first, series_of(series)->id.zone, GRID_ZONE);
	if (zones->n++ == MOST_ROWS)
		return FRUGAL_VISIT_STOP;
	html(b,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>"
	     "<td role=\"cell\">%s, %s, %s</td><td role=\"cell\">",
	     web_href(zones->request, "/grid?zone=%s&kind=%s&scope=%s&basis=%s",
		      web_part(zones->request, about.zone), about.kind, about.scope, about.basis),
	     about.zone, _(about.kind), _(about.scope), _(about.basis));
	if (about.slots) {
		web_moment(b, about.from_s * US_PER_SECOND);
		html(b, " %s ", _("to"));
		web_moment(b, about.to_s * US_PER_SECOND);
	}
	html(b, "</td><td role=\"cell\" class=\"s\">%s %s</td></tr>\n", about.source,
	     about.licence);
	return FRUGAL_VISIT_ON;
}

static void add_zones(struct buf *b, const struct zones *zones)
{
	html(b,
	     "<section aria-labelledby=\"h-zones\"><h2 id=\"h-zones\">%s</h2><table class=\"r\" "
	     "role=\"table\"><caption class=\"vh\">%s</caption><thead role=\"rowgroup\"><tr "
	     "role=\"row\">",
	     _("Stored zones"), _("Stored zones"));
	const char *heads[] = {_("zone"), _("intensity"), _("hours (UTC)"), _("source")};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		html(b, "<th role=\"columnheader\" scope=\"col\">%s</th>", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
	buf_add(b, buf_text(&zones->rows), zones->rows.n);
	html(b, "</tbody></table>");
	if (zones->n > MOST_ROWS)
		html(b, "<p class=\"s\">%s <span class=\"m\">frugal grid list</span></p>",
		     _("The others:"));
	html(b, "</section>\n");
}

/* ---- without hours -------------------------------------------------------------------------- */

static void add_first_steps(struct buf *b)
{
	struct frugal_provider one = {.size = sizeof(one)};
	html(b, "<p class=\"lead\">%s</p>\n", _("X"));
	html(b, "<ol class=\"acts\"><li>%s <span class=\"m\">frugal grid fetch gb</span></li>",
	     _("Fetch the hours of a service that publishes them; the British one needs no key:"));
	html(b, "<li>%s <span class=\"m\">frugal grid import FILE</span></li>",
	     _("or import a file of Electricity Maps, RTE, NESO, or any CSV file with a time and a "
	       "value:"));
	html(b, "<li>%s <span class=\"m\">frugal plan --zone GB --duration 4h</span></li></ol>\n",
	     _("then plan a job:"));
	html(b,
	     "<table class=\"r\" role=\"table\"><caption>%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     _("Services"));
	const char *heads[] = {_("service"), _("zone"), _("key in"), _("forecasts")};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		html(b, "<th role=\"columnheader\" scope=\"col\">%s</th>", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; frugal_grid_provider(i, &one) == 0; i++)
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td "
		     "role=\"cell\">%s</td><td role=\"cell\" class=\"m\">%s</td><td "
		     "role=\"cell\">%s</td></tr>\n",
		     one.name, one.zone ? one.zone : _("any"), one.key ? one.variable : "-",
		     one.ahead ? _("yes") : _("no"));
	html(b, "</tbody></table>\n");
}

/* ---- a week --------------------------------------------------------------------------------- */

static void add_lead(struct request *request, struct buf *b, const struct grid_series *series,
		     const struct grid_summary *summary)
{
	struct buf text = {0};
	if (!(summary->mean.known > 0)) {
		html(b, "<p class=\"lead\">%s: %s</p>\n", series->id.zone,
		     _("no hours of this time are known."));
		return;
	}
	/* TRANSLATORS: a zone; gCO2e/kWh of some hours: mean, least and largest */
	buf_addf(&text, _("%s: on average %s gCO2e/kWh, from %s to %s."), series->id.zone,
		 number_fixed(NUMBER_OWN, summary->mean.g_per_kwh, 1, request->numbers),
		 number_fixed(NUMBER_OWN, summary->low, 1, request->numbers),
		 number_fixed(NUMBER_OWN, summary->high, 1, request->numbers));
	html(b, "<p class=\"lead\">%s</p>\n", buf_text(&text));
	buf_release(&text);
	html(b, "<p class=\"s\">%s, %s, %s · %s %s · %s %s %%</p>\n",
	     _(grid_kind_names[series->id.kind]), _(grid_scope_names[series->id.scope]),
	     _(grid_basis_names[series->id.basis]), series->source, series->licence, _("gaps"),
	     number_fixed(NUMBER_OWN, 100 * (1 - summary->mean.known), 1, request->numbers));
}

static void add_span_form(struct request *request, struct buf *b, const struct grid_series *series,
			  int64_t from_s)
{
	char from[GRID_TIME];
	grid_time_text(from_s, from);
	html(b, "<form method=\"get\" action=\"%s\">", web_href(request, "/grid"));
	html(b,
	     "<input type=\"hidden\" name=\"kind\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"scope\" value=\"%s\"><input type=\"hidden\" name=\"basis\" value=\"%s\">",
	     grid_kind_names[series->id.kind], grid_scope_names[series->id.scope],
	     grid_basis_names[series->id.basis]);
	html(b,
	     "<div class=\"two\"><div class=\"fd\"><label for=\"zone\">%s</label><input "
	     "id=\"zone\" name=\"zone\" value=\"%s\"></div>",
	     _("zone"), series->id.zone);
	html(b,
	     "<div class=\"fd\"><label for=\"from\">%s</label><input id=\"from\" name=\"from\" "
	     "value=\"%.10s\"></div></div><button>%s</button></form>\n",
	     _("week from (UTC)"), from, _("Show"));
}

static void add_week(struct request *request, struct buf *b, const struct grid_series *series,
		     int64_t from_s)
{
	double values[WEEK_DAYS * HEAT_HOURS];
	char from[GRID_TIME], end[GRID_TIME];
	int64_t to_s = from_s + (int64_t)WEEK_DAYS * SECONDS_PER_DAY;
	const struct heat heat = {.from_s = from_s,
				  .n = sizeof(values) / sizeof(values[0]),
				  .g = values,
				  .caption = _("gCO2e/kWh of each hour, UTC, from little to much")};
	const struct grid_summary summary = grid_summary(series, from_s, to_s);
	grid_series_resample(series, from_s, SECONDS_PER_HOUR, values, heat.n);
	grid_time_text(from_s, from);
	grid_time_text(to_s, end);
	add_lead(request, b, series, &summary);
	html(b, "<div class=\"g\"><section aria-labelledby=\"h-heat\"><h2 id=\"h-heat\">%s %s</h2>",
	     _("Hours of the week,"), series->id.zone);
	heat_add(request, b, &heat, _("Point at an hour to read it."));
	add_span_form(request, b, series, from_s);
	html(b, "<p class=\"m\">frugal grid show %s --from %s --to %s</p></section></div>\n",
	     series->id.zone, from, end);
}

/* ---- the forecast --------------------------------------------------------------------------- */

static void add_ahead_row(struct request *request, struct buf *b, const struct frugal_slot *slot,
			  double most)
{
	double percent = 100 / most;
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	web_moment(b, slot->start_s * US_PER_SECOND);
	html(b,
	     "</th><td role=\"cell\" class=\"c\"><svg height=\"22\" aria-hidden=\"true\"><line "
	     "class=\"ax\" y2=\"22\"/><rect class=\"bk\" fill=\"url(#ho)\" x=\"0%%\" y=\"5\" "
	     "width=\"%.2f%%\" height=\"12\"/>",
	     slot->g_per_kwh * percent);
	html(b,
	     "<line class=\"wb\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"11\" y2=\"11\"/><line "
	     "class=\"wh\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"11\" y2=\"11\"/></svg></td>",
	     slot->low * percent, slot->high * percent, slot->low * percent, slot->high * percent);
	html(b,
	     "<td role=\"cell\" class=\"n\">%s</td><td role=\"cell\" class=\"n n2 u\" "
	     "data-l=\"%s\">%.0f %s %.0f</td></tr>\n",
	     number_fixed(NUMBER_OWN, slot->g_per_kwh, 1, request->numbers), _("interval"),
	     slot->low, _("to"), slot->high);
}

static void add_ahead_table(struct request *request, struct buf *b, const frugal_series *series)
{
	struct frugal_slot slot;
	double most = 1;
	for (size_t i = 0; frugal_series_slot(series, i, &slot) == 0; i++)
		most = fmax(most, slot.high);
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">%s</th>",
	     _("Forecast"), _("hour (UTC)"));
	html(b,
	     "<th role=\"columnheader\" scope=\"col\" class=\"c\">gCO2e/kWh, 0 %s %.0f</th><th "
	     "role=\"columnheader\" scope=\"col\" class=\"n\">gCO2e/kWh</th><th "
	     "role=\"columnheader\" scope=\"col\" class=\"n\">%s</th></tr></thead><tbody "
	     "role=\"rowgroup\">\n",
	     _("to"), most, _("interval, 80 %"));
	for (size_t i = 0; frugal_series_slot(series, i, &slot) == 0; i++)
		add_ahead_row(request, b, &slot, most);
	html(b, "</tbody></table>\n");
}

/* Of the day after the last stored hour, or after now where hours ahead are stored. */
static void add_ahead(struct request *request, struct buf *b, frugal_library *library,
		      const struct grid_asked *asked, int64_t end_s)
{
	struct frugal_window window = {.size = sizeof(window), .hours = AHEAD_H, .own = 1};
	struct frugal_error error = {0};
	frugal_series *series;
	char from[GRID_TIME];
	int64_t now_s = context_of(library)->now_s;
	window.from_s = end_s < now_s ? end_s : now_s - now_s % SECONDS_PER_HOUR;
	grid_time_text(window.from_s, from);
	html(b, "<section aria-labelledby=\"h-ahead\"><h2 id=\"h-ahead\">%s</h2>\n",
	     _("Forecast of a day"));
	if (end_s < now_s)
		html(b, "<p class=\"s\">%s ", _("From the end of the stored hours:"));
	else
		html(b, "<p class=\"s\">%s ", _("From now:"));
	html(b, "<span class=\"m\">frugal grid forecast %s --from %s</span></p>\n",
	     asked->choice.zone, from);
	if (frugal_series_ahead(library, &asked->choice, &window, &series, &error) < 0) {
		html(b, "<p class=\"note\">%s %s</p></section>\n", error.what, error.todo);
		return;
	}
	add_ahead_table(request, b, series);
	frugal_series_free(series);
	html(b, "</section>\n");
}

/* ---- the page ------------------------------------------------------------------------------- */

static int add_chosen(struct request *request, struct http_reply *reply, frugal_library *library,
		      struct grid_asked *asked, const struct zones *zones,
		      struct frugal_error *reterr)
{
	struct buf *b = &reply->body;
	struct frugal_series_about about = {.size = sizeof(about)};
	frugal_series *series;
	int r = frugal_series_open(library, &asked->choice, &series, reterr);
	if (r == 0)
		r = frugal_series_about(series, &about, reterr);
	if (r < 0)
		return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
	int64_t last_s = about.to_s > about.from_s ? about.to_s - 1 : about.to_s;
	int64_t from_s = asked->from_s
				 ? heat_day(asked->from_s)
				 : heat_day(last_s) - (int64_t)(WEEK_DAYS - 1) * SECONDS_PER_DAY;
	web_begin(request, reply, _("When and where"), "/grid");
	add_week(request, b, series_of(series), from_s);
	html(b, "<p><a href=\"%s\">%s</a></p>\n",
	     web_href(request, "/plan?zone=%s", web_part(request, about.zone)),
	     _("Plan a job over these hours"));
	html(b, "<div class=\"g g2\">\n");
	asked->choice.kind = about.kind;
	asked->choice.scope = about.scope;
	asked->choice.basis = about.basis;
	add_ahead(request, b, library, asked, about.to_s);
	add_zones(b, zones);
	html(b, "</div>\n");
	frugal_series_free(series);
	return 0;
}

int page_grid_page(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	struct grid_asked asked;
	struct zones zones = {.request = request};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = grid_asked_read(request, request_query(request, "zone"), &asked, reterr);
	if (r == 0)
		r = frugal_series_list(library, NULL, add_zone, &zones, reterr);
	if (r == 0 && !asked.choice.zone)
		asked.choice.zone = zones.first;
	if (r == 0 && zones.n) {
		r = add_chosen(request, reply, library, &asked, &zones, reterr);
	} else if (r == 0) {
		web_begin(request, reply, _("When and where"), "/grid");
		add_first_steps(&reply->body);
	}
	if (r == 0)
		web_end(request, reply);
	reply->body.failed |= zones.rows.failed;
	buf_release(&zones.rows);
	return r;
}
