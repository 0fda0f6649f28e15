/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the stream of a batch (batch.c), its header (batch_header.c), its rows (batch_rows.c), the
 * cells (batch_record.c), names (batch_names.c) and notes (batch_notes.c) of them share: columns,
 * and the worker of a thread.
 */
#ifndef MODEL_BATCH_ROWS_H
#define MODEL_BATCH_ROWS_H

#include <pthread.h>

#include "base/csv.h"
#include "base/map.h"
#include "model/answer_inside.h"
#include "model/batch.h"

enum batch_column_kind {
	COLUMN_CARRIED,
	COLUMN_NUMBER, /* an input, or a field that replaces that of a row */
	COLUMN_ROW,
	COLUMN_CHOICE
};

struct batch_column {
	enum batch_column_kind kind;
	const char *name; /* for messages */
	const char *unit_name;
	struct unit unit; /* of bare numbers in this column */
	uint32_t input;   /* of NUMBER (or UINT32_MAX: a field), ROW, CHOICE */
	uint32_t reg;     /* of NUMBER, CHOICE */
	double missing;   /* value of an empty cell; NaN with may_miss false is refused */
	bool may_miss;
	bool replaces;    /* a field of a row that another column names: an empty cell leaves the
			     row's */
	uint64_t answers; /* kinds of note that a cell makes void */
};

/* What a note is about: see batch_notes.h. */
enum batch_watch_kind {
	WATCH_NONE,
	WATCH_TAKEN, /* the name of an input means other rows too */
	WATCH_SCOPE, /* the row of an input counts emissions of power plants alone */
	WATCH_ROW,   /* the default row of an input stands in */
	WATCH_FIELD, /* the default of an input stands in for a field of a row */
	WATCH_CHECK  /* a note of the model */
};

struct batch_watch {
	enum batch_watch_kind kind;
	uint32_t index; /* of the input, or of the check */
};

#define BATCH_WATCHES 64

/* A kind of note that an answer to one question would have. */
struct batch_note {
	uint64_t rows;
	uint32_t line; /* of the first of them */
	char *text;    /* of that row, in the language of the user */
};

struct batch {
	const struct question *fixed;
	const struct program *program;
	const char *name;
	char separator;
	struct arena arena;
	struct batch_column *columns;
	size_t n_columns;
	bool *given;          /* by input: fixed, or a column */
	struct spread spread; /* the fixed values */
	uint32_t *figures;    /* entries */
	size_t n_figures;
	bool keeps_rejects, keeps_notes;
	bool intervals; /* each figure has its low and high end */
	uint32_t draws; /* of these; 1: none */
	uint64_t seed;
	struct batch_watch watches[BATCH_WATCHES];
	size_t n_watches, first_check; /* notes of the model come last */
	uint64_t noted;                /* kinds of note of all rows, unless a cell answers them */
	pthread_mutex_t *finding;      /* locked while a name is looked up in a table */
};

/* Reads the header record; checks that nothing is missing. */
int batch_open(struct batch *batch, const struct question *fixed, const char *name,
	       const struct str *header, size_t n, struct frugal_error *reterr);
void batch_close(struct batch *batch);

/* "id,gpu_hours,energy[kWh],carbon[kgCO2e]\n" */
void batch_header(const struct batch *batch, const struct str *header, size_t n, struct buf *to);

/* A name that was looked up: its row, and the values of that row for each of regs. */
struct batch_name {
	uint32_t row; /* or TABLE_NO_ROW */
	double *values;
	uint64_t noted;            /* where the user gives this name */
	const struct taken *taken; /* the other rows that it means, or NULL */
};

/* The values of the names in one column; each worker has its own. */
struct batch_names {
	struct map known; /* text of a cell to index of names */
	struct batch_name *names;
	size_t n, cap;
	uint32_t *regs; /* registers that a row fills */
	size_t n_regs;
	struct arena arena;
};

int batch_names_init(struct batch_names *names, const struct batch *batch, uint32_t input,
		     struct frugal_error *reterr);
void batch_names_release(struct batch_names *names);

/*
 * Fills the registers of row at from the name in a cell. *ret lives until the next name of that
 * column is read.
 */
int batch_names_read(struct batch_names *names, const struct batch *batch,
		     const struct batch_column *column, struct str cell, struct machine *machine,
		     size_t at, const struct batch_name **ret, struct frugal_error *reterr);

/* The same from a row that is known, or TABLE_NO_ROW. */
int batch_names_take(struct batch_names *names, const struct batch *batch,
		     const struct batch_column *column, uint32_t row, struct machine *machine,
		     size_t at, const struct batch_name **ret, struct frugal_error *reterr);

/* Whether a column names the row of an input, or a row that it follows. */
bool batch_row_varies(const struct batch *batch, size_t input);

/*
 * Reads text in the unit of a column. The name of the column is in each message, since the line
 * will be its place.
 */
int batch_quantity(const struct batch_column *column, struct str text, enum quantity_bare bare,
		   struct quantity *ret, struct frugal_error *reterr);

/* What a worker needs for the intervals of its rows. */
struct batch_intervals;

int batch_intervals_new(const struct batch *batch, struct batch_intervals **ret,
			struct frugal_error *reterr);
void batch_intervals_free(struct batch_intervals *intervals);

/* The value of a cell of row at of the block, to be filled while the row is read. */
struct value *batch_cell(struct batch_intervals *intervals, const struct batch *batch, size_t at,
			 size_t column);

/*
 * The figures of row at, whose central values are in the columns of central, in the order of the
 * batch. *ret lives until the next call.
 */
int batch_intervals_row(struct batch_intervals *intervals, const struct batch *batch,
			const struct machine *central, size_t at,
			const struct headline_values **ret, struct frugal_error *reterr);

struct batch_worker {
	const struct batch *batch;
	struct batch_intervals *intervals; /* NULL: figures are central */
	struct machine machine;
	struct batch_names *names; /* by column */
	struct str *fields;
	const struct batch_name **named; /* by column: what the record being read names */
	uint64_t noted;                  /* of that record */
	struct batch_note notes[BATCH_WATCHES];
	/* The block being filled. */
	struct {
		struct str text; /* the record as it was */
		uint32_t line;
		struct frugal_error *error; /* why it is refused, or NULL */
		uint64_t noted;
	} rows[MACHINE_BLOCK];
	size_t n_rows;
	const struct entry *
		*roots;     /* by figure: the entry it lacked when it was last absent, or NULL */
	struct arena block; /* errors and fields of the block */
	struct buf out, rejects;
	struct batch_report report;
	struct frugal_error failure;
	int result;
};

int worker_init(struct batch_worker *worker, const struct batch *batch,
		struct frugal_error *reterr);
void worker_release(struct batch_worker *worker);

/* Fills row at of the machine from worker->fields, and worker->noted. */
int record_read(struct batch_worker *worker, size_t at, struct frugal_error *reterr);

/*
 * Empties worker->out and worker->rejects, then writes the answers to the records of a piece there.
 */
int worker_piece(struct batch_worker *worker, struct str piece, uint32_t first_line,
		 struct frugal_error *reterr);

/* Appends row at to out, with its figures, or to rejects. intervals: of the figures, or NULL. */
void worker_print(struct batch_worker *worker, size_t at, const struct headline_values *intervals);
void worker_print_reject(struct batch_worker *worker, size_t at);

#endif
