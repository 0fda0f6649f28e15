/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hours ahead as a series: a window of stored and forecast values, or frugal's own forecast
 * only. The room grid makes both.
 */
#include <stdio.h>
#include <time.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "grid/forecast.h"
#include "grid/window.h"
#include "record/ranges.h"

#define USUAL_HOURS 24

static bool add_step(frugal_series *to, int64_t start_s, int64_t step_s, double value,
		     int64_t issued_s)
{
	const struct grid_slot slot = {
		.start_s = start_s, .seconds = step_s, .g_per_kwh = value, .issued_s = issued_s};
	return grid_series_add(&to->series, &slot);
}

/* The series takes over the arrays low and high of the window. */
static int take_window(struct green_window *from, frugal_series *to, struct frugal_error *reterr)
{
	to->series.id = from->id;
	(void)snprintf(to->series.source, sizeof(to->series.source), "%s", from->source);
	for (size_t i = 0; i < from->n; i++)
		if (!add_step(to, from->from_s + (int64_t)i * from->step_s, from->step_s,
			      from->g_per_kwh[i], from->issued_s[i]))
			return error_nomem(reterr);
	to->low = from->low;
	to->high = from->high;
	from->low = from->high = NULL;
	return 0;
}

static int read_window(frugal_library *library, const char *zone, const struct grid_hints *wanted,
		       struct frugal_window *asked, frugal_series *ret, struct frugal_error *reterr)
{
	struct green_window window;
	const struct green_ask ask = {
		.wanted = *wanted,
		.from_s = asked->from_s ? asked->from_s : (int64_t)time(NULL),
		.hours = asked->hours,
		.step_s = asked->step_s,
		.blind = asked->blind,
		.fills = asked->fills,
	};
	int r = green_window(&library->context, zone, &ask, &window, reterr);
	if (r < 0)
		return r;
	asked->from_s = window.from_s;
	asked->step_s = window.step_s;
	asked->forecast_share = window.forecast;
	asked->own_forecast_share = window.own_forecast;
	asked->filled_share = window.filled;
	r = take_window(&window, ret, reterr);
	green_window_release(&window);
	return r;
}

static int take_forecast(const struct grid_forecast *from, int64_t from_s, size_t n,
			 frugal_series *to, struct frugal_error *reterr)
{
	to->low = mem_zalloc(n + 1, sizeof(double));
	to->high = mem_zalloc(n + 1, sizeof(double));
	if (!to->low || !to->high)
		return error_nomem(reterr);
	for (size_t h = 0; h < n; h++) {
		to->low[h] = from->low[h];
		to->high[h] = from->high[h];
		if (!add_step(to, from_s + (int64_t)h * SECONDS_PER_HOUR, SECONDS_PER_HOUR,
			      from->g_per_kwh[h], from_s))
			return error_nomem(reterr);
	}
	return 0;
}

/* From the end of the stored hours, if no time is given. */
static int read_forecast(const struct grid_series *stored, struct frugal_window *asked,
			 frugal_series *ret, struct frugal_error *reterr)
{
	const struct grid_slot *last = stored->n ? &stored->slots[stored->n - 1] : NULL;
	size_t n, horizon = (size_t)asked->hours;
	double *hours = NULL;
	struct grid_forecast forecast;
	if (!asked->from_s && last)
		asked->from_s = last->start_s + last->seconds;
	asked->from_s = asked->from_s / SECONDS_PER_HOUR * SECONDS_PER_HOUR;
	asked->step_s = SECONDS_PER_HOUR;
	asked->forecast_share = asked->own_forecast_share = 1;
	asked->filled_share = 0;
	int r = green_hours_before(stored, asked->from_s, &hours, &n, reterr);
	if (r == 0)
		r = grid_forecast(hours, n, horizon, &forecast, reterr);
	mem_free(hours);
	return r == 0 ? take_forecast(&forecast, asked->from_s, horizon, ret, reterr) : r;
}

static int read_own(frugal_library *library, const char *zone, const struct grid_hints *wanted,
		    struct frugal_window *asked, frugal_series *ret, struct frugal_error *reterr)
{
	struct grid_series stored;
	if (!(asked->hours >= 1 && asked->hours <= FORECAST_HOURS))
		return error_set(reterr, FRUGAL_EUSAGE, _("a forecast must have 1 to %d hours"),
				 FORECAST_HOURS);
	int r = grid_kept_find(&library->context, zone, wanted, &stored, reterr);
	if (r < 0)
		return r;
	ret->series.id = stored.id;
	(void)snprintf(ret->series.source, sizeof(ret->series.source), "%s", stored.source);
	r = read_forecast(&stored, asked, ret, reterr);
	grid_series_release(&stored);
	return r;
}

static int check_window(const struct frugal_window *asked, struct frugal_error *reterr)
{
	const struct number_range numbers[] = {
		{"hours", asked->hours, HOURS_LEAST, HOURS_MOST, true},
		{"step_s", (double)asked->step_s, 1, SECONDS_PER_HOUR, true},
	};
	int r = ranges_check(numbers, 2, reterr);
	return r == 0 ? check_moment(asked->from_s, "from_s", reterr) : r;
}

int frugal_series_ahead(frugal_library *library, const struct frugal_series_choice *choice,
			struct frugal_window *window, frugal_series **ret_series,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_series_choice chosen = {0};
	struct frugal_window asked = {0};
	struct grid_hints wanted = {0};
	reterr = reterr ? reterr : &unread;
	const char *missing = !library      ? "library"
			      : !choice     ? "choice"
			      : !window     ? "window"
			      : !ret_series ? "ret_series"
					    : NULL;
	if (missing)
		return missing_argument(missing, reterr);
	int r = copy_sized(choice, &chosen, sizeof(chosen), "series_choice", reterr);
	if (r == 0)
		r = copy_sized(window, &asked, sizeof(asked), "window", reterr);
	if (r == 0)
		r = check_window(&asked, reterr);
	if (r == 0 && !chosen.zone)
		r = missing_argument("choice->zone", reterr);
	if (r == 0)
		r = hints_read(chosen.kind, chosen.scope, chosen.basis, &wanted, reterr);
	if (r < 0)
		return r;
	frugal_series *series = mem_zalloc(1, sizeof(*series));
	if (!series)
		return error_nomem(reterr);
	asked.hours = asked.hours > 0 ? asked.hours : USUAL_HOURS;
	r = asked.own ? read_own(library, chosen.zone, &wanted, &asked, series, reterr)
		      : read_window(library, chosen.zone, &wanted, &asked, series, reterr);
	if (r == 0)
		r = sized_fill(window, window->size, &asked, sizeof(asked), reterr);
	if (r < 0) {
		frugal_series_free(series);
		return r;
	}
	*ret_series = series;
	return 0;
}
