/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The intensities of a zone's next hours: the stored values (a provider's forecast too), then
 * frugal's own forecast from the past (grid/forecast.h), with the interval of each.
 */
#ifndef GRID_WINDOW_H
#define GRID_WINDOW_H

#include "base/buf.h"
#include "grid/kept.h"

struct green_ask {
	struct grid_hints wanted; /* kind, scope, basis, where given */
	int64_t from_s;
	double hours;
	int64_t step_s; /* 0: that of the series */
	bool blind;     /* use only what was known at from_s: forecasts made before it */
	bool fills;     /* gaps: linear over three hours, else the same hour of the week before */
};

struct green_window {
	struct grid_id id;
	char source[160];
	int64_t from_s, step_s;
	double *g_per_kwh;  /* by step of the window */
	double *low, *high; /* 80 % interval; equal to the value where it is known */
	int64_t *issued_s; /* when a forecast was made (frugal's own: from_s); 0: an actual value */
	size_t n;
	double own_forecast; /* share of the window that frugal forecast */
	double forecast;     /* share that is a forecast, its own or a provider's */
	double filled;       /* share that was filled */
};

/* FRUGAL_EUSAGE: no such series; FRUGAL_EDATA: it has no hours near from_s. */
int green_window(const struct context *context, const char *zone, const struct green_ask *ask,
		 struct green_window *ret, struct frugal_error *reterr);
void green_window_release(struct green_window *window);

/* The step of a zone's series: an hour at most. */
int green_step(const struct context *context, const char *zone, const struct grid_hints *wanted,
	       int64_t *ret_s, struct frugal_error *reterr);

/* The hourly values before s, oldest first; mem_free() them. */
int green_hours_before(const struct grid_series *series, int64_t s, double **ret, size_t *ret_n,
		       struct frugal_error *reterr);

#endif
