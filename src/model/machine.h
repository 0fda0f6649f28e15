/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program over blocks of rows (of a batch) or of draws. Registers are columns of
 * MACHINE_BLOCK doubles. What does not vary between rows is computed once (machine_settle), then
 * each block costs only the steps that vary. One machine a thread.
 */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include "model/program.h"

#define MACHINE_BLOCK ((size_t)256)

struct machine {
	const struct program *program;
	double *regs;      /* n_regs columns; not its own if they are lent */
	uint32_t *varying; /* the steps to run for each block */
	size_t n_varying;
	bool *varies; /* by register */
	size_t rows;  /* of a column: MACHINE_BLOCK, or fewer where that is enough */
	bool lent;
};

int machine_init(struct machine *machine, const struct program *program,
		 struct frugal_error *reterr);

/* The same with columns of rows <= MACHINE_BLOCK: fewer draws use less memory. */
int machine_init_rows(struct machine *machine, const struct program *program, size_t rows,
		      struct frugal_error *reterr);

/* The same in memory for machine_values(program, rows) doubles that outlives the machine. */
int machine_init_in(struct machine *machine, const struct program *program, size_t rows,
		    double *memory, struct frugal_error *reterr);

/* What the columns take. */
static inline size_t machine_values(const struct program *program, size_t rows)
{
	return ((size_t)program->n_regs + 1) * rows;
}

void machine_release(struct machine *machine);

static inline double *machine_column(const struct machine *machine, uint32_t reg)
{
	return machine->regs + (size_t)reg * machine->rows;
}

/* Before machine_settle: sets a register to one value in all rows, or marks it as varying. */
void machine_set(struct machine *machine, uint32_t reg, double value);
void machine_vary(struct machine *machine, uint32_t reg);

/* Computes what does not vary and finds what does. */
void machine_settle(struct machine *machine);

/* Runs what varies over the first n rows of the columns. */
void machine_run(struct machine *machine, size_t n);

/* One operation on single values; the columns give the same bits. */
double machine_scalar(enum op op, double a, double b, double c);

#endif
