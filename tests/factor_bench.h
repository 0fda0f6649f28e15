/* SPDX-License-Identifier: Apache-2.0 */
/* Cells and rows of a table by the names that a test has for them; what is not there fails it. */
#ifndef TESTS_FACTOR_BENCH_H
#define TESTS_FACTOR_BENCH_H

#include "check.h"
#include "factor/inside.h"

static inline double number(const struct table *table, uint32_t row, const char *column)
{
	return table_number(table, row, table_column_find(table, str_of(column)));
}

static inline const char *text(const struct table *table, uint32_t row, const char *column)
{
	return table_text(table, row, table_column_find(table, str_of(column)));
}

static inline uint32_t find(const struct table *table, const char *name)
{
	uint32_t row = TABLE_NO_ROW;
	struct frugal_error error = {0};
	int r = table_find(table, "thing", str_of(name), &row, &error);
	if (r < 0)
		print_error("%s: %s\n", error.what, error.todo);
	CHECK_INT(r, 0);
	return row;
}

static inline const char *found_key(const struct table *table, const char *name)
{
	return table_text(table, find(table, name), 0);
}

static inline const struct table *get(struct tables *tables, const char *name)
{
	const struct table *table = NULL;
	struct frugal_error error = {0};
	int r = tables_get(tables, name, &table, &error);
	if (r < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK_INT(r, 0);
	return table;
}

#endif
