/* SPDX-License-Identifier: Apache-2.0 */
/* The body of `frugal run`. */
#ifndef CLI_RUN_METERED_H
#define CLI_RUN_METERED_H

#include "cli/cli.h"
#include "cli/option.h"

struct run_options {
	const char *json;
	const char *zone;
	const char *project;
	const char *phase;
	const char *name;
	struct option_list tags;
	struct option_quantity interval; /* a time */
	struct option_quantity pue;
	bool no_store;
};

/*
 * Runs and meters the command cli->args. Returns the exit status, or a negative code when the
 * words are wrong: nothing was run then.
 */
int run_metered(struct cli *cli, const struct run_options *options, struct frugal_error *reterr);

/*
 * Becomes the command, which nobody meters, after one line that says why. Returns only when it
 * cannot be executed: 126 or 127.
 */
int run_unmetered(const struct cli *cli, const struct frugal_error *why);

/* One line: the command could not be executed. Returns 126 or 127. */
int run_tell_not_executed(const struct cli *cli, int errnum);

#endif
