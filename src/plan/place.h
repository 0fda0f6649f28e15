/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where and when to run one job: each region that is near enough and may hold its data is planned
 * on its own, after the data have come, and the least is taken. Transfer energy is attributed to
 * bytes (kWh/GB), half at either end; PUE multiplies compute, never the network.
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
	double data_gb, back_gb; /* there, and results back */
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
	struct placed *regions; /* as those that were asked for */
	size_t n, best;
	double now_g; /* at home, begun at once */
};

/* Slots that so many gigabytes take, 0 for none. */
size_t plan_transfer_slots(double gb, double bandwidth_gbps, double slot_h);

/* gCO2e of so many gigabytes between two regions, spread over slots from first on. */
double plan_transfer_g(const struct intensities *a, const struct intensities *b, size_t first,
		       size_t slots, double gb, double kwh_per_gb);

/* FRUGAL_EDATA: no region will do. */
int plan_place(const struct region *regions, size_t n, size_t home, const struct single_job *job,
	       const struct transfer *transfer, double max_rtt_ms, struct place_plan *ret,
	       struct frugal_error *reterr);
void place_plan_release(struct place_plan *plan);

#endif
