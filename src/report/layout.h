/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of text that line up: widths are counted in characters on the screen, not in bytes. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "base/buf.h"
#include "base/mem.h"

#define COLUMNS_MOST 10

/* A table being laid out: cells are added row by row, then printed. */
struct columns {
	struct arena *arena;
	const char **cells; /* rows of columns */
	size_t n_columns, n, cap;
	bool right[COLUMNS_MOST]; /* numbers end at the right */
	bool failed;
};

void columns_init(struct columns *columns, struct arena *arena, size_t n_columns);
void columns_add(struct columns *columns, const char *cell); /* made harmless by buf_add_clean() */

/* Unchanged, for texts of our own with colours. */
void columns_add_own(struct columns *columns, const char *cell);

/* Moves the text of cell into the table. */
void columns_take(struct columns *columns, struct buf *cell);

/* indent spaces, cells two spaces apart, no blanks at the end of a line. */
void columns_print(struct columns *columns, struct buf *to, size_t indent);
void columns_release(struct columns *columns);

/* Characters of UTF-8 text. */
size_t text_width(const char *text);

#endif
