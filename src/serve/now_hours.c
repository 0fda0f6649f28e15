/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/now_hours.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "serve/live.h"
#include "serve/web.h"

#define JOB_H 4
#define HOURS 24
#define CHART_H 150
#define TICK_S 21600 /* labels of the axis, and rows of the table are half of it */

static void plan(frugal_library *library, struct now_hours *hours)
{
	const char *zones[] = {hours->zone};
	struct frugal_plan_question question = {.size = sizeof(question)};
	struct frugal_error error;
	frugal_plan *plan = NULL;
	if (frugal_plan_defaults(&question, &error) < 0)
		return;
	question.zones = zones;
	question.n_zones = 1;
	question.hours = JOB_H;
	question.deadline_h = HOURS;
	if (frugal_plan_job(library, &question, &plan, &error) < 0)
		return;
	hours->about.size = sizeof(hours->about);
	hours->planned = frugal_plan_about(plan, &hours->about, &error) == 0 &&
			 frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &hours->best, &error) == 0;
	frugal_plan_free(plan);
}

void now_hours_find(frugal_library *library, const char *zone, struct now_hours *ret)
{
	struct frugal_error error;
	struct frugal_series_choice choice = {.size = sizeof(choice), .zone = ret->zone};
	struct frugal_window window = {.size = sizeof(window), .hours = HOURS, .fills = 1};
	*ret = (struct now_hours){0};
	(void)snprintf(ret->zone, sizeof(ret->zone), "%s", zone);
	if (!*zone || frugal_series_ahead(library, &choice, &window, &ret->series, &error) < 0) {
		ret->series = NULL;
		return;
	}
	plan(library, ret);
}

void now_hours_release(struct now_hours *hours)
{
	frugal_series_free(hours->series);
	hours->series = NULL;
}

/* "05:00" of UTC. */
static void hour_text(int64_t s, char to[8])
{
	char text[CLOCK_TEXT];
	clock_utc_text(s * 1000000, text);
	(void)snprintf(to, 8, "%.5s", text + 11);
}

const char *now_hours_sentence(struct request *request, const struct now_hours *hours)
{
	char from[8];
	if (!hours->planned)
		return "";
	double saving = 100 * hours->about.saving;
	hour_text(hours->best.from_s, from);
	const char *text =
		hours->about.waits
			/* TRANSLATORS: "A job of 4 hours that begins at 01:00 UTC emits 12 % less"
			 */
			? arena_printf(request->arena,
				       _("A job of %d hours that begins at %s UTC emits %.0f %% "
					 "less than now."),
				       JOB_H, from, saving)
			: arena_printf(request->arena,
				       _("Waiting gains %.0f %% in the next %d hours: run now."),
				       fmax(saving, 0), HOURS);
	return text ? text : "";
}

/* ---- the chart ------------------------------------------------------------------------------ */

struct chart {
	const struct now_hours *hours;
	size_t n;
	int64_t from_s, to_s;
	double top;
};

static double y_of(const struct chart *chart, double g)
{
	return 200 * (1 - fmin(g / chart->top, 1));
}

static double x_of(const struct chart *chart, int64_t s, double width)
{
	return width * (double)(s - chart->from_s) / (double)(chart->to_s - chart->from_s);
}

static bool slot_at(const struct chart *chart, size_t i, struct frugal_slot *ret)
{
	return frugal_series_slot(chart->hours->series, i, ret) == 0 && isfinite(ret->g_per_kwh);
}

static bool measure(const struct now_hours *hours, struct chart *ret)
{
	struct frugal_slot slot;
	*ret = (struct chart){.hours = hours, .n = frugal_series_count(hours->series)};
	for (size_t i = 0; i < ret->n; i++) {
		if (!slot_at(ret, i, &slot))
			continue;
		if (!ret->to_s)
			ret->from_s = slot.start_s;
		ret->to_s = slot.start_s + slot.seconds;
		ret->top = fmax(ret->top, slot.high);
	}
	ret->top = live_round_up(ret->top);
	return ret->to_s > ret->from_s;
}

/* Each slot is a step, so that an hour has one value. */
static void add_steps(const struct chart *chart, struct buf *b)
{
	struct frugal_slot slot;
	html(b,
	     "<svg viewBox=\"0 0 400 200\" preserveAspectRatio=\"none\" height=\"%d\" "
	     "width=\"100%%\"><polygon class=\"ar\" points=\"",
	     CHART_H);
	for (size_t i = 0; i < chart->n; i++)
		if (slot_at(chart, i, &slot))
			html(b, "%.0f,%.0f %.0f,%.0f ", x_of(chart, slot.start_s, 400),
			     y_of(chart, slot.high), x_of(chart, slot.start_s + slot.seconds, 400),
			     y_of(chart, slot.high));
	for (size_t i = chart->n; i > 0; i--)
		if (slot_at(chart, i - 1, &slot))
			html(b, "%.0f,%.0f %.0f,%.0f ",
			     x_of(chart, slot.start_s + slot.seconds, 400), y_of(chart, slot.low),
			     x_of(chart, slot.start_s, 400), y_of(chart, slot.low));
	html(b, "\"/><polyline class=\"ln\" points=\"");
	for (size_t i = 0; i < chart->n; i++)
		if (slot_at(chart, i, &slot))
			html(b, "%.0f,%.0f %.0f,%.0f ", x_of(chart, slot.start_s, 400),
			     y_of(chart, slot.g_per_kwh),
			     x_of(chart, slot.start_s + slot.seconds, 400),
			     y_of(chart, slot.g_per_kwh));
	html(b, "\"/></svg>");
}

