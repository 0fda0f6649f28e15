/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/green.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "grid/forecast.h"

#define HOUR_S 3600
#define LEAST_STEP_S 300
#define MOST_STEPS 200000
#define HISTORY_DAYS 36

int green_hours_before(const struct grid_series *series, int64_t s, double **ret, size_t *ret_n,
		       struct frugal_error *reterr)
{
	size_t n = (size_t)HISTORY_DAYS * 24;
	*ret = mem_zalloc(n, sizeof(double));
	if (!*ret)
		return error_nomem(reterr);
	grid_series_resample(series, s - (int64_t)n * HOUR_S, HOUR_S, *ret, n);
	*ret_n = n;
	return 0;
}

static int64_t step_of(const struct grid_series *series)
{
	int64_t step = HOUR_S;
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
	error_set(reterr, FRUGAL_EDATA,
		  _("nothing is known of '%s' around %s: its series ends at %s"), series->id.zone,
		  from, last);
	return error_todo(reterr, "%s", _("import newer hours, or plan within them: --from TIME"));
}

/* Steps that are not stored are forecast; those of before the first hour that is known are gaps. */
static int fill(const struct grid_series *series, struct green_plan *plan,
		struct frugal_error *reterr)
{
	struct grid_forecast forecast;
	double *hours = NULL;
	size_t n_hours, own = 0, known = 0, provider = 0;
	grid_series_resample(series, plan->from_s, plan->step_s, plan->g_per_kwh, plan->n);
	for (size_t i = 0; i < plan->n; i++)
		known += isnan(plan->g_per_kwh[i]) ? 0 : 1;
	/* From the first whole hour after the last that is known, or from the window's start. */
	int64_t end_s = plan->from_s;
	for (size_t i = plan->n; i > 0 && end_s == plan->from_s; i--)
		if (!isnan(plan->g_per_kwh[i - 1]))
			end_s = plan->from_s + (int64_t)i * plan->step_s;
	int64_t hour_s = end_s / HOUR_S * HOUR_S;
	int r = known < plan->n ? green_hours_before(series, hour_s, &hours, &n_hours, reterr) : 0;
	if (r < 0)
		return r;
	if (hours && isnan(hours[n_hours - 1]) && isnan(hours[n_hours - 2])) {
		mem_free(hours);
		return nothing_known(series, plan->from_s, reterr);
	}
	if (hours)
		r = grid_forecast(hours, n_hours, FORECAST_HOURS, &forecast, reterr);
	for (size_t i = 0; r == 0 && hours && i < plan->n; i++) {
		int64_t at = plan->from_s + (int64_t)i * plan->step_s;
		int64_t lead = (at - hour_s) / HOUR_S;
		if (!isnan(plan->g_per_kwh[i]) || at < end_s || lead >= FORECAST_HOURS)
			continue;
		plan->g_per_kwh[i] = forecast.g_per_kwh[lead];
		own++;
	}
	mem_free(hours);
	if (r < 0)
		return r;
	struct grid_mean mean = grid_series_mean(series, plan->from_s,
						 plan->from_s + (int64_t)plan->n * plan->step_s);
	provider = known ? (size_t)llround(mean.forecast * (double)known) : 0;
	plan->own_forecast = (double)own / (double)plan->n;
	plan->forecast = (double)(own + provider) / (double)plan->n;
	return 0;
}

static int plan_over(const struct green_question *q, struct green_plan *plan,
		     struct frugal_error *reterr)
{
	double step_h = (double)plan->step_s / HOUR_S;
	const struct intensities series = {plan->g_per_kwh, plan->n, step_h};
	struct single_plan single;
	struct single_job job = {
		.deadline = plan->n,
		.slots = (size_t)ceil(q->hours / step_h - 1e-9),
		.power_kw = q->power_kw,
		.interruptible = q->interruptible,
		.resume_kwh = q->resume_kwh,
	};
	int r = plan_single(&series, &job, &single, reterr);
	if (r < 0)
		return r;
	/* The last slot may be used in part. */
	double part = q->hours / ((double)job.slots * step_h);
	plan->slots = single.slots;
	plan->n_slots = job.slots;
	plan->g = single.g * part;
	plan->now_g = single.now_g * part;
	plan->saving = plan->now_g > 0 ? 1 - plan->g / plan->now_g : 0;
	plan->waits = plan->saving >= GREEN_LITTLE;
	return 0;
}

/* What the plan would be worth to a grid that answers at the margin: told, never mixed. */
static void see_margin(const struct green_question *q, struct green_plan *plan)
{
	struct grid_series series;
	const struct grid_hints wanted = {.has_kind = true, .id = {.kind = GRID_MARGINAL}};
	plan->marginal_g = plan->marginal_now_g = (double)NAN;
	if (plan->id.kind == GRID_MARGINAL || grid_store_find(q->zone, &wanted, &series, NULL) < 0)
		return;
	double step_kwh = q->power_kw * q->hours / (double)plan->n_slots, g = 0, now_g = 0;
	for (size_t i = 0; i < plan->n_slots; i++) {
		int64_t at = plan->from_s + (int64_t)plan->slots[i] * plan->step_s;
		int64_t now = plan->from_s + (int64_t)i * plan->step_s;
		/* Where it is not known the sum is not. */
		g += step_kwh * grid_series_mean(&series, at, at + plan->step_s).g_per_kwh;
		now_g += step_kwh * grid_series_mean(&series, now, now + plan->step_s).g_per_kwh;
	}
	plan->marginal_g = g;
	plan->marginal_now_g = now_g;
	grid_series_release(&series);
}

int green_plan(const struct green_question *q, struct green_plan *ret, struct frugal_error *reterr)
{
	struct grid_series series = {0};
	*ret = (struct green_plan){0};
	int r = grid_store_find(q->zone, &q->wanted, &series, reterr);
	if (r < 0)
		return r;
	ret->id = series.id;
	(void)snprintf(ret->source, sizeof(ret->source), "%s", series.source);
	ret->step_s = step_of(&series);
	ret->from_s = q->from_s / ret->step_s * ret->step_s;
	double steps = q->window_h * HOUR_S / (double)ret->step_s;
	ret->n = steps < MOST_STEPS ? (size_t)floor(steps + 1e-9) : MOST_STEPS;
	ret->g_per_kwh = mem_zalloc(ret->n + 1, sizeof(double));
	r = ret->g_per_kwh ? 0 : error_nomem(reterr);
	if (r == 0 && (double)ret->n * (double)ret->step_s < q->hours * HOUR_S)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s",
			      _("the job does not end before its deadline"));
	if (r == 0)
		r = fill(&series, ret, reterr);
	if (r == 0)
		r = plan_over(q, ret, reterr);
	if (r == 0)
		see_margin(q, ret);
	grid_series_release(&series);
	if (r < 0)
		green_plan_release(ret);
	return r;
}

void green_plan_release(struct green_plan *plan)
{
	mem_free(plan->g_per_kwh);
	mem_free(plan->slots);
	plan->g_per_kwh = NULL;
	plan->slots = NULL;
}

void green_sparkline(const double *values, size_t n, struct buf *to)
{
	static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i])) {
			low = fmin(low, values[i]);
			high = fmax(high, values[i]);
		}
	for (size_t i = 0; i < n; i++) {
		double at = high > low ? (values[i] - low) / (high - low) : 0;
		buf_puts(to, isnan(values[i]) ? " " : bars[(size_t)fmin(7, floor(at * 8))]);
	}
}
