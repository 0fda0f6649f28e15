/* SPDX-License-Identifier: Apache-2.0 */
/* The hours of a series as a chart (SVG). */
#ifndef REPORT_GRID_CHART_H
#define REPORT_GRID_CHART_H

#include "base/buf.h"
#include "grid/series.h"
#include "quantity/print.h"

/* fills: gaps are filled and drawn lighter, like forecasts. */
int grid_chart(const struct grid_series *series, int64_t from_s, int64_t to_s, bool fills,
	       struct buf *to, struct frugal_error *reterr);

/* Hours of the day by days, weeks or months: as SVG, else as characters. */
int grid_heat(const struct grid_series *series, int64_t from_s, int64_t to_s, bool svg,
	      const struct number_style *numbers, struct buf *to, struct frugal_error *reterr);

#endif
