/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums a mix of generation: exports and storage are left out, imports make it consumption. What a
 * stopped plant consumes is subtracted, as its grid publishes it, but the mean stays between the
 * factors of what is at work. The factors of sources and neighbours come from the caller
 * (reader.c).
 */
#include "grid/mix.h"

#include <math.h>

#include "base/intl.h"

#define SHOWN(text) (int)((text).n < 80 ? (text).n : 80), (text).p

void mix_add_known(struct mix_sum *sum, enum grid_source is, double g_per_kwh, double power)
{
	sum->imports |= is == GRID_IMPORT;
	if (is != GRID_GENERATION && is != GRID_IMPORT)
		return;
	if (is == GRID_IMPORT && power < 0) /* exports; NaN stays */
		power = 0;
	if (power > 0) {
		sum->least = sum->at_work ? fmin(sum->least, g_per_kwh) : g_per_kwh;
		sum->greatest = sum->at_work ? fmax(sum->greatest, g_per_kwh) : g_per_kwh;
		sum->at_work = true;
	}
	sum->power += power;
	sum->weighted += power * g_per_kwh;
}

bool mix_overlap(const struct grid_mix *mix, struct str a, struct str b)
{
	return str_eq_nocase(a, b) || (mix->overlap && mix->overlap(mix->context, a, b));
}

/* Keeps the name of what counts. FRUGAL_EDATA: its power, or a part of it, is in the sum. */
static int add_name(const struct grid_mix *mix, struct mix_sum *sum, struct str name,
		    struct frugal_error *reterr)
{
	for (size_t i = 0; i < sum->n_names; i++)
		if (mix_overlap(mix, sum->names[i], name)) {
			error_set(reterr, FRUGAL_EDATA,
				  _("sources '%.*s' and '%.*s' of the mix share power"),
				  SHOWN(sum->names[i]), SHOWN(name));
			return error_todo(reterr, "%s", _("leave only one of them in the mix"));
		}
	if (sum->n_names == MIX_NAMES)
		return error_set(reterr, FRUGAL_EDATA, _("the mix has more than %d sources"),
				 MIX_NAMES);
	sum->names[sum->n_names++] = name;
	return 0;
}

int mix_add(const struct grid_mix *mix, struct mix_sum *sum, struct str name, double power,
	    struct frugal_error *reterr)
{
	double g_per_kwh = 0;
	enum grid_source is = mix->find(mix->context, name, &g_per_kwh);
	if (is == GRID_SOURCE_UNKNOWN) {
		error_set(reterr, FRUGAL_EDATA,
			  _("'%.*s' is neither a source of electricity nor a neighbour"),
			  SHOWN(name));
		return error_todo(reterr, "%s", "frugal factors grid_sources");
	}
	int r = is == GRID_SOURCE_LEFT_OUT ? 0 : add_name(mix, sum, name, reterr);
	if (r == 0)
		mix_add_known(sum, is, g_per_kwh, power);
	return r;
}

double mix_g_per_kwh(const struct mix_sum *sum)
{
	if (!(sum->power > 0)) /* also NaN: some amount is missing */
		return (double)NAN;
	return fmin(fmax(sum->weighted / sum->power, sum->least), sum->greatest);
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
