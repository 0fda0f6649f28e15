/* SPDX-License-Identifier: Apache-2.0 */
/* Factor tables as people and programs read them: the list, rows of one, one row. */
#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include "base/json.h"
#include "factor/table.h"
#include "quantity/print.h"

/* Each table with the number of its rows. */
void tables_text(struct buf *to, const struct table *const *tables, size_t n);
void tables_csv(struct buf *to, const struct table *const *tables, size_t n);
void tables_json(struct jsonw *json, const struct table *const *tables, size_t n);

/* Rows with all columns, as the file has them; and as objects with values and units. */
void table_rows_csv(struct buf *to, const struct table *table, const uint32_t *rows, uint32_t n);
void table_rows_json(struct jsonw *json, const struct table *table, const uint32_t *rows,
		     uint32_t n);

/* Rows in a line each: key, numbers with units in the head, year and source. */
void table_rows_text(struct buf *to, const struct table *table, const uint32_t *rows, uint32_t n,
		     const struct number_style *style);

/* One row: a value a line, with its support, then where it comes from. */
void table_row_text(struct buf *to, const struct table *table, uint32_t row,
		    const struct number_style *style);

#endif
