/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 0xFFFFFFFF is how ACPI reports an error (ACPI specification, power meters: _PMM), in milliwatts;
 * drivers multiply it by a thousand, some twice.
 */
#include "sensor/gauge.h"

#include "sensor/kept_file.h"

#define SCALES 3
/* Nothing that runs this program draws less: a millionth of a watt is an error of -1. */
#define LEAST_W 0.01

static bool is_error_word(uint64_t raw)
{
	uint64_t word = UINT32_MAX;
	for (int i = 0; i < SCALES; i++, word *= 1000)
		if (raw == word)
			return true;
	return false;
}

bool gauge_is_reading(const struct source *source, uint64_t raw)
{
	if (source->counter)
		return true;
	double w = (double)raw * source->unit;
	bool never_zero = source->never_zero || source->cover == COVER_NODE;
	bool too_little = never_zero && w < LEAST_W;
	bool too_much = source->max_w > 0 && w > source->max_w;
	return !too_little && !too_much && !is_error_word(raw);
}

void gauge_refuse_idle_supplies(const struct host *host, const struct sources *found, size_t from)
{
	for (int close = 0; close < 2; close++)
		for (size_t i = from; i < found->n; i++) {
			struct source *source = &found->items[i];
			uint64_t raw = 0;
			if (source->cover != COVER_SUPPLY || source->state != TICK_OK)
				continue;
			if (close)
				source->state = TICK_STALE;
			else if (kept_file_look(host, source, &raw) != TICK_OK || raw > 0)
				return;
		}
}
