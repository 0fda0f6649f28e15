/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the cells of a table until the last row is known, then prints the columns with the width
 * of their widest cell.
 */
#include "report/layout.h"

#include <math.h>

#include "base/mem.h"

size_t text_width(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xC0u) != 0x80u;
	return n;
}

void columns_init(struct columns *columns, struct arena *arena, size_t n_columns)
{
	*columns = (struct columns){.arena = arena, .n_columns = n_columns};
}

static void add(struct columns *columns, const char *cell)
{
	if (!cell || !mem_grow(&columns->cells, columns->n, &columns->cap, sizeof(char *), 0)) {
		columns->failed = true;
		return;
	}
	columns->cells[columns->n++] = cell;
}

void columns_add(struct columns *columns, const char *cell)
{
	struct buf text = {0};
	buf_add_clean(&text, cell ? cell : "");
	add(columns, text.failed ? NULL : arena_strdup(columns->arena, buf_text(&text)));
	buf_release(&text);
}

void columns_add_own(struct columns *columns, const char *cell)
{
	add(columns, arena_strdup(columns->arena, cell));
}

void columns_take(struct columns *columns, struct buf *cell)
{
	columns->failed |= cell->failed;
	columns_add(columns, buf_text(cell));
	buf_clear(cell);
}

void columns_print(struct columns *columns, struct buf *to, size_t indent)
{
	size_t width[COLUMNS_MOST] = {0};
	for (size_t i = 0; i < columns->n; i++) {
		size_t w = text_width(columns->cells[i]);
		size_t column = i % columns->n_columns;
		width[column] = w > width[column] ? w : width[column];
	}
	for (size_t row = 0; row + columns->n_columns <= columns->n; row += columns->n_columns) {
		size_t blanks = indent;
		for (size_t c = 0; c < columns->n_columns; c++) {
			const char *cell = columns->cells[row + c];
			size_t w = text_width(cell);
			size_t before = columns->right[c] ? width[c] - w : 0;
			if (w) {
				buf_pad(to, ' ', blanks + before);
				buf_puts(to, cell);
				blanks = width[c] - w - before + 2;
			} else {
				blanks += width[c] + 2;
			}
		}
		buf_putc(to, '\n');
	}
	to->failed |= columns->failed;
}

void columns_release(struct columns *columns)
{
	mem_free(columns->cells);
	columns->cells = NULL;
}
