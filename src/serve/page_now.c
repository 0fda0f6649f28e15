/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the machine draws now and who uses it, the energy of today, the next hours of electricity
 * (now_hours.c) and the latest runs. The texts that change stand in data-live, and the events send
 * them (live_words.c).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "report/answer.h"
#include "report/run.h"
#include "report/run_words.h"
#include "serve/live.h"
#include "serve/now_hours.h"
#include "serve/routes.h"
#include "serve/web.h"

#define LATEST 5

struct page {
	struct request *request;
	struct buf *b;
	struct live_now *now;
	struct live_words words;
	size_t runs;
};

static const char *word(const struct page *page, const char *key)
{
	return live_word(&page->words, key);
}

/* ---- the key figures ------------------------------------------------------------------------ */

static void add_key_figure(struct page *page, const char *label, const char *key, bool known,
			   const char *note)
{
	struct buf *b = page->b;
	char large[8], unit[8], small[8];
	(void)snprintf(large, sizeof(large), "%sL", key);
	(void)snprintf(unit, sizeof(unit), "%sU", key);
	(void)snprintf(small, sizeof(small), "%sS", key);
	html(b, "<div><dt>%s</dt><dd class=\"%s\"><span class=\"lv\" data-live=\"%s\">%s</span> ",
	     label, known ? "v" : "no", large, word(page, large));
	html(b, "<span class=\"u\" data-live=\"%s\">%s</span></dd>", unit, word(page, unit));
	html(b, "<dd class=\"s\"><span class=\"lv\" data-live=\"%s\">%s</span>%s", small,
	     word(page, small), *word(page, small) && *note ? " · " : "");
	html(b, "%s", note);
	html(b, "</dd></div>\n");
}

/* Of the whole machine: measured where nearly all of it is. */
static enum frugal_quality quality_of(const struct live_now *now)
{
	return now->measured_share > 0.999 ? FRUGAL_MEASURED : FRUGAL_MODELLED;
}

static void add_key_figures(struct page *page)
{
	const struct live_now *now = page->now;
	const char *quality = quality_word(quality_of(now));
	bool known = isfinite(now->machine_w.value);
	const char *electricity =
		arena_printf(page->request->arena, _("electricity, %s"),
			     now->zone_is_default ? _("world average") : now->zone);
	html(page->b, "<dl class=\"kf\">\n");
	add_key_figure(page, _("power now"), "p", known, known ? quality : "");
	add_key_figure(page, _("energy today, as far as watched"), "e", known, word(page, "t"));
	add_key_figure(page, _("carbon of that electricity"), "c",
		       isfinite(now->today_g.value) && known, "");
	add_key_figure(page, electricity ? electricity : "", "g", isfinite(now->g_per_kwh.value),
		       now->is_hour ? _("of this hour") : _("average of a year"));
	html(page->b, "</dl>\n");
}

/* ---- tables of watts ------------------------------------------------------------------------ */

static void add_bar(struct page *page, const char *key, size_t i, bool hatched)
{
	char b[12], l[12], h[12];
	struct buf *to = page->b;
	(void)snprintf(b, sizeof(b), "%s%zub", key, i);
	(void)snprintf(l, sizeof(l), "%s%zul", key, i);
	(void)snprintf(h, sizeof(h), "%s%zuh", key, i);
	const char *low = word(page, l), *high = word(page, h);
	html(to,
	     "<svg height=\"22\" aria-hidden=\"true\"><line class=\"ax\" y2=\"22\"/>"
	     "<rect class=\"bk%s\" x=\"0\" y=\"5\" height=\"12\"",
	     hatched ? "" : " k");
	if (hatched)
		html(to, " fill=\"url(#ho)\"");
	html(to, " width=\"%s\" data-live=\"%s\" data-at=\"width\"/>", word(page, b), b);
	static const char *const classes[] = {"wb", "wh"};
	for (size_t k = 0; k < 2; k++)
		html(to,
		     "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"11\" y2=\"11\" data-live=\"%s "
		     "%s\" "
		     "data-at=\"x1 x2\"/>",
		     classes[k], low, high, l, h);
	const char *ends[][2] = {{l, low}, {h, high}};
	for (size_t k = 0; k < 2; k++)
		html(to,
		     "<line class=\"wh\" x1=\"%s\" x2=\"%s\" y1=\"7\" y2=\"15\" data-live=\"%s "
		     "%s\" "
		     "data-at=\"x1 x2\"/>",
		     ends[k][1], ends[k][1], ends[k][0], ends[k][0]);
	html(to, "</svg>");
}

