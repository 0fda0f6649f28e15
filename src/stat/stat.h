/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two groups of figures differ, and how quality grows with cost. Pure. Names and
 * definitions are those of R and SciPy: Student's t of unequal variances (Welch 1947, with
 * Satterthwaite's degrees of freedom), permutations of the difference of means (two-sided: twice
 * the smaller tail), the percentile bootstrap (Efron 1979), least squares.
 */
#ifndef STAT_STAT_H
#define STAT_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of Student's t: the probability below t, and its inverse; df above 0. */
double stat_t_cdf(double t, double df);
double stat_t_quantile(double p, double df);

struct stat_summary {
	size_t n;
	double mean, sd;  /* sd: of a sample (n - 1); NaN for one value */
	double low, high; /* interval of the mean at the level; NaN for one value */
	double least, most;
};
void stat_describe(const double *x, size_t n, double level, struct stat_summary *ret);

/* The same from sums; least and most are NaN. The deviation keeps some ten digits of the mean's. */
void stat_describe_sums(double n, double sum, double squares, double level,
			struct stat_summary *ret);

struct stat_test {
	double difference; /* mean of b less mean of a */
	double t, df, p;   /* p: two-sided */
	double low, high;  /* interval of the difference */
};
/* False: a group has fewer than two values, or no value differs from its mean. */
bool stat_welch(const double *a, size_t n_a, const double *b, size_t n_b, double level,
		struct stat_test *ret);
bool stat_welch_of(const struct stat_summary *a, const struct stat_summary *b, double level,
		   struct stat_test *ret);

/*
 * p of the difference of means under all ways to deal the values to two groups, or rounds of them
 * where there are more than 200 000; NaN with an empty group. *ret_exact may be NULL.
 */
double stat_permutation(const double *a, size_t n_a, const double *b, size_t n_b, uint64_t seed,
			size_t rounds, bool *ret_exact);

/* Interval of the difference of means by drawing each group anew. False: no memory, a group of one.
 */
bool stat_bootstrap(const double *a, size_t n_a, const double *b, size_t n_b, double level,
		    uint64_t seed, size_t rounds, double *ret_low, double *ret_high);

/* quality = level + slope * ln(cost) by least squares. */
struct stat_log_law {
	size_t n;
	double level, slope;
	double slope_error, level_error; /* standard errors */
	double p;                        /* of a slope of 0, two-sided */
	double r2;
};
/* False: fewer than three points, a cost of 0 or less, or all costs are equal. */
bool stat_log_law(const double *cost, const double *quality, size_t n, struct stat_log_law *ret);

/* Points of x and y by their means and centred sums, which can be put together. */
struct stat_cloud {
	double n, mx, my, sxx, sxy, syy;
};
struct stat_sums {
	double n, x, y, xx, xy, yy; /* of products too */
};
void stat_cloud_merge(struct stat_cloud *a, const struct stat_cloud *b);
void stat_cloud_of_sums(const struct stat_sums *sums, struct stat_cloud *ret);
/* x is ln(cost). False: a cost of 0 or less. */
bool stat_cloud_of_log(const double *cost, const double *quality, size_t n, struct stat_cloud *ret);
bool stat_log_law_of(const struct stat_cloud *cloud, struct stat_log_law *ret);

/* The cost of the whole (size 1) from that of extracts: median and interval. */
struct stat_scaling {
	double value, low, high;
	double exponent; /* mean: 1 is in proportion */
};
/* False: fewer than three points, all of one size, or one of 0 or less; or no memory. */
bool stat_scaling(const double *size, const double *cost, size_t n, double level,
		  struct stat_scaling *ret);

/*
 * How much of what growth in proportion would add, the cost grew from the smallest to the largest
 * size, by the means of both: 1 is in proportion, 0 not at all. NaN: one size.
 */
double stat_growth(const double *size, const double *cost, size_t n);

/*
 * The same on a machine that other processes share. unrest: the share of its processors that they
 * kept busy (0..1); while the whole runs they may take as much more, or less. Work is a quantity
 * that they hardly change: processor time, or energy by processor time.
 */
bool stat_scaling_work(const double *size, const double *work, size_t n, double unrest,
		       double level, struct stat_scaling *ret);

/*
 * Extrapolates time alone, and as work (processor time) times the stretch by other processes. Where
 * the two differ, others started or ended between the extracts, and the interval contains both.
 * Time is extrapolated alone when work is NULL or has a value of 0 or less.
 */
bool stat_scaling_time(const double *size, const double *time, const double *work, size_t n,
		       double unrest, double level, struct stat_scaling *ret);

/*
 * Sets ret_front[i] unless another point has less cost and at least the same quality, or the same
 * cost at most and better quality.
 */
void stat_pareto(const double *cost, const double *quality, size_t n, bool less_is_better,
		 bool *ret_front);

#endif
