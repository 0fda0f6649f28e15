/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the local clocks of a zone skip or repeat an hour: what times without an offset show, which
 * are read as UTC. Moments are of such times.
 */
#ifndef GRID_CLOCKS_H
#define GRID_CLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether clocks of zone skip just the seconds that begin at at_s. */
bool clocks_skip(const char *zone, int64_t at_s, int64_t seconds);

/* Whether at_s is in the time that clocks of zone pass twice. */
bool clocks_repeat(const char *zone, int64_t at_s);

#endif
