/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The electricity of a zone that is not a row of the table of zones: the stored hours of it.
 */
#ifndef INSIGHT_ELECTRICITY_H
#define INSIGHT_ELECTRICITY_H

#include "insight/hours.h"
#include "meter/figures.h"
#include "model/ask.h"
#include "model/knowledge.h"

struct run_electricity {
	bool looked;
	char zone[GRID_ZONE];      /* its key; "": a row of the table of zones, or the default */
	struct quantity intensity; /* of run_electricity_input: that of the last week */
	char source[256];
};

/*
 * zone NULL: the default. Looks once only, until *ret is zeroed. FRUGAL_EUSAGE: neither a row nor
 * the stored hours of at_s (0: of any time) have the zone.
 */
int run_electricity_find(const struct context *context, struct catalogue *catalogue,
			 const char *zone, int64_t at_s, struct run_electricity *ret,
			 struct frugal_error *reterr);

/*
 * A region of a cloud ("eu-west-3", "aws:eu-west-3") stands for the zone of its grid: *zone becomes
 * that one, in the arena. It stays as it is where asked is a zone, or neither.
 */
int run_electricity_region(const struct context *context, const struct knowledge *knowledge,
			   const char *asked, struct arena *arena, const char **zone,
			   struct frugal_error *reterr);

/*
 * Sets zone and intensity of the figures of a run: by its hours (until now, while it runs) where
 * they are known, else by the row of the zone. Without either the figures have no carbon. hours is
 * looked up at each call until the run has ended, then once.
 */
void run_electricity_figures(const struct context *context, const struct run_electricity *place,
			     const struct run_record *run, const char *zone,
			     struct run_hours *hours, struct figures_options *to);

/*
 * The input of a model that has this zone: its name, or the intensity of its stored hours of the
 * last week. The input lives as long as *place.
 */
int run_electricity_input(const struct context *context, struct catalogue *catalogue,
			  const char *zone, struct run_electricity *place, struct model_input *ret,
			  struct frugal_error *reterr);

#endif
