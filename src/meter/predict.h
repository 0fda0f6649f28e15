/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Predicts the cost of a run at its end from its first epochs or steps. The rest is taken to cost
 * as much as the pieces so far (without the first, which warms up, when there are three or more, or
 * as soon as there is another if it contains the start-up of the program); the interval is
 * Student's, 90 %, for the sum of the pieces to come, and at least 1 % of them, since they may
 * differ from the earlier ones. The error of the meter itself is the caller's. Pure.
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
	size_t n;       /* in the ring */
	size_t next;    /* where the next one goes */
	size_t total;   /* pieces so far */
	bool starts_up; /* the first piece of all contains the start-up of the program */
};

/*
 * A first piece that is shorter than this may be mostly start-up: imports, data, compilation take a
 * minute or two, which is within the interval of a prediction from a piece of this length.
 */
#define STARTING_S 300.0

void pace_add(struct pace *pace, double units, struct energy energy, struct duration length);

struct prediction {
	struct energy energy, energy_low, energy_high;
	struct duration length, length_low, length_high;
};

/* done: the energy used so far; left: units to come. False before the first piece. */
bool predict(const struct pace *pace, struct energy done, struct duration elapsed, double left,
	     struct prediction *ret);

#endif
