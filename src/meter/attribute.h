/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The attribution of energy. Within an interval, idle is the energy that the machine draws without
 * work; the energy above it is shared by CPU time: the command's share is attributed, the rest is
 * not. The three add up to the energy, by construction in each interval and by compensated sums
 * over a run. Pure.
 */
#ifndef METER_ATTRIBUTE_H
#define METER_ATTRIBUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "quantity/typed.h"

/* A sum that does not lose what rounding would (Neumaier). */
struct sum {
	double value, lost;
};

void sum_add(struct sum *sum, double x);
double sum_value(const struct sum *sum);

/* Running totals at one moment. */
struct usage {
	int64_t at_ns;
	int64_t cpu_ns;  /* of the command */
	int64_t busy_ns; /* of the machine */
};

/* CPU time of the machine between two moments: at least the command's, at most all there is. */
double usage_busy_s(const struct usage *from, const struct usage *to, int threads);

/* The command's share of that time, 0..1; 0 when no process worked. */
double usage_share(const struct usage *from, const struct usage *to, int threads);

struct attribution {
	struct sum energy, idle, attributed, unattributed;
};

/*
 * Adds an interval with its energy, of which `share` is the command's; static_draw: all of it is
 * idle.
 */
void attribute_interval(struct attribution *sums, struct energy energy, struct duration length,
			struct power idle, bool static_draw, double share);

/* The same sums with one share for the whole run: for methods that report CPU time late. */
void attribute_whole(struct attribution *sums, double share);

#endif
