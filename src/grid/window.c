/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the window of a plan: resamples the stored series, drops what was not known at its start if
 * the caller asks for that, forecasts the steps that are not stored, and notes the origin of each
 * step.
 */
#include "grid/window.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/forecast.h"

#define LEAST_STEP_S 1
#define MOST_STEPS 200000
#define HISTORY_DAYS (FORECAST_LONG / 24)

int green_hours_before(const struct grid_series *series, int64_t s, double **ret, size_t *ret_n,
		       struct frugal_error *reterr)
{
	size_t n = (size_t)HISTORY_DAYS * 24;
	*ret = mem_zalloc(n, sizeof(double));
	if (!*ret)
		return error_nomem(reterr);
	grid_series_resample(series, s - (int64_t)n * SECONDS_PER_HOUR, SECONDS_PER_HOUR, *ret, n);
	*ret_n = n;
	return 0;
}

static int64_t step_of(const struct grid_series *series)
{
	int64_t step = SECONDS_PER_HOUR;
	for (size_t i = series->n > 200 ? series->n - 200 : 0; i < series->n; i++)
		if (series->slots[i].seconds < step)
			step = series->slots[i].seconds;
	return step < LEAST_STEP_S ? LEAST_STEP_S : step;
}

static int nothing_known(const struct grid_series *series, int64_t from_s,
			 struct frugal_error *reterr)
{
	char from[GRID_TIME], last[GRID_TIME] = "?";
	grid_time_text(from_s, from);
	if (series->n)
		grid_time_text(series->slots[series->n - 1].start_s +
				       series->slots[series->n - 1].seconds,
			       last);
	error_set(reterr, FRUGAL_EDATA, _("'%s' has no hours around %s: its series ends at %s"),
		  series->id.zone, from, last);
	return error_todo(reterr, "%s",
			  _("import newer hours, or plan within the stored ones with from=DATE"));
}

/* Drops what was not known at a moment: later slots, except forecasts that were made before it. */
static void forget_future(struct grid_series *series, int64_t from_s)
{
	size_t kept = 0;
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		bool known = slot->issued_s && slot->issued_s <= from_s;
		if (slot->start_s + slot->seconds <= from_s || known)
			series->slots[kept++] = *slot;
	}
	series->n = kept;
}

/* Forecasts the steps that are not stored; steps before the first known hour stay gaps. */
static int forecast_rest(const struct grid_series *series, struct green_window *w,
			 struct frugal_error *reterr)
{
	struct grid_forecast forecast;
	double *hours = NULL;
	size_t n_hours, own = 0, known = 0;
	for (size_t i = 0; i < w->n; i++)
		known += isnan(w->g_per_kwh[i]) ? 0 : 1;
	/* From the first whole hour after the last known one, or from the window's start. */
	int64_t end_s = w->from_s;
	for (size_t i = w->n; i > 0 && end_s == w->from_s; i--)
		if (!isnan(w->g_per_kwh[i - 1]))
			end_s = w->from_s + (int64_t)i * w->step_s;
	int64_t hour_s = end_s / SECONDS_PER_HOUR * SECONDS_PER_HOUR;
	bool open_end = end_s < w->from_s + (int64_t)w->n * w->step_s;
	int r = open_end ? green_hours_before(series, hour_s, &hours, &n_hours, reterr) : 0;
	if (r < 0)
		return r;
	if (hours && isnan(hours[n_hours - 1]) && isnan(hours[n_hours - 2])) {
		mem_free(hours);
		return nothing_known(series, w->from_s, reterr);
	}
	if (hours)
		r = grid_forecast(hours, n_hours, FORECAST_HOURS, &forecast, reterr);
	for (size_t i = 0; r == 0 && hours && i < w->n; i++) {
		int64_t at = w->from_s + (int64_t)i * w->step_s;
		int64_t lead = (at - hour_s) / SECONDS_PER_HOUR;
		if (!isnan(w->g_per_kwh[i]) || at < end_s || lead >= FORECAST_HOURS)
			continue;
		w->g_per_kwh[i] = forecast.g_per_kwh[lead];
		w->low[i] = forecast.low[lead];
		w->high[i] = forecast.high[lead];
		w->issued_s[i] = w->from_s;
		own++;
	}
	mem_free(hours);
	if (r < 0)
		return r;
	struct grid_mean mean =
		grid_series_mean(series, w->from_s, w->from_s + (int64_t)w->n * w->step_s);
	size_t provider = known ? (size_t)llround(mean.forecast * (double)known) : 0;
	w->own_forecast = (double)own / (double)w->n;
	w->forecast = (double)(own + provider) / (double)w->n;
	return 0;
}

