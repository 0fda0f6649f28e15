/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/heat.h"

#include <math.h>
#include <time.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "report/number.h"

#define BANDS 6

/* Bands of one width: below first, from first on, ... the last from first + 4 * step on. */
struct scale {
	double first, step;
};

static const char *const days[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
				   N_("Thu"), N_("Fri"), N_("Sat")};
static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
				     N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
				     N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

int64_t heat_day(int64_t s)
{
	int64_t within = s % SECONDS_PER_DAY;
	return s - (within < 0 ? within + SECONDS_PER_DAY : within);
}

/* 1, 2 or 5 times a power of ten, at least x. */
static double round_step(double x)
{
	double power = pow(10, floor(log10(x)));
	double times = x / power;
	return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static struct scale scale_of(const struct heat *heat)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < heat->n; i++) {
		if (isnan(heat->g[i]))
			continue;
		low = fmin(low, heat->g[i]);
		high = fmax(high, heat->g[i]);
	}
	struct scale scale = {.first = 1, .step = 1};
	if (!(low <= high))
		return scale;
	scale.step = round_step(fmax((high - low) / BANDS, 1));
	scale.first = (floor(low / scale.step) + 1) * scale.step;
	return scale;
}

static int band_of(const struct scale *scale, double g)
{
	int band = g < scale->first ? 0 : 1 + (int)((g - scale->first) / scale->step);
	return band < BANDS ? band : BANDS - 1;
}

static void add_scale(struct buf *b, const struct scale *scale)
{
	html(b, "<ul class=\"sc\" aria-label=\"%s\">", _("Scale, gCO2e/kWh"));
	html(b, "<li class=\"h0\">%s %.0f</li>", _("under"), scale->first);
	for (int i = 1; i < BANDS; i++)
		html(b, "<li class=\"h%d\">%.0f%s%s</li>", i, scale->first + (i - 1) * scale->step,
		     i == BANDS - 1 ? " " : "", i == BANDS - 1 ? _("and more") : "");
	html(b, "</ul>");
}

static void add_head(struct buf *b, const struct heat *heat)
{
	html(b,
	     "<div><table class=\"h\"><caption class=\"s\">%s</caption><thead><tr><th "
	     "scope=\"col\">%s</th>",
	     heat->caption, _("day"));
	for (int hour = 0; hour < HEAT_HOURS; hour++) {
		if (hour % 3 == 0)
			html(b, "<th scope=\"col\">%02d</th>", hour);
		else
			html(b, "<th scope=\"col\"><span class=\"vh\">%02d</span></th>", hour);
	}
	html(b, "</tr></thead><tbody>\n");
}

static const char *frame_of(const struct heat *heat, size_t i)
{
	if (!heat->framed || !heat->framed[i])
		return "";
	bool begins = i == 0 || !heat->framed[i - 1];
	bool ends = i + 1 == heat->n || !heat->framed[i + 1];
	return begins && ends ? " best b1 b4" : begins ? " best b1" : ends ? " best b4" : " best";
}

static void add_hour(struct request *request, struct buf *b, const struct heat *heat,
		     const struct scale *scale, size_t i)
{
	char at[GRID_TIME];
	if (i < heat->before) {
		html(b, "<td></td>");
		return;
	}
	grid_time_text(heat->from_s + (int64_t)i * SECONDS_PER_HOUR, at);
	if (isnan(heat->g[i])) {
		html(b, "<td class=\"hn\" data-t=\"%s: %s\"><span class=\"vh\">%s</span></td>", at,
		     _("not known"), _("not known"));
		return;
	}
	html(b, "<td class=\"h%d%s\" data-t=\"%s: %s g/kWh", band_of(scale, heat->g[i]),
	     frame_of(heat, i), at, number_fixed(NUMBER_OWN, heat->g[i], 1, request->numbers));
	if (heat->low && heat->low[i] < heat->high[i])
		html(b, ", %s %.0f %s %.0f", _("forecast"), heat->low[i], _("to"), heat->high[i]);
	html(b, "\">%.0f</td>", heat->g[i]);
}

static void add_day(struct buf *b, int64_t day_s)
{
	struct tm tm = {0};
	time_t t = (time_t)day_s;
	(void)gmtime_r(&t, &tm);
	html(b, "<tr><th scope=\"row\">%s<span class=\"lg\"> %d %s</span></th>",
	     _(days[tm.tm_wday]), tm.tm_mday, _(months[tm.tm_mon]));
}

void heat_add(struct request *request, struct buf *b, const struct heat *heat, const char *said)
{
	const struct scale scale = scale_of(heat);
	html(b, "<figure>");
	add_scale(b, &scale);
	add_head(b, heat);
	for (size_t i = 0; i < heat->n; i++) {
		if (i % HEAT_HOURS == 0)
			add_day(b, heat->from_s + (int64_t)i * SECONDS_PER_HOUR);
		add_hour(request, b, heat, &scale, i);
		if (i % HEAT_HOURS == HEAT_HOURS - 1 || i + 1 == heat->n)
			html(b, "</tr>\n");
	}
	html(b, "</tbody></table></div><p class=\"out\">%s</p></figure>\n", said);
}
