/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a tick with the last valid one. Every rule of refusal is here, so that sensors and parts
 * need none.
 */
#include "meter/sample.h"

#include "sensor/gauge.h"

bool sample_is_reading(const struct source *source, const struct tick *tick)
{
	return tick->state == TICK_ASLEEP ||
	       (tick->state == TICK_OK && gauge_is_reading(source, tick->raw));
}

/*
 * True for more energy than the source can have measured; its last change may be two updates late.
 */
static bool absurd(const struct source *source, struct energy energy, struct duration length)
{
	double late = 2 * source->update.s;
	return source->max_w > 0 && energy.j > source->max_w * (length.s + late);
}

/* True when a counter at full power may have wrapped more than once. */
static bool may_have_wrapped_twice(const struct source *source, struct duration length)
{
	return source->wrap && source->max_w > 0 &&
	       source->max_w * length.s >= (double)source->wrap * source->unit;
}

/* False when the increase between the two values is unknown. */
static bool counted(const struct source *source, const struct tick *from, const struct tick *to,
		    struct energy *ret)
{
	uint64_t steps;
	if (to->raw >= from->raw)
		steps = to->raw - from->raw;
	else if (source->wrap && from->raw <= source->wrap)
		/* From wrap to 0 is one step as well. */
		steps = source->wrap - from->raw + to->raw + 1;
	else
		return false;
	*ret = (struct energy){(double)steps * source->unit};
	return true;
}

/* A gauge: the mean of both ends over the time between. */
static struct energy gauged(const struct source *source, const struct tick *from,
			    const struct tick *to, struct duration length)
{
	double mean_w = ((double)from->raw + (double)to->raw) / 2 * source->unit;
	return power_times((struct power){mean_w}, length);
}

void sample_take(struct sampler *sampler, const struct source *source, const struct tick *tick,
		 int64_t suspended_ns, struct sample *ret)
{
	*ret = (struct sample){.state = SAMPLE_MISSING};
	sampler->suspended_ns += suspended_ns;
	if (!sample_is_reading(source, tick))
		return;
	/* A counter that was never read has no last value yet. */
	if (tick->state == TICK_ASLEEP && source->counter && !sampler->has_last)
		return;
	struct tick from = sampler->last;
	bool first = !sampler->has_last;
	double suspended_s = (double)sampler->suspended_ns / NS_PER_SECOND;
	sampler->last = *tick;
	sampler->has_last = true;
	sampler->suspended_ns = 0;
	if (first) {
		ret->state = SAMPLE_FIRST;
		return;
	}
	double length_s = (double)(tick->at_ns - from.at_ns) / NS_PER_SECOND;
	struct energy energy = {0};
	ret->length.s = length_s > 0 ? length_s : 0;
	ret->moved = tick->raw != from.raw && tick->state == TICK_OK;
	bool known = true;
	if (source->counter)
		known = counted(source, &from, tick, &energy);
	else
		energy = gauged(source, &from, tick, ret->length);
	/* Firmware may have reset the counter while the machine slept. */
	if (!known || suspended_s > 0 || absurd(source, energy, ret->length) ||
	    may_have_wrapped_twice(source, ret->length)) {
		ret->state = SAMPLE_GAP;
		ret->gap.s = ret->length.s + suspended_s;
		return;
	}
	ret->state = SAMPLE_OK;
	ret->energy = energy;
}
