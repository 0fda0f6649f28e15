/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of text that line up: widths are counted in characters on the screen, not in bytes. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "base/buf.h"
#include "base/mem.h"

#define GRID_COLUMNS 10

/* A table being laid out: cells are added row by row, then printed. */
struct grid {
	struct arena *arena;
	const char **cells; /* rows of columns */
	size_t columns, n, cap;
	bool right[GRID_COLUMNS]; /* numbers end at the right */
	bool failed;
};

void grid_init(struct grid *grid, struct arena *arena, size_t columns);
void grid_add(struct grid *grid, const char *cell);

/* indent spaces, cells two spaces apart, no blanks at the end of a line. */
void grid_print(struct grid *grid, struct buf *to, size_t indent);
void grid_release(struct grid *grid);

/* Characters of UTF-8 text. */
size_t text_width(const char *text);

/* A bar of eighths of a character: part (0..1) of so many characters. */
void bar_add(struct buf *to, double part, int characters);

#endif
