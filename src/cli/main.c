/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entry. Reads the options by the tables, finds the command, runs it, prints its error if it
 * has one, and exits with its status. Nothing is loaded before the command asks for it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/lang.h"
#include "cli/option.h"

struct invocation {
	struct cli *cli;
	struct option_target own;
	struct option_target common;
	char **words; /* after the name of the program */
	size_t n_words;
};

/*
 * First walk, for --lang only: an error earlier on the line is then reported in that language.
 * Errors are reported by the second walk.
 */
static const char *asked_language(const struct invocation *invocation)
{
	struct option_target common = {.specs = common_options};
	struct option_target own = {0};
	struct option_reader reader = {{&own, &common}, "", invocation->words, 0, NULL, false};
	const struct command *command = NULL;
	struct option_item item;
	int r;

	while ((r = option_next(&reader, &item, NULL)) != 0) {
		if (r < 0)
			continue;
		if (item.spec && item.text && strcmp(item.spec->name, "lang") == 0)
			return item.text;
		if (item.spec)
			continue;
		if (command && command->wraps)
			return NULL;
		if (command)
			continue;
		command = command_find(str_of(item.text));
		if (command)
			own.specs = command->options;
		reader.ended = false;
	}
	return NULL;
}

/* All words from here on are arguments, with dashes or without. */
static bool options_end(const struct cli *cli)
{
	const char *after = cli->command->literal_after;
	return cli->command->wraps ||
	       (after && cli->n_args >= 2 && strcmp(cli->args[0], after) == 0);
}

static int start_command(struct invocation *invocation, const char *name,
			 struct option_reader *reader, struct frugal_error *reterr)
{
	struct cli *cli = invocation->cli;
	cli->command = command_find(str_of(name));
	if (!cli->command)
		return command_unknown(name, reterr);
	reader->command = cli->command->name;
	reader->ended = false; /* a "--" before the command was for the options before it */
	if (!cli->command->options)
		return 0;
	invocation->own.object = arena_alloc(&cli->arena, cli->command->options_size);
	if (!invocation->own.object)
		return error_nomem(reterr);
	invocation->own.specs = cli->command->options;
	cli->options = invocation->own.object;
	return 0;
}

/* Second walk: everything is checked and stored. */
static int read_words(struct invocation *invocation, struct frugal_error *reterr)
{
	struct cli *cli = invocation->cli;
	struct option_reader reader = {
		{&invocation->own, &invocation->common}, "", invocation->words, 0, NULL, false};
	struct option_item item;
	int r;

	cli->args = arena_array(&cli->arena, invocation->n_words + 1, sizeof(*cli->args));
	if (!cli->args)
		return error_nomem(reterr);
	while ((r = option_next(&reader, &item, reterr)) > 0) {
		if (item.spec) {
			r = option_store(&item, &cli->arena, reterr);
		} else if (!cli->command) {
			r = start_command(invocation, item.text, &reader, reterr);
		} else {
			cli->args[cli->n_args++] = reader.words[reader.at - 1];
			reader.ended = reader.ended || options_end(cli);
		}
		if (r < 0)
			return r;
	}
	return r;
}

static int check_arguments(const struct cli *cli, struct frugal_error *reterr)
{
	const struct argument_spec *a = cli->command->arguments;
	struct buf usage = {.max = 200};
	size_t n = 0;
	for (; a && a->name; a++, n++) {
		if (a->count == ARGUMENT_REPEATED)
			return 0;
		if (n < cli->n_args || a->count != ARGUMENT_REQUIRED)
			continue;
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _(a->name));
		command_usage(&usage, cli->command);
		error_todo(reterr, "%s", buf_text(&usage));
		buf_release(&usage);
		return FRUGAL_EUSAGE;
	}
	if (cli->n_args <= n)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"), cli->args[n]);
	command_usage(&usage, cli->command);
	error_todo(reterr, "%s", buf_text(&usage));
	buf_release(&usage);
	return FRUGAL_EUSAGE;
}

static int dispatch(struct invocation *invocation, struct frugal_error *reterr)
{
	struct cli *cli = invocation->cli;
	int r = read_words(invocation, reterr);
	if (r < 0)
		return r;
	if (cli->common.version)
		return command_version.function(cli, reterr);
	if (cli->common.help || !cli->command) {
		help_print(cli, cli->command);
		return cli->common.help ? 0 : -FRUGAL_EUSAGE;
	}
	r = check_arguments(cli, reterr);
	if (r < 0)
		return r;
	r = option_from_environment(&invocation->common, &cli->arena, reterr);
	if (r < 0)
		return r;
	if (invocation->own.specs)
		r = option_from_environment(&invocation->own, &cli->arena, reterr);
	/* A configured zone applies to what is measured, not to stored runs. */
	if (r == 0 && invocation->own.specs && cli->command->group == GROUP_MEASURE)
		r = config_fill(cli, &invocation->own, reterr);
	if (r < 0)
		return r;
	if (cli->config_unknown.code)
		(void)cli_fail(cli, &cli->config_unknown);
	cli_log_start(cli);
	r = cli_open(cli, reterr);
	if (r < 0)
		return r;
	return cli->command->function(cli, reterr);
}

static void go_on(int signal_number)
{
	(void)signal_number;
}

/*
 * A write that would exceed the limit of file sizes (ulimit -f) must fail as on a full disk, and
 * not end frugal: the command's status is still to be reported. A handler and not SIG_IGN, which
 * the command would inherit; if the signal is already ignored it stays so.
 */
static void survive_full_files(void)
{
	struct sigaction was, action = {.sa_handler = go_on, .sa_flags = SA_RESTART};
	if (sigaction(SIGXFSZ, NULL, &was) == 0 && was.sa_handler == SIG_DFL)
		(void)sigaction(SIGXFSZ, &action, NULL);
}

int main(int argc, char **argv)
{
	static char *nothing[] = {NULL};
	struct cli cli = {0};
	struct invocation invocation = {
		.cli = &cli,
		.common = {.specs = common_options, .object = &cli.common},
		.words = argc > 0 ? argv + 1 : nothing,
		.n_words = argc > 0 ? (size_t)argc - 1 : 0,
	};
	struct frugal_error error = {0};

	survive_full_files();
	cli_init(&cli);
	lang_use(&cli, asked_language(&invocation));
	int status = dispatch(&invocation, &error);
	/* A cell that lost its text looks like an empty one. A command that is run keeps its
	 * status. */
	if (status >= 0 && buf_lost() && cli.command != &command_run)
		status = error_nomem(&error);
	if (status < 0) {
		error.code = status;
		status = cli_fail(&cli, &error);
	}
	status = cli_finish(&cli, status);
	frugal_library_free(cli.library);
	arena_release(&cli.arena);
	return status;
}
