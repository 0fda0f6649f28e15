/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Powers of ten to 128 bits, for num.c and num_format.c; tools/powers.c writes the table at build
 * time. 10^k is (high * 2^64 + low) * 2^(power10_log2(k) - 127), cut, not rounded: the true power
 * is less than one unit of low above. The first bit of high is 1.
 */
#ifndef BASE_POWER10_H
#define BASE_POWER10_H

#include <stdint.h>

#define POWER10_MIN (-342)
#define POWER10_MAX 324

/* gcc and clang have it on every 64-bit machine. */
__extension__ typedef unsigned __int128 uint128;

struct power10 {
	uint64_t high;
	uint64_t low;
};

extern const struct power10 power10_table[POWER10_MAX - POWER10_MIN + 1];

static inline struct power10 power10(int k)
{
	return power10_table[k - POWER10_MIN];
}

/* floor(log2(10^k)), for k within +-1233: 1741647 / 2^19 is slightly less than log2(10). */
static inline int power10_log2(int k)
{
	return (k * 1741647) >> 19;
}

#endif
