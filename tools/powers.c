/* SPDX-License-Identifier: Apache-2.0 */
/*
 * powers OUT: writes the table of base/power10.h, the first 128 bits of every power of ten that
 * reading and writing doubles needs. 10^k and 5^k have the same bits; 5^k is made by long
 * multiplication and 1/5^k by long division, one bit after the other.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/power10.h"

#define LIMBS 32 /* of 32 bits: 5^342 has 795 bits, and one more while dividing */

struct big {
	uint32_t limb[LIMBS]; /* the least first */
};

static void multiply(struct big *x, uint32_t by)
{
	uint64_t carry = 0;
	for (int i = 0; i < LIMBS; i++) {
		carry += (uint64_t)x->limb[i] * by;
		x->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

static bool is_at_least(const struct big *x, const struct big *y)
{
	for (int i = LIMBS - 1; i >= 0; i--)
		if (x->limb[i] != y->limb[i])
			return x->limb[i] > y->limb[i];
	return true;
}

static void subtract(struct big *x, const struct big *y)
{
	uint32_t borrow = 0;
	for (int i = 0; i < LIMBS; i++) {
		uint64_t difference = (uint64_t)x->limb[i] - y->limb[i] - borrow;
		x->limb[i] = (uint32_t)difference;
		borrow = (difference >> 32) != 0;
	}
}

static uint32_t bit(const struct big *x, int i)
{
	return i < 0 ? 0 : x->limb[i / 32] >> (i % 32) & 1;
}

static int bit_length(const struct big *x)
{
	int n = LIMBS * 32;
	while (n > 0 && !bit(x, n - 1))
		n--;
	return n;
}

static struct big five_to(int k)
{
	struct big x = {{1}};
	while (k--)
		multiply(&x, 5);
	return x;
}

static struct power10 first_bits(int k)
{
	struct power10 power = {0, 0};
	struct big five = five_to(k < 0 ? -k : k);
	int length = bit_length(&five);
	struct big rest = {{0}};
	rest.limb[(length - 1) / 32] = UINT32_C(1) << ((length - 1) % 32);
	for (int i = 1; i <= 128; i++) {
		uint32_t next;
		if (k < 0) {
			multiply(&rest, 2);
			next = is_at_least(&rest, &five);
			if (next)
				subtract(&rest, &five);
		} else {
			next = bit(&five, length - i);
		}
		power.high = power.high << 1 | power.low >> 63;
		power.low = power.low << 1 | next;
	}
	return power;
}

int main(int argc, char **argv)
{
	FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!out) {
		fputs("usage: powers OUT\n", stderr);
		return 2;
	}
	fputs("#include \"base/power10.h\"\n\nconst struct power10 power10_table[] = {\n", out);
	for (int k = POWER10_MIN; k <= POWER10_MAX; k++) {
		struct power10 power = first_bits(k);
		fprintf(out, "\t{0x%016llx, 0x%016llx}, /* 1e%d */\n",
			(unsigned long long)power.high, (unsigned long long)power.low, k);
	}
	fputs("};\n", out);
	return fclose(out) == 0 ? 0 : 1;
}
