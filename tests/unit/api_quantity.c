/* SPDX-License-Identifier: Apache-2.0 */
/* A quantity with its unit through the public function: worked out by hand. */
#include "frugal.h"

#include "check.h"

static struct frugal_quantity read_as(const char *text, const char *unit)
{
	struct frugal_quantity q = {.size = sizeof(q)};
	struct frugal_error error = {0};
	if (frugal_quantity_read(text, unit, "--x", &q, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	return q;
}

TEST(a_quantity_is_in_the_unit_that_was_asked_for)
{
	CHECK_CLOSE(read_as("700 W", "kW").value, 0.7, 1e-12);
	CHECK_CLOSE(read_as("90min", "h").value, 1.5, 1e-12);
	CHECK_CLOSE(read_as("100ms", "s").value, 0.1, 1e-12);
	CHECK_CLOSE(read_as("0.3EUR/kWh", "EUR/kWh").value, 0.3, 1e-12);
	/* 20 Wh for 1 MB are 20 kWh for 1 GB. */
	CHECK_CLOSE(read_as("20Wh/MB", "kWh/GB").value, 20, 1e-12);
	CHECK_CLOSE(read_as("5 %", "1").value, 0.05, 1e-12);
}

TEST(an_interval_is_kept_and_without_one_both_ends_are_the_value)
{
	struct frugal_quantity q = read_as("10h [8h, 720min]", "min");
	CHECK_CLOSE(q.value, 600, 1e-12);
	CHECK_CLOSE(q.low, 480, 1e-12);
	CHECK_CLOSE(q.high, 720, 1e-12);
	q = read_as("1.2", "1");
	CHECK(q.low == q.value && q.high == q.value);
}

TEST(what_does_not_fit_is_refused_with_the_name_and_what_would)
{
	struct frugal_quantity q = {.size = sizeof(q), .value = 7};
	struct frugal_error error = {0};
	CHECK_INT(frugal_quantity_read("3kW", "s", "--interval", &q, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "--interval requires a time (s), got a power (kW)");
	CHECK_TEXT(error.todo, "did you mean --interval=3ks ?");
	CHECK_INT(frugal_quantity_read("100", "s", "--interval", &q, &error), FRUGAL_EUSAGE);
	error = (struct frugal_error){0};
	CHECK_INT(frugal_quantity_read("much", "s", "--interval", &q, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "--interval");
	CHECK_INT(frugal_quantity_read("1h", "hour of need", "x", &q, &error), FRUGAL_EUSAGE);
	CHECK_CLOSE(q.value, 7, 0);
}

TEST(null_arguments_and_a_size_that_is_not_set_are_usage)
{
	struct frugal_quantity q = {.size = sizeof(q)}, unset = {0};
	CHECK_INT(frugal_quantity_read(NULL, "s", "x", &q, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_quantity_read("1s", NULL, "x", &q, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_quantity_read("1s", "s", NULL, &q, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_quantity_read("1s", "s", "x", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_quantity_read("1s", "s", "x", &unset, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_quantity_read("1s", "s", "x", &q, NULL), 0);
}

RUN_TESTS(CASE(a_quantity_is_in_the_unit_that_was_asked_for),
	  CASE(an_interval_is_kept_and_without_one_both_ends_are_the_value),
	  CASE(what_does_not_fit_is_refused_with_the_name_and_what_would),
	  CASE(null_arguments_and_a_size_that_is_not_set_are_usage))
