/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One part of the machine during a session: its sensor, its energy so far, and the command's share
 * of it. CPU time is known in steps of 10 ms, energy to the millisecond: ticks are gathered into
 * windows of a second or more before they are shared out.
 */
#ifndef METER_PART_H
#define METER_PART_H

#include "meter/attribute.h"
#include "meter/curve.h"
#include "meter/sample.h"
#include "record/run.h"

struct part {
	struct source source;
	const struct sensor_class *class;
	struct sensor *sensor; /* NULL: closed */
	struct sampler sampler;
	enum tick_state last_state;
	int64_t start_ns; /* of the session */
	bool moved;       /* the source gave something at least once */
	struct duration gaps;
	struct energy pending; /* of the open window */
	struct duration pending_length;
	struct usage window; /* at its beginning */
	struct attribution sums;
	struct curve *curve; /* since the start; NULL before the first energy */
	bool is_check;       /* of the whole machine, next to the parts */
	bool static_draw;    /* memory: the same whichever process runs */
	bool idle_known;
	struct power idle;
	/* For a short run: renewals of the counter near its start and end; 0 when none was seen. */
	int64_t aligned_from_ns, aligned_to_ns;
	struct energy aligned_before; /* energy counted up to the first */
	bool watched;
	uint64_t watched_raw;
	bool by_misses; /* memory that is shared by cache misses */
	/* For an accelerator, shared by the processes on it, and for memory by cache misses: */
	double seen_own; /* of the command, in the open window */
	double seen_all; /* looks that found a process; or misses */
	int looks;       /* in the open window, also those that found none */
	double share;    /* of the window before: used where no look was made */
	int64_t looked_ns;
	bool idle_seen; /* a credible idle power, perhaps for the next run */
	struct power lowest;
};

/*
 * Opens the source and takes its first tick; a source that cannot be opened stays closed. The time
 * before a late first tick is a gap.
 */
void part_open(struct part *part, struct host *host, const struct usage *start);

/* Discards the energy counted so far, but not the last tick. */
void part_restart(struct part *part, const struct usage *start);

/*
 * Looks which processes use an accelerator (ours may be NULL, which ends the looking), twice a
 * second at most; does nothing for other parts.
 */
void part_look(struct part *part, const struct owner_test *ours, int64_t now_ns);

/* Reports that since the last call `own` of `all` was the command's. */
void part_observe(struct part *part, double own, double all);

/* Reads the source, or takes the tick that was read. No allocation. */
void part_tick(struct part *part, int64_t suspended_ns);
void part_take(struct part *part, const struct tick *tick, int64_t suspended_ns);

/* All energy counted so far, of all processes. */
struct energy part_energy(const struct part *part);

/* True for processors and memory, whose supply also feeds the rest of the machine. */
bool part_shares_supply(const struct part *part);

/* Shares the window out if it is long enough, or in any case when forced. */
void part_settle(struct part *part, const struct usage *now, int threads, bool forced);

/*
 * Fills the energies of the part so far, the open window by its share of this moment, and the error
 * of its source; all else of the record is left empty.
 */
void part_so_far(const struct part *part, const struct usage *now, int threads,
		 struct run_part *ret);

/*
 * Fills the record of the part so far; share is that of the whole run, used when CPU time came
 * late.
 */
void part_fill(const struct part *part, const struct usage *start, const struct usage *now,
	       bool late, double share, struct run_part *ret);

void part_close(struct part *part);

#endif
