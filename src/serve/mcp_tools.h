/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tools that an agent may call: each has the JSON schema of its arguments, a text for people
 * and the object that the command line prints in JSON.
 */
#ifndef SERVE_MCP_TOOLS_H
#define SERVE_MCP_TOOLS_H

#include "api/inside.h"
#include "base/json.h"
#include "serve/asked.h"

enum mcp_type { MCP_TEXT, MCP_LIST, MCP_FLAG, MCP_WHOLE, MCP_OBJECT, MCP_MODEL };

struct mcp_argument {
	const char *name; /* NULL ends the list */
	enum mcp_type type;
	bool required;
	const char *brief;
};

/* A call: what is asked, and its answer. */
struct mcp_call {
	frugal_library *library;
	const char *lang;
	const struct number_style *numbers;
	struct arena *arena;
	const json_t *arguments; /* an object */
	struct asked asked;      /* its members, without those that are objects */
	struct buf text;         /* for people */
	struct buf data;         /* one object in JSON; empty: none */
};

typedef int mcp_function(struct mcp_call *call, struct frugal_error *reterr);

struct mcp_tool {
	const char *name, *title, *brief;
	const struct mcp_argument *arguments; /* NULL: those of frugal plan */
	mcp_function *function;
};

extern const struct mcp_tool mcp_tools[]; /* ends with name NULL */

/* {"tools": [...]} */
int mcp_tools_json(frugal_library *library, struct buf *to, struct frugal_error *reterr);

/* Checks the arguments and calls the tool; call has its library, language, arena, arguments. */
int mcp_tool_call(const struct mcp_tool *tool, struct mcp_call *call, struct frugal_error *reterr);

/* mcp_ledger.c: those that read the ledger. */
mcp_function mcp_runs, mcp_compare, mcp_explain;

#endif
