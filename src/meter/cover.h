/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses the sources that count, so that each part of the machine counts once: packages (every die
 * of them), their memory, accelerators. Cores and graphics are within a package, the platform
 * includes it, and intel-rapl-mmio shows it a second time. A meter of the whole machine (or its
 * supplies, all of them) is read as a check on the sum of the parts; where no package can be read,
 * or the user chooses so, it is the truth, and what it measures beyond the parts is `rest`. A part
 * that nothing measures is modelled, or listed as left out. Pure.
 */
#ifndef METER_COVER_H
#define METER_COVER_H

#include "sensor/sensor.h"

struct cover_plan {
	bool *chosen;      /* for each source: a part of the run; a closed one appears as closed */
	bool *check;       /* for each source: read next to the parts, for the whole machine */
	bool node_truth;   /* the check is the whole machine, and the parts are within it */
	bool needs_server; /* no package can be read: the whole server needs a model */
	bool needs_ram;    /* memory is not measured */
	bool needs_rest;   /* packages are measured, the rest of the machine is not */
};

/* Which of the needed models are available. */
struct cover_models {
	bool server, ram, rest;
};

/*
 * chosen and check have sources->n elements. want_node: the user trusts the meter of the machine
 * more than the sum of the parts.
 */
void cover_choose(const struct sources *sources, bool want_node, bool *chosen, bool *check,
		  struct cover_plan *ret);

/* The server without its memory, which is a part of its own: never below zero. */
void cover_without_ram(const struct power_curve *server, const struct power_curve *ram,
		       struct power_curve *ret);

/*
 * The parts of the machine that no source covers, on one line, in the arena; NULL when memory is
 * out.
 */
const char *cover_left_out(const struct sources *sources, const struct cover_plan *plan,
			   const struct cover_models *has, struct arena *arena);

#endif
