/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns the hours of a series into the values of a chart (chart.h) or of a heat map (diagram.h).
 * Gaps stay empty unless the caller asks for them to be filled.
 */
#include "report/grid_chart.h"

#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/chart.h"
#include "report/diagram.h"

#define MOST_STEPS 800
#define LEAST_STEP_S 300

int grid_chart(const struct grid_series *series, int64_t from_s, int64_t to_s, bool fills,
	       struct buf *to, struct frugal_error *reterr)
{
	int64_t step_s = (to_s - from_s + MOST_STEPS - 1) / MOST_STEPS;
	/* Steps are whole slots of the usual lengths: 5 minutes, a quarter, an hour. */
	int64_t unit_s = step_s <= LEAST_STEP_S       ? LEAST_STEP_S
			 : step_s <= SECONDS_PER_HOUR ? 900
						      : SECONDS_PER_HOUR;
	step_s = (step_s + unit_s - 1) / unit_s * unit_s;
	size_t n = (size_t)((to_s - from_s + step_s - 1) / step_s);
	double *values = mem_zalloc(n + 1, sizeof(*values));
	bool *light = mem_zalloc(n + 1, sizeof(*light));
	struct buf title = {0}, note = {0};
	char from[GRID_TIME], end[GRID_TIME];
	int r = values && light ? 0 : error_nomem(reterr);
	if (r == 0) {
		grid_series_resample(series, from_s, step_s, values, n);
		for (size_t i = 0; i < n; i++) {
			int64_t at = from_s + (int64_t)i * step_s;
			light[i] = isnan(values[i]) ||
				   grid_series_mean(series, at, at + step_s).forecast > 0.5;
		}
		if (fills)
			(void)grid_series_fill(series, from_s, step_s, values, n);
		grid_time_text(from_s, from);
		grid_time_text(to_s, end);
		buf_addf(&title, _("%s: carbon intensity of electricity (%s, %s, %s)"),
			 series->id.zone, _(grid_kind_names[series->id.kind]),
			 _(grid_scope_names[series->id.scope]),
			 _(grid_basis_names[series->id.basis]));
		buf_addf(&note, "%s  %s · %s – %s", series->source, series->licence, from, end);
		const struct chart_steps chart = {
			.title = buf_text(&title),
			.note = buf_text(&note),
			.unit = "gCO2e/kWh",
			.from_s = from_s,
			.step_s = step_s,
			.values = values,
			.light = light,
			.light_word = fills ? _("forecast or filled") : _("forecast"),
			.n = n,
		};
		chart_steps(&chart, to);
		r = to->failed ? error_nomem(reterr) : 0;
	}
	mem_free(values);
	mem_free(light);
	buf_release(&title);
	buf_release(&note);
	return r;
}

/* ---- heat map ------------------------------------------------------------------------------- */

#define HOURS 24
#define MOST_COLUMNS 60

/* Mean of each hour of the day over the days of a column. */
static void heat_values(const struct grid_series *series, int64_t from_s, int64_t to_s, size_t days,
			size_t columns, double *values)
{
	for (size_t c = 0; c < columns; c++)
		for (size_t h = 0; h < HOURS; h++) {
			double sum = 0;
			size_t n = 0;
			for (size_t d = 0; d < days; d++) {
				int64_t at = from_s + (int64_t)(c * days + d) * SECONDS_PER_DAY +
					     (int64_t)h * SECONDS_PER_HOUR;
				struct grid_mean mean =
					grid_series_mean(series, at, at + SECONDS_PER_HOUR);
				if (at >= to_s || !(mean.known > 0))
					continue;
				sum += mean.g_per_kwh;
				n++;
			}
			values[h * columns + c] = n ? sum / (double)n : (double)NAN;
		}
}

static void heat_draw(const struct grid_series *series, int64_t from_s, size_t days, size_t columns,
		      const double *values, bool svg, const struct number_style *numbers,
		      struct buf *to, struct arena *arena)
{
	const char **hours = arena_array(arena, HOURS, sizeof(*hours));
	const char **starts = arena_array(arena, columns, sizeof(*starts));
	struct buf title = {0}, note = {0};
	char text[GRID_TIME];
	for (size_t h = 0; hours && h < HOURS; h++)
		hours[h] = arena_printf(arena, "%02zu:00", h);
	for (size_t c = 0; starts && c < columns; c++) {
		grid_time_text(from_s + (int64_t)(c * days) * SECONDS_PER_DAY, text);
		starts[c] = arena_printf(arena, "%.5s", text + 5); /* "11-28" */
	}
	if (!hours || !starts) {
		to->failed = true;
		return;
	}
	grid_time_text(from_s, text);
	buf_addf(&title, _("%s: intensity by hour (UTC)"), series->id.zone);
	buf_addf(&note, _("from %.10s; %s"), text, series->source);
	const struct diagram diagram = {.kind = DIAGRAM_HEAT,
					.title = buf_text(&title),
					.note = buf_text(&note),
					.y_title = "gCO2e/kWh",
					.labels = hours,
					.texts = starts,
					.values = values,
					.n = HOURS,
					.columns = columns,
					.numbers = numbers,
					.alone = true};
	if (svg) {
		diagram_svg(&diagram, to);
	} else {
		buf_addf(to, "%s\n%s  %s\n", diagram.title, diagram.note, series->licence);
		diagram_text(&diagram, to);
	}
	to->failed |= title.failed || note.failed;
	buf_release(&title);
	buf_release(&note);
}

int grid_heat(const struct grid_series *series, int64_t from_s, int64_t to_s, bool svg,
	      const struct number_style *numbers, struct buf *to, struct frugal_error *reterr)
{
	static const size_t lengths[] = {1, 7, 30, 91, 365};
	struct arena arena = {0};
	size_t days = 0, columns = 0;
	from_s -= from_s % SECONDS_PER_DAY;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		days = lengths[i];
		int64_t length_s = (int64_t)days * SECONDS_PER_DAY;
		columns = (size_t)((to_s - from_s + length_s - 1) / length_s);
		if (columns <= MOST_COLUMNS)
			break;
	}
	columns = columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
	double *values = arena_array(&arena, HOURS * columns, sizeof(*values));
	if (values) {
		heat_values(series, from_s, to_s, days, columns, values);
		heat_draw(series, from_s, days, columns, values, svg, numbers, to, &arena);
	}
	int r = values && !to->failed ? 0 : error_nomem(reterr);
	arena_release(&arena);
	return r;
}
