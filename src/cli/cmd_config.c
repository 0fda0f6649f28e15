/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal config: lists the settings and where each is set, prints the path of the configuration
 * file, sets them in it, and imports those of CodeCarbon's own file.
 */
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/config_edit.h"
#include "cli/filter.h"

struct config_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct config_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const char *const actions[] = {"list", "path", "set", "unset", "import", NULL};

static const struct argument_spec arguments[] = {
	{N_("list|path|set|unset|import"), ARGUMENT_OPTIONAL, COMPLETE_NONE, actions},
	{N_("SETTING|FILE"), ARGUMENT_OPTIONAL, COMPLETE_FILES, config_keys},
	{N_("VALUE"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal config", N_("the settings, and where each is set")},
	{"frugal config set zone FR", N_("a zone for every command")},
	{"frugal config import .codecarbon.config", N_("import the settings of CodeCarbon")},
	{NULL, NULL},
};

/* ---- list ----------------------------------------------------------------------------------- */

/* An unknown setting is named, and the others are read. */
static int read_settings(struct cli *cli, const char *path, struct setting **ret, size_t *ret_n,
			 struct frugal_error *reterr)
{
	struct frugal_error unknown = {0};
	int r = config_read(cli, path, ret, ret_n, &unknown, reterr);
	if (r == 0 && unknown.code)
		(void)cli_fail(cli, &unknown);
	return r;
}

static int list(struct cli *cli, bool as_json, struct frugal_error *reterr)
{
	struct setting *settings;
	size_t n;
	const char *path = config_path(cli);
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	int r = read_settings(cli, path, &settings, &n, reterr);
	if (r < 0)
		return r;
	if (as_json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "file", path);
		jsonw_array(&json, "settings");
	}
	for (const char *const *key = config_keys; *key; key++) {
		char variable[64];
		const char *value = config_variable(*key, variable, sizeof(variable));
		bool any = value != NULL;
		if (as_json && value) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, "key", *key);
			jsonw_string(&json, "value", value);
			jsonw_string(&json, "by", variable);
			jsonw_object_end(&json);
		} else if (value) {
			buf_addf(&text, "%-12s = %s  (%s)\n", *key, value, variable);
		}
		for (size_t i = 0; i < n; i++) {
			if (strcmp(settings[i].key, *key) != 0)
				continue;
			any = true;
			if (as_json) {
				jsonw_object(&json, NULL);
				jsonw_string(&json, "key", *key);
				jsonw_string(&json, "value", settings[i].value);
				jsonw_string(&json, "command",
					     settings[i].section[0] ? settings[i].section : NULL);
				jsonw_int(&json, "line", settings[i].line);
				jsonw_object_end(&json);
			} else {
				buf_addf(&text, "%-12s = %s  (%s:%u%s%s)\n", *key,
					 settings[i].value, path, settings[i].line,
					 settings[i].section[0] ? ", " : "", settings[i].section);
			}
		}
		if (!any && !as_json)
			buf_addf(&text, "%-12s   (%s)\n", *key, _("not set"));
	}
	if (as_json) {
		jsonw_array_end(&json);
		jsonw_object_end(&json);
		buf_putc(&text, '\n');
	}
	r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

/* ---- set ------------------------------------------------------------------------------------ */

/* "zone FR" or "zone=FR" of the words behind the action; a value may have spaces in it. */
static int set(struct cli *cli, struct frugal_error *reterr)
{
	const char *key = cli->args[1], *value = cli->n_args == 3 ? cli->args[2] : NULL;
	const char *sign = value ? NULL : strchr(key, '=');
	if (sign) {
		value = sign + 1;
		key = arena_printf(&cli->arena, "%.*s", (int)(sign - key), key);
		if (!key)
			return error_nomem(reterr);
	}
	if (!value || !value[0]) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' has no value"), key);
		return error_todo(reterr, "frugal config set %s VALUE, or frugal config unset %s",
				  key, key);
	}
	return config_set(cli, key, value, reterr);
}

/* ---- import --------------------------------------------------------------------------------- */

/* The key of CodeCarbon, the one of frugal, and the unit of its bare number. */
static const struct {
	const char *theirs, *ours, *unit;
} keys[] = {
	{"country_iso_code", "zone", ""}, {"pue", "pue", ""},
	{"project_name", "project", ""},  {"measure_power_secs", "interval", "s"},
	{"gpu_ids", "gpus", ""},
};

