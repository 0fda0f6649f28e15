/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal help: prints the help of a command, the lesson on models, the completion scripts, and
 * (hidden) the man page and the words that the completion scripts ask for. All of them come from
 * the command table.
 */
#include <stdio.h>
#include <string.h>

#include "api/inside.h"
#include "base/image.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "cli/help.h"

struct help_options {
	bool man, json;
	const char *completion;
	const char *complete;
};

#define WORD_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+:@"
#define NEWEST_RUNS 200

static const char *const shells[] = {"bash", "zsh", "fish", NULL};
static const char *const lists[] = {"commands", "options", "models", "tables", "example",
				    "zones",    "inputs",  "runs",   NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_CHOICE(struct help_options, completion, "completion", N_("SHELL"), shells,
		   N_("print the completion script for bash, zsh or fish")),
	OPT_FLAG(struct help_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct help_options, man, 0, "man", NULL),
	OPT_CHOICE(struct help_options, complete, "complete", "LIST", lists, NULL),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("COMMAND"), ARGUMENT_OPTIONAL, COMPLETE_COMMANDS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal help run", N_("the help of run, with examples")},
	{"frugal help --json", N_("the commands and options, for a program")},
	{"frugal help models", N_("the language of the models, with an example")},
	{"frugal help --completion bash > ~/.local/share/bash-completion/completions/frugal",
	 N_("install completion for one user; a package installs it for all")},
	{NULL, NULL},
};

static void list_parts(const struct image_part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		puts(image_name(&built_in_image, &parts[i]));
}

static void list_options(const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->type; s++)
		if (s->brief)
			printf("--%s\n", s->name);
}

/* Countries and their parts, then the regions of clouds, each once. */
static int list_zones(struct cli *cli, struct frugal_error *reterr)
{
	static const char *const tables[] = {"zones", "regions"};
	int r = 0;
	for (size_t t = 0; r == 0 && t < sizeof(tables) / sizeof(tables[0]); t++) {
		const frugal_table *table;
		const char *before = "";
		r = frugal_table_get(cli->library, tables[t], &table, reterr);
		for (uint32_t row = 0; r == 0 && row < frugal_table_rows(table); row++) {
			const char *key = frugal_table_text(table, row, 0);
			const char *colon = t ? strchr(key, ':') : NULL;
			if (strcmp(key, before) != 0)
				puts(colon ? colon + 1 : key);
			before = key;
		}
	}
	return r;
}

static int list_inputs(struct cli *cli, const char *name, struct frugal_error *reterr)
{
	const struct frugal_model *model;
	int r = frugal_model_get(cli->library, name, &model, reterr);
	for (size_t i = 0; r == 0 && model->inputs[i]; i++)
		printf("%s=\n", model->inputs[i]->name);
	return r;
}

/* Names with blanks, quotes or controls are not words of a shell. */
static int put_name(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	const char *name = record_of(run)->name;
	(void)context;
	(void)reterr;
	if (name[0] && name[0] != '-' && strspn(name, WORD_LETTERS) == strlen(name))
		puts(name);
	return FRUGAL_VISIT_ON;
}

/* `last`, and the names of the newest runs; an absent ledger has none. */
static int list_runs(struct cli *cli, struct frugal_error *reterr)
{
	const struct frugal_filter newest = {.size = sizeof(newest), .limit = NEWEST_RUNS};
	frugal_ledger *ledger = NULL;
	puts("last");
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_list(ledger, &newest, FRUGAL_RUN_HEAD, put_name, NULL, reterr);
	frugal_ledger_close(ledger);
	return r;
}

static int list(struct cli *cli, const char *what, struct frugal_error *reterr)
{
	if (strcmp(what, "commands") == 0) {
		for (const struct command *const *c = commands; *c; c++)
			puts((*c)->name);
	} else if (strcmp(what, "models") == 0) {
		list_parts(built_in_image.models, built_in_image.n_models);
	} else if (strcmp(what, "tables") == 0) {
		list_parts(built_in_image.tables, built_in_image.n_tables);
	} else if (strcmp(what, "zones") == 0) {
		return list_zones(cli, reterr);
	} else if (strcmp(what, "inputs") == 0) {
		return cli->n_args ? list_inputs(cli, cli->args[0], reterr) : 0;
	} else if (strcmp(what, "runs") == 0) {
		return list_runs(cli, reterr);
	} else if (strcmp(what, "example") == 0) {
		fputs(help_model_example, stdout);
	} else if (cli->n_args == 0) {
		list_options(common_options);
	} else {
		const struct command *command = command_find(str_of(cli->args[0]));
		if (!command)
			return command_unknown(cli->args[0], reterr);
		list_options(command->options);
	}
	return 0;
}

static int help(struct cli *cli, struct frugal_error *reterr)
{
	const struct help_options *asked = cli->options;
	struct buf text = {0};
	bool lesson = cli->n_args && strcmp(cli->args[0], "models") == 0 && !asked->json;
	if (asked->json && (asked->man || asked->completion || asked->complete))
		return filter_refuse("json", "--completion", reterr);
	if (asked->complete)
		return list(cli, asked->complete, reterr);
	if (asked->man && cli->n_args) {
		const struct command *command = command_find(str_of(cli->args[0]));
		if (!command)
			return command_unknown(cli->args[0], reterr);
		help_man_of(&text, command);
	} else if (asked->man) {
		help_man(&text);
	} else if (asked->completion) {
		(strcmp(asked->completion, "zsh") == 0    ? help_zsh
		 : strcmp(asked->completion, "fish") == 0 ? help_fish
							  : help_bash)(&text);
	} else if (lesson) {
		help_model_language(&text);
	} else {
		const struct command *command = NULL;
		if (cli->n_args)
			command = command_find(str_of(cli->args[0]));
		if (cli->n_args && !command)
			return command_unknown(cli->args[0], reterr);
		if (asked->json)
			help_json(&text, command);
		else if (!command || !help_open_page(cli, command))
			help_print(cli, command);
	}
	cli_put(&text);
	buf_release(&text);
	return 0;
}

const struct command command_help = {
	.name = "help",
	.group = GROUP_SELF,
	.brief = N_("explain a command, or the language of the models"),
	.text = N_("Explains COMMAND, or lists the commands. On a terminal, opens the manual page "
		   "of COMMAND where it is installed (man frugal-COMMAND); frugal COMMAND --help "
		   "prints. frugal help models explains the language in which methods are "
		   "written."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct help_options),
	.examples = examples,
	.function = help,
};
