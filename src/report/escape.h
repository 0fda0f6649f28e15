/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign texts in a document: they stay text, whatever they contain. All of these write one line
 * without control characters (see buf_add_clean).
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "base/buf.h"

/* A cell of a table, or a piece of a line: no markup, no HTML, no link, no new column. */
void escape_markdown(struct buf *to, const char *text);

/* The same at the start of a line: no heading, list, quotation or rule either. */
void escape_markdown_line(struct buf *to, const char *text);

/* No command, no group, no comment, no mathematics. */
void escape_latex(struct buf *to, const char *text);

#endif
