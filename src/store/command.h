/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line as a JSON array of strings. Arguments are bytes, not always UTF-8: a byte that is
 * not is written as the lone surrogate \udc80..\udcff (as Python's surrogateescape does), so the
 * text is valid JSON and every argument is read back unchanged.
 */
#ifndef STORE_COMMAND_H
#define STORE_COMMAND_H

#include "base/buf.h"
#include "base/mem.h"

/* argv ends with NULL, and may be NULL: "[]". `to` remembers a failure. */
void command_write(struct buf *to, char *const *argv);

/* FRUGAL_EDATA if text is not an array of strings. The arguments live in the arena. */
int command_parse(struct arena *arena, struct str text, char ***ret_argv,
		  struct frugal_error *reterr);

#endif
