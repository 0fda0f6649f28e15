/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal mcp: the answers of frugal for agents, over the Model Context Protocol on standard input
 * and output. Standard output has nothing but its messages.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/intl.h"
#include "cli/command.h"
#include "serve/mcp.h"

static const struct example examples[] = {
	{"frugal mcp", N_("what an agent starts, by its configuration")},
	{"FRUGAL_STORE=/srv/team.db frugal mcp", N_("with the runs of another ledger")},
	{"echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}' | frugal mcp",
	 N_("one message by hand")},
	{NULL, NULL},
};

static int serve_agent(struct cli *cli, struct frugal_error *reterr)
{
	const struct mcp_settings settings = {cli_library_options(cli), cli->lang};
	struct mcp *mcp = NULL;
	int r = mcp_open(&settings, &mcp, reterr);
	if (r == 0 && isatty(STDIN_FILENO) && !cli->common.quiet)
		(void)fputs(_("frugal: reading messages of an agent, one a line; Ctrl-D ends\n"),
			    stderr);
	if (r == 0)
		r = mcp_serve(mcp, STDIN_FILENO, STDOUT_FILENO, reterr);
	mcp_close(mcp);
	return r;
}

const struct command command_mcp = {
	.name = "mcp",
	.group = GROUP_MEASURE,
	.brief = N_("answer agents over the Model Context Protocol"),
	.text = N_(
		"Gives agents the same answers as the commands, as tools: ask, estimate, runs, "
		"compare, plan, published and explain. Messages are lines of JSON-RPC 2.0 on "
		"standard input and output, until the input ends. Each answer has a text and the "
		"JSON of the command. Nothing is stored, and the network is not used."),
	.examples = examples,
	.function = serve_agent,
};
