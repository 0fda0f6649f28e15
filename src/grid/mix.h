/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intensity of a mix of generation: sum(P_i * f_i) / sum(P_i) over what is generated and imported.
 * What is exported and what goes through storage is left out; one amount that is not known (NaN)
 * makes the whole unknown.
 */
#ifndef GRID_MIX_H
#define GRID_MIX_H

#include "grid/series.h"

struct mix_sum {
	double power, weighted; /* of the same unit, and times g/kWh */
	bool imports;           /* a neighbour is among them, even if nothing came */
};

/* FRUGAL_EDATA: nobody knows what this is. */
int mix_add(const struct grid_mix *mix, struct mix_sum *sum, struct str name, double power,
	    struct frugal_error *reterr);
void mix_add_known(struct mix_sum *sum, enum grid_source is, double g_per_kwh, double power);

/* NaN where nothing ran or it is not known. */
double mix_g_per_kwh(const struct mix_sum *sum);

/* Production, or consumption where there are imports. FRUGAL_EUSAGE: the hints want another. */
int mix_label(const struct grid_hints *hints, enum grid_basis basis, struct grid_id *id,
	      struct frugal_error *reterr);

#endif
