/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the parts of a run to its figures: models/run.model is asked once for each perimeter, with
 * the energy that was measured and the energy that was modelled apart, so that each figure knows
 * its interval, its quality and its measured share. No footprint is computed here.
 */
#ifndef METER_FIGURES_H
#define METER_FIGURES_H

#include "meter/perimeter.h"
#include "model/answer.h"
#include "model/library.h"

struct figures_options {
	const char *zone;           /* as the user writes it; NULL: the world, labelled default */
	const struct quantity *pue; /* NULL: the model's default */
	/* Of the electricity of its hours, in place of the zone's year; NULL: the year's. */
	const struct quantity *intensity;
	const char *intensity_source;
	int vm_threads; /* of a virtual machine; 0: a real one, see session_facts */
	struct answer_options answer;
};

/*
 * The answers by perimeter, whose lines hold the derivation; NULL where there is none. Zeroed
 * before first use; figures_of_run replaces what it holds.
 */
struct figures {
	struct answer *answers[PERIMETERS];
};

/*
 * Fills run->figures (perimeter by perimeter, in the order of the model; what has no value is not
 * there), run->zone and run->zone_is_default. May be called again for the same record. Without a
 * part that gave energy there is no figure at all: missing is never zero. options may be NULL.
 * FRUGAL_EUSAGE: the zone.
 */
int figures_of_run(struct library *library, const struct figures_options *options,
		   struct run_record *run, struct figures *figures, struct frugal_error *reterr);

/* Asks for nothing but the words: is zone one that the model knows? */
int figures_check_zone(struct library *library, const char *zone, struct frugal_error *reterr);

void figures_release(struct figures *figures);

#endif
