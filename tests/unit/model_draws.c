/* SPDX-License-Identifier: Apache-2.0 */
/* The draws: every stratum hit once, dimensions that know nothing of each other, same digits. */
#include "check.h"
#include "model/draws.h"

#define N 4096
#define DIMENSIONS 40

static double columns[2 * DIMENSIONS][N];

static void fill(uint64_t seed)
{
	for (uint32_t d = 0; d < DIMENSIONS; d++) {
		draws_uniform(seed, d, 0, N, columns[d]);
		draws_apart(seed, d, 0, N, columns[DIMENSIONS + d]);
	}
}

static double correlation(const double *a, const double *b)
{
	double product = 0;
	for (size_t i = 0; i < N; i++)
		product += (a[i] - 0.5) * (b[i] - 0.5);
	return product / N * 12; /* the variance of a uniform is 1/12 */
}

TEST(each_dimension_hits_every_stratum_once)
{
	for (uint64_t seed = 1; seed < 4; seed++) {
		fill(seed);
		for (size_t d = 0; d < (size_t)2 * DIMENSIONS; d++) {
			static unsigned char hits[N];
			memset(hits, 0, sizeof(hits));
			for (size_t i = 0; i < N; i++) {
				CHECK(columns[d][i] > 0 && columns[d][i] < 1);
				hits[(size_t)(columns[d][i] * N)]++;
			}
			for (size_t i = 0; i < N; i++)
				CHECK_INT(hits[i], 1);
		}
	}
}

TEST(any_power_of_two_of_first_draws_is_stratified)
{
	fill(1);
	for (size_t d = 0; d < DIMENSIONS; d++) {
		for (size_t n = 2; n <= N; n *= 2) {
			static unsigned char hits[N];
			memset(hits, 0, sizeof(hits));
			for (size_t i = 0; i < n; i++)
				CHECK_INT(hits[(size_t)(columns[d][i] * (double)n)]++, 0);
		}
	}
}

TEST(the_first_two_dimensions_fill_every_box_of_the_square)
{
	/* A Sobol pair is a (0, 2)-sequence: 4096 draws, one in each of 64 x 64 boxes. */
	fill(1);
	static unsigned char hits[N];
	memset(hits, 0, sizeof(hits));
	for (size_t i = 0; i < N; i++) {
		size_t x = (size_t)(columns[0][i] * 64), y = (size_t)(columns[1][i] * 64);
		CHECK_INT(hits[x * 64 + y]++, 0);
	}
}

TEST(no_two_dimensions_are_correlated)
{
	/*
	 * The Sobol dimensions among themselves: hardly at all. The others are random permutations,
	 * with a standard deviation of sqrt(1.5 / 4096) = 0.019: of 3160 pairs the worst may be 5
	 * of these.
	 */
	const size_t sobol = 21;
	for (uint64_t seed = 1; seed < 4; seed++) {
		double squares = 0;
		size_t n = 0;
		fill(seed);
		for (size_t a = 0; a < (size_t)2 * DIMENSIONS; a++) {
			for (size_t b = 0; b < a; b++, n++) {
				double r = correlation(columns[a], columns[b]);
				CHECK(fabs(r) < (a < sobol ? 0.01 : 0.1));
				squares += r * r;
			}
		}
		CHECK(sqrt(squares / (double)n) < 0.021);
	}
}

TEST(draws_are_the_same_in_pieces_and_again)
{
	static double whole[N], again[N];
	for (uint32_t d = 0; d < DIMENSIONS; d += 3) {
		draws_uniform(5, d, 0, N, whole);
		for (uint32_t first = 0; first < N;) {
			size_t n = first % 7 * 31 + 1;
			n = n > N - first ? N - first : n;
			draws_uniform(5, d, first, n, again + first);
			first += (uint32_t)n;
		}
		CHECK(memcmp(whole, again, sizeof(whole)) == 0);
		draws_uniform(6, d, 0, N, again);
		CHECK(memcmp(whole, again, sizeof(whole)) != 0);
	}
}

TEST(the_triangle_has_its_quantiles)
{
	CHECK_CLOSE(draws_triangular(0, 10, 20, 40), 10, 1e-15);
	CHECK_CLOSE(draws_triangular(1, 10, 20, 40), 40, 1e-15);
	CHECK_CLOSE(draws_triangular(1.0 / 3, 10, 20, 40), 20, 1e-15);
	/* P(X <= 15) = 25 / 300. */
	CHECK_CLOSE(draws_triangular(25.0 / 300, 10, 20, 40), 15, 1e-14);
	CHECK_CLOSE(draws_triangular(0.75, 0, 0, 1), 0.5, 1e-15);
	CHECK_CLOSE(draws_triangular(0.25, 0, 1, 1), 0.5, 1e-15);
	CHECK_CLOSE(draws_triangular(0.3, 7, 7, 7), 7, 0);
	CHECK_CLOSE(draws_triangular(0.5, -3, -2, -1), -2, 1e-15);
}

RUN_TESTS(CASE(each_dimension_hits_every_stratum_once),
	  CASE(any_power_of_two_of_first_draws_is_stratified),
	  CASE(the_first_two_dimensions_fill_every_box_of_the_square),
	  CASE(no_two_dimensions_are_correlated), CASE(draws_are_the_same_in_pieces_and_again),
	  CASE(the_triangle_has_its_quantiles))
