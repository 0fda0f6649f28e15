/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of allowed hours, the line of another zone, and a file of a time zone: what is read
 * answers within its bounds.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "plan/allowed.h"
#include "report/emit_words.h"

#define FROM_S INT64_C(1768867200) /* 2026-01-20T00:00Z */
#define DAY_S INT64_C(86400)

static void read_hours(const char *text)
{
	struct allowed_hours hours;
	if (allowed_parse(text, &hours, NULL) == 0) {
		int64_t all = allowed_for(&hours, 1, FROM_S, DAY_S);
		int64_t step = allowed_step(&hours, 1, FROM_S, FROM_S + DAY_S, 3600);
		REQUIRE(hours.n > 0 && hours.n <= ALLOWED_RANGES);
		REQUIRE(all >= 0 && all <= DAY_S);
		REQUIRE(allowed_all(&hours, 1, FROM_S, FROM_S + DAY_S) == (all == DAY_S));
		REQUIRE(step >= 60 && 3600 % step == 0);
	}
	allowed_release(&hours);
}

static void read_line(const char *text)
{
	static const char *const command[] = {"a b"};
	const struct planned_job job = {.command = command, .n = 1, .unmetered = true};
	struct buf line = {0};
	if (emit_away(&job, text, &line, NULL) == 0)
		REQUIRE(strstr(buf_text(&line), "a b"));
	buf_release(&line);
}

static void read_clock(struct str file)
{
	struct local_clock clock = {0};
	if (local_clock_parse(file, &clock) == 0)
		for (int64_t s = -DAY_S; s < 100 * DAY_S; s += DAY_S) {
			struct local_time t = local_clock_time(&clock, s);
			REQUIRE(t.month >= 1 && t.month <= 12 && t.hour >= 0 && t.hour < 24);
			(void)local_clock_repeats(&clock, s);
		}
	local_clock_release(&clock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	read_hours(text);
	read_line(text);
	read_clock((struct str){text, size});
	free(text);
	return 0;
}
