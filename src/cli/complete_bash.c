/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bash completion, from the command table. The script is one function: it finds the command
 * word, then offers what fits the word before the cursor, or its position. The script calls frugal
 * for the names of models and tables, so that new ones need no new script.
 */
#include "cli/help.h"

static const char *const offers[] = {
	[COMPLETE_NONE] = ":",
	[COMPLETE_FILES] = "_frugal_paths -f",
	[COMPLETE_FOLDERS] = "_frugal_paths -d",
	[COMPLETE_PROGRAM] = "_frugal_paths -c",
	[COMPLETE_COMMANDS] = "_frugal_words \"$(frugal help --complete commands 2>/dev/null)\"",
	[COMPLETE_MODELS] = "_frugal_words \"$(frugal help --complete models 2>/dev/null)\"",
	[COMPLETE_TABLES] = "_frugal_words \"$(frugal help --complete tables 2>/dev/null)\"",
	[COMPLETE_ZONES] = "_frugal_words \"$(frugal help --complete zones 2>/dev/null)\"",
	[COMPLETE_INPUTS] = "_frugal_inputs \"$first\"",
	[COMPLETE_RUNS] = "_frugal_words \"$(frugal help --complete runs 2>/dev/null)\"",
};

static const char head[] =
	"# bash completion of frugal, printed by: frugal help --completion bash\n"
	"_frugal_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }\n"
	"# name=value of a model: the value of zone is a zone; no space follows a name\n"
	"_frugal_inputs() {\n"
	"\tif [[ $prev == zone || $prev == *.zone ]]; then\n"
	"\t\t_frugal_words \"$(frugal help --complete zones 2>/dev/null)\"\n"
	"\telse\n"
	"\t\t_frugal_words \"$(frugal help --complete inputs \"$1\" 2>/dev/null)\"\n"
	"\t\tcompopt -o nospace 2>/dev/null\n"
	"\tfi\n"
	"}\n"
	"_frugal_paths() { mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\"); }\n"
	"\n"
	"_frugal() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	"\tlocal command='' first='' place=0 word i valued=' ' options=''\n"
	"\t# bash cuts --name=value into three words\n"
	"\tif [[ $cur == '=' ]]; then\n"
	"\t\tcur=''\n"
	"\telif [[ $prev == '=' ]] && ((COMP_CWORD > 1)); then\n"
	"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
	"\tfi\n";

static const char walk[] =
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]}\n"
	"\t\tif [[ $valued == *\" $word \"* ]]; then\n"
	"\t\t\tif [[ ${COMP_WORDS[i+1]} == '=' ]]; then ((i += 2)); else ((i++)); fi\n"
	"\t\telif [[ $word == -* ]]; then\n"
	"\t\t\tcontinue\n"
	"\t\telif [[ -z $command ]]; then\n"
	"\t\t\tcommand=$word\n"
	"\t\t\tcase $command in\n";

static const char walk_end[] = "\t\t\tesac\n"
			       "\t\telse\n"
			       "\t\t\t[[ -n $first ]] || first=$word\n"
			       "\t\t\t((place++))\n"
			       "\t\tfi\n"
			       "\tdone\n";

static void add_names(struct buf *to, const struct option_spec *specs, bool valued_only)
{
	for (const struct option_spec *s = specs; s && s->type; s++) {
		if (!s->brief || (valued_only && (!s->value || s->alone)))
			continue;
		buf_addf(to, "--%s ", s->name);
		if (s->letter)
			buf_addf(to, "-%c ", s->letter);
	}
}

static void add_offer(struct buf *to, const char *const *choices, enum complete complete)
{
	if (!choices) {
		buf_puts(to, offers[complete]);
		return;
	}
	buf_puts(to, "_frugal_words '");
	for (const char *const *c = choices; *c; c++)
		buf_addf(to, "%s%s", c == choices ? "" : " ", *c);
	buf_putc(to, '\'');
}

/* "run:--zone) ...; return ;;"; the common ones for any command. */
static void add_values(struct buf *to, const char *command, const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->type; s++) {
		if (!s->brief || !s->value || s->alone)
			continue;
		buf_addf(to, "\t%s:--%s", command, s->name);
		if (s->letter)
			buf_addf(to, " | %s:-%c", command, s->letter);
		buf_puts(to, ") ");
		add_offer(to, s->choices, s->complete);
		buf_puts(to, "; return ;;\n");
	}
}

static void add_places(struct buf *to, const struct command *command)
{
	size_t place = 0;
	for (const struct argument_spec *a = command->arguments; a && a->name; a++) {
		const char *at = a->count == ARGUMENT_REPEATED ? "*" : NULL;
		if (at)
			buf_addf(to, "\t%s:*) ", command->name);
		else
			buf_addf(to, "\t%s:%zu) ", command->name, place++);
		/* Past the program, its own files. */
		bool rest = at && a->complete == COMPLETE_PROGRAM;
		add_offer(to, a->choices, rest ? COMPLETE_FILES : a->complete);
		buf_puts(to, " ;;\n");
	}
}

void help_bash(struct buf *to)
{
	buf_puts(to, head);
	/* The word after an option with a value is neither the command nor an argument. */
	buf_puts(to, "\tvalued+='");
	add_names(to, common_options, true);
	buf_puts(to, "'\n");
	buf_puts(to, walk);
	for (const struct command *const *c = commands; *c; c++) {
		buf_addf(to, "\t\t\t%s) valued+='", (*c)->name);
		add_names(to, (*c)->options, true);
		buf_puts(to, "' ;;\n");
	}
	buf_puts(to, walk_end);

	buf_puts(to, "\tcase $command:$prev in\n");
	for (const struct command *const *c = commands; *c; c++)
		add_values(to, (*c)->name, (*c)->options);
	add_values(to, "*", common_options);
	buf_puts(to, "\tesac\n");

	buf_puts(to, "\tif [[ $cur == -* ]]; then\n\t\tcase $command in\n");
	for (const struct command *const *c = commands; *c; c++) {
		buf_addf(to, "\t\t%s) options='", (*c)->name);
		add_names(to, (*c)->options, false);
		buf_puts(to, "' ;;\n");
	}
	buf_puts(to, "\t\tesac\n\t\t_frugal_words \"$options");
	add_names(to, common_options, false);
	buf_puts(to, "\"\n\t\treturn\n\tfi\n");

	buf_puts(to, "\tcase $command:$place in\n\t:*) _frugal_words '");
	for (const struct command *const *c = commands; *c; c++)
		buf_addf(to, "%s%s", c == commands ? "" : " ", (*c)->name);
	buf_puts(to, "' ;;\n");
	for (const struct command *const *c = commands; *c; c++)
		add_places(to, *c);
	buf_puts(to, "\tesac\n}\ncomplete -o bashdefault -o default -F _frugal frugal\n");
}
