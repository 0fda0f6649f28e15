/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Student's t by the incomplete beta function: its probability, and its inverse by bisection.
 */
#include <math.h>

#include "stat/stat.h"

#define TINY 1e-300
#define MOST_TERMS 500

/* The continued fraction of the incomplete beta function (Lentz 1976). */
static double beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1);
	d = 1 / (fabs(d) < TINY ? TINY : d);
	double f = d;
	for (int m = 1; m <= MOST_TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		for (int half = 0; half < 2; half++) {
			double term = half ? odd : even;
			d = 1 + term * d;
			d = 1 / (fabs(d) < TINY ? TINY : d);
			c = 1 + term / c;
			c = fabs(c) < TINY ? TINY : c;
			f *= c * d;
			if (half && fabs(c * d - 1) < 1e-15)
				return f;
		}
	}
	return f;
}

/* Regularised: 0 at x = 0, 1 at x = 1. */
static double beta_share(double x, double a, double b)
{
	if (!(x > 0))
		return 0;
	if (!(x < 1))
		return 1;
	int sign;
	double front = exp(lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign) +
			   a * log(x) + b * log1p(-x));
	return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
					 : 1 - front * beta_fraction(1 - x, b, a) / b;
}

double stat_t_cdf(double t, double df)
{
	if (isnan(t) || !(df > 0))
		return NAN;
	/* Each branch evaluates the beta function where it does not lose digits. */
	if (t * t < df)
		return 0.5 + copysign(beta_share(t * t / (df + t * t), 0.5, df / 2) / 2, t);
	double tail = beta_share(df / (df + t * t), df / 2, 0.5) / 2;
	return t > 0 ? 1 - tail : tail;
}

double stat_t_quantile(double p, double df)
{
	double low = -1, high = 1;
	if (!(p > 0) || !(p < 1) || !(df > 0))
		return NAN;
	while (stat_t_cdf(low, df) > p && low > -1e300)
		low *= 2;
	while (stat_t_cdf(high, df) < p && high < 1e300)
		high *= 2;
	for (int i = 0; i < 200 && high - low > 1e-15 * fabs(high + low); i++) {
		double middle = (low + high) / 2;
		if (stat_t_cdf(middle, df) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}
