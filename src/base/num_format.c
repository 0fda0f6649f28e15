/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a double: the shortest decimal that reads back to the same double, and of those the
 * nearest to it, found as in R. Giulietti, "The Schubfach way to render doubles" (2020). Exactly
 * one power of ten puts one or two multiples into the interval that rounds to x; one multiplication
 * by a 128-bit power for each border of the interval finds which.
 */
#include <math.h>

#include "base/num.h"
#include "base/power10.h"

struct decimal {
	uint64_t digits;
	int exponent; /* the value is digits * 10^exponent */
};

/*
 * The high 64 bits of x * g / 2^64; the last bit is set when the bits cut off are not zero, up to
 * the error of g, so that comparisons with integers stay right.
 */
static uint64_t scaled(struct power10 g, uint64_t x)
{
	uint128 low = (uint128)g.low * x;
	uint128 high = (uint128)g.high * x + (uint64_t)(low >> 64);
	return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* x is c * 2^q; irregular when the double below is half as far as the one above. */
static struct decimal shortest(uint64_t c, int q, bool irregular)
{
	/* floor(log10(2^q)), floor(log10(3/4 * 2^q)) */
	int k = (q * 1262611 - (irregular ? 524031 : 0)) >> 22;
	int shift = q + power10_log2(-k) + 1;
	struct power10 g = power10(-k);
	g.high += ++g.low == 0;
	/* Four times x and the borders of its interval, in units of 10^k. */
	uint64_t lower = scaled(g, (4 * c - (irregular ? 1 : 2)) << shift);
	uint64_t middle = scaled(g, (4 * c) << shift);
	uint64_t upper = scaled(g, (4 * c + 2) << shift);
	/* The borders of an odd c are not in its interval: a tie is read as the even neighbour. */
	lower += c & 1;
	upper -= c & 1;
	uint64_t s = middle / 4;
	if (s >= 10) {
		uint64_t tens = s / 10;
		bool below = lower <= 40 * tens;
		bool above = 40 * tens + 40 <= upper;
		if (below != above)
			return (struct decimal){tens + above, k + 1};
	}
	bool below = lower <= 4 * s;
	bool above = 4 * s + 4 <= upper;
	if (below == above) {
		uint64_t half = 4 * s + 2;
		above = middle > half || (middle == half && (s & 1));
	}
	return (struct decimal){s + above, k};
}

static struct decimal decimal_of(uint64_t bits)
{
	uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
	int biased = (int)(bits >> 52 & 0x7FF);
	if (biased == 0)
		return shortest(fraction, -1074, false);
	uint64_t c = fraction | UINT64_C(1) << 52;
	int q = biased - 1075;
	/* A whole number below 2^53 is its own shortest decimal. */
	if (q <= 0 && q > -53 && (c & ((UINT64_C(1) << -q) - 1)) == 0)
		return (struct decimal){c >> -q, 0};
	return shortest(c, q, fraction == 0 && biased > 1);
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

/* The digits of x, the last at end[-1]; returns where they begin. */
static char *digits_before(uint64_t x, char *end)
{
	while (x >= 100) {
		uint64_t rest = x / 100;
		end -= 2;
		memcpy(end, pairs + 2 * (x - 100 * rest), 2);
		x = rest;
	}
	if (x >= 10) {
		end -= 2;
		memcpy(end, pairs + 2 * x, 2);
	} else {
		*--end = (char)('0' + x);
	}
	return end;
}

static void drop_zeros(struct decimal *d)
{
	while (d->digits % 10000 == 0) {
		d->digits /= 10000;
		d->exponent += 4;
	}
	while (d->digits % 10 == 0) {
		d->digits /= 10;
		d->exponent++;
	}
}

static char *exponent_text(int e, char *to)
{
	*to++ = 'e';
	*to++ = e < 0 ? '-' : '+';
	unsigned u = (unsigned)(e < 0 ? -e : e);
	if (u >= 100)
		*to++ = (char)('0' + u / 100);
	memcpy(to, pairs + (size_t)(u % 100) * 2, 2);
	return to + 2;
}

/* Lays the digits out as %.17g does: plain from 0.0001 to below 1e16, else with an exponent. */
static char *lay_out(struct decimal d, char *to)
{
	char text[24];
	drop_zeros(&d);
	const char *digit = digits_before(d.digits, text + sizeof(text));
	size_t n = (size_t)(text + sizeof(text) - digit);
	int point = (int)n + d.exponent; /* digits before the point */
	if (point <= -4 || point > 16) {
		*to++ = *digit;
		if (n > 1) {
			*to++ = '.';
			memcpy(to, digit + 1, n - 1);
			to += n - 1;
		}
		return exponent_text(point - 1, to);
	}
	if (point <= 0) {
		memcpy(to, "0.0000", 6);
		to += 2 - point;
		memcpy(to, digit, n);
		return to + n;
	}
	size_t whole = (size_t)point;
	if (whole >= n) {
		memcpy(to, digit, n);
		memset(to + n, '0', whole - n);
		return to + whole;
	}
	memcpy(to, digit, whole);
	to[whole] = '.';
	memcpy(to + whole + 1, digit + whole, n - whole);
	return to + n + 1;
}

size_t num_format(double x, char to[NUM_TEXT])
{
	if (!isfinite(x)) {
		memcpy(to, "null", 5);
		return 4;
	}
	uint64_t bits;
	memcpy(&bits, &x, sizeof(bits));
	if (bits << 1 == 0) {
		memcpy(to, "0", 2);
		return 1;
	}
	char *p = to;
	if (bits >> 63)
		*p++ = '-';
	p = lay_out(decimal_of(bits), p);
	*p = '\0';
	return (size_t)(p - to);
}
