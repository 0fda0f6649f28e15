/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readings as text, of programs and of recorded traces: "name value unit". The name gives what is
 * covered (cpu..., dram..., gpu..., node..., supply...; any other is shown, but not summed); the
 * unit is one of power (W, kW, mW) or of energy (J, kJ, mJ, Wh, kWh), which only increases.
 */
#ifndef SENSOR_READING_H
#define SENSOR_READING_H

#include "base/str.h"
#include "sensor/sensor.h"

#define READING_NAME 64

struct reading {
	char name[READING_NAME];
	double base; /* watts or joules */
	bool is_energy;
};

/* False, with the reason in reterr (may be NULL), when the line is not a reading. */
bool reading_parse(struct str line, struct reading *ret, struct frugal_error *reterr);

/* The part that a name covers, and the number in it ("gpu.3": 3), -1 without one. */
enum cover reading_cover(const char *name, int *ret_index);

#endif
