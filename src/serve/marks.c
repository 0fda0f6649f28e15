/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/marks.h"

#include <math.h>

#include "base/intl.h"
#include "frugal.h"

double marks_end(double most)
{
	static const double steps[] = {1, 1.5, 2, 3, 4, 5, 6, 8, 10};
	if (!(most > 0) || !isfinite(most))
		return 1;
	double power = pow(10, floor(log10(most)));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i] * power >= most * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

double marks_percent(double x, double end)
{
	double percent = 100 * x / end;
	return !(percent > 0) ? 0 : percent > 100 ? 100 : percent;
}

/* The attributes of a form that is measured, modelled, declared, a default, or not known. */
static void add_form(struct buf *b, unsigned quality)
{
	switch (quality) {
	case 1 + FRUGAL_MEASURED:
		html(b, "class=\"bk k\"");
		break;
	case 1 + FRUGAL_MODELLED:
		html(b, "class=\"bk\" fill=\"url(#ho)\"");
		break;
	case 1 + FRUGAL_DECLARED:
		html(b, "class=\"bk\" fill=\"url(#hs)\"");
		break;
	case 1 + FRUGAL_DEFAULT:
		html(b, "class=\"bk bg\"");
		break;
	default:
		html(b, "class=\"bk bg\" stroke-dasharray=\"3 2\"");
	}
}

void marks_bar(struct buf *b, double from, double to, double end, int y, int height,
	       unsigned quality)
{
	double x = marks_percent(from, end), width = marks_percent(to, end) - x;
	if (!isfinite(from) || !isfinite(to))
		return;
	html(b, "<rect ");
	add_form(b, quality);
	html(b, " x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\"/>", x, y,
	     width > 0 ? width : 0, height);
}

void marks_interval(struct buf *b, double low, double high, double end, double y)
{
	double from = marks_percent(low, end), to = marks_percent(high, end);
	if (!(low < high))
		return;
	for (int i = 0; i < 2; i++) {
		html(b, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" ", i ? "wh" : "wb", from,
		     to);
		html(b, "y1=\"%.1f\" y2=\"%.1f\"/>", y, y);
	}
	for (int i = 0; i < 2; i++)
		html(b, "<line class=\"wh\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
		     i ? to : from, i ? to : from, y - 4, y + 4);
}

void marks_dot(struct buf *b, double x, double end, double y, unsigned quality)
{
	if (!isfinite(x))
		return;
	html(b, "<circle ");
	add_form(b, quality);
	html(b, " cx=\"%.2f%%\" cy=\"%.1f\" r=\"5.5\"/>", marks_percent(x, end), y);
}

void marks_value(struct buf *b, double value, double low, double high, double end, unsigned quality)
{
	html(b, "<svg height=\"22\" aria-hidden=\"true\"><line class=\"ax\" y2=\"22\"/>");
	marks_bar(b, 0, value, end, 5, 12, quality);
	marks_interval(b, low, high, end, 11);
	html(b, "</svg>");
}

void marks_key(struct buf *b)
{
	const struct {
		const char *class, *words;
	} forms[] = {
		{"qm", _("measured: solid")},   {"qo", _("modelled: hatched")},
		{"qd", _("default: outline")},  {"qs", _("declared: dotted")},
		{"qa", _("not known: dashed")},
	};
	html(b, "<ul class=\"key\">");
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		html(b, "<li><span class=\"q %s\">%s</span></li>", forms[i].class, forms[i].words);
	html(b, "<li><i class=\"iv\"></i>%s</li></ul>\n", _("interval of 90 %"));
}
