/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Predicts a series from its deviations: for each lead of two days a ridge regression on the
 * deviations of the last hours, yesterday, the days before and the same hour a week ago from the
 * profile of the day (four weeks, recent days weigh more). The fit uses only hours before its end.
 */
#ifndef GRID_REGRESSION_H
#define GRID_REGRESSION_H

#include <stdbool.h>
#include <stddef.h>

#define REGRESSION_LEADS 48
#define REGRESSION_FEATURES 11

struct regression {
	struct {
		bool known;
		double weights[REGRESSION_FEATURES];
	} leads[REGRESSION_LEADS];
};

/*
 * x: hourly values, NaN where missing. False: no memory. A lead with too few hours stays unknown.
 */
bool regression_fit(const double *x, size_t n, size_t leads, struct regression *ret);

/* Predicts the values after the first n, NaN where it cannot; at most REGRESSION_LEADS leads. */
void regression_predict(const struct regression *fit, const double *x, size_t n, size_t leads,
			double *ret);

#endif
