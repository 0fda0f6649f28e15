/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics against SciPy 1.17.1 on the same figures (scipy.stats: t, ttest_ind with equal_var
 * False, permutation_test, linregress), and what any must satisfy. */
#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "stat/stat.h"

#define LENGTH(x) (sizeof(x) / sizeof((x)[0]))

static const double before[] = {10.1, 9.8, 10.4, 10.0, 9.9},
		    after[] = {10.9, 11.4, 10.2, 11.8, 10.7, 11.1};

TEST(students_distribution_is_that_of_scipy)
{
	static const double cdf[][3] = {
		{0.5, 3, 0.6742760175759245},    {-2.1, 7.5, 0.035618535729039044},
		{12, 1, 0.9735353239404101},     {-40, 2, 0.0003122073360923703},
		{1e-3, 100, 0.5003979461199483}, {3, 0.7, 0.8583143303494871}};
	static const double quantile[][3] = {{.975, 1, 12.706204736174694},
					     {.975, 4.2, 2.7250727225923743},
					     {.95, 30, 1.697260886593957},
					     {.001, 5, -5.893429531356009}};
	for (size_t i = 0; i < LENGTH(cdf); i++)
		CHECK_CLOSE(stat_t_cdf(cdf[i][0], cdf[i][1]), cdf[i][2], 1e-10);
	for (size_t i = 0; i < LENGTH(quantile); i++)
		CHECK_CLOSE(stat_t_quantile(quantile[i][0], quantile[i][1]), quantile[i][2], 1e-9);
	CHECK(fabs(stat_t_quantile(0.5, 9)) < 1e-9);
	CHECK(isnan(stat_t_quantile(1, 9)) && isnan(stat_t_cdf(1, 0)));
	CHECK_CLOSE(stat_t_cdf(0, 3), 0.5, 1e-15);
}

TEST(welchs_test_is_that_of_scipy)
{
	struct stat_test test;
	CHECK(stat_welch(before, 5, after, 6, 0.95, &test));
	CHECK_CLOSE(test.t, 3.915726828093169, 1e-9);
	CHECK_CLOSE(test.p, 0.005945842887790161, 1e-9);
	CHECK_CLOSE(test.df, 6.900866526633516, 1e-9);
	CHECK_CLOSE(test.low, 0.38515652621392726, 1e-9);
	CHECK_CLOSE(test.high, 1.5681768071194058, 1e-9);
	/* Nothing is claimed of one value, or of equal values. */
	static const double same[] = {3, 3, 3};
	CHECK(!stat_welch(before, 1, after, 6, 0.95, &test));
	CHECK(!stat_welch(same, 3, same, 2, 0.95, &test));
	CHECK_CLOSE(test.difference, 0, 0);
}

TEST(permutations_are_those_of_scipy_exactly)
{
	static const double c[] = {1, 2, 2, 3}, d[] = {2, 3, 3};
	double many_a[40], many_b[40];
	bool exact;
	CHECK_CLOSE(stat_permutation(before, 5, after, 6, 1, 0, &exact), 0.008658008658008658,
		    1e-12);
	CHECK(exact);
	CHECK_CLOSE(stat_permutation(c, 4, d, 3, 1, 0, NULL), 0.5714285714285714, 1e-12);
	CHECK(isnan(stat_permutation(c, 0, d, 3, 1, 10, NULL)));
	/* Too many ways for all: drawn, the same for the same seed, and never 0. */
	for (size_t i = 0; i < 40; i++) {
		many_a[i] = sin((double)i);
		many_b[i] = 5 + cos((double)i);
	}
	double p = stat_permutation(many_a, 40, many_b, 40, 7, 999, &exact);
	CHECK(!exact && p > 0 && p <= 0.0021);
	CHECK_CLOSE(stat_permutation(many_a, 40, many_b, 40, 7, 999, NULL), p, 0);
}

TEST(the_bootstrap_is_near_the_interval_of_t_for_many_values)
{
	double a[200], b[200], low, high;
	struct stat_test test;
	for (size_t i = 0; i < 200; i++) {
		a[i] = sin(12.9898 * (double)i);
		b[i] = 0.5 + sin(78.233 * (double)i);
	}
	CHECK(stat_welch(a, 200, b, 200, 0.95, &test));
	CHECK(stat_bootstrap(a, 200, b, 200, 0.95, 3, 4000, &low, &high));
	CHECK(fabs(low - test.low) < 0.02 && fabs(high - test.high) < 0.02);
	CHECK(!stat_bootstrap(a, 1, b, 200, 0.95, 3, 4000, &low, &high));
	CHECK(isnan(low));
}

