/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads lists of allowed hours and asks a clock whether a moment is among them. Words are read one
 * after the other: days gather until times follow, and the next day begins another range.
 */
#include "plan/allowed.h"

#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"

#define MINUTES_PER_DAY 1440
#define EVERY_DAY 0x7Fu

static const struct {
	const char *name;
	unsigned days;
} day_names[] = {
	{"sunday", 1},     {"monday", 2},        {"tuesday", 4},   {"wednesday", 8},
	{"thursday", 16},  {"friday", 32},       {"saturday", 64}, {"weekdays", 0x3E},
	{"weekend", 0x41}, {"daily", EVERY_DAY},
};
#define N_DAYS 7
#define N_DAY_NAMES (sizeof(day_names) / sizeof(*day_names))

/* "Mon", "Monday", "weekend"; 0: it names no day. Of the groups the whole name counts. */
static unsigned days_named(struct str word, size_t *ret_index)
{
	for (size_t i = 0; i < N_DAY_NAMES; i++) {
		struct str name = str_of(day_names[i].name), part = {name.p, word.n};
		bool shortened = i < N_DAYS && word.n >= 3 && word.n < name.n;
		*ret_index = i;
		if (str_eq_nocase(word, shortened ? part : name))
			return day_names[i].days;
	}
	return 0;
}

/* "Mon" or "Fri-Mon"; 0: it is neither. */
static unsigned days_of_word(struct str word)
{
	size_t first, last;
	const char *dash = memchr(word.p, '-', word.n);
	if (!dash)
		return days_named(word, &first);
	struct str from = {word.p, (size_t)(dash - word.p)};
	struct str to = {dash + 1, word.n - from.n - 1};
	if (!days_named(from, &first) || !days_named(to, &last) || first >= N_DAYS ||
	    last >= N_DAYS)
		return 0;
	unsigned days = 1u << last;
	for (size_t i = first; i != last; i = (i + 1) % N_DAYS)
		days |= 1u << i;
	return days;
}

/* "20", "20:00" or "24:00". */
static bool minute_of_word(struct str word, int *ret)
{
	int64_t hour, minute = 0;
	const char *colon = memchr(word.p, ':', word.n);
	struct str hours = {word.p, colon ? (size_t)(colon - word.p) : word.n};
	struct str minutes = {colon ? colon + 1 : word.p, colon ? word.n - hours.n - 1 : 0};
	if (!hours.n || hours.n > 2 || !num_parse_int(hours, 0, 24, &hour) ||
	    (colon && (minutes.n != 2 || !num_parse_int(minutes, 0, 59, &minute))))
		return false;
	*ret = (int)(hour * 60 + minute);
	return *ret <= MINUTES_PER_DAY;
}

/* "20:00-06:00": the end is after the start, maybe on the next day, and not at the same time. */
static bool range_of_word(struct str word, struct allowed_range *ret)
{
	const char *dash = memchr(word.p, '-', word.n);
	if (!dash || !char_is_digit(word.p[0]))
		return false;
	struct str from = {word.p, (size_t)(dash - word.p)};
	struct str to = {dash + 1, word.n - from.n - 1};
	if (!minute_of_word(from, &ret->from_min) || !minute_of_word(to, &ret->to_min) ||
	    ret->from_min == ret->to_min || ret->from_min == MINUTES_PER_DAY)
		return false;
	if (ret->to_min < ret->from_min)
		ret->to_min += MINUTES_PER_DAY;
	return true;
}

static struct str next_word(struct str *rest)
{
	while (rest->n && strchr(" \t,;", *rest->p))
		*rest = (struct str){rest->p + 1, rest->n - 1};
	size_t n = 0;
	while (n < rest->n && !strchr(" \t,;", rest->p[n]))
		n++;
	struct str word = {rest->p, n};
	*rest = (struct str){rest->p + n, rest->n - n};
	return word;
}

static int wrong(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a list of days and hours"), text);
	return error_todo(reterr, "%s", "Mon-Fri 20:00-06:00, Sat-Sun Europe/Paris");
}

