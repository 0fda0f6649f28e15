/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Air pollutants of the electricity of a group, by zone (models/electricity_air.model): masses, in
 * the zones that factors/air.csv has, and nothing for others.
 */
#ifndef INSIGHT_AIR_H
#define INSIGHT_AIR_H

#include "insight/group.h"
#include "model/context.h"

enum air_pollutant { AIR_SO2, AIR_NOX, AIR_POLLUTANTS };

struct air_row {
	const char *zone; /* as the runs have it */
	double runs;
	struct use_figure grams[AIR_POLLUTANTS];
};

struct air {
	struct air_row *rows; /* zones that have factors, in the order of the group's */
	size_t n;
	double share; /* of the group's energy that is in them */
};

/* Texts live in the arena. */
int air_of_group(struct context *context, const struct run_group *group, struct arena *arena,
		 struct air *ret, struct frugal_error *reterr);

#endif
