/* SPDX-License-Identifier: Apache-2.0 */
/* x in percent of the run, y in px; a stretch of line for each time without a gap. */
#include "serve/web_curve.h"

#include <math.h>

#include "base/intl.h"
#include "quantity/print.h"

#define WIDTH 400
#define HEIGHT 200
#define MOST_ROWS 12
#define LINES 4

struct drawn {
	struct request *request;
	struct buf *b;
	const struct run_power *power;
	double low, high, top;
};

/* 1, 2 or 5 times a power of ten, so that LINES of them reach the value. */
static double nice_step(double value)
{
	double step = pow(10, floor(log10(value / LINES)));
	static const double times[] = {1, 2, 5, 10};
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (step * times[i] * LINES >= value)
			return step * times[i];
	return step * 10;
}

static double begin_of(const struct drawn *d, size_t i)
{
	return (double)i * d->power->step_s / d->power->length_s;
}

/* Of the middle of a step. */
static double x_of(const struct drawn *d, size_t i)
{
	const double end = i + 1 < d->power->n ? begin_of(d, i + 1) : 1;
	return WIDTH * (begin_of(d, i) + end) / 2;
}

static double y_of(const struct drawn *d, double watts)
{
	return HEIGHT * (1 - fmin(watts / d->top, 1));
}

static void add_points(const struct drawn *d, size_t from, size_t to)
{
	const double *w = d->power->watts;
	if (d->high > d->low) {
		html(d->b, "<polygon class=\"ar\" points=\"");
		for (size_t i = from; i < to; i++)
			html(d->b, "%.1f,%.1f ", x_of(d, i), y_of(d, w[i] * d->high));
		for (size_t i = to; i > from; i--)
			html(d->b, "%.1f,%.1f ", x_of(d, i - 1), y_of(d, w[i - 1] * d->low));
		html(d->b, "\"/>");
	}
	html(d->b, "<polyline class=\"ln\" points=\"");
	for (size_t i = from; i < to; i++)
		html(d->b, "%s%.1f,%.1f", i > from ? " " : "", x_of(d, i), y_of(d, w[i]));
	html(d->b, "\"/>");
}

/* A line for each stretch without a gap. */
static void add_stretches(const struct drawn *d)
{
	size_t from = 0;
	html(d->b,
	     "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" height=\"%d\" "
	     "width=\"100%%\">",
	     WIDTH, HEIGHT, HEIGHT);
	for (size_t i = 0; i <= d->power->n; i++) {
		if (i < d->power->n && !isnan(d->power->watts[i]))
			continue;
		if (i > from)
			add_points(d, from, i);
		from = i + 1;
	}
	html(d->b, "</svg>");
}

static const char *number(const struct drawn *d, double x)
{
	struct buf text = {0};
	print_number(&text, x, print_decimals(x, x, x), d->request->numbers);
	const char *kept = arena_strdup(d->request->arena, buf_text(&text));
	buf_release(&text);
	return kept ? kept : "";
}

static void add_axes(const struct drawn *d, double step)
{
	for (int i = 0; i * step <= d->top * (1 + 1e-9); i++) {
		const double y = y_of(d, i * step);
		html(d->b, "<line class=\"%s\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
		     i ? "gr" : "ax", y, y);
		html(d->b, "<text class=\"l e\" x=\"-8\" y=\"%.1f\">%s%s</text>", y + 4,
		     i ? number(d, i * step) : "0",
		     (i + 1) * step > d->top * (1 + 1e-9) ? " W" : "");
	}
	for (int i = 0; i <= 2; i++)
		html(d->b,
		     "<text class=\"l %s\" x=\"%d%%\" y=\"218\" data-tick=\"%.1f\">%s s</text>",
		     i == 0   ? ""
		     : i == 1 ? "mi"
			      : "e",
		     50 * i, 0.5 * i, i ? number(d, d->power->length_s * i / 2) : "0");
}

/* The same in at most MOST_ROWS rows: the mean power of the known steps of each. */
static void add_table(const struct drawn *d)
{
	const size_t n = d->power->n, rows = MOST_ROWS, each = (n + rows - 1) / rows;
	html(d->b, "<details><summary>%s</summary><table><caption class=\"vh\">%s</caption><thead>",
	     _("The same as a table"), _("Power while it ran"));
	html(d->b,
	     "<tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">W</th>"
	     "<th scope=\"col\" class=\"n\">%s</th></tr></thead><tbody>",
	     _("from"), _("interval"));
	for (size_t i = 0; i < n; i += each) {
		double sum = 0;
		size_t known = 0;
		for (size_t k = i; k < n && k < i + each; k++) {
			sum += isnan(d->power->watts[k]) ? 0 : d->power->watts[k];
			if (!isnan(d->power->watts[k]))
				known++;
		}
		struct web_quantity w = {_("not known"), "", "", false};
		if (known)
			w = web_quantity(d->request, sum / (double)known,
					 sum / (double)known * d->low,
					 sum / (double)known * d->high, "W");
		html(d->b, "<tr><th scope=\"row\">%s s</th><td class=\"n\">%s</td>",
		     i ? number(d, (double)i * d->power->step_s) : "0", w.value);
		html(d->b, "<td class=\"n u\">%s</td></tr>", w.ends);
	}
	html(d->b, "</tbody></table></details>\n");
}

void web_curve(struct request *request, struct buf *b, const struct run_power *power, double low,
	       double high, const char *id)
{
	struct drawn d = {request, b, power, low, high, 0};
	for (size_t i = 0; i < power->n; i++)
		d.top = fmax(d.top, isnan(power->watts[i]) ? 0 : power->watts[i] * high);
	const double step = nice_step(d.top > 0 ? d.top : 1);
	d.top = step * ceil((d.top > 0 ? d.top : 1) / step - 1e-9);
	html(b, "<figure><figcaption class=\"s\">%s</figcaption>",
	     _("the counted parts of the machine together, W; band: interval"));
	html(b,
	     "<svg class=\"yx\" height=\"224\" role=\"img\" aria-labelledby=\"pwt\" data-curve "
	     "data-w=\"%d\" data-h=\"%d\" ",
	     WIDTH, HEIGHT);
	html(b, "data-dur=\"%.3f\" data-y=\"%.6f\" data-lo=\"%.4f\" data-hi=\"%.4f\">",
	     power->length_s, d.top, low, high);
	html(b, "<title id=\"pwt\">%s %.4s</title>", _("Power of the machine during run"), id);
	add_axes(&d, step);
	add_stretches(&d);
	html(b, "</svg><p class=\"out\">%s</p></figure>\n",
	     _("Move over the curve, or use the arrow keys, + and −, to read and zoom it."));
	add_table(&d);
}
