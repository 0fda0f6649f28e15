/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Factor tables as text, CSV and JSON: the list of tables, the rows that match, and one row with
 * its source. factor/table.h has the values.
 */
#include "report/tables.h"

#include <string.h>

#include "base/csv.h"
#include "base/intl.h"
#include "quantity/print.h"
#include "report/layout.h"

/* ---- the list ------------------------------------------------------------------------------- */

void tables_text(struct buf *to, const struct table *const *tables, size_t n)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 3);
	columns.right[1] = true;
	for (size_t i = 0; i < n; i++) {
		columns_add(&columns, table_name(tables[i]));
		buf_addf(&cell, "%u", table_rows(tables[i]));
		columns_take(&columns, &cell);
		columns_add(&columns, _("rows"));
	}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&cell);
	arena_release(&arena);
}

void tables_csv(struct buf *to, const struct table *const *tables, size_t n)
{
	buf_puts(to, "table,rows,columns\n");
	for (size_t i = 0; i < n; i++) {
		csv_put(to, str_of(table_name(tables[i])));
		buf_addf(to, ",%u,%u\n", table_rows(tables[i]), table_columns(tables[i]));
	}
}

void tables_json(struct jsonw *json, const struct table *const *tables, size_t n)
{
	jsonw_array(json, NULL);
	for (size_t i = 0; i < n; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "table", table_name(tables[i]));
		jsonw_int(json, "rows", table_rows(tables[i]));
		jsonw_int(json, "columns", table_columns(tables[i]));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void header_cell(const struct table_column *column, struct buf *to)
{
	buf_puts(to, column->name);
	if (column->unit_name)
		buf_addf(to, "[%s]", column->unit_name);
}

void table_rows_csv(struct buf *to, const struct table *table, const uint32_t *rows, uint32_t n)
{
	for (uint32_t c = 0; c < table_columns(table); c++) {
		buf_puts(to, c ? "," : "");
		header_cell(table_column(table, c), to);
	}
	buf_putc(to, '\n');
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t c = 0; c < table_columns(table); c++) {
			buf_puts(to, c ? "," : "");
			csv_put_words(to, str_of(table_text(table, rows[i], c)));
		}
		buf_putc(to, '\n');
	}
}

static void cell_json(struct jsonw *json, const struct table *table, uint32_t row, uint32_t c)
{
	const struct table_column *column = table_column(table, c);
	const char *text = table_text(table, row, c);
	if (!text[0])
		return;
	if (!column->unit_name) {
		jsonw_string(json, column->name, text);
		return;
	}
	jsonw_object(json, column->name);
	jsonw_number(json, "value", table_number(table, row, c) / column->unit.scale);
	jsonw_string(json, "unit", column->unit_name);
	jsonw_object_end(json);
}

void table_rows_json(struct jsonw *json, const struct table *table, const uint32_t *rows,
		     uint32_t n)
{
	struct buf where = {0};
	jsonw_array(json, NULL);
	for (uint32_t i = 0; i < n; i++) {
		jsonw_object(json, NULL);
		for (uint32_t c = 0; c < table_columns(table); c++)
			cell_json(json, table, rows[i], c);
		buf_clear(&where);
		table_where(table, rows[i], &where);
		jsonw_string(json, "where", buf_text(&where));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	buf_release(&where);
}

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), m = strlen(with);
	return n > m && strcmp(name + n - m, with) == 0;
}

/* One end of the support of another column. */
static bool is_support(const struct table_column *column)
{
	return column->unit_name && (ends(column->name, "_low") || ends(column->name, "_high"));
}

/* The digits of the file, with the decimal mark of the language. */
static void put_cell(struct buf *to, const struct table *table, uint32_t row, uint32_t c,
		     const struct number_style *style)
{
	bool is_number = table_column(table, c)->unit_name != NULL;
	for (const char *p = table_text(table, row, c); *p; p++)
		if (*p == '.' && is_number)
			buf_puts(to, style->decimal);
		else
			buf_putc(to, *p);
}

void table_row_text(struct buf *to, const struct table *table, uint32_t row,
		    const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 2);
	for (uint32_t c = 0; c < table_columns(table); c++) {
		const struct table_column *column = table_column(table, c);
		const char *text = table_text(table, row, c);
		if (!text[0] || is_support(column))
			continue;
		put_cell(&cell, table, row, c, style);
		if (column->low != TABLE_NO_COLUMN && table_text(table, row, column->low)[0]) {
			buf_puts(&cell, " [");
			put_cell(&cell, table, row, column->low, style);
			buf_puts(&cell, print_between(style));
			put_cell(&cell, table, row, column->high, style);
			buf_putc(&cell, ']');
		}
		if (column->unit_name && strcmp(column->unit_name, "1") != 0)
			buf_addf(&cell, " %s", column->unit_name);
		columns_add(&columns, column->name);
		columns_take(&columns, &cell);
	}
	table_where(table, row, &cell);
	columns_add(&columns, _("file"));
	columns_take(&columns, &cell);
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&cell);
	arena_release(&arena);
}

/* The key and the first four numbers, then year and source. */
static size_t choose_columns(const struct table *table, uint32_t shown[COLUMNS_MOST])
{
	static const char *const last[] = {"year", "source"};
	size_t n = 0;
	for (uint32_t c = 0; c < table_columns(table) && n < 5; c++) {
		const struct table_column *column = table_column(table, c);
		if (c == 0 ||
		    (column->unit_name && !is_support(column) && strcmp(column->name, "year") != 0))
			shown[n++] = c;
	}
	for (size_t i = 0; i < 2; i++) {
		uint32_t c = table_column_find(table, str_of(last[i]));
		if (c != TABLE_NO_COLUMN)
			shown[n++] = c;
	}
	return n;
}

void table_rows_text(struct buf *to, const struct table *table, const uint32_t *rows, uint32_t n,
		     const struct number_style *style)
{
	uint32_t shown[COLUMNS_MOST];
	size_t n_shown = choose_columns(table, shown);
	struct arena arena = {0};
	struct columns columns;
	struct buf head = {0};
	columns_init(&columns, &arena, n_shown);
	for (size_t i = 0; i < n_shown; i++) {
		const struct table_column *column = table_column(table, shown[i]);
		header_cell(column, &head);
		bool year = strcmp(buf_text(&head), "year[1]") == 0;
		columns_add(&columns, year ? "year" : buf_text(&head));
		buf_clear(&head);
		columns.right[i] = i > 0 && column->unit_name;
	}
	for (uint32_t r = 0; r < n; r++)
		for (size_t i = 0; i < n_shown; i++) {
			put_cell(&head, table, rows[r], shown[i], style);
			columns_take(&columns, &head);
		}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&head);
	arena_release(&arena);
}
