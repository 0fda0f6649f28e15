/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the parts of a run to its figures: models/run.model is asked once for each perimeter, with
 * the measured and the modelled energy apart, so that each figure has its interval, its quality and
 * its measured share. No footprint is computed here.
 */
#ifndef METER_FIGURES_H
#define METER_FIGURES_H

#include "model/answer.h"
#include "model/catalogue.h"
#include "record/perimeter.h"

struct figures_options {
	const char *zone;           /* as the user writes it; NULL: the world, labelled default */
	const struct quantity *pue; /* NULL: the model's default */
	const struct quantity *wue; /* of the site; NULL: not known */
	/* Intensity in the hours of the run, instead of the zone's year; NULL: the year's. */
	const struct quantity *intensity;
	const char *intensity_source;
	/*
	 * The name of a place that is not a row of zones, for the record and the answers; its
	 * intensity is `intensity`, without which carbon is missing. NULL: `zone` is used.
	 */
	const char *place;
	const char *machine; /* a row of factors/embodied.csv; NULL: a server */
	int vm_threads;      /* of a virtual machine; 0: a physical one, see session_facts */
	struct answer_options answer;
};

/*
 * The answers by perimeter, whose lines have the derivation; NULL where there is none. Zeroed
 * before first use; figures_of_run replaces them.
 */
struct figures {
	struct answer *answers[PERIMETERS];
};

/*
 * Fills run->figures (perimeter by perimeter, in the order of the model; figures without a value
 * are left out), run->zone and run->zone_is_default. May be called again for the same record.
 * Without a part that gave energy the run has no figure at all: missing is never zero. options may
 * be NULL. FRUGAL_EUSAGE: the zone.
 */
int figures_of_run(struct catalogue *catalogue, const struct figures_options *options,
		   struct run_record *run, struct figures *figures, struct frugal_error *reterr);

/*
 * The emissions of a watt-hour of electricity at the zone or the intensity of the options, before
 * anything is measured, with their interval. FRUGAL_EUSAGE: the model gives none.
 */
int figures_intensity(struct catalogue *catalogue, const struct figures_options *options,
		      struct frugal_interval *ret_g_per_wh, struct frugal_error *reterr);

/* FRUGAL_EUSAGE when the model does not know the zone. */
int figures_check_zone(struct catalogue *catalogue, const char *zone, struct frugal_error *reterr);

void figures_release(struct figures *figures);

#endif
