/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From ticks to energy, for every source alike. A value that a counter cannot have reached is a gap
 * with its length, never a negative energy, an invented one or a silent zero. Pure: no clock, no
 * file.
 */
#ifndef METER_SAMPLE_H
#define METER_SAMPLE_H

#include "sensor/sensor.h"

enum sample_state {
	SAMPLE_FIRST, /* the first tick */
	SAMPLE_OK,
	SAMPLE_MISSING, /* the read failed; a later one may still bridge the time */
	SAMPLE_GAP      /* read, but not credible: reset, absurd increase, suspend */
};

struct sample {
	enum sample_state state;
	struct energy energy;   /* within length; 0 unless OK */
	struct duration length; /* since the last valid tick */
	struct duration gap;    /* for GAP: the time lost, suspended time included */
	bool moved;             /* the raw value changed */
};

/* The state of a source between two ticks; zeroed at the start. */
struct sampler {
	struct tick last; /* the last valid one */
	bool has_last;
	int64_t suspended_ns; /* since then */
};

/*
 * Whether a tick has a value: not when a gauge says 0 of a thing that draws something whenever it
 * is on, nor more than it can draw.
 */
bool sample_is_reading(const struct source *source, const struct tick *tick);

/* suspended_ns: how long the machine was suspended since the tick before this one. */
void sample_take(struct sampler *sampler, const struct source *source, const struct tick *tick,
		 int64_t suspended_ns, struct sample *ret);

#endif
