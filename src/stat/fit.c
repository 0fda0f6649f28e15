/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "stat/stat.h"

bool stat_log_law(const double *cost, const double *quality, size_t n, struct stat_log_law *ret)
{
	double mx = 0, my = 0, sxx = 0, sxy = 0, syy = 0;
	*ret = (struct stat_log_law){.n = n};
	if (n < 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!(cost[i] > 0))
			return false;
		mx += log(cost[i]) / (double)n;
		my += quality[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double x = log(cost[i]) - mx, y = quality[i] - my;
		sxx += x * x;
		sxy += x * y;
		syy += y * y;
	}
	if (!(sxx > 1e-12 * mx * mx) || !(sxx > 0))
		return false;
	double df = (double)n - 2, left = syy - sxy * sxy / sxx;
	left = left > 0 ? left : 0;
	ret->slope = sxy / sxx;
	ret->level = my - ret->slope * mx;
	ret->slope_error = sqrt(left / df / sxx);
	ret->level_error = ret->slope_error * sqrt(sxx / (double)n + mx * mx);
	ret->r2 = syy > 0 ? 1 - left / syy : 0;
	ret->p = ret->slope_error > 0 ? 2 * stat_t_cdf(-fabs(ret->slope / ret->slope_error), df)
				      : (ret->slope > 0 || ret->slope < 0 ? 0 : 1);
	return true;
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
