/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers agents over the Model Context Protocol: messages of JSON-RPC 2.0, a line each. The tools
 * are in mcp_tools.h. Nothing is written to the ledger, and nothing is asked of the network.
 */
#ifndef SERVE_MCP_H
#define SERVE_MCP_H

#include "base/buf.h"
#include "frugal.h"

#define MCP_LINE_MOST ((size_t)1 << 20) /* bytes of a message */

struct mcp;

struct mcp_settings {
	struct frugal_options library; /* its texts live as long as the session */
	const char *lang;              /* of the texts for people: "en" or "fr" */
};

int mcp_open(const struct mcp_settings *settings, struct mcp **ret, struct frugal_error *reterr);
void mcp_close(struct mcp *mcp);

/* Adds the answer to a line, with its end; nothing for a notification, a response or a blank. */
void mcp_answer(struct mcp *mcp, struct str line, struct buf *to);
/* The answer to a line that is longer than MCP_LINE_MOST, which is not read. */
void mcp_refuse_long(struct buf *to);

/* Answers the lines of in_fd on out_fd until either ends. FRUGAL_EENV: one of them fails. */
int mcp_serve(struct mcp *mcp, int in_fd, int out_fd, struct frugal_error *reterr);

#endif
