/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a series goes on from its deviations: for each lead of two days a ridge regression on what
 * the last hours, yesterday, the days before and the same hour a week ago were beside the profile
 * of the day (four weeks, recent days weigh more). Fitted on nothing but hours before its end.
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

/* x: hourly values, NaN where one is not known. False: no memory. Leads without enough are not
 * known. */
bool regression_fit(const double *x, size_t n, size_t leads, struct regression *ret);

/* What comes after the n values, NaN where it cannot be told; leads of REGRESSION_LEADS at most. */
void regression_predict(const struct regression *fit, const double *x, size_t n, size_t leads,
			double *ret);

#endif
