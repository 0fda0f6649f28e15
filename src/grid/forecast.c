/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computes the forecast of forecast.h: the plain profile in logarithms, then the two regressions,
 * then their mean. The interval comes from the errors of forecasts over the last two weeks; the
 * backtest repeats the forecast from many origins and plans a job of 4 hours with each.
 */
#include "grid/forecast.h"

#include <math.h>

#include "base/intl.h"
#include "base/mem.h"
#include "grid/regression.h"

#define DAY ((size_t)24)
#define DAY_WEIGHT 0.92 /* of a day over the one after it */
#define LEVEL 0.1       /* share of yesterday's deviation that stays */
#define FADE_HOURS 24.0 /* in which the last hour's deviation falls to a third */
#define LEAST_G 1.0
#define ORIGINS 28 /* for the error, every 11 hours */
#define ORIGIN_STEP 11
#define EIGHT_IN_TEN 1.2816
#define REFIT 168 /* hours after which the backtest fits again */
#define SPAN ((size_t)ORIGINS * ORIGIN_STEP)

static double log_of(double g)
{
	return isnan(g) ? (double)NAN : log(fmax(g, LEAST_G));
}

/*
 * Computes the profile of the day; end[-1] is the last known hour. False when too few hours are
 * known.
 */
static bool profile_before(const double *end, size_t n, double profile[DAY])
{
	size_t known = 0;
	for (size_t h = 0; h < DAY; h++) {
		double sum = 0, weights = 0, weight = 1;
		for (size_t day = 1; day <= FORECAST_DAYS && day * DAY <= n; day++) {
			double x = log_of(end[(ptrdiff_t)h - (ptrdiff_t)(day * DAY)]);
			if (!isnan(x)) {
				sum += weight * x;
				weights += weight;
				known++;
			}
			weight *= DAY_WEIGHT;
		}
		profile[h] = weights > 0 ? sum / weights : (double)NAN;
	}
	double mean = 0, count = 0;
	for (size_t h = 0; h < DAY; h++)
		if (!isnan(profile[h])) {
			mean += profile[h];
			count++;
		}
	for (size_t h = 0; h < DAY; h++)
		if (isnan(profile[h]))
			profile[h] = mean / count;
	return known >= 2 * (size_t)DAY;
}

/* Predicts logarithms of the next hours by the profile and its last deviations. */
static bool predict_plain(const double *end, size_t n, size_t horizon, double *ret)
{
	double profile[DAY], level = 0, last = 0;
	size_t known = 0;
	if (!profile_before(end, n, profile))
		return false;
	for (size_t h = 0; h < DAY && h < n; h++) {
		double x = log_of(end[-1 - (ptrdiff_t)h]);
		if (isnan(x))
			continue;
		level += x - profile[DAY - 1 - h];
		known++;
	}
	level = known ? LEVEL * level / (double)known : 0;
	double x = log_of(end[-1]);
	if (!isnan(x))
		last = x - profile[DAY - 1] - level;
	for (size_t h = 0; h < horizon; h++)
		ret[h] = profile[h % DAY] + level + last * exp(-((double)h + 1) / FADE_HOURS);
	return true;
}

/* ---- with a regression of the zone's own months --------------------------------------------- */

/* One series: its values over their mean, their logarithms, and the regressions of both. */
struct learned {
	double *values, *logs; /* n each */
	double scale;
	struct regression of_values, of_logs;
};

static void forget(struct learned *l)
{
	mem_free(l->values);
	mem_free(l->logs);
}

static bool prepare(const double *hours, size_t n, struct learned *ret)
{
	double sum = 0;
	size_t known = 0;
	*ret = (struct learned){.values = mem_zalloc(n + 1, sizeof(double)),
				.logs = mem_zalloc(n + 1, sizeof(double))};
	if (!ret->values || !ret->logs)
		return false;
	/* The mean of the first weeks only: a backtest must not know later values. */
	for (size_t i = 0; i < n && i < FORECAST_HISTORY; i++)
		if (!isnan(hours[i])) {
			sum += fmax(hours[i], LEAST_G);
			known++;
		}
	ret->scale = known ? sum / (double)known : 1;
	for (size_t i = 0; i < n; i++) {
		ret->logs[i] = log_of(hours[i]);
		ret->values[i] =
			isnan(hours[i]) ? (double)NAN : fmax(hours[i], LEAST_G) / ret->scale;
	}
	return true;
}

/* Fits the regressions to the first n hours alone. */
static bool learn(struct learned *l, size_t n, size_t leads)
{
	return regression_fit(l->values, n, leads, &l->of_values) &&
	       regression_fit(l->logs, n, leads, &l->of_logs);
}

/* Predicts logarithms of the hours after the first n. */
static bool predict(const struct learned *l, const double *hours, size_t n, size_t horizon,
		    double *ret)
{
	double by_values[REGRESSION_LEADS], by_logs[REGRESSION_LEADS];
	size_t leads = horizon < REGRESSION_LEADS ? horizon : REGRESSION_LEADS;
	if (!predict_plain(hours + n, n, horizon, ret))
		return false;
	regression_predict(&l->of_values, l->values, n, leads, by_values);
	regression_predict(&l->of_logs, l->logs, n, leads, by_logs);
	for (size_t h = 0; h < leads; h++) {
		if (isnan(by_values[h]) || isnan(by_logs[h]))
			continue;
		/* Between a third and three times the plain prediction. */
		double plain = exp(ret[h]), low = plain / 3, high = plain * 3;
		double a = fmin(fmax(by_values[h] * l->scale, low), high);
		double b = fmin(fmax(exp(by_logs[h]), low), high);
		ret[h] = log((plain + a + 2 * b) / 4);
	}
	return true;
}

