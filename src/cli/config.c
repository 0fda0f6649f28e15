/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the configuration file with inih and fills the options that were not given. A variable
 * comes before the file, and a line of a command's own section before a general one. Each value
 * passes the same checks as on the command line; a wrong line is an error with its number, or,
 * where a command is to be run, a warning.
 */
#include "cli/config.h"

#include <ctype.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"

#define MOST_BYTES ((size_t)1 << 20)
#define MOST_SETTINGS 1000

const char *const config_keys[] = {
	"zone",  "pue",      "project",    "phase",     "service",     "price",       "interval",
	"gpus",  "sensor",   "trust-node", "on-budget", "grace",       "no-progress", "containers",
	"ranks", "no-store", "wue",        "wait",      "no-job-tags", NULL};

static bool is_key(const char *name)
{
	for (const char *const *key = config_keys; *key; key++)
		if (strcmp(*key, name) == 0)
			return true;
	return false;
}

const char *config_path(struct cli *cli)
{
	const char *config = cli_configuration(cli);
	return config ? arena_printf(&cli->arena, "%s/config", config) : NULL;
}

struct reading {
	struct cli *cli;
	struct setting *settings;
	size_t n, cap;
	bool failed;
	const char *unknown;
	unsigned unknown_line;
	const char *text; /* to count lines in */
};

/* inih gives no line numbers here: the n-th setting is on the n-th line that has one. */
static unsigned line_of(const char *text, size_t nth)
{
	unsigned line = 0;
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		const char *q = p + strspn(p, " \t\r");
		line++;
		bool is_setting =
			q < p + n && !strchr("#;[", *q) && (memchr(p, '=', n) || memchr(p, ':', n));
		if (is_setting && nth-- == 0)
			return line;
		p += n + (p[n] == '\n');
	}
	return line;
}

static int take(void *context, const char *section, const char *name, const char *value)
{
	struct reading *reading = context;
	struct arena *arena = &reading->cli->arena;
	if (!is_key(name) && !reading->unknown) {
		reading->unknown = arena_strdup(arena, name);
		reading->unknown_line = line_of(reading->text, reading->n);
	}
	if (!mem_grow(&reading->settings, reading->n, &reading->cap, sizeof(struct setting),
		      MOST_SETTINGS)) {
		reading->failed = true;
		return 1;
	}
	struct setting *setting = &reading->settings[reading->n];
	*setting = (struct setting){
		.section = arena_strdup(arena, section),
		.key = arena_strdup(arena, name),
		.value = arena_strdup(arena, value),
		.line = line_of(reading->text, reading->n),
	};
	reading->n++;
	reading->failed |= !setting->section || !setting->key || !setting->value;
	return 1;
}

static int suggest_key(const char *key, struct frugal_error *reterr)
{
	const char *near = str_nearest(str_of(key), config_keys);
	if (near)
		return error_todo(reterr, _("did you mean %s?"), near);
	return error_todo(reterr, "%s", _("frugal config lists the settings"));
}

static int refuse_key(const struct reading *reading, const char *path, const char *what,
		      struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, what, reading->unknown);
	(void)error_where(reterr, "%s:%u", path, reading->unknown_line);
	return suggest_key(reading->unknown, reterr);
}

int config_check_key(const char *key, struct frugal_error *reterr)
{
	if (is_key(key))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("unknown setting '%s'"), key);
	return suggest_key(key, reterr);
}

