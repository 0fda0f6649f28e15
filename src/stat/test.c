/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Summaries of a group, from values or from sums, and Welch's test of two summaries.
 */
#include <math.h>

#include "stat/stat.h"

void stat_describe(const double *x, size_t n, double level, struct stat_summary *ret)
{
	double sum = 0, squares = 0;
	*ret = (struct stat_summary){
		.n = n, .mean = NAN, .sd = NAN, .low = NAN, .high = NAN, .least = NAN, .most = NAN};
	for (size_t i = 0; i < n; i++) {
		sum += x[i];
		ret->least = i ? fmin(ret->least, x[i]) : x[i];
		ret->most = i ? fmax(ret->most, x[i]) : x[i];
	}
	if (!n)
		return;
	ret->mean = sum / (double)n;
	if (n < 2)
		return;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - ret->mean) * (x[i] - ret->mean);
	ret->sd = sqrt(squares / (double)(n - 1));
	double half = stat_t_quantile((1 + level) / 2, (double)(n - 1)) * ret->sd / sqrt((double)n);
	ret->low = ret->mean - half;
	ret->high = ret->mean + half;
}

void stat_describe_sums(double n, double sum, double squares, double level,
			struct stat_summary *ret)
{
	*ret = (struct stat_summary){.n = (size_t)n,
				     .mean = NAN,
				     .sd = NAN,
				     .low = NAN,
				     .high = NAN,
				     .least = NAN,
				     .most = NAN};
	if (n < 1)
		return;
	ret->mean = sum / n;
	if (n < 2)
		return;
	ret->sd = sqrt(fmax(squares - sum * ret->mean, 0) / (n - 1));
	double half = stat_t_quantile((1 + level) / 2, n - 1) * ret->sd / sqrt(n);
	ret->low = ret->mean - half;
	ret->high = ret->mean + half;
}

bool stat_welch_of(const struct stat_summary *a, const struct stat_summary *b, double level,
		   struct stat_test *ret)
{
	double n_a = (double)a->n, n_b = (double)b->n;
	*ret = (struct stat_test){.difference = b->mean - a->mean};
	if (n_a < 2 || n_b < 2)
		return false;
	double va = a->sd * a->sd / n_a, vb = b->sd * b->sd / n_b;
	double error = sqrt(va + vb);
	if (!(error > 0))
		return false;
	ret->t = ret->difference / error;
	ret->df = (va + vb) * (va + vb) / (va * va / (n_a - 1) + vb * vb / (n_b - 1));
	ret->p = 2 * stat_t_cdf(-fabs(ret->t), ret->df);
	double half = stat_t_quantile((1 + level) / 2, ret->df) * error;
	ret->low = ret->difference - half;
	ret->high = ret->difference + half;
	return true;
}

bool stat_welch(const double *a, size_t n_a, const double *b, size_t n_b, double level,
		struct stat_test *ret)
{
	struct stat_summary first, second;
	stat_describe(a, n_a, level, &first);
	stat_describe(b, n_b, level, &second);
	return stat_welch_of(&first, &second, level, ret);
}
