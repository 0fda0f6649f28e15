/* SPDX-License-Identifier: Apache-2.0 */
/* What the cells of a row state of its values: unit, kind, scope and basis, and what is estimated.
 */
#ifndef GRID_ROW_H
#define GRID_ROW_H

#include "grid/table.h"

/* The unit, kind, scope and basis that a row states. FRUGAL_EDATA: a word of no closed list. */
int grid_row_states(const struct grid_table *table, const struct str *fields, struct heading *ret,
		    struct frugal_error *reterr);

/* The grams of a value of 1; a value without any unit is in g/kWh, but not one of WattTime. */
int grid_row_unit(const struct grid_table *table, const struct value_column *column, size_t at,
		  const struct heading *row, double *ret, struct frugal_error *reterr);

/* Adds to id what the row states. FRUGAL_EDATA: the heading or an option contradicts it. */
int grid_row_id(const struct grid_table *table, const struct value_column *column,
		const struct heading *row, struct grid_id *id, struct frugal_error *reterr);

int grid_row_estimated(const struct grid_table *table, const struct str *fields, bool *ret,
		       struct frugal_error *reterr);

/* Refuses a time whose hour or offset stands in another column. */
int grid_row_check_time(const struct grid_table *table, const struct str *fields, struct str time,
			struct frugal_error *reterr);

#endif