int config_read(struct cli *cli, const char *path, struct setting **ret, size_t *ret_n,
		struct frugal_error *ret_unknown, struct frugal_error *reterr)
{
	struct buf text = {0};
	struct reading reading = {.cli = cli};
	*ret = NULL;
	*ret_n = 0;
	if (!path || access(path, F_OK) != 0)
		return 0;
	int r = file_read(path, MOST_BYTES, &text, reterr);
	if (r == 0) {
		reading.text = buf_text(&text);
		int bad_line = ini_parse_string(buf_text(&text), take, &reading);
		if (reading.failed) {
			r = error_nomem(reterr);
		} else if (bad_line > 0) {
			error_set(reterr, FRUGAL_EDATA, "%s", _("this is not a setting"));
			(void)error_where(reterr, "%s:%d", path, bad_line);
			(void)error_todo(reterr, "%s", _("write: zone = FR"));
			r = FRUGAL_EDATA;
		} else if (reading.unknown && ret_unknown) {
			(void)refuse_key(&reading, path,
					 _("unknown setting '%s', which is passed over"),
					 ret_unknown);
		} else if (reading.unknown) {
			(void)refuse_key(&reading, path, _("unknown setting '%s'"), reterr);
			r = FRUGAL_EDATA;
		}
	}
	buf_release(&text);
	struct setting *kept =
		r == 0 ? arena_array(&cli->arena, reading.n + 1, sizeof(*kept)) : NULL;
	if (r == 0 && !kept)
		r = error_nomem(reterr);
	if (r == 0) {
		if (reading.n)
			memcpy(kept, reading.settings, reading.n * sizeof(*kept));
		*ret = kept;
		*ret_n = reading.n;
	}
	mem_free(reading.settings);
	return r;
}

const char *config_variable(const char *key, char *to, size_t size)
{
	int n = snprintf(to, size, "FRUGAL_%s", key);
	for (int i = 0; i < n && (size_t)i < size; i++)
		to[i] = to[i] == '-' ? '_' : (char)toupper((unsigned char)to[i]);
	const char *value = getenv(to);
	return value && value[0] ? value : NULL;
}

static int store(struct cli *cli, struct option_target *target, const struct option_spec *spec,
		 const char *text, const char *where, unsigned line, struct frugal_error *reterr)
{
	struct option_item item = {.target = target, .spec = spec, .text = text};
	if (spec->type == OPTION_FLAG) {
		if (strcmp(text, "no") == 0 || strcmp(text, "0") == 0 || strcmp(text, "false") == 0)
			return 0;
		item.text = NULL;
	}
	int r = option_store(&item, &cli->arena, reterr);
	if (r < 0 && line)
		(void)error_where(reterr, "%s:%u", where, line);
	else if (r < 0)
		(void)error_where(reterr, "%s", where);
	return r;
}

static bool applies(const struct setting *setting, const char *command, const char *key)
{
	return strcmp(setting->key, key) == 0 &&
	       (!setting->section[0] || strcmp(setting->section, command) == 0);
}

int config_fill(struct cli *cli, struct option_target *target, struct frugal_error *reterr)
{
	struct setting *settings = NULL;
	size_t n = 0;
	bool read = false;
	const char *path = NULL;
	int r = 0;
	for (const struct option_spec *s = target->specs; r == 0 && s->type; s++) {
		char variable[64];
		uint64_t bit = UINT64_C(1) << (s - target->specs);
		if ((target->seen & bit) || !is_key(s->name))
			continue;
		const char *value = config_variable(s->name, variable, sizeof(variable));
		if (value) {
			r = store(cli, target, s, value, variable, 0, reterr);
			continue;
		}
		if (!read) {
			read = true;
			path = config_path(cli);
			r = config_read(cli, path, &settings, &n, &cli->config_unknown, reterr);
		}
		/*
		 * A setting of the command comes before a general one; lists are collected from
		 * both.
		 */
		const struct setting *last = NULL;
		for (size_t i = 0; r == 0 && i < n; i++) {
			if (!applies(&settings[i], cli->command->name, s->name))
				continue;
			if (s->type == OPTION_LIST)
				r = store(cli, target, s, settings[i].value, path, settings[i].line,
					  reterr);
			else if (!last || settings[i].section[0] || !last->section[0])
				last = &settings[i];
		}
		if (r == 0 && last)
			r = store(cli, target, s, last->value, path, last->line, reterr);
		cli->zone_is_configured |= r == 0 && last && strcmp(s->name, "zone") == 0;
		/* A wrong line does not keep a command from being run. */
		if (r < 0 && path && cli->command->wraps) {
			(void)cli_fail(cli, reterr);
			r = 0;
		}
	}
	return r;
}
