/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clocks of places. Changes are those of the time zone database: central Europe changes at 01:00
 * UTC of the last Sundays of March and October, New York at 02:00 of the second Sunday of March and
 * the first of November, Lord Howe by half an hour.
 */
#include "base/local_clock.h"

#include <stdlib.h>
#include <time.h>

#include "check.h"

#define HOUR 3600

static int32_t offset_in(const char *name, int64_t s)
{
	struct local_clock clock;
	CHECK_INT(local_clock_open(name, &clock, NULL), 0);
	int32_t east_s = local_clock_offset(&clock, s);
	local_clock_release(&clock);
	return east_s;
}

static bool lacks_zones(void)
{
	struct local_clock clock;
	int r = local_clock_open("Europe/Paris", &clock, NULL);
	local_clock_release(&clock);
	return r < 0;
}

TEST(a_clock_changes_at_its_moment)
{
	if (lacks_zones())
		SKIP("no time zones");
	/* 2026-03-29T01:00Z and 2026-10-25T01:00Z. */
	CHECK_INT(offset_in("Europe/Paris", 1774746000 - 1), HOUR);
	CHECK_INT(offset_in("Europe/Paris", 1774746000), 2 * HOUR);
	CHECK_INT(offset_in("Europe/Paris", 1792890000 - 1), 2 * HOUR);
	CHECK_INT(offset_in("Europe/Paris", 1792890000), HOUR);
	/* 2026-03-08T07:00Z. */
	CHECK_INT(offset_in("America/New_York", 1772953200 - 1), -5 * HOUR);
	CHECK_INT(offset_in("America/New_York", 1772953200), -4 * HOUR);
	/* In January it is summer there. */
	CHECK_INT(offset_in("Australia/Lord_Howe", 1768867200), 11 * HOUR);
	CHECK_INT(offset_in("Australia/Lord_Howe", 1782864000), 10 * HOUR + HOUR / 2);
	CHECK_INT(offset_in("Asia/Kathmandu", 1768867200), 5 * HOUR + 45 * 60);
	CHECK_INT(offset_in("UTC", 1768867200), 0);
}

TEST(far_years_follow_the_rule)
{
	if (lacks_zones())
		SKIP("no time zones");
	/* The last Sunday of March 2090 is the 26th, of October the 29th. */
	CHECK_INT(offset_in("Europe/Paris", 3794173200 - 1), HOUR);
	CHECK_INT(offset_in("Europe/Paris", 3794173200), 2 * HOUR);
	CHECK_INT(offset_in("Europe/Paris", 3812922000 - 1), 2 * HOUR);
	CHECK_INT(offset_in("Europe/Paris", 3812922000), HOUR);
}

TEST(an_unknown_place_is_refused)
{
	static const char *const names[] = {"Europe/Pariss", "", "../../etc/passwd", "/etc/passwd",
					    "Mars"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct local_clock clock;
		struct frugal_error error;
		CHECK_INT(local_clock_open(names[i], &clock, &error), FRUGAL_EUSAGE);
		local_clock_release(&clock);
	}
}

TEST(an_hour_that_comes_twice_is_known)
{
	struct local_clock clock;
	if (lacks_zones())
		SKIP("no time zones");
	CHECK_INT(local_clock_open("Europe/Paris", &clock, NULL), 0);
	/* 02:00 to 03:00 of 2026-10-25: at 00:00Z and at 01:00Z. */
	CHECK(!local_clock_repeats(&clock, 1792886400 - 1));
	CHECK(local_clock_repeats(&clock, 1792886400));
	CHECK(local_clock_repeats(&clock, 1792890000));
	CHECK(local_clock_repeats(&clock, 1792893600 - 1));
	CHECK(!local_clock_repeats(&clock, 1792893600));
	/* An hour that is skipped leaves no moment without its own time. */
	CHECK(!local_clock_repeats(&clock, 1774746000));
	struct local_time t = local_clock_time(&clock, 1792886400);
	CHECK_INT(t.year, 2026);
	CHECK_INT(t.month, 10);
	CHECK_INT(t.day, 25);
	CHECK_INT(t.hour, 2);
	CHECK_INT(t.weekday, 0);
	local_clock_release(&clock);
}

/* The C library reads the same files and rules. */
static void agrees_with_the_c_library(const char *zone)
{
	struct local_clock clock;
	setenv("TZ", zone, 1);
	tzset();
	CHECK_INT(local_clock_open(NULL, &clock, NULL), 0);
	for (int64_t s = 0; s < INT64_C(4102444800); s += 40000 + s % 777) {
		struct tm local;
		time_t time = (time_t)s;
		localtime_r(&time, &local);
		if (local.tm_gmtoff != local_clock_offset(&clock, s))
			print_error("%s at %ld\n", zone, (long)s);
		CHECK_INT(local_clock_offset(&clock, s), local.tm_gmtoff);
		struct local_time t = local_clock_time(&clock, s);
		CHECK(t.year == local.tm_year + 1900 && t.month == local.tm_mon + 1 &&
		      t.day == local.tm_mday && t.hour == local.tm_hour &&
		      t.minute == local.tm_min && t.weekday == local.tm_wday);
	}
	local_clock_release(&clock);
	unsetenv("TZ");
}

TEST(it_agrees_with_the_c_library)
{
	static const char *const zones[] = {
		"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
		"Africa/Casablanca", "America/Santiago", "Asia/Tehran", "Africa/Cairo",
		"Pacific/Apia", "America/Nuuk", "Europe/Dublin", "Antarctica/Troll",
		/* Without the database. */
		"CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30", "NZST-12NZDT,M9.5.0,M4.1.0/3",
		"EST5EDT,M3.2.0,M11.1.0", "UTC0", "XST3XDT,J60/1,J300/25", "XST3XDT2,59,299/-1",
		"nonsense"};
	if (lacks_zones())
		SKIP("no time zones");
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		agrees_with_the_c_library(zones[i]);
}

TEST(what_allocates_may_fail)
{
	struct local_clock clock;
	if (lacks_zones())
		SKIP("no time zones");
	for (int64_t n = 0;; n++) {
		mem_fail_after(n);
		int r = local_clock_open("Europe/Paris", &clock, NULL);
		mem_fail_after(-1);
		local_clock_release(&clock);
		if (r == 0)
			break;
		CHECK(n < 100);
	}
}

RUN_TESTS(CASE(a_clock_changes_at_its_moment), CASE(far_years_follow_the_rule),
	  CASE(an_unknown_place_is_refused), CASE(an_hour_that_comes_twice_is_known),
	  CASE(it_agrees_with_the_c_library), CASE(what_allocates_may_fail))
