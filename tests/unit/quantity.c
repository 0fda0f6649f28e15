/* SPDX-License-Identifier: Apache-2.0 */
/* Units and quantities: the algebra, what users write, and what is refused with which words. */
#include <math.h>

#include "check.h"

#include "quantity/print.h"
#include "quantity/quantity.h"
#include "quantity/support.h"
#include "quantity/typed.h"

static double parse(const char *text, const char *unit_name)
{
	struct unit unit;
	struct quantity q;
	struct frugal_error error = {0};
	CHECK_INT(unit_parse(str_of(unit_name), &unit, &error), 0);
	if (quantity_parse_as(str_of(text), "x", unit, unit_name, BARE_REFUSED, &q, &error) < 0) {
		print_error("%s as %s: %s\n", text, unit_name, error.what);
		return NAN;
	}
	return q.value / unit.scale;
}

static struct frugal_error refuse(const char *text, const char *unit_name)
{
	struct unit unit;
	struct quantity q;
	struct frugal_error error = {0};
	CHECK_INT(unit_parse(str_of(unit_name), &unit, &error), 0);
	CHECK_INT(quantity_parse_as(str_of(text), "x", unit, unit_name, BARE_REFUSED, &q, &error),
		  FRUGAL_EUSAGE);
	return error;
}

TEST(units_convert_by_their_definition)
{
	CHECK_CLOSE(parse("3.60 MJ", "kWh"), 1.0, 1e-15);
	CHECK_CLOSE(parse("1 Wh", "J"), 3600.0, 1e-15);
	CHECK_CLOSE(parse("2 h", "s"), 7200.0, 1e-15);
	CHECK_CLOSE(parse("1 d", "min"), 1440.0, 1e-12);
	CHECK_CLOSE(parse("1 kW*h", "kWh"), 1.0, 1e-15);
	CHECK_CLOSE(parse("1 TFLOPS", "GFLOP/s"), 1000.0, 1e-12);
	CHECK_CLOSE(parse("1 m3", "L"), 1000.0, 0);
	CHECK_CLOSE(parse("2 GiB", "B"), 2147483648.0, 0);
	CHECK_CLOSE(parse("814 mm2", "cm2"), 8.14, 1e-12);
	CHECK_CLOSE(parse("814 mm^2", "mm2"), 814.0, 1e-12);
	CHECK_CLOSE(parse("50 %", "1"), 0.5, 0);
	CHECK_CLOSE(parse("6 years", "h"), 52560.0, 0);
	CHECK_CLOSE(parse("5 µg", "g"), 5e-6, 1e-15);
	CHECK_CLOSE(parse("0.5 1/kWh", "1/MWh"), 500.0, 1e-12);
	CHECK_CLOSE(parse("0.5/kWh", "1/MWh"), 500.0, 1e-12);
}

TEST(usual_units_are_exact_in_base_units)
{
	struct quantity q;
	CHECK_INT(quantity_parse(STR("433.196 MWh"), &q, NULL), 0);
	CHECK(q.value == 433196000.0);
	CHECK_INT(quantity_parse(STR("57 gCO2e/kWh"), &q, NULL), 0);
	CHECK(q.value == 0.057);
}

TEST(a_bare_prefix_multiplies_a_count)
{
	CHECK_CLOSE(parse("70G", "1"), 70e9, 0);
	CHECK_CLOSE(parse("2T", "token"), 2e12, 0);
	CHECK_CLOSE(parse("1083kh", "h"), 1083000.0, 0);
}

TEST(a_mass_stands_for_the_gas_or_metal_that_is_wanted)
{
	CHECK_CLOSE(parse("73.32t", "kgCO2e"), 73320.0, 1e-15);
	CHECK_CLOSE(parse("57 g/kWh", "gCO2e/kWh"), 57.0, 1e-15);
	CHECK_CLOSE(parse("2 mg", "gSbe"), 0.002, 1e-15);
	(void)refuse("3 kgCO2e", "kg");
}

