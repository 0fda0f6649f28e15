/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most countries change their clocks in the night to a Sunday; those that do otherwise have rows,
 * with the days of the month on which their weekday may fall. Checked against the time zone data of
 * IANA (public domain) for 2021 to 2025.
 */
#include "grid/clocks.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "grid/series.h"

enum weekday { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

struct clock_change {
	const char *zone; /* a country, or a part of one, whose rows go before its country's */
	int month, first_day, last_day;
	enum weekday weekday;
	int minute, minutes; /* from when on, and how many are skipped or passed twice */
	bool repeats;
};

static const struct clock_change changes[] = {
	{"AU-LH", 4, 1, 7, SUNDAY, 90, 30, true},      /* Lord Howe */
	{"AU-LH", 10, 1, 7, SUNDAY, 120, 30, false},   /* half an hour */
	{"CL-CHP", 4, 1, 7, SATURDAY, 1260, 60, true}, /* Easter Island */
	{"CL-CHP", 9, 1, 10, SATURDAY, 1320, 60, false},
	{"CL-SEM", 0, 0, 0, SUNDAY, 0, 0, false}, /* Magallanes has no summer time */
	{"CL", 4, 1, 7, SATURDAY, 1380, 60, true},
	{"CL", 9, 2, 11, SUNDAY, 0, 60, false}, /* a week later in 2022 */
	{"EG", 4, 24, 30, FRIDAY, 0, 60, false},
	{"EG", 10, 25, 31, THURSDAY, 1380, 60, true},
	{"GL", 3, 24, 30, SATURDAY, 1320, 60, false}, /* until 2023 */
	{"GL", 3, 24, 30, SATURDAY, 1380, 60, false},
	{"GL", 10, 24, 30, SATURDAY, 1320, 60, true},
	{"GL", 10, 24, 30, SATURDAY, 1380, 60, true},
	{"IL", 3, 23, 29, FRIDAY, 120, 60, false},
	{"IL", 10, 25, 31, SUNDAY, 60, 60, true},
	{"LB", 3, 25, 31, SUNDAY, 0, 60, false},
	{"LB", 10, 24, 30, SATURDAY, 1380, 60, true},
	{"PY", 3, 21, 27, SATURDAY, 1380, 60, true}, /* until 2024 */
	{"PY", 10, 1, 7, SUNDAY, 0, 60, false},
};
#define N_CHANGES (sizeof(changes) / sizeof(*changes))

struct moment {
	int month, day, minute;
	enum weekday weekday;
};

static struct moment moment_of(int64_t at_s)
{
	char text[GRID_TIME];
	int64_t day = at_s / SECONDS_PER_DAY;
	grid_time_text(at_s, text);
	return (struct moment){
		.month = (text[5] - '0') * 10 + text[6] - '0',
		.day = (text[8] - '0') * 10 + text[9] - '0',
		.minute = (int)(at_s % SECONDS_PER_DAY / 60),
		.weekday = (enum weekday)((day + 4) % 7), /* 1970-01-01 was a Thursday */
	};
}

/* "CL-SEN" is a part of "CL". */
static bool is_part_of(const char *zone, const char *whole)
{
	size_t n = strlen(whole);
	return strncmp(zone, whole, n) == 0 && (!zone[n] || zone[n] == '-');
}

/* The first row of a zone, or NULL; its others follow. */
static const struct clock_change *changes_of(const char *zone)
{
	for (size_t i = 0; i < N_CHANGES; i++)
		if (is_part_of(zone, changes[i].zone))
			return &changes[i];
	return NULL;
}

static bool is_day(const struct clock_change *change, const struct moment *at)
{
	return change->month == at->month && change->weekday == at->weekday &&
	       at->day >= change->first_day && at->day <= change->last_day;
}

/* Sunday nights of spring and autumn, when the clocks of most countries change. */
static bool is_usual(const struct moment *at)
{
	return at->weekday == SUNDAY && at->minute < 4 * 60 &&
	       (at->month == 3 || at->month == 4 || at->month >= 9) && at->month != 12;
}

bool clocks_skip(const char *zone, int64_t at_s, int64_t seconds)
{
	const struct moment at = moment_of(at_s);
	const struct clock_change *first = changes_of(zone);
	if (!first)
		return seconds == SECONDS_PER_HOUR && is_usual(&at);
	for (const struct clock_change *c = first; c < changes + N_CHANGES; c++)
		if (strcmp(c->zone, first->zone) == 0 && !c->repeats && is_day(c, &at) &&
		    c->minute == at.minute && c->minutes * 60L == seconds)
			return true;
	return false;
}

bool clocks_repeat(const char *zone, int64_t at_s)
{
	const struct moment at = moment_of(at_s);
	const struct clock_change *first = changes_of(zone);
	if (!first)
		return is_usual(&at);
	for (const struct clock_change *c = first; c < changes + N_CHANGES; c++)
		if (strcmp(c->zone, first->zone) == 0 && c->repeats && is_day(c, &at) &&
		    at.minute >= c->minute && at.minute < c->minute + c->minutes)
			return true;
	return false;
}
