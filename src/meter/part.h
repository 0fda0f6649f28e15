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
#include "record/run.h"

struct part {
	struct source source;
	const struct sensor_class *class;
	struct sensor *sensor; /* NULL: closed to us */
	struct sampler sampler;
	enum tick_state last_state;
	int64_t start_ns; /* of the session */
	bool moved;       /* the source gave something at least once */
	struct duration gaps;
	struct energy pending; /* of the open window */
	struct duration pending_length;
	struct usage window; /* where it began */
	struct attribution sums;
	bool is_check;    /* of the whole machine, beside the parts */
	bool static_draw; /* memory: whoever runs */
	bool idle_known;
	struct power idle;
	/* Of a short run: renewals of the counter near its start and end; 0 when not seen. */
	int64_t aligned_from_ns, aligned_to_ns;
	struct energy aligned_before; /* what was counted up to the first */
	bool watched;
	uint64_t watched_raw;
	bool by_misses; /* memory that is shared by who misses the caches */
	/* Of an accelerator, whose processes tell whose it was, and of such memory: */
	double told_own; /* sum of what was seen in the open window */
	double told_all; /* looks at which somebody was there; or misses */
	int looks;       /* in the open window, also those that saw nobody */
	double share;    /* of the window before: it goes on where nobody looked */
	int64_t looked_ns;
	bool idle_seen; /* a credible idle power, perhaps for the next run */
	struct power lowest;
};

/*
 * Opens the source and takes its first tick; one that cannot be opened stays closed. What came
 * before a first tick that is late is a gap.
 */
void part_open(struct part *part, struct host *host, const struct usage *start);

/* Forgets what was counted so far, but not the last tick. */
void part_restart(struct part *part, const struct usage *start);

/* Looks who uses an accelerator (ours may be NULL: nobody asks any more), twice a second at most;
 * nothing for other parts. */
void part_look(struct part *part, const struct owner_test *ours, int64_t now_ns);

/* Of what was used since the last call, own of all was ours. */
void part_tell(struct part *part, double own, double all);

/* Reads the source; or takes what was read. No allocation. */
void part_tick(struct part *part, int64_t suspended_ns);
void part_take(struct part *part, const struct tick *tick, int64_t suspended_ns);

/* All that was counted so far, whoever's. */
struct energy part_energy(const struct part *part);

/* Processors and memory: what the rest of the machine is beside. */
bool part_is_beside(const struct part *part);

/* Shares the window out if it is long enough, or in any case when forced. */
void part_settle(struct part *part, const struct usage *now, int threads, bool forced);

/* Adds the totals so far, the open window with its share of the moment. */
void part_add_so_far(const struct part *part, const struct usage *now, int threads,
		     struct energy *attributed, struct energy *idle);

/* What there is so far; share is the whole run's, used when CPU time was told late. */
void part_fill(const struct part *part, const struct usage *start, const struct usage *now,
	       bool late, double share, struct run_part *ret);

void part_close(struct part *part);

#endif
