/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of note on the rows of a batch. A set of them is a word of bits, in the order in which
 * an answer to one question has them.
 */
#ifndef MODEL_BATCH_NOTES_H
#define MODEL_BATCH_NOTES_H

#include "model/batch_rows.h"

/* Finds the kinds that the model has, those of all rows, and what a cell of a column answers. */
void batch_notes_open(struct batch *batch);

/*
 * What is noted where the user chose this row of an input, by its fields and by the rows that
 * follow it. A table may build its index: lock batch->finding.
 */
uint64_t batch_notes_row(const struct batch *batch, uint32_t index, uint32_t row);

/* That a name is taken as one of several rows. */
uint64_t batch_notes_taken(const struct batch *batch, uint32_t index);

/* That the default row of an input stands in for the one that the row it follows has not. */
uint64_t batch_notes_followed(const struct batch *batch, uint32_t index, uint32_t followed);

/* What the text of a note is written from. */
struct batch_record {
	uint32_t line;
	uint32_t *rows;             /* by input */
	const struct taken **taken; /* by input; NULL: the name means one row */
};

/* Reads row at of the block again, to name its rows; what it fills is there already. */
int record_reread(struct batch_worker *worker, size_t at, struct batch_record *ret,
		  struct frugal_error *reterr);

/* Writes the text and the line of the first note of a kind. */
int batch_notes_first(const struct batch *batch, const struct batch_record *record, size_t kind,
		      struct batch_note *note, struct frugal_error *reterr);

/* Adds the notes of a later part, which loses them; both have BATCH_WATCHES. */
void batch_notes_add(struct batch_note *to, struct batch_note *part);
void batch_notes_release(struct batch_note *notes);

#endif
