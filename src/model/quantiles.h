/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sample quantiles between order statistics (type 7 of Hyndman and Fan 1996, as R's default),
 * without sorting: the values are counted in buckets between their least and greatest, and only the
 * buckets that have the ranks in question are looked into.
 */
#ifndef MODEL_QUANTILES_H
#define MODEL_QUANTILES_H

#include <stddef.h>
#include <stdint.h>

/* Room for n values. */
struct quantile_room {
	double *values;
	uint16_t *buckets;
};

/*
 * to[i] is the q[i]-quantile of x[0..n), all finite, n at least 1; 0 <= q[i] <= 1. The room has
 * space for n values. x keeps its order.
 */
void quantiles(const double *x, size_t n, const double *q, size_t n_q, double *to,
	       struct quantile_room *room);

#endif