static void add_live_row(struct page *page, const char *key, size_t i, bool hatched, bool total)
{
	char n[12], w[12], e[12];
	struct buf *b = page->b;
	(void)snprintf(n, sizeof(n), "%s%zun", key, i);
	(void)snprintf(w, sizeof(w), "%s%zuw", key, i);
	(void)snprintf(e, sizeof(e), "%s%zui", key, i);
	html(b, "<tr role=\"row\" class=\"%s\" data-live=\"%s\" data-at=\"hidden\"",
	     total ? "t" : "", n);
	html(b, "%s><th role=\"rowheader\" scope=\"row\"><span data-live=\"%s\">%s</span></th>",
	     *word(page, n) ? "" : " hidden", n, word(page, n));
	html(b, "<td role=\"cell\" class=\"c\">");
	add_bar(page, key, i, hatched);
	html(b, "</td><td role=\"cell\" class=\"n\" data-live=\"%s\">%s</td>", w, word(page, w));
	html(b, "<td role=\"cell\" class=\"n n2 u\" data-l=\"%s\" data-live=\"%s\">%s</td></tr>\n",
	     _("interval"), e, word(page, e));
}

static void begin_table(struct page *page, const char *caption, const char *who)
{
	struct buf *b = page->b;
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
	     "scope=\"col\">%s</th>",
	     caption, who);
	/* TRANSLATORS: "power, 0 to 16 W", the scale of bars */
	html(b,
	     "<th role=\"columnheader\" scope=\"col\" class=\"c\">%s <span "
	     "data-live=\"ct\">%s</span></th>",
	     _("power, 0 to"), word(page, "ct"));
	html(b,
	     "<th role=\"columnheader\" scope=\"col\" class=\"n\">%s</th><th "
	     "role=\"columnheader\" "
	     "scope=\"col\" class=\"n\">%s</th></tr></thead><tbody role=\"rowgroup\">\n",
	     _("power"), _("interval"));
}

static void add_users(struct page *page, const char *key, const char *id, const char *title,
		      const char *who)
{
	struct buf *b = page->b;
	bool hatched = quality_of(page->now) != FRUGAL_MEASURED;
	html(b, "<section id=\"%s\" aria-labelledby=\"h-%s\"><h2 id=\"h-%s\">%s</h2>\n", id, id, id,
	     title);
	begin_table(page, title, who);
	for (size_t i = 0; i < LIVE_SHOWN + 4; i++)
		add_live_row(page, key, i, hatched, i == LIVE_SHOWN + 3);
	html(b, "</tbody></table>\n<p class=\"s\">%s</p></section>\n",
	     _("Rows add up to the machine; the interval of its sources is common to all of "
	       "them."));
}

static void add_parts(struct page *page)
{
	struct buf *b = page->b;
	html(b, "<section id=\"parts\" aria-labelledby=\"h-parts\"><h2 id=\"h-parts\">%s</h2>\n",
	     _("Parts"));
	begin_table(page, _("Parts"), _("part"));
	for (size_t i = 0; i < page->now->n_parts; i++)
		add_live_row(page, "m", i, page->now->parts[i].quality != FRUGAL_MEASURED, false);
	html(b, "</tbody></table>\n<p class=\"s\">");
	for (size_t i = 0; i < page->now->n_parts; i++) {
		html(b, "%s%s: ", i ? " · " : "", page->now->parts[i].name);
		web_quality(b, page->now->parts[i].quality);
	}
	html(b, "</p></section>\n");
}

/* ---- the last minute ------------------------------------------------------------------------ */

