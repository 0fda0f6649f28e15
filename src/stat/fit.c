/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Least squares of quality over the logarithm of cost, from points or from sums that several
 * sources merge, and the Pareto front of points.
 */
#include <math.h>

#include "stat/stat.h"

#define ROUNDING 1e-10

void stat_cloud_merge(struct stat_cloud *a, const struct stat_cloud *b)
{
	double n = a->n + b->n;
	if (!(b->n > 0))
		return;
	double dx = b->mx - a->mx, dy = b->my - a->my, both = a->n * b->n / n;
	a->sxx += b->sxx + dx * dx * both;
	a->sxy += b->sxy + dx * dy * both;
	a->syy += b->syy + dy * dy * both;
	a->mx += dx * b->n / n;
	a->my += dy * b->n / n;
	a->n = n;
}

void stat_cloud_of_sums(const struct stat_sums *sums, struct stat_cloud *ret)
{
	double n = sums->n;
	*ret = (struct stat_cloud){.n = n};
	if (!(n > 0))
		return;
	ret->mx = sums->x / n;
	ret->my = sums->y / n;
	/* A spread below the rounding of the sums counts as 0. */
	ret->sxx = sums->xx - sums->x * ret->mx;
	if (!(ret->sxx > ROUNDING * sums->xx))
		ret->sxx = 0;
	ret->sxy = sums->xy - sums->x * ret->my;
	ret->syy = fmax(sums->yy - sums->y * ret->my, 0);
}

bool stat_cloud_of_log(const double *cost, const double *quality, size_t n, struct stat_cloud *ret)
{
	*ret = (struct stat_cloud){.n = (double)n};
	for (size_t i = 0; i < n; i++) {
		if (!(cost[i] > 0))
			return false;
		ret->mx += log(cost[i]) / (double)n;
		ret->my += quality[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double x = log(cost[i]) - ret->mx, y = quality[i] - ret->my;
		ret->sxx += x * x;
		ret->sxy += x * y;
		ret->syy += y * y;
	}
	return true;
}

bool stat_log_law_of(const struct stat_cloud *cloud, struct stat_log_law *ret)
{
	double n = cloud->n, mx = cloud->mx, sxx = cloud->sxx, sxy = cloud->sxy, syy = cloud->syy;
	*ret = (struct stat_log_law){.n = (size_t)(n + 0.5)};
	if (n < 3 || !(sxx > 1e-12 * mx * mx) || !(sxx > 0))
		return false;
	double df = n - 2, left = syy - sxy * sxy / sxx;
	left = left > 0 ? left : 0;
	ret->slope = sxy / sxx;
	ret->level = cloud->my - ret->slope * mx;
	ret->slope_error = sqrt(left / df / sxx);
	ret->level_error = ret->slope_error * sqrt(sxx / n + mx * mx);
	ret->r2 = syy > 0 ? 1 - left / syy : 0;
	ret->p = ret->slope_error > 0 ? 2 * stat_t_cdf(-fabs(ret->slope / ret->slope_error), df)
				      : (ret->slope > 0 || ret->slope < 0 ? 0 : 1);
	return true;
}

bool stat_log_law(const double *cost, const double *quality, size_t n, struct stat_log_law *ret)
{
	struct stat_cloud cloud;
	*ret = (struct stat_log_law){.n = n};
	return n >= 3 && stat_cloud_of_log(cost, quality, n, &cloud) &&
	       stat_log_law_of(&cloud, ret);
}

void stat_pareto(const double *cost, const double *quality, size_t n, bool less_is_better,
		 bool *ret_front)
{
	double sign = less_is_better ? -1 : 1;
	for (size_t i = 0; i < n; i++) {
		ret_front[i] = true;
		for (size_t k = 0; k < n && ret_front[i]; k++) {
			double gain = sign * (quality[k] - quality[i]);
			bool beats =
				cost[k] <= cost[i] && gain >= 0 && (cost[k] < cost[i] || gain > 0);
			ret_front[i] = !beats;
		}
	}
}
