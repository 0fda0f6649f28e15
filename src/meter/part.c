/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ticks of the sensor become energy (sample.c), energy gathers in a window, and a window is shared
 * out by CPU time or by the processes on an accelerator (attribute.c).
 */
#include "meter/part.h"

#include "base/log.h"

/* A window is shared out when a step of the kernel's clock is a tenth of its CPU time at most. */
#define WINDOW_NS 1000000000
#define WINDOW_BUSY_NS (10 * (int64_t)BUSY_STEP_NS)
#define WINDOW_MAX_NS (10 * (int64_t)WINDOW_NS)

/* A first tick later than this after the start leaves a gap. */
#define LATE_NS 20000000

/* How late a read may see the renewal it waits for. */
#define READ_S 0.0001

#define LOOK_NS 500000000

/* A counter's energy over less than this is refused. */
#define SHORTEST_S 0.02

/* Below this load, for a second at least, a power counts as idle. */
#define IDLE_LOAD 0.05

/* Called before the command starts: nothing may be allocated while it runs. NULL: out of memory. */
static void part_keep_curve(struct part *part)
{
	if (!part->curve)
		part->curve = mem_zalloc(1, sizeof(*part->curve));
}

void part_open(struct part *part, struct host *host, const struct usage *start)
{
	struct frugal_error error;
	part->window = *start;
	part->start_ns = start->at_ns;
	part->last_state = part->source.state;
	if (!source_is_open(&part->source))
		return;
	if (part->class->open(host, &part->source, &part->sensor, &error) < 0) {
		log_note("meter.part", "%s: %s", part->source.part, error.what);
		part->sensor = NULL;
		part->last_state = TICK_ABSENT;
	} else if (part->source.feed) {
		part_keep_curve(part);
		/* A model began with the command, even if it was loaded later. */
		part->sampler.last = (struct tick){.at_ns = part->source.feed->start_ns};
		part->sampler.has_last = true;
	} else {
		part_keep_curve(part);
		part_tick(part, 0);
	}
}

void part_restart(struct part *part, const struct usage *start)
{
	part->window = *start;
	part->start_ns = start->at_ns;
	part->moved = false;
	part->gaps = (struct duration){0};
	part->pending = (struct energy){0};
	part->pending_length = (struct duration){0};
	part->sums = (struct attribution){0};
	if (part->curve)
		*part->curve = (struct curve){0};
	part->aligned_from_ns = part->aligned_to_ns = 0;
}

void part_tick(struct part *part, int64_t suspended_ns)
{
	struct tick tick = {0};
	if (!part->sensor)
		return;
	part->class->read(part->sensor, &tick);
	part_take(part, &tick, suspended_ns);
}

void part_take(struct part *part, const struct tick *tick, int64_t suspended_ns)
{
	struct sample sample;
	bool reading = sample_is_reading(&part->source, tick);
	part->last_state = tick->state == TICK_OK && !reading ? TICK_STALE : tick->state;
	if (tick->instead && part->source.instead.detail) {
		part->source.detail = part->source.instead.detail;
		part->source.low_factor = part->source.instead.low_factor;
		part->source.high_factor = part->source.instead.high_factor;
		part->source.instead.detail = NULL;
	}
	sample_take(&part->sampler, &part->source, tick, suspended_ns, &sample);
	part->moved |= sample.moved || (sample.state == SAMPLE_OK && !part->source.counter &&
					tick->state == TICK_OK);
	part->gaps = duration_add(part->gaps, sample.gap);
	int64_t late_ns = tick->at_ns - part->start_ns;
	if (sample.state == SAMPLE_FIRST && late_ns > LATE_NS)
		part->gaps.s += (double)late_ns / NS_PER_SECOND;
	if (sample.state != SAMPLE_OK)
		return;
	const int64_t to_ns = tick->at_ns - part->start_ns;
	if (part->curve)
		curve_add(part->curve, to_ns - (int64_t)(sample.length.s * NS_PER_SECOND), to_ns,
			  sample.energy.j);
	part->pending = energy_add(part->pending, sample.energy);
	part->pending_length = duration_add(part->pending_length, sample.length);
}

void part_look(struct part *part, const struct owner_test *ours, int64_t now_ns)
{
	if (!ours || !part->sensor || !part->class->share || now_ns - part->looked_ns < LOOK_NS)
		return;
	part->looked_ns = now_ns;
	part->looks++;
	double share = part->class->share(part->sensor, ours);
	if (share <= SHARE_UNKNOWN) /* no other process is visible on it */
		share = 1;
	if (share < 0)
		return;
	part_observe(part, share, 1);
}

void part_observe(struct part *part, double own, double all)
{
	part->seen_own += own;
	part->seen_all += all;
}

/* Shared by CPU time, unless the shares are observed. */
static bool is_observed(const struct part *part)
{
	return part->class->share || part->by_misses;
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
	bool at_rest = part->class->share ? !(part->seen_all > 0) : load < IDLE_LOAD;
	if (part->source.feed || now->at_ns - part->window.at_ns < WINDOW_NS || !at_rest)
		return;
	struct power power = energy_per(part->pending, part->pending_length);
	/* A counter that stands still does not show an idle machine. */
	if (power.w > 0 && (!part->idle_seen || power.w < part->lowest.w)) {
		part->idle_seen = true;
		part->lowest = power;
	}
}

