/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/grid_chart.h"

#include <math.h>

#include "base/intl.h"
#include "report/chart.h"

#define MOST_STEPS 800
#define LEAST_STEP_S 300

int grid_chart(const struct grid_series *series, int64_t from_s, int64_t to_s, bool fills,
	       struct buf *to, struct frugal_error *reterr)
{
	int64_t step_s = (to_s - from_s + MOST_STEPS - 1) / MOST_STEPS;
	/* Of whole slots, mostly: of 5 minutes, quarters or hours. */
	int64_t unit_s = step_s <= LEAST_STEP_S ? LEAST_STEP_S : step_s <= 3600 ? 900 : 3600;
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
