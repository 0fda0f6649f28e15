/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The models and tables that a command works with: the built-in ones, those of the user's
 * configuration folder ($XDG_CONFIG_HOME/frugal or ~/.config/frugal: models/ and factors/), and
 * those of --models and --factors, which win.
 */
#ifndef CLI_KNOWLEDGE_H
#define CLI_KNOWLEDGE_H

#include "cli/cli.h"
#include "model/answer.h"
#include "model/library.h"

struct knowledge {
	struct tables *tables;
	struct library *library;
};

int knowledge_open(struct cli *cli, struct knowledge *ret, struct frugal_error *reterr);
void knowledge_close(struct knowledge *knowledge);

/* --seed and --draws. */
void knowledge_answer_options(const struct cli *cli, struct answer_options *ret);

#endif
