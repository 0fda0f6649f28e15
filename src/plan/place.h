/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans where and when to run one job: each region that is near enough and may store its data is
 * planned alone, from the end of the transfer on, and the region with the least carbon is chosen.
 * Transfer energy is attributed to bytes (kWh/GB), half at either end; PUE multiplies compute,
 * never the network.
 */
#ifndef PLAN_PLACE_H
#define PLAN_PLACE_H

#include "plan/slots.h"

struct region {
	const char *name;
	double pue;
	struct intensities series;
	double rtt_ms;      /* from home */
	bool forbidden;     /* the data may not be there */
	bool has_data;      /* a copy is there already: nothing to bring */
	const bool *closed; /* slots that may not be used there; or NULL */
};

struct transfer {
	double data_gb, back_gb; /* to the region, and results back */
	double kwh_per_gb;
	double bandwidth_gbps;
};

struct placed {
	bool allowed; /* and possible before the deadline */
	struct single_plan plan;
	double transfer_g; /* in plan.g as well */
	size_t transfer_slots;
};

struct place_plan {
	struct placed *regions; /* in the order of the question */
	size_t n, best;
	double now_g; /* at home, started at once */
};

/* How many slots the transfer of gb takes, 0 for none. */
size_t plan_transfer_slots(double gb, double bandwidth_gbps, double slot_h);

/* gCO2e of the transfer of gb between two regions, spread over slots from first on. */
double plan_transfer_g(const struct intensities *a, const struct intensities *b, size_t first,
		       size_t slots, double gb, double kwh_per_gb);

/* FRUGAL_EDATA: no region is allowed and can finish in time. */
int plan_place(const struct region *regions, size_t n, size_t home, const struct single_job *job,
	       const struct transfer *transfer, double max_rtt_ms, struct place_plan *ret,
	       struct frugal_error *reterr);
void place_plan_release(struct place_plan *plan);

#endif
