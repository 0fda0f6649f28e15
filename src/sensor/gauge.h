/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which values of a power gauge are readings. A running machine draws something, nothing draws more
 * than it can, and firmware has a word for an error: such values are no answer rather than a power.
 */
#ifndef SENSOR_GAUGE_H
#define SENSOR_GAUGE_H

#include "sensor/sensor.h"

/* True for any value of a counter: its rules are those of a difference. */
bool gauge_is_reading(const struct source *source, uint64_t raw);

/*
 * The supplies from `from` on that are open, and say 0 W together, are closed as STALE: one of
 * several may be idle, but not all.
 */
void gauge_refuse_idle_supplies(const struct host *host, const struct sources *found, size_t from);

#endif
