/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the rows below a header. A cell is a number or it is empty: "nan", "n/a" or a number with
 * a unit are errors, and so is a support that does not hold its value. Cells point into the
 * table's own copy of the file, where a NUL takes the place of the separator after each.
 */
#include <pthread.h>
#include <stdint.h>

#include "base/intl.h"
#include "factor/inside.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2200

static int at_row(const struct table_file *file, struct frugal_error *reterr)
{
	return error_where(reterr, "%s:%u", file->name, file->csv.line);
}

/* The cell without the blanks around it, terminated. */
static struct str terminated(struct table_file *file, struct str cell)
{
	if (cell.n && ((unsigned char)cell.p[0] <= ' ' || (unsigned char)cell.p[cell.n - 1] <= ' '))
		cell = str_trim(cell);
	if (cell.n == 0)
		return STR("");
	/* A field that had doubled quotes is in the arena; it may end in blanks, which stay. */
	if (cell.p >= file->text && cell.p <= file->text + file->n)
		file->text[(size_t)(cell.p - file->text) + cell.n] = '\0';
	return cell;
}

static int bad_number(const struct table_file *file, const struct table_column *column,
		      struct str text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("column '%s': '%.80s' is not a number"), column->name,
		  text.p);
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
		error_set(reterr, FRUGAL_EDATA, _("column 'year': '%.80s' is not a year"), text.p);
		return at_row(file, reterr);
	}
	*ret = x * column->unit.scale;
	return 0;
}

/* The cell as text in the table's unit, when the file counts in another one. */
static int read_in_unit(struct table *table, const struct table_column *theirs,
			const struct table_column *ours, double number, const char **ret_text,
			struct frugal_error *reterr)
{
	if (isnan(number) || fabs(theirs->unit.scale / ours->unit.scale - 1) < 1e-12)
		return 0;
	char text[NUM_TEXT];
	num_format(number / ours->unit.scale, text);
	*ret_text = arena_strdup(&table->arena, text);
	return *ret_text ? 0 : error_nomem(reterr);
}

static int read_cell(struct table *table, struct table_file *file, uint32_t c, struct str cell,
		     struct frugal_error *reterr)
{
	const struct table_column *theirs = &file->columns[c];
	uint32_t place = file->place[c];
	const char **text = &table->cells[(size_t)table->n_rows * table->n_columns + place];
	cell = terminated(file, cell);
	*text = cell.p;
	if (!theirs->unit_name || table->lazy[place])
		return 0;
	double *number = &table->numbers[place][table->n_rows];
	int r = read_number(file, theirs, cell, place == table->year_column, number, reterr);
	if (r < 0)
		return r;
	return read_in_unit(table, theirs, &table->columns[place], *number, text, reterr);
}

/* low <= value <= high, with both ends or none. */
static int check_support(const struct table *table, const struct table_file *file, uint32_t c,
			 struct frugal_error *reterr)
{
	const struct table_column *column = &table->columns[c];
	if (column->low == TABLE_NO_COLUMN && column->high == TABLE_NO_COLUMN)
		return 0;
	double value = table->numbers[c][table->n_rows];
	double low = column->low == TABLE_NO_COLUMN ? MISSING
						    : table->numbers[column->low][table->n_rows];
	double high = column->high == TABLE_NO_COLUMN ? MISSING
						      : table->numbers[column->high][table->n_rows];
	if (isnan(low) && isnan(high))
		return 0;
	const char *what = NULL;
	if (isnan(value))
		what = _("column '%s' has a support but no value");
	else if (isnan(low) || isnan(high))
		what = _("column '%s' has one end of its support and not the other");
	else if (low > high)
		what = _("column '%s': the low end of the support is above the high end");
	else if (value < low || value > high)
		what = _("column '%s': the value is outside of its support");
	if (!what)
		return 0;
	error_set(reterr, FRUGAL_EDATA, what, column->name);
	return at_row(file, reterr);
}

static int read_row(struct table *table, struct table_file *file, const struct str *cells, size_t n,
		    uint8_t file_index, struct frugal_error *reterr)
{
	if (n != file->n_columns) {
		error_set(reterr, FRUGAL_EDATA, _("cells in the row: %zu, in the header: %u"), n,
			  file->n_columns);
		return at_row(file, reterr);
	}
	uint32_t row = table->n_rows;
	/* What this file does not say is missing. */
	for (uint32_t c = 0; n < table->n_columns && c < table->n_columns; c++) {
		table->cells[(size_t)row * table->n_columns + c] = "";
		if (table->numbers[c])
			table->numbers[c][row] = MISSING;
	}
	for (uint32_t c = 0; c < n; c++) {
		int r = read_cell(table, file, c, cells[c], reterr);
		if (r < 0)
			return r;
	}
	if (!*table->cells[(size_t)row * table->n_columns]) {
		error_set(reterr, FRUGAL_EDATA, _("the row has no key"));
		return at_row(file, reterr);
	}
	for (uint32_t c = 0; c < table->n_columns; c++) {
		int r = table->numbers[c] && !table->lazy[c] ? check_support(table, file, c, reterr)
							     : 0;
		if (r < 0)
			return r;
	}
	table->lines[row] = file->csv.line;
	table->file_of[row] = file_index;
	table->n_rows++;
	return 0;
}

