/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The typed header: `tdp[W]` is a number, `tdp_low` and `tdp_high` its support, a name without
 * brackets a text. When a table has several files their headers are merged: a column that two of
 * them have must be of one kind and one dimension, and has the unit of the built-in file.
 */
#include "base/intl.h"
#include "factor/inside.h"

static const char *const TEXT_COLUMNS[] = {"key", "name", "aliases", "source", "licence", "note"};

static bool is_reserved_text(struct str name)
{
	for (size_t i = 0; i < sizeof(TEXT_COLUMNS) / sizeof(*TEXT_COLUMNS); i++)
		if (str_is(name, TEXT_COLUMNS[i]))
			return true;
	return false;
}

/* A name that a model can write after a dot. */
static bool is_identifier(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		if (!letter && !(i && c >= '0' && c <= '9'))
			return false;
	}
	return name.n > 0;
}

static int at_header(const struct table_file *file, struct frugal_error *reterr)
{
	return error_where(reterr, "%s:%u", file->name, file->csv.line);
}

static uint32_t find_column(const struct table_column *columns, uint32_t n, struct str name)
{
	for (uint32_t i = 0; i < n; i++)
		if (str_is(name, columns[i].name))
			return i;
	return TABLE_NO_COLUMN;
}

static struct str without_suffix(struct str name, const char *suffix)
{
	size_t n = strlen(suffix);
	if (name.n > n && memcmp(name.p + name.n - n, suffix, n) == 0)
		return (struct str){name.p, name.n - n};
	return (struct str){NULL, 0};
}

static int set_unit(struct arena *arena, const struct table_file *file, struct table_column *column,
		    struct str text, struct frugal_error *reterr)
{
	struct frugal_error reason = {0};
	int r = unit_parse(text, &column->unit, &reason);
	if (r < 0) {
		error_set(reterr, r == FRUGAL_EUSAGE ? FRUGAL_EDATA : r, _("column '%s': %s"),
			  column->name, reason.what);
		error_todo(reterr, "%s", reason.todo);
		return at_header(file, reterr);
	}
	column->unit_name = arena_strndup(arena, text.p, text.n);
	return column->unit_name ? 0 : error_nomem(reterr);
}

/* "tdp[W]": the name and the unit in brackets (p is NULL without brackets). */
static int split_cell(const struct table_file *file, struct str cell, struct str *ret_name,
		      struct str *ret_unit, struct frugal_error *reterr)
{
	const char *open = cell.n ? memchr(cell.p, '[', cell.n) : NULL;
	*ret_name = cell;
	*ret_unit = (struct str){NULL, 0};
	if (open) {
		size_t n = (size_t)(open - cell.p);
		*ret_name = str_trim((struct str){cell.p, n});
		*ret_unit = (struct str){open + 1, cell.n - n - 2};
	}
	if ((open && cell.p[cell.n - 1] != ']') || !is_identifier(*ret_name)) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a column name"), STR_ARG(cell));
		error_todo(reterr, _("use letters, digits and '_', followed by the unit of a "
				     "number in brackets: tdp[W]"));
		return at_header(file, reterr);
	}
	return 0;
}

static int read_column(struct arena *arena, struct table_file *file, struct str cell,
		       struct frugal_error *reterr)
{
	struct str name, unit;
	int r = split_cell(file, str_trim(cell), &name, &unit, reterr);
	if (r < 0)
		return r;
	if (find_column(file->columns, file->n_columns, name) != TABLE_NO_COLUMN) {
		error_set(reterr, FRUGAL_EDATA, _("column '%.*s' appears twice"), STR_ARG(name));
		return at_header(file, reterr);
	}
	if (unit.p && is_reserved_text(name)) {
		error_set(reterr, FRUGAL_EDATA,
			  _("column '%.*s' contains text and cannot have a unit"), STR_ARG(name));
		return at_header(file, reterr);
	}
	struct table_column *column = &file->columns[file->n_columns];
	*column = (struct table_column){.low = TABLE_NO_COLUMN, .high = TABLE_NO_COLUMN};
	column->name = arena_strndup(arena, name.p, name.n);
	if (!column->name)
		return error_nomem(reterr);
	file->n_columns++;
	if (!unit.p && str_is(name, "year"))
		unit = STR("1");
	return unit.p ? set_unit(arena, file, column, unit, reterr) : 0;
}

