/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text for a screen: paragraphs and two-column rows, wrapped at WRAP_WIDTH columns. Help
 * uses it; tables of figures are laid out by the room report.
 */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include "base/buf.h"

#define WRAP_WIDTH 80

/* The columns of UTF-8 text, one per character: our texts contain no wide characters. */
size_t wrap_columns(const char *text);

/*
 * Adds text from column `at` on, further lines indented by indent, and ends the last line. Blank
 * lines in text separate paragraphs; a line never breaks at a no-break space.
 */
void wrap_text(struct buf *to, const char *text, size_t at, size_t indent);

/* "  left      right", right wrapped in its column; a left that is too long has its own line. */
void wrap_row(struct buf *to, const char *left, const char *right, size_t column);

#endif
