/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the next hours will be, from what was, where no provider's forecast is stored. Of three
 * predictions the mean: the profile of the day over three weeks (recent days weigh more) at a tenth
 * of yesterday's deviation from it, and the deviation of the last hour, which fades within a day;
 * and the same profile with deviations that a regression of the zone's own last months tells, of
 * logarithms and of values (grid/regression.h). Hourly; without months the first alone.
 */
#ifndef GRID_FORECAST_H
#define GRID_FORECAST_H

#include <stddef.h>

#include "base/error.h"

#define FORECAST_DAYS 21
#define FORECAST_HISTORY ((size_t)FORECAST_DAYS * 24)
#define FORECAST_LONG ((size_t)240 * 24) /* that it makes use of, where it is known */
#define FORECAST_HOURS 168

struct grid_forecast {
	double g_per_kwh[FORECAST_HOURS];
	double low[FORECAST_HOURS], high[FORECAST_HOURS]; /* eight in ten are within */
};

/*
 * hours: the hourly values before the one that is forecast first, oldest first, NaN where they are
 * not known; only the last FORECAST_LONG are looked at.
 * FRUGAL_EDATA: fewer than two days of them are known.
 */
int grid_forecast(const double *hours, size_t n, size_t horizon, struct grid_forecast *ret,
		  struct frugal_error *reterr);

struct grid_backtest {
	size_t origins;
	double mape; /* mean absolute error over the value, of the next 24 hours */
	/* Of a job of 4 hours with a day's slack: */
	double saving;        /* planned anew with each hour that has come, until it begins */
	double saving_once;   /* planned once */
	double oracle_saving; /* knowing what came */
};

/* From origins every seven hours, each knowing nothing of what comes after it. */
int grid_backtest(const double *hours, size_t n, struct grid_backtest *ret,
		  struct frugal_error *reterr);

#endif