/* No row is shorter than a line break and a separator for each column but one. */
static size_t most_rows(const struct table_file *file)
{
	size_t lines = 1;
	for (size_t i = 0; i < file->n; i++)
		lines += file->text[i] == '\n';
	size_t most = file->n / file->n_columns + 1;
	return lines < most ? lines : most;
}

static int allocate(struct table *table, size_t most, struct frugal_error *reterr)
{
	struct arena *arena = &table->arena;
	table->cells = arena_array(arena, most, table->n_columns * sizeof(*table->cells));
	table->numbers = arena_array(arena, table->n_columns, sizeof(*table->numbers));
	table->lines = arena_array(arena, most, sizeof(*table->lines));
	table->file_of = arena_array(arena, most, sizeof(*table->file_of));
	table->group_of = arena_array(arena, most, sizeof(*table->group_of));
	table->next = arena_array(arena, most, sizeof(*table->next));
	table->first = arena_array(arena, most, sizeof(*table->first));
	table->best = arena_array(arena, most, sizeof(*table->best));
	if (!table->cells || !table->numbers || !table->lines || !table->file_of ||
	    !table->group_of || !table->next || !table->first || !table->best)
		return error_nomem(reterr);
	for (uint32_t c = 0; c < table->n_columns; c++) {
		if (!table->columns[c].unit_name || table->lazy[c])
			continue;
		table->numbers[c] = arena_array(arena, most, sizeof(**table->numbers));
		if (!table->numbers[c])
			return error_nomem(reterr);
	}
	return 0;
}

/* Numbers of built-in files wait, but for the year and where files count in other units. */
static int choose_lazy(struct table *table, const struct table_file *files, size_t n_files,
		       struct frugal_error *reterr)
{
	bool built_in = true;
	table->lazy = arena_array(&table->arena, table->n_columns, sizeof(*table->lazy));
	if (!table->lazy)
		return error_nomem(reterr);
	for (size_t i = 0; i < n_files; i++)
		built_in &= files[i].built_in;
	for (uint32_t c = 0; c < table->n_columns; c++)
		table->lazy[c] = built_in && table->columns[c].unit_name && c != table->year_column;
	for (size_t i = 0; i < n_files; i++)
		for (uint32_t c = 0; c < files[i].n_columns; c++) {
			uint32_t place = files[i].place[c];
			const struct table_column *ours = &table->columns[place];
			if (!files[i].columns[c].unit_name || !ours->unit_name ||
			    fabs(files[i].columns[c].unit.scale / ours->unit.scale - 1) >= 1e-12)
				table->lazy[place] = false;
		}
	return 0;
}

double rows_number(const struct table *table, uint32_t row, uint32_t column)
{
	double x;
	const char *text = table->cells[(size_t)row * table->n_columns + column];
	return *text && num_parse(str_of(text), &x) ? x * table->columns[column].unit.scale
						    : MISSING;
}

const double *rows_numbers(const struct table *table, uint32_t column)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&lock);
	if (!table->numbers[column]) {
		/* Our own cache: the table is as it was to who looks at it. */
		struct arena *arena = (struct arena *)(uintptr_t)&table->arena;
		double *numbers = arena_array(arena, table->n_rows + 1, sizeof(*numbers));
		for (uint32_t row = 0; numbers && row < table->n_rows; row++)
			numbers[row] = rows_number(table, row, column);
		table->numbers[column] = numbers;
	}
	const double *numbers = table->numbers[column];
	pthread_mutex_unlock(&lock);
	return numbers;
}

int rows_read(struct table *table, struct table_file *files, size_t n_files,
	      struct frugal_error *reterr)
{
	size_t most = 0;
	for (size_t i = 0; i < n_files; i++)
		most += most_rows(&files[i]);
	int r = choose_lazy(table, files, n_files, reterr);
	if (r == 0)
		r = allocate(table, most, reterr);
	for (size_t i = 0; r == 0 && i < n_files; i++) {
		struct str cells[CSV_MAX_FIELDS];
		size_t n;
		while ((r = csv_next(&files[i].csv, cells, CSV_MAX_FIELDS, &n, reterr)) > 0) {
			r = read_row(table, &files[i], cells, n, (uint8_t)i, reterr);
			if (r < 0)
				break;
		}
	}
	return r;
}

int rows_group(struct table *table, struct frugal_error *reterr)
{
	uint32_t *last = arena_array(&table->arena, table->n_rows + 1, sizeof(*last));
	if (!last)
		return error_nomem(reterr);
	for (uint32_t row = 0; row < table->n_rows; row++) {
		struct str key = str_of(table_text(table, row, 0));
		uint32_t group = table->n_groups;
		bool known;
		if (!map_put(&table->keys, key, group, &known))
			return error_nomem(reterr);
		table->next[row] = TABLE_NO_ROW;
		if (known) {
			(void)map_get(&table->keys, key, &group);
			table->next[last[group]] = row;
		} else {
			table->first[group] = row;
			table->n_groups++;
		}
		table->group_of[row] = group;
		last[group] = row;
	}
	for (uint32_t group = 0; group < table->n_groups; group++)
		table->best[group] = choice_of_group(table, group, 0);
	return 0;
}
