/* SPDX-License-Identifier: Apache-2.0 */
/* frugal mark: tells the meter that runs around us where we are and what we reached. */
#include <stdlib.h>

#include "base/intl.h"
#include "cli/command.h"

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_REQUIRED, COMPLETE_NONE, NULL},
	{N_("key=value"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal mark load", N_("what was done since the last mark, or the start, was `load`")},
	{"frugal mark begin tokenize; ...; frugal mark end tokenize",
	 N_("a section, which others may lie within or across")},
	{"frugal mark epoch 3/20 accuracy=0.93 loss=0.21",
	 N_("three epochs of twenty have ended, and what was reached")},
	{"frugal mark step 1500/60000", N_("the same for steps; frugal run predicts the whole")},
	{NULL, NULL},
};

static int mark(struct cli *cli, struct frugal_error *reterr)
{
	struct buf line = {0};
	for (size_t i = 0; i < cli->n_args; i++)
		buf_addf(&line, "%s%s", i ? " " : "", cli->args[i]);
	int r = line.failed ? error_nomem(reterr)
			    : frugal_mark(getenv("FRUGAL_SOCKET"), buf_text(&line), reterr);
	buf_release(&line);
	return r;
}

const struct command command_mark = {
	.name = "mark",
	.group = GROUP_MEASURE,
	.brief = N_("tell the meter of a section, an epoch or a result"),
	.text = N_("Called by a command that frugal run measures: NAME ends the section since the "
		   "last mark; begin NAME and end NAME, epoch N and step N (of a total: N/TOTAL), "
		   "and metric say the rest. Values are kept with the run (accuracy=0.93). Any "
		   "program can say the same by a datagram with such a line to the Unix socket in "
		   "FRUGAL_SOCKET."),
	.arguments = arguments,
	.examples = examples,
	.function = mark,
};