/* Notes the steps that start within a forecast of the series. */
static void note_forecasts(const struct grid_series *series, struct green_window *w)
{
	size_t k = 0;
	for (size_t i = 0; i < w->n; i++) {
		int64_t at = w->from_s + (int64_t)i * w->step_s;
		while (k < series->n && series->slots[k].start_s + series->slots[k].seconds <= at)
			k++;
		if (k < series->n && series->slots[k].start_s <= at)
			w->issued_s[i] = series->slots[k].issued_s;
	}
}

static int open_window(const struct grid_series *series, const struct green_ask *ask,
		       struct green_window *w, struct frugal_error *reterr)
{
	w->id = series->id;
	(void)snprintf(w->source, sizeof(w->source), "%s", series->source);
	w->step_s = ask->step_s ? ask->step_s : step_of(series);
	w->from_s = ask->from_s / w->step_s * w->step_s;
	double steps = ask->hours * SECONDS_PER_HOUR / (double)w->step_s;
	w->n = steps < MOST_STEPS ? (size_t)floor(steps + 1e-9) : MOST_STEPS;
	w->g_per_kwh = mem_zalloc(w->n + 1, sizeof(double));
	w->low = mem_zalloc(w->n + 1, sizeof(double));
	w->high = mem_zalloc(w->n + 1, sizeof(double));
	w->issued_s = mem_zalloc(w->n + 1, sizeof(int64_t));
	return w->g_per_kwh && w->low && w->high && w->issued_s ? 0 : error_nomem(reterr);
}

int green_window(const struct context *context, const char *zone, const struct green_ask *ask,
		 struct green_window *ret, struct frugal_error *reterr)
{
	struct grid_series series = {0};
	*ret = (struct green_window){0};
	int r = grid_kept_find(context, zone, &ask->wanted, &series, reterr);
	if (r < 0)
		return r;
	r = open_window(&series, ask, ret, reterr);
	if (r == 0 && ask->blind)
		forget_future(&series, ret->from_s);
	if (r == 0) {
		grid_series_resample(&series, ret->from_s, ret->step_s, ret->g_per_kwh, ret->n);
		if (ask->fills)
			ret->filled = grid_series_fill(&series, ret->from_s, ret->step_s,
						       ret->g_per_kwh, ret->n);
		note_forecasts(&series, ret);
		for (size_t i = 0; i < ret->n; i++)
			ret->low[i] = ret->high[i] = ret->g_per_kwh[i];
		r = forecast_rest(&series, ret, reterr);
	}
	grid_series_release(&series);
	if (r < 0)
		green_window_release(ret);
	return r;
}

void green_window_release(struct green_window *window)
{
	mem_free(window->g_per_kwh);
	mem_free(window->low);
	mem_free(window->high);
	mem_free(window->issued_s);
	window->issued_s = NULL;
	window->g_per_kwh = window->low = window->high = NULL;
}

int green_step(const struct context *context, const char *zone, const struct grid_hints *wanted,
	       int64_t *ret_s, struct frugal_error *reterr)
{
	struct grid_series series = {0};
	int r = grid_kept_find(context, zone, wanted, &series, reterr);
	if (r < 0)
		return r;
	*ret_s = step_of(&series);
	grid_series_release(&series);
	return 0;
}
