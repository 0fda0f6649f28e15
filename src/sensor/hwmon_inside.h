/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the class hwmon, shared by its files. */
#ifndef SENSOR_HWMON_INSIDE_H
#define SENSOR_HWMON_INSIDE_H

#include "sensor/sensor.h"

extern const struct board_maker hwmon_i915, hwmon_xe;

/* Gives the sources from `from` on the cover that they have together. */
int hwmon_combine(const struct host *host, const struct sources *found, size_t from,
		  struct frugal_error *reterr);

#endif
