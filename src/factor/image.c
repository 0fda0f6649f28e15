/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a table as a part of the image, and opens it again. The words of the part are a head
 * (counts, files, columns), then the arrays of struct table; its numbers are the columns with a
 * unit; its text is the text of every cell. Opening copies the columns only, since they have
 * pointers: the arrays are used in place. Reading and writing are in one file so that they change
 * together.
 */
#include "base/draft.h"
#include "factor/inside.h"

static uint32_t next_word(const uint32_t **at)
{
	return *(*at)++;
}

static const uint32_t *next_array(const uint32_t **at, size_t n)
{
	const uint32_t *array = *at;
	*at += n;
	return array;
}

/* ---- from the image ---- */

static void read_counts(struct table *table, const uint32_t **at)
{
	table->n_rows = next_word(at);
	table->n_columns = next_word(at);
	table->n_groups = next_word(at);
	table->n_key_slots = next_word(at);
	table->n_files = next_word(at);
	table->name_column = next_word(at);
	table->aliases_column = next_word(at);
	table->source_column = next_word(at);
	table->year_column = next_word(at);
}

static struct unit read_unit(const uint32_t **at)
{
	struct unit unit = {0};
	uint64_t low = next_word(at), bits = low | (uint64_t)next_word(at) << 32;
	memcpy(&unit.scale, &bits, sizeof(bits));
	for (size_t i = 0; i < sizeof(unit.dim.exponent); i += 4) {
		uint32_t four = next_word(at);
		for (size_t k = 0; k < 4; k++)
			unit.dim.exponent[i + k] = (int8_t)(uint8_t)(four >> 8 * k);
	}
	return unit;
}

static void read_columns(struct table *table, const struct image_view *view, const uint32_t **at)
{
	const double *numbers = view->numbers;
	for (uint32_t c = 0; c < table->n_columns; c++) {
		struct table_column *column = &table->columns[c];
		column->name = view->text + next_word(at);
		uint32_t unit_name = next_word(at);
		column->unit_name = unit_name == UINT32_MAX ? NULL : view->text + unit_name;
		column->unit = read_unit(at);
		column->low = next_word(at);
		column->high = next_word(at);
		if (!column->unit_name)
			continue;
		table->numbers[c] = numbers;
		numbers += table->n_rows;
	}
}

static int read_table(struct table *table, const struct image_view *view,
		      struct frugal_error *reterr)
{
	const uint32_t *at = view->words;
	read_counts(table, &at);
	for (uint32_t i = 0; i < table->n_files; i++)
		table->file_names[i] = view->text + next_word(&at);
	table->columns = arena_array(&table->arena, table->n_columns, sizeof(*table->columns));
	table->numbers = arena_array(&table->arena, table->n_columns, sizeof(*table->numbers));
	if (!table->columns || !table->numbers)
		return error_nomem(reterr);
	read_columns(table, view, &at);
	table->text = view->text;
	table->cells = next_array(&at, (size_t)table->n_rows * table->n_columns);
	table->lines = next_array(&at, table->n_rows);
	table->file_of = next_array(&at, table->n_rows);
	table->group_of = next_array(&at, table->n_rows);
	table->next = next_array(&at, table->n_rows);
	table->first = next_array(&at, table->n_groups);
	table->best = next_array(&at, table->n_groups);
	table->key_slots = next_array(&at, table->n_key_slots);
	table->built_in = true;
	bool chosen = table->factors_year || table->source;
	return chosen ? groups_choose(table, reterr) : 0;
}

int table_open(const struct image *image, const char *name, const struct tables_options *options,
	       struct table **ret, struct frugal_error *reterr)
{
	struct image_view view;
	const struct image_part *part =
		image_find(image, image->tables, image->n_tables, str_of(name));
	*ret = NULL;
	if (!part)
		return 0;
	int r = image_open(image, part, &view, reterr);
	if (r < 0)
		return r;
	struct table *table = table_new(name, options);
	if (!table)
		return error_nomem(reterr);
	r = read_table(table, &view, reterr);
	if (r < 0) {
		table_free(table);
		return r;
	}
	*ret = table;
	return 0;
}

/* ---- to the image ---- */

static void put_array(struct draft *to, const uint32_t *array, size_t n)
{
	for (size_t i = 0; i < n; i++)
		draft_word(to, array[i]);
}

static void put_counts(const struct table *table, struct draft *to)
{
	const uint32_t counts[] = {
		table->n_rows,         table->n_columns,     table->n_groups,
		table->n_key_slots,    table->n_files,       table->name_column,
		table->aliases_column, table->source_column, table->year_column,
	};
	put_array(to, counts, sizeof(counts) / sizeof(*counts));
}

static void put_unit(const struct unit *unit, struct draft *to)
{
	uint64_t bits;
	memcpy(&bits, &unit->scale, sizeof(bits));
	draft_word(to, (uint32_t)bits);
	draft_word(to, (uint32_t)(bits >> 32));
	for (size_t i = 0; i < sizeof(unit->dim.exponent); i += 4) {
		uint32_t four = 0;
		for (size_t k = 0; k < 4; k++)
			four |= (uint32_t)(uint8_t)unit->dim.exponent[i + k] << 8 * k;
		draft_word(to, four);
	}
}

static void put_columns(const struct table *table, struct draft *to)
{
	for (uint32_t c = 0; c < table->n_columns; c++) {
		const struct table_column *column = &table->columns[c];
		draft_word(to, draft_text(to, str_of(column->name)));
		draft_word(to, column->unit_name ? draft_text(to, str_of(column->unit_name))
						 : UINT32_MAX);
		put_unit(&column->unit, to);
		draft_word(to, column->low);
		draft_word(to, column->high);
		for (uint32_t row = 0; column->unit_name && row < table->n_rows; row++)
			draft_number(to, table->numbers[c][row]);
	}
}

void table_draft(const struct table *table, struct draft *to)
{
	put_counts(table, to);
	for (uint32_t i = 0; i < table->n_files; i++)
		draft_word(to, draft_text(to, str_of(table->file_names[i])));
	put_columns(table, to);
	for (uint32_t row = 0; row < table->n_rows; row++)
		for (uint32_t c = 0; c < table->n_columns; c++)
			draft_word(to, draft_text(to, str_of(table_text(table, row, c))));
	put_array(to, table->lines, table->n_rows);
	put_array(to, table->file_of, table->n_rows);
	put_array(to, table->group_of, table->n_rows);
	put_array(to, table->next, table->n_rows);
	put_array(to, table->first, table->n_groups);
	put_array(to, table->best, table->n_groups);
	put_array(to, table->key_slots, table->n_key_slots);
}
