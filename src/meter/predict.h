/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Predicts the cost of a run at its end from its first epochs or steps. The rest is taken to cost
 * as much as the pieces so far (without the first, which warms up, when there are three or more);
 * the interval is Student's, 90 %, for the sum of the pieces to come, and at least 1 % of them,
 * since they may differ from the earlier ones. Pure.
 */
#ifndef METER_PREDICT_H
#define METER_PREDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "quantity/typed.h"

#define PACE_PIECES 64

/* The latest pieces: each has a number of epochs (1) or steps, and its costs. */
struct pace {
	double units[PACE_PIECES], joules[PACE_PIECES], seconds[PACE_PIECES];
	size_t n;     /* in the ring */
	size_t next;  /* where the next one goes */
	size_t total; /* pieces so far */
};

void pace_add(struct pace *pace, double units, struct energy energy, struct duration length);

struct prediction {
	struct energy energy, energy_low, energy_high;
	struct duration length, length_low, length_high;
};

/* done: the energy used so far; left: units to come. False before the first piece. */
bool predict(const struct pace *pace, struct energy done, struct duration elapsed, double left,
	     struct prediction *ret);

#endif
