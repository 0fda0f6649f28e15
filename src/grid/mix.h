/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intensity of a mix of generation: sum(P_i * f_i) / sum(P_i) over what is generated and imported.
 * Exports and storage are left out, and negative generation (what stopped plants consume) is
 * subtracted, within the factors of what is at work; one missing amount (NaN) of a source that
 * counts makes the intensity missing.
 */
#ifndef GRID_MIX_H
#define GRID_MIX_H

#include "grid/series.h"

#define MIX_NAMES 64

struct mix_sum {
	double power, weighted; /* of the same unit, and times g/kWh */
	double least, greatest; /* factors of what is at work */
	bool at_work;
	bool imports;                /* a neighbour is among them, even if it sent nothing */
	struct str names[MIX_NAMES]; /* those that mix_add added, as long as their texts live */
	size_t n_names;
};

/* Whether two names of sources or neighbours share power. */
bool mix_overlap(const struct grid_mix *mix, struct str a, struct str b);

/*
 * Adds the power of a source or neighbour to sum. FRUGAL_EDATA: name is neither, or shares power
 * with a name that was added.
 */
int mix_add(const struct grid_mix *mix, struct mix_sum *sum, struct str name, double power,
	    struct frugal_error *reterr);
void mix_add_known(struct mix_sum *sum, enum grid_source is, double g_per_kwh, double power);

/* NaN where no power was generated or some is missing. */
double mix_g_per_kwh(const struct mix_sum *sum);

/*
 * Sets the id of a mix: production, or consumption with imports. FRUGAL_EUSAGE: the hints require
 * another basis.
 */
int mix_label(const struct grid_hints *hints, enum grid_basis basis, struct grid_id *id,
	      struct frugal_error *reterr);

#endif
