/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads planned jobs as JSON, one a line ({"emitter", "clock", "start_s", "command".. }), and
 * writes the file of each for its scheduler, or the error, as JSON: tests/plans/read_back.py asks
 * for a thousand of them.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "report/emit.h"

#define MOST_WORDS 64

static const char *text_of(const json_t *job, const char *key)
{
	return json_string_value(json_object_get(job, key));
}

static int64_t number_of(const json_t *job, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(job, key));
}

static size_t list_of(const json_t *job, const char *key, const char **to)
{
	const json_t *list = json_object_get(job, key);
	size_t n = json_array_size(list);
	for (size_t i = 0; i < n && i < MOST_WORDS; i++)
		to[i] = json_string_value(json_array_get(list, i));
	return n < MOST_WORDS ? n : MOST_WORDS;
}

static void answer(const char *key, const char *text)
{
	json_t *object = json_object();
	(void)json_object_set_new(object, key, json_string(text));
	char *line = json_dumps(object, JSON_COMPACT);
	puts(line ? line : "{}");
	free(line);
	json_decref(object);
}

static void emit_one(const json_t *asked)
{
	const char *command[MOST_WORDS], *environment[MOST_WORDS], *surroundings[MOST_WORDS];
	const char *planning[MOST_WORDS];
	struct local_clock clock;
	struct frugal_error error = {0};
	struct buf text = {0};
	struct planned_job job = {
		.start_s = number_of(asked, "start_s"),
		.at_once = json_is_true(json_object_get(asked, "at_once")),
		.latest_s = number_of(asked, "latest_s"),
		.deadline_s = number_of(asked, "deadline_s"),
		.limit_h = (double)number_of(asked, "limit_h"),
		.zone = text_of(asked, "zone"),
		.home = text_of(asked, "home"),
		.metered_zone = text_of(asked, "metered_zone"),
		.away_line = text_of(asked, "away_line"),
		.every = (enum repeat)number_of(asked, "every"),
		.at = {(int)number_of(asked, "minute"), (int)number_of(asked, "hour"),
		       (int)number_of(asked, "weekday"), (unsigned)number_of(asked, "days")},
		.command = command,
		.environment = environment,
		.surroundings = surroundings,
		.planning = planning,
		.n = list_of(asked, "command", command),
		.n_environment = list_of(asked, "environment", environment),
		.n_surroundings = list_of(asked, "surroundings", surroundings),
		.n_planning = list_of(asked, "planning", planning),
		.folder = text_of(asked, "folder"),
		.name = text_of(asked, "name"),
		.image = text_of(asked, "image"),
		.unmetered = json_is_true(json_object_get(asked, "unmetered")),
		.clock = &clock,
	};
	int r = local_clock_open(text_of(asked, "clock"), &clock, &error);
	if (r == 0)
		r = plan_emit(text_of(asked, "emitter"), &job, &text, &error);
	answer(r == 0 ? "file" : "error", r == 0 ? buf_text(&text) : error.what);
	buf_release(&text);
	local_clock_release(&clock);
}

int main(void)
{
	static char line[1 << 16];
	while (fgets(line, sizeof(line), stdin)) {
		json_t *job = json_loads(line, 0, NULL);
		if (job)
			emit_one(job);
		json_decref(job);
	}
	return 0;
}