/* Gives `x_low` the unit of x; a unit of its own must have the same dimension. */
static int link_support(struct table_file *file, uint32_t c, const char *suffix,
			struct frugal_error *reterr)
{
	struct table_column *support = &file->columns[c];
	struct str of = without_suffix(str_of(support->name), suffix);
	if (!of.p)
		return 0;
	uint32_t value = find_column(file->columns, file->n_columns, of);
	if (value == TABLE_NO_COLUMN || !file->columns[value].unit_name) {
		if (support->unit_name)
			return 0;
		error_set(
			reterr, FRUGAL_EDATA,
			_("column '%s' is the support of '%.*s', which is not a column of numbers"),
			support->name, STR_ARG(of));
		return at_header(file, reterr);
	}
	const struct table_column *column = &file->columns[value];
	if (!support->unit_name) {
		support->unit_name = column->unit_name;
		support->unit = column->unit;
	} else if (!dimension_eq(support->unit.dim, column->unit.dim)) {
		error_set(reterr, FRUGAL_EDATA, _("column '%s' is in %s, but '%s' is in %s"),
			  support->name, support->unit_name, column->name, column->unit_name);
		return at_header(file, reterr);
	}
	return 0;
}

int header_read(struct arena *arena, struct table_file *file, struct frugal_error *reterr)
{
	struct str cells[CSV_MAX_FIELDS];
	size_t n;
	int r = csv_next(&file->csv, cells, CSV_MAX_FIELDS, &n, reterr);
	if (r < 0)
		return r;
	if (r == 0 || !str_is(str_trim(cells[0]), "key")) {
		error_set(reterr, FRUGAL_EDATA,
			  _("the first column of a factor table must be 'key'"));
		error_todo(reterr, _("begin the header with: key,name,VALUE[UNIT],source,year,"
				     "licence"));
		return at_header(file, reterr);
	}
	file->columns = arena_array(arena, n, sizeof(*file->columns));
	if (!file->columns)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		r = read_column(arena, file, cells[i], reterr);
		if (r < 0)
			return r;
	}
	for (uint32_t c = 0; c < file->n_columns; c++) {
		r = link_support(file, c, "_low", reterr);
		if (r == 0)
			r = link_support(file, c, "_high", reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Finds the table's column for a column of a file, or adds it. */
static int place_column(struct table *table, struct table_file *file, uint32_t c,
			struct frugal_error *reterr)
{
	const struct table_column *column = &file->columns[c];
	uint32_t at = find_column(table->columns, table->n_columns, str_of(column->name));
	file->place[c] = at == TABLE_NO_COLUMN ? table->n_columns : at;
	if (at == TABLE_NO_COLUMN) {
		table->columns[table->n_columns++] = *column;
		return 0;
	}
	const struct table_column *ours = &table->columns[at];
	if (!ours->unit_name && !column->unit_name)
		return 0;
	if (ours->unit_name && column->unit_name && dimension_eq(ours->unit.dim, column->unit.dim))
		return 0;
	error_set(reterr, FRUGAL_EDATA, _("column '%s' has type %s here, but %s in table '%s'"),
		  column->name, column->unit_name ? column->unit_name : _("text"),
		  ours->unit_name ? ours->unit_name : _("text"), table->name);
	return at_header(file, reterr);
}

static void link_columns(struct table *table)
{
	for (uint32_t c = 0; c < table->n_columns; c++) {
		struct str low = without_suffix(str_of(table->columns[c].name), "_low");
		struct str high = without_suffix(str_of(table->columns[c].name), "_high");
		uint32_t of = find_column(table->columns, table->n_columns, low.p ? low : high);
		if (of == TABLE_NO_COLUMN || !table->columns[of].unit_name ||
		    !dimension_eq(table->columns[of].unit.dim, table->columns[c].unit.dim))
			continue;
		if (low.p)
			table->columns[of].low = c;
		else
			table->columns[of].high = c;
	}
}

int header_merge(struct table *table, struct table_file *files, size_t n_files,
		 const struct table *ours, struct frugal_error *reterr)
{
	size_t most = ours ? ours->n_columns : 0;
	for (size_t i = 0; i < n_files; i++)
		most += files[i].n_columns;
	table->columns = arena_array(&table->arena, most, sizeof(*table->columns));
	if (!table->columns)
		return error_nomem(reterr);
	for (uint32_t c = 0; ours && c < ours->n_columns; c++)
		table->columns[table->n_columns++] = ours->columns[c];
	for (size_t i = n_files; i-- > 0;) {
		struct table_file *file = &files[i];
		file->place = arena_array(&table->arena, file->n_columns, sizeof(*file->place));
		if (!file->place)
			return error_nomem(reterr);
		for (uint32_t c = 0; c < file->n_columns; c++) {
			int r = place_column(table, file, c, reterr);
			if (r < 0)
				return r;
		}
	}
	link_columns(table);
	table->name_column = table_column_find(table, STR("name"));
	table->aliases_column = table_column_find(table, STR("aliases"));
	table->source_column = table_column_find(table, STR("source"));
	table->year_column = table_column_find(table, STR("year"));
	return 0;
}
