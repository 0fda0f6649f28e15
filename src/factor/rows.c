/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the rows below a header. A cell is a number or empty: "nan", "n/a" and a number with a unit
 * are errors, and so is a support that does not contain its value. The text of each cell is copied,
 * terminated, into the one text of the table.
 */
#include <stdint.h>
#include <stdio.h>

#include "base/intl.h"
#include "factor/inside.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2200

/* The arrays of a table while they are filled. */
struct rows {
	struct table *table;
	uint32_t **cells; /* by column */
	double **numbers; /* by column */
	uint32_t *lines;
	uint32_t *file_of;
};

static int at_row(const struct table_file *file, struct frugal_error *reterr)
{
	return error_where(reterr, "%s:%u", file->name, file->csv.line);
}

/* The start of a cell, terminated, for a message. */
struct shown {
	char text[81];
};

static struct shown show(struct str cell)
{
	struct shown shown;
	(void)snprintf(shown.text, sizeof(shown.text), "%.*s", STR_ARG(cell));
	return shown;
}

static int bad_number(const struct table_file *file, const struct table_column *column,
		      struct str text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("column '%s': '%.80s' is not a number"), column->name,
		  show(text).text);
	if (strcmp(column->unit_name, "1") == 0)
		error_todo(reterr, _("write a decimal number, or leave the cell empty when the "
				     "value is not known"));
	else
		error_todo(reterr,
			   _("write a decimal number in %s, or leave the cell empty when the "
			     "value is not known"),
			   column->unit_name);
	return at_row(file, reterr);
}

/* ret is in base units, NaN when the cell is empty. */
static int read_number(const struct table_file *file, const struct table_column *column,
		       struct str text, bool year, double *ret, struct frugal_error *reterr)
{
	double x;
	*ret = MISSING;
	if (text.n == 0)
		return 0;
	if (num_parse(text, &x) != text.n || !isfinite(x * column->unit.scale))
		return bad_number(file, column, text, reterr);
	if (year && (x < YEAR_MIN || x > YEAR_MAX || x > floor(x))) {
		error_set(reterr, FRUGAL_EDATA, _("column 'year': '%.80s' is not a year"),
			  show(text).text);
		return at_row(file, reterr);
	}
	*ret = x * column->unit.scale;
	return 0;
}

/* Copies the text of a cell; 0 is the empty text. */
static int keep_text(struct table *table, struct str text, uint32_t *ret,
		     struct frugal_error *reterr)
{
	struct buf *to = &table->owned_text;
	if (to->n == 0)
		buf_putc(to, '\0');
	*ret = text.n ? (uint32_t)to->n : 0;
	if (text.n) {
		buf_add(to, text.p, text.n);
		buf_putc(to, '\0');
	}
	return to->failed ? error_nomem(reterr) : 0;
}

static bool same_scale(const struct table_column *theirs, const struct table_column *ours)
{
	return fabs(theirs->unit.scale / ours->unit.scale - 1) < 1e-12;
}

static int read_cell(struct rows *rows, struct table_file *file, uint32_t c, struct str cell,
		     struct frugal_error *reterr)
{
	struct table *table = rows->table;
	const struct table_column *theirs = &file->columns[c];
	uint32_t place = file->place[c];
	char in_our_unit[NUM_TEXT];
	cell = str_trim(cell);
	if (theirs->unit_name) {
		double *number = &rows->numbers[place][table->n_rows];
		int r = read_number(file, theirs, cell, place == table->year_column, number,
				    reterr);
		if (r < 0)
			return r;
		const struct table_column *ours = &table->columns[place];
		if (!isnan(*number) && !same_scale(theirs, ours))
			cell = (struct str){in_our_unit,
					    num_format(*number / ours->unit.scale, in_our_unit)};
	}
	return keep_text(table, cell, &rows->cells[place][table->n_rows], reterr);
}

/* low <= value <= high, with both ends or none. */
static int check_support(const struct rows *rows, const struct table_file *file, uint32_t c,
			 struct frugal_error *reterr)
{
	const struct table_column *column = &rows->table->columns[c];
	uint32_t row = rows->table->n_rows;
	if (column->low == TABLE_NO_COLUMN && column->high == TABLE_NO_COLUMN)
		return 0;
	double value = rows->numbers[c][row];
	double low = column->low == TABLE_NO_COLUMN ? MISSING : rows->numbers[column->low][row];
	double high = column->high == TABLE_NO_COLUMN ? MISSING : rows->numbers[column->high][row];
	if (isnan(low) && isnan(high))
		return 0;
	const char *what = NULL;
	if (isnan(value))
		what = _("column '%s' has a support but no value");
	else if (isnan(low) || isnan(high))
		what = _("column '%s' has only one end of its support");
	else if (low > high)
		what = _("column '%s': the low end of the support is above the high end");
	else if (value < low || value > high)
		what = _("column '%s': the value is outside its support");
	if (!what)
		return 0;
	error_set(reterr, FRUGAL_EDATA, what, column->name);
	return at_row(file, reterr);
}

