/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading: the digits as an integer times a power of ten is exact when the integer fits 2^53 and
 * the power 10^22 (Clinger 1990); otherwise strtod_l in the C locale decides.
 * Writing: with a 64-bit significand (x86 long double) 17 digits are good to 1e-19, enough to
 * read back; 15 digits are tried first because they can be checked exactly.
 */
#include "base/num.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static const double exact_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
				   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static double slow_parse(struct str s)
{
	char text[512];
	if (s.n >= sizeof(text))
		return HUGE_VAL;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	pthread_once(&c_locale_once, make_c_locale);
	return c_locale ? strtod_l(text, NULL, c_locale) : HUGE_VAL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t num_parse(struct str s, double *ret)
{
	size_t i = 0;
	bool negative = false;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		negative = s.p[i++] == '-';
	uint64_t digits = 0;
	int kept = 0, exponent = 0;
	bool any = false, cut = false;
	for (; i < s.n && is_digit(s.p[i]); i++) {
		any = true;
		if (kept < 19) {
			digits = digits * 10 + (uint64_t)(s.p[i] - '0');
			kept += digits != 0;
		} else {
			exponent++;
			cut = true;
		}
	}
	/* "0..1" is a range, not the number "0." */
	if (i + 1 < s.n && s.p[i] == '.' && is_digit(s.p[i + 1])) {
		for (i++; i < s.n && is_digit(s.p[i]); i++) {
			any = true;
			if (kept < 19) {
				digits = digits * 10 + (uint64_t)(s.p[i] - '0');
				kept += digits != 0;
				exponent--;
			} else {
				cut = true;
			}
		}
	}
	if (!any)
		return 0;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		size_t j = i + 1;
		bool minus = false;
		if (j < s.n && (s.p[j] == '-' || s.p[j] == '+'))
			minus = s.p[j++] == '-';
		if (j < s.n && is_digit(s.p[j])) {
			int e = 0;
			for (; j < s.n && is_digit(s.p[j]); j++)
				e = e < 100000 ? e * 10 + (s.p[j] - '0') : e;
			exponent += minus ? -e : e;
			i = j;
		}
	}
	double x;
	if (!cut && digits <= (UINT64_C(1) << 53) && exponent >= -22 && exponent <= 22) {
		x = exponent < 0 ? (double)digits / exact_ten[-exponent]
				 : (double)digits * exact_ten[exponent];
		x = negative ? -x : x;
	} else {
		x = slow_parse((struct str){s.p, i});
	}
	if (!isfinite(x))
		return 0;
	*ret = x;
	return i;
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
		if (!is_digit(s.p[i]))
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

/* Lays digits (n of them, value digits * 10^exponent) out as %g would, at precision 17. */
static size_t lay_out(bool negative, uint64_t digits, int exponent, char to[NUM_TEXT])
{
	char text[24];
	size_t n = 0;
	while (digits % 10 == 0 && digits) {
		digits /= 10;
		exponent++;
	}
	do {
		text[n++] = (char)('0' + digits % 10);
		digits /= 10;
	} while (digits);
	int point = (int)n + exponent; /* digits before the point */
	size_t k = 0;
	if (negative)
		to[k++] = '-';
	if (point > -4 && point <= 17) {
		if (point <= 0) {
			to[k++] = '0';
			to[k++] = '.';
			for (int i = point; i < 0; i++)
				to[k++] = '0';
		}
		for (size_t i = 0; i < n; i++) {
			if (point > 0 && i == (size_t)point)
				to[k++] = '.';
			to[k++] = text[n - 1 - i];
		}
		for (int i = (int)n; i < point; i++)
			to[k++] = '0';
	} else {
		int e = point - 1;
		to[k++] = text[n - 1];
		if (n > 1)
			to[k++] = '.';
		for (size_t i = 1; i < n; i++)
			to[k++] = text[n - 1 - i];
		to[k++] = 'e';
		to[k++] = e < 0 ? '-' : '+';
		e = e < 0 ? -e : e;
		if (e >= 100)
			to[k++] = (char)('0' + e / 100);
		to[k++] = (char)('0' + e / 10 % 10);
		to[k++] = (char)('0' + e % 10);
	}
	to[k] = '\0';
	return k;
}

static size_t slow_format(double x, char to[NUM_TEXT])
{
	for (int precision = 15; precision <= 17; precision++) {
		int n = snprintf(to, NUM_TEXT, "%.*g", precision, x);
		for (int i = 0; i < n; i++)
			if (to[i] == ',')
				to[i] = '.';
		double back;
		if (precision == 17 ||
		    (num_parse((struct str){to, (size_t)n}, &back) == (size_t)n &&
		     memcmp(&back, &x, sizeof(x)) == 0))
			return (size_t)n;
	}
	return 0;
}

static long double ten_to(int k)
{
	static const long double table[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
					    1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
					    1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
					    1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
	return table[k];
}

static bool is_exact_at_15(double x, uint64_t digits, int k)
{
	if (k < -22 || k > 22)
		return false;
	double back = k >= 0 ? (double)digits / exact_ten[k] : (double)digits * exact_ten[-k];
	return memcmp(&back, &x, sizeof(x)) == 0;
}

size_t num_format(double x, char to[NUM_TEXT])
{
	if (!isfinite(x)) {
		memcpy(to, "null", 5);
		return 4;
	}
	bool negative = signbit(x);
	double a = fabs(x);
	if (a <= 0.0) {
		memcpy(to, "0", 2);
		return 1;
	}
	if (a < 1e-11 || a >= 1e16)
		return slow_format(x, to);
	int binary;
	(void)frexp(a, &binary);
	int decade = (int)floor((binary - 1) * 0.30102999566398120); /* may be one too low */
	decade = decade < -11 ? -11 : decade > 16 ? 16 : decade;
	if ((long double)a >= (decade < -1 ? 1.0L / ten_to(-decade - 1) : ten_to(decade + 1)))
		decade++;
	for (int precision = 15; precision <= 17; precision++) {
		int k = precision - 1 - decade;
		if (k > 27 || k < -22)
			return slow_format(x, to);
		long double scaled =
			k >= 0 ? (long double)a * ten_to(k) : (long double)a / ten_to(-k);
		uint64_t digits = (uint64_t)(scaled + 0.5L);
		if (precision == 15 && !is_exact_at_15(a, digits, k))
			continue;
		if (precision == 16) {
			/* Safe only if the rounding to double is not near a tie; else use 17. */
			long double back = k >= 0 ? (long double)digits / ten_to(k)
						  : (long double)digits * ten_to(-k);
			double nearest = (double)back;
			long double gap = fabsl(back - (long double)a);
			long double half_ulp =
				((long double)nextafter(a, HUGE_VAL) - (long double)a) / 2;
			if (memcmp(&nearest, &a, sizeof(a)) != 0 || gap > half_ulp * 0.99L)
				continue;
		}
		return lay_out(negative, digits, -k, to);
	}
	return slow_format(x, to);
}
