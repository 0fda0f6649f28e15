/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads time zones: a file of the database has the changes that were and, in its last line, the
 * rule of those to come. A rule alone may stand in TZ. Leap seconds are not counted, as in POSIX.
 */
#include "base/local_clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/places.h"

#define ZONES "/usr/share/zoneinfo/"
#define MACHINE "/etc/localtime"
#define MOST_BYTES ((size_t)1 << 20)
#define HEADER 44 /* bytes of "TZif", version, 15 reserved, six counts */
#define MOST_CHANGES 100000u

/* ---- the calendar --------------------------------------------------------------------------- */

/* Days since 1970-01-01; months count from March, so that the leap day is the last of a year. */
static int64_t days_of(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_days(int64_t s)
{
	return s / SECONDS_PER_DAY - (s % SECONDS_PER_DAY < 0);
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static struct local_time time_of(int64_t s)
{
	int64_t days = floor_days(s), rest = s - days * SECONDS_PER_DAY;
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
	return (struct local_time){
		.year = (int)(year + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(of_year - (153 * m + 2) / 5 + 1),
		.hour = (int)(rest / SECONDS_PER_HOUR),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
		.weekday = (int)(((days + 4) % 7 + 7) % 7), /* 1970-01-01 was a Thursday */
	};
}

/* ---- rules of POSIX ------------------------------------------------------------------------- */

static bool take(struct str *text, char c)
{
	if (!text->n || *text->p != c)
		return false;
	*text = (struct str){text->p + 1, text->n - 1};
	return true;
}

static bool take_number(struct str *text, int most, int *ret)
{
	size_t n = 0;
	*ret = 0;
	while (n < text->n && char_is_digit(text->p[n]) && *ret <= most)
		*ret = *ret * 10 + (text->p[n++] - '0');
	*text = (struct str){text->p + n, text->n - n};
	return n > 0 && *ret <= most;
}

/* "CET", or "<+0330>". */
static bool take_name(struct str *text)
{
	size_t n = 0;
	bool quoted = take(text, '<');
	while (n < text->n &&
	       (quoted ? text->p[n] != '>'
		       : (char_lower(text->p[n]) >= 'a' && char_lower(text->p[n]) <= 'z')))
		n++;
	*text = (struct str){text->p + n, text->n - n};
	return n >= 3 && (!quoted || take(text, '>'));
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool take_time(struct str *text, int32_t *ret_s)
{
	int hours, minutes = 0, seconds = 0;
	int sign = take(text, '-') ? -1 : (take(text, '+'), 1);
	if (!take_number(text, 167, &hours) ||
	    (take(text, ':') && !take_number(text, 59, &minutes)) ||
	    (take(text, ':') && !take_number(text, 59, &seconds)))
		return false;
	*ret_s = sign * (hours * (int32_t)SECONDS_PER_HOUR + minutes * 60 + seconds);
	return true;
}

static bool take_day(struct str *text, struct clock_day *ret)
{
	*ret = (struct clock_day){.at_s = 2 * (int32_t)SECONDS_PER_HOUR};
	bool good;
	if (take(text, 'M')) {
		good = take_number(text, 12, &ret->month) && take(text, '.') &&
		       take_number(text, 5, &ret->week) && take(text, '.') &&
		       take_number(text, 6, &ret->weekday) && ret->month && ret->week;
	} else {
		ret->form = take(text, 'J') ? CLOCK_DAY_JULIAN : CLOCK_DAY_OF_YEAR;
		good = take_number(text, 365, &ret->day);
	}
	return good && (!take(text, '/') || take_time(text, &ret->at_s));
}

static bool parse_rule(struct str text, struct clock_rule *ret)
{
	int32_t west_s;
	*ret = (struct clock_rule){0};
	if (!take_name(&text) || !take_time(&text, &west_s))
		return false;
	ret->standard_s = ret->daylight_s = -west_s;
	if (!text.n)
		return true;
	ret->has_daylight = true;
	ret->daylight_s += (int32_t)SECONDS_PER_HOUR;
	if (!take_name(&text))
		return false;
	if (text.n && text.p[0] != ',') {
		if (!take_time(&text, &west_s))
			return false;
		ret->daylight_s = -west_s;
	}
	if (!text.n) /* as the United States do */
		text = STR(",M3.2.0,M11.1.0");
	return take(&text, ',') && take_day(&text, &ret->begin) && take(&text, ',') &&
	       take_day(&text, &ret->end) && !text.n;
}

/* The local second, counted from 1970, of a rule's day in a year. */
static int64_t day_in(const struct clock_day *day, int64_t year)
{
	int64_t date;
	if (day->form == CLOCK_DAY_MONTH) {
		int64_t first = days_of(year, day->month, 1);
		int64_t weekday = ((first + 4) % 7 + 7) % 7;
		date = first + (day->weekday - weekday + 7) % 7 + (day->week - 1) * INT64_C(7);
		int64_t next = day->month == 12 ? days_of(year + 1, 1, 1)
						: days_of(year, day->month + 1, 1);
		if (date >= next) /* week 5 is the last one */
			date -= 7;
	} else {
		bool after = day->form == CLOCK_DAY_JULIAN && is_leap(year) && day->day >= 60;
		date = days_of(year, 1, 1) + day->day + after -
		       (day->form == CLOCK_DAY_JULIAN ? 1 : 0);
	}
	return date * SECONDS_PER_DAY + day->at_s;
}

static int32_t offset_by_rule(const struct clock_rule *rule, int64_t utc_s)
{
	if (!rule->has_daylight)
		return rule->standard_s;
	int64_t year = time_of(utc_s + rule->standard_s).year;
	int64_t begin_s = day_in(&rule->begin, year) - rule->standard_s;
	int64_t end_s = day_in(&rule->end, year) - rule->daylight_s;
	bool is_summer = begin_s < end_s ? utc_s >= begin_s && utc_s < end_s
					 : utc_s >= begin_s || utc_s < end_s;
	return is_summer ? rule->daylight_s : rule->standard_s;
}

/* ---- files of the database ------------------------------------------------------------------ */

static uint64_t big_endian(const unsigned char *p, size_t n)
{
	uint64_t value = 0;
	for (size_t i = 0; i < n; i++)
		value = value << 8 | p[i];
	return value;
}

struct block {
	size_t isut, isstd, leap, times, types, chars;
	size_t width; /* of a moment: 4 bytes, or 8 in the second block */
};

static bool read_header(const unsigned char *p, size_t n, size_t width, struct block *ret)
{
	size_t counts[6];
	if (n < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	for (size_t i = 0; i < 6; i++) {
		counts[i] = (size_t)big_endian(p + 20 + 4 * i, 4);
		if (counts[i] > MOST_CHANGES)
			return false;
	}
	*ret = (struct block){counts[0], counts[1], counts[2], counts[3],
			      counts[4], counts[5], width};
	return ret->types > 0;
}

static size_t block_bytes(const struct block *b)
{
	return HEADER + b->times * (b->width + 1) + b->types * 6 + b->chars +
	       b->leap * (b->width + 4) + b->isstd + b->isut;
}

/* p begins at the header of the block, which is whole. */
static int read_block(const unsigned char *p, const struct block *b, struct local_clock *ret)
{
	const unsigned char *times = p + HEADER, *indices = times + b->times * b->width;
	const unsigned char *types = indices + b->times;
	ret->changes = mem_zalloc(b->times + 1, sizeof(*ret->changes));
	if (!ret->changes)
		return FRUGAL_EENV;
	ret->first_s = (int32_t)(uint32_t)big_endian(types, 4);
	for (size_t i = 0; i < b->times; i++) {
		if (indices[i] >= b->types)
			return FRUGAL_EDATA;
		uint64_t at = big_endian(times + i * b->width, b->width);
		ret->changes[i] = (struct clock_offset){
			.from_s = b->width == 8 ? (int64_t)at : (int32_t)(uint32_t)at,
			.east_s = (int32_t)(uint32_t)big_endian(types + (size_t)indices[i] * 6, 4)};
	}
	ret->n = b->times;
	return 0;
}

int local_clock_parse(struct str file, struct local_clock *ret)
{
	const unsigned char *p = (const unsigned char *)file.p;
	struct block first, second;
	if (!read_header(p, file.n, 4, &first) || block_bytes(&first) > file.n)
		return FRUGAL_EDATA;
	if (p[4] < '2')
		return read_block(p, &first, ret);
	size_t at = block_bytes(&first);
	if (!read_header(p + at, file.n - at, 8, &second) || block_bytes(&second) > file.n - at)
		return FRUGAL_EDATA;
	int r = read_block(p + at, &second, ret);
	at += block_bytes(&second);
	struct str rest = {file.p + at, file.n - at};
	if (r == 0 && take(&rest, '\n') && rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		ret->has_rule =
			end && parse_rule((struct str){rest.p, (size_t)(end - rest.p)}, &ret->rule);
	}
	return r;
}

/* ---- opening -------------------------------------------------------------------------------- */

static int unknown(const char *name, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time zone of this machine"), name);
	return error_todo(reterr, "%s", "Europe/Paris");
}

static int open_file(const char *path, const char *name, struct local_clock *ret,
		     struct frugal_error *reterr)
{
	struct buf file = {0};
	struct frugal_error unread = {0}; /* stays so when the file was read */
	int r = file_read_plain(path, MOST_BYTES, &file, &unread);
	if (r == 0)
		r = local_clock_parse(buf_str(&file), ret);
	buf_release(&file);
	if (r == 0)
		return 0;
	local_clock_release(ret);
	return r == FRUGAL_EENV && unread.code == 0 ? error_nomem(reterr) : unknown(name, reterr);
}

/* A name of the database: below its folder, whatever it is. */
static bool is_name(const char *name)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		"/_+-";
	return name[0] && name[0] != '/' && strspn(name, allowed) == strlen(name) &&
	       strlen(name) < LOCAL_CLOCK_NAME;
}

static int open_name(const char *name, struct local_clock *ret, struct frugal_error *reterr)
{
	char path[sizeof(ZONES) + LOCAL_CLOCK_NAME];
	(void)snprintf(ret->name, sizeof(ret->name), "%s", name);
	if (strcmp(name, "UTC") == 0) /* also on a machine without the database */
		return 0;
	if (!is_name(name))
		return unknown(name, reterr);
	(void)snprintf(path, sizeof(path), "%s%s", ZONES, name);
	return open_file(path, name, ret, reterr);
}

/* The name that the link /etc/localtime gives its zone. */
static void name_machine(struct local_clock *clock)
{
	char target[256];
	ssize_t n = readlink(MACHINE, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	const char *part = strstr(target, "zoneinfo/");
	if (part && is_name(part + strlen("zoneinfo/")))
		(void)snprintf(clock->name, sizeof(clock->name), "%s", part + strlen("zoneinfo/"));
}

int local_clock_open_system(struct local_clock *ret, struct frugal_error *reterr)
{
	struct frugal_error unread = {0};
	*ret = (struct local_clock){0};
	int r = open_file(MACHINE, MACHINE, ret, &unread);
	if (r == FRUGAL_EENV)
		return error_nomem(reterr);
	if (r == 0)
		name_machine(ret);
	else
		(void)snprintf(ret->name, sizeof(ret->name), "UTC");
	return 0;
}

static int open_machine(struct local_clock *ret, struct frugal_error *reterr)
{
	const char *own = place_time_zone();
	struct frugal_error unread;
	if (own) {
		own += own[0] == ':';
		if (own[0] == '/')
			return open_file(own, own, ret, reterr);
		if (own[0] && open_name(own, ret, &unread) == 0)
			return 0;
		/* As the C library does: a rule, else UTC. */
		*ret = (struct local_clock){0};
		ret->has_rule = parse_rule(str_of(own), &ret->rule);
		if (!ret->has_rule)
			(void)snprintf(ret->name, sizeof(ret->name), "UTC");
		return 0;
	}
	return local_clock_open_system(ret, reterr);
}

int local_clock_open(const char *name, struct local_clock *ret, struct frugal_error *reterr)
{
	*ret = (struct local_clock){0};
	return name ? open_name(name, ret, reterr) : open_machine(ret, reterr);
}

void local_clock_release(struct local_clock *clock)
{
	mem_free(clock->changes);
	*clock = (struct local_clock){0};
}

/* ---- reading the clock ---------------------------------------------------------------------- */

int32_t local_clock_offset(const struct local_clock *clock, int64_t utc_s)
{
	size_t low = 0, high = clock->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (clock->changes[middle].from_s <= utc_s)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == clock->n && clock->has_rule)
		return offset_by_rule(&clock->rule, utc_s);
	return low ? clock->changes[low - 1].east_s : clock->first_s;
}

bool local_clock_repeats(const struct local_clock *clock, int64_t utc_s)
{
	int64_t shown = utc_s + local_clock_offset(clock, utc_s);
	/* Clocks move by less than a day, and at most once in one. */
	int32_t around[] = {local_clock_offset(clock, utc_s - SECONDS_PER_DAY),
			    local_clock_offset(clock, utc_s + SECONDS_PER_DAY)};
	for (size_t i = 0; i < 2; i++) {
		int64_t other = shown - around[i];
		if (other != utc_s && other + local_clock_offset(clock, other) == shown)
			return true;
	}
	return false;
}

struct local_time local_clock_time(const struct local_clock *clock, int64_t utc_s)
{
	return time_of(utc_s + local_clock_offset(clock, utc_s));
}
