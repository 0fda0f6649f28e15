/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters that renew themselves each millisecond measure a run of some tens of milliseconds to a
 * few per cent only: their first and last value come from before it. For a short run, the energy
 * between two renewals, one just after its start and one just after its end, is scaled to its
 * length. The meter reads without pause for either: a millisecond and a half at most, during which
 * the command runs.
 */
#include <time.h>

#include "meter/session_impl.h"

#define ALIGN_UPDATE_S 0.002
#define ALIGN_WAIT_NS 1500000

static bool can_align(const struct part *part)
{
	return part->sensor && !part->source.feed && part->source.counter &&
	       part->source.update.s > 0 && part->source.update.s <= ALIGN_UPDATE_S;
}

/* The clock of a test may stand still. */
static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Calls renewed() for each counter at its next renewal, if that comes soon. */
static void watch_renewals(struct session *session, void (*renewed)(struct part *, int64_t))
{
	int64_t until_ns = now_ns() + ALIGN_WAIT_NS;
	size_t left = 0;
	for (size_t i = 0; i < session->n_parts; i++) {
		struct part *part = &session->parts[i];
		struct tick tick = {0};
		part->watched = can_align(part);
		if (!part->watched)
			continue;
		part->class->read(part->sensor, &tick);
		part->watched_raw = tick.raw;
		left++;
	}
	while (left && now_ns() < until_ns)
		for (size_t i = 0; i < session->n_parts; i++) {
			struct part *part = &session->parts[i];
			if (!part->watched)
				continue;
			struct tick tick = {0};
			part->class->read(part->sensor, &tick);
			if (tick.state != TICK_OK || tick.raw == part->watched_raw)
				continue;
			part_take(part, &tick, 0);
			renewed(part, tick.at_ns);
			part->watched = false;
			left--;
		}
}

static void begins(struct part *part, int64_t at_ns)
{
	part->aligned_from_ns = at_ns;
	part->aligned_before = part->pending;
}

static void ends(struct part *part, int64_t at_ns)
{
	part->aligned_to_ns = at_ns;
}

void session_align_start(struct session *session)
{
	watch_renewals(session, begins);
}

void session_align_end(struct session *session)
{
	if (session->now.at_ns - session->start.at_ns < ALIGN_BELOW_NS)
		watch_renewals(session, ends);
}
