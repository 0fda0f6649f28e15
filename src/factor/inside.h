/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this room share. A table has the rows of several files: that of the folder of
 * --factors, that of the user's folder, the built-in ones, in this order. Rows with the same key
 * form a group; a name leads to a group, and the group to its best row. load.c reads a table from
 * its texts, image.c opens it as a part of the image; both give the same arrays, which refer to one
 * another by index, so that those of the image are used in place.
 */
#ifndef FACTOR_INSIDE_H
#define FACTOR_INSIDE_H

#include <math.h>

#include "base/csv.h"
#include "base/image.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/packed.h"
#include "factor/table.h"

#define TABLE_MAX_FILES 12
#define TABLE_MAX_BYTES ((size_t)64 << 20)

/* One of the files of a table while it is read. */
struct table_file {
	const char *name; /* for messages: "factors/gpus.csv", or the user's path */
	struct str text;
	struct csv csv;
	struct table_column *columns;
	uint32_t n_columns;
	uint32_t *place; /* column of the file -> column of the table */
};

/* The cells of a column. In the image equal ones are stored once, if that is shorter. */
struct table_cells {
	struct packed codes; /* by row: which of those below; without words it is the row itself */
	struct packed texts; /* by code: where in the text of the table */
	const double *numbers; /* by code; NULL for text */
};

struct name_index;

struct table {
	struct arena arena;
	const char *name;
	const char *file_names[TABLE_MAX_FILES];
	uint32_t n_files;
	struct table_column *columns;
	uint32_t n_columns;
	uint32_t n_rows;
	const char *text;          /* every cell, each with its end */
	struct table_cells *cells; /* by column */
	struct packed lines;       /* by row */
	struct packed file_of;     /* by row */
	struct packed group_of;    /* by row */
	struct packed next;        /* by row: one more than the next of the same group, or 0 */
	struct packed first;       /* by group: its first row */
	struct packed best;        /* by group: its row when no year is asked for */
	struct packed key_slots;   /* by the hash of a key: one more than its group, or 0 */
	uint32_t n_groups;
	uint32_t n_key_slots; /* a power of two */
	uint32_t name_column; /* TABLE_NO_COLUMN when there is none */
	uint32_t aliases_column;
	uint32_t source_column;
	uint32_t year_column;
	int factors_year;
	const char *source;        /* preferred, or NULL */
	const struct image *image; /* has the rules of names */
	bool built_in;             /* from the image alone, without a file of the user */
	struct buf owned_text;     /* backs text when the table was read from files */
	struct name_index *index;  /* of names and aliases; built when a name is not a key */
};

/* The group of a row, and the first and the best row of a group. */
static inline uint32_t table_group(const struct table *table, uint32_t row)
{
	return packed_at(&table->group_of, row);
}

static inline uint32_t table_first(const struct table *table, uint32_t group)
{
	return packed_at(&table->first, group);
}

static inline uint32_t table_best(const struct table *table, uint32_t group)
{
	return packed_at(&table->best, group);
}

/* The next row of the same group, or TABLE_NO_ROW. */
static inline uint32_t table_next(const struct table *table, uint32_t row)
{
	return packed_at(&table->next, row) - 1;
}

/* header.c: reads the header of a file into file->columns. */
int header_read(struct arena *arena, struct table_file *file, struct frugal_error *reterr);

/*
 * header.c: fills table->columns with those of ours (may be NULL) and of the files, and
 * file->place; the columns of ours come first, then those of the last file.
 */
int header_merge(struct table *table, struct table_file *files, size_t n_files,
		 const struct table *ours, struct frugal_error *reterr);

/* rows.c: reads the rows of every file, then copies the rows of ours (may be NULL). */
int rows_read(struct table *table, struct table_file *files, size_t n_files,
	      const struct table *ours, struct frugal_error *reterr);

/* groups.c: groups rows by key, makes the index of keys, chooses the best row of each group. */
int groups_make(struct table *table, struct frugal_error *reterr);

/* groups.c: chooses the best row of each group for the year and source of the options. */
int groups_choose(struct table *table, struct frugal_error *reterr);

/* groups.c: the group of a key. */
bool groups_find(const struct table *table, struct str key, uint32_t *ret_group);

/* choice.c: the row of a group for a year (0: any), or TABLE_NO_ROW when that year has none. */
uint32_t choice_of_group(const struct table *table, uint32_t group, int year);

/* The year of a row, 0 when it is not dated. */
int table_row_year(const struct table *table, uint32_t row);

/*
 * load.c: makes a table of the texts, in order of precedence, then of the rows of ours (may be
 * NULL), whose columns come first. The table copies what it keeps, except the texts of the columns
 * of ours.
 */
struct table_text {
	const char *name;
	struct str text;
};
int table_load(const char *name, const struct table_text *texts, size_t n_texts,
	       const struct table *ours, const struct tables_options *options, struct table **ret,
	       struct frugal_error *reterr);
void table_free(struct table *table);

/* load.c: an empty table of that name with these options. NULL when memory is out. */
struct table *table_new(const char *name, const struct tables_options *options);

/* image.c: opens a table of an image; *ret is NULL when the image has no table of that name. */
int table_open(const struct image *image, const char *name, const struct tables_options *options,
	       struct table **ret, struct frugal_error *reterr);

struct draft;

/* image.c: writes the table as a part of an image. */
void table_draft(const struct table *table, struct draft *to);

/*
 * tables.c: opens the built-in table alone; *ret is NULL when it does not exist, else the caller
 * frees it.
 */
int tables_open_built_in(const struct tables *tables, const char *name, struct table **ret,
			 struct frugal_error *reterr);

/*
 * tables.c: the user's folder of tables. FRUGAL_EUSAGE: an unknown table; FRUGAL_EENV: no folder.
 */
int tables_own_folder(struct tables *tables, const char *name, const char **ret,
		      struct frugal_error *reterr);

#endif
