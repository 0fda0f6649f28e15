/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The energy of a run by three perimeters. marginal: the dynamic energy of the command. share:
 * that, and its share of the idle energy (the headline). machine: all that the machine used during
 * the run.
 */
#ifndef RECORD_PERIMETER_H
#define RECORD_PERIMETER_H

#include "record/run.h"

enum perimeter { PERIMETER_MARGINAL, PERIMETER_SHARE, PERIMETER_MACHINE, PERIMETERS };

/* "marginal", "share", "machine": as in struct run_figure. */
const char *perimeter_name(enum perimeter perimeter);

struct perimeter_energy {
	struct energy value;
	struct energy low, high;     /* the intervals of the parts, all at the same end at once */
	struct energy measured;      /* of value, from counters */
	enum frugal_quality quality; /* of the weakest part that is not zero */
};

/* A part that is an accelerator: "gpu.0". */
bool perimeter_is_board(const struct run_part *part);

/*
 * The command's share of a part's work, and so of its idle energy: of an accelerator its share of
 * that one's, else share, its share of the machine's.
 */
double perimeter_work_share(const struct run_part *part, double share);

struct energy perimeter_of_part(const struct run_part *part, double share,
				enum perimeter perimeter);
void perimeter_of_run(const struct run_record *run, enum perimeter perimeter,
		      struct perimeter_energy *ret);

#endif
