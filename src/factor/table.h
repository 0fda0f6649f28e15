/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Factor tables: facts, one CSV a table, every row with its source, year and licence.
 *
 * Header: `key` first, then any columns. `tdp[W]` is a number with a unit, `count[1]` one without,
 * a name without brackets is text. `x_low` and `x_high` are the support of `x` (same unit, no
 * brackets needed). Reserved text columns: key, name, aliases (';' between), source, licence, note;
 * `year` is an integer. Several rows may share a key: they are dated (year) or of different
 * sources, in the order of preference when the year is equal. An empty cell is a missing value,
 * never 0. A support has both ends and contains its value. `year` counts as a number, without unit.
 */
#ifndef FACTOR_TABLE_H
#define FACTOR_TABLE_H

#include "base/error.h"
#include "base/image.h"
#include "base/str.h"
#include "quantity/unit.h"

struct tables; /* where tables come from, and those already loaded */
struct table;

struct tables_options {
	const char *dir;           /* --factors: searched first; may be NULL */
	const char *user_dir;      /* the user's configuration folder; searched next; may be NULL */
	int factors_year;          /* 0: the newest row; else the newest not after it */
	const char *source;        /* prefer rows whose source contains this text; may be NULL */
	const struct image *image; /* the built-in tables; NULL: those of this program */
};

/* Copies the options. Tables are read when first asked for. */
int tables_new(const struct tables_options *options, struct tables **ret,
	       struct frugal_error *reterr);
void tables_free(struct tables *tables);

/*
 * The table called name ("gpus" for gpus.csv), loaded once. The rows of the user's folders come
 * before the built-in rows and win; their columns must match the built-in columns or be new.
 * FRUGAL_EUSAGE: an unknown table (with a near miss); FRUGAL_EDATA: a file is not valid.
 */
int tables_get(struct tables *tables, const char *name, const struct table **ret,
	       struct frugal_error *reterr);

/* All table names, sorted; ends with NULL; lives as long as tables. */
int tables_names(struct tables *tables, const char *const **ret, struct frugal_error *reterr);

const char *table_name(const struct table *table);

/* Whether the table has no rows of the user: it is as it was when the program was built. */
bool table_is_built_in(const struct table *table);

#define TABLE_NO_ROW UINT32_MAX
#define TABLE_NO_COLUMN UINT32_MAX

uint32_t table_rows(const struct table *table);
uint32_t table_columns(const struct table *table);

struct table_column {
	const char *name;
	const char *unit_name; /* NULL: text */
	struct unit unit;
	uint32_t low; /* columns of the support, or TABLE_NO_COLUMN */
	uint32_t high;
};

const struct table_column *table_column(const struct table *table, uint32_t column);
uint32_t table_column_find(const struct table *table, struct str name);

/* In base units; NaN when missing or text. */
double table_number(const struct table *table, uint32_t row, uint32_t column);

/* The text of a cell as written (numbers too); "" when missing. */
const char *table_text(const struct table *table, uint32_t row, uint32_t column);

/* Where the row stands: "factors/gpus.csv:12". The file of a user's row is its path. */
void table_where(const struct table *table, uint32_t row, struct buf *to);

/*
 * The row for a name as people and machines write it: "FR", "FR:2022", "France", "NVIDIA
 * A100-SXM4-80GB", "openai/gpt-4o". A key, name or alias is the answer when it is that text, or
 * that without case, accents, punctuation and vendors, or the same list of words ("Tensor Core",
 * "rev a1" are passed over); so for what is left when the dress of services is taken off. A code of
 * two or three letters is a key, a name or an alias, and never a word of one. A word that makes
 * another product is never left out. "H100" is the commonest of its boards (see table_search), if
 * factors/name_common.csv or name_words.csv says so; else FRUGAL_EUSAGE "gpu 'RTX 3080 Laptop' is
 * ambiguous: ..." lists up to 8 candidates, an unknown name gets near misses, of the same maker if
 * it is known. what is the word for messages ("gpu"). Among the rows of one key: source preference,
 * then factors_year, then a file of the user before a built-in one, then the newest, then order.
 * When all are younger than factors_year the oldest is taken; "FR:2019" without a row for 2019 is
 * FRUGAL_EUSAGE with the available years.
 */
int table_find(const struct table *table, const char *what, struct str name, uint32_t *ret_row,
	       struct frugal_error *reterr);

/* Why a name led to no row. */
enum table_miss {
	TABLE_MISS_NONE,
	TABLE_MISS_EMPTY,     /* the name is empty */
	TABLE_MISS_UNKNOWN,   /* no row has it; candidates are near misses */
	TABLE_MISS_AMBIGUOUS, /* several rows have it; candidates are the first of them */
	TABLE_MISS_YEAR,      /* its rows are of other years */
};

#define TABLE_MAX_CANDIDATES 8

struct table_search {
	uint32_t row; /* TABLE_NO_ROW unless found */
	enum table_miss miss;
	bool taken; /* found, as the commonest variant that the name may mean; candidates are others
		     */
	uint32_t candidates[TABLE_MAX_CANDIDATES]; /* rows, the best of their key */
	uint32_t n_candidates;                     /* of those above */
};

/* The same with the kind of failure and its candidates. *ret is filled in every case. */
int table_search(const struct table *table, const char *what, struct str name,
		 struct table_search *ret, struct frugal_error *reterr);

/* The same for a text that may not be a name: an unknown one gets no error text and no near misses.
 */
int table_probe(const struct table *table, struct str name, struct table_search *ret,
		struct frugal_error *reterr);

/*
 * Whether the name begins with a word by which the table knows a maker ("Claude", "Mistral"): it is
 * meant for a row, though which one may be open. FRUGAL_EENV when memory is out.
 */
int table_knows_maker(const struct table *table, struct str name, bool *ret,
		      struct frugal_error *reterr);

/*
 * Whether all words of text make another product of a name ("Ti", "Max-Q", "mini"), or a form of
 * it that a short name leaves out ("PCIe"); sizes of memory and dates are not meant. FRUGAL_EENV
 * when memory is out.
 */
int table_makes_variant(const struct table *table, struct str text, bool *ret,
			struct frugal_error *reterr);

/* Finds an exact key only (for the inner loop of a batch); TABLE_NO_ROW when no row has it. */
uint32_t table_find_key(const struct table *table, struct str key);

/*
 * The rows that share the key of row into rows[0..max), first the one that answers for the key,
 * then the newest; returns how many there are.
 */
uint32_t table_same_key(const struct table *table, uint32_t row, uint32_t *rows, uint32_t max);

#endif
