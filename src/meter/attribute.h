/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose energy it was. Within an interval, idle is what the machine draws with nobody at work;
 * what is above is shared by CPU time: ours is attributed, the rest is not. The three add up to
 * the energy, by construction in each interval and by compensated sums over a run. Pure.
 */
#ifndef METER_ATTRIBUTE_H
#define METER_ATTRIBUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "quantity/typed.h"

/* A sum that keeps what rounding would lose (Neumaier). */
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

/* CPU time of the machine between the two: never below the command's, never above all there is. */
double usage_busy_s(const struct usage *from, const struct usage *to, int threads);

/* The command's share of it, 0..1; 0 when nobody worked. */
double usage_share(const struct usage *from, const struct usage *to, int threads);

struct attribution {
	struct sum energy, idle, attributed, unattributed;
};

/* An interval in which energy was used, of which share is ours; static_draw: all of it is idle. */
void attribute_interval(struct attribution *sums, struct energy energy, struct duration length,
			struct power idle, bool static_draw, double share);

/* The same sums with one share for the whole run: for methods that tell CPU time late. */
void attribute_whole(struct attribution *sums, double share);

#endif
