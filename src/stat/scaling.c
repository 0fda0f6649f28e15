/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ln cost = ln b + ln(r + size^g) + noise, over a grid of exponents g and fixed shares r: for each,
 * ln b and the noise are integrated out (a flat prior; an inverse gamma of NOISE with NOISE_WEIGHT
 * values), which leaves a Student's t for the cost at 1. The results are the quantiles of their
 * mixture, each weighted by its likelihood for the points (Gelman et al., Bayesian Data Analysis,
 * 3.2).
 */
#include <math.h>

#include "base/mem.h"
#include "stat/stat.h"

#define EXPONENTS ((size_t)101) /* 0.3 to 2.3 */
#define LEAST_EXPONENT 0.3
#define EXPONENT_STEP 0.02
#define USUAL_SPREAD 0.1    /* of exponents around 1: as many passes over more data */
#define USUAL_WEIGHT 0.8    /* of these; the rest are any */
#define SHARES ((size_t)26) /* none, then 1e-4 to 10 */
#define NOISE 0.03
#define NOISE_WEIGHT 4.0
/*
 * How far other processes that keep every processor busy move the logarithm: of work (shared caches
 * and cores), and of time over work. Observed on trainings next to builds: bench/trial_sklearn.sh.
 */
#define WORK_UNREST 0.1
#define TIME_UNREST 0.5

struct cell {
	double log_weight, weight, mean, scale;
};

static double exponent_prior(double g)
{
	double z = (g - 1) / USUAL_SPREAD;
	double usual = exp(-z * z / 2) / (USUAL_SPREAD * sqrt(2 * M_PI));
	return USUAL_WEIGHT * usual +
	       (1 - USUAL_WEIGHT) / ((double)(EXPONENTS - 1) * EXPONENT_STEP);
}

static struct cell cell_of(const double *size, const double *cost, size_t n, double g, double r)
{
	double mean = 0, squares = 0, df = NOISE_WEIGHT + (double)n - 1;
	for (size_t i = 0; i < n; i++)
		mean += (log(cost[i]) - log(r + pow(size[i], g))) / (double)n;
	for (size_t i = 0; i < n; i++) {
		double off = log(cost[i]) - log(r + pow(size[i], g)) - mean;
		squares += off * off;
	}
	double sum = NOISE_WEIGHT * NOISE * NOISE + squares;
	return (struct cell){
		.log_weight = log(exponent_prior(g)) - df / 2 * log(sum),
		.mean = mean + log(r + 1),
		.scale = sqrt(sum / df * (1 + 1 / (double)n)),
	};
}

static double mixture_cdf(const struct cell *cells, size_t n, double df, double x)
{
	double p = 0;
	for (size_t i = 0; i < n; i++)
		if (cells[i].weight > 1e-6)
			p += cells[i].weight * stat_t_cdf((x - cells[i].mean) / cells[i].scale, df);
	return p;
}

