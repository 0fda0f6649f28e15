/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computes what a stored run would be with the factors of today, of another year or of another
 * place; the stored run is not changed. A change between two runs is split into usage (their
 * energies) and factors (intensity of a kWh), symmetrically, so that the two parts add up.
 */
#ifndef INSIGHT_RECOMPUTE_H
#define INSIGHT_RECOMPUTE_H

#include "model/knowledge.h"
#include "record/run.h"
#include "store/sum.h"

#define RECOMPUTE_PERIMETER "share"

/* One run before and after. Energy in kWh, gases in kg; MISSING without such a figure. */
struct recomputed {
	char id[RUN_ID_SIZE];
	size_t id_digits;
	const char *name; /* "" : none */
	const char *zone_before, *zone_after;
	double energy, carbon; /* as stored */
	double new_energy, new_carbon;
	bool by_hours;  /* new_carbon: by the stored hours of the zone, over the time of the run */
	int32_t not_of; /* the year that was asked, where there are such hours, of another; or 0 */
	/* In base units: L, g Sb eq, Wh. */
	double criteria[USE_CRITERIA], new_criteria[USE_CRITERIA];
};

/*
 * Replaces the figures of run. zone: as if it had been there; NULL: where it was. The hours of the
 * run come first where they are stored, unless a zone, a year or a source is asked: then the rows
 * of the table, and the hours of a zone without a row.
 */
int recompute_run(struct context *context, const struct knowledge *knowledge, const char *zone,
		  struct run_record *run, struct recomputed *ret, struct frugal_error *reterr);

struct split {
	double change, use, factors; /* kg; use + factors = change */
};

bool can_split(double e0, double c0, double e1, double c1);

/* For energies e in kWh and gases c in kg; valid only when can_split() is true. */
struct split split_of(double e0, double c0, double e1, double c1);

#endif
