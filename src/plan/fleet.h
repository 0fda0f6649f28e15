/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many jobs, several regions, a capacity in each slot of each. Divisible jobs may move between
 * slots and regions: the plan is the optimum (a minimum-cost flow), or near it with its gap where
 * there are too many arcs. Gangs take so many units for so many slots in one region: the plan is
 * a heuristic's, and the flow of the same jobs, taken as divisible, bounds what any plan can reach.
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

/* Up to this share of a capacity, so much is added to a kWh: the price of a slot that all choose.
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

/* FRUGAL_EDATA: the capacities do not hold the jobs (it says which), or a slot has no intensity. */
int plan_fleet(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr);

/* rounds: of taking jobs out and putting them back; 0: a usual number. The same seed, the same
 * plan. */
int plan_gangs(const struct fleet *fleet, uint64_t seed, size_t rounds, struct fleet_plan *ret,
	       struct frugal_error *reterr);

/* gCO2e of a schedule of either kind, counted from its uses alone. */
double fleet_cost(const struct fleet *fleet, const struct fleet_use *uses, size_t n, bool gangs);

/* Within the room: where and from when a job may run, and what a unit-slot there costs on top. */
struct lane {
	size_t from;
	double extra_g, transfer_g;
};
bool fleet_lane(const struct fleet *fleet, size_t job, size_t region, bool gangs, struct lane *ret);
double fleet_unit_g(const struct fleet *fleet, size_t region, size_t slot);

/* The flow of all jobs, gangs taken as divisible; uses may be NULL. */
int fleet_flow(const struct fleet *fleet, bool gangs, struct fleet_plan *ret,
	       struct frugal_error *reterr);

/* Of divisible jobs, by prices: near the optimum, with a bound. */
int fleet_by_prices(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr);

#endif
