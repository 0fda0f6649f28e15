/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/part.h"

#include "base/log.h"

/* A window is shared out when a step of the kernel's clock is a tenth of its CPU time at most. */
#define WINDOW_NS 1000000000
#define WINDOW_BUSY_NS (10 * (int64_t)BUSY_STEP_NS)
#define WINDOW_MAX_NS (10 * (int64_t)WINDOW_NS)

/* Below this load, for a second at least, a power may be called idle. */
#define IDLE_LOAD 0.05

void part_open(struct part *part, struct host *host, const struct usage *start)
{
	struct frugal_error error;
	part->window = *start;
	part->last_state = part->source.state;
	if (part->source.state != TICK_OK)
		return;
	if (part->class->open(host, &part->source, &part->sensor, &error) < 0) {
		log_note("meter.part", "%s: %s", part->source.part, error.what);
		part->sensor = NULL;
		part->last_state = TICK_ABSENT;
	} else if (part->source.feed) {
		/* A model began with the command, even if it was loaded later. */
		part->sampler.last = (struct tick){.at_ns = part->source.feed->start_ns};
		part->sampler.has_last = true;
	} else {
		part_tick(part, 0);
	}
}

void part_restart(struct part *part, const struct usage *start)
{
	part->window = *start;
	part->moved = false;
	part->gaps = (struct duration){0};
	part->pending = (struct energy){0};
	part->pending_length = (struct duration){0};
	part->sums = (struct attribution){0};
}

void part_tick(struct part *part, int64_t suspended_ns)
{
	struct tick tick = {0};
	struct sample sample;
	if (!part->sensor)
		return;
	part->class->read(part->sensor, &tick);
	part->last_state = tick.state;
	sample_take(&part->sampler, &part->source, &tick, suspended_ns, &sample);
	part->moved |= sample.moved || (sample.state == SAMPLE_OK && !part->source.counter);
	part->gaps = duration_add(part->gaps, sample.gap);
	if (sample.state != SAMPLE_OK)
		return;
	part->pending = energy_add(part->pending, sample.energy);
	part->pending_length = duration_add(part->pending_length, sample.length);
}

static bool long_enough(const struct part *part, const struct usage *now)
{
	int64_t length = now->at_ns - part->window.at_ns;
	return length >= WINDOW_MAX_NS ||
	       (length >= WINDOW_NS && now->busy_ns - part->window.busy_ns >= WINDOW_BUSY_NS);
}

static void watch_idle(struct part *part, const struct usage *now, int threads)
{
	double length_s = (double)(now->at_ns - part->window.at_ns) / NS_PER_SECOND;
	double load = usage_busy_s(&part->window, now, threads) / (length_s * threads);
	if (part->source.feed || now->at_ns - part->window.at_ns < WINDOW_NS || load >= IDLE_LOAD)
		return;
	struct power power = energy_per(part->pending, part->pending_length);
	/* A counter that stands still is no machine at rest. */
	if (power.w > 0 && (!part->idle_seen || power.w < part->lowest.w)) {
		part->idle_seen = true;
		part->lowest = power;
	}
}

void part_settle(struct part *part, const struct usage *now, int threads, bool forced)
{
	/* While reads fail the window stays open: the next good one covers all of its time. */
	if (!part->sensor || now->at_ns <= part->window.at_ns)
		return;
	if (!forced && (part->last_state != TICK_OK || !long_enough(part, now)))
		return;
	watch_idle(part, now, threads);
	attribute_interval(&part->sums, part->pending, part->pending_length, part->idle,
			   part->static_draw, usage_share(&part->window, now, threads));
	part->pending = (struct energy){0};
	part->pending_length = (struct duration){0};
	part->window = *now;
}

static enum source_state state_of(const struct part *part)
{
	switch (part->last_state) {
	case TICK_DENIED:
		return SOURCE_DENIED;
	case TICK_ABSENT:
		return SOURCE_ABSENT;
	case TICK_STALE:
		return SOURCE_STALE;
	case TICK_OK:
		break;
	}
	/* A counter that never moved: too short a run, or a dead source. Not zero joules. */
	return part->moved ? SOURCE_OK : SOURCE_STALE;
}

/* The first and the last change of a source come up to one update late. */
static void widen(struct run_part *part, struct duration update, struct duration length)
{
	double noise = length.s > update.s ? update.s / length.s : 1;
	part->low_factor *= 1 - noise;
	part->high_factor *= 1 + noise;
}

void part_fill(const struct part *part, const struct usage *start, const struct usage *now,
	       bool late, double share, struct run_part *ret)
{
	struct attribution sums = part->sums;
	struct duration length = {(double)(now->at_ns - start->at_ns) / NS_PER_SECOND};
	if (late)
		attribute_whole(&sums, share);
	*ret = (struct run_part){
		.part = part->source.part,
		.sensor = part->source.detail,
		.energy = {sum_value(&sums.energy)},
		.idle = {sum_value(&sums.idle)},
		.attributed = {sum_value(&sums.attributed)},
		.unattributed = {sum_value(&sums.unattributed)},
		.low_factor = part->source.low_factor,
		.high_factor = part->source.high_factor,
		.quality = part->source.quality,
		.state = state_of(part),
		.gaps = part->gaps,
		.idle_known = part->idle_known,
	};
	if (!part->moved || !part->sampler.has_last)
		ret->gaps = length;
	else if (part->last_state != TICK_OK)
		ret->gaps = duration_add(
			part->gaps,
			(struct duration){(double)(now->at_ns - part->sampler.last.at_ns) /
					  NS_PER_SECOND});
	if (part->moved)
		widen(ret, part->source.update, length);
}

void part_close(struct part *part)
{
	if (part->sensor)
		part->class->close(part->sensor);
	part->sensor = NULL;
}
