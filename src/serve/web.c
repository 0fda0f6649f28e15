/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/web.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/print.h"
#include "report/answer.h"
#include "serve/routes.h"

#define WIDE 3 /* the interval is then the figure */

/* In the order of the navigation; those that no row of the routes answers are left out. */
static const struct {
	const char *path, *name;
} entries[] = {
	{"/", N_("Now")},
	{"/estimate", N_("Estimate")},
	{"/projects", N_("Projects")},
	{"/runs", N_("Runs")},
	{"/services", N_("Services")},
	{"/practices", N_("Practices")},
	{"/forms", N_("Compliance")},
	{"/grid", N_("When and where")},
	{"/compare", N_("Compare")},
	{"/published", N_("Published")},
};

const char *web_href(struct request *request, const char *format, ...)
{
	struct buf path = {0};
	char text[2 * HTTP_MAX_TARGET];
	va_list list;
	va_start(list, format);
	int n = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	buf_puts(&path, request->base);
	if (n > 0 && (size_t)n < sizeof(text))
		buf_puts(&path, text);
	const char *kept = arena_strdup(request->arena, buf_text(&path));
	buf_release(&path);
	return kept ? kept : "";
}

const char *web_part(struct request *request, const char *name)
{
	struct buf part = {0};
	html_url(&part, name);
	const char *kept = arena_strdup(request->arena, buf_text(&part));
	buf_release(&part);
	return kept ? kept : "";
}

static bool is_routed(const char *path)
{
	for (const struct route *route = routes; route->path; route++)
		if (strcmp(route->path, path) == 0 && strcmp(route->verb, "GET") == 0)
			return true;
	return false;
}

/* The same page in the other language. */
static void add_other_language(struct request *request, struct buf *b)
{
	const char *other = request->lang_index == LANG_FR ? "en" : "fr";
	size_t n = strlen(request->base);
	if (n >= 3 && request->base[n - 3] == '/' && request->base[n - 2] != '~')
		n -= 3;
	html(b, "<a class=\"lang\" lang=\"%s\" hreflang=\"%s\" href=\"", other, other);
	html(b, "%.*s", (int)n, request->base);
	html(b, "/%s%s\">%s</a>", other, request->path, other[0] == 'f' ? "Français" : "English");
}

static void add_navigation(struct request *request, struct buf *b, const char *path)
{
	html(b, "<nav aria-label=\"%s\"><ul>", _("Pages"));
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		if (!is_routed(entries[i].path))
			continue;
		bool here = path && strcmp(entries[i].path, path) == 0;
		html(b, "<li><a href=\"%s\"", web_href(request, "%s", entries[i].path));
		if (here)
			html(b, " aria-current=\"page\"");
		html(b, ">%s</a></li>", _(entries[i].name));
	}
	html(b, "</ul></nav>");
}

