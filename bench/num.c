/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cost of a number as text, and that of the C library, in one run on the same numbers: the
 * median of several rounds, in nanoseconds. A batch of a million rows, four fields read and three
 * numbers written in each, has one second for everything; so a number read may cost 15 ns and a
 * number written 60 ns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/num.h"

#define COUNT ((size_t)20000)
#define ROUNDS 15
#define WIDTH 32

static double numbers[COUNT];
static char texts[COUNT][WIDTH];
static size_t lengths[COUNT];
static double sink;

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t next_random(void)
{
	static uint64_t state = 88172645463325252u;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static double uniform(void)
{
	return (double)(next_random() >> 11) * 0x1p-53;
}

static void read_ours(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		double x = 0;
		(void)num_parse((struct str){texts[i], lengths[i]}, &x);
		sink += x;
	}
}

static void read_theirs(void)
{
	for (size_t i = 0; i < COUNT; i++)
		sink += strtod(texts[i], NULL);
}

static void write_ours(void)
{
	char to[NUM_TEXT];
	for (size_t i = 0; i < COUNT; i++)
		sink += (double)num_format(numbers[i], to);
}

static void write_theirs(void)
{
	char to[NUM_TEXT];
	for (size_t i = 0; i < COUNT; i++)
		sink += snprintf(to, sizeof(to), "%.17g", numbers[i]);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median_ns(void (*work)(void))
{
	double rounds[ROUNDS];
	for (size_t i = 0; i < ROUNDS; i++) {
		double began = now_ns();
		work();
		rounds[i] = (now_ns() - began) / (double)COUNT;
	}
	qsort(rounds, ROUNDS, sizeof(*rounds), by_value);
	return rounds[ROUNDS / 2];
}

static double typed_by_hand(void)
{
	return (double)(next_random() % 100000) / 100;
}

static double computed(void)
{
	return uniform() * 1000;
}

static double tiny(void)
{
	return uniform() * 1e-9;
}

static double any_bits(void)
{
	uint64_t bits = next_random() & ~(UINT64_C(1) << 62);
	double x;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

int main(void)
{
	static const struct {
		const char *name;
		double (*make)(void);
	} kinds[] = {
		{"two decimals (123.45)", typed_by_hand},
		{"computed (0..1000)", computed},
		{"small (0..1e-9)", tiny},
		{"any double below 2", any_bits},
	};
	printf("%-24s %10s %10s %10s %10s   ns a number\n", "", "num_parse", "strtod", "num_format",
	       "snprintf");
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		for (size_t i = 0; i < COUNT; i++) {
			numbers[i] = kinds[k].make();
			lengths[i] = num_format(numbers[i], texts[i]);
		}
		printf("%-24s %10.1f %10.1f %10.1f %10.1f\n", kinds[k].name, median_ns(read_ours),
		       median_ns(read_theirs), median_ns(write_ours), median_ns(write_theirs));
	}
	return sink > 0 ? 0 : 1;
}
