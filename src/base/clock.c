/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conversion between microseconds since 1970 and UTC text, by arithmetic and timegm: neither the
 * locale nor the time zone of the user is read.
 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void clock_utc_text(int64_t utc_us, char to[CLOCK_TEXT])
{
	int64_t us = utc_us % US_PER_SECOND;
	time_t seconds = (time_t)(utc_us / US_PER_SECOND);
	if (us < 0) {
		us += US_PER_SECOND;
		seconds--;
	}
	struct tm tm;
	if (!gmtime_r(&seconds, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099) {
		to[0] = '\0';
		return;
	}
	(void)snprintf(to, CLOCK_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ",
		       (unsigned)(tm.tm_year + 1900) % 10000u, (unsigned)(tm.tm_mon + 1) % 100u,
		       (unsigned)tm.tm_mday % 100u, (unsigned)tm.tm_hour % 100u,
		       (unsigned)tm.tm_min % 100u, (unsigned)tm.tm_sec % 100u,
		       (unsigned)(us / 1000) % 1000u);
}

static int compare_with_now(const char *period, int64_t now_s)
{
	char now[CLOCK_TEXT];
	clock_utc_text(now_s * US_PER_SECOND, now);
	return strncmp(period, now, strlen(period));
}

bool clock_is_over(const char *period, int64_t now_s)
{
	return compare_with_now(period, now_s) < 0;
}

bool clock_is_to_come(const char *period, int64_t now_s)
{
	return compare_with_now(period, now_s) > 0;
}

/* Reads n digits at *text as a number within lo..hi, then the byte `after` (unless it is NUL). */
static bool field(struct str *text, size_t n, int lo, int hi, char after, int *ret)
{
	if (text->n < n + (after != '\0'))
		return false;
	int x = 0;
	for (size_t i = 0; i < n; i++) {
		if (text->p[i] < '0' || text->p[i] > '9')
			return false;
		x = x * 10 + (text->p[i] - '0');
	}
	if (x < lo || x > hi || (after && text->p[n] != after))
		return false;
	text->p += n + (after != '\0');
	text->n -= n + (after != '\0');
	*ret = x;
	return true;
}

bool clock_utc_parse(struct str text, int64_t *ret_utc_us)
{
	int year, month, day, hour, minute, second, ms = 0;
	if (!field(&text, 4, 0, 9999, '-', &year) || !field(&text, 2, 1, 12, '-', &month) ||
	    !field(&text, 2, 1, 31, 'T', &day) || !field(&text, 2, 0, 23, ':', &hour) ||
	    !field(&text, 2, 0, 59, ':', &minute) || !field(&text, 2, 0, 60, '\0', &second))
		return false;
	if (text.n && text.p[0] == '.') {
		text = (struct str){text.p + 1, text.n - 1};
		if (!field(&text, 3, 0, 999, '\0', &ms))
			return false;
	}
	if (!str_is(text, "Z"))
		return false;
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
	};
	int64_t seconds = (int64_t)timegm(&tm) + second;
	/* timegm turns the 31st of February into a day of March. */
	if (tm.tm_mday != day)
		return false;
	*ret_utc_us = (seconds * 1000 + ms) * 1000;
	return true;
}
