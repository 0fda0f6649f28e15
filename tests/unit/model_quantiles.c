/* SPDX-License-Identifier: Apache-2.0 */
/* Quantiles without sorting are those of the sorted values, whatever these look like. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "model/quantiles.h"

#define MOST 5000

static double values[MOST], sorted[MOST], room_values[MOST];
static uint16_t room_buckets[MOST];

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The definition: type 7 over the sorted values. */
static double by_sorting(size_t n, double q)
{
	double position = q * (double)(n - 1);
	size_t at = (size_t)position, next = at + 1 < n ? at + 1 : at;
	return sorted[at] + (position - (double)at) * (sorted[next] - sorted[at]);
}

static void check_all(size_t n)
{
	static const double q[] = {0, 0.05, 0.5, 0.95, 1};
	struct quantile_room room = {room_values, room_buckets};
	double found[5];
	memcpy(sorted, values, n * sizeof(double));
	qsort(sorted, n, sizeof(double), by_value);
	quantiles(values, n, q, 5, found, &room);
	for (size_t i = 0; i < 5; i++)
		CHECK_CLOSE(found[i], by_sorting(n, q[i]), 0);
}

static double uniform(void)
{
	static uint64_t state = 1;
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return ((double)(state >> 11) + 0.5) * 0x1p-53;
}

TEST(quantiles_of_any_number_of_values_are_those_of_sorting)
{
	for (size_t n = 1; n < 200; n++) {
		for (size_t i = 0; i < n; i++)
			values[i] = uniform();
		check_all(n);
	}
	for (size_t n = 4000; n < MOST; n += 123) {
		for (size_t i = 0; i < n; i++)
			values[i] = uniform() - 0.5;
		check_all(n);
	}
}

TEST(ties_and_single_values_have_their_quantiles)
{
	for (size_t i = 0; i < MOST; i++)
		values[i] = 7;
	check_all(MOST);
	for (size_t i = 0; i < MOST; i++)
		values[i] = floor(3 * uniform());
	check_all(MOST);
	values[1234] = -1e6;
	check_all(MOST);
}

TEST(values_far_away_do_not_hide_the_others)
{
	for (size_t i = 0; i < MOST; i++)
		values[i] = exp(40 * uniform() * uniform());
	check_all(MOST);
	values[7] = 1e300;
	check_all(MOST);
	values[8] = -DBL_MAX;
	values[9] = DBL_MAX; /* no width between these is finite */
	check_all(MOST);
	for (size_t i = 0; i < MOST; i++)
		values[i] = (double)(i % 3) * DBL_TRUE_MIN; /* no bucket is as narrow */
	check_all(MOST);
}

RUN_TESTS(CASE(quantiles_of_any_number_of_values_are_those_of_sorting),
	  CASE(ties_and_single_values_have_their_quantiles),
	  CASE(values_far_away_do_not_hide_the_others))
