/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the pages frugal(1) and frugal-COMMAND(1) from the command table, in the plainest man(7)
 * macros. They have no date: the same source gives the same page. `frugal help --man` and `frugal
 * help COMMAND --man` print them at build time.
 */
#include "api/variables.h"
#include "base/intl.h"
#include "cli/help.h"

/* Text in roff: a backslash, a minus and a leading point or quote would be read as requests. */
static void add_text(struct buf *to, const char *text)
{
	bool line_start = true;
	for (; *text; text++) {
		if (line_start && (*text == '.' || *text == '\''))
			buf_puts(to, "\\&");
		line_start = *text == '\n';
		if (*text == '\\')
			buf_puts(to, "\\e");
		else if (*text == '-')
			buf_puts(to, "\\-");
		else
			buf_putc(to, *text);
	}
}

static void add_bold(struct buf *to, const char *text)
{
	buf_puts(to, "\\fB");
	add_text(to, text);
	buf_puts(to, "\\fR");
}

static void section(struct buf *to, const char *macro, const char *title)
{
	buf_addf(to, ".%s \"", macro);
	add_text(to, title);
	buf_puts(to, "\"\n");
}

/* A blank line in our texts is a paragraph. */
static void paragraph(struct buf *to, const char *text)
{
	for (const char *blank; (blank = strstr(text, "\n\n")); text = blank + 2) {
		struct buf one = {0};
		buf_add(&one, text, (size_t)(blank - text));
		add_text(to, buf_text(&one));
		buf_puts(to, "\n.PP\n");
		buf_release(&one);
	}
	add_text(to, text);
	buf_putc(to, '\n');
}

static void options(struct buf *to, const struct option_spec *specs)
{
	struct buf text = {0};
	for (const struct option_spec *s = specs; s && s->type; s++) {
		if (!s->brief)
			continue;
		buf_puts(to, ".TP\n");
		buf_clear(&text);
		help_option_name(&text, s);
		add_bold(to, buf_text(&text));
		buf_putc(to, '\n');
		buf_clear(&text);
		help_option_brief(&text, s);
		paragraph(to, buf_text(&text));
	}
	buf_release(&text);
}

static void examples(struct buf *to, const struct command *c)
{
	for (const struct example *e = c->examples; e->line; e++) {
		buf_puts(to, ".TP\n");
		add_bold(to, e->line);
		buf_putc(to, '\n');
		paragraph(to, _(e->brief));
	}
}

static void command(struct buf *to, const struct command *c)
{
	struct buf usage = {0};
	command_usage(&usage, c);
	section(to, "SS", buf_text(&usage));
	buf_release(&usage);
	paragraph(to, _(c->text));
	options(to, c->options);
	buf_puts(to, ".PP\n");
	buf_puts(to, _("Examples"));
	buf_puts(to, ":\n");
	examples(to, c);
}

static void add_note(struct buf *to, const char *name, const char *brief)
{
	buf_puts(to, ".TP\n");
	add_bold(to, name);
	buf_putc(to, '\n');
	paragraph(to, _(brief));
}

static void notes(struct buf *to, const struct help_note *note)
{
	for (; note->name; note++)
		add_note(to, note->name, note->brief);
}

static void environment(struct buf *to)
{
	section(to, "SH", _("ENVIRONMENT"));
	for (const struct variable *v = variables; v->name; v++)
		add_note(to, v->name, v->brief);
	notes(to, help_variables);
}

/* frugal(1), or every command's page; of a command those of its group. */
static void see_also(struct buf *to, const struct command *of)
{
	section(to, "SH", _("SEE ALSO"));
	if (of)
		buf_puts(to, ".BR frugal (1)");
	bool any = of != NULL;
	for (const struct command *const *c = commands; *c; c++) {
		if (of && (*c == of || (*c)->group != of->group))
			continue;
		buf_addf(to, "%s.BR frugal\\-%s (1)", any ? " ,\n" : "", (*c)->name);
		any = true;
	}
	buf_putc(to, '\n');
}

static void language(struct buf *to)
{
	struct buf lesson = {0};
	section(to, "SH", _("THE MODEL LANGUAGE"));
	help_model_language(&lesson);
	buf_puts(to, ".nf\n");
	add_text(to, buf_text(&lesson));
	buf_puts(to, ".fi\n");
	buf_release(&lesson);
}

void help_man(struct buf *to)
{
	buf_addf(to, ".TH FRUGAL 1 \"\" \"frugal %s\"\n", FRUGAL_VERSION);
	section(to, "SH", _("NAME"));
	buf_puts(to, "frugal \\- ");
	paragraph(to, _("measure, estimate and explain the footprint of AI work"));
	section(to, "SH", _("SYNOPSIS"));
	add_bold(to, _("frugal COMMAND [options] ..."));
	buf_putc(to, '\n');
	section(to, "SH", _("DESCRIPTION"));
	paragraph(to,
		  _("Frugal measures what a command uses (energy, greenhouse gases, water, "
		    "metals), estimates the footprint of AI work from known inputs, and explains "
		    "each figure: its formula, its factors with source and year, its interval, "
		    "and its measured share.\n\nIt uses the network only when asked to."));
	section(to, "SH", _("COMMANDS"));
	for (const struct command *const *c = commands; *c; c++)
		command(to, *c);
	section(to, "SH", _("COMMON OPTIONS"));
	options(to, common_options);
	language(to);
	section(to, "SH", _("EXIT STATUS"));
	notes(to, help_exits);
	environment(to);
	see_also(to, NULL);
}

/* ---- the page of a command ------------------------------------------------------------------ */

static void head_of(struct buf *to, const struct command *c)
{
	buf_puts(to, ".TH FRUGAL\\-");
	for (const char *p = c->name; *p; p++)
		buf_putc(to, (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p));
	buf_addf(to, " 1 \"\" \"frugal %s\"\n", FRUGAL_VERSION);
	section(to, "SH", _("NAME"));
	buf_addf(to, "frugal\\-%s \\- ", c->name);
	paragraph(to, _(c->brief));
}

/* The variables that stand in for options of the command that were not given. */
static void variables_of(struct buf *to, const struct command *c)
{
	bool any = false;
	for (const struct option_spec *s = c->options; s && s->type; s++) {
		if (!s->brief || !s->env)
			continue;
		if (!any)
			section(to, "SH", _("ENVIRONMENT"));
		any = true;
		add_note(to, s->env, s->brief);
	}
}

void help_man_of(struct buf *to, const struct command *c)
{
	struct buf usage = {0};
	head_of(to, c);
	section(to, "SH", _("SYNOPSIS"));
	command_usage(&usage, c);
	add_bold(to, buf_text(&usage));
	buf_release(&usage);
	buf_putc(to, '\n');
	section(to, "SH", _("DESCRIPTION"));
	paragraph(to, _(c->text));
	if (c->options && c->options->type) {
		section(to, "SH", _("OPTIONS"));
		options(to, c->options);
	}
	section(to, "SH", _("COMMON OPTIONS"));
	options(to, common_options);
	section(to, "SH", _("EXAMPLES"));
	examples(to, c);
	section(to, "SH", _("EXIT STATUS"));
	notes(to, help_exits);
	variables_of(to, c);
	see_also(to, c);
}
