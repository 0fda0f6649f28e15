/* SPDX-License-Identifier: Apache-2.0 */
/* What a group of runs used, for a report: by phase and in all, on what machines, in which zones.
 */
#ifndef CLI_GATHER_H
#define CLI_GATHER_H

#include "report/form.h"
#include "store/sum.h"

#define GATHER_PHASES 32
#define GATHER_NAMES 16

/* A few names, each once, in the order in which they came. */
struct names {
	const char *items[GATHER_NAMES];
	size_t n;
	bool more;
};

struct gathered {
	struct arena *arena;
	struct form_use phases[GATHER_PHASES];
	size_t n_phases;
	struct form_use all;
	struct names zones, machines;
	const char *zone, *hardware; /* by ", " and "; "; "" where none was told */
	int64_t from_us, to_us;      /* UTC: first start, last end */
};

/* Texts live in the arena. FRUGAL_EUSAGE: no run is in the group. */
int gather(struct ledger *ledger, const char *label, struct arena *arena, struct gathered *ret,
	   struct frugal_error *reterr);

#endif
