/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The intervals of parts are added end by end: the errors of models and counters are common to all
 * parts, so that the sum is never too narrow.
 */
#include "record/perimeter.h"

#include <string.h>

const char *perimeter_name(enum perimeter perimeter)
{
	static const char *const names[PERIMETERS] = {"marginal", "share", "machine"};
	return perimeter < PERIMETERS ? names[perimeter] : "";
}

bool perimeter_is_board(const struct run_part *part)
{
	return part->part && strncmp(part->part, "gpu.", 4) == 0;
}

double perimeter_work_share(const struct run_part *part, double share)
{
	double dynamic = part->attributed.j + part->unattributed.j;
	return perimeter_is_board(part) && dynamic > 0 ? part->attributed.j / dynamic : share;
}

struct energy perimeter_of_part(const struct run_part *part, double share, enum perimeter perimeter)
{
	switch (perimeter) {
	case PERIMETER_MARGINAL:
		return part->attributed;
	case PERIMETER_SHARE:
		return energy_add(part->attributed,
				  energy_share(part->idle, perimeter_work_share(part, share)));
	case PERIMETER_MACHINE:
	case PERIMETERS:
		break;
	}
	return part->energy;
}

/* From the worse to the better: a modelled part is weaker than a declared one. */
static bool weaker(enum frugal_quality a, enum frugal_quality b)
{
	return a > b;
}

void perimeter_of_run(const struct run_record *run, enum perimeter perimeter,
		      struct perimeter_energy *ret)
{
	*ret = (struct perimeter_energy){.quality = FRUGAL_MEASURED};
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (part->is_check)
			continue;
		struct energy energy = perimeter_of_part(part, run->share, perimeter);
		ret->value = energy_add(ret->value, energy);
		ret->low = energy_add(ret->low, energy_share(energy, part->low_factor));
		ret->high = energy_add(ret->high, energy_share(energy, part->high_factor));
		if (part->quality == FRUGAL_MEASURED)
			ret->measured = energy_add(ret->measured, energy);
		if (energy.j > 0 && weaker(part->quality, ret->quality))
			ret->quality = part->quality;
	}
}