static void add_curve(struct page *page)
{
	struct buf *b = page->b;
	const struct frugal_interval *w = &page->now->machine_w;
	double low = w->value > 0 ? w->low / w->value : 1;
	double high = w->value > 0 ? w->high / w->value : 1;
	html(b,
	     "<section aria-labelledby=\"h-cur\"><h2 id=\"h-cur\">%s</h2>\n<figure><figcaption "
	     "class=\"s\">%s</figcaption>",
	     _("The last minute"), _("machine, watts; band: interval"));
	html(b,
	     "<svg class=\"yx\" height=\"204\" role=\"img\" aria-labelledby=\"nowt\" data-curve "
	     "data-w=\"400\" data-dur=\"60\" data-from=\"-60\" data-h=\"180\" data-lo=\"%.3f\" "
	     "data-hi=\"%.3f\" data-y=\"%s\" data-live=\"cy\" data-at=\"data-y\">",
	     low, high, word(page, "cy"));
	html(b, "<title id=\"nowt\">%s</title>", _("Power of the machine in the last minute"));
	html(b,
	     "<line class=\"gr\" x2=\"100%%\" y1=\"0\" y2=\"0\"/><text class=\"l e\" x=\"-8\" "
	     "y=\"4\" data-live=\"ct\">%s</text>",
	     word(page, "ct"));
	html(b,
	     "<line class=\"gr\" x2=\"100%%\" y1=\"90\" y2=\"90\"/><text class=\"l e\" x=\"-8\" "
	     "y=\"94\" data-live=\"ch\">%s</text>",
	     word(page, "ch"));
	html(b, "<line class=\"ax\" x2=\"100%%\" y1=\"180\" y2=\"180\"/><text class=\"l e\" "
		"x=\"-8\" y=\"184\">0</text>");
	html(b,
	     "<svg viewBox=\"0 0 400 200\" preserveAspectRatio=\"none\" height=\"180\" "
	     "width=\"100%%\"><polygon class=\"ar\" points=\"%s\" data-live=\"ca\" "
	     "data-at=\"points\"/><polyline class=\"ln\" points=\"%s\" data-live=\"cp\" "
	     "data-at=\"points\"/></svg>",
	     word(page, "ca"), word(page, "cp"));
	html(b, "<text class=\"l\" x=\"0%%\" y=\"198\" data-tick=\"0\">−60 s</text><text class=\"l "
		"mi\" x=\"50%%\" y=\"198\" data-tick=\"0.5\">−30 s</text><text class=\"l e\" "
		"x=\"100%%\" y=\"198\" data-tick=\"1\">0 s</text></svg>");
	html(b, "<p class=\"out\">%s</p></figure></section>\n",
	     _("Move over the curve, or use the arrow keys, to read it."));
}

/* ---- the latest runs ------------------------------------------------------------------------ */

static void add_figure(struct page *page, const struct run_record *run, const char *name,
		       const char *href)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct web_quantity quantity = {_("not known"), "", "", false};
	if (figure)
		quantity = web_quantity(page->request, figure->value, figure->low, figure->high,
					figure->unit);
	web_cells(page->request, page->b, &quantity, href);
}

static int add_run(void *context, const frugal_run *handle, struct frugal_error *reterr)
{
	struct page *page = context;
	const struct run_record *run = record_of(handle);
	struct buf *b = page->b;
	struct buf words = {0};
	const char *href = web_href(page->request, "/runs/%s", run->id);
	(void)reterr;
	add_command(&words, run, 40);
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%.4s</a> %s ",
	     href, run->id, *run->name ? run->name : buf_text(&words));
	html(b, "<span class=\"s\">%s</span></th>", run->project);
	add_figure(page, run, "energy", href);
	add_figure(page, run, "carbon", href);
	buf_clear(&words);
	add_end(&words, run);
	html(b, "<td role=\"cell\" class=\"a s\">%s</td></tr>\n", buf_text(&words));
	buf_release(&words);
	page->runs++;
	return FRUGAL_VISIT_ON;
}

