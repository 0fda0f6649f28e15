/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hours in which a job may run. Moments are of 2026: 19 January is a Monday, the clocks of
 * central Europe change on 29 March and 25 October at 01:00 UTC.
 */
#include "plan/allowed.h"

#include <stdlib.h>

#include "check.h"

#define MINUTE INT64_C(60)
#define HOUR INT64_C(3600)
#define DAY INT64_C(86400)
#define MONDAY INT64_C(1768780800) /* 2026-01-19T00:00Z */

static struct allowed_hours parsed(const char *text)
{
	struct allowed_hours hours;
	CHECK_INT(allowed_parse(text, &hours, NULL), 0);
	return hours;
}

static bool in_hour(const char *text, int64_t from_s)
{
	struct allowed_hours hours = parsed(text);
	bool all = allowed_all(&hours, 1, from_s, from_s + HOUR);
	allowed_release(&hours);
	return all;
}

TEST(a_night_over_midnight_belongs_to_the_day_it_begins)
{
	static const char nights[] = "Mon-Fri 20:00-06:00 UTC";
	CHECK(!in_hour(nights, MONDAY + 5 * HOUR)); /* the night of Sunday */
	CHECK(!in_hour(nights, MONDAY + 19 * HOUR));
	CHECK(in_hour(nights, MONDAY + 20 * HOUR));
	CHECK(in_hour(nights, MONDAY + 23 * HOUR));
	CHECK(in_hour(nights, MONDAY + 29 * HOUR));
	CHECK(!in_hour(nights, MONDAY + 30 * HOUR));
	CHECK(in_hour(nights, MONDAY + 5 * DAY + 5 * HOUR)); /* Saturday, the night of Friday */
	CHECK(!in_hour(nights, MONDAY + 5 * DAY + 20 * HOUR));
}

TEST(all_of_the_time_must_be_allowed)
{
	struct allowed_hours hours = parsed("20:00-06:00 UTC");
	int64_t evening = MONDAY + 20 * HOUR;
	CHECK(allowed_all(&hours, 1, evening, evening + 10 * HOUR));
	CHECK(!allowed_all(&hours, 1, evening, evening + 10 * HOUR + 1));
	CHECK(!allowed_all(&hours, 1, evening - 1, evening + HOUR));
	CHECK_INT(allowed_for(&hours, 1, evening + HOUR + 7, 2 * DAY), 9 * HOUR - 7);
	CHECK_INT(allowed_for(&hours, 1, evening, HOUR), HOUR);
	CHECK_INT(allowed_for(&hours, 1, MONDAY + 7 * HOUR, DAY), 0);
	allowed_release(&hours);
}

TEST(words_are_read_in_several_forms)
{
	CHECK(in_hour("sat,sun UTC", MONDAY + 6 * DAY));
	CHECK(!in_hour("sat,sun UTC", MONDAY + 4 * DAY));
	CHECK(in_hour("weekend UTC", MONDAY + 5 * DAY + 23 * HOUR));
	CHECK(in_hour("Fri-Mon 8-18 UTC", MONDAY + 8 * HOUR));
	CHECK(!in_hour("Fri-Mon 8-18 UTC", MONDAY + DAY + 8 * HOUR));
	CHECK(in_hour("Monday 00:00-24:00 UTC", MONDAY + 23 * HOUR));
	CHECK(!in_hour("Monday 00:00-24:00 UTC", MONDAY + 24 * HOUR));
	/* Times are those of the days before them; days without times are whole. */
	static const char mixed[] = "Mon-Fri 20:00-06:00, Sat-Sun UTC";
	CHECK(in_hour(mixed, MONDAY + 5 * DAY + 12 * HOUR));
	CHECK(!in_hour(mixed, MONDAY + 12 * HOUR));
	CHECK(in_hour("Mon 1-2 3-4,Tue UTC", MONDAY + 3 * HOUR));
	CHECK(!in_hour("Mon 1-2 3-4,Tue UTC", MONDAY + 2 * HOUR));
	CHECK(in_hour("Mon 1-2 3-4,Tue UTC", MONDAY + 30 * HOUR));
	CHECK(in_hour("UTC Mon 1-2, Tue UTC", MONDAY + HOUR));
	/* Several lists allow what one of them does. */
	struct allowed_hours both[] = {parsed("1-2 UTC"), parsed("2-3 UTC")};
	CHECK(allowed_all(both, 2, MONDAY + HOUR, MONDAY + 3 * HOUR));
	CHECK(allowed_all(both, 0, MONDAY, MONDAY + DAY));
	allowed_release(&both[0]);
	allowed_release(&both[1]);
}