TEST(intervals_take_the_unit_of_their_value_or_their_own)
{
	struct quantity q;
	static const char *const same[] = {"10 h [8, 12]", "10 [8, 12] h", "10h[8h,720min]",
					   " 10 [ 8 , 12 ] h "};
	for (size_t i = 0; i < 4; i++) {
		CHECK_INT(quantity_parse(str_of(same[i]), &q, NULL), 0);
		CHECK_CLOSE(q.value, 10, 0);
		CHECK_CLOSE(q.low, 8, 0);
		CHECK_CLOSE(q.high, 12, 1e-15);
	}
}

TEST(bad_intervals_are_refused_with_their_reason)
{
	CHECK_HOLDS(refuse("2 h [3, 1]", "h").what, "above its high end");
	CHECK_HOLDS(refuse("5 h [1, 3]", "h").what, "does not contain its own value");
	CHECK_HOLDS(refuse("2 h [1, 3", "h").what, "']' is missing");
	CHECK_HOLDS(refuse("2 h [1]", "h").what, "two numbers");
	CHECK_HOLDS(refuse("2 h [1 W, 3 W]", "h").what, "have different units");
}

TEST(a_quantity_is_read_and_then_fitted_to_its_unit)
{
	struct frugal_error error;
	struct quantity q;
	struct unit mwh;
	CHECK_INT(unit_parse(STR("MWh"), &mwh, NULL), 0);
	CHECK_INT(quantity_parse(STR("2"), &q, NULL), 0);
	CHECK_INT(quantity_take_as(STR("2"), "x", mwh, "MWh", BARE_IN_UNIT, &q, NULL), 0);
	CHECK_CLOSE(q.value, 2e6, 1e-12);
	/* 1e305 MWh is 1e311 Wh, past the range of a double. */
	CHECK_INT(quantity_parse(STR("1e305"), &q, NULL), 0);
	CHECK_INT(quantity_take_as(STR("1e305"), "x", mwh, "MWh", BARE_IN_UNIT, &q, &error),
		  FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "x");
}

TEST(a_wrong_unit_names_both_units_and_offers_the_right_one)
{
	struct frugal_error error = refuse("1083kW", "h");
	CHECK_TEXT(error.what, "x requires a time (h), got a power (kW)");
	CHECK_TEXT(error.todo, "did you mean x=1083kh ?");
	error = refuse("10", "h");
	CHECK_TEXT(error.what, "x requires a time (h), got a number without unit");
	CHECK_TEXT(error.todo, "did you mean x=10h ?");
	error = refuse("10 Wq", "Wh");
	CHECK_HOLDS(error.what, "'Wq' is not a unit");
}

