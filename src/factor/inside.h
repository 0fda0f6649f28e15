/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this room share. A table is made of files whose rows follow one another: that
 * of the folder of --factors, that of the user's folder, the built-in ones, in this order.
 * Rows with the same key form a group; a name leads to a group, and the group to its best row.
 */
#ifndef FACTOR_INSIDE_H
#define FACTOR_INSIDE_H

#include <math.h>

#include "base/csv.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "factor/table.h"

#define TABLE_MAX_FILES 12
#define TABLE_MAX_BYTES ((size_t)64 << 20)

/* One of the files of a table while it is read. text is a copy that the table owns. */
struct table_file {
	const char *name; /* for messages: "factors/gpus.csv", or the user's path */
	char *text;
	size_t n;
	struct csv csv;
	struct table_column *columns;
	uint32_t n_columns;
	uint32_t *place; /* column of the file -> column of the table */
	bool built_in;
};

struct name_index;

struct table {
	struct arena arena;
	const char *name;
	const char *file_names[TABLE_MAX_FILES];
	struct table_column *columns;
	uint32_t n_columns;
	uint32_t n_rows;
	const char **cells; /* row after row; "" when missing */
	double **numbers;   /* by column; NULL for text, and while a lazy column is not read */
	bool *lazy;       /* by column: its numbers are read from its cells when they are wanted */
	uint32_t *lines;  /* by row */
	uint8_t *file_of; /* by row */
	uint32_t *group_of; /* by row */
	uint32_t *next;     /* by row: the next of the same group, or TABLE_NO_ROW */
	uint32_t *first;    /* by group: its first row */
	uint32_t *best;     /* by group: its row when nothing else is asked */
	uint32_t n_groups;
	struct map keys;      /* key -> group */
	uint32_t name_column; /* TABLE_NO_COLUMN when there is none */
	uint32_t aliases_column;
	uint32_t source_column;
	uint32_t year_column;
	int factors_year;
	const char *source;       /* preferred, or NULL */
	struct name_index *index; /* of names and aliases; empty until a name is not a key */
};

/* header.c: reads the header of a file into file->columns. */
int header_read(struct arena *arena, struct table_file *file, struct frugal_error *reterr);

/* header.c: makes table->columns of those of the files, and file->place; the last file leads. */
int header_merge(struct table *table, struct table_file *files, size_t n_files,
		 struct frugal_error *reterr);

/* rows.c: reads the rows of every file. */
int rows_read(struct table *table, struct table_file *files, size_t n_files,
	      struct frugal_error *reterr);

/* rows.c: the number in a cell of a lazy column. */
double rows_number(const struct table *table, uint32_t row, uint32_t column);

/* rows.c: all of a lazy column; NULL when memory is out. */
const double *rows_numbers(const struct table *table, uint32_t column);

/* rows.c: groups rows by key and chooses the best of each group. */
int rows_group(struct table *table, struct frugal_error *reterr);

/* choice.c: the row of a group for a year (0: any), or TABLE_NO_ROW when that year has none. */
uint32_t choice_of_group(const struct table *table, uint32_t group, int year);

/* The year of a row, 0 when it is not dated. */
int table_row_year(const struct table *table, uint32_t row);

/* load.c: files[].name, text and n are set, in order of precedence; text is copied. */
struct table_text {
	const char *name;
	struct str text;
	bool built_in; /* checked when it was built in: numbers may wait until they are asked for */
};
int table_load(const char *name, const struct table_text *texts, size_t n_texts,
	       const struct tables_options *options, struct table **ret,
	       struct frugal_error *reterr);
void table_free(struct table *table);

/* tables.c: the built-in files of a table, at most TABLE_MAX_FILES - 2; 0 when there are none. */
int tables_built_in(const char *name, struct arena *arena, struct table_text *texts, size_t *ret_n,
		    struct frugal_error *reterr);

/* tables.c: the user's folder, if there is such a table. FRUGAL_EUSAGE, FRUGAL_EENV. */
int tables_own_folder(struct tables *tables, const char *name, const char **ret,
		      struct frugal_error *reterr);

#endif
