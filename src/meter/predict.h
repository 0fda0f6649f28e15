/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run will have cost at its end, from what its first epochs or steps did. The rest is taken
 * to cost as the pieces so far (the first, which warms up, left out when there are three or more);
 * the interval is Student's, 90 %, for the sum of the pieces to come, and never narrower than 1 %
 * of them: nobody promises that they will be alike. Pure.
 */
#ifndef METER_PREDICT_H
#define METER_PREDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "quantity/typed.h"

#define PACE_PIECES 64

/* The latest pieces: each so many epochs (1) or steps, what they took. */
struct pace {
	double units[PACE_PIECES], joules[PACE_PIECES], seconds[PACE_PIECES];
	size_t n;     /* in the ring */
	size_t next;  /* where the next one goes */
	size_t total; /* pieces ever seen */
};

void pace_add(struct pace *pace, double units, struct energy energy, struct duration length);

struct prediction {
	struct energy energy, energy_low, energy_high;
	struct duration length, length_low, length_high;
};

/* done: what has been used so far; left: units to come. False before the first piece. */
bool predict(const struct pace *pace, struct energy done, struct duration elapsed, double left,
	     struct prediction *ret);

#endif
