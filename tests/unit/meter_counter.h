/* SPDX-License-Identifier: Apache-2.0 */
/* The counter that the tests of samples and parts read, and a second. */
#ifndef TESTS_UNIT_METER_COUNTER_H
#define TESTS_UNIT_METER_COUNTER_H

#include "sensor/sensor.h"

#define S INT64_C(1000000000)

/* Microjoules; goes to 0 after 999,999,999 (so that 1000 J are one round); 150 W at the most. */
static inline struct source counter(uint64_t wrap)
{
	return (struct source){
		.part = "cpu.package-0",
		.detail = "test",
		.unlock = "",
		.cover = COVER_PACKAGE,
		.counter = true,
		.unit = 1e-6,
		.wrap = wrap,
		.max_w = 150,
		.update = {0.001},
		.low_factor = 1,
		.high_factor = 1,
	};
}
#endif