TEST(the_log_law_is_that_of_scipy_and_recovers_its_parameters)
{
	static const double cost[] = {1, 2, 5, 10, 40, 100},
			    quality[] = {.61, .66, .72, .75, .83, .86}, flat[] = {1, 1, 1, 1, 1, 1};
	struct stat_log_law law;
	CHECK(stat_log_law(cost, quality, 6, &law));
	CHECK_CLOSE(law.slope, 0.05444362785270719, 1e-10);
	CHECK_CLOSE(law.level, 0.6212866126996812, 1e-10);
	CHECK_CLOSE(law.slope_error, 0.0027537272239608395, 1e-9);
	CHECK_CLOSE(law.level_error, 0.007388004802175121, 1e-9);
	CHECK_CLOSE(law.p, 3.860786630215436e-05, 1e-8);
	CHECK_CLOSE(law.r2, 0.9898705441662474, 1e-10);
	double exact[6];
	for (size_t i = 0; i < 6; i++)
		exact[i] = 0.3 + 0.07 * log(cost[i]);
	CHECK(stat_log_law(cost, exact, 6, &law));
	CHECK_CLOSE(law.slope, 0.07, 1e-12);
	CHECK_CLOSE(law.level, 0.3, 1e-12);
	CHECK(stat_log_law(cost, flat, 6, &law));
	CHECK(fabs(law.slope) < 1e-15);
	CHECK(!stat_log_law(flat, quality, 6, &law));
	CHECK(!stat_log_law(cost, quality, 2, &law));
	CHECK(!stat_log_law((const double[]){0, 1, 2}, quality, 3, &law));
}

TEST(a_summary_and_a_front_by_hand)
{
	struct stat_summary s;
	bool front[5];
	/* Mean 3, squares 4 + 1 + 0 + 1 + 4 over 4; t of 0.975 and 4: 2.776445105. */
	stat_describe((const double[]){1, 2, 3, 4, 5}, 5, 0.95, &s);
	CHECK_CLOSE(s.mean, 3, 0);
	CHECK_CLOSE(s.sd, sqrt(2.5), 1e-15);
	CHECK_CLOSE(s.high - s.mean, 2.7764451051977987 * sqrt(0.5), 1e-9);
	CHECK_CLOSE(s.least, 1, 0);
	CHECK_CLOSE(s.most, 5, 0);
	stat_describe((const double[]){7}, 1, 0.95, &s);
	CHECK_CLOSE(s.mean, 7, 0);
	CHECK(isnan(s.sd) && isnan(s.low));
	stat_pareto((const double[]){1, 2, 3, 2, 1}, (const double[]){.5, .7, .6, .7, .4}, 5, false,
		    front);
	CHECK(front[0] && front[1] && !front[2] && front[3] && !front[4]);
	stat_pareto((const double[]){1, 2, 3, 2, 1}, (const double[]){.5, .7, .3, .7, .4}, 5, true,
		    front);
	CHECK(!front[0] && !front[1] && front[2] && !front[3] && front[4]);
}

/* ---- extrapolation -------------------------------------------------------------------------- */

static uint64_t random_state = 12345;

static double uniform(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (double)((random_state * 2685821657736338717u) >> 11) * 0x1p-53;
}

static double normal(void)
{
	return sqrt(-2 * log(uniform() + 1e-300)) * cos(2 * M_PI * uniform());
}

/*
 * All with FRUGAL_MORE (make test-more), a minute of them; a fifth otherwise. Under valgrind and
 * sanitizers a few show what they look for, and say nothing of how often.
 */
static int curves(int n)
{
	return getenv("FRUGAL_SANITIZED") ? n / 40 : getenv("FRUGAL_MORE") ? n : n / 5;
}

/* As often as is said, nine in ten, or by chance (three standard deviations) less often. */
static bool often_enough(int held, int tried)
{
	return tried < 40 || held >= 0.9 * tried - 3 * sqrt(tried * 0.9 * 0.1);
}

/* Curves of a fixed share, an exponent and noise: the truth is in the interval nine times in ten.
 */
TEST(an_interval_of_extrapolation_holds_as_often_as_it_says)
{
	static const double sizes[] = {0.01, 0.02, 0.05, 0.1};
	int held = 0, tried = curves(200);
	for (int curve = 0; curve < tried; curve++) {
		double g = 1 + 0.1 * normal(), r = pow(10, -3 + 2.5 * uniform());
		double b = exp(3 * normal()), cost[4];
		struct stat_scaling whole;
		for (int i = 0; i < 4; i++)
			cost[i] = b * (r + pow(sizes[i], g)) * exp(0.03 * normal());
		double truth = b * (r + 1) * exp(0.03 * normal());
		CHECK(stat_scaling(sizes, cost, 4, 0.9, &whole));
		CHECK(whole.low < whole.value && whole.value < whole.high);
		held += truth >= whole.low && truth <= whole.high;
	}
	print_message("# held %d of %d\n", held, tried);
	CHECK(often_enough(held, tried));
	CHECK(tried < 200 || (held >= 0.85 * tried && held <= 0.95 * tried));
}

