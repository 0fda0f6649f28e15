/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/web_sums.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/number.h"
#include "serve/marks.h"

static const char *keep(struct request *request, struct buf *text)
{
	const char *kept = arena_strdup(request->arena, buf_text(text));
	buf_release(text);
	return kept ? kept : "";
}

struct web_quantity web_sum(struct request *request, const struct use_figure *figure,
			    enum kind kind)
{
	struct dimension dim = {{0}};
	struct buf unit = {0};
	bool known = figure->runs > 0;
	dim.exponent[kind] = 1;
	dimension_text(&unit, dim);
	return web_quantity(request, known ? figure->value : (double)NAN, figure->low, figure->high,
			    keep(request, &unit));
}

const char *web_sum_part(struct request *request, const struct use_figure *figure, double runs)
{
	struct buf text = {0};
	if (figure->runs > 0 && !group_is_whole(figure, runs))
		buf_addf(&text, _(" (from %zu of %zu)"), (size_t)(figure->runs + 0.5),
			 (size_t)(runs + 0.5));
	return keep(request, &text);
}

void web_sum_cells(struct request *request, struct buf *b, const struct use_figure *figure,
		   double runs, enum kind kind, const char *href)
{
	struct web_quantity quantity = web_sum(request, figure, kind);
	const char *part = web_sum_part(request, figure, runs);
	const char *both =
		*part ? arena_printf(request->arena, "%s%s", quantity.value, part) : NULL;
	quantity.value = both ? both : quantity.value;
	web_cells(request, b, &quantity, href);
}

const char *web_sum_words(struct request *request, const struct use_figure *figure, enum kind kind)
{
	struct web_quantity quantity = web_sum(request, figure, kind);
	if (*quantity.wide)
		return quantity.wide;
	if (!*quantity.ends)
		return quantity.value;
	const char *text = arena_printf(request->arena, "%s (%s)", quantity.value, quantity.ends);
	return text ? text : quantity.value;
}

const char *web_scale(struct request *request, double end, const char *unit)
{
	struct unit own;
	struct display_unit shown;
	if (unit_parse(str_of(unit), &own, NULL) < 0)
		return "";
	display_unit_for(end * own.scale, own.dim, own, unit, &shown);
	const char *text = arena_printf(
		request->arena, "%s %s",
		number_digits(NUMBER_OWN, end * own.scale / shown.scale, 3, request->numbers),
		shown.text);
	return text ? text : "";
}

void web_sum_key(struct request *request, struct buf *b, const char *label,
		 const struct use_figure *figure, double runs, enum kind kind, unsigned quality,
		 const char *href)
{
	struct web_quantity quantity = web_sum(request, figure, kind);
	bool told = quality >= 1 && quality <= 1 + FRUGAL_DEFAULT;
	html(b, "<div><dt>%s</dt>", label);
	if (!quantity.known) {
		html(b, "<dd class=\"no\">%s</dd><dd class=\"s\">", quantity.value);
		html(b, "<span class=\"q qa\">%s</span></dd></div>\n", _("missing, not zero"));
		return;
	}
	html(b, "<dd class=\"v\"><a class=\"f\" href=\"%s\">%s</a></dd><dd>", href,
	     *quantity.wide ? quantity.wide : quantity.value);
	double end = marks_end(fmax(figure->value, figure->high));
	html(b, "<svg height=\"22\" aria-hidden=\"true\"><line class=\"gr\" x2=\"100%%\" "
		"y1=\"11\" y2=\"11\"/><line class=\"ax\" y1=\"4\" y2=\"18\"/>");
	marks_interval(b, figure->low, figure->high, end, 11);
	marks_dot(b, figure->value, end, 11, quality);
	html(b, "</svg><span class=\"s\">");
	if (*quantity.wide)
		html(b, "%s %s", _("central value"), quantity.value);
	else
		html(b, "%s", *quantity.ends ? quantity.ends : _("exact"));
	if (told) {
		html(b, " · ");
		web_quality(b, (enum frugal_quality)(quality - 1));
	}
	html(b, "%s</span></dd></div>\n", web_sum_part(request, figure, runs));
}

const char *web_share(struct request *request, double share)
{
	if (isnan(share))
		return _("not known");
	const char *text = arena_printf(request->arena, _("%s %%"),
					number_fixed(NUMBER_OWN, 100 * share, 0, request->numbers));
	return text ? text : "";
}

const char *web_change(struct request *request, double change)
{
	if (isnan(change))
		return _("not known");
	const char *text =
		arena_printf(request->arena, _("%s %%"),
			     number_signed(NUMBER_OWN, 100 * change, 0, request->numbers));
	return text ? text : "";
}

const char *web_count(struct request *request, double n)
{
	struct buf text = {0};
	if (isnan(n))
		return _("not known");
	print_number(&text, n, 0, request->numbers);
	return keep(request, &text);
}

const char *web_runs(struct request *request, double n)
{
	if (n > 0.5 && n < 1.5)
		return _("1 run");
	const char *text = arena_printf(request->arena, _("%s runs"), web_count(request, n));
	return text ? text : "";
}

void web_table(struct buf *b, const char *caption, const struct web_head *heads, size_t n)
{
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\">",
	     caption);
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     heads[i].class, heads[i].text);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

void web_table_end(struct buf *b)
{
	html(b, "</tbody></table>\n");
}

const char *web_runs_of(struct request *request, const char *project, const char *phase)
{
	struct buf words = {0};
	/* A filter in words has neither commas nor empty values within it. */
	if (strchr(project, ',') || !*project || (phase && strchr(phase, ',')))
		return web_href(request, "/runs");
	buf_addf(&words, "project=%s", project);
	if (phase && *phase)
		buf_addf(&words, ",phase=%s", phase);
	return web_href(request, "/runs?filter=%s", web_part(request, keep(request, &words)));
}

void web_input(struct buf *b, const struct web_field *field)
{
	html(b, "<div class=\"fd\"><label for=\"i-%s\">%s</label>", field->name, field->label);
	html(b, "<input id=\"i-%s\" name=\"%s\" value=\"%s\"", field->name, field->name,
	     field->value ? field->value : "");
	if (field->wrong)
		html(b, " aria-invalid=\"true\" aria-describedby=\"e-%s\"", field->name);
	else if (field->hint)
		html(b, " aria-describedby=\"d-%s\"", field->name);
	html(b, ">");
	if (field->wrong)
		html(b, "<p class=\"err\" id=\"e-%s\">%s</p>", field->name, field->wrong);
	else if (field->hint)
		html(b, "<span class=\"s\" id=\"d-%s\">%s</span>", field->name, field->hint);
	html(b, "</div>\n");
}
