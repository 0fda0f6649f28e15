/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When and where to run a job: the plan of frugal plan over the stored hours, asked for by a plain
 * form; and the fleet (plan_fleet.c). Every figure is one of the plan.
 */
#include "serve/page_plan.h"

#include <math.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "report/number.h"
#include "serve/heat.h"
#include "serve/plan_asked.h"
#include "serve/routes.h"

struct page {
	struct request *request;
	struct buf *b;
	const struct asked *asked;
	const frugal_plan *plan;
	struct frugal_plan_about about;
	struct frugal_way best, now;
};

/* ---- the form ------------------------------------------------------------------------------- */

static void add_input(struct buf *b, const struct asked *asked, const char *name, const char *label,
		      const char *hint, const struct frugal_error *error)
{
	bool wrong = error->code && strcmp(error->where, name) == 0;
	const char *value = asked_word(asked, name);
	html(b, "<div class=\"fd\"><label for=\"%s\">%s</label>", name, label);
	if (wrong)
		html(b, "<p class=\"err\" id=\"%s-err\">%s</p>", name, error->what);
	html(b, "<input id=\"%s\" name=\"%s\" value=\"%s\" placeholder=\"%s\"", name, name,
	     value ? value : "", hint);
	if (wrong)
		html(b, " aria-invalid=\"true\" aria-describedby=\"%s-err\"", name);
	html(b, "></div>");
}

static void add_form(struct request *request, struct buf *b, const struct asked *asked,
		     const struct frugal_error *error)
{
	bool splits = asked_flag(asked, "interruptible");
	html(b, "<section aria-labelledby=\"h-job\"><h2 id=\"h-job\">%s</h2>", _("A job"));
	html(b, "<form method=\"get\" action=\"%s\"><div class=\"two\">",
	     web_href(request, "/plan"));
	add_input(b, asked, "duration", _("takes"), "1h", error);
	add_input(b, asked, "power", _("draws"), "1kW", error);
	add_input(b, asked, "deadline", _("ends within"), "24h", error);
	add_input(b, asked, "zone", _("zones, home first"), "DE; SE,rtt=25ms", error);
	add_input(b, asked, "data", _("data to bring"), "120GB", error);
	add_input(b, asked, "only", _("only in the hours"), "Mon-Fri 20:00-06:00", error);
	add_input(b, asked, "from", _("begins at (UTC)"), _("now"), error);
	html(b,
	     "<div class=\"fd\"><label for=\"interruptible\">%s</label><select "
	     "id=\"interruptible\" name=\"interruptible\"><option value=\"\">%s</option><option "
	     "value=\"true\"",
	     _("in pieces"), _("no, in one"));
	html(b, "%s>%s</option></select></div></div><button>%s</button></form></section>\n",
	     splits ? " selected" : "", _("yes, as the hours are best"), _("Plan"));
}

/* ---- figures of the plan -------------------------------------------------------------------- */

static const char *grams(struct request *request, double g)
{
	return web_quantity(request, g, g, g, "gCO2e").value;
}

static void add_span(struct buf *b, const struct frugal_piece *piece)
{
	web_moment(b, piece->from_s * US_PER_SECOND);
	html(b, " %s ", _("to"));
	if (heat_day(piece->from_s) == heat_day(piece->to_s)) {
		char end[CLOCK_TEXT];
		clock_utc_text(piece->to_s * US_PER_SECOND, end);
		html(b, "<time datetime=\"%s\">%.5s</time>", end, end + 11);
	} else {
		web_moment(b, piece->to_s * US_PER_SECOND);
	}
}

/* "2026-03-02 02:00" */
static const char *moment(struct request *request, int64_t s)
{
	char text[CLOCK_TEXT];
	clock_utc_text(s * US_PER_SECOND, text);
	const char *kept = arena_printf(request->arena, "%.10s %.5s", text, text + 11);
	return kept ? kept : "";
}

