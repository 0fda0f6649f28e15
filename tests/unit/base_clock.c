/* SPDX-License-Identifier: Apache-2.0 */
/* Time as text; the seconds were worked out by `date -u -d ... +%s`. */
#include "check.h"

#include "base/clock.h"

static const char *text_of(int64_t us)
{
	static char text[CLOCK_TEXT];
	clock_utc_text(us, text);
	return text;
}

TEST(a_time_is_written_in_utc_to_the_millisecond)
{
	CHECK_TEXT(text_of(0), "1970-01-01T00:00:00.000Z");
	CHECK_TEXT(text_of(1700000000123456), "2023-11-14T22:13:20.123Z");
	CHECK_TEXT(text_of(-1), "1969-12-31T23:59:59.999Z");
	CHECK_TEXT(text_of(951782400000000), "2000-02-29T00:00:00.000Z");
	CHECK_TEXT(text_of(253402300799999999), "9999-12-31T23:59:59.999Z");
}

TEST(a_time_without_four_digits_of_year_is_empty)
{
	CHECK_TEXT(text_of(253402300800000000), "");
	CHECK_TEXT(text_of(INT64_MAX), "");
	CHECK_TEXT(text_of(INT64_MIN), "");
}

TEST(a_time_reads_back_the_same)
{
	static const int64_t times[] = {0,
					1000,
					-1000,
					951782400000000,
					1700000000123000,
					253402300799999000,
					-62135596800000000};
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		int64_t back = 1;
		CHECK(clock_utc_parse(str_of(text_of(times[i])), &back));
		CHECK(back == times[i]);
	}
}

TEST(the_fraction_may_be_left_out)
{
	int64_t us = 0;
	CHECK(clock_utc_parse(STR("2023-11-14T22:13:20Z"), &us));
	CHECK(us == 1700000000000000);
}

TEST(a_leap_second_is_the_next_second)
{
	int64_t us = 0;
	CHECK(clock_utc_parse(STR("2016-12-31T23:59:60Z"), &us));
	CHECK(us == 1483228800000000);
}

TEST(what_is_not_such_a_time_is_refused)
{
	static const char *const texts[] = {
		"",
		"2023",
		"2023-11-14",
		"2023-11-14 22:13:20Z",
		"2023-11-14T22:13:20",
		"2023-11-14T22:13:20+01:00",
		"2023-11-14T22:13:20.1Z",
		"2023-11-14T22:13:20.123456Z",
		"2023-11-14T22:13:20.Z",
		"2023-11-14T22:13:20.123Zx",
		"2023-13-14T22:13:20Z",
		"2023-00-14T22:13:20Z",
		"2023-11-00T22:13:20Z",
		"2023-11-31T22:13:20Z",
		"2023-02-29T22:13:20Z",
		"1900-02-29T22:13:20Z",
		"2023-11-14T24:13:20Z",
		"2023-11-14T22:60:20Z",
		"2023-11-14T22:13:61Z",
		"2023- 1-14T22:13:20Z",
		"2023-11-14T-0:13:20Z",
		" 023-11-14T22:13:20Z",
		"2023-11-14T22:13:2 Z",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		int64_t us = 7;
		if (clock_utc_parse(str_of(texts[i]), &us)) {
			print_error("%s is read\n", texts[i]);
			fail();
		}
		CHECK(us == 7);
	}
}

RUN_TESTS(CASE(a_time_is_written_in_utc_to_the_millisecond),
	  CASE(a_time_without_four_digits_of_year_is_empty), CASE(a_time_reads_back_the_same),
	  CASE(the_fraction_may_be_left_out), CASE(a_leap_second_is_the_next_second),
	  CASE(what_is_not_such_a_time_is_refused))
