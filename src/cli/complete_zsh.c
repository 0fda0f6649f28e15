/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The zsh completion, from the command table: one spec of zsh's own _arguments per option and
 * argument. The script calls frugal for the names of models and tables, as that of bash does.
 */
#include "base/intl.h"
#include "cli/help.h"

static const char *const actions[] = {
	[COMPLETE_NONE] = "",
	[COMPLETE_FILES] = "_files",
	[COMPLETE_FOLDERS] = "_files -/",
	[COMPLETE_PROGRAM] = "_normal",
	[COMPLETE_COMMANDS] = "_frugal_names commands",
	[COMPLETE_MODELS] = "_frugal_names models",
	[COMPLETE_TABLES] = "_frugal_names tables",
	[COMPLETE_ZONES] = "_frugal_names zones",
	[COMPLETE_INPUTS] = "_frugal_inputs",
	[COMPLETE_RUNS] = "_frugal_names runs",
};

/* Within '...' and a spec of _arguments: a quote ends, brackets and colons separate. */
static void add_quoted(struct buf *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'') {
			buf_puts(to, "'\\''");
			continue;
		}
		if (strchr("[]:\\", *text))
			buf_putc(to, '\\');
		buf_putc(to, *text);
	}
}

static void add_action(struct buf *to, const char *const *choices, enum complete complete)
{
	if (!choices) {
		buf_puts(to, actions[complete]);
		return;
	}
	buf_putc(to, '(');
	for (const char *const *c = choices; *c; c++)
		buf_addf(to, "%s%s", c == choices ? "" : " ", *c);
	buf_putc(to, ')');
}

/* One spec: '--zone=[brief]:ZONE:' ; a letter and the long name exclude each other. */
static void add_option(struct buf *to, const struct option_spec *s)
{
	const char *star = s->type == OPTION_LIST ? "*" : "";
	const char *equals = s->alone ? "=-" : s->value ? "=" : "";
	buf_puts(to, "\t\t");
	if (s->letter)
		buf_addf(to, "'(-%c --%s)'{-%c%s,--%s%s}'", s->letter, s->name, s->letter,
			 s->value ? "+" : "", s->name, equals);
	else
		buf_addf(to, "'%s--%s%s", star, s->name, equals);
	buf_putc(to, '[');
	add_quoted(to, _(s->brief));
	buf_putc(to, ']');
	if (s->value) {
		buf_puts(to, s->alone ? "::" : ":");
		add_quoted(to, _(s->value));
		buf_putc(to, ':');
		add_action(to, s->choices, s->complete);
	}
	buf_puts(to, "'\n");
}

static void add_options(struct buf *to, const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->type; s++)
		if (s->brief)
			add_option(to, s);
}

static void add_arguments(struct buf *to, const struct command *command)
{
	for (const struct argument_spec *a = command->arguments; a && a->name; a++) {
		if (command->wraps && a->count == ARGUMENT_REPEATED)
			continue; /* the program's own completion takes all the rest */
		const char *place = command->wraps                  ? "*::"
				    : a->count == ARGUMENT_REPEATED ? "*:"
				    : a->count == ARGUMENT_OPTIONAL ? "::"
								    : ":";
		buf_addf(to, "\t\t'%s", place);
		add_quoted(to, _(a->name));
		buf_putc(to, ':');
		add_action(to, a->choices, a->complete);
		buf_puts(to, "'\n");
	}
}

void help_zsh(struct buf *to)
{
	buf_puts(to,
		 "#compdef frugal\n"
		 "# zsh completion of frugal, printed by: frugal help --completion zsh\n"
		 "_frugal_names() {\n"
		 "\tlocal -a names\n"
		 "\tnames=(${(f)\"$(frugal help --complete $1 2>/dev/null)\"})\n"
		 "\tcompadd -a names\n"
		 "}\n\n"
		 "# name=value of a model: the value of zone is a zone\n"
		 "_frugal_inputs() {\n"
		 "\tlocal -a names\n"
		 "\tif compset -P '*zone='; then\n"
		 "\t\t_frugal_names zones\n"
		 "\telse\n"
		 "\t\tnames=(${(f)\"$(frugal help --complete inputs $words[2] 2>/dev/null)\"})\n"
		 "\t\tcompadd -S '' -a names\n"
		 "\tfi\n"
		 "}\n\n"
		 "_frugal() {\n"
		 "\tlocal curcontext=$curcontext state line\n"
		 "\tlocal -a commands common own\n"
		 "\tcommands=(\n");
	for (const struct command *const *c = commands; *c; c++) {
		buf_addf(to, "\t\t'%s:", (*c)->name);
		add_quoted(to, _((*c)->brief));
		buf_puts(to, "'\n");
	}
	buf_puts(to, "\t)\n\tcommon=(\n");
	add_options(to, common_options);
	buf_puts(to, "\t)\n"
		     "\t_arguments -C $common '1: :->command' '*:: :->rest'\n"
		     "\tcase $state in\n"
		     "\tcommand) _describe command commands; return ;;\n"
		     "\trest) ;;\n"
		     "\t*) return ;;\n"
		     "\tesac\n"
		     "\tcase $words[1] in\n");
	for (const struct command *const *c = commands; *c; c++) {
		buf_addf(to, "\t%s) own=(\n", (*c)->name);
		add_options(to, (*c)->options);
		add_arguments(to, *c);
		buf_puts(to, "\t) ;;\n");
	}
	buf_puts(to, "\tesac\n"
		     "\t_arguments $common $own\n"
		     "}\n\n"
		     "_frugal \"$@\"\n");
}
