/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forecasts the next hours of a series from its past, where no provider's forecast is stored. It is
 * the mean of three predictions: the profile of the day over three weeks (recent days weigh more)
 * with a tenth of yesterday's deviation and the deviation of the last hour, which fades within a
 * day; and the same profile with the deviations that a regression of the zone's last months gives,
 * once of logarithms, once of values (grid/regression.h). Hourly; without such months it is the
 * first prediction alone.
 */
#ifndef GRID_FORECAST_H
#define GRID_FORECAST_H

#include <stddef.h>

#include "base/error.h"

#define FORECAST_DAYS 21
#define FORECAST_HISTORY ((size_t)FORECAST_DAYS * 24)
#define FORECAST_LONG ((size_t)240 * 24) /* hours that it uses, where they are known */
#define FORECAST_HOURS 168

struct grid_forecast {
	double g_per_kwh[FORECAST_HOURS];
	double low[FORECAST_HOURS], high[FORECAST_HOURS]; /* 80 % interval */
};

/*
 * hours: the hourly values before the first forecast hour, oldest first, NaN where missing; only
 * the last FORECAST_LONG are used. FRUGAL_EDATA: fewer than two days of them are known.
 */
int grid_forecast(const double *hours, size_t n, size_t horizon, struct grid_forecast *ret,
		  struct frugal_error *reterr);

struct grid_backtest {
	size_t origins;
	double mape; /* mean absolute error over the value, of the next 24 hours */
	/* Of a job of 4 hours with a day's slack: */
	double saving;        /* planned again each hour until it starts */
	double saving_once;   /* planned once */
	double oracle_saving; /* with the actual values */
};

/* Forecasts from an origin every seven hours; each origin uses only the hours before it. */
int grid_backtest(const double *hours, size_t n, struct grid_backtest *ret,
		  struct frugal_error *reterr);

#endif