TEST(what_is_not_hours_is_refused)
{
	static const char *const texts[] = {"",
					    "   ",
					    "UTC",
					    "Mom",
					    "Mon-Fryday",
					    "20:00",
					    "20:00-20:00",
					    "24:00-06:00",
					    "20:00-25:00",
					    "8:5-9",
					    "Mon Europe/Pariss",
					    "Mon UTC 8-9 Europe/Paris",
					    "Mon 20:00 - 06:00",
					    "weekend-Mon",
					    "-06:00",
					    "Mo"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct allowed_hours hours;
		struct frugal_error error;
		CHECK_INT(allowed_parse(texts[i], &hours, &error), FRUGAL_EUSAGE);
		allowed_release(&hours);
	}
}

TEST(hours_are_of_the_clock_of_a_place)
{
	struct allowed_hours hours;
	if (allowed_parse("20:00-06:00 Europe/Paris", &hours, NULL) < 0)
		SKIP("no time zones");
	/* 19:00Z in winter, 18:00Z in summer: 1 July. */
	int64_t july = INT64_C(1782864000);
	CHECK(!allowed_all(&hours, 1, MONDAY + 18 * HOUR, MONDAY + 19 * HOUR));
	CHECK(allowed_all(&hours, 1, MONDAY + 19 * HOUR, MONDAY + 29 * HOUR));
	CHECK(!allowed_all(&hours, 1, july + 17 * HOUR, july + 18 * HOUR));
	CHECK(allowed_all(&hours, 1, july + 18 * HOUR, july + 28 * HOUR));
	/* The night of 28 March has nine hours, that of 24 October eleven. */
	CHECK_INT(allowed_for(&hours, 1, INT64_C(1774724400), DAY), 9 * HOUR);
	CHECK_INT(allowed_for(&hours, 1, INT64_C(1792864800), DAY), 11 * HOUR);
	allowed_release(&hours);
}

TEST(steps_begin_where_hours_do)
{
	struct allowed_hours hours = parsed("20:00-06:00 UTC");
	CHECK_INT(allowed_step(&hours, 1, MONDAY, MONDAY + DAY, HOUR), HOUR);
	CHECK_INT(allowed_step(&hours, 1, MONDAY, MONDAY + DAY, 30 * MINUTE), 30 * MINUTE);
	allowed_release(&hours);
	hours = parsed("20:30-06:20 UTC");
	CHECK_INT(allowed_step(&hours, 1, MONDAY, MONDAY + DAY, HOUR), 10 * MINUTE);
	allowed_release(&hours);
	CHECK_INT(allowed_step(NULL, 0, MONDAY, MONDAY + DAY, HOUR), HOUR);
	if (allowed_parse("20:00-06:00 Asia/Kathmandu", &hours, NULL) < 0)
		SKIP("no time zones");
	CHECK_INT(allowed_step(&hours, 1, MONDAY, MONDAY + DAY, HOUR), 15 * MINUTE);
	allowed_release(&hours);
}

RUN_TESTS(CASE(a_night_over_midnight_belongs_to_the_day_it_begins),
	  CASE(all_of_the_time_must_be_allowed), CASE(words_are_read_in_several_forms),
	  CASE(what_is_not_hours_is_refused), CASE(hours_are_of_the_clock_of_a_place),
	  CASE(steps_begin_where_hours_do))
