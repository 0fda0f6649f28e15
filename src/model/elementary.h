/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exp, ln and log2 in plain arithmetic without tables or branches, so that a loop over them becomes
 * vector code and gives the same bits as a single call, on every processor and with every C
 * library. Within 2 units in the last place of the true value (below the smallest normal number,
 * where exp has fewer digits to give, within one of those). NaN stays NaN.
 *
 * Both are textbook series after a reduction of the argument: exp(x) = 2^n exp(r) with |r| <= ln(2)
 * / 2; ln(x) = k ln(2) + ln(m) with m between sqrt(1/2) and sqrt(2).
 */
#ifndef MODEL_ELEMENTARY_H
#define MODEL_ELEMENTARY_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define ELEMENTARY static inline __attribute__((always_inline))

/*
 * The same loops for processors with wider vectors: a function marked WIDER is called where
 * is_wide(). The bits are the same: whole numbers, sums and roots are exact, and nothing is fused
 * (-ffp-contract=off).
 */
#if defined(__x86_64__)
#define WIDER __attribute__((target("avx2")))

static inline bool is_wide(void)
{
	return __builtin_cpu_supports("avx2");
}
#else
#define WIDER

static inline bool is_wide(void)
{
	return false;
}
#endif

/* ln 2 in two parts: the first has 21 zeros at its end, so that n times it is exact. */
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define INVERSE_LN2 0x1.71547652b82fep+0
/* Adding it rounds to a whole number, which is then in the low bits. */
#define TO_WHOLE 0x1.8p52

ELEMENTARY uint64_t bits_of(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

ELEMENTARY double from_bits(uint64_t bits)
{
	double x;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* 2^n, for a number that has n in its low bits after TO_WHOLE was added; -1022 <= n <= 1023. */
ELEMENTARY double power_of_two(double whole)
{
	return from_bits((bits_of(whole) + 1023) << 52);
}

ELEMENTARY double elementary_exp(double x)
{
	/* Beyond these the answer is 0 or infinite. */
	double in = x < -746 ? -746 : x > 710 ? 710 : x;
	double n = (in * INVERSE_LN2 + TO_WHOLE) - TO_WHOLE;
	double r = (in - n * LN2_HIGH) - n * LN2_LOW;
	double tail = 1.0 / 6227020800;
	tail = tail * r + 1.0 / 479001600;
	tail = tail * r + 1.0 / 39916800;
	tail = tail * r + 1.0 / 3628800;
	tail = tail * r + 1.0 / 362880;
	tail = tail * r + 1.0 / 40320;
	tail = tail * r + 1.0 / 5040;
	tail = tail * r + 1.0 / 720;
	tail = tail * r + 1.0 / 120;
	tail = tail * r + 1.0 / 24;
	tail = tail * r + 1.0 / 6;
	tail = tail * r + 0.5;
	/* In two factors, because 2^1024 and 2^-1075 are not doubles but their products may be. */
	double half = n * 0.5 + TO_WHOLE;
	double rest = (n - (half - TO_WHOLE)) + TO_WHOLE;
	return (1 + (r + r * r * tail)) * power_of_two(half) * power_of_two(rest);
}

/* x = 2^k m. ret_k is k; returns m. */
ELEMENTARY double split_power(double x, double *ret_k)
{
	const uint64_t root_half = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
	double raise = x < 0x1p-1022 ? 0x1p54 : 1;
	uint64_t bits = bits_of(x * raise) + (one - root_half);
	/* 2^52 + the exponent, without a conversion from integer. */
	double exponent = from_bits((bits >> 52) | UINT64_C(0x4330000000000000));
	*ret_k = (exponent - (0x1p52 + 1023)) - (x < 0x1p-1022 ? 54 : 0);
	return from_bits((bits & UINT64_C(0x000fffffffffffff)) + root_half);
}

/* ln(1 + f) - f, for the f of a split number. */
ELEMENTARY double log_rest(double f)
{
	double s = f / (2 + f), s2 = s * s;
	double series = 2.0 / 23;
	series = series * s2 + 2.0 / 21;
	series = series * s2 + 2.0 / 19;
	series = series * s2 + 2.0 / 17;
	series = series * s2 + 2.0 / 15;
	series = series * s2 + 2.0 / 13;
	series = series * s2 + 2.0 / 11;
	series = series * s2 + 2.0 / 9;
	series = series * s2 + 2.0 / 7;
	series = series * s2 + 2.0 / 5;
	series = series * s2 + 2.0 / 3;
	series = series * s2;
	double half_square = 0.5 * f * f;
	return s * (half_square + series) - half_square;
}

/* found for a positive finite x; else the limit of the logarithm, or NaN. */
ELEMENTARY double log_or(double x, double found)
{
	double beyond = x > 0 ? (double)INFINITY : x < 0 ? (double)NAN : x - (double)INFINITY;
	return ((x > 0) & (x < (double)INFINITY)) ? found : beyond;
}

ELEMENTARY double elementary_ln(double x)
{
	double k, f = split_power(x, &k) - 1;
	return log_or(x, k * LN2_HIGH + (f + (log_rest(f) + k * LN2_LOW)));
}

ELEMENTARY double elementary_log2(double x)
{
	double k, f = split_power(x, &k) - 1;
	return log_or(x, k + (f + log_rest(f)) * INVERSE_LN2);
}

/* 2^n for a whole n; exact. */
ELEMENTARY double elementary_exp2_whole(double n)
{
	double in = n < -1100 ? -1100 : n > 1025 ? 1025 : n;
	double half = in * 0.5 + TO_WHOLE;
	double rest = (in - (half - TO_WHOLE)) + TO_WHOLE;
	return power_of_two(half) * power_of_two(rest);
}

#endif
