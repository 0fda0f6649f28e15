/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hours in which a job may run, as people write them: "Mon-Fri 20:00-06:00, Sat-Sun
 * Europe/Paris". They are hours of a clock on the wall: hours that it skips in spring are missing,
 * and those that it repeats in autumn are allowed twice. Hours over midnight belong to the day on
 * which they begin.
 */
#ifndef PLAN_ALLOWED_H
#define PLAN_ALLOWED_H

#include "base/local_clock.h"

#define ALLOWED_RANGES 64

struct allowed_range {
	unsigned days;        /* bit 0: those that begin on a Sunday */
	int from_min, to_min; /* of the day; to_min may be that of the next day, or 1440 */
};

struct allowed_hours {
	const char *text; /* the caller's, as it was parsed */
	bool has_zone;    /* text names the zone of the clock */
	struct local_clock clock;
	struct allowed_range ranges[ALLOWED_RANGES];
	size_t n;
};

/* Without a time zone in text the clock is that of this machine. FRUGAL_EUSAGE with an example. */
int allowed_parse(const char *text, struct allowed_hours *ret, struct frugal_error *reterr);
void allowed_release(struct allowed_hours *hours);

/* Of n lists that are allowed together (none: all hours): whether all of [from_s, to_s) is. */
bool allowed_all(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t to_s);

/* How long it stays allowed from from_s on, in whole minutes, at most most_s; 0: it is not. */
int64_t allowed_for(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t most_s);

/*
 * The longest step, a part of step_s, of which one begins at each moment of [from_s, to_s) when a
 * range begins or ends; a minute at least.
 */
int64_t allowed_step(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t to_s,
		     int64_t step_s);

#endif
