/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of a running run, as it is, and with checksums that fit: what lies behind them must bear
 * any bytes too. What is taken can be stored.
 */
#include "fuzz.h"

#include <string.h>

#include "store/running.h"

static uint64_t sum_of(const uint8_t *p, size_t n)
{
	uint64_t sum = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < n; i++)
		sum = (sum ^ p[i]) * UINT64_C(1099511628211);
	return sum;
}

static uint64_t number_at(const uint8_t *p)
{
	uint64_t n;
	memcpy(&n, p, sizeof(n));
	return n;
}

static void try(const uint8_t *data, size_t size)
{
	struct running running;
	struct frugal_error error;
	if (running_parse((struct str){(const char *)data, size}, &running, &error) < 0)
		return;
	REQUIRE(run_record_check(&running.run, NULL) == 0);
	REQUIRE(strlen(running.run.id) == RUN_ID_SIZE - 1);
	running_release(&running);
}

/* The length at `at` becomes one that is there, and the sum at sum_at that of the bytes behind. */
static size_t fit(uint8_t *bytes, size_t size, size_t length_at, size_t sum_at, size_t from)
{
	const uint64_t length = number_at(bytes + length_at) % (size - from + 1);
	const uint64_t sum = sum_of(bytes + from, (size_t)length);
	memcpy(bytes + length_at, &length, sizeof(length));
	memcpy(bytes + sum_at, &sum, sizeof(sum));
	return (size_t)length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t slot_size;
	try(data, size);
	if (size < 64)
		return 0;
	uint8_t *bytes = malloc(size);
	REQUIRE(bytes);
	memcpy(bytes, data, size);
	const size_t head = fit(bytes, size, 16, 24, 32);
	memcpy(&slot_size, bytes + 12, sizeof(slot_size));
	for (int i = 0; i < 2; i++) {
		const size_t at = running_slot_at(head, slot_size, i);
		if (at >= size || size - at < 24)
			continue;
		const uint64_t mark = ~(uint64_t)fit(bytes, size, at, at + 16, at + 24);
		memcpy(bytes + at + 8, &mark, sizeof(mark));
	}
	try(bytes, size);
	free(bytes);
	return 0;
}
