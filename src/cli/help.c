/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints help: of the program, or of one command with its text, examples and options. All of it
 * comes from the command table; this file only lays it out. help_language.c has the lesson on
 * models.
 */
#include "cli/help.h"

#include "base/intl.h"
#include "cli/wrap.h"

const struct help_note help_exits[] = {
	{"0", N_("success")},
	{"1", N_("a finding: a check is false, a budget is exceeded")},
	{"2", N_("usage: an unknown option, a wrong unit, a missing value")},
	{"3", N_("environment: a permission, a missing source, a full disk")},
	{"4", N_("bad data: a model, a table or a file with an error")},
	{"6", N_("a limit that cannot be judged: frugal compare --max-increase")},
	{"70", N_("a bug in frugal")},
	{NULL, NULL},
};

const struct help_note help_variables[] = {
	{"LANGUAGE, LC_ALL, LC_MESSAGES, LANG", N_("language, as --lang")},
	{"NO_COLOR", N_("no colour, even on a terminal")},
	{NULL, NULL},
};

#define COLUMN_COMMANDS 14
#define COLUMN_OPTIONS 26

void help_option_name(struct buf *to, const struct option_spec *spec)
{
	if (spec->letter)
		buf_addf(to, "-%c, ", spec->letter);
	buf_addf(to, "--%s", spec->name);
	if (spec->value)
		buf_addf(to, spec->alone ? "[=%s]" : " %s", _(spec->value));
}

void help_option_brief(struct buf *to, const struct option_spec *spec)
{
	buf_puts(to, _(spec->brief));
	for (const char *const *c = spec->lists_choices ? spec->choices : NULL; c && *c; c++)
		buf_addf(to, "%s%s%s", c == spec->choices ? " (" : ", ", *c, c[1] ? "" : ")");
	if (spec->type == OPTION_LIST)
		buf_puts(to, _("; may be repeated"));
	if (spec->env)
		buf_addf(to, _(" (variable %s)"), spec->env);
}

static void heading(struct buf *to, bool bold, const char *title)
{
	buf_addf(to, bold ? "\n\033[1m%s\033[0m\n" : "\n%s\n", title);
}

static void add_options(struct buf *to, const struct option_spec *specs)
{
	struct buf left = {0};
	struct buf right = {0};
	for (const struct option_spec *s = specs; s->type; s++) {
		if (!s->brief)
			continue;
		buf_clear(&left);
		buf_clear(&right);
		help_option_name(&left, s);
		help_option_brief(&right, s);
		wrap_row(to, buf_text(&left), buf_text(&right), COLUMN_OPTIONS);
	}
	buf_release(&left);
	buf_release(&right);
}

static bool has_shown_options(const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->type; s++)
		if (s->brief)
			return true;
	return false;
}

static void help_command(struct buf *to, bool bold, const struct command *command)
{
	command_usage(to, command);
	buf_puts(to, "\n\n");
	wrap_text(to, _(command->text), 0, 0);
	heading(to, bold, _("Examples"));
	for (const struct example *e = command->examples; e->line; e++) {
		buf_addf(to, "  %s\n", e->line);
		buf_pad(to, ' ', 6);
		wrap_text(to, _(e->brief), 6, 6);
	}
	if (has_shown_options(command->options)) {
		heading(to, bold, _("Options"));
		add_options(to, command->options);
	}
	struct buf names = {0};
	for (const struct option_spec *s = common_options; s->type; s++)
		buf_addf(&names, "%s--%s", s == common_options ? "" : " ", s->name);
	heading(to, bold, _("Common options (see frugal help)"));
	buf_puts(to, "  ");
	wrap_text(to, buf_text(&names), 2, 2);
	buf_release(&names);
}

static void help_program(struct buf *to, bool bold)
{
	buf_addf(to, _("frugal %s measures, estimates and explains the footprint of AI work."),
		 FRUGAL_VERSION);
	buf_puts(to, "\n\n");
	buf_puts(to, _("frugal COMMAND [options] ..."));
	buf_putc(to, '\n');
	for (size_t group = 0; group < GROUP_COUNT; group++) {
		heading(to, bold, _(group_titles[group]));
		for (const struct command *const *c = commands; *c; c++)
			if ((*c)->group == group)
				wrap_row(to, (*c)->name, _((*c)->brief), COLUMN_COMMANDS);
	}
	heading(to, bold, _("Common options"));
	add_options(to, common_options);
	buf_putc(to, '\n');
	wrap_text(to,
		  _("frugal COMMAND --help: what a command does, with examples. frugal help "
		    "models: how to write a method. man frugal: the whole manual."),
		  0, 0);
}

void help_print(const struct cli *cli, const struct command *command)
{
	struct buf text = {0};
	if (command)
		help_command(&text, cli->out_colour, command);
	else
		help_program(&text, cli->out_colour);
	cli_put_bytes(&text);
	buf_release(&text);
}
