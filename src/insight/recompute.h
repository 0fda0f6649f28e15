/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a stored run would be with the factors of today, of another year, of another place. What is
 * stored is not touched. A change between two runs is split into use (their energies) and factors
 * (greenhouse gases of a kWh), symmetrically, so that the two add up.
 */
#ifndef INSIGHT_RECOMPUTE_H
#define INSIGHT_RECOMPUTE_H

#include "model/knowledge.h"
#include "record/run.h"

#define RECOMPUTE_PERIMETER "share"

/* One run before and after. Energy in kWh, gases in kg; MISSING where there is no such figure. */
struct recomputed {
	char id[RUN_ID_SIZE];
	size_t id_digits;
	const char *zone_before, *zone_after;
	double energy, carbon; /* as stored */
	double new_energy, new_carbon;
};

/* Figures of run become the new ones. zone: as if it had been there; NULL: where it was. */
int recompute_run(struct context *context, const struct knowledge *knowledge, const char *zone,
		  struct run_record *run, struct recomputed *ret, struct frugal_error *reterr);

struct split {
	double change, use, factors; /* kg; use + factors = change */
};

bool can_split(double e0, double c0, double e1, double c1);

/* Of energies e in kWh and gases c in kg; only where can_split says so. */
struct split split_of(double e0, double c0, double e1, double c1);

#endif
