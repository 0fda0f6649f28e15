/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as text, with the C library (in the C locale) as the oracle. */
#include "check.h"

#include <float.h>
#include <stdlib.h>

#include "base/num.h"

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static bool same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static const char *text_of(double x)
{
	static char text[NUM_TEXT];
	size_t n = num_format(x, text);
	CHECK_INT(n, strlen(text));
	return text;
}

/* The shortest of %.1g to %.17g that reads back: what num_format may not be longer than. */
static size_t digits_needed(double x)
{
	char text[40];
	for (int n = 1; n < 17; n++) {
		(void)snprintf(text, sizeof(text), "%.*e", n - 1, x);
		if (same_bits(strtod(text, NULL), x))
			return (size_t)n;
	}
	return 17;
}

static size_t digits_in(const char *text)
{
	size_t n = 0, zeros = 0;
	for (; *text && *text != 'e'; text++) {
		if (*text < '0' || *text > '9' || (n == 0 && *text == '0'))
			continue;
		n++;
		zeros = *text == '0' ? zeros + 1 : 0;
	}
	return n - zeros;
}

static void check_round_trip(double x)
{
	char text[NUM_TEXT];
	double back = 0;
	size_t n = num_format(x, text);
	if (!same_bits(strtod(text, NULL), x) || num_parse((struct str){text, n}, &back) != n ||
	    !same_bits(back, x)) {
		print_error("%.17g (%a) is written %s\n", x, x, text);
		fail();
	}
}

static void check_read(const char *text)
{
	double want = strtod(text, NULL), got = -1;
	size_t n = num_parse(str_of(text), &got);
	if (isinf(want) ? n != 0 : n != strlen(text) || !same_bits(got, want)) {
		print_error("%.60s is read as %a (%zu bytes), not %a\n", text, got, n, want);
		fail();
	}
}

TEST(numbers_are_written_as_people_type_them)
{
	CHECK_TEXT(text_of(0.1), "0.1");
	CHECK_TEXT(text_of(123456.789), "123456.789");
	CHECK_TEXT(text_of(-1.5), "-1.5");
	CHECK_TEXT(text_of(0), "0");
	CHECK_TEXT(text_of(-0.0), "0");
	CHECK_TEXT(text_of(1), "1");
	CHECK_TEXT(text_of(100), "100");
	CHECK_TEXT(text_of(1e15), "1000000000000000");
	CHECK_TEXT(text_of(0.0001), "0.0001");
	CHECK_TEXT(text_of(1e-5), "1e-05");
	CHECK_TEXT(text_of(1.5e-7), "1.5e-07");
	CHECK_TEXT(text_of(1e16), "1e+16");
	CHECK_TEXT(text_of(1e22), "1e+22");
	CHECK_TEXT(text_of(1e100), "1e+100");
	CHECK_TEXT(text_of(3.6e6), "3600000");
}

TEST(edges_of_double_are_written_shortest)
{
	CHECK_TEXT(text_of(0.1 + 0.2), "0.30000000000000004");
	CHECK_TEXT(text_of(5e-324), "5e-324");
	CHECK_TEXT(text_of(1.7976931348623157e308), "1.7976931348623157e+308");
	CHECK_TEXT(text_of(2.2250738585072014e-308), "2.2250738585072014e-308");
	CHECK_TEXT(text_of(9007199254740993.0), "9007199254740992");
	CHECK_TEXT(text_of(9007199254740991.0), "9007199254740991");
	/* A power of two: the double below is nearer than the one above. */
	CHECK_TEXT(text_of(0x1p-44), "5.684341886080802e-14");
	CHECK_TEXT(text_of(9.5367431640625e-07), "9.5367431640625e-07");
	CHECK_TEXT(text_of(1.0 / 3), "0.3333333333333333");
	CHECK_TEXT(text_of(2e-44), "2e-44");
	CHECK_TEXT(text_of(9999999999999998.0), "9999999999999998");
}

TEST(what_is_not_a_number_is_written_null)
{
	CHECK_TEXT(text_of(NAN), "null");
	CHECK_TEXT(text_of(INFINITY), "null");
	CHECK_TEXT(text_of(-INFINITY), "null");
}

TEST(any_double_reads_back_the_same)
{
	for (int i = 0; i < 1000000; i++) {
		uint64_t bits = next_random();
		double x;
		memcpy(&x, &bits, sizeof(x));
		if (isfinite(x) && (x > 0 || x < 0))
			check_round_trip(x);
	}
}