static int read_row(struct rows *rows, struct table_file *file, const struct str *cells, size_t n,
		    uint32_t file_index, struct frugal_error *reterr)
{
	struct table *table = rows->table;
	if (n != file->n_columns) {
		error_set(reterr, FRUGAL_EDATA, _("cells in the row: %zu, in the header: %u"), n,
			  file->n_columns);
		return at_row(file, reterr);
	}
	uint32_t row = table->n_rows;
	/* A column that this file lacks is missing; its cells stay 0, the empty text. */
	for (uint32_t c = 0; n < table->n_columns && c < table->n_columns; c++)
		if (rows->numbers[c])
			rows->numbers[c][row] = MISSING;
	for (uint32_t c = 0; c < n; c++) {
		int r = read_cell(rows, file, c, cells[c], reterr);
		if (r < 0)
			return r;
	}
	if (!rows->cells[0][row]) {
		error_set(reterr, FRUGAL_EDATA, _("the row has no key"));
		return at_row(file, reterr);
	}
	for (uint32_t c = 0; c < table->n_columns; c++) {
		int r = rows->numbers[c] ? check_support(rows, file, c, reterr) : 0;
		if (r < 0)
			return r;
	}
	rows->lines[row] = file->csv.line;
	rows->file_of[row] = file_index;
	table->n_rows++;
	return 0;
}

/* An upper bound: each row has at least a line break and a separator between columns. */
static size_t most_rows(const struct table_file *file)
{
	size_t lines = 1;
	for (size_t i = 0; i < file->text.n; i++)
		lines += file->text.p[i] == '\n';
	size_t most = file->text.n / file->n_columns + 1;
	return lines < most ? lines : most;
}

static int allocate(struct rows *rows, size_t most, struct frugal_error *reterr)
{
	struct table *table = rows->table;
	struct arena *arena = &table->arena;
	rows->cells = arena_array(arena, table->n_columns, sizeof(*rows->cells));
	rows->numbers = arena_array(arena, table->n_columns, sizeof(*rows->numbers));
	rows->lines = arena_array(arena, most, sizeof(*rows->lines));
	rows->file_of = arena_array(arena, most, sizeof(*rows->file_of));
	table->cells = arena_array(arena, table->n_columns, sizeof(*table->cells));
	if (!rows->cells || !rows->numbers || !rows->lines || !rows->file_of || !table->cells)
		return error_nomem(reterr);
	for (uint32_t c = 0; c < table->n_columns; c++) {
		bool number = table->columns[c].unit_name != NULL;
		rows->cells[c] = arena_array(arena, most, sizeof(**rows->cells));
		if (number)
			rows->numbers[c] = arena_array(arena, most, sizeof(**rows->numbers));
		if (!rows->cells[c] || (number && !rows->numbers[c]))
			return error_nomem(reterr);
		table->cells[c].texts = packed_plain(rows->cells[c]);
		table->cells[c].numbers = rows->numbers[c];
	}
	table->lines = packed_plain(rows->lines);
	table->file_of = packed_plain(rows->file_of);
	return 0;
}

/* Copies the rows of ours, whose columns are the first of the table. */
static int copy_rows(struct rows *rows, const struct table *ours, uint32_t first_file,
		     struct frugal_error *reterr)
{
	struct table *table = rows->table;
	for (uint32_t i = 0; i < ours->n_rows; i++, table->n_rows++) {
		uint32_t row = table->n_rows;
		for (uint32_t c = 0; c < table->n_columns; c++) {
			bool known = c < ours->n_columns;
			if (rows->numbers[c])
				rows->numbers[c][row] = known ? table_number(ours, i, c) : MISSING;
			if (!known)
				continue;
			int r = keep_text(table, str_of(table_text(ours, i, c)),
					  &rows->cells[c][row], reterr);
			if (r < 0)
				return r;
		}
		rows->lines[row] = packed_at(&ours->lines, i);
		rows->file_of[row] = first_file + packed_at(&ours->file_of, i);
	}
	return 0;
}

int rows_read(struct table *table, struct table_file *files, size_t n_files,
	      const struct table *ours, struct frugal_error *reterr)
{
	struct rows rows = {.table = table};
	size_t most = ours ? ours->n_rows : 0;
	for (size_t i = 0; i < n_files; i++)
		most += most_rows(&files[i]);
	table->owned_text.max = 4 * TABLE_MAX_BYTES;
	int r = allocate(&rows, most, reterr);
	for (size_t i = 0; r == 0 && i < n_files; i++) {
		struct str cells[CSV_MAX_FIELDS];
		size_t n;
		while ((r = csv_next(&files[i].csv, cells, CSV_MAX_FIELDS, &n, reterr)) > 0) {
			r = read_row(&rows, &files[i], cells, n, (uint32_t)i, reterr);
			if (r < 0)
				break;
		}
	}
	if (r == 0 && ours)
		r = copy_rows(&rows, ours, (uint32_t)n_files, reterr);
	table->text = buf_text(&table->owned_text);
	return r;
}
