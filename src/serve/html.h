/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes HTML and SVG. The markup is a literal of the program; what comes from outside goes in as
 * an argument, and is escaped wherever it stands, in text and in attributes: a variable in the
 * place of the markup does not compile.
 */
#ifndef SERVE_HTML_H
#define SERVE_HTML_H

#include "base/buf.h"

/* html(b, "<td title=\"%s\">%d</td>", name, n): %s, %d, %zu, %.2f, %.*f, %%, %lld, %u, %c. */
#define html(b, ...) html_write((b), "" __VA_ARGS__)
void html_write(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

/* A text alone, escaped. */
void html_text(struct buf *b, const char *text);

/* A piece of a path or of a query, percent-encoded: only letters, digits and -._~ stay. */
void html_url(struct buf *b, const char *text);

#endif
