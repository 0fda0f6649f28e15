/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock on the wall of a place: how far it is from UTC at each moment, daylight-saving time
 * included. Reads the time zone files of the machine (TZif, RFC 8536) and the rules of POSIX
 * ("CET-1CEST,M3.5.0,M10.5.0/3"), without the state of the C library, which knows one place at a
 * time.
 */
#ifndef BASE_LOCAL_CLOCK_H
#define BASE_LOCAL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

#define LOCAL_CLOCK_NAME 64

/* When daylight-saving time begins or ends in each year, by the standards of POSIX. */
struct clock_day {
	enum { CLOCK_DAY_MONTH, CLOCK_DAY_JULIAN, CLOCK_DAY_OF_YEAR } form;
	int month, week, weekday; /* CLOCK_DAY_MONTH: week 5 is the last */
	int day;                  /* the other two: from 1 without leap days, or from 0 with them */
	int32_t at_s;             /* of the local day */
};

struct clock_rule {
	int32_t standard_s, daylight_s; /* east of UTC */
	bool has_daylight;
	struct clock_day begin, end;
};

struct clock_offset {
	int64_t from_s; /* UTC */
	int32_t east_s;
};

struct local_clock {
	char name[LOCAL_CLOCK_NAME]; /* "Europe/Paris"; "" where the machine has no name for it */
	struct clock_offset *changes;
	size_t n;
	int32_t first_s; /* before the first change */
	struct clock_rule rule;
	bool has_rule; /* after the last change */
};

/*
 * The clock of a place of the time zone database, "UTC", or NULL: that of this machine (the
 * variable TZ, else /etc/localtime). FRUGAL_EUSAGE: no such place.
 */
int local_clock_open(const char *name, struct local_clock *ret, struct frugal_error *reterr);
void local_clock_release(struct local_clock *clock);

/* The bytes of a file of the database, into a clock that is zero. FRUGAL_EDATA: it is not one. */
int local_clock_parse(struct str file, struct local_clock *ret);

/* That by which daemons go, whatever TZ says here: /etc/localtime, else UTC. */
int local_clock_open_system(struct local_clock *ret, struct frugal_error *reterr);

/* Seconds east of UTC at a moment. */
int32_t local_clock_offset(const struct local_clock *clock, int64_t utc_s);

/* Whether the clock shows the time of this moment at another moment too. */
bool local_clock_repeats(const struct local_clock *clock, int64_t utc_s);

/* A moment as its clock shows it. */
struct local_time {
	int year, month, day, hour, minute, second;
	int weekday; /* 0: Sunday */
};
struct local_time local_clock_time(const struct local_clock *clock, int64_t utc_s);

#endif
