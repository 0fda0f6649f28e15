/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a table as a part of the image, and opens it again. The words of the part are a head
 * (counts, files), the columns with their cells, then the arrays of struct table, all packed; its
 * numbers are those of the columns with a unit; its text is that of every cell. Most columns repeat
 * few values (a source, a year, an empty cell): each is stored once, and a row has its code.
 * Opening copies the columns only, since they have pointers: the arrays are used in place. Reading
 * and writing are in one file so that they change together.
 */
#include "base/draft.h"
#include "factor/inside.h"

static uint32_t next_word(const uint32_t **at)
{
	return *(*at)++;
}

static struct packed next_packed(const uint32_t **at, size_t n)
{
	uint32_t shift = next_word(at);
	struct packed array = packed_of(*at, shift);
	*at += packed_words(n, shift);
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

/* The number of codes comes first; 0 where each row has its own text and number. */
static void read_cells(struct table *table, uint32_t column, const uint32_t **at,
		       const double **numbers)
{
	struct table_cells *cells = &table->cells[column];
	uint32_t n = next_word(at);
	cells->codes = n ? next_packed(at, table->n_rows) : (struct packed){0};
	if (!n)
		n = table->n_rows;
	cells->texts = next_packed(at, n);
	cells->numbers = table->columns[column].unit_name ? *numbers : NULL;
	if (cells->numbers)
		*numbers += n;
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
		read_cells(table, c, at, &numbers);
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
	table->cells = arena_array(&table->arena, table->n_columns, sizeof(*table->cells));
	if (!table->columns || !table->cells)
		return error_nomem(reterr);
	read_columns(table, view, &at);
	table->text = view->text;
	table->lines = next_packed(&at, table->n_rows);
	table->file_of = next_packed(&at, table->n_rows);
	table->group_of = next_packed(&at, table->n_rows);
	table->next = next_packed(&at, table->n_rows);
	table->first = next_packed(&at, table->n_groups);
	table->best = next_packed(&at, table->n_groups);
	table->key_slots = next_packed(&at, table->n_key_slots);
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

static void put_counts(const struct table *table, struct draft *to)
{
	const uint32_t counts[] = {
		table->n_rows,         table->n_columns,     table->n_groups,
		table->n_key_slots,    table->n_files,       table->name_column,
		table->aliases_column, table->source_column, table->year_column,
	};
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		draft_word(to, counts[i]);
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

/* The different cells of a column, in the order in which they appear. */
struct values {
	struct map known; /* from text and number to code */
	uint32_t *codes;  /* by row */
	uint32_t *texts;  /* by code, as are the numbers */
	double *numbers;
	uint32_t n;
};

/* A text and its number as the key of a map. */
struct value {
	uint32_t text;
	unsigned char number[sizeof(double)];
};

static bool add_value(struct values *values, struct value *value, uint32_t row, double number)
{
	struct str key = {(const char *)value, sizeof(*value)};
	memcpy(value->number, &number, sizeof(number));
	if (map_get(&values->known, key, &values->codes[row]))
		return true;
	values->codes[row] = values->n;
	values->texts[values->n] = value->text;
	values->numbers[values->n] = number;
	return map_put(&values->known, key, values->n++, NULL);
}

static bool gather_values(const struct table *table, uint32_t column, struct draft *to,
			  struct arena *arena, struct values *ret)
{
	size_t n = (size_t)table->n_rows + 1;
	struct value *room = arena_array(arena, n, sizeof(*room));
	*ret = (struct values){
		.codes = arena_array(arena, n, sizeof(*ret->codes)),
		.texts = arena_array(arena, n, sizeof(*ret->texts)),
		.numbers = arena_array(arena, n, sizeof(*ret->numbers)),
	};
	if (!room || !ret->codes || !ret->texts || !ret->numbers)
		return false;
	for (uint32_t row = 0; row < table->n_rows; row++) {
		room[row].text = draft_text(to, str_of(table_text(table, row, column)));
		if (!add_value(ret, &room[row], row, table_number(table, row, column)))
			return false;
	}
	return true;
}

/* Whether codes are shorter than a text and a number for each row. */
static bool codes_are_shorter(const struct table *table, uint32_t column,
			      const struct values *values, const struct draft *to)
{
	uint32_t shift = packed_shift((uint32_t)to->text.n);
	size_t number = table->columns[column].unit_name ? sizeof(double) / sizeof(uint32_t) : 0;
	size_t codes = packed_words(table->n_rows, packed_shift(values->n - 1));
	return codes + packed_words(values->n, shift) + values->n * number <
	       packed_words(table->n_rows, shift) + table->n_rows * number;
}

static void put_cells(const struct table *table, uint32_t column, struct draft *to)
{
	struct arena arena = {0};
	struct values values;
	to->failed |= !gather_values(table, column, to, &arena, &values);
	if (!to->failed && table->n_rows && codes_are_shorter(table, column, &values, to)) {
		draft_word(to, values.n);
		draft_packed(to, values.codes, table->n_rows);
	} else if (!to->failed) {
		draft_word(to, 0);
		for (uint32_t row = table->n_rows; row-- > 0;) {
			values.texts[row] = values.texts[values.codes[row]];
			values.numbers[row] = values.numbers[values.codes[row]];
		}
		values.n = table->n_rows;
	}
	if (!to->failed)
		draft_packed(to, values.texts, values.n);
	for (uint32_t i = 0; !to->failed && table->columns[column].unit_name && i < values.n; i++)
		draft_number(to, values.numbers[i]);
	map_release(&values.known);
	arena_release(&arena);
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
		put_cells(table, c, to);
	}
}

static void put_packed(struct draft *to, const struct packed *array, size_t n)
{
	uint32_t *values = mem_alloc((n + 1) * sizeof(*values));
	for (size_t i = 0; values && i < n; i++)
		values[i] = packed_at(array, i);
	to->failed |= !values;
	if (values)
		draft_packed(to, values, n);
	mem_free(values);
}

void table_draft(const struct table *table, struct draft *to)
{
	put_counts(table, to);
	for (uint32_t i = 0; i < table->n_files; i++)
		draft_word(to, draft_text(to, str_of(table->file_names[i])));
	put_columns(table, to);
	put_packed(to, &table->lines, table->n_rows);
	put_packed(to, &table->file_of, table->n_rows);
	put_packed(to, &table->group_of, table->n_rows);
	put_packed(to, &table->next, table->n_rows);
	put_packed(to, &table->first, table->n_groups);
	put_packed(to, &table->best, table->n_groups);
	put_packed(to, &table->key_slots, table->n_key_slots);
}
