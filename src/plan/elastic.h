/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans how wide to run a job whose number of units may change from slot to slot. It adds units to
 * slots in the order of carbon per work (CarbonScaler, Hanafy et al. 2023), which is the optimum
 * where each further unit adds less than the one before; where it adds more, units are added
 * together (the concave hull).
 */
#ifndef PLAN_ELASTIC_H
#define PLAN_ELASTIC_H

#include "plan/slots.h"

struct elastic_job {
	size_t arrival, deadline;
	double work;              /* to be done, in units of throughput times hours */
	double unit_kw;           /* drawn by each unit */
	const double *throughput; /* work an hour with 1, 2.. most_units */
	size_t most_units;
};

struct elastic_plan {
	double *units; /* by slot from arrival on; the last one may be a part of a slot; mem_free()
			*/
	double g, now_g; /* now: with all units from the start on */
};

/* FRUGAL_EDATA: the work cannot be done before the deadline. */
int plan_elastic(const struct intensities *series, const struct elastic_job *job,
		 struct elastic_plan *ret, struct frugal_error *reterr);

#endif