TEST(not_numbers_are_refused)
{
	static const char *const bad[] = {"",        "nan", "inf",    "-inf h",
					  "1e999 h", "h",   "0x10 h", "1..2"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		(void)refuse(bad[i], "h");
}

TEST(dimensions_form_a_group)
{
	/* For any exponents: a*b/b == a, a^2 root 2 == a, a/a is none. */
	uint32_t x = 12345;
	for (int round = 0; round < 1000; round++) {
		struct dimension a = DIMENSIONLESS, b = DIMENSIONLESS, c;
		for (size_t i = 0; i < KIND_COUNT; i++) {
			x = x * 1664525u + 1013904223u;
			a.exponent[i] = (int8_t)((int)(x >> 24) % 5 - 2);
			b.exponent[i] = (int8_t)((int)(x >> 16 & 0xFF) % 5 - 2);
		}
		CHECK(dimension_eq(dimension_div(dimension_mul(a, b), b), a));
		CHECK(dimension_pow(a, 2, &c) && dimension_root(c, 2, &c) && dimension_eq(c, a));
		CHECK(dimension_is_none(dimension_div(a, a)));
	}
}

static void check_print(double value, double low, double high, enum kind kind,
			const struct number_style *style, const char *want)
{
	struct buf text = {0};
	struct dimension dim = DIMENSIONLESS;
	dim.exponent[kind] = 1;
	print_quantity(&text, value, low, high, dim, (struct unit){1, dim}, NULL, style);
	CHECK_TEXT(buf_text(&text), want);
	buf_release(&text);
}

TEST(people_get_no_more_digits_than_the_interval_deserves)
{
	check_print(1.9137e9, 1.1e9, 3.4e9, KIND_ENERGY, &NUMBERS_EN, "1.9 GWh [1.1, 3.4]");
	check_print(231.4, 222.2, 240.1, KIND_ENERGY, &NUMBERS_EN, "231 Wh [222, 240]");
	check_print(12.934, 11.81, 14.12, KIND_CO2E, &NUMBERS_EN, "12.9 g CO2e [11.8, 14.1]");
	check_print(12.934, 11.81, 14.12, KIND_CO2E, &NUMBERS_FR, "12,9 g CO2e [11,8 ; 14,1]");
	check_print(433196000, 433196000, 433196000, KIND_ENERGY, &NUMBERS_EN, "433 MWh");
	check_print(0, 0, 0, KIND_ENERGY, &NUMBERS_EN, "0 Wh");
}

/* 0.585 is below the tie in binary, 585 is on it. */
TEST(a_tie_is_rounded_alike_in_every_unit)
{
	struct buf text = {0};
	struct dimension energy = {{[KIND_ENERGY] = 1}};
	const struct display_unit kwh = {.scale = 1000, .text = "kWh"};
	check_print(390, 312, 585, KIND_ENERGY, &NUMBERS_EN, "390 Wh [310, 590]");
	print_quantity_in(&text, 390, 312, 585, &kwh, &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "0.39 kWh [0.31, 0.59]");
	buf_clear(&text);
	print_number(&text, 123456789012345, 0, &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "123\u202f456\u202f789\u202f012\u202f345");
	buf_clear(&text);
	print_quantity(&text, 2.5, 2.5, 2.5, energy, (struct unit){1, energy}, NULL, &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "2.50 Wh");
	buf_release(&text);
}

TEST(what_a_model_gives_in_megajoules_or_years_stays_so)
{
	struct buf text = {0};
	struct dimension energy = {{[KIND_ENERGY] = 1}}, time = {{[KIND_TIME] = 1}};
	print_quantity(&text, 1000, 1000, 1000, energy, (struct unit){1e3 / 3.6, energy}, "MJ",
		       &NUMBERS_EN); /* 1 kWh */
	CHECK_TEXT(buf_text(&text), "3.60 MJ");
	buf_clear(&text);
	print_quantity(&text, 8760 * 2.5, 8760 * 2, 8760 * 4, time, (struct unit){8760, time}, "yr",
		       &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "2.5 yr [2.0, 4.0]");
	buf_release(&text);
}

TEST(durations_read_as_people_say_them)
{
	struct buf text = {0};
	print_duration(&text, 754, &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "12 min 34 s");
	buf_clear(&text);
	print_duration(&text, 3725, &NUMBERS_EN);
	CHECK_TEXT(buf_text(&text), "1 h 02 min");
	buf_clear(&text);
	print_duration(&text, 0.8312, &NUMBERS_FR);
	CHECK_TEXT(buf_text(&text), "0,831 s");
	buf_release(&text);
}

TEST(a_kilowatt_for_an_hour_is_a_kilowatt_hour)
{
	struct energy e = power_times((struct power){1000}, (struct duration){3600});
	CHECK_CLOSE(energy_kwh(e), 1.0, 0);
	CHECK_CLOSE(energy_per(e, (struct duration){3600}).w, 1000.0, 0);
}

TEST(an_exponent_does_not_wrap_round)
{
	/* 256 metres multiplied are not a plain number. */
	struct buf text = {0};
	struct quantity q;
	buf_puts(&text, "1 m");
	for (int i = 1; i < 256; i++)
		buf_puts(&text, "*m");
	if (quantity_parse(buf_str(&text), &q, NULL) == 0)
		CHECK(!dimension_is_none(q.dim));
	buf_release(&text);
}

/* sqrt(0.05 * 20 * 10) = 3.162278 from each end of the triangle 0, 10, 20. */
TEST(the_support_of_a_symmetric_interval_is_its_triangle)
{
	double a, b;
	interval_support(10, 3.16227766016838, 16.8377223398316, &a, &b);
	CHECK_CLOSE(a, 0, 1e-9);
	CHECK_CLOSE(b, 20, 1e-9);
	interval_support(-10, -16.8377223398316, -3.16227766016838, &a, &b);
	CHECK_CLOSE(a, -20, 1e-9);
	CHECK_CLOSE(b, 0, 1e-9);
}

/* The triangle 100, 105, 120: 100 + sqrt(0.05 * 20 * 5), 120 - sqrt(0.05 * 20 * 15). */
TEST(the_support_of_a_skewed_interval_is_its_triangle)
{
	double a, b;
	interval_support(105, 102.2360679774998, 116.1270166537926, &a, &b);
	CHECK_CLOSE(a, 100, 1e-9);
	CHECK_CLOSE(b, 120, 1e-9);
}

/* The triangle 10, 10, 20: nothing below its mode, 20 - sqrt(0.05 * 10 * 10) above. */
TEST(the_support_of_a_one_sided_interval_stays_on_that_side)
{
	double a, b;
	interval_support(10, 10, 17.7639320225002, &a, &b);
	CHECK_CLOSE(a, 10, 0);
	CHECK_CLOSE(b, 20, 1e-9);
	interval_support(10, 11, 17.7639320225002, &a, &b);
	CHECK_CLOSE(a, 10, 0);
	CHECK_CLOSE(b, 20, 1e-9);
	interval_support(20, 12.2360679774998, NAN, &a, &b);
	CHECK_CLOSE(a, 10, 1e-9);
	CHECK_CLOSE(b, 20, 0);
}

TEST(the_support_of_a_sure_number_is_that_number)
{
	double a, b;
	interval_support(7, 7, 7, &a, &b);
	CHECK_CLOSE(a, 7, 0);
	CHECK_CLOSE(b, 7, 0);
	interval_support(0, 0, 0, &a, &b);
	CHECK_CLOSE(a, 0, 0);
	CHECK_CLOSE(b, 0, 0);
}

/* Cut at 0, b = 3 + sqrt(0.05 b (b - 1)), so 0.95 b^2 - 5.95 b + 9 = 0: b = 3.708729. */
TEST(the_support_of_an_amount_does_not_reach_below_nothing)
{
	double a, b;
	interval_support(1, 0.1, 3, &a, &b);
	CHECK_CLOSE(a, 0, 0);
	CHECK_CLOSE(b, 3.708729, 1e-6);
}

RUN_TESTS(CASE(units_convert_by_their_definition), CASE(usual_units_are_exact_in_base_units),
	  CASE(a_bare_prefix_multiplies_a_count),
	  CASE(a_mass_stands_for_the_gas_or_metal_that_is_wanted),
	  CASE(intervals_take_the_unit_of_their_value_or_their_own),
	  CASE(bad_intervals_are_refused_with_their_reason),
	  CASE(a_quantity_is_read_and_then_fitted_to_its_unit),
	  CASE(a_wrong_unit_names_both_units_and_offers_the_right_one),
	  CASE(not_numbers_are_refused), CASE(dimensions_form_a_group),
	  CASE(an_exponent_does_not_wrap_round),
	  CASE(people_get_no_more_digits_than_the_interval_deserves),
	  CASE(a_tie_is_rounded_alike_in_every_unit),
	  CASE(what_a_model_gives_in_megajoules_or_years_stays_so),
	  CASE(durations_read_as_people_say_them), CASE(a_kilowatt_for_an_hour_is_a_kilowatt_hour),
	  CASE(the_support_of_a_symmetric_interval_is_its_triangle),
	  CASE(the_support_of_a_skewed_interval_is_its_triangle),
	  CASE(the_support_of_a_one_sided_interval_stays_on_that_side),
	  CASE(the_support_of_a_sure_number_is_that_number),
	  CASE(the_support_of_an_amount_does_not_reach_below_nothing))