TEST(every_power_of_two_and_its_neighbours_read_back)
{
	for (uint64_t e = 0; e < 0x7FF; e++) {
		for (uint64_t k = 0; k < 5; k++) {
			uint64_t bits = (e << 52) + k - 2;
			double x;
			memcpy(&x, &bits, sizeof(x));
			if (isfinite(x) && (x > 0 || x < 0))
				check_round_trip(x);
		}
	}
}

TEST(short_decimals_come_back_as_they_were_typed)
{
	char typed[40];
	for (int i = 0; i < 200000; i++) {
		/* Up to 15 digits: no two such decimals are the same double. */
		unsigned whole = (unsigned)(next_random() % 1000000);
		unsigned part = (unsigned)(next_random() % 1000000000);
		int n = snprintf(typed, sizeof(typed), "%u.%09u", whole, part);
		while (typed[n - 1] == '0')
			typed[--n] = '\0';
		if (typed[n - 1] == '.' || (whole == 0 && part < 100000))
			continue;
		double x = 0;
		CHECK_INT(num_parse(str_of(typed), &x), n);
		CHECK_TEXT(text_of(x), typed);
	}
}

TEST(no_text_is_longer_than_it_must_be)
{
	for (int i = 0; i < 50000; i++) {
		uint64_t bits = next_random();
		double x;
		memcpy(&x, &bits, sizeof(x));
		if (i % 2)
			x = (double)(bits % 100000) / 64;
		if (!isfinite(x))
			continue;
		const char *text = text_of(x);
		size_t need = digits_needed(x), have = digits_in(text);
		if (have > need) {
			print_error("%s has %zu digits, %zu are enough\n", text, have, need);
			fail();
		}
	}
}

TEST(texts_are_read_as_the_c_library_reads_them)
{
	char text[1100];
	for (int i = 0; i < 200000; i++) {
		size_t digits = 1 + next_random() % (i % 50 ? 24 : 1000), n = 0;
		size_t point = next_random() % (digits + 1);
		for (size_t k = 0; k < digits; k++) {
			if (k == point && k)
				text[n++] = '.';
			text[n++] = (char)('0' + next_random() % 10);
		}
		(void)snprintf(text + n, sizeof(text) - n, "e%d", (int)(next_random() % 700) - 350);
		check_read(text);
	}
}

TEST(hard_texts_are_rounded_right)
{
	static const char *const texts[] = {
		"9007199254740993",
		"9007199254740993.00000000000000000000000000000000000000000000000000001",
		"9007199254740992.99999999999999999999999999999999999999999999999999999",
		"1e22",
		"1e23",
		"8.5e22",
		"5e-324",
		"2.4703282292062327e-324",
		"2.4703282292062328e-324",
		"2.2250738585072011e-308",
		"2.2250738585072012e-308",
		"1.7976931348623157e308",
		"1.7976931348623158e308",
		"1.7976931348623159e308",
		"1e-400",
		"0e999999999999999999999",
		"0.000000000000000000000000000000000000000000000000000000000000e400",
		"18446744073709551615",
		"18446744073709551616",
		"9999999999999999999",
		"10000000000000000000",
		"6929495644600919.5",
		"3.4e38",
		"0.1e-6",
		"123456789012345678901234567890",
		"7.2057594037927933e16",
		"1.00000000000000011102230246251565404236316680908203125",
		"1.00000000000000011102230246251565404236316680908203124",
		"1.00000000000000011102230246251565404236316680908203126",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		check_read(texts[i]);
}

TEST(the_middle_of_two_doubles_goes_to_the_even_one_and_a_hair_more_goes_up)
{
	char text[1200];
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = next_random() >> 1;
		double x;
		memcpy(&x, &bits, sizeof(x));
		if (!isfinite(x) || x >= DBL_MAX / 2)
			continue;
		double above = nextafter(x, INFINITY);
		long double middle = ((long double)x + (long double)above) / 2;
		int n = snprintf(text, sizeof(text) - 2, "%.800Le", middle);
		check_read(text);
		/* The last digit before the exponent, if it is 0, makes it a hair more. */
		char *e = memchr(text, 'e', (size_t)n);
		if (e[-1] == '0')
			e[-1] = '1';
		check_read(text);
	}
}

TEST(a_text_of_any_length_is_read)
{
	enum { N = 5000 };
	char text[N + 8];
	memset(text, '0', N);
	memcpy(text, "0.", 2);
	memcpy(text + N - 5, "17e4990", 8);
	check_read(text);
	memset(text, '3', N);
	memcpy(text + N, "e-4990", 7);
	check_read(text);
	memset(text, '9', N);
	text[N] = '\0';
	check_read(text);
}