TEST(what_is_in_proportion_is_extrapolated_in_proportion)
{
	static const double sizes[] = {0.1, 0.2, 0.5}, cost[] = {10, 20, 50};
	struct stat_scaling whole;
	CHECK(stat_scaling(sizes, cost, 3, 0.9, &whole));
	CHECK(fabs(whole.value - 100) < 3 && whole.low > 80 && whole.high < 125);
	CHECK(fabs(whole.exponent - 1) < 0.05);
	/* Of quadratic growth the square is seen. */
	static const double square[] = {1, 4, 25};
	CHECK(stat_scaling(sizes, square, 3, 0.9, &whole));
	CHECK(whole.low < 100 && whole.high > 100 && whole.exponent > 1.7);
	CHECK(!stat_scaling(sizes, cost, 2, 0.9, &whole));
	CHECK(!stat_scaling((const double[]){.1, .1, .1}, cost, 3, 0.9, &whole));
	CHECK(!stat_scaling(sizes, (const double[]){1, 0, 2}, 3, 0.9, &whole));
}

TEST(a_summary_from_sums_is_that_of_the_values)
{
	static const double x[] = {10.1, 9.8, 10.4, 10.0, 9.9}, y[] = {10.9, 11.4, 10.2};
	struct stat_summary whole, summed, other;
	struct stat_test one, two;
	double sum = 0, squares = 0;
	for (size_t i = 0; i < 5; i++) {
		sum += x[i];
		squares += x[i] * x[i];
	}
	stat_describe(x, 5, 0.95, &whole);
	stat_describe(y, 3, 0.95, &other);
	stat_describe_sums(5, sum, squares, 0.95, &summed);
	CHECK_CLOSE(summed.mean, whole.mean, 1e-12);
	CHECK_CLOSE(summed.sd, whole.sd, 1e-9);
	CHECK_CLOSE(summed.high, whole.high, 1e-9);
	CHECK(stat_welch(x, 5, y, 3, 0.95, &one));
	CHECK(stat_welch_of(&summed, &other, 0.95, &two));
	CHECK_CLOSE(two.p, one.p, 1e-8);
	stat_describe_sums(1, 3, 9, 0.95, &summed);
	CHECK(isnan(summed.sd) && isnan(summed.low));
	stat_describe_sums(0, 0, 0, 0.95, &summed);
	CHECK(isnan(summed.mean));
}

/* Others come for a while and go again: each run is stretched by what they take then. */
TEST(what_others_take_is_held_as_often_as_is_said)
{
	static const double sizes[] = {0.05, 0.1, 0.2, 0.4};
	int held_time = 0, held_work = 0, alone_time = 0, alone_work = 0, tried = curves(300);
	for (int curve = 0; curve < tried; curve++) {
		double g = 1 + 0.1 * normal(), r = pow(10, -3 + 2.5 * uniform());
		double time[4], work[4], others = uniform();
		struct stat_scaling of_time, of_work, plain;
		for (int i = 0; i < 4; i++) {
			work[i] =
				(r + pow(sizes[i], g)) * exp(hypot(0.03, 0.1 * others) * normal());
			time[i] = work[i] * exp(0.5 * others * normal());
		}
		double work_truth = (r + 1) * exp(hypot(0.03, 0.1 * others) * normal());
		double time_truth = work_truth * exp(0.5 * others * normal());
		CHECK(stat_scaling_time(sizes, time, work, 4, others, 0.9, &of_time));
		CHECK(stat_scaling_work(sizes, work, 4, others, 0.9, &of_work));
		CHECK(of_time.low < of_time.value && of_time.value < of_time.high);
		held_time += time_truth >= of_time.low && time_truth <= of_time.high;
		held_work += work_truth >= of_work.low && work_truth <= of_work.high;
		CHECK(stat_scaling(sizes, time, 4, 0.9, &plain));
		alone_time += time_truth >= plain.low && time_truth <= plain.high;
		CHECK(stat_scaling(sizes, work, 4, 0.9, &plain));
		alone_work += work_truth >= plain.low && work_truth <= plain.high;
	}
	print_message("# of %d time held %d, alone %d; work held %d, alone %d\n", tried, held_time,
		      alone_time, held_work, alone_work);
	CHECK(often_enough(held_time, tried) && often_enough(held_work, tried));
	CHECK(tried < 300 || (held_time >= 0.88 * tried && held_time <= 0.99 * tried));
	CHECK(tried < 300 || (held_work >= 0.88 * tried && held_work <= 0.99 * tried));
}

