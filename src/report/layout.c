/* SPDX-License-Identifier: Apache-2.0 */
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

void grid_init(struct grid *grid, struct arena *arena, size_t columns)
{
	*grid = (struct grid){.arena = arena, .columns = columns};
}

void grid_add(struct grid *grid, const char *cell)
{
	const char *copy = arena_strdup(grid->arena, cell ? cell : "");
	if (!copy || !mem_grow(&grid->cells, grid->n, &grid->cap, sizeof(char *), 0)) {
		grid->failed = true;
		return;
	}
	grid->cells[grid->n++] = copy;
}

void grid_take(struct grid *grid, struct buf *cell)
{
	grid->failed |= cell->failed;
	grid_add(grid, buf_text(cell));
	buf_clear(cell);
}

void grid_print(struct grid *grid, struct buf *to, size_t indent)
{
	size_t width[GRID_COLUMNS] = {0};
	for (size_t i = 0; i < grid->n; i++) {
		size_t w = text_width(grid->cells[i]);
		size_t column = i % grid->columns;
		width[column] = w > width[column] ? w : width[column];
	}
	for (size_t row = 0; row + grid->columns <= grid->n; row += grid->columns) {
		size_t blanks = indent;
		for (size_t c = 0; c < grid->columns; c++) {
			const char *cell = grid->cells[row + c];
			size_t w = text_width(cell);
			size_t before = grid->right[c] ? width[c] - w : 0;
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
	to->failed |= grid->failed;
}

void grid_release(struct grid *grid)
{
	mem_free(grid->cells);
	grid->cells = NULL;
}
