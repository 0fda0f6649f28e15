/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads and writes the times of series: whole seconds of UTC, by the proleptic Gregorian calendar.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "grid/series.h"

/* Days since 1970-01-01; months count from March, so that the leap day is the last of a year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool digits(struct str *text, size_t n, int64_t *ret)
{
	*ret = 0;
	if (text->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (text->p[i] < '0' || text->p[i] > '9')
			return false;
		*ret = *ret * 10 + (text->p[i] - '0');
	}
	text->p += n;
	text->n -= n;
	return true;
}

static bool skip(struct str *text, char c)
{
	if (!text->n || text->p[0] != c)
		return false;
	text->p++;
	text->n--;
	return true;
}

static bool offset(struct str *text, int64_t *ret_s)
{
	int64_t hours, minutes = 0;
	*ret_s = 0;
	if (text->n == 0 || skip(text, 'Z'))
		return text->n == 0;
	int64_t sign = skip(text, '+') ? 1 : skip(text, '-') ? -1 : 0;
	if (!sign || !digits(text, 2, &hours))
		return false;
	(void)skip(text, ':');
	if (text->n && !digits(text, 2, &minutes))
		return false;
	*ret_s = sign * (hours * SECONDS_PER_HOUR + minutes * 60);
	return text->n == 0 && hours < 24 && minutes < 60;
}

static int64_t days_in(int64_t year, int64_t month)
{
	int64_t next_year = month == 12 ? year + 1 : year;
	return days_of(next_year, month == 12 ? 1 : month + 1, 1) - days_of(year, month, 1);
}

bool grid_time_parse(struct str text, int64_t *ret_s)
{
	int64_t year, month, day, hour = 0, minute = 0, second = 0, ahead = 0;
	text = str_trim(text);
	bool good = digits(&text, 4, &year) && skip(&text, '-') && digits(&text, 2, &month) &&
		    skip(&text, '-') && digits(&text, 2, &day);
	if (good && text.n) {
		good = (skip(&text, 'T') || skip(&text, ' ')) && digits(&text, 2, &hour) &&
		       skip(&text, ':') && digits(&text, 2, &minute);
		if (good && skip(&text, ':'))
			good = digits(&text, 2, &second);
		if (good && skip(&text, '.'))
			while (text.n && text.p[0] >= '0' && text.p[0] <= '9')
				(void)skip(&text, text.p[0]);
		good = good && offset(&text, &ahead);
	}
	if (!good || month < 1 || month > 12 || day < 1 || day > days_in(year, month) ||
	    hour > 23 || minute > 59 || second > 60 || year < 1970)
		return false;
	*ret_s = days_of(year, month, day) * SECONDS_PER_DAY + hour * SECONDS_PER_HOUR +
		 minute * 60 + second - ahead;
	return true;
}

bool grid_time_has_offset(struct str text)
{
	size_t date = sizeof("2026-03-02") - 1;
	text = str_trim(text);
	if (text.n <= date)
		return false;
	return text.p[text.n - 1] == 'Z' || memchr(text.p + date, '+', text.n - date) ||
	       memchr(text.p + date, '-', text.n - date);
}

void grid_time_text(int64_t s, char to[GRID_TIME])
{
	int64_t days = s / SECONDS_PER_DAY - (s % SECONDS_PER_DAY < 0),
		rest = s - days * SECONDS_PER_DAY;
	int64_t z = days + 719468, era = z / 146097, of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153, day = of_year - (153 * m + 2) / 5 + 1;
	int64_t month = m < 10 ? m + 3 : m - 9;
	year += era * 400 + (month <= 2);
	int n = snprintf(to, GRID_TIME, "%04d-%02d-%02dT%02d:%02d", (int)(year % 10000), (int)month,
			 (int)day, (int)(rest / SECONDS_PER_HOUR), (int)(rest / 60 % 60));
	if (rest % 60)
		(void)snprintf(to + n, GRID_TIME - (size_t)n, ":%02dZ", (int)(rest % 60));
	else
		(void)snprintf(to + n, GRID_TIME - (size_t)n, "Z");
}
