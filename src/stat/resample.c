/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests by resampling: permutations of the difference of two means (all of them when they are few),
 * and the percentile bootstrap. The generator is seeded: the same data give the same result.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/stat.h"

#define MOST_EXACT 200000

/* xorshift64*, Vigna 2016. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717u;
}

static size_t below(uint64_t *state, size_t n)
{
	return (size_t)((double)(next_random(state) >> 11) * 0x1p-53 * (double)n);
}

static double mean_of(const double *x, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

/* Counts the ways to choose k of n; above the most that are tried, any larger number. */
static double ways(size_t n, size_t k)
{
	double c = 1;
	for (size_t i = 0; i < k && c < 1e12; i++)
		c = c * (double)(n - i) / (double)(i + 1);
	return c;
}

struct tails {
	double low, high, all; /* at most, at least what was seen; and how many */
};

static void take(struct tails *tails, double difference, double seen)
{
	double slack = 1e-12 * fmax(fabs(seen), fabs(difference));
	tails->low += difference <= seen + slack;
	tails->high += difference >= seen - slack;
	tails->all++;
}

/* Moves chosen (indices of group a, ascending) to the next set; false after the last. */
static bool next_set(size_t *chosen, size_t k, size_t n)
{
	for (size_t i = k; i-- > 0;) {
		if (chosen[i] == n - k + i)
			continue;
		chosen[i]++;
		for (size_t j = i + 1; j < k; j++)
			chosen[j] = chosen[j - 1] + 1;
		return true;
	}
	return false;
}

static double two_sided(const struct tails *tails, double one)
{
	double low = (tails->low + one) / (tails->all + one);
	double high = (tails->high + one) / (tails->all + one);
	return fmin(1, 2 * fmin(low, high));
}

double stat_permutation(const double *a, size_t n_a, const double *b, size_t n_b, uint64_t seed,
			size_t rounds, bool *ret_exact)
{
	size_t n = n_a + n_b;
	bool exact = ways(n, n_a) <= MOST_EXACT;
	double *x = mem_zalloc(n + 1, sizeof(*x));
	size_t *chosen = mem_zalloc(n_a + 1, sizeof(*chosen));
	struct tails tails = {0};
	double p = NAN, sum = 0;
	if (ret_exact)
		*ret_exact = exact;
	if (x && chosen && n_a && n_b) {
		memcpy(x, a, n_a * sizeof(*x));
		memcpy(x + n_a, b, n_b * sizeof(*x));
		for (size_t i = 0; i < n; i++)
			sum += x[i];
		double seen = mean_of(b, n_b) - mean_of(a, n_a);
		uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;
		for (size_t i = 0; i < n_a; i++)
			chosen[i] = i;
		for (size_t round = 0; exact || round < rounds; round++) {
			double first = 0;
			for (size_t i = 0; i < n_a; i++) {
				if (!exact) { /* a part of a shuffle */
					size_t k = i + below(&state, n - i);
					double t = x[i];
					x[i] = x[k];
					x[k] = t;
				}
				first += x[exact ? chosen[i] : i];
			}
			take(&tails, (sum - first) / (double)n_b - first / (double)n_a, seen);
			if (exact && !next_set(chosen, n_a, n))
				break;
		}
		/* With drawn permutations the observed one counts too. */
		p = two_sided(&tails, exact ? 0 : 1);
	}
	mem_free(x);
	mem_free(chosen);
	return p;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double redrawn(const double *x, size_t n, uint64_t *state)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[below(state, n)];
	return sum / (double)n;
}

bool stat_bootstrap(const double *a, size_t n_a, const double *b, size_t n_b, double level,
		    uint64_t seed, size_t rounds, double *ret_low, double *ret_high)
{
	double *seen = n_a > 1 && n_b > 1 && rounds ? mem_zalloc(rounds, sizeof(*seen)) : NULL;
	uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;
	*ret_low = *ret_high = NAN;
	if (!seen)
		return false;
	for (size_t i = 0; i < rounds; i++)
		seen[i] = redrawn(b, n_b, &state) - redrawn(a, n_a, &state);
	qsort(seen, rounds, sizeof(*seen), by_value);
	double tail = (1 - level) / 2 * (double)(rounds - 1);
	*ret_low = seen[(size_t)floor(tail)];
	*ret_high = seen[rounds - 1 - (size_t)floor(tail)];
	mem_free(seen);
	return true;
}