static void add_lead(struct page *page)
{
	struct request *request = page->request;
	const struct frugal_plan_about *about = &page->about;
	struct buf text = {0};
	struct frugal_piece first = {0};
	if (!about->waits) {
		html(page->b, "<p class=\"lead\"><b>%s</b>: ", _("Run now"));
		buf_addf(&text, _("waiting saves little; in %s the job emits %s."), page->best.zone,
			 grams(request, page->best.carbon_g));
	} else {
		(void)frugal_plan_piece(page->plan, FRUGAL_WAY_BEST, 0, 0, &first, NULL);
		html(page->b, "<p class=\"lead\">");
		/* TRANSLATORS: a moment, a zone, the carbon of the plan, that of now */
		buf_addf(&text,
			 _("Started at %s UTC in %s, the job emits %s in place of %s now at home"),
			 moment(request, first.from_s), page->best.zone,
			 grams(request, page->best.carbon_g), grams(request, page->now.carbon_g));
		buf_addf(&text, _(": %.0f %% less"), 100 * about->saving);
		if (about->saving_high - about->saving_low > 0.005)
			buf_addf(&text, _(" (%.0f to %.0f %%, depending on the forecast)"),
				 100 * about->saving_low, 100 * about->saving_high);
		buf_puts(&text, ".");
	}
	html(page->b, "%s</p>\n", buf_text(&text));
	buf_release(&text);
}

/* What the figures rest on. */
static void add_basis(struct page *page)
{
	struct request *request = page->request;
	const struct frugal_plan_about *about = &page->about;
	struct buf text = {0};
	buf_addf(&text, "%s, %s, %s · %s\n", _(about->kind), _(about->scope), _(about->basis),
		 about->source);
	if (about->forecast_share > 0)
		buf_addf(&text, _("%.0f %% of the time is forecast (%.0f %% by frugal)\n"),
			 100 * about->forecast_share, 100 * about->own_forecast_share);
	else
		buf_addf(&text, "%s\n", _("stored hours, none of them a forecast: no interval"));
	if (about->filled_share > 0)
		buf_addf(&text, _("%s %% of the time was missing and is filled in\n"),
			 number_fixed(NUMBER_OWN, 100 * about->filled_share, 1, request->numbers));
	if (!isnan(about->marginal_g) && !isnan(about->marginal_now_g)) {
		buf_addf(&text, "%s%s", _("by the marginal signal "),
			 grams(request, about->marginal_g));
		buf_addf(&text, "%s%s", _(", now "), grams(request, about->marginal_now_g));
		if (about->marginal_g > about->marginal_now_g)
			buf_puts(&text, _(": waiting would emit more\n"));
	}
	for (const char *p = buf_text(&text); *p; p += strcspn(p, "\n"), p += *p == '\n')
		html(page->b, "<p class=\"s\">%.*s</p>\n", (int)strcspn(p, "\n"), p);
	buf_release(&text);
}

/* ---- the windows ---------------------------------------------------------------------------- */

/* Hatched where hours are forecast; else what was, and a power that was declared: dotted. */
static void add_bar(const struct page *page, double part)
{
	bool forecast = page->about.forecast_share > 0;
	html(page->b,
	     "<td role=\"cell\" class=\"c\"><svg height=\"22\" aria-hidden=\"true\"><line "
	     "class=\"ax\" y2=\"22\"/><rect class=\"bk\" fill=\"url(#%s)\" x=\"0%%\" y=\"5\" "
	     "width=\"%.2f%%\" height=\"12\"/></svg></td>",
	     forecast ? "ho" : "hs", 100 * part);
}

/* A way: when, its carbon as a bar and a number, what it saves, its end. */
static void add_way(struct page *page, enum frugal_ways ways, size_t index, double most)
{
	struct buf *b = page->b;
	struct frugal_way way = {.size = sizeof(way)};
	struct frugal_piece piece = {0};
	bool now = ways == FRUGAL_WAY_NOW;
	if (frugal_plan_way(page->plan, ways, index, &way, NULL) < 0)
		return;
	bool chosen = ways == FRUGAL_WAY_FRONT && way.end_s == page->best.end_s &&
		      strcmp(way.zone, page->best.zone) == 0;
	html(b, "<tr role=\"row\" class=\"%s\"><th role=\"rowheader\" scope=\"row\">%s%s",
	     now      ? "t"
	     : chosen ? "on"
		      : "",
	     now ? _("now") : way.zone, now ? ": " : ", ");
	for (size_t i = 0; i < way.pieces && i < 3; i++) {
		(void)frugal_plan_piece(page->plan, ways, index, i, &piece, NULL);
		if (i)
			html(b, "; ");
		add_span(b, &piece);
	}
	if (way.pieces > 3)
		html(b, "… (%zu)", way.pieces);
	if (chosen)
		html(b, " <b>%s</b>", _("chosen"));
	html(b, "</th>");
	add_bar(page, way.carbon_g / most);
	html(b, "<td role=\"cell\" class=\"n\">%s</td>", grams(page->request, way.carbon_g));
	html(b, "<td role=\"cell\" class=\"n n2\">");
	if (!now && page->now.carbon_g > 0)
		html(b, "%.0f %%", 100 * (page->now.carbon_g - way.carbon_g) / page->now.carbon_g);
	html(b, "</td></tr>\n");
}

