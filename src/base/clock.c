/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#include "base/num.h"

void clock_utc_text(int64_t utc_us, char to[CLOCK_TEXT])
{
	int64_t us = utc_us % 1000000;
	time_t seconds = (time_t)(utc_us / 1000000);
	if (us < 0) {
		us += 1000000;
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

/* Reads n digits at *text as a number within lo..hi, then the byte after (if not NUL). */
static bool field(struct str *text, size_t n, int64_t lo, int64_t hi, char after, int64_t *ret)
{
	if (text->n < n + (after != '\0') || !num_parse_int((struct str){text->p, n}, lo, hi, ret))
		return false;
	if (after && text->p[n] != after)
		return false;
	text->p += n + (after != '\0');
	text->n -= n + (after != '\0');
	return true;
}

bool clock_utc_parse(struct str text, int64_t *ret_utc_us)
{
	int64_t year, month, day, hour, minute, second, ms = 0;
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
		.tm_year = (int)year - 1900,
		.tm_mon = (int)month - 1,
		.tm_mday = (int)day,
		.tm_hour = (int)hour,
		.tm_min = (int)minute,
		.tm_sec = (int)second,
	};
	*ret_utc_us = ((int64_t)timegm(&tm) * 1000 + ms) * 1000;
	return true;
}
