/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal help --json: the commands with their arguments, options and examples, as the tables have
 * them: in English, for programs that offer them.
 */
#include <math.h>

#include "base/json.h"
#include "cli/help.h"

static const char *const type_names[] = {
	[OPTION_FLAG] = "flag",        [OPTION_STRING] = "text",       [OPTION_CHOICE] = "choice",
	[OPTION_INT] = "whole_number", [OPTION_QUANTITY] = "quantity", [OPTION_LIST] = "text",
};

static const char *const group_names[GROUP_COUNT] = {
	[GROUP_MEASURE] = "measure",
	[GROUP_ESTIMATE] = "estimate",
	[GROUP_LEDGER] = "ledger",
	[GROUP_SELF] = "self",
};

static void words_json(struct jsonw *json, const char *key, const char *const *words)
{
	jsonw_array(json, key);
	for (; words && *words; words++)
		jsonw_string(json, NULL, *words);
	jsonw_array_end(json);
}

static void option_json(struct jsonw *json, const struct option_spec *spec)
{
	const char letter[] = {spec->letter, '\0'};
	bool bounded = spec->type == OPTION_INT || spec->type == OPTION_QUANTITY;
	jsonw_object(json, NULL);
	jsonw_string(json, "name", spec->name);
	jsonw_string(json, "letter", spec->letter ? letter : NULL);
	jsonw_string(json, "type", type_names[spec->type]);
	jsonw_string(json, "value", spec->value);
	jsonw_bool(json, "repeated", spec->type == OPTION_LIST);
	jsonw_string(json, "unit", spec->unit);
	jsonw_number(json, "low", bounded ? spec->low : (double)NAN);
	jsonw_number(json, "high", bounded ? spec->high : (double)NAN);
	words_json(json, "choices", spec->choices);
	jsonw_string(json, "alone", spec->alone);
	jsonw_string(json, "variable", spec->env);
	jsonw_string(json, "brief", spec->brief);
	jsonw_object_end(json);
}

static void options_json(struct jsonw *json, const char *key, const struct option_spec *specs)
{
	jsonw_array(json, key);
	for (; specs && specs->type; specs++)
		if (specs->brief)
			option_json(json, specs);
	jsonw_array_end(json);
}

static void command_json(struct jsonw *json, const struct command *command)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", command->name);
	jsonw_string(json, "group", group_names[command->group]);
	jsonw_string(json, "brief", command->brief);
	jsonw_string(json, "text", command->text);
	jsonw_array(json, "arguments");
	for (const struct argument_spec *a = command->arguments; a && a->name; a++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "name", a->name);
		jsonw_bool(json, "required", a->count == ARGUMENT_REQUIRED);
		jsonw_bool(json, "repeated", a->count == ARGUMENT_REPEATED);
		words_json(json, "choices", a->choices);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	options_json(json, "options", command->options);
	jsonw_array(json, "examples");
	for (const struct example *e = command->examples; e->line; e++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "line", e->line);
		jsonw_string(json, "brief", e->brief);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

void help_json(struct buf *to, const struct command *only)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", FRUGAL_VERSION);
	jsonw_string(&json, "kind", "help");
	jsonw_array(&json, "commands");
	for (const struct command *const *c = commands; *c; c++)
		if (!only || *c == only)
			command_json(&json, *c);
	jsonw_array_end(&json);
	options_json(&json, "common_options", common_options);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