TEST(on_a_quiet_machine_processor_time_changes_nothing)
{
	static const double sizes[] = {0.1, 0.2, 0.5}, time[] = {10, 20, 50}, work[] = {5, 10, 25};
	static const double none[] = {5, 0, 25};
	struct stat_scaling whole, plain;
	CHECK(stat_scaling(sizes, time, 3, 0.9, &plain));
	CHECK(stat_scaling_time(sizes, time, work, 3, 0, 0.9, &whole));
	CHECK_CLOSE(whole.value, plain.value, 1e-9);
	CHECK_CLOSE(whole.low, plain.low, 1e-9);
	CHECK_CLOSE(whole.high, plain.high, 1e-9);
	/* Runs without processor time are taken by their time. */
	CHECK(stat_scaling_time(sizes, time, none, 3, 0.5, 0.9, &whole));
	CHECK_CLOSE(whole.high, plain.high, 1e-9);
	CHECK(stat_scaling_time(sizes, time, NULL, 3, 0.5, 0.9, &whole));
	CHECK_CLOSE(whole.high, plain.high, 1e-9);
	/* Others took half of all runs but the first: 50 or 120, and both are said. */
	static const double busy[] = {5, 20, 50};
	CHECK(stat_scaling_time(sizes, busy, work, 3, 0.5, 0.9, &whole));
	CHECK(whole.low < 60 && whole.high > 110);
	CHECK(!stat_scaling_time(sizes, time, work, 2, 0, 0.9, &whole));
}

TEST(points_put_together_have_the_law_of_all)
{
	static const double cost[] = {1, 3, 10, 20, 55, 90, 200},
			    quality[] = {.3, .42, .45, .52, .61, .6, .7};
	struct stat_log_law whole, merged, summed;
	struct stat_cloud first, second, other;
	struct stat_sums sums = {0};
	for (size_t i = 0; i < 7; i++) {
		double x = log(cost[i]), y = quality[i];
		sums.n += 1;
		sums.x += x;
		sums.y += y;
		sums.xx += x * x;
		sums.xy += x * y;
		sums.yy += y * y;
	}
	CHECK(stat_log_law(cost, quality, 7, &whole));
	CHECK(stat_cloud_of_log(cost, quality, 3, &first));
	CHECK(stat_cloud_of_log(cost + 3, quality + 3, 4, &second));
	stat_cloud_merge(&first, &second);
	stat_cloud_merge(&first, &(struct stat_cloud){0});
	CHECK(stat_log_law_of(&first, &merged));
	CHECK_CLOSE(merged.slope, whole.slope, 1e-12);
	CHECK_CLOSE(merged.level, whole.level, 1e-12);
	CHECK_CLOSE(merged.p, whole.p, 1e-9);
	stat_cloud_of_sums(&sums, &other);
	CHECK(stat_log_law_of(&other, &summed));
	CHECK_CLOSE(summed.slope, whole.slope, 1e-9);
	CHECK_CLOSE(summed.r2, whole.r2, 1e-9);
	CHECK(!stat_log_law_of(&(struct stat_cloud){0}, &summed));
}

TEST(growth_is_a_share_of_that_in_proportion)
{
	static const double size[] = {.1, .2, .4}, same[] = {229, 204, 202},
			    proportion[] = {1, 2, 4}, start[] = {2.1, 2.2, 2.4};
	static const double twice[] = {.1, .1, .4}, cost[] = {1, 3, 5};
	/* 202 / 229 - 1 over 4 - 1 */
	CHECK_CLOSE(stat_growth(size, same, 3), -0.03930131, 1e-6);
	CHECK_CLOSE(stat_growth(size, proportion, 3), 1, 1e-9);
	/* A fixed part of 2: 2.4 / 2.1 - 1 over 3 */
	CHECK_CLOSE(stat_growth(size, start, 3), 0.04761905, 1e-6);
	/* Means of each size: 2 and 5 */
	CHECK_CLOSE(stat_growth(twice, cost, 3), 0.5, 1e-9);
	CHECK(isnan(stat_growth(twice, cost, 2)));
}

RUN_TESTS(CASE(growth_is_a_share_of_that_in_proportion),
	  CASE(points_put_together_have_the_law_of_all),
	  CASE(a_summary_from_sums_is_that_of_the_values),
	  CASE(students_distribution_is_that_of_scipy), CASE(welchs_test_is_that_of_scipy),
	  CASE(permutations_are_those_of_scipy_exactly),
	  CASE(the_bootstrap_is_near_the_interval_of_t_for_many_values),
	  CASE(the_log_law_is_that_of_scipy_and_recovers_its_parameters),
	  CASE(a_summary_and_a_front_by_hand),
	  CASE(an_interval_of_extrapolation_holds_as_often_as_it_says),
	  CASE(what_is_in_proportion_is_extrapolated_in_proportion),
	  CASE(what_others_take_is_held_as_often_as_is_said),
	  CASE(on_a_quiet_machine_processor_time_changes_nothing))