static void add_heads(struct buf *b)
{
	const char *heads[] = {_("run"),    _("energy"),   _("interval"),
			       _("carbon"), _("interval"), _("end")};
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     _("Latest runs"));
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i > 0 && i < 5 ? "n" : "", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static int add_runs(struct page *page, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct frugal_filter filter = {.size = sizeof(filter), .limit = LATEST};
	struct buf rows = {0}, *whole = page->b;
	page->b = &rows;
	int r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, add_run, page, reterr);
	page->b = whole;
	html(whole, "<section class=\"w\" aria-labelledby=\"h-runs\"><h2 id=\"h-runs\">%s</h2>\n",
	     _("Latest runs"));
	if (page->runs) {
		add_heads(whole);
		buf_add(whole, buf_text(&rows), rows.n);
		html(whole, "</tbody></table>\n<p><a href=\"%s\">%s</a></p>\n",
		     web_href(page->request, "/runs"), _("All runs"));
	} else {
		html(whole, "<p>%s <span class=\"m\">frugal run -- CMD</span></p>\n",
		     _("No run is stored yet. To record the first one:"));
	}
	html(whole, "</section>\n");
	buf_release(&rows);
	return r;
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_lead(struct page *page, const struct now_hours *hours)
{
	struct buf *b = page->b;
	html(b, "<p class=\"lead\">");
	if (isfinite(page->now->machine_w.value))
		html(b,
		     "%s <b><span class=\"lv\" data-live=\"pL\">%s</span> <span "
		     "data-live=\"pU\">%s</span></b>. ",
		     _("This machine draws"), word(page, "pL"), word(page, "pU"));
	else
		html(b, "%s ",
		     _("The power of this machine is not known: no processor, memory or "
		       "accelerator can be read here."));
	html(b, "%s</p>\n", now_hours_sentence(page->request, hours));
	html(b, "<p class=\"s\">%s %s · ", _("processes observed by"), page->now->means);
	html(b, "%s ", _("written"));
	web_moment(b, page->now->at_us);
	html(b, " UTC · <a href=\"%s\">%s</a> · <a href=\"%s\">%s</a></p>\n",
	     web_href(page->request, "/api/v1/live"), _("as JSON"),
	     web_href(page->request, "/metrics"), _("as metrics"));
}

static void add_unknown(struct page *page)
{
	html(page->b, "<p class=\"lead\">%s</p>\n",
	     _("The power of this machine is not known yet."));
	if (*page->now->what)
		html(page->b, "<p class=\"note\">%s</p>\n", page->now->what);
	html(page->b, "<p>%s <span class=\"m\">frugal sensors</span></p>\n",
	     _("What can be read here:"));
}

static int write_page(struct page *page, struct http_reply *reply, const struct now_hours *hours,
		      frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct request *request = page->request;
	web_begin(request, reply, _("Now"), "/");
	if (page->now->known) {
		add_lead(page, hours);
		add_key_figures(page);
		html(page->b, "<div class=\"g g2\">\n");
		if (isfinite(page->now->machine_w.value)) {
			add_users(page, "a", "use", _("Who uses it"), _("process"));
			add_curve(page);
			add_users(page, "b", "containers", _("By container"),
				  _("container or group"));
			add_parts(page);
		}
	} else {
		add_unknown(page);
		html(page->b, "<div class=\"g g2\">\n");
	}
	now_hours_add(request, page->b, hours);
	int r = add_runs(page, ledger, reterr);
	html(page->b, "</div>\n");
	web_end(request, reply);
	return r;
}

int page_now_page(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ledger *ledger;
	struct now_hours hours;
	struct page page = {.request = request,
			    .b = &reply->body,
			    .now = arena_alloc(request->arena, sizeof(*page.now))};
	int r = page.now ? request_library(request, &library, reterr) : error_nomem(reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	live_copy(request->server, page.now);
	now_hours_find(library, page.now->zone, &hours);
	live_words_make(page.now, request->numbers, &page.words);
	r = page.words.failed ? error_nomem(reterr)
			      : write_page(&page, reply, &hours, ledger, reterr);
	live_words_release(&page.words);
	now_hours_release(&hours);
	return r;
}
