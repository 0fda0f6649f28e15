/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text for a screen: paragraphs and two-column rows, wrapped at LAYOUT_WIDTH columns. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include "base/buf.h"

#define LAYOUT_WIDTH 80

/* The columns that UTF-8 text takes, one a character: our texts hold no wide ones. */
size_t layout_columns(const char *text);

/*
 * text from column `at` on, its further lines indented by indent; ends its last line. Blank lines
 * in text separate paragraphs; no-break spaces hold.
 */
void layout_wrap(struct buf *to, const char *text, size_t at, size_t indent);

/* "  left      right", right wrapped in its column; a left that is too long has its own line. */
void layout_row(struct buf *to, const char *left, const char *right, size_t column);

#endif
