/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The power of a part over a run: energy in at most CURVE_POINTS equal steps of time. When the run
 * outgrows them, neighbours are joined and the step is twice as long, so that memory and work are
 * bounded, and no energy is lost. Time is that of the monotonic clock, as the run's duration: it
 * stands still while the machine is suspended. Pure: no clock, no allocation.
 */
#ifndef METER_CURVE_H
#define METER_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define CURVE_POINTS 512
#define CURVE_STEP_NS 100000000 /* at first */

/* Zeroed at the start. */
struct curve {
	int64_t step_ns;                /* 0: nothing was added yet */
	int64_t end_ns;                 /* of the last energy, since the start */
	double joules[CURVE_POINTS];    /* in each step */
	float covered_ns[CURVE_POINTS]; /* of each step, by readings; 0: a gap */
};

/* Adds energy between two moments, in ns since the start, evenly over the time between. */
void curve_add(struct curve *curve, int64_t from_ns, int64_t to_ns, double joules);

/* How many steps there are up to the last energy. */
size_t curve_steps(const struct curve *curve);

/*
 * Adds {"part":name,"step_s":,"length_s":,"watts":[]} as an item of JSON: the mean power of each
 * step, of which the last ends at length_s; null where nothing was read. The powers times their
 * lengths are energy_j, which may differ from what was added (a short run is scaled to its
 * length), to 6 digits. before: a comma. False: a single step, which says no more than the energy.
 */
bool curve_json(const struct curve *curve, const char *name, double energy_j, bool before,
		struct buf *to);

#endif
