/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A region of a cloud in place of an electricity zone: "eu-west-3", "aws:eu-west-3". It stands for
 * the grid that it is on and for nothing else: PUE, WUE and intensity of the region are not taken.
 */
#ifndef FACTOR_REGIONS_H
#define FACTOR_REGIONS_H

#include "factor/table.h"

struct region_grid {
	const char *region; /* "aws:eu-west-3"; NULL: text is not the code of a region */
	const char *zone;   /* its grid where zones has it, else its country: a key of zones */
};

/*
 * The region with the code text, in any case: its key, or what its key has behind the provider.
 * FRUGAL_EUSAGE: the code is of several providers, whose regions are on different grids.
 */
int region_find(struct tables *tables, struct str text, struct region_grid *ret,
		struct frugal_error *reterr);

/*
 * After an unknown zone: a code like text becomes the remedy of *reterr ("did you mean
 * eu-west-3?"), if there is one.
 */
void region_suggest(struct tables *tables, struct str text, struct frugal_error *reterr);

#endif
