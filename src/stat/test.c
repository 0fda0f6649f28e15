/* SPDX-License-Identifier: Apache-2.0 */
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

bool stat_welch(const double *a, size_t n_a, const double *b, size_t n_b, double level,
		struct stat_test *ret)
{
	struct stat_summary first, second;
	stat_describe(a, n_a, level, &first);
	stat_describe(b, n_b, level, &second);
	*ret = (struct stat_test){.difference = second.mean - first.mean};
	if (n_a < 2 || n_b < 2)
		return false;
	double va = first.sd * first.sd / (double)n_a, vb = second.sd * second.sd / (double)n_b;
	double error = sqrt(va + vb);
	if (!(error > 0))
		return false;
	ret->t = ret->difference / error;
	ret->df =
		(va + vb) * (va + vb) / (va * va / (double)(n_a - 1) + vb * vb / (double)(n_b - 1));
	ret->p = 2 * stat_t_cdf(-fabs(ret->t), ret->df);
	double half = stat_t_quantile((1 + level) / 2, ret->df) * error;
	ret->low = ret->difference - half;
	ret->high = ret->difference + half;
	return true;
}
