/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series of electricity for people and as JSON: their list, the hours of a time, a forecast, and
 * the error of past forecasts. Charts are in grid_chart.h.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "base/json.h"
#include "frugal.h"
#include "grid/series.h"
#include "quantity/print.h"
#include "report/layout.h"

/* "FR · average, lifecycle, consumption" */
void grid_id_text(struct buf *to, const struct grid_id *id);
void grid_id_json(struct jsonw *json, const struct grid_id *id);

/* What an import stored: its slots, how many are new or changed, its gaps. */
void grid_kept_text(struct buf *to, const struct grid_series *found, size_t changed);
void grid_kept_json(struct jsonw *json, const struct grid_series *found, size_t changed);

/* "frugal: FR: ..." for each warning about a series that was read, a line each. */
void grid_warnings_text(struct buf *to, const struct grid_series *series);

/* A list: struct columns of GRID_ROW_CELLS columns. */
#define GRID_ROW_CELLS 7
void grid_row(struct columns *columns, const struct grid_series *series);
void grid_row_json(struct jsonw *json, const struct grid_series *series);

/* The mean of [from_s, to_s), and the least and the largest of its slots: infinite without one. */
struct grid_summary {
	struct grid_mean mean;
	double low, high;
};
struct grid_summary grid_summary(const struct grid_series *series, int64_t from_s, int64_t to_s);

/* The hours [from_s, to_s). fills: fills gaps and reports their share; table: adds each slot. */
void grid_show_text(const struct grid_series *series, int64_t from_s, int64_t to_s, bool fills,
		    bool table, const struct number_style *numbers, struct buf *to);
void grid_show_json(const struct grid_series *series, int64_t from_s, int64_t to_s, struct buf *to);

/* The slots of a forecast with their interval. */
void grid_ahead_text(const struct grid_series *series, const double *low, const double *high,
		     const struct number_style *numbers, struct buf *to);
void grid_ahead_json(const struct grid_series *series, const double *low, const double *high,
		     struct buf *to);

void grid_backtest_text(const struct grid_id *id, const struct frugal_backtest *test,
			const struct number_style *numbers, struct buf *to);
void grid_backtest_json(const struct grid_id *id, const struct frugal_backtest *test,
			struct buf *to);

#endif
