/* SPDX-License-Identifier: Apache-2.0 */
/* frugal mark: tells the meter that runs around us where we are and what we reached. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/intl.h"
#include "cli/command.h"
#include "meter/mark.h"

#define VARIABLE "FRUGAL_SOCKET"

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

static int send_line(const char *path, const struct buf *line, struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(reterr, FRUGAL_EENV, _("the path of the socket is too long: %s"),
				 path);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool sent = fd >= 0 && sendto(fd, buf_text(line), line->n, MSG_NOSIGNAL,
				      (const struct sockaddr *)&address, sizeof(address)) >= 0;
	int errnum = errno;
	if (fd >= 0)
		close(fd);
	if (sent)
		return 0;
	(void)error_io(reterr, _("reach"), path, errnum);
	return error_todo(reterr, "%s", _("has the run that set it ended?"));
}

static int mark(struct cli *cli, struct frugal_error *reterr)
{
	const char *path = getenv(VARIABLE);
	struct buf line = {0};
	struct mark parsed;
	for (size_t i = 0; i < cli->n_args; i++)
		buf_addf(&line, "%s%s", i ? " " : "", cli->args[i]);
	int r = line.failed ? error_nomem(reterr) : mark_parse(buf_str(&line), &parsed, reterr);
	if (r == 0 && (!path || !path[0])) {
		error_set(reterr, FRUGAL_EENV, _("%s is not set: no meter runs here"), VARIABLE);
		r = error_todo(reterr, "%s", _("start the command with: frugal run -- CMD"));
	}
	if (r == 0)
		r = send_line(path, &line, reterr);
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
