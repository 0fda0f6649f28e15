/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a double, correctly rounded, in three ways from quick to slow:
 * - digits as an integer times or over a power of ten, exact when the integer fits 2^53 and the
 *   power 10^22 (W. Clinger, "How to read floating point numbers accurately", 1990);
 * - 19 digits times a 128-bit power of ten, when its error cannot change the rounding (after D.
 *   Lemire, "Number parsing at a gigabyte per second", 2021);
 * - the C library in the C locale, for ties, subnormals and the like.
 */
#include "base/num.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/power10.h"

#define MAX_EXACT (UINT64_C(1) << 53)
/* A number of so many digits always fits into an uint64_t. */
#define KEPT 19
/*
 * A double, or the middle of two, has at most 767 digits; of those after only their presence
 * counts.
 */
#define MAX_DIGITS 770

static const double exact_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
				   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* The digits of a number as they stand in the text, with at most one point among them. */
struct digits {
	const char *p;
	const char *end;
	int64_t exponent; /* of the last digit */
};

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/*
 * Returns infinity when the number is too large, like strtod, or when the C locale cannot be
 * loaded.
 */
static double by_library(struct digits digits)
{
	char text[MAX_DIGITS + 32];
	size_t n = 0;
	int64_t exponent = digits.exponent;
	bool more = false;
	for (const char *p = digits.p; p < digits.end; p++) {
		if (*p == '.' || (*p == '0' && n == 0))
			continue;
		if (n < MAX_DIGITS) {
			text[n++] = *p;
		} else {
			more = more || *p != '0';
			exponent++;
		}
	}
	if (n == 0)
		return 0;
	if (more) {
		text[n++] = '1';
		exponent--;
	}
	/* Beyond this the number is 0 or infinite whatever the digits. */
	exponent = exponent < -9999 ? -9999 : exponent > 9999 ? 9999 : exponent;
	(void)snprintf(text + n, sizeof(text) - n, "e%d", (int)exponent);
	pthread_once(&c_locale_once, make_c_locale);
	return c_locale ? strtod_l(text, NULL, c_locale) : HUGE_VAL;
}

/*
 * w * 10^k; false when 128 bits do not determine the rounding, or the result is not a normal
 * double.
 */
static bool by_power(uint64_t w, int64_t k, double *ret)
{
	if (w == 0 || k < POWER10_MIN || k > POWER10_MAX)
		return false;
	int zeros = __builtin_clzll(w);
	w <<= zeros;
	struct power10 ten = power10((int)k);
	uint128 low = (uint128)w * ten.low;
	uint128 product = (uint128)w * ten.high + (uint64_t)(low >> 64);
	uint64_t top = (uint64_t)(product >> 64);
	uint64_t under = (uint64_t)product;
	int drop = 10 + (int)(top >> 63); /* bits of top that a double does not have */
	uint64_t dropped = top & ((UINT64_C(1) << drop) - 1);
	uint64_t half = UINT64_C(1) << (drop - 1);
	/* The true product is above this one, by less than 2 units of under. */
	if ((dropped == half && under == 0) || (dropped == half - 1 && under >= UINT64_MAX - 1))
		return false;
	uint64_t mantissa = (top >> drop) + (dropped >= half);
	int biased = drop + 1 + power10_log2((int)k) - zeros + 1075;
	if (mantissa == MAX_EXACT) {
		mantissa >>= 1;
		biased++;
	}
	if (biased <= 0 || biased >= 0x7FF)
		return false;
	uint64_t bits = (uint64_t)biased << 52 | (mantissa & ((UINT64_C(1) << 52) - 1));
	memcpy(ret, &bits, sizeof(bits));
	return true;
}

/* More than 19 digits: the first 19, and the same plus one, mostly round alike. */
static double by_first_digits(struct digits digits)
{
	uint64_t w = 0;
	int kept = 0;
	int64_t exponent = digits.exponent;
	bool cut = false;
	for (const char *p = digits.p; p < digits.end; p++) {
		if (*p == '.')
			continue;
		if (kept < KEPT) {
			w = w * 10 + (uint64_t)(*p - '0');
			kept += w != 0;
		} else {
			exponent++;
			cut = true;
		}
	}
	double x, next;
	if (by_power(w, exponent, &x) &&
	    (!cut || (by_power(w + 1, exponent, &next) && !(x < next))))
		return x;
	return by_library(digits);
}

static double value_of(uint64_t w, size_t n, struct digits digits)
{
	if (n > KEPT)
		return by_first_digits(digits);
	int64_t k = digits.exponent;
	if (w <= MAX_EXACT && k >= -22 && k <= 22)
		return k < 0 ? (double)w / exact_ten[-k] : (double)w * exact_ten[k];
	double x;
	return by_power(w, k, &x) ? x : by_library(digits);
}

/* Reads "e-5" at p; returns where it ends, or p when there is none. */
static const char *read_exponent(const char *p, const char *end, int64_t *exponent)
{
	if (p >= end || (*p != 'e' && *p != 'E'))
		return p;
	const char *q = p + 1;
	bool minus = false;
	if (q < end && (*q == '-' || *q == '+'))
		minus = *q++ == '-';
	if (q >= end || !char_is_digit(*q))
		return p;
	int64_t e = 0;
	/* A text of 2^40 digits may need such a large exponent; none needs a larger one. */
	for (; q < end && char_is_digit(*q); q++)
		e = e < INT64_C(1) << 40 ? e * 10 + (*q - '0') : e;
	*exponent += minus ? -e : e;
	return q;
}

size_t num_parse(struct str s, double *ret)
{
	if (!s.n)
		return 0;
	const char *p = s.p, *end = s.p + s.n;
	bool negative = false;
	if (p < end && (*p == '-' || *p == '+'))
		negative = *p++ == '-';
	struct digits digits = {.p = p};
	uint64_t w = 0; /* wraps beyond 19 digits, and is not used then */
	while (p < end && char_is_digit(*p))
		w = w * 10 + (uint64_t)(*p++ - '0');
	size_t n = (size_t)(p - digits.p);
	/* "0..1" is a range, not the number "0." */
	if (end - p >= 2 && *p == '.' && char_is_digit(p[1])) {
		const char *point = p++;
		while (p < end && char_is_digit(*p))
			w = w * 10 + (uint64_t)(*p++ - '0');
		digits.exponent = point + 1 - p;
		n += (size_t)(p - point - 1);
	}
	if (n == 0)
		return 0;
	digits.end = p;
	p = read_exponent(p, end, &digits.exponent);
	double x = value_of(w, n, digits);
	if (!isfinite(x))
		return 0;
	*ret = negative ? -x : x;
	return (size_t)(p - s.p);
}

bool num_parse_int(struct str s, int64_t lo, int64_t hi, int64_t *ret)
{
	s = str_trim(s);
	size_t i = 0;
	bool negative = s.n && s.p[0] == '-';
	i += negative;
	if (i == s.n)
		return false;
	int64_t x = 0;
	for (; i < s.n; i++) {
		if (!char_is_digit(s.p[i]))
			return false;
		int digit = s.p[i] - '0';
		if (__builtin_mul_overflow(x, 10, &x) ||
		    __builtin_add_overflow(x, negative ? -digit : digit, &x))
			return false;
	}
	if (x < lo || x > hi)
		return false;
	*ret = x;
	return true;
}