/*
 * Computes the error in logarithms at each lead, from forecasts of the last two weeks by
 * regressions of the time before.
 */
static void errors_before(const struct learned *l, const double *hours, size_t n, size_t horizon,
			  double *ret)
{
	const double *end = hours + n;
	double squares[FORECAST_HOURS] = {0}, counts[FORECAST_HOURS] = {0};
	for (size_t i = 1; i <= ORIGINS; i++) {
		size_t back = i * ORIGIN_STEP;
		double made[FORECAST_HOURS];
		if (back + 2 * DAY > n || !predict(l, hours, n - back, horizon, made))
			break;
		for (size_t h = 0; h < horizon && h < back; h++) {
			double x = log_of(end[(ptrdiff_t)h - (ptrdiff_t)back]);
			if (isnan(x))
				continue;
			squares[h] += (x - made[h]) * (x - made[h]);
			counts[h]++;
		}
	}
	double sum = 0, count = 0;
	for (size_t h = 0; h < horizon; h++) {
		sum += squares[h]; /* the mean of this lead and the shorter ones: errors grow */
		count += counts[h];
		double here = counts[h] > 4 ? squares[h] / counts[h] : 0;
		double before = count > 0 ? sum / count : 0.04;
		ret[h] = sqrt(fmax(here, before));
	}
}

int grid_forecast(const double *hours, size_t n, size_t horizon, struct grid_forecast *ret,
		  struct frugal_error *reterr)
{
	double error[FORECAST_HOURS];
	struct learned l;
	if (n > FORECAST_LONG) {
		hours += n - FORECAST_LONG;
		n = FORECAST_LONG;
	}
	if (horizon > FORECAST_HOURS)
		horizon = FORECAST_HOURS;
	bool fits = prepare(hours, n, &l) && learn(&l, n > SPAN ? n - SPAN : 0, horizon);
	if (fits)
		errors_before(&l, hours, n, horizon, error);
	fits = fits && learn(&l, n, horizon);
	bool known = fits && n >= 2 * DAY && predict(&l, hours, n, horizon, ret->g_per_kwh);
	forget(&l);
	if (!fits)
		return error_nomem(reterr);
	if (!known)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("a forecast requires two days of known hours"));
	for (size_t h = 0; h < horizon; h++) {
		double x = ret->g_per_kwh[h], spread = EIGHT_IN_TEN * error[h];
		ret->g_per_kwh[h] = exp(x);
		ret->low[h] = exp(x - spread);
		ret->high[h] = exp(x + spread);
	}
	return 0;
}

/* ---- how good it would have been ------------------------------------------------------------ */

#define JOB 4
#define WINDOW (DAY + JOB)

static double sum_at(const double *x, size_t start)
{
	return x[start] + x[start + 1] + x[start + 2] + x[start + 3];
}

static size_t best_of(const double *x, size_t window)
{
	size_t best = 0;
	for (size_t s = 1; s + JOB <= window; s++)
		if (sum_at(x, s) < sum_at(x, best))
			best = s;
	return best;
}

/* Finds the start of a job that is planned again each hour; WINDOW: no forecast is possible. */
static size_t start_replanned(const struct learned *l, const double *hours, size_t t)
{
	for (size_t h = 0; h < DAY; h++) {
		double made[FORECAST_HOURS];
		if (!predict(l, hours, t + h, WINDOW - h, made))
			return WINDOW;
		for (size_t i = 0; i < WINDOW - h; i++)
			made[i] = exp(made[i]);
		if (best_of(made, WINDOW - h) == 0)
			return h;
	}
	return DAY;
}

int grid_backtest(const double *hours, size_t n, struct grid_backtest *ret,
		  struct frugal_error *reterr)
{
	double error = 0, now = 0, got = 0, once = 0, least = 0;
	struct learned l;
	size_t learned_at = 0;
	bool fits = prepare(hours, n, &l);
	*ret = (struct grid_backtest){0};
	for (size_t t = FORECAST_HISTORY; fits && t + WINDOW <= n; t += 7) {
		double made[FORECAST_HOURS];
		bool known = true;
		for (size_t h = 0; h < WINDOW; h++)
			known &= !isnan(hours[t + h]);
		if (!learned_at || t - learned_at >= REFIT) {
			fits = learn(&l, t, WINDOW);
			learned_at = t;
		}
		if (!known || !fits || !predict(&l, hours, t, WINDOW, made))
			continue;
		for (size_t h = 0; h < WINDOW; h++) {
			made[h] = exp(made[h]);
			if (h < DAY)
				error += fabs(made[h] - hours[t + h]) /
					 fmax(hours[t + h], LEAST_G) / (double)DAY;
		}
		now += sum_at(hours + t, 0);
		once += sum_at(hours + t, best_of(made, WINDOW));
		least += sum_at(hours + t, best_of(hours + t, WINDOW));
		got += sum_at(hours + t, start_replanned(&l, hours, t));
		ret->origins++;
	}
	forget(&l);
	if (!fits)
		return error_nomem(reterr);
	if (!ret->origins)
		return 0;
	ret->mape = error / (double)ret->origins;
	ret->saving = 1 - got / now;
	ret->saving_once = 1 - once / now;
	ret->oracle_saving = 1 - least / now;
	return 0;
}