static void add_heads(struct buf *b, const char *const *heads, size_t n)
{
	html(b, "<thead role=\"rowgroup\"><tr role=\"row\">");
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i == 1  ? "c"
		     : i > 1 ? "n"
			     : "",
		     heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static double most_of(const struct page *page, enum frugal_ways ways, size_t n)
{
	double most = fmax(page->now.carbon_g, 0);
	for (size_t i = 0; i < n; i++) {
		struct frugal_way way = {.size = sizeof(way)};
		if (frugal_plan_way(page->plan, ways, i, &way, NULL) == 0 && way.pieces)
			most = fmax(most, way.carbon_g);
	}
	return most > 0 ? most : 1;
}

static void add_windows(struct page *page)
{
	struct buf *b = page->b;
	double most = most_of(page, FRUGAL_WAY_FRONT, page->about.n_front);
	const char *heads[] = {_("window, UTC"), _("carbon"), "", _("less")};
	html(b, "<section aria-labelledby=\"h-win\"><h2 id=\"h-win\">%s</h2>", _("Best windows"));
	html(b, "<table class=\"r\" role=\"table\"><caption class=\"s\">%s</caption>",
	     _("Those that no other beats: less carbon, or an earlier end"));
	heads[2] = "gCO2e";
	add_heads(b, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < page->about.n_front; i++)
		add_way(page, FRUGAL_WAY_FRONT, i, most);
	if (!page->about.n_front)
		add_way(page, FRUGAL_WAY_BEST, 0, most);
	add_way(page, FRUGAL_WAY_NOW, 0, most);
	html(b, "</tbody></table></section>\n");
}

/* ---- the zones ------------------------------------------------------------------------------ */

static void add_zone(struct page *page, size_t index, double most)
{
	struct buf *b = page->b;
	struct frugal_way way = {.size = sizeof(way)};
	if (frugal_plan_way(page->plan, FRUGAL_WAY_ZONE, index, &way, NULL) < 0)
		return;
	bool chosen = strcmp(way.zone, page->best.zone) == 0;
	html(b, "<tr role=\"row\" class=\"%s\"><th role=\"rowheader\" scope=\"row\">%s",
	     chosen ? "on" : "", way.zone);
	if (index == 0)
		html(b, ", %s", _("home"));
	html(b, "%s%s</th>", chosen ? " · " : "", chosen ? _("chosen") : "");
	if (!way.pieces) {
		html(b,
		     "<td role=\"cell\" class=\"c\"></td><td role=\"cell\" class=\"n s\">%s</td>"
		     "<td role=\"cell\"></td><td role=\"cell\"></td></tr>\n",
		     _("too far, or ends after the deadline"));
		return;
	}
	add_bar(page, way.carbon_g / most);
	html(b,
	     "<td role=\"cell\" class=\"n\">%s</td><td role=\"cell\" class=\"n n2\" "
	     "data-l=\"%s\">%s</td>",
	     grams(page->request, way.carbon_g), _("of which data"),
	     way.transfer_g > 0 ? grams(page->request, way.transfer_g) : "");
	html(b, "<td role=\"cell\" class=\"n n2\" data-l=\"%s\">", _("end"));
	web_moment(b, way.end_s * US_PER_SECOND);
	html(b, "</td></tr>\n");
}

static void add_zones(struct page *page)
{
	struct buf *b = page->b;
	const char *heads[] = {_("zone"), _("carbon"), "gCO2e", _("of which data"), _("end")};
	double most = most_of(page, FRUGAL_WAY_ZONE, page->about.n_zones);
	html(b, "<section aria-labelledby=\"h-here\"><h2 id=\"h-here\">%s</h2>",
	     _("Here or there"));
	html(b, "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>",
	     _("Zones side by side"));
	add_heads(b, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < page->about.n_zones; i++)
		add_zone(page, i, most);
	html(b, "</tbody></table>\n");
	html(b, "<p class=\"s\">%s</p>",
	     _("Data moved between zones is attributed to bytes, not what one more byte adds."));
	html(b, "</section>\n");
}

/* ---- the hours ------------------------------------------------------------------------------ */

static bool is_within(const struct page *page, int64_t s)
{
	struct frugal_piece piece;
	for (size_t i = 0; i < page->best.pieces; i++)
		if (frugal_plan_piece(page->plan, FRUGAL_WAY_BEST, 0, i, &piece, NULL) == 0 &&
		    s < piece.to_s && s + SECONDS_PER_HOUR > piece.from_s)
			return true;
	return false;
}

/* The hours of the window in the chosen zone, with the best of them framed. */
static void add_hours(struct page *page, frugal_library *library,
		      const struct frugal_plan_question *question)
{
	double g[HEAT_DAYS * HEAT_HOURS], low[HEAT_DAYS * HEAT_HOURS], high[HEAT_DAYS * HEAT_HOURS];
	bool framed[HEAT_DAYS * HEAT_HOURS] = {false};
	const struct frugal_plan_about *about = &page->about;
	const struct frugal_series_choice choice = {sizeof(choice), page->best.zone, about->kind,
						    about->scope, about->basis};
	struct frugal_window window = {.size = sizeof(window),
				       .hours = fmin(question->deadline_h, 7 * HEAT_HOURS),
				       .step_s = SECONDS_PER_HOUR,
				       .fills = question->fills};
	int64_t from_s = question->from_s ? question->from_s : context_of(library)->now_s;
	frugal_series *series;
	struct frugal_slot slot;
	window.from_s = from_s - from_s % SECONDS_PER_HOUR;
	window.blind = question->looks_back;
	if (frugal_series_ahead(library, &choice, &window, &series, NULL) < 0)
		return;
	struct heat heat = {.from_s = heat_day(window.from_s), .g = g, .low = low, .high = high};
	heat.framed = framed;
	heat.before = (size_t)((window.from_s - heat.from_s) / SECONDS_PER_HOUR);
	heat.caption = _("gCO2e/kWh of each hour, UTC, from little to much. Framed: the plan");
	for (size_t i = 0; frugal_series_slot(series, i, &slot) == 0; i++) {
		size_t n = (size_t)((slot.start_s - heat.from_s) / SECONDS_PER_HOUR);
		if (n >= sizeof(g) / sizeof(g[0]))
			break;
		for (; heat.n < n; heat.n++)
			g[heat.n] = low[heat.n] = high[heat.n] = (double)NAN;
		g[n] = slot.g_per_kwh;
		low[n] = slot.low;
		high[n] = slot.high;
		framed[n] = is_within(page, slot.start_s);
		heat.n = n + 1;
	}
	frugal_series_free(series);
	html(page->b,
	     "<section class=\"w\" aria-labelledby=\"h-hours\"><h2 id=\"h-hours\">%s %s</h2>",
	     _("Hours until the deadline,"), page->best.zone);
	heat_add(page->request, page->b, &heat, _("Point at an hour to read it."));
	html(page->b, "</section>\n");
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_commands(struct page *page)
{
	struct buf *b = page->b, text = {0};
	plan_asked_command(page->asked, &text);
	html(b, "<section aria-labelledby=\"h-take\"><h2 id=\"h-take\">%s</h2>", _("Take it"));
	html(b, "<p>%s<br><span class=\"m\">%s</span></p>", _("The same question:"),
	     buf_text(&text));
	if (!page->about.waits) {
		html(b, "<p>%s<br><span class=\"m\">frugal run -- CMD</span></p>",
		     _("Waiting is not worth it, so run it now:"));
	} else if (page->best.pieces > 1) {
		const char *hours = asked_word(page->asked, "duration");
		const char *deadline = asked_word(page->asked, "deadline");
		html(b,
		     "<p>%s<br><span class=\"m\">frugal run --zone %s --when green --pausable "
		     "--duration %s --deadline %s -- CMD</span></p>",
		     _("To wait for these hours and run the job, measured:"), page->best.zone,
		     hours ? hours : "1h", deadline ? deadline : "24h");
	} else {
		html(b, "<p>%s<br><span class=\"m\">%s --run -- CMD</span></p>",
		     _("To wait for these hours and run the job, measured:"), buf_text(&text));
		html(b, "<p>%s<br><span class=\"m\">%s --emit systemd -- CMD</span></p>",
		     _("A file for at, cron, Kubernetes, Slurm or systemd:"), buf_text(&text));
	}
	html(b, "</section>\n");
	buf_release(&text);
}

static int add_plan(struct page *page, frugal_library *library,
		    const struct frugal_plan_question *question, struct frugal_error *reterr)
{
	page->about.size = sizeof(page->about);
	page->best.size = page->now.size = sizeof(page->best);
	int r = frugal_plan_about(page->plan, &page->about, reterr);
	if (r == 0)
		r = frugal_plan_way(page->plan, FRUGAL_WAY_BEST, 0, &page->best, reterr);
	if (r == 0)
		r = frugal_plan_way(page->plan, FRUGAL_WAY_NOW, 0, &page->now, reterr);
	if (r < 0)
		return r;
	add_lead(page);
	add_basis(page);
	html(page->b, "<div class=\"g g2\">\n");
	add_hours(page, library, question);
	add_windows(page);
	add_zones(page);
	add_form(page->request, page->b, page->asked, &(struct frugal_error){0});
	add_commands(page);
	return 0;
}

static int count_series(void *context, const frugal_series *series, struct frugal_error *reterr)
{
	(void)series;
	(void)reterr;
	*(bool *)context = true;
	return FRUGAL_VISIT_STOP;
}

/* What is to be done before a plan, or what is wrong with the question. */
static void add_without_plan(struct request *request, struct buf *b, const struct asked *asked,
			     bool has_hours, const struct frugal_error *error)
{
	bool begins = !asked_word(asked, "zone");
	if (!has_hours)
		html(b,
		     "<p class=\"lead\">%s</p><ol class=\"acts\"><li><span class=\"m\">frugal grid "
		     "fetch gb</span></li><li><span class=\"m\">frugal grid import "
		     "FILE</span></li></ol><p><a href=\"%s\">%s</a></p>\n",
		     _("No hours of electricity are stored yet. First:"),
		     web_href(request, "/grid"), _("services and files that have them"));
	else if (begins)
		html(b, "<p class=\"lead\">%s</p>\n",
		     _("How long a job takes, what it draws and when it has to end: the hours and "
		       "the zone where it emits least follow."));
	else
		html(b, "<p class=\"lead err\">%s</p><p class=\"s\">%s</p>\n", error->what,
		     error->todo);
	html(b, "<div class=\"g g2\">\n");
	add_form(request, b, asked, has_hours && !begins ? error : &(struct frugal_error){0});
}

static int add_page(struct request *request, struct http_reply *reply, const char *fleet,
		    struct frugal_error *reterr)
{
	struct asked asked;
	struct plan_asked read;
	struct frugal_error error = {0};
	frugal_library *library;
	frugal_plan *plan = NULL;
	bool has_hours = false;
	int r = asked_of_query(request->http, &asked, reterr);
	if (r == 0)
		r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_series_list(library, NULL, count_series, &has_hours, reterr);
	if (r < 0)
		return r;
	int asks = plan_asked_read(&asked, request->arena, &read, &error);
	read.question.front = 1;
	if (asks == 0)
		asks = frugal_plan_job(library, &read.question, &plan, &error);
	if (asks < 0 && has_hours && asked_word(&asked, "zone"))
		reply->status = status_of(error.code);
	web_begin(request, reply, _("When and where"), "/grid");
	struct page page = {.request = request, .b = &reply->body, .asked = &asked, .plan = plan};
	if (plan)
		r = add_plan(&page, library, &read.question, reterr);
	else
		add_without_plan(request, &reply->body, &asked, has_hours, &error);
	if (r == 0)
		r = plan_fleet_add(request, &reply->body, fleet, reterr);
	html(&reply->body, "</div>\n");
	frugal_plan_free(plan);
	if (r == 0)
		web_end(request, reply);
	return r;
}

int page_plan_page(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	return add_page(request, reply, NULL, reterr);
}

/* Only asks: nothing is stored. */
int page_plan_fleet(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *text = request_field(request, "fleet");
	return add_page(request, reply, text ? text : "", reterr);
}
