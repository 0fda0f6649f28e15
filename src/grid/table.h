/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table with a time column between its header (table.c) and its rows (read_csv.c): which column
 * is what.
 */
#ifndef GRID_TABLE_H
#define GRID_TABLE_H

#include "base/csv.h"
#include "grid/headings.h"
#include "grid/mix.h"

#define NO_COLUMN SIZE_MAX
#define MOST_KINDS 8

struct value_column {
	size_t at;
	size_t forecast;      /* the column of its forecasts, or NO_COLUMN */
	char zone[GRID_ZONE]; /* of a table with a column for each zone; "": of the row */
	struct heading is;
};

struct source_column { /* of a mix */
	size_t at;
	double g_per_kwh;
	enum grid_source is;
};

struct grid_table {
	const char *name;
	const struct grid_hints *hints;
	struct csv csv;
	struct arena arena;
	struct str titles[CSV_MAX_FIELDS]; /* of the header */
	struct heading headings[CSV_MAX_FIELDS];
	size_t n_columns, time, end, seconds, zone, estimated, issued; /* NO_COLUMN: none */
	size_t method, unit, offset, clock;                            /* as well */
	size_t kinds[MOST_KINDS], n_kinds;
	bool maps, britain; /* of Electricity Maps, of NESO */
	struct value_column values[CSV_MAX_FIELDS];
	size_t n_values;
	struct source_column sources[CSV_MAX_FIELDS];
	size_t n_sources;
	bool imports; /* a source is a neighbour */
};

/*
 * Reads the header, which is the record of csv last read. FRUGAL_EDATA: no time, no intensity, or
 * two columns of one meaning; FRUGAL_EUSAGE: it contradicts the hints.
 */
int grid_table_header(struct grid_table *table, const struct str *fields, size_t n,
		      struct frugal_error *reterr);

/* Sets the place of an error to the line last read. */
int grid_table_at_line(const struct grid_table *table, struct frugal_error *reterr);

#endif
