/* SPDX-License-Identifier: Apache-2.0 */
/* A model with its inputs, as a text and as JSON. */
#ifndef SERVE_MCP_MODEL_H
#define SERVE_MCP_MODEL_H

#include "base/buf.h"
#include "frugal.h"

int mcp_describe(frugal_library *library, const char *name, const char *lang, struct buf *text,
		 struct buf *data, struct frugal_error *reterr);

#endif
