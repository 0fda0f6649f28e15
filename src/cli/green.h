/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The intensities of a zone's next hours: what is stored (a provider's forecast too), and beyond
 * it frugal's own forecast from what was; and the plan of one job over them.
 */
#ifndef CLI_GREEN_H
#define CLI_GREEN_H

#include "grid/store.h"
#include "plan/slots.h"

#define GREEN_LITTLE 0.02 /* a saving below this share is not worth waiting for */

struct green_question {
	const char *zone;
	struct grid_hints wanted; /* kind, scope, basis, where given */
	int64_t from_s;
	double hours;    /* of the job */
	double window_h; /* from from_s to the deadline */
	double power_kw;
	bool interruptible;
	double resume_kwh;
};

struct green_plan {
	struct grid_id id;
	char source[160];
	int64_t from_s, step_s;
	double *g_per_kwh; /* by step of the window */
	size_t n;
	double own_forecast; /* share of the window that frugal forecast */
	double forecast;     /* share that is a forecast, its own or a provider's */
	size_t *slots, n_slots;
	double g, now_g, saving;
	/* The same slots by the marginal signal, where it is stored for the window; NaN. */
	double marginal_g, marginal_now_g;
	bool waits; /* false: little is to be gained, run now */
};

/* FRUGAL_EUSAGE, FRUGAL_EDATA with what to do. */
int green_plan(const struct green_question *question, struct green_plan *ret,
	       struct frugal_error *reterr);
void green_plan_release(struct green_plan *plan);

/* The hourly values before s, oldest first; mem_free() them. */
int green_hours_before(const struct grid_series *series, int64_t s, double **ret, size_t *ret_n,
		       struct frugal_error *reterr);

/* "▁▂▄█" of the values, a blank where there is none. */
void green_sparkline(const double *values, size_t n, struct buf *to);

#endif
