/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time as text, and the lengths that a calendar is counted in: here alone. Records are in UTC
 * seconds; intervals are in monotonic nanoseconds.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define SECONDS_PER_MINUTE INT64_C(60)
#define SECONDS_PER_HOUR INT64_C(3600)
#define SECONDS_PER_DAY INT64_C(86400)
#define MS_PER_HOUR 3.6e6
#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (US_PER_SECOND * SECONDS_PER_DAY)

#define CLOCK_TEXT 32
/* "2026-11-22T00:05:59.123Z" from microseconds since 1970, UTC. */
void clock_utc_text(int64_t utc_us, char to[CLOCK_TEXT]);

/*
 * Whether a year, month or day of UTC ("2026", "2026-11", "2026-11-30") is over at now: what it has
 * so far is not comparable with a whole one.
 */
bool clock_is_over(const char *period, int64_t now_s);
/* Whether it has not begun. */
bool clock_is_to_come(const char *period, int64_t now_s);

/* The reverse; accepts what clock_utc_text writes, with or without the fraction. */
bool clock_utc_parse(struct str text, int64_t *ret_utc_us);

#endif
