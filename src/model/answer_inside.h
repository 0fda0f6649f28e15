/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the halves of an answer share: the evaluation at central values (answer.c), its lines
 * (answer_lines.c), and the rows of a batch (batch_header.c).
 */
#ifndef MODEL_ANSWER_INSIDE_H
#define MODEL_ANSWER_INSIDE_H

#include "model/spread.h"

#define NEUTRAL (-1) /* a constant of the method, which has no quality */

/* A register at central values. */
struct trace {
	double value;
	int quality; /* enum frugal_quality or NEUTRAL */
	double measured;
};

/* Why an input has no row: what it follows has none, or is not given. */
void missing_row(const struct question *question, const uint32_t *rows, size_t index,
		 struct buf *to);

/* Why the field of a row has no value. */
void missing_field(const struct question *question, const struct spread *spread,
		   const struct entry *entry, struct buf *to);

/*
 * Refuses a missing field unless known() asks about it: it is an error, not an absent figure.
 * varies, by param, may be NULL: those that each record of a batch fills.
 */
int refuse_missing(const struct question *question, const struct spread *spread, const bool *varies,
		   struct frugal_error *reterr);

/* The missing entry on which an entry without value depends; see program_missing_root. */
const struct entry *missing_root(const struct program *program, const struct trace *regs,
				 const struct entry *entry);

/* The head of the answer and its lines, without intervals. */
int answer_fill(struct answer *answer, const struct question *question, const struct spread *spread,
		const struct trace *regs, struct frugal_error *reterr);

/* What a reader must know of the answer. */
int answer_fill_notes(struct answer *answer, const struct question *question,
		      const struct spread *spread, const struct trace *regs,
		      struct frugal_error *reterr);

#endif
