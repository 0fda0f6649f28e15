/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One part of the machine during a session: its sensor, what came of it so far, and how much of
 * that was the command's. CPU time is known in steps of 10 ms, energy to the millisecond: ticks
 * are gathered into windows of a second or more before they are shared out.
 */
#ifndef METER_PART_H
#define METER_PART_H

#include "meter/attribute.h"
#include "meter/sample.h"
#include "store/run.h"

struct part {
	struct source source;
	const struct sensor_class *class;
	struct sensor *sensor; /* NULL: closed to us */
	struct sampler sampler;
	enum tick_state last_state;
	bool moved; /* the source gave something at least once */
	struct duration gaps;
	struct energy pending; /* of the open window */
	struct duration pending_length;
	struct usage window; /* where it began */
	struct attribution sums;
	bool static_draw; /* memory: whoever runs */
	bool idle_known;
	struct power idle;
	bool idle_seen; /* a credible idle power, perhaps for the next run */
	struct power lowest;
};

/* Opens the source and takes its first tick; one that cannot be opened stays closed. */
void part_open(struct part *part, struct host *host, const struct usage *start);

/* Forgets what was counted so far, but not the last tick. */
void part_restart(struct part *part, const struct usage *start);

/* Reads the source. No allocation. */
void part_tick(struct part *part, int64_t suspended_ns);

/* Shares the window out if it is long enough, or in any case when forced. */
void part_settle(struct part *part, const struct usage *now, int threads, bool forced);

/* What there is so far; share is the whole run's, used when CPU time was told late. */
void part_fill(const struct part *part, const struct usage *start, const struct usage *now,
	       bool late, double share, struct run_part *ret);

void part_close(struct part *part);

#endif
