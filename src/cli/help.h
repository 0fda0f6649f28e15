/* SPDX-License-Identifier: Apache-2.0 */
/* What the command table says, as help on a screen, a man page, and shell completions. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"
#include "cli/command.h"

/* One screen on stdout: of a command, or (NULL) of the program. */
void help_print(const struct cli *cli, const struct command *command);

/* The same for programs, in English. */
void help_json(struct buf *to, const struct command *only);

/* The model language in one lesson; `frugal help models`. */
void help_model_language(struct buf *to);
extern const char help_model_example[]; /* a whole .model file */

/* "--zone ZONE", in the language of the user. */
void help_option_name(struct buf *to, const struct option_spec *spec);

/* The brief, with the variable that stands in. */
void help_option_brief(struct buf *to, const struct option_spec *spec);

/* A row of a small table of names and meanings, ends with NULL. */
struct help_note {
	const char *name;
	const char *brief; /* N_() */
};
extern const struct help_note help_exits[];
/* Beside the variables of api/variables.h. */
extern const struct help_note help_variables[];

/* The page frugal(1), in the man(7) macros. */
void help_man(struct buf *to);

void help_bash(struct buf *to);
void help_zsh(struct buf *to);

#endif
