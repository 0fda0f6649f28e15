/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts values in buckets of one width: a value's bucket rises with the value, so the k-th value
 * is in the bucket in which the counts pass k. Where one bucket has most of the values, because a
 * few are far away, its values are selected among (Hoare 1961).
 */
#include "model/quantiles.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "model/elementary.h"

#define BUCKETS ((size_t)1024)
/* Fewer values are selected among at once. */
#define FEW ((size_t)64)
/* Values in turn, so that the loops over them become vector code. */
#define LANES ((size_t)4)
#define AT_ONCE ((size_t)32)

static void swap(double *a, double *b)
{
	double x = *a;
	*a = *b;
	*b = x;
}

/* The value that rank `at` would have if x were sorted; reorders x so that it stands there. */
static double select_rank(double *x, size_t n, size_t at)
{
	size_t lo = 0, hi = n - 1;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (x[mid] < x[lo])
			swap(&x[mid], &x[lo]);
		if (x[hi] < x[lo])
			swap(&x[hi], &x[lo]);
		if (x[hi] < x[mid])
			swap(&x[hi], &x[mid]);
		double pivot = x[mid];
		size_t i = lo, j = hi;
		while (i <= j) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i > j)
				break;
			swap(&x[i++], &x[j]);
			if (j == 0)
				break;
			j--;
		}
		if (at <= j)
			hi = j;
		else if (at >= i)
			lo = i;
		else
			break;
	}
	return x[at];
}

static double least_of(const double *x, size_t n)
{
	double least = x[0];
	for (size_t i = 1; i < n; i++)
		least = x[i] < least ? x[i] : least;
	return least;
}

/* Values counted in buckets; the whole is one bucket where that does not help. */
struct counted {
	const double *x;
	size_t n;
	double least, scale; /* of buckets to a unit; 0: one bucket */
	uint32_t counts[BUCKETS];
};

/* The buckets that have the values of a rank and of the next one. */
struct wanted {
	size_t rank; /* among the values of these buckets */
	size_t n;    /* these values */
	uint32_t first, width;
};

ELEMENTARY void range_of(const double *x, size_t n, double *ret_least, double *ret_greatest)
{
	double least[LANES], greatest[LANES];
	for (size_t k = 0; k < LANES; k++)
		least[k] = greatest[k] = x[0];
	size_t i = 0;
	for (; i + LANES <= n; i += LANES)
		for (size_t k = 0; k < LANES; k++) {
			least[k] = x[i + k] < least[k] ? x[i + k] : least[k];
			greatest[k] = x[i + k] > greatest[k] ? x[i + k] : greatest[k];
		}
	for (; i < n; i++) {
		least[0] = x[i] < least[0] ? x[i] : least[0];
		greatest[0] = x[i] > greatest[0] ? x[i] : greatest[0];
	}
	for (size_t k = 1; k < LANES; k++) {
		least[0] = least[k] < least[0] ? least[k] : least[0];
		greatest[0] = greatest[k] > greatest[0] ? greatest[k] : greatest[0];
	}
	*ret_least = least[0];
	*ret_greatest = greatest[0];
}

ELEMENTARY void buckets_of(const struct counted *counted, const double *x, size_t n, uint16_t *to)
{
	double least = counted->least, scale = counted->scale;
	for (size_t i = 0; i < n; i++) {
		double at = (x[i] - least) * scale;
		to[i] = (uint16_t)(int32_t)(at < (double)(BUCKETS - 1) ? at
								       : (double)(BUCKETS - 1));
	}
}

ELEMENTARY void count(struct counted *counted, const double *x, size_t n, uint16_t *buckets)
{
	double greatest;
	counted->x = x;
	counted->n = n;
	range_of(x, n, &counted->least, &greatest);
	double scale = (double)BUCKETS / (greatest - counted->least);
	bool spread = n > FEW && isfinite(scale) && isfinite(greatest - counted->least);
	counted->scale = spread ? scale : 0;
	memset(counted->counts, 0, sizeof(counted->counts));
	buckets_of(counted, x, n, buckets);
	for (size_t i = 0; i < n; i++)
		counted->counts[buckets[i]]++;
}

static struct wanted want(const struct counted *counted, size_t at)
{
	size_t first = 0, before = 0;
	while (before + counted->counts[first] <= at)
		before += counted->counts[first++];
	size_t last = first, n = counted->counts[first];
	if (at + 1 < counted->n && at + 1 >= before + n) {
		do
			last++;
		while (!counted->counts[last]);
		n += counted->counts[last];
	}
	return (struct wanted){at - before, n, (uint32_t)first, (uint32_t)(last - first)};
}

/* Whether any of AT_ONCE values is in the buckets: without branches, to become vector code. */
ELEMENTARY bool any_in(const struct wanted *wanted, const uint16_t *buckets)
{
	uint16_t first = (uint16_t)wanted->first, width = (uint16_t)wanted->width, any = 0;
	for (size_t i = 0; i < AT_ONCE; i++)
		any |= (uint16_t)(buckets[i] - first) <= width;
	return any;
}

/* Copies the values of the buckets. Most values are in others. */
ELEMENTARY void gather(const struct counted *counted, const struct wanted *wanted,
		       const uint16_t *buckets, double *to)
{
	size_t n = 0, i = 0;
	while (i < counted->n && n < wanted->n) {
		bool whole = i + AT_ONCE <= counted->n;
		size_t end = whole ? i + AT_ONCE : counted->n;
		if (whole && !any_in(wanted, buckets + i))
			i = end;
		for (; i < end; i++)
			if (buckets[i] - wanted->first <= wanted->width)
				to[n++] = counted->x[i];
	}
}

ELEMENTARY void quantiles_of(const double *x, size_t n, const double *q, size_t n_q, double *to,
			     struct quantile_room *room)
{
	struct counted counted;
	count(&counted, x, n, room->buckets);
	for (size_t i = 0; i < n_q; i++) {
		double position = q[i] * (double)(n - 1);
		size_t at = (size_t)position;
		struct wanted wanted = want(&counted, at);
		gather(&counted, &wanted, room->buckets, room->values);
		double below = select_rank(room->values, wanted.n, wanted.rank), above = below;
		size_t rest = wanted.rank + 1;
		if (rest < wanted.n)
			above = least_of(room->values + rest, wanted.n - rest);
		to[i] = below + (position - (double)at) * (above - below);
	}
}

WIDER static void quantiles_wide(const double *x, size_t n, const double *q, size_t n_q, double *to,
				 struct quantile_room *room)
{
	quantiles_of(x, n, q, n_q, to, room);
}

void quantiles(const double *x, size_t n, const double *q, size_t n_q, double *to,
	       struct quantile_room *room)
{
	if (is_wide())
		quantiles_wide(x, n, q, n_q, to, room);
	else
		quantiles_of(x, n, q, n_q, to, room);
}
