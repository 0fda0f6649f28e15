/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that programs send: marks and readings. What is taken is finite and has a name. */
#include "fuzz.h"

#include <math.h>

#include "meter/mark.h"
#include "sensor/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str line = {(const char *)data, size};
	struct mark mark;
	struct reading reading;
	struct frugal_error error;
	if (mark_parse(line, &mark, &error) == 0) {
		REQUIRE(mark.n_metrics <= MARK_METRICS);
		for (size_t i = 0; i < mark.n_metrics; i++)
			REQUIRE(isfinite(mark.metrics[i].value) && mark.metrics[i].key[0]);
	}
	if (reading_parse(line, &reading, &error))
		REQUIRE(isfinite(reading.base) && reading.base >= 0 && reading.name[0]);
	return 0;
}
