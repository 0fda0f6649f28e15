/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computes the points of draws.h: Sobol direction numbers (Joe and Kuo 2008), the scramble by a
 * hash of the bits of each point, and the transform to the triangular distribution. The loops have
 * no branches, so that the compiler turns them into vector code; the digits do not depend on the
 * processor.
 */
#include "model/draws.h"

#include <math.h>
#include <stdbool.h>

#include "model/elementary.h"

#define BLOCK ((size_t)256)

/* Degree, coefficients and initial numbers of dimensions 2..21; S. Joe, F. Kuo, 2008. */
static const struct sobol_row {
	uint8_t degree, coefficients, m[7];
} sobol_rows[] = {
	{1, 0, {1}},
	{2, 1, {1, 3}},
	{3, 1, {1, 3, 1}},
	{3, 2, {1, 1, 1}},
	{4, 1, {1, 1, 3, 3}},
	{4, 4, {1, 3, 5, 13}},
	{5, 2, {1, 1, 5, 5, 17}},
	{5, 4, {1, 1, 5, 5, 5}},
	{5, 7, {1, 1, 7, 11, 19}},
	{5, 11, {1, 1, 5, 1, 1}},
	{5, 13, {1, 1, 1, 3, 11}},
	{5, 14, {1, 3, 5, 5, 31}},
	{6, 1, {1, 3, 3, 9, 7, 49}},
	{6, 13, {1, 1, 1, 15, 21, 21}},
	{6, 16, {1, 3, 1, 13, 27, 49}},
	{6, 19, {1, 1, 1, 15, 7, 5}},
	{6, 22, {1, 3, 1, 15, 13, 25}},
	{6, 25, {1, 1, 5, 5, 19, 61}},
	{7, 1, {1, 3, 7, 11, 23, 15, 103}},
	{7, 4, {1, 3, 7, 13, 13, 15, 69}},
};
#define SOBOL_DIMENSIONS (1 + sizeof(sobol_rows) / sizeof(sobol_rows[0]))

/* The 32 direction numbers of a dimension, by the recurrence of Bratley and Fox 1988. */
static void directions(uint32_t dimension, uint32_t v[32])
{
	if (dimension == 0) {
		for (uint32_t i = 0; i < 32; i++)
			v[i] = 1u << (31 - i);
		return;
	}
	const struct sobol_row *row = &sobol_rows[dimension - 1];
	uint32_t s = row->degree;
	for (uint32_t i = 0; i < s; i++)
		v[i] = (uint32_t)row->m[i] << (31 - i);
	for (uint32_t i = s; i < 32; i++) {
		v[i] = v[i - s] ^ (v[i - s] >> s);
		for (uint32_t k = 1; k < s; k++)
			if ((uint32_t)row->coefficients >> (s - 1 - k) & 1u)
				v[i] ^= v[i - k];
	}
}

/* splitmix64: makes a seed from a seed and a salt. */
static uint32_t mix(uint64_t seed, uint64_t salt)
{
	uint64_t z = seed * UINT64_C(0x9E3779B97F4A7C15) + salt * UINT64_C(0xD1342543DE82EF95) +
		     UINT64_C(0x2545F4914F6CDD1D);
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}

ELEMENTARY uint32_t reverse_bits(uint32_t x)
{
	x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
	x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
	x = (x >> 4 & 0x0F0F0F0Fu) | (x & 0x0F0F0F0Fu) << 4;
	x = (x >> 8 & 0x00FF00FFu) | (x & 0x00FF00FFu) << 8;
	return x >> 16 | x << 16;
}

/* A bijection in which each bit depends on the lower ones only, seen from the top: nested. */
ELEMENTARY uint32_t scramble_reversed(uint32_t x, uint32_t seed)
{
	x += seed;
	x ^= x * 0x6C50B47Cu;
	x ^= x * 0xB82F1E52u;
	x ^= x * 0xC7AFE638u;
	x ^= x * 0x8D22F6E6u;
	return reverse_bits(x);
}

/* (x + 0.5) / 2^32, exactly; by way of a signed number, of which there are vectors. */
ELEMENTARY double to_unit(uint32_t x)
{
	return ((double)(int32_t)(x ^ 0x80000000u) + (0x1p31 + 0.5)) * 0x1p-32;
}

/* Points of a dimension, their bits reversed, to scrambled numbers on (0, 1). */
ELEMENTARY void scramble(const uint32_t *restrict points, uint32_t seed, size_t n,
			 double *restrict to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = to_unit(scramble_reversed(points[i], seed));
}

/*
 * The index is shuffled within each power of two, its low bits depending on all higher ones, so
 * that two dimensions do not share their halves.
 */
