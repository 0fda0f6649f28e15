/* SPDX-License-Identifier: Apache-2.0 */
/* The electricity of the hours in which a run ran, where frugal grid has them. */
#ifndef INSIGHT_HOURS_H
#define INSIGHT_HOURS_H

#include <stdbool.h>

#include "grid/series.h"
#include "model/context.h"
#include "quantity/quantity.h"
#include "record/run.h"

struct run_hours {
	bool looked, found;
	struct quantity intensity;
	char source[256]; /* "hours 2026-03-02T13:00Z to 14:10Z, average, lifecycle: RTE" */
};

/*
 * Finds the mean over the time of the run, and looks for it once only; of a run that goes on, over
 * the time until now, at each call. False without a series of the zone's average life cycle that
 * covers nine tenths of the time (has_year false: any of it). The source mentions a forecast among
 * the hours.
 */
bool run_hours_find(const struct context *context, const struct run_record *run, const char *zone,
		    bool has_year, struct run_hours *hours);

/* The same between two moments; known is the share of the time that has to be known. */
bool run_hours_between(const struct context *context, const char *zone, int64_t from_s,
		       int64_t to_s, double known, struct run_hours *hours);

/* Whether such a series is stored, of any time. */
bool run_hours_stored(const struct context *context, const char *zone);

/* A stored series of the zone that is marginal or direct, and so of no use here. False: none. */
bool run_hours_of_another_kind(const struct context *context, const char *zone,
			       struct grid_id *ret);

#endif
