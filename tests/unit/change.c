/* SPDX-License-Identifier: Apache-2.0 */
/* Changes, shares and rebound within their domain, and outside it; values by hand. */
#include "check.h"

#include <math.h>

#include "quantity/change.h"

TEST(a_change_is_a_share_of_what_was_before)
{
	CHECK_CLOSE(change_of(10, 12), 0.2, 1e-12);
	CHECK_CLOSE(change_of(10, 0), -1, 1e-12);
	CHECK_CLOSE(change_of(4, 2), -0.5, 1e-12);
	CHECK_CLOSE(change_of(7, 7), 0, 1e-12);
	/* A metric may fall below 0: 2 to -1 is 150 % less. */
	CHECK_CLOSE(change_of(2, -1), -1.5, 1e-12);
}

TEST(what_follows_nothing_or_less_has_no_percentage)
{
	CHECK(isnan(change_of(0, 5)));
	CHECK(isnan(change_of(0, 0)));
	CHECK(isnan(change_of(-2, -1)));
	CHECK(isnan(change_of(NAN, 1)));
	CHECK(isnan(change_of(1, NAN)));
	CHECK(isnan(change_of(1, INFINITY)));
	CHECK(isnan(change_of(INFINITY, 1)));
	CHECK(isnan(change_of(1e-300, 1e300)));
}

TEST(a_share_is_of_a_whole_and_no_more_than_it)
{
	CHECK_CLOSE(share_of(1, 4), 0.25, 1e-12);
	CHECK_CLOSE(share_of(0, 4), 0, 1e-12);
	/* Sums of the same runs in another order may differ in the last digits. */
	CHECK_CLOSE(share_of(4 * (1 + 1e-12), 4), 1, 0);
	CHECK(isnan(share_of(5, 4)));
	CHECK(isnan(share_of(-1, 4)));
	CHECK(isnan(share_of(0, 0)));
	CHECK(isnan(share_of(NAN, 4)));
	CHECK(isnan(share_of(1, -4)));
	CHECK(isnan(share_of(1, NAN)));
}

TEST(only_more_usage_takes_a_saving_back)
{
	/* 1000 uses at 2 g, then 1500 at 1 g: 1000 g expected, 500 g saved, half lost. */
	CHECK_CLOSE(rebound_of(1000, 2, 1500, 1), 0.5, 1e-12);
	/* 3000 at 1 g: 1000 g more than before, twice what was expected is lost. */
	CHECK_CLOSE(rebound_of(1000, 2, 3000, 1), 2, 1e-12);
	CHECK_CLOSE(rebound_of(1000, 2, 1000, 1), 0, 1e-12);
	CHECK_CLOSE(rebound_of(1000, 2, 5000, 0), 0, 1e-12);
	CHECK(isnan(rebound_of(1000, 2, 700, 1)));  /* fewer uses */
	CHECK(isnan(rebound_of(1000, 1, 1500, 1))); /* nothing saved by unit */
	CHECK(isnan(rebound_of(1000, 1, 1500, 2)));
	CHECK(isnan(rebound_of(0, 2, 1500, 1)));
	CHECK(isnan(rebound_of(1000, 2, NAN, 1)));
	CHECK(isnan(rebound_of(1000, 2, 1500, NAN)));
	CHECK(isnan(rebound_of(1000, 2, 1500, -1)));
}

RUN_TESTS(CASE(a_change_is_a_share_of_what_was_before),
	  CASE(what_follows_nothing_or_less_has_no_percentage),
	  CASE(a_share_is_of_a_whole_and_no_more_than_it),
	  CASE(only_more_usage_takes_a_saving_back))
