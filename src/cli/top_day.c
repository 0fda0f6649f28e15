/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/top_day.h"

#include <string.h>
#include <time.h>

#include "base/log.h"

#define KEEP_EVERY_NS (60 * (int64_t)NS_PER_SECOND)

static void local_date(char to[11])
{
	time_t now = time(NULL);
	struct tm local = {0};
	if (!localtime_r(&now, &local) || strftime(to, 11, "%Y-%m-%d", &local) == 0)
		to[0] = '\0';
}

static bool earlier(void *context, enum day_kind kind, const char *key, double *ret)
{
	const struct top_day *day = context;
	struct frugal_error error;
	return day->keeper->ledger && ledger_day_use(day->keeper->ledger, day->keeper->owner.host,
						     day->date, kind, key, ret, &error) == 1;
}

void top_day_begin(struct top_day *day, struct keeper *keeper, struct activity_meter *meter)
{
	*day = (struct top_day){.keeper = keeper, .meter = meter};
	local_date(day->date);
	activity_go_on(meter, earlier, day);
}

/* What cannot be kept now (a ledger that is locked) is kept by the next one. */
static void keep(struct top_day *day)
{
	struct frugal_error error;
	size_t n;
	const struct day_use *uses = activity_day(day->meter, &n);
	if (uses && day->keeper->ledger &&
	    ledger_note_day(day->keeper->ledger, day->keeper->owner.host, day->date, uses, n,
			    &error) < 0)
		log_note("cli.top", "%s", error.what);
}

void top_day_look(struct top_day *day, int64_t now_ns)
{
	char today[11];
	local_date(today);
	bool new_day = strcmp(today, day->date) != 0;
	if (!day->kept_ns)
		day->kept_ns = now_ns;
	if (!new_day && now_ns - day->kept_ns < KEEP_EVERY_NS)
		return;
	keep(day);
	day->kept_ns = now_ns;
	if (new_day) {
		memcpy(day->date, today, sizeof(today));
		activity_begin_day(day->meter);
	}
}

void top_day_end(struct top_day *day)
{
	if (day->meter)
		keep(day);
}
