/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal help: prints the help of a command, the lesson on models, the completion scripts, and
 * (hidden) the man page and the words that the completion scripts ask for. All of them come from
 * the command table.
 */
#include <stdio.h>

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

static const char *const shells[] = {"bash", "zsh", NULL};
static const char *const lists[] = {"commands", "options", "models", "tables", "example", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_CHOICE(struct help_options, completion, "completion", N_("SHELL"), shells,
		   N_("print the completion script for bash or zsh")),
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
	{"frugal help run", N_("the help of run, with examples; the same as frugal run --help")},
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

static int list(const struct cli *cli, const char *what, struct frugal_error *reterr)
{
	if (strcmp(what, "commands") == 0) {
		for (const struct command *const *c = commands; *c; c++)
			puts((*c)->name);
	} else if (strcmp(what, "models") == 0) {
		list_parts(built_in_image.models, built_in_image.n_models);
	} else if (strcmp(what, "tables") == 0) {
		list_parts(built_in_image.tables, built_in_image.n_tables);
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
	if (asked->man) {
		help_man(&text);
	} else if (asked->completion) {
		(strcmp(asked->completion, "zsh") == 0 ? help_zsh : help_bash)(&text);
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
		else
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
	.text = N_("Explains COMMAND, or lists the commands. frugal help models explains the "
		   "language in which methods are written."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct help_options),
	.examples = examples,
	.function = help,
};