ELEMENTARY void shuffle(uint32_t first, uint32_t order, size_t n, uint32_t *restrict points)
{
	for (size_t i = 0; i < n; i++)
		points[i] = scramble_reversed(reverse_bits((uint32_t)i + first), order);
}

/*
 * The points of a dimension from first on, within one BLOCK of indices; their bits are reversed, as
 * those of v are. A point is the xor of the direction numbers of the bits of its index: each bit
 * doubles the points there are. points has room for a BLOCK.
 */
ELEMENTARY void points_from(const uint32_t *v, uint32_t first, size_t n, uint32_t *restrict points)
{
	uint32_t low = first % (uint32_t)BLOCK;
	points[0] = 0;
	for (uint32_t bit = 0; bit < 32; bit++)
		points[0] ^= (first - low) >> bit & 1u ? v[bit] : 0;
	for (size_t have = 1; have < low + n; have *= 2, v++)
		for (size_t i = 0; i < have; i++)
			points[have + i] = points[i] ^ *v;
	for (size_t i = 0; low && i < n; i++)
		points[i] = points[low + i];
}

/* u on (0, 1) to the triangle; without branches, so that the loop becomes vector code. */
ELEMENTARY void triangular(double *restrict u, size_t n, double low, double mode, double high)
{
	double width = high - low, split = (mode - low) / width;
	for (size_t i = 0; i < n; i++) {
		double from_low = u[i] * width * (mode - low);
		double from_high = (1 - u[i]) * width * (high - mode);
		double root = sqrt(u[i] < split ? from_low : from_high);
		u[i] = u[i] < split ? low + root : high - root;
	}
}

WIDER static void scramble_wide(const uint32_t *points, uint32_t seed, size_t n, double *to)
{
	scramble(points, seed, n, to);
}

WIDER static void shuffle_wide(uint32_t first, uint32_t order, size_t n, uint32_t *points)
{
	shuffle(first, order, n, points);
}

WIDER static void points_wide(const uint32_t *v, uint32_t first, size_t n, uint32_t *points)
{
	points_from(v, first, n, points);
}

WIDER static void triangular_wide(double *u, size_t n, double low, double mode, double high)
{
	triangular(u, n, low, mode, high);
}

static void scramble_all(const uint32_t *points, uint32_t seed, size_t n, double *to)
{
	if (is_wide())
		scramble_wide(points, seed, n, to);
	else
		scramble(points, seed, n, to);
}

/* At most BLOCK at a time. */
static void stratified(uint64_t seed, uint64_t salt, uint32_t first, size_t n, double *to)
{
	uint32_t order = mix(seed, salt * 2 + 1), inside = mix(seed, salt * 2 + 2);
	uint32_t points[BLOCK];
	if (is_wide())
		shuffle_wide(first, order, n, points);
	else
		shuffle(first, order, n, points);
	scramble_all(points, inside, n, to);
}

static void sobol(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to)
{
	uint32_t v[32], points[BLOCK], own = mix(seed, dimension);
	directions(dimension, v);
	for (uint32_t bit = 0; bit < 32; bit++)
		v[bit] = reverse_bits(v[bit]);
	while (n) {
		size_t room = BLOCK - first % (uint32_t)BLOCK;
		size_t some = n < room ? n : room;
		if (is_wide())
			points_wide(v, first, some, points);
		else
			points_from(v, first, some, points);
		scramble_all(points, own, some, to);
		first += (uint32_t)some;
		to += some;
		n -= some;
	}
}

static void stratify(uint64_t seed, uint64_t salt, uint32_t first, size_t n, double *to)
{
	while (n) {
		size_t some = n < BLOCK ? n : BLOCK;
		stratified(seed, salt, first, some, to);
		first += (uint32_t)some;
		to += some;
		n -= some;
	}
}

void draws_uniform(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to)
{
	if (dimension >= SOBOL_DIMENSIONS)
		stratify(seed, 1000 + dimension, first, n, to);
	else
		sobol(seed, dimension, first, n, to);
}

void draws_apart(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to)
{
	stratify(seed, 1000000 + dimension, first, n, to);
}

double draws_triangular(double u, double low, double mode, double high)
{
	draws_to_triangular(&u, 1, low, mode, high);
	return u;
}

void draws_to_triangular(double *u, size_t n, double low, double mode, double high)
{
	if (!(high - low > 0)) {
		for (size_t i = 0; i < n; i++)
			u[i] = mode;
	} else if (is_wide()) {
		triangular_wide(u, n, low, mode, high);
	} else {
		triangular(u, n, low, mode, high);
	}
}
