/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command table as help on a screen, as a man page, and as shell completions. No text of a
 * command is in these files: each is written once, in cmd_NAME.c.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"
#include "cli/command.h"

/* Prints the help of a command, or (NULL) of the program, on stdout. */
void help_print(const struct cli *cli, const struct command *command);

/* The same for programs, in English. */
void help_json(struct buf *to, const struct command *only);

/* The model language in one lesson; `frugal help models`. */
void help_model_language(struct buf *to);
extern const char help_model_example[]; /* a whole .model file */

/* "--zone ZONE", in the language of the user. */
void help_option_name(struct buf *to, const struct option_spec *spec);

/* The brief, with the variable that gives its default. */
void help_option_brief(struct buf *to, const struct option_spec *spec);

/* A row of a small table of names and meanings, ends with NULL. */
struct help_note {
	const char *name;
	const char *brief; /* N_() */
};
extern const struct help_note help_exits[];
/* Variables that are not in the table of api/variables.h. */
extern const struct help_note help_variables[];

/* The page frugal(1), in the man(7) macros. */
void help_man(struct buf *to);

/* The page frugal-COMMAND(1). */
void help_man_of(struct buf *to, const struct command *command);

/*
 * Opens the installed page of the command in the reader of the system, on a terminal, and waits for
 * it; false without a terminal, a reader or the page.
 */
bool help_open_page(const struct cli *cli, const struct command *command);

void help_fish(struct buf *to);
void help_bash(struct buf *to);
void help_zsh(struct buf *to);

#endif
