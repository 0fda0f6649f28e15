/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question for each row of a CSV stream, at central values, in constant memory: pieces of
 * about a megabyte are cut at the ends of records, answered by threads, and written in order.
 *
 * The header names inputs ("gpu_hours", in the model's unit; "gpu_hours[kh]"; "zone.intensity"),
 * or columns to carry along: "id" and names that begin with '_'. The answer is each row as it was,
 * then the figures ("carbon[kgCO2e]"). A row that is refused is left out, and kept with its line
 * and its reason in the rejects.
 */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "model/question.h"

/* Where bytes come from and go to; an error of theirs ends the batch and is its error. */
struct batch_io {
	frugal_read *read;
	frugal_write *write;
	frugal_write *reject; /* NULL: not kept */
	void *context;
};

struct batch_report {
	uint64_t rows; /* read, header apart */
	uint64_t refused;
	struct frugal_error first; /* refusal */
	uint64_t absent; /* bit i: figure i of the model is absent, an empty cell, in some row */
	double parse_s, answer_s, print_s; /* CPU time, all threads */
};

/*
 * fixed holds what the command line gave. name is the file's, for messages. FRUGAL_EDATA: an
 * empty or binary file, an unknown column; FRUGAL_EUSAGE: an input that neither the command line
 * nor a column gives; errors of io.
 */
int batch_run(const struct question *fixed, const char *name, unsigned threads,
	      const struct batch_io *io, struct batch_report *ret, struct frugal_error *reterr);

#endif
