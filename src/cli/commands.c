/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of commands and the options common to all. COMMANDS in command.h lists the commands in
 * the order of the help; parsing, help, man page and completion read these tables, so a command has
 * no other list to enter.
 */
#include "base/intl.h"
#include "cli/command.h"
#include "cli/lang.h"
#include "frugal.h"

#define COMMAND_POINTER(name) &command_##name,
const struct command *const commands[] = {COMMANDS(COMMAND_POINTER) NULL};

const char *const group_titles[GROUP_COUNT] = {
	[GROUP_MEASURE] = N_("Measure"),
	[GROUP_ESTIMATE] = N_("Estimate"),
	[GROUP_LEDGER] = N_("Review and report"),
	[GROUP_SELF] = N_("Settings and help"),
};

/* clang-format off */
const struct option_spec common_options[] = {
	OPT_FLAG(struct common_options, help, 'h', "help", N_("show the help of the command")),
	OPT_FLAG(struct common_options, version, 0, "version", N_("show the version")),
	OPT_CHOICE(struct common_options, lang, "lang", N_("LANG"), lang_names,
		   N_("language of texts and numbers: en or fr (default: that of the locale)")),
	OPT_FLAG(struct common_options, quiet, 'q', "quiet",
		 N_("print only the answer and errors")),
	OPT_STRING(struct common_options, verbose, 'v', "verbose", N_("TOPICS"),
		   N_("log what happens in these parts of the program (sensor,meter or all)")),
	OPT_FOLDER(struct common_options, models, "models",
		   N_("folder of .model files that add to the built-in models or replace them")),
	OPT_FOLDER(struct common_options, factors, "factors",
		   N_("folder of .csv tables whose rows take precedence over built-in rows")),
	OPT_INT(struct common_options, factors_year, "factors-year", N_("YEAR"), 1990, 2200,
		N_("use the newest factors up to YEAR")),
	OPT_STRING(struct common_options, source, 0, "source", N_("TEXT"),
		   N_("prefer factors whose source contains TEXT")),
	OPT_INT(struct common_options, seed, "seed", N_("N"), 1, 9007199254740991,
		N_("seed of the random draws behind intervals; the same seed gives the same "
		   "digits")),
	OPT_INT(struct common_options, draws, "draws", N_("N"), 1, 1048576,
		N_("number of random draws; 1 gives no interval")),
	{.type = OPTION_STRING, .name = "store", .value = N_("PATH"), .complete = COMPLETE_FILES,
	 .brief = N_("file of the ledger of runs"), .env = "FRUGAL_STORE",
	 .offset = OPTION_FIELD(struct common_options, store, const char *)},
	OPT_END,
};
/* clang-format on */

const struct command *command_find(struct str name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (str_is(name, (*c)->name))
			return *c;
	return NULL;
}

#define COMMANDS_MAX 64

int command_unknown(const char *name, struct frugal_error *reterr)
{
	const char *names[COMMANDS_MAX + 1];
	size_t n = 0;
	for (const struct command *const *c = commands; *c && n < COMMANDS_MAX; c++)
		names[n++] = (*c)->name;
	names[n] = NULL;
	const char *near = str_nearest(str_of(name), names);

	error_set(reterr, FRUGAL_EUSAGE, _("unknown command '%s'"), name);
	if (near)
		error_todo(reterr, _("did you mean %s?"), near);
	else
		error_todo(reterr, _("frugal help lists the commands"));
	return FRUGAL_EUSAGE;
}

static void add_argument(struct buf *to, const struct argument_spec *argument)
{
	static const char *const shapes[] = {
		[ARGUMENT_REQUIRED] = " %s",
		[ARGUMENT_OPTIONAL] = " [%s]",
		[ARGUMENT_REPEATED] = " [%s ...]",
	};
	buf_addf(to, shapes[argument->count], _(argument->name));
}

void command_usage(struct buf *to, const struct command *command)
{
	buf_addf(to, "frugal %s", command->name);
	buf_puts(to, _(" [options]"));
	if (command->wraps)
		buf_puts(to, " [--]");
	for (const struct argument_spec *a = command->arguments; a && a->name; a++)
		add_argument(to, a);
}
