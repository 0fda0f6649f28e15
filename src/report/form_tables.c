/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the tables that forms go by. A row of the user's of the same key wins, as in every table; a
 * table that lacks what is asked for is an error, never a guess.
 */
#include "report/form_tables.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"

static const char *text_of(const struct table *table, uint32_t row, const char *column)
{
	uint32_t at = table_column_find(table, str_of(column));
	return at == TABLE_NO_COLUMN ? "" : table_text(table, row, at);
}

static double number_of(const struct table *table, uint32_t row, const char *column)
{
	uint32_t at = table_column_find(table, str_of(column));
	return at == TABLE_NO_COLUMN ? (double)NAN : table_number(table, row, at);
}

static int lacks(const struct table *table, const char *key, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EDATA, _("the table %s has no value for '%s'"),
			 table_name(table), key);
}

/* ---- bands ---------------------------------------------------------------------------------- */

static bool counts(const struct table *table, uint32_t row, const char *item)
{
	return strcmp(text_of(table, row, "item"), item) == 0 &&
	       table_find_key(table, str_of(text_of(table, row, "key"))) == row;
}

int form_band(struct tables *tables, const char *item, double amount, const char **ret,
	      struct frugal_error *reterr)
{
	const struct table *table;
	double least = 0;
	int r = tables_get(tables, "form_bands", &table, reterr);
	if (r < 0)
		return r;
	*ret = NULL;
	for (uint32_t row = 0; row < table_rows(table); row++) {
		double below = number_of(table, row, "below");
		if (!counts(table, row, item))
			continue;
		below = isnan(below) ? (double)INFINITY : below;
		if (amount < below && (!*ret || below < least)) {
			*ret = text_of(table, row, "band");
			least = below;
		}
	}
	return *ret ? 0 : lacks(table, item, reterr);
}

/* ---- AI Energy Score ------------------------------------------------------------------------ */

/* TABLE_NO_ROW where there is none. */
static uint32_t task_row(const struct table *table, const char *task)
{
	struct buf key = {0};
	buf_addf(&key, "task:%s", task);
	uint32_t row = key.failed ? TABLE_NO_ROW : table_find_key(table, buf_str(&key));
	buf_release(&key);
	return row;
}

int form_protocol_read(struct tables *tables, const char *task, struct form_protocol *ret,
		       struct frugal_error *reterr)
{
	const struct table *table;
	int r = tables_get(tables, "energy_score", &table, reterr);
	if (r < 0)
		return r;
	uint32_t runs = table_find_key(table, STR("runs"));
	uint32_t queries = table_find_key(table, STR("queries-per-run"));
	uint32_t accelerator = table_find_key(table, STR("accelerator"));
	*ret = (struct form_protocol){
		.runs = runs == TABLE_NO_ROW ? (double)NAN : number_of(table, runs, "value"),
		.queries_per_run =
			queries == TABLE_NO_ROW ? (double)NAN : number_of(table, queries, "value"),
		.accelerator =
			accelerator == TABLE_NO_ROW ? "" : text_of(table, accelerator, "text"),
		.most_accelerators = 1,
	};
	if (!(ret->runs > 0))
		return lacks(table, "runs", reterr);
	if (!(ret->queries_per_run > 0))
		return lacks(table, "queries-per-run", reterr);
	if (!ret->accelerator[0])
		return lacks(table, "accelerator", reterr);
	uint32_t row = task_row(table, task);
	ret->is_task = row != TABLE_NO_ROW;
	if (ret->is_task) {
		double most = number_of(table, row, "value");
		ret->most_accelerators = isnan(most) ? (double)INFINITY : most;
	}
	return 0;
}

/* ---- ranges --------------------------------------------------------------------------------- */

int form_ranges_read(struct tables *tables, struct form_ranges *ret, struct frugal_error *reterr)
{
	const struct {
		const char *key;
		struct form_range *to;
	} rows[] = {
		{"grid-intensity", &ret->grid_g_per_kwh},
		{"water-usage", &ret->water_l_per_kwh},
		{"component-power", &ret->component_w},
		{"model-size", &ret->model_billions},
	};
	const struct table *table;
	int r = tables_get(tables, "form_ranges", &table, reterr);
	for (size_t i = 0; r == 0 && i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t row = table_find_key(table, str_of(rows[i].key));
		if (row == TABLE_NO_ROW)
			return lacks(table, rows[i].key, reterr);
		double least = number_of(table, row, "least"), most = number_of(table, row, "most");
		*rows[i].to = (struct form_range){isnan(least) ? 0 : least,
						  isnan(most) ? (double)INFINITY : most};
	}
	return r;
}