static double mixture_quantile(const struct cell *cells, size_t n, double df, double p, double low,
			       double high)
{
	for (int i = 0; i < 44; i++) {
		double middle = (low + high) / 2;
		if (mixture_cdf(cells, n, df, middle) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

bool stat_scaling(const double *size, const double *cost, size_t n, double level,
		  struct stat_scaling *ret)
{
	struct cell *cells = mem_zalloc(EXPONENTS * SHARES, sizeof(*cells));
	double most = -INFINITY, sum = 0, low = INFINITY, high = -INFINITY, least = INFINITY,
	       largest = 0;
	bool good = cells && n >= 3;
	size_t at = 0;
	*ret = (struct stat_scaling){0};
	for (size_t i = 0; i < n; i++) {
		good &= size[i] > 0 && cost[i] > 0;
		least = fmin(least, size[i]);
		largest = fmax(largest, size[i]);
	}
	if (!good || !(largest > least * 1.0001)) {
		mem_free(cells);
		return false;
	}
	for (size_t k = 0; k < EXPONENTS; k++)
		for (size_t j = 0; j < SHARES; j++, at++) {
			double r =
				j ? pow(10, -4 + 5.0 * (double)(j - 1) / (double)(SHARES - 2)) : 0;
			cells[at] = cell_of(size, cost, n,
					    LEAST_EXPONENT + EXPONENT_STEP * (double)k, r);
			most = fmax(most, cells[at].log_weight);
		}
	for (size_t i = 0; i < at; i++)
		sum += cells[i].weight = exp(cells[i].log_weight - most);
	for (size_t k = 0, i = 0; k < EXPONENTS; k++)
		for (size_t j = 0; j < SHARES; j++, i++) {
			cells[i].weight /= sum;
			ret->exponent +=
				cells[i].weight * (LEAST_EXPONENT + EXPONENT_STEP * (double)k);
			if (cells[i].weight > 1e-6) {
				low = fmin(low, cells[i].mean - 50 * cells[i].scale);
				high = fmax(high, cells[i].mean + 50 * cells[i].scale);
			}
		}
	double df = NOISE_WEIGHT + (double)n - 1;
	ret->value = exp(mixture_quantile(cells, at, df, 0.5, low, high));
	ret->low = exp(mixture_quantile(cells, at, df, (1 - level) / 2, low, high));
	ret->high = exp(mixture_quantile(cells, at, df, (1 + level) / 2, low, high));
	mem_free(cells);
	return true;
}

static double mean_at(const double *size, const double *cost, size_t n, double at)
{
	double sum = 0, runs = 0;
	for (size_t i = 0; i < n; i++)
		if (!(fabs(size[i] - at) > 1e-9 * at)) {
			sum += cost[i];
			runs++;
		}
	return sum / runs;
}

double stat_growth(const double *size, const double *cost, size_t n)
{
	double least = INFINITY, most = 0;
	for (size_t i = 0; i < n; i++) {
		least = fmin(least, size[i]);
		most = fmax(most, size[i]);
	}
	double grown = mean_at(size, cost, n, most) / mean_at(size, cost, n, least) - 1;
	return most > least ? grown / (most / least - 1) : (double)NAN;
}

/* Widens an interval by an uncertainty of the logarithm on both sides. */
static void widen(struct stat_scaling *whole, double by)
{
	double below = hypot(log(whole->value / whole->low), by);
	double above = hypot(log(whole->high / whole->value), by);
	whole->low = whole->value * exp(-below);
	whole->high = whole->value * exp(above);
}

static double quantile_of_noise(size_t n, double level)
{
	return stat_t_quantile((1 + level) / 2, NOISE_WEIGHT + (double)n - 1) *
	       sqrt(1 + 1 / (double)n);
}

bool stat_scaling_work(const double *size, const double *work, size_t n, double unrest,
		       double level, struct stat_scaling *ret)
{
	if (!stat_scaling(size, work, n, level, ret))
		return false;
	widen(ret, quantile_of_noise(n, level) * WORK_UNREST * unrest);
	return true;
}

/* Half of the interval of the logarithm of time over work, and its mean. */
static double stretch_of(const double *time, const double *work, size_t n, double unrest,
			 double level, double *ret_half)
{
	double noise = TIME_UNREST * unrest, squares = NOISE_WEIGHT * noise * noise, mean = 0;
	for (size_t i = 0; i < n; i++)
		mean += log(time[i] / work[i]) / (double)n;
	for (size_t i = 0; i < n; i++) {
		double off = log(time[i] / work[i]) - mean;
		squares += off * off;
	}
	*ret_half = quantile_of_noise(n, level) * sqrt(squares / (NOISE_WEIGHT + (double)n - 1));
	return exp(mean);
}

bool stat_scaling_time(const double *size, const double *time, const double *work, size_t n,
		       double unrest, double level, struct stat_scaling *ret)
{
	struct stat_scaling of_work;
	double half;
	if (!stat_scaling(size, time, n, level, ret))
		return false;
	if (!work || !stat_scaling_work(size, work, n, unrest, level, &of_work))
		return true;
	double stretch = stretch_of(time, work, n, unrest, level, &half);
	of_work.value *= stretch;
	of_work.low *= stretch;
	of_work.high *= stretch;
	widen(&of_work, half);
	ret->value = sqrt(ret->value * of_work.value);
	ret->low = fmin(ret->low, of_work.low);
	ret->high = fmax(ret->high, of_work.high);
	return true;
}
