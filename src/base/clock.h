/* SPDX-License-Identifier: Apache-2.0 */
/* Time as text. Records are in UTC seconds; intervals are in monotonic nanoseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define CLOCK_TEXT 32
/* "2026-11-22T00:05:59.123Z" from microseconds since 1970, UTC. */
void clock_utc_text(int64_t utc_us, char to[CLOCK_TEXT]);

/* The reverse; accepts what clock_utc_text writes, with or without the fraction. */
bool clock_utc_parse(struct str text, int64_t *ret_utc_us);

#endif
