/* SPDX-License-Identifier: Apache-2.0 */
#include "model/draws.h"

#include <math.h>

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

/* splitmix64, to make seeds out of seeds. */
static uint32_t mix(uint64_t seed, uint64_t salt)
{
	uint64_t z = seed * UINT64_C(0x9E3779B97F4A7C15) + salt * UINT64_C(0xD1342543DE82EF95) +
		     UINT64_C(0x2545F4914F6CDD1D);
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}

static uint32_t reverse_bits(uint32_t x)
{
	x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
	x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
	x = (x >> 4 & 0x0F0F0F0Fu) | (x & 0x0F0F0F0Fu) << 4;
	return __builtin_bswap32(x);
}

/* A bijection in which each bit depends on the lower ones only, seen from the top: nested. */
static uint32_t scramble_reversed(uint32_t x, uint32_t seed)
{
	x += seed;
	x ^= x * 0x6C50B47Cu;
	x ^= x * 0xB82F1E52u;
	x ^= x * 0xC7AFE638u;
	x ^= x * 0x8D22F6E6u;
	return reverse_bits(x);
}

static double to_unit(uint32_t x)
{
	return ((double)x + 0.5) * 0x1p-32;
}

static void stratified(uint64_t seed, uint64_t salt, uint32_t first, size_t n, double *to)
{
	uint32_t order = mix(seed, salt * 2 + 1), inside = mix(seed, salt * 2 + 2);
	for (size_t i = 0; i < n; i++) {
		/*
		 * The index is shuffled within each power of two, its low bits depending on all
		 * higher ones, so that two dimensions do not share their halves.
		 */
		uint32_t index = scramble_reversed(reverse_bits((uint32_t)i + first), order);
		to[i] = to_unit(scramble_reversed(index, inside));
	}
}

void draws_uniform(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to)
{
	if (dimension >= SOBOL_DIMENSIONS) {
		stratified(seed, 1000 + dimension, first, n, to);
		return;
	}
	uint32_t v[32];
	directions(dimension, v);
	uint32_t own = mix(seed, dimension), x = 0;
	for (uint32_t bit = 0; bit < 32; bit++) {
		v[bit] = reverse_bits(v[bit]);
		x ^= first >> bit & 1u ? v[bit] : 0;
		/* From one index to the next the low bits turn, up to the first that was 0. */
		v[bit] ^= bit ? v[bit - 1] : 0;
	}
	for (size_t i = 0; i < n; i++) {
		to[i] = to_unit(scramble_reversed(x, own));
		uint32_t next = first + (uint32_t)i + 1;
		x ^= v[next ? __builtin_ctz(next) : 31];
	}
}

void draws_apart(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to)
{
	stratified(seed, 1000000 + dimension, first, n, to);
}

double draws_triangular(double u, double low, double mode, double high)
{
	double width = high - low;
	if (!(width > 0))
		return mode;
	double split = (mode - low) / width;
	return u < split ? low + sqrt(u * width * (mode - low))
			 : high - sqrt((1 - u) * width * (high - mode));
}
