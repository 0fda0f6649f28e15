/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a table of its texts, and gives access to the cells of a loaded table. The arena of a table
 * owns all of it except the text of its cells and the index of names. Only exact keys are looked up
 * here; match.c looks up names.
 */
#include "base/intl.h"
#include "factor/inside.h"
#include "factor/names.h"

static uint32_t line_of(struct str text, size_t offset)
{
	uint32_t line = 1;
	for (size_t i = 0; i < offset; i++)
		line += text.p[i] == '\n';
	return line;
}

static int open_file(struct table *table, const struct table_text *text, struct table_file *ret,
		     struct frugal_error *reterr)
{
	size_t valid = str_utf8_valid(text->text);
	if (valid != text->text.n) {
		error_set(reterr, FRUGAL_EDATA, _("this is not UTF-8 text"));
		return error_where(reterr, "%s:%u", text->name, line_of(text->text, valid));
	}
	*ret = (struct table_file){.name = arena_strdup(&table->arena, text->name),
				   .text = text->text};
	if (!ret->name)
		return error_nomem(reterr);
	csv_init(&ret->csv, ret->name, ret->text, &table->arena);
	return header_read(&table->arena, ret, reterr);
}

static int fill(struct table *table, const struct table_text *texts, size_t n_texts,
		const struct table *ours, struct frugal_error *reterr)
{
	struct table_file files[TABLE_MAX_FILES];
	if (n_texts + (ours ? ours->n_files : 0) > TABLE_MAX_FILES)
		return error_set(reterr, FRUGAL_EBUG, "table %s has too many parts", table->name);
	for (size_t i = 0; i < n_texts; i++) {
		int r = open_file(table, &texts[i], &files[i], reterr);
		if (r < 0)
			return r;
		table->file_names[table->n_files++] = files[i].name;
	}
	for (uint32_t i = 0; ours && i < ours->n_files; i++)
		table->file_names[table->n_files++] = ours->file_names[i];
	int r = header_merge(table, files, n_texts, ours, reterr);
	if (r == 0)
		r = rows_read(table, files, n_texts, ours, reterr);
	return r < 0 ? r : groups_make(table, reterr);
}

struct table *table_new(const char *name, const struct tables_options *options)
{
	struct table *table = mem_zalloc(1, sizeof(*table));
	if (!table)
		return NULL;
	const char *source = options ? options->source : NULL;
	table->image = options && options->image ? options->image : &built_in_image;
	table->factors_year = options ? options->factors_year : 0;
	table->name = arena_strdup(&table->arena, name);
	table->source = source ? arena_strdup(&table->arena, source) : NULL;
	table->index = arena_alloc(&table->arena, sizeof(*table->index));
	if (table->name && (!source || table->source) && table->index)
		return table;
	table_free(table);
	return NULL;
}

int table_load(const char *name, const struct table_text *texts, size_t n_texts,
	       const struct table *ours, const struct tables_options *options, struct table **ret,
	       struct frugal_error *reterr)
{
	struct table *table = table_new(name, options);
	if (!table)
		return error_nomem(reterr);
	int r = fill(table, texts, n_texts, ours, reterr);
	if (r < 0) {
		table_free(table);
		return r;
	}
	*ret = table;
	return 0;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	if (table->index)
		names_release(table->index);
	buf_release(&table->owned_text);
	arena_release(&table->arena);
	mem_free(table);
}

const char *table_name(const struct table *table)
{
	return table->name;
}

bool table_is_built_in(const struct table *table)
{
	return table->built_in;
}

uint32_t table_rows(const struct table *table)
{
	return table->n_rows;
}

uint32_t table_columns(const struct table *table)
{
	return table->n_columns;
}

const struct table_column *table_column(const struct table *table, uint32_t column)
{
	return &table->columns[column];
}

uint32_t table_column_find(const struct table *table, struct str name)
{
	for (uint32_t i = 0; i < table->n_columns; i++)
		if (str_is(name, table->columns[i].name))
			return i;
	return TABLE_NO_COLUMN;
}

static size_t code_of(const struct table_cells *cells, uint32_t row)
{
	return cells->codes.words ? packed_at(&cells->codes, row) : row;
}

double table_number(const struct table *table, uint32_t row, uint32_t column)
{
	if (row >= table->n_rows || column >= table->n_columns)
		return MISSING;
	const struct table_cells *cells = &table->cells[column];
	return cells->numbers ? cells->numbers[code_of(cells, row)] : MISSING;
}

const char *table_text(const struct table *table, uint32_t row, uint32_t column)
{
	if (row >= table->n_rows || column >= table->n_columns)
		return "";
	const struct table_cells *cells = &table->cells[column];
	return table->text + packed_at(&cells->texts, code_of(cells, row));
}

void table_where(const struct table *table, uint32_t row, struct buf *to)
{
	if (row < table->n_rows)
		buf_addf(to, "%s:%u", table->file_names[packed_at(&table->file_of, row)],
			 packed_at(&table->lines, row));
}

uint32_t table_find_key(const struct table *table, struct str key)
{
	uint32_t group;
	return groups_find(table, key, &group) ? table_best(table, group) : TABLE_NO_ROW;
}
