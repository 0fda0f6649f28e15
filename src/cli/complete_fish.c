/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fish completion, from the command table: one line per command, option and argument. The
 * script calls frugal for the names of models, tables, inputs and zones, as those of bash and zsh
 * do. After the command that is measured, fish's own completion of that command takes over.
 */
#include "base/intl.h"
#include "cli/help.h"

static const char head[] =
	"# fish completion of frugal, printed by: frugal help --completion fish\n"
	"function __frugal_names; frugal help --complete $argv 2>/dev/null; end\n"
	"# The words behind the command that are not options.\n"
	"function __frugal_words\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -e words[1]\n"
	"\tstring match -v -- '-*' $words\n"
	"end\n"
	"function __frugal_in; set -l w (__frugal_words); test \"$w[1]\" = $argv[1]; end\n"
	"# Behind command $1, with $2 arguments already there; the values of options count as "
	"some.\n"
	"function __frugal_at; set -l w (__frugal_words); __frugal_in $argv[1]; and test (count "
	"$w) "
	"-gt $argv[2]; end\n"
	"function __frugal_inputs\n"
	"\tset -l w (__frugal_words)\n"
	"\tset -l token (commandline -ct)\n"
	"\tif string match -qr '(^|[.])zone=' -- $token\n"
	"\t\tset -l name (string split -m 1 = -- $token)[1]\n"
	"\t\t__frugal_names zones | string replace -r '^' \"$name=\"\n"
	"\telse\n"
	"\t\t__frugal_names inputs $w[2]\n"
	"\tend\n"
	"end\n"
	"complete -c frugal -f\n";

/* Within '...' of fish: a quote and a backslash are escaped. */
static void add_quoted(struct buf *to, const char *text)
{
	buf_putc(to, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_putc(to, '\\');
		buf_putc(to, *text);
	}
	buf_putc(to, '\'');
}

static const char *const offers[] = {
	[COMPLETE_NONE] = "",
	[COMPLETE_FILES] = "(__fish_complete_path)",
	[COMPLETE_FOLDERS] = "(__fish_complete_directories)",
	[COMPLETE_PROGRAM] = "(__fish_complete_subcommand --fcs-skip=2)",
	[COMPLETE_COMMANDS] = "(__frugal_names commands)",
	[COMPLETE_MODELS] = "(__frugal_names models)",
	[COMPLETE_TABLES] = "(__frugal_names tables)",
	[COMPLETE_ZONES] = "(__frugal_names zones)",
	[COMPLETE_INPUTS] = "(__frugal_inputs)",
	[COMPLETE_RUNS] = "(__frugal_names runs)",
};

static void add_offer(struct buf *to, const char *const *choices, enum complete complete)
{
	struct buf words = {0};
	for (const char *const *c = choices; c && *c; c++)
		buf_addf(&words, "%s%s", c == choices ? "" : " ", *c);
	add_quoted(to, choices ? buf_text(&words) : offers[complete]);
	buf_release(&words);
}

static void add_options(struct buf *to, const char *when, const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->type; s++) {
		if (!s->brief)
			continue;
		buf_puts(to, "complete -c frugal");
		if (when)
			buf_addf(to, " -n '__frugal_in %s'", when);
		if (s->letter)
			buf_addf(to, " -s %c", s->letter);
		buf_addf(to, " -l %s", s->name);
		if (s->value) {
			buf_puts(to, " -x");
			if (s->choices || s->complete != COMPLETE_NONE) {
				buf_puts(to, " -a ");
				add_offer(to, s->choices, s->complete);
			}
		}
		buf_puts(to, " -d ");
		add_quoted(to, _(s->brief));
		buf_putc(to, '\n');
	}
}

static void add_arguments(struct buf *to, const struct command *command)
{
	size_t before = 0;
	for (const struct argument_spec *a = command->arguments; a && a->name; a++) {
		bool rest = command->wraps && a->count == ARGUMENT_REPEATED;
		if (rest || (!a->choices && a->complete == COMPLETE_NONE)) {
			before++;
			continue;
		}
		buf_addf(to, "complete -c frugal -n '__frugal_at %s %zu' -a ", command->name,
			 before++);
		add_offer(to, a->choices, a->complete);
		buf_putc(to, '\n');
	}
}

void help_fish(struct buf *to)
{
	buf_puts(to, head);
	for (const struct command *const *c = commands; *c; c++) {
		buf_addf(to, "complete -c frugal -n '__fish_is_first_arg' -a %s -d ", (*c)->name);
		add_quoted(to, _((*c)->brief));
		buf_putc(to, '\n');
	}
	add_options(to, NULL, common_options);
	for (const struct command *const *c = commands; *c; c++) {
		add_options(to, (*c)->name, (*c)->options);
		add_arguments(to, *c);
	}
}
