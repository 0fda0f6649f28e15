/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the SVG of a value over time: axes, ticks, the line in two weights, the note below. It
 * knows pixels and ticks; where the values come from is the caller's matter.
 */
#include "report/chart.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/chart_inside.h"

#define WIDTH 960
#define HEIGHT 340
#define LEFT 64
#define RIGHT 44
#define TOP 52
#define BOTTOM 60
#define MOST_TICKS 6

static int64_t nice_seconds(int64_t range_s)
{
	static const int64_t steps[] = {60,
					300,
					900,
					1800,
					SECONDS_PER_HOUR,
					3 * SECONDS_PER_HOUR,
					6 * SECONDS_PER_HOUR,
					12 * SECONDS_PER_HOUR,
					SECONDS_PER_DAY,
					2 * SECONDS_PER_DAY,
					7 * SECONDS_PER_DAY,
					14 * SECONDS_PER_DAY,
					30 * SECONDS_PER_DAY,
					90 * SECONDS_PER_DAY};
	size_t n = sizeof(steps) / sizeof(steps[0]);
	for (size_t i = 0; i < n; i++)
		if (range_s / steps[i] <= 9)
			return steps[i];
	return range_s / 9 + 1;
}

struct frame {
	const struct chart_steps *chart;
	double high; /* at the top */
	double x_per_step, y_per_unit;
};

static double x_of(const struct frame *f, double step)
{
	return LEFT + step * f->x_per_step;
}

static double y_of(const struct frame *f, double value)
{
	return HEIGHT - BOTTOM - value * f->y_per_unit;
}

static void add_value_ticks(const struct frame *f, struct buf *to)
{
	double step = chart_nice_step(f->high, MOST_TICKS);
	int n = (int)floor(f->high / step + 1e-9);
	for (int i = 0; i <= n; i++) {
		double v = i * step, y = y_of(f, v);
		buf_addf(to, "<path class=\"g\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
		buf_addf(to, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.6g</text>\n",
			 LEFT - 8, y + 4, v);
	}
}

static void add_time_ticks(const struct frame *f, struct buf *to)
{
	const struct chart_steps *chart = f->chart;
	int64_t range_s = (int64_t)chart->n * chart->step_s, step_s = nice_seconds(range_s);
	int64_t first = (chart->from_s + step_s - 1) / step_s * step_s;
	const char *format = step_s < SECONDS_PER_DAY ? "%H:%M" : "%Y-%m-%d";
	for (int64_t s = first; s <= chart->from_s + range_s; s += step_s) {
		char text[32] = "";
		time_t time = (time_t)s;
		struct tm utc = {0};
		double x = x_of(f, (double)(s - chart->from_s) / (double)chart->step_s);
		if (gmtime_r(&time, &utc))
			(void)strftime(text, sizeof(text),
				       utc.tm_hour + utc.tm_min == 0 ? "%Y-%m-%d" : format, &utc);
		buf_addf(to,
			 "<path class=\"g\" d=\"M%.1f %dv6\"/><text x=\"%.1f\" y=\"%d\" "
			 "text-anchor=\"middle\">%s</text>\n",
			 x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 20, text);
	}
}

/* Steps of one kind as one path; a gap or the other kind ends a piece. */
static void add_line(const struct frame *f, bool light, struct buf *to)
{
	const struct chart_steps *chart = f->chart;
	bool open = false, any = false;
	for (size_t i = 0; i < chart->n; i++) {
		bool here = !isnan(chart->values[i]) && (chart->light && chart->light[i]) == light;
		if (here && !any)
			buf_addf(to, "<path class=\"%s\" d=\"", light ? "l" : "k");
		any |= here;
		if (here)
			buf_addf(to, "%c%.1f %.1fH%.1f", open ? 'L' : 'M', x_of(f, (double)i),
				 y_of(f, chart->values[i]), x_of(f, (double)i + 1));
		open = here;
	}
	if (any)
		buf_puts(to, "\"/>\n");
}

void chart_steps(const struct chart_steps *chart, struct buf *to)
{
	double high = 0;
	bool light = false;
	for (size_t i = 0; i < chart->n; i++) {
		high = chart->values[i] > high ? chart->values[i] : high;
		light |= chart->light && chart->light[i] && !isnan(chart->values[i]);
	}
	high = high > 0 ? chart_nice_step(high, MOST_TICKS) *
				  ceil(high / chart_nice_step(high, MOST_TICKS))
			: 1;
	const struct frame f = {
		.chart = chart,
		.high = high,
		.x_per_step = (double)(WIDTH - LEFT - RIGHT) / (double)(chart->n ? chart->n : 1),
		.y_per_unit = (HEIGHT - TOP - BOTTOM) / high,
	};
	buf_addf(to,
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
		 "font-family=\"system-ui,sans-serif\" font-size=\"13\">\n<title>",
		 WIDTH, HEIGHT);
	chart_add_text(to, chart->title);
	buf_puts(to, "</title>\n<desc>");
	chart_add_text(to, chart->note);
	buf_puts(to, "</desc>\n"
		     "<style>text{fill:#333}.b{fill:#fff}.g{stroke:#ccc;fill:none}"
		     ".k{stroke:#00695c;stroke-width:2;fill:none}"
		     ".l{stroke:#00695c;stroke-width:2;fill:none;opacity:.5;stroke-dasharray:4 3}"
		     "@media(prefers-color-scheme:dark){text{fill:#ddd}.b{fill:#1b1b1b}"
		     ".g{stroke:#555}.k,.l{stroke:#4db6ac}}</style>\n");
	buf_addf(to,
		 "<rect class=\"b\" width=\"%d\" height=\"%d\"/>\n<text x=\"%d\" y=\"24\" "
		 "font-size=\"16\" font-weight=\"600\">",
		 WIDTH, HEIGHT, LEFT);
	chart_add_text(to, chart->title);
	buf_addf(to, "</text>\n<text x=\"%d\" y=\"43\">", LEFT);
	chart_add_text(to, chart->unit);
	if (light) {
		buf_puts(to, " · - - ");
		chart_add_text(to, chart->light_word);
	}
	buf_puts(to, "</text>\n");
	add_value_ticks(&f, to);
	add_time_ticks(&f, to);
	add_line(&f, false, to);
	add_line(&f, true, to);
	buf_addf(to, "<text x=\"%d\" y=\"%d\" font-size=\"11\">", LEFT, HEIGHT - 12);
	chart_add_text(to, chart->note);
	buf_puts(to, "</text>\n</svg>\n");
}