TEST(reading_stops_where_the_number_stops)
{
	double x = 0;
	CHECK_INT(num_parse(STR("0..1"), &x), 1);
	CHECK_CLOSE(x, 0, 0);
	CHECK_INT(num_parse(STR("5."), &x), 1);
	CHECK_INT(num_parse(STR("1.5kWh"), &x), 3);
	CHECK_CLOSE(x, 1.5, 0);
	CHECK_INT(num_parse(STR("2e"), &x), 1);
	CHECK_INT(num_parse(STR("2e+"), &x), 1);
	CHECK_INT(num_parse(STR("2e+3 "), &x), 4);
	CHECK_CLOSE(x, 2000, 0);
	CHECK_INT(num_parse(STR("0x10"), &x), 1);
	CHECK_INT(num_parse(STR("1,5"), &x), 1);
	CHECK_INT(num_parse(STR(".5"), &x), 2);
	CHECK_CLOSE(x, 0.5, 0);
	CHECK_INT(num_parse(STR("+.25e2"), &x), 6);
	CHECK_CLOSE(x, 25, 0);
	CHECK_INT(num_parse((struct str){"12345", 3}, &x), 3);
	CHECK_CLOSE(x, 123, 0);
}

TEST(what_is_not_a_finite_number_is_refused)
{
	static const char *const texts[] = {
		"",    "-",  "+",   ".",   "-.", "e5",    "inf",    "nan",
		"NaN", "x1", "--1", "+-1", " 1", "1e309", "-1e309", "1e99999999999999"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		double x = 42;
		CHECK_INT(num_parse(str_of(texts[i]), &x), 0);
		CHECK_CLOSE(x, 42, 0);
	}
	double x = 42;
	CHECK_INT(num_parse((struct str){NULL, 0}, &x), 0);
}

TEST(a_minus_is_kept_by_zero)
{
	double x = 1;
	CHECK_INT(num_parse(STR("-0"), &x), 2);
	CHECK(same_bits(x, -0.0));
}

TEST(integers_are_read_within_their_limits)
{
	int64_t x = 7;
	CHECK(num_parse_int(STR(" 42\n"), 0, 100, &x));
	CHECK_INT(x, 42);
	CHECK(num_parse_int(STR("-9223372036854775808"), INT64_MIN, INT64_MAX, &x));
	CHECK(x == INT64_MIN);
	CHECK(num_parse_int(STR("9223372036854775807"), INT64_MIN, INT64_MAX, &x));
	CHECK(x == INT64_MAX);
	x = 7;
	CHECK(!num_parse_int(STR("9223372036854775808"), INT64_MIN, INT64_MAX, &x));
	CHECK(!num_parse_int(STR("-9223372036854775809"), INT64_MIN, INT64_MAX, &x));
	CHECK(!num_parse_int(STR("101"), 0, 100, &x));
	CHECK(!num_parse_int(STR("-1"), 0, 100, &x));
	CHECK(!num_parse_int(STR(""), 0, 100, &x));
	CHECK(!num_parse_int(STR("-"), -5, 100, &x));
	CHECK(!num_parse_int(STR("1.0"), 0, 100, &x));
	CHECK(!num_parse_int(STR("1 2"), 0, 100, &x));
	CHECK(!num_parse_int(STR("0x1"), 0, 100, &x));
	CHECK_INT(x, 7);
}

RUN_TESTS(CASE(numbers_are_written_as_people_type_them), CASE(edges_of_double_are_written_shortest),
	  CASE(what_is_not_a_number_is_written_null), CASE(any_double_reads_back_the_same),
	  CASE(every_power_of_two_and_its_neighbours_read_back),
	  CASE(short_decimals_come_back_as_they_were_typed),
	  CASE(no_text_is_longer_than_it_must_be), CASE(texts_are_read_as_the_c_library_reads_them),
	  CASE(hard_texts_are_rounded_right),
	  CASE(the_middle_of_two_doubles_goes_to_the_even_one_and_a_hair_more_goes_up),
	  CASE(a_text_of_any_length_is_read), CASE(reading_stops_where_the_number_stops),
	  CASE(what_is_not_a_finite_number_is_refused), CASE(a_minus_is_kept_by_zero),
	  CASE(integers_are_read_within_their_limits))
