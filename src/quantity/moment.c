/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A moment is a day, a UTC time, or a quantity of time before now. The first two are read as text,
 * the last by quantity_parse, so that "7d" and "1.5 h" work alike.
 */
#include "quantity/moment.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/quantity.h"

static int64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

int moment_parse(const char *text, int64_t *ret_us, struct frugal_error *reterr)
{
	char whole[CLOCK_TEXT];
	struct quantity ago;
	struct unit microsecond;
	if (unit_parse(STR("us"), &microsecond, reterr) < 0)
		return FRUGAL_EBUG;
	if (clock_utc_parse(str_of(text), ret_us))
		return 0;
	(void)snprintf(whole, sizeof(whole), "%.20sT00:00:00Z", text);
	if (clock_utc_parse(str_of(whole), ret_us))
		return 0;
	if (quantity_parse(str_of(text), &ago, NULL) == 0 &&
	    dimension_eq(ago.dim, microsecond.dim) && ago.value >= 0 &&
	    ago.value / microsecond.scale < 9e18) {
		*ret_us = now_us() - (int64_t)(ago.value / microsecond.scale);
		return 0;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a date"), text);
	error_todo(reterr, "%s", _("write 2026-11-22, 2026-11-22T10:00:00Z, or 7d for a week ago"));
	return FRUGAL_EUSAGE;
}