void web_begin(struct request *request, struct http_reply *reply, const char *title,
	       const char *path)
{
	struct buf *b = &reply->body;
	if (!reply->status)
		reply->status = 200;
	reply->media = "text/html; charset=utf-8";
	html(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
	     request->lang);
	html(b, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
	html(b, "<title>%s · frugal</title>\n", title);
	html(b, "<link rel=\"icon\" href=\"data:,\">\n");
	html(b, "<link rel=\"stylesheet\" href=\"%s\">\n", web_href(request, "/style.css"));
	html(b, "<script src=\"%s\" defer></script>\n</head>\n<body",
	     web_href(request, "/script.js"));
	if (path && strcmp(path, "/") == 0)
		html(b, " data-events=\"%s\"", web_href(request, "/events"));
	html(b, ">\n");
	html(b, "<a class=\"skip\" href=\"#main\">%s</a>\n", _("skip to the content"));
	html(b,
	     "<header class=\"bar\"><div class=\"top\"><a class=\"brand\" href=\"%s\">frugal</a>",
	     web_href(request, "/"));
	add_navigation(request, b, path);
	add_other_language(request, b);
	html(b, "</div></header>\n<main id=\"main\" tabindex=\"-1\">\n");
	if (request->server->settings.demo)
		html(b, "<p class=\"note\">%s</p>\n",
		     _("These runs are those of the demo, made on this machine: frugal serve "
		       "--demo"));
	html(b, "<h1>%s</h1>\n", title);
}

void web_end(struct request *request, struct http_reply *reply)
{
	struct buf *b = &reply->body;
	html(b,
	     "</main>\n<footer id=\"f\"><div class=\"foot\"><p>frugal %s · <span "
	     "class=\"m\">%s</span> · %s</p>",
	     frugal_version(), request->server->address,
	     _("no cookie, no tracking, nothing is loaded from elsewhere"));
	html(b, "<p><a href=\"%s\">%s</a></p></div></footer>\n", web_href(request, "/about"),
	     _("Methods, sources and what this server uses"));
	/* Patterns of qualities, used by the charts of all pages. */
	html(b, "<svg class=\"vh\" aria-hidden=\"true\" focusable=\"false\"><defs>"
		"<pattern id=\"ho\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><rect class=\"bg\" width=\"5\" height=\"5\"/>"
		"<line class=\"pk\" x1=\"1\" x2=\"1\" y2=\"5\"/></pattern>"
		"<pattern id=\"hs\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
		"<rect class=\"bg\" width=\"5\" height=\"5\"/><circle class=\"k\" cx=\"2.5\" "
		"cy=\"2.5\" "
		"r=\"1.1\"/></pattern></defs></svg>\n</body>\n</html>\n");
}

void web_token(struct request *request, struct buf *b)
{
	html(b, "<input type=\"hidden\" name=\"token\" value=\"%s\">", request->server->token);
}

static const char *kept_text(struct request *request, struct buf *text)
{
	const char *kept = arena_strdup(request->arena, buf_text(text));
	buf_release(text);
	return kept ? kept : "";
}

/* "222 to 240", with the digits that print_quantity() gives its ends. */
static const char *ends_text(struct request *request, double low, double high, const char *unit)
{
	struct buf ends = {0};
	print_number(&ends, low, print_decimals(low, low, high), request->numbers);
	/* TRANSLATORS: an interval, 3 to 18 */
	buf_addf(&ends, " %s ", _("to"));
	print_number(&ends, high, print_decimals(high, low, high), request->numbers);
	if (unit)
		buf_addf(&ends, " %s", unit);
	return kept_text(request, &ends);
}

struct web_quantity web_quantity(struct request *request, double value, double low, double high,
				 const char *unit)
{
	struct web_quantity ret = {_("not known"), "", "", false};
	struct unit own;
	struct display_unit shown;
	struct buf text = {0};
	if (!isfinite(value) || unit_parse(str_of(unit), &own, NULL) < 0)
		return ret;
	/* Of a zero the ends have a size. */
	double size = fabs(value) > 0 ? value : fmax(fabs(low), fabs(high));
	display_unit_for(size * own.scale, own.dim, own, unit, &shown);
	double scale = own.scale / shown.scale;
	print_number(&text, value * scale, print_decimals(value * scale, low * scale, high * scale),
		     request->numbers);
	if (*shown.text)
		buf_addf(&text, " %s", shown.text);
	ret.value = kept_text(request, &text);
	ret.known = true;
	if (isfinite(low) && isfinite(high) && low < high) {
		ret.ends = ends_text(request, low * scale, high * scale, NULL);
		if (high > WIDE * low)
			ret.wide = ends_text(request, low * scale, high * scale, shown.text);
	}
	return ret;
}

void web_quality(struct buf *b, enum frugal_quality quality)
{
	static const char *const classes[] = {[FRUGAL_MEASURED] = "qm",
					      [FRUGAL_MODELLED] = "qo",
					      [FRUGAL_DECLARED] = "qs",
					      [FRUGAL_DEFAULT] = "qd"};
	html(b, "<span class=\"q %s\">%s</span>", classes[quality], quality_word(quality));
}

void web_key_figure(struct request *request, struct buf *b, const char *label,
		    const struct frugal_figure *figure, const char *href, const char *note)
{
	struct web_quantity quantity = {_("not known"), "", "", false};
	if (figure)
		quantity = web_quantity(request, figure->value, figure->low, figure->high,
					figure->unit);
	const char *large = *quantity.wide ? quantity.wide : quantity.value;
	html(b, "<div><dt>%s</dt>", label);
	if (!quantity.known)
		html(b, "<dd class=\"no\">%s</dd>", quantity.value);
	else if (href)
		html(b, "<dd class=\"v\"><a class=\"f\" href=\"%s\">%s</a></dd>", href, large);
	else
		html(b, "<dd class=\"v\">%s</dd>", large);
	html(b, "<dd class=\"s\">");
	if (*quantity.wide)
		html(b, "%s %s · ", _("central value"), quantity.value);
	else if (*quantity.ends)
		html(b, "%s · ", quantity.ends);
	if (quantity.known)
		web_quality(b, figure->quality);
	if (note)
		html(b, "%s%s", quantity.known ? " · " : "", note);
	html(b, "</dd></div>\n");
}

void web_cells(struct request *request, struct buf *b, const struct web_quantity *quantity,
	       const char *href)
{
	(void)request;
	html(b, "<td role=\"cell\" class=\"n\">");
	if (!quantity->known)
		html(b, "<span class=\"s\">%s</span>", quantity->value);
	else if (href)
		html(b, "<a class=\"f\" href=\"%s\">%s</a>", href, quantity->value);
	else
		html(b, "%s", quantity->value);
	html(b, "</td><td role=\"cell\" class=\"n n2 u\" data-l=\"%s\">%s</td>", _("interval"),
	     quantity->ends);
}

void web_moment(struct buf *b, int64_t us)
{
	char text[CLOCK_TEXT];
	clock_utc_text(us, text);
	html(b, "<time datetime=\"%s\">%.10s %.5s</time>", text, text, text + 11);
}