/* The command's share of the open window so far. */
static double share_of(const struct part *part, const struct usage *now, int threads)
{
	if (!is_observed(part))
		return usage_share(&part->window, now, threads);
	if (part->by_misses && !(part->seen_all > 0)) /* nothing observed yet */
		return usage_share(&part->window, now, threads);
	if (part->seen_all > 0)
		return part->seen_own / part->seen_all;
	return part->looks ? 0 : part->share;
}

void part_settle(struct part *part, const struct usage *now, int threads, bool forced)
{
	/* While reads fail the window stays open: the next good one covers all of its time. */
	if (!part->sensor || now->at_ns <= part->window.at_ns)
		return;
	bool read = part->last_state == TICK_OK || part->last_state == TICK_ASLEEP;
	if (!forced && (!read || !long_enough(part, now)))
		return;
	double share = share_of(part, now, threads);
	watch_idle(part, now, threads);
	attribute_interval(&part->sums, part->pending, part->pending_length, part->idle,
			   part->static_draw, share);
	part->seen_own = 0;
	part->seen_all = 0;
	part->looks = 0;
	part->share = share;
	part->pending = (struct energy){0};
	part->pending_length = (struct duration){0};
	part->window = *now;
}

/* What a part is, with these sums. */
static struct run_part with_sums(const struct part *part, const struct attribution *sums)
{
	return (struct run_part){
		.part = part->source.part,
		.energy = {sum_value(&sums->energy)},
		.idle = {sum_value(&sums->idle)},
		.attributed = {sum_value(&sums->attributed)},
		.unattributed = {sum_value(&sums->unattributed)},
		.low_factor = part->source.low_factor,
		.high_factor = part->source.high_factor,
		.quality = part->source.quality,
		.is_check = part->is_check,
	};
}

void part_so_far(const struct part *part, const struct usage *now, int threads,
		 struct run_part *ret)
{
	struct attribution sums = part->sums;
	if (part->sensor)
		attribute_interval(&sums, part->pending, part->pending_length, part->idle,
				   part->static_draw, share_of(part, now, threads));
	*ret = with_sums(part, &sums);
}

struct energy part_energy(const struct part *part)
{
	return energy_add(part->pending, (struct energy){sum_value(&part->sums.energy)});
}

bool part_shares_supply(const struct part *part)
{
	enum cover cover = part->source.cover;
	return !part->is_check &&
	       (cover == COVER_PACKAGE || cover == COVER_SOCKET || cover == COVER_DRAM);
}

static enum source_state state_of(const struct part *part)
{
	switch (part->last_state) {
	case TICK_DENIED:
		return SOURCE_DENIED;
	case TICK_ABSENT:
		return SOURCE_ABSENT;
	case TICK_ASLEEP:
		return part->moved ? SOURCE_OK : SOURCE_ASLEEP;
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

static void scale(struct attribution *sums, double factor)
{
	*sums = (struct attribution){
		.energy = {.value = sum_value(&sums->energy) * factor},
		.idle = {.value = sum_value(&sums->idle) * factor},
		.attributed = {.value = sum_value(&sums->attributed) * factor},
		.unattributed = {.value = sum_value(&sums->unattributed) * factor},
	};
}

/*
 * Scales the energy between two renewals at the ends of a short run to its length; false: none were
 * seen.
 */
static bool align(const struct part *part, struct duration length, struct attribution *sums)
{
	double between_s = (double)(part->aligned_to_ns - part->aligned_from_ns) / NS_PER_SECOND;
	double all = sum_value(&sums->energy), inside = all - part->aligned_before.j;
	if (!part->aligned_from_ns || !part->aligned_to_ns || part->gaps.s > 0 || !(all > 0) ||
	    !(inside > 0) || !(between_s > 0))
		return false;
	scale(sums, inside / all * length.s / between_s);
	return true;
}

void part_fill(const struct part *part, const struct usage *start, const struct usage *now,
	       bool late, double share, struct run_part *ret)
{
	struct attribution sums = part->sums;
	struct duration length = {(double)(now->at_ns - start->at_ns) / NS_PER_SECOND};
	if (late && !is_observed(part))
		attribute_whole(&sums, share);
	bool aligned = align(part, length, &sums);
	*ret = with_sums(part, &sums);
	ret->sensor = part->source.detail;
	ret->device = part->source.device ? part->source.device : "";
	ret->state = state_of(part);
	ret->gaps = part->gaps;
	ret->idle_known = part->idle_known;
	/* One renewal more or less would change the figure: none is given. */
	if (!part->source.feed && part->source.counter && length.s < SHORTEST_S) {
		ret->energy = ret->idle = ret->attributed = ret->unattributed = (struct energy){0};
		ret->state = ret->state == SOURCE_OK ? SOURCE_STALE : ret->state;
		ret->gaps = length;
		return;
	}
	if (!part->moved || !part->sampler.has_last)
		ret->gaps = length;
	else if (part->last_state != TICK_OK && part->last_state != TICK_ASLEEP)
		ret->gaps = duration_add(
			part->gaps,
			(struct duration){(double)(now->at_ns - part->sampler.last.at_ns) /
					  NS_PER_SECOND});
	if (part->moved)
		widen(ret, aligned ? (struct duration){READ_S} : part->source.update, length);
}

void part_close(struct part *part)
{
	/* A part that another one goes on from has no sensor, and its curve is the other's. */
	if (!part->sensor)
		return;
	part->class->close(part->sensor);
	mem_free(part->curve);
	part->curve = NULL;
	part->sensor = NULL;
}
