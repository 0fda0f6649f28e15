/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums a mix of generation: exports and storage are left out, imports make it consumption. The
 * factors of sources and neighbours come from the caller (reader.c).
 */
#include "grid/mix.h"

#include <math.h>

#include "base/intl.h"

#define MOST_G_PER_KWH 5000 /* the quotient of small net amounts can exceed it */

void mix_add_known(struct mix_sum *sum, enum grid_source is, double g_per_kwh, double power)
{
	sum->imports |= is == GRID_IMPORT;
	if (is == GRID_IMPORT && power < 0) /* exports; NaN stays */
		power = 0;
	if (is != GRID_GENERATION && is != GRID_IMPORT)
		return;
	sum->power += power;
	sum->weighted += power * g_per_kwh;
}

int mix_add(const struct grid_mix *mix, struct mix_sum *sum, struct str name, double power,
	    struct frugal_error *reterr)
{
	double g_per_kwh = 0;
	enum grid_source is = mix->find(mix->context, name, &g_per_kwh);
	if (is == GRID_SOURCE_UNKNOWN) {
		error_set(reterr, FRUGAL_EDATA,
			  _("'%.*s' is neither a source of electricity nor a neighbour"),
			  (int)(name.n < 80 ? name.n : 80), name.p);
		return error_todo(reterr, "%s", "frugal factors grid_sources");
	}
	mix_add_known(sum, is, g_per_kwh, power);
	return 0;
}

double mix_g_per_kwh(const struct mix_sum *sum)
{
	double g = sum->power > 0 && sum->weighted >= 0 ? sum->weighted / sum->power : (double)NAN;
	return g > MOST_G_PER_KWH ? (double)NAN : g;
}

int mix_label(const struct grid_hints *hints, enum grid_basis basis, struct grid_id *id,
	      struct frugal_error *reterr)
{
	id->kind = GRID_AVERAGE;
	id->scope = hints->id.scope;
	id->basis = basis;
	if (hints->has_basis && hints->id.basis != basis)
		return error_set(reterr, FRUGAL_EUSAGE, _("this mix gives an intensity of %s"),
				 _(grid_basis_names[basis]));
	return 0;
}
