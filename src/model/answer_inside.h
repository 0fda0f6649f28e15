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

/* "gpu: 'H100' is taken as H100 SXM5 80GB; also: H100 PCIe 80GB, H100 NVL 94GB". */
void note_taken(const struct input *input, const struct taken *taken, uint32_t row, struct buf *to);

/*
 * Whether a row of an input counts less than a life cycle: its table has a column `scope`, which is
 * "direct" there, and a field of it is not given by hand.
 */
bool note_scope_applies(const struct question *question, size_t index, uint32_t row);
void note_scope(const struct input *input, uint32_t row, struct buf *to);

/* "card: gpu 'L40S' has no card in factors/gpus.csv:55; 'gpu_generic' is taken"; reads its rows. */
void note_default(const struct question *question, const struct spread *spread, size_t index,
		  struct buf *to);

/* Intervals of the figures (of every line), and the value of each figure by its headline. */
int headline_fill(const struct spread *spread, struct answer *answer, bool all_lines,
		  struct frugal_error *reterr);

/* Finds what moves the means of the figures away from their central values. */
int headline_shifts(const struct spread *spread, struct answer *answer,
		    struct frugal_error *reterr);

/* The share of the variance of each figure that each uncertain param carries. */
int answer_effects(const struct spread *spread, struct answer *answer, struct frugal_error *reterr);

/* The line of the derivation to name for a dimension of the draws. */
uint32_t line_of_dimension(const struct spread *spread, uint32_t dimension);

/* A figure: its central value and its draws are given, the rest follows from them. */
struct headline_values {
	uint32_t reg;
	double central;
	struct spread_summary draws;
	bool is_mean, widened;
	double value, low, high;
};

void headlines_settle(const struct program *program, size_t draws,
		      struct headline_values *headlines, size_t n);

/* What a reader must know of the answer. */
int answer_fill_notes(struct answer *answer, const struct question *question,
		      const struct spread *spread, const struct trace *regs,
		      struct frugal_error *reterr);

#endif
