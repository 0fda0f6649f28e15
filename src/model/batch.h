/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks one question for each row of a CSV stream, in constant memory: at central values, or with
 * intervals. The stream is cut into pieces of about a megabyte at the ends of records; threads
 * answer the pieces, which are written in order.
 *
 * The header names inputs ("gpu_hours", in the model's unit; "gpu_hours[kh]"; "zone.intensity"), or
 * columns to copy: "id" and names that begin with '_'. The output is each row as it was, then the
 * figures ("carbon[kgCO2e]"; with intervals also "carbon_low[kgCO2e]", "carbon_high[kgCO2e]"). A
 * refused row is left out, and written with its line and reason to the rejects.
 */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "model/question.h"

/* Callbacks that read and write bytes; an error of one ends the batch and is its error. */
struct batch_io {
	frugal_read *read;
	frugal_write *write;
	frugal_write *reject;     /* NULL: not kept */
	frugal_stream_note *note; /* NULL: not wanted */
	void *context;
};

struct batch_report {
	uint64_t rows; /* read, header apart */
	uint64_t refused;
	struct frugal_error first; /* refusal */
	uint64_t absent; /* bit i: figure i of the model is absent (an empty cell) in some row */
	double parse_s, answer_s, print_s; /* CPU time, all threads */
};

struct batch_options {
	unsigned threads;
	bool intervals; /* value, low and high of each figure, with the digits of a single answer */
	uint32_t draws; /* of intervals; 0: DEFAULT_DRAWS */
	uint64_t seed;  /* 0: DEFAULT_SEED */
};

/*
 * fixed has the inputs of the command line. name is the name of the file, for messages.
 * FRUGAL_EDATA: an empty or binary file, an unknown column; FRUGAL_EUSAGE: an input that neither
 * the command line nor a column gives; errors of io.
 */
int batch_run(const struct question *fixed, const char *name, const struct batch_options *options,
	      const struct batch_io *io, struct batch_report *ret, struct frugal_error *reterr);

#endif
