/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the latest pieces in a ring, takes their mean and variance, and scales them to the rest of
 * the run.
 */
#include "meter/predict.h"

#include <math.h>

/* After a single piece: the rest may cost from seven tenths to double. */
#define ALONE_LOW 0.7
#define ALONE_HIGH 2.0
#define LEAST_SPREAD 0.01

void pace_add(struct pace *pace, double units, struct energy energy, struct duration length)
{
	if (!(units > 0) || !(energy.j >= 0) || !(length.s > 0))
		return;
	pace->units[pace->next] = units;
	pace->joules[pace->next] = energy.j;
	pace->seconds[pace->next] = length.s;
	pace->next = (pace->next + 1) % PACE_PIECES;
	pace->n += pace->n < PACE_PIECES;
	pace->total++;
}

/* The 95 % quantile of Student's t, by degrees of freedom; within 0.5 % (Abramowitz 26.7.5). */
static double student_95(double df)
{
	const double z = 1.6448536269514722;
	if (df < 1.5)
		return 6.313751515;
	if (df < 2.5)
		return 2.91998558;
	double z2 = z * z;
	return z * (1 + (z2 + 1) / (4 * df) + (5 * z2 * z2 + 16 * z2 + 3) / (96 * df * df) +
		    (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / (384 * df * df * df));
}

/* The cost of `left` units to come: mean, and half of the interval. */
static void rest_of(const struct pace *pace, const double *costs, double left, double *ret_mean,
		    double *ret_low, double *ret_high)
{
	double units = 0, sum = 0, squares = 0;
	/* The first piece of all is in the ring until it is full. */
	const size_t least = pace->starts_up ? 2 : 3;
	size_t skip = pace->total == pace->n && pace->n >= least ? 1 : 0, n = pace->n - skip;
	for (size_t i = skip; i < pace->n; i++) {
		units += pace->units[i];
		sum += costs[i];
	}
	double rate = sum / units;
	*ret_mean = rate * left;
	if (n < 2) {
		*ret_low = *ret_mean * ALONE_LOW;
		*ret_high = *ret_mean * ALONE_HIGH;
		return;
	}
	for (size_t i = skip; i < pace->n; i++) {
		double gap = costs[i] / pace->units[i] - rate;
		squares += gap * gap;
	}
	double variance = squares / (double)(n - 1), piece = units / (double)n;
	/* The mean is known to one part in n pieces; the pieces to come scatter as well. */
	double spread = sqrt(variance * (left * left / (double)n + left * piece));
	double half = student_95((double)(n - 1)) * spread;
	if (half < LEAST_SPREAD * *ret_mean)
		half = LEAST_SPREAD * *ret_mean;
	*ret_low = half < *ret_mean ? *ret_mean - half : 0;
	*ret_high = *ret_mean + half;
}

bool predict(const struct pace *pace, struct energy done, struct duration elapsed, double left,
	     struct prediction *ret)
{
	double mean, low, high;
	if (!pace->n || !(left >= 0))
		return false;
	rest_of(pace, pace->joules, left, &mean, &low, &high);
	ret->energy.j = done.j + mean;
	ret->energy_low.j = done.j + low;
	ret->energy_high.j = done.j + high;
	rest_of(pace, pace->seconds, left, &mean, &low, &high);
	ret->length.s = elapsed.s + mean;
	ret->length_low.s = elapsed.s + low;
	ret->length_high.s = elapsed.s + high;
	return true;
}
