/* SPDX-License-Identifier: Apache-2.0 */
/* A moment as people write it: a day, a UTC time, or how long ago. */
#ifndef QUANTITY_MOMENT_H
#define QUANTITY_MOMENT_H

#include <stdint.h>

#include "base/error.h"

/* "2026-11-22", "2026-11-22T10:00:00Z", or "7d", "12h" ago: microseconds of UTC. */
int moment_parse(const char *text, int64_t *ret_us, struct frugal_error *reterr);

#endif
