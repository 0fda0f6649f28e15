/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans when to run one job: the slots of a series of carbon intensities that cost the least. Exact
 * in each case. Slots are numbered from 0; a deadline is exclusive. Pure: no clock, no file.
 */
#ifndef PLAN_SLOTS_H
#define PLAN_SLOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* gCO2e/kWh, constant within a slot; NaN where it is missing. */
struct intensities {
	const double *g_per_kwh;
	size_t n;
	double slot_h;
};

struct single_job {
	size_t arrival, deadline; /* [arrival, deadline) may be used */
	size_t slots;             /* of its run time, 1 or more */
	double power_kw;
	const double *profile_kw; /* of its first, second... slot, instead of power_kw; or NULL */
	bool interruptible;
	double resume_kwh;  /* each run of slots but the first costs this, in its first slot */
	size_t min_run;     /* minimum slots of a run; 0 means 1 */
	const bool *closed; /* by slot of the series: may not be used; or NULL */
};

struct single_plan {
	size_t *slots; /* those used, ascending, as many as the job has; mem_free() it */
	double g;      /* gCO2e */
	double now_g;  /* started at once, without a stop */
};

/*
 * FRUGAL_EDATA: the window is too short, too much of it is closed, or an intensity in it is
 * missing.
 */
int plan_single(const struct intensities *series, const struct single_job *job,
		struct single_plan *ret, struct frugal_error *reterr);

/* gCO2e of a schedule, from its slots alone; they ascend. */
double plan_cost(const struct intensities *series, const struct single_job *job,
		 const size_t *slots);

/* FRUGAL_EDATA unless the job fits its window and all of its intensities are known. */
int plan_check_window(const struct intensities *series, size_t arrival, size_t deadline,
		      size_t slots, struct frugal_error *reterr);

#endif