struct import {
	struct buf lines; /* of our file */
	struct buf left;  /* keys without equivalent in frugal */
};

static int take(void *context, const char *section, const char *name, const char *value)
{
	struct import *import = context;
	(void)section;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].theirs, name) == 0) {
			struct str bare = str_trim(str_of(value));
			while (bare.n && strchr("\"'[", bare.p[0]))
				bare = (struct str){bare.p + 1, bare.n - 1};
			while (bare.n && strchr("\"']", bare.p[bare.n - 1]))
				bare.n--;
			buf_addf(&import->lines, "%s = %.*s%s\n", keys[i].ours, STR_ARG(bare),
				 keys[i].unit);
			return 1;
		}
	buf_addf(&import->left, "%s%s", import->left.n ? ", " : "", name);
	return 1;
}

static int import_file(struct cli *cli, const char *from, struct frugal_error *reterr)
{
	struct import import = {0};
	struct buf theirs = {0};
	int r = file_read(from, (size_t)1 << 20, &theirs, reterr);
	if (r == 0) {
		int bad_line = ini_parse_string(buf_text(&theirs), take, &import);
		if (bad_line > 0) {
			error_set(reterr, FRUGAL_EDATA, "%s", _("this is not a setting"));
			r = error_where(reterr, "%s:%d", from, bad_line);
		}
	}
	if (r == 0 && !import.lines.n)
		r = error_set(reterr, FRUGAL_EDATA, _("%s has no setting that frugal uses"), from);
	const char *lines = arena_printf(&cli->arena, "# %s\n%s", from, buf_text(&import.lines));
	if (r == 0)
		r = lines ? config_add(cli, lines, reterr) : error_nomem(reterr);
	if (r == 0 && !cli->common.quiet) {
		struct buf text = {0};
		buf_addf(&text, "%s", buf_text(&import.lines));
		if (import.left.n)
			buf_addf(&text, _("ignored, without equivalent in frugal: %s\n"),
				 buf_text(&import.left));
		cli_put(&text);
		buf_release(&text);
	}
	buf_release(&theirs);
	buf_release(&import.lines);
	buf_release(&import.left);
	return r;
}

static int refuse_json(struct cli *cli, const char *action, struct frugal_error *reterr)
{
	const char *what = arena_printf(&cli->arena, "'frugal config %s'", action);
	return what ? filter_refuse("json", what, reterr) : error_nomem(reterr);
}

static int config(struct cli *cli, struct frugal_error *reterr)
{
	const struct config_options *asked = cli->options;
	const char *action = cli->n_args ? cli->args[0] : "list";
	if (strcmp(action, "list") == 0 && cli->n_args < 2)
		return list(cli, asked->json, reterr);
	if (strcmp(action, "path") == 0 && cli->n_args < 2) {
		const char *path = config_path(cli);
		struct buf text = {0};
		if (asked->json) {
			struct jsonw json = {.out = &text, .pretty = true};
			jsonw_object(&json, NULL);
			jsonw_string(&json, "file", path);
			jsonw_object_end(&json);
			buf_putc(&text, '\n');
		} else {
			buf_addf(&text, "%s\n", path ? path : "");
		}
		cli_put_bytes(&text);
		buf_release(&text);
		return 0;
	}
	if (asked->json)
		return refuse_json(cli, action, reterr);
	if (strcmp(action, "set") == 0 && cli->n_args >= 2)
		return set(cli, reterr);
	if (strcmp(action, "unset") == 0 && cli->n_args == 2)
		return config_set(cli, cli->args[1], NULL, reterr);
	if (strcmp(action, "import") == 0 && cli->n_args == 2)
		return import_file(cli, cli->args[1], reterr);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown action '%s'"), action);
	return error_todo(reterr, "%s",
			  "frugal config [list|path|set SETTING VALUE|unset SETTING|import FILE]");
}

const struct command command_config = {
	.name = "config",
	.group = GROUP_SELF,
	.brief = N_("list, set or import the defaults of options"),
	.text = N_("Settings are the defaults of options. An environment variable (FRUGAL_ZONE "
		   "for --zone) takes precedence over the configuration file, whose lines read "
		   "`zone = FR`. Lines below a name in brackets ([run]) apply to that command "
		   "only.\n\nset and unset change the file for every command, and leave its other "
		   "lines as "
		   "they are. import copies the settings of a .codecarbon.config that have an "
		   "equivalent in frugal."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct config_options),
	.examples = examples,
	.function = config,
};
