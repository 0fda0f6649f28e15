/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal mark: sends one line to the meter that runs around the calling program: the end of a
 * section, an epoch, a result. It stores nothing itself; FRUGAL_SOCKET names the socket of the
 * meter.
 */
#include <stdlib.h>

#include "base/intl.h"
#include "cli/command.h"

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_REQUIRED, COMPLETE_NONE, NULL},
	{N_("key=value"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal mark load",
	 N_("end the section since the last mark, or the start, and name it `load`")},
	{"frugal mark begin tokenize; ...; frugal mark end tokenize",
	 N_("a section; sections may be nested or overlap")},
	{"frugal mark epoch 3/20 accuracy=0.93 loss=0.21",
	 N_("epoch 3 of 20 has ended, with these results")},
	{"frugal mark step 1500/60000", N_("the same for steps; frugal run predicts the total")},
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
	.brief = N_("mark a section, an epoch or a result of a run"),
	.text = N_("Called by a command that frugal run measures. NAME ends the section since "
		   "the last mark. begin NAME and end NAME delimit a section. epoch N and step "
		   "N (or N/TOTAL) report progress. metric reports values. Values "
		   "(accuracy=0.93) are stored with the run. Any program can also send such a "
		   "line as a datagram to the Unix socket in FRUGAL_SOCKET."),
	.arguments = arguments,
	.examples = examples,
	.function = mark,
};