/* The word of a list that is neither a day nor a time. */
static int open_clock(struct str word, const char *text, struct allowed_hours *ret,
		      struct frugal_error *reterr)
{
	char name[LOCAL_CLOCK_NAME] = "";
	ret->has_zone = word.n > 0;
	if (!word.n)
		return local_clock_open(NULL, &ret->clock, reterr);
	if (word.n >= sizeof(name) || char_is_digit(word.p[0]))
		return wrong(text, reterr);
	memcpy(name, word.p, word.n);
	struct frugal_error unknown;
	int r = local_clock_open(name, &ret->clock, &unknown);
	/* A word without a slash may as well be a day that is misspelt. */
	if (r == FRUGAL_EUSAGE && !strchr(name, '/'))
		return wrong(text, reterr);
	if (r < 0 && reterr)
		*reterr = unknown;
	return r;
}

int allowed_parse(const char *text, struct allowed_hours *ret, struct frugal_error *reterr)
{
	struct str rest = str_of(text), zone = STR(""), word;
	unsigned days = 0;  /* that gather */
	bool timed = false; /* times of these days were read */
	*ret = (struct allowed_hours){.text = text};
	while ((word = next_word(&rest)).n) {
		struct allowed_range range = {0};
		unsigned more = days_of_word(word);
		bool is_range = !more && range_of_word(word, &range);
		if (ret->n + 2 > ALLOWED_RANGES ||
		    (zone.n && !more && !is_range && !str_eq(zone, word)))
			return wrong(text, reterr);
		if (more) {
			days = timed ? more : days | more;
			timed = false;
		} else if (is_range) {
			range.days = days ? days : EVERY_DAY;
			ret->ranges[ret->n++] = range;
			timed = true;
		} else {
			zone = word;
		}
	}
	if (days && !timed)
		ret->ranges[ret->n++] = (struct allowed_range){days, 0, MINUTES_PER_DAY};
	return ret->n ? open_clock(zone, text, ret, reterr) : wrong(text, reterr);
}

void allowed_release(struct allowed_hours *hours)
{
	local_clock_release(&hours->clock);
	*hours = (struct allowed_hours){0};
}

/* ---- asking the clock ----------------------------------------------------------------------- */

static bool is_allowed(const struct allowed_hours *hours, int64_t utc_s)
{
	const struct local_time t = local_clock_time(&hours->clock, utc_s);
	int minute = t.hour * 60 + t.minute;
	unsigned today = 1u << t.weekday, yesterday = 1u << (t.weekday + 6) % 7;
	for (size_t i = 0; i < hours->n; i++) {
		const struct allowed_range *r = &hours->ranges[i];
		if ((r->days & today && minute >= r->from_min && minute < r->to_min) ||
		    (r->days & yesterday && minute < r->to_min - MINUTES_PER_DAY))
			return true;
	}
	return false;
}

static bool any_allows(const struct allowed_hours *hours, size_t n, int64_t utc_s)
{
	for (size_t i = 0; i < n; i++)
		if (is_allowed(&hours[i], utc_s))
			return true;
	return n == 0;
}

int64_t allowed_for(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t most_s)
{
	int64_t at_s = from_s;
	while (at_s < from_s + most_s && any_allows(hours, n, at_s))
		at_s = at_s / SECONDS_PER_MINUTE * SECONDS_PER_MINUTE + SECONDS_PER_MINUTE;
	return (at_s < from_s + most_s ? at_s : from_s + most_s) - from_s;
}

bool allowed_all(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t to_s)
{
	return allowed_for(hours, n, from_s, to_s - from_s) >= to_s - from_s;
}

static int64_t common_part(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

int64_t allowed_step(const struct allowed_hours *hours, size_t n, int64_t from_s, int64_t to_s,
		     int64_t step_s)
{
	for (size_t i = 0; i < n; i++)
		for (int64_t at_s = from_s; at_s < to_s + SECONDS_PER_DAY;
		     at_s += SECONDS_PER_DAY) {
			int64_t east_s = local_clock_offset(&hours[i].clock, at_s);
			for (size_t k = 0; k < hours[i].n; k++) {
				const struct allowed_range *r = &hours[i].ranges[k];
				step_s = common_part(step_s, r->from_min * INT64_C(60) - east_s);
				step_s = common_part(step_s, r->to_min * INT64_C(60) - east_s);
			}
		}
	return step_s < SECONDS_PER_MINUTE ? SECONDS_PER_MINUTE : step_s;
}
