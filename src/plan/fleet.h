/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans many jobs over several regions, each with a capacity by slot. Divisible jobs may move
 * between slots and regions: the plan is the optimum (a minimum-cost flow), or near it with its gap
 * where there are too many arcs. A gang takes a number of units for a number of slots in one
 * region: a heuristic plans gangs, and the flow of the same jobs, taken as divisible, bounds every
 * plan.
 */
#ifndef PLAN_FLEET_H
#define PLAN_FLEET_H

#include <stdint.h>

#include "plan/slots.h"

struct fleet_region {
	const char *name;
	double pue;
	struct intensities series;
	const double *capacity; /* units, by slot */
};

struct fleet_job {
	const char *id;
	size_t home, arrival, deadline;
	/* Divisible: */
	double work;      /* unit-slots */
	double max_units; /* at once */
	double remote_g;  /* of a unit-slot away from home */
	/* A gang: */
	size_t slots;
	double units;
	double data_gb, kwh_per_gb, bandwidth_gbps; /* to bring away from home */
};

/*
 * Adds g_per_kwh to each kWh up to this share of a capacity: the price of a crowded slot.
 */
struct fleet_tier {
	double share, g_per_kwh;
};

struct fleet {
	const struct fleet_region *regions;
	size_t n_regions;
	const struct fleet_job *jobs;
	size_t n_jobs;
	const struct fleet_tier *tiers; /* rising; the last share is 1 */
	size_t n_tiers;                 /* 0: no price */
	size_t slots;
	double slot_h, unit_kw;
};

struct fleet_use {
	size_t job, region, slot;
	double units;
};

struct fleet_plan {
	struct fleet_use *uses; /* by job, then slot; of a gang its first slot alone; mem_free() */
	size_t n;
	double g, bound_g; /* no plan is below bound_g */
	bool is_optimum;
};

/*
 * FRUGAL_EDATA: the capacities are too small (with the job that does not fit), or a slot has no
 * intensity.
 */
int plan_fleet(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr);

/*
 * rounds: how often jobs are taken out and put back; 0: a usual number. The same seed gives the
 * same plan.
 */
int plan_gangs(const struct fleet *fleet, uint64_t seed, size_t rounds, struct fleet_plan *ret,
	       struct frugal_error *reterr);

/* gCO2e of a schedule of either kind, from its uses alone. */
double fleet_cost(const struct fleet *fleet, const struct fleet_use *uses, size_t n, bool gangs);

/* Within the room: from when a job may run in a region, and the extra cost of a unit-slot there. */
struct lane {
	size_t from;
	double extra_g, transfer_g;
};
bool fleet_lane(const struct fleet *fleet, size_t job, size_t region, bool gangs, struct lane *ret);
double fleet_unit_g(const struct fleet *fleet, size_t region, size_t slot);

/* Solves the flow of all jobs, gangs taken as divisible; uses may be NULL. */
int fleet_flow(const struct fleet *fleet, bool gangs, struct fleet_plan *ret,
	       struct frugal_error *reterr);

/* Plans divisible jobs by prices: near the optimum, with a bound. */
int fleet_by_prices(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr);

#endif