static void add_axes(const struct chart *chart, struct buf *b)
{
	char text[8];
	for (int k = 0; k < 3; k++) {
		int y = CHART_H * k / 2;
		html(b,
		     "<line class=\"%s\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/><text class=\"l e\" "
		     "x=\"-8\" y=\"%d\">%.0f</text>",
		     k == 2 ? "ax" : "gr", y, y, y + 4, chart->top * (2 - k) / 2);
	}
	for (int64_t s = chart->from_s; s < chart->to_s; s += TICK_S) {
		hour_text(s, text);
		html(b, "<text class=\"l%s\" x=\"%.2f%%\" y=\"%d\">%s</text>",
		     s == chart->from_s ? "" : " mi", x_of(chart, s, 100), CHART_H + 18, text);
	}
	const struct frugal_piece *best = &chart->hours->best;
	if (!chart->hours->planned || best->from_s < chart->from_s || best->to_s > chart->to_s)
		return;
	double x = x_of(chart, best->from_s, 100), width = x_of(chart, best->to_s, 100) - x;
	html(b,
	     "<rect class=\"bk\" fill=\"none\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"0\" "
	     "height=\"%d\"/>",
	     x, width, CHART_H);
	html(b, "<text class=\"%s halo\" x=\"%.2f%%\" y=\"-4\">%s</text>",
	     x < 10   ? ""
	     : x > 80 ? "e"
		      : "mi",
	     x < 10   ? x
	     : x > 80 ? x + width
		      : x + width / 2,
	     _("best 4 h"));
}

static void add_table(struct request *request, const struct chart *chart, struct buf *b)
{
	struct frugal_slot slot;
	char text[8];
	int64_t next_s = chart->from_s;
	html(b,
	     "<details><summary>%s</summary><table><caption class=\"vh\">%s</caption><thead><tr>"
	     "<th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">%s</th>",
	     _("The same as a table"), _("Forecast, every third hour"), _("hour, UTC"),
	     _("intensity"));
	html(b, "<th scope=\"col\" class=\"n\">%s</th></tr></thead><tbody>\n", _("interval"));
	for (size_t i = 0; i < chart->n; i++) {
		if (!slot_at(chart, i, &slot) || slot.start_s < next_s)
			continue;
		next_s = slot.start_s + TICK_S / 2;
		struct web_quantity g =
			web_quantity(request, slot.g_per_kwh, slot.low, slot.high, "gCO2e/kWh");
		hour_text(slot.start_s, text);
		html(b,
		     "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td><td class=\"n "
		     "u\">%s</td></tr>\n",
		     text, g.value, g.ends);
	}
	html(b, "</tbody></table></details>\n");
}

static void add_chart(struct request *request, const struct chart *chart, struct buf *b)
{
	html(b,
	     "<figure><figcaption class=\"s\">%s, gCO2e/kWh; %s</figcaption><svg class=\"yx oc\" "
	     "height=\"174\" role=\"img\" aria-labelledby=\"fct\"><title id=\"fct\">%s</title>",
	     chart->hours->zone, _("band: interval"),
	     _("Intensity of electricity in the next 24 hours"));
	add_steps(chart, b);
	add_axes(chart, b);
	html(b, "</svg></figure>\n");
	add_table(request, chart, b);
}

void now_hours_add(struct request *request, struct buf *b, const struct now_hours *hours)
{
	struct chart chart;
	html(b, "<section aria-labelledby=\"h-fc\"><h2 id=\"h-fc\">%s</h2>\n",
	     _("The next green hours"));
	if (hours->series && measure(hours, &chart)) {
		add_chart(request, &chart, b);
		html(b, "<p>%s</p>\n", now_hours_sentence(request, hours));
	} else {
		html(b, "<p>%s</p>\n",
		     _("No hours of electricity are stored for the zone of this machine, so that "
		       "its greenest hours are not known."));
		html(b,
		     "<p>%s <span class=\"m\">frugal serve --zone FR</span>; <span "
		     "class=\"m\">frugal grid fetch</span></p>\n",
		     _("Name the zone, and store its hours:"));
	}
	html(b, "</section>\n");
}
