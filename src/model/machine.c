/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the steps of a program over columns. The loops are plain so that the compiler turns them
 * into vector code. Missing values are NaN: arithmetic passes them on, min and max must not hide
 * them, and a comparison with one is neither true nor false, so it is missing too. `and` with one
 * side false is false and `or` with one side true is true whatever the other would be: `known(x)
 * and x > 0` is always one or the other.
 */
#include "model/machine.h"

#include <math.h>

#include "base/num.h"
#include "model/elementary.h"

static int prepare(struct machine *machine, struct frugal_error *reterr)
{
	const struct program *program = machine->program;
	machine->varies = mem_zalloc(program->n_regs + 1, sizeof(bool));
	machine->varying = mem_zalloc(program->n_steps + 1, sizeof(uint32_t));
	if (!machine->regs || !machine->varies || !machine->varying) {
		machine_release(machine);
		return error_nomem(reterr);
	}
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].kind == PARAM_CONSTANT)
			machine_set(machine, program->params[i].reg, program->params[i].value);
	return 0;
}

int machine_init(struct machine *machine, const struct program *program,
		 struct frugal_error *reterr)
{
	return machine_init_rows(machine, program, MACHINE_BLOCK, reterr);
}

int machine_init_rows(struct machine *machine, const struct program *program, size_t rows,
		      struct frugal_error *reterr)
{
	*machine = (struct machine){.program = program, .rows = rows};
	machine->regs = mem_alloc(machine_values(program, rows) * sizeof(double));
	return prepare(machine, reterr);
}

int machine_init_in(struct machine *machine, const struct program *program, size_t rows,
		    double *memory, struct frugal_error *reterr)
{
	*machine = (struct machine){.program = program, .regs = memory, .rows = rows, .lent = true};
	return prepare(machine, reterr);
}

void machine_release(struct machine *machine)
{
	if (!machine->lent)
		mem_free(machine->regs);
	mem_free(machine->varies);
	mem_free(machine->varying);
	*machine = (struct machine){0};
}

void machine_set(struct machine *machine, uint32_t reg, double value)
{
	double *column = machine_column(machine, reg);
	machine->varies[reg] = false;
	for (size_t i = 0; i < machine->rows; i++)
		column[i] = value;
}

void machine_vary(struct machine *machine, uint32_t reg)
{
	machine->varies[reg] = true;
}

/* Without branches, so that a loop over it becomes vector code: `&` and `|`, not `&&` and `||`. */
ELEMENTARY double apply(enum op op, double a, double b, double c)
{
	const double missing = MISSING;
	switch (op) {
	case OP_ADD:
		return a + b;
	case OP_SUB:
		return a - b;
	case OP_MUL:
		return a * b;
	case OP_DIV:
		return a / b;
	case OP_POW:
		/* pow() of C says that x^0 and 1^x are 1 whatever x is. */
		return isnan(a) | isnan(b) ? missing : pow(a, b);
	case OP_NEG:
		return -a;
	case OP_ABS:
		return fabs(a);
	case OP_FLOOR:
		return floor(a);
	case OP_CEIL:
		return ceil(a);
	case OP_ROUND:
		return round(a);
	case OP_TRUNC:
		return trunc(a);
	case OP_EXP:
		return elementary_exp(a);
	case OP_LN:
		return elementary_ln(a);
	case OP_LOG2:
		return elementary_log2(a);
	case OP_SQRT:
		return sqrt(a);
	case OP_MIN:
		return a < b ? a : b <= a ? b : missing;
	case OP_MAX:
		return a > b ? a : b >= a ? b : missing;
	case OP_LT:
		return a < b ? 1 : a >= b ? 0 : missing;
	case OP_LE:
		return a <= b ? 1 : a > b ? 0 : missing;
	case OP_EQ:
		return a <= b ? (a >= b ? 1 : 0) : a > b ? 0 : missing;
	case OP_NE:
		return a <= b ? (a >= b ? 0 : 1) : a > b ? 1 : missing;
	case OP_AND:
		return ((a <= 0.5) | (b <= 0.5)) ? 0 : ((a > 0.5) & (b > 0.5)) ? 1 : missing;
	case OP_OR:
		return ((a > 0.5) | (b > 0.5)) ? 1 : ((a <= 0.5) & (b <= 0.5)) ? 0 : missing;
	case OP_NOT:
		return a > 0.5 ? 0 : a <= 0.5 ? 1 : missing;
	case OP_KNOWN:
		return a <= (double)INFINITY ? 1 : 0;
	case OP_SELECT:
		return a > 0.5 ? b : a <= 0.5 ? c : missing;
	}
	return missing;
}

double machine_scalar(enum op op, double a, double b, double c)
{
	return apply(op, a, b, c);
}

/* 2^n for whole numbers n is pow(2, n) to the bit, without its cost. */
ELEMENTARY void powers_of_two(double *restrict to, const double *exponent, size_t n)
{
	unsigned whole = 1;
	for (size_t i = 0; i < n; i++) {
		to[i] = elementary_exp2_whole(exponent[i]);
		whole &= (unsigned)(trunc(exponent[i]) >= exponent[i]) &
			 (unsigned)(trunc(exponent[i]) <= exponent[i]);
	}
	for (size_t i = 0; !whole && i < n; i++)
		to[i] = pow(2, exponent[i]);
}

/* A loop for each operation: the compiler makes each into vector code. */
/* NOLINTNEXTLINE(readability-function-size): one line an operation, counted as six statements */
ELEMENTARY void run_step(enum op op, double *restrict to, const double *a, const double *b,
			 const double *c, size_t n)
{
#define LOOP(OP)                                                                                   \
	case OP:                                                                                   \
		for (size_t i = 0; i < n; i++)                                                     \
			to[i] = apply(OP, a[i], b[i], c[i]);                                       \
		break
	switch (op) {
		LOOP(OP_ADD);
		LOOP(OP_SUB);
		LOOP(OP_MUL);
		LOOP(OP_DIV);
		LOOP(OP_POW);
		LOOP(OP_NEG);
		LOOP(OP_ABS);
		LOOP(OP_FLOOR);
		LOOP(OP_CEIL);
		LOOP(OP_ROUND);
		LOOP(OP_TRUNC);
		LOOP(OP_EXP);
		LOOP(OP_LN);
		LOOP(OP_LOG2);
		LOOP(OP_SQRT);
		LOOP(OP_MIN);
		LOOP(OP_MAX);
		LOOP(OP_LT);
		LOOP(OP_LE);
		LOOP(OP_EQ);
		LOOP(OP_NE);
		LOOP(OP_AND);
		LOOP(OP_OR);
		LOOP(OP_NOT);
		LOOP(OP_KNOWN);
		LOOP(OP_SELECT);
	}
#undef LOOP
}

ELEMENTARY void run_steps(const struct machine *machine, size_t n)
{
	const struct program *program = machine->program;
	for (size_t i = 0; i < machine->n_varying; i++) {
		const struct step *step = &program->steps[machine->varying[i]];
		double *to = machine_column(machine, step->to);
		const double *a = machine_column(machine, step->a);
		const double *b = machine_column(machine, step->b);
		bool base_two =
			step->op == OP_POW && !machine->varies[step->a] && a[0] >= 2 && a[0] <= 2;
		if (base_two)
			powers_of_two(to, b, n);
		else
			run_step(step->op, to, a, b, machine_column(machine, step->c), n);
	}
}

WIDER static void run_steps_wide(const struct machine *machine, size_t n)
{
	run_steps(machine, n);
}

void machine_settle(struct machine *machine)
{
	const struct program *program = machine->program;
	machine->n_varying = 0;
	for (size_t i = 0; i < program->n_steps; i++) {
		const struct step *step = &program->steps[i];
		/* Operations of one or two arguments have 0 for the others: harmless, but not read.
		 */
		bool two = step->op != OP_SELECT;
		bool one = step->op == OP_NOT || step->op == OP_KNOWN ||
			   (step->op >= OP_NEG && step->op <= OP_SQRT);
		bool varies = machine->varies[step->a] || (!one && machine->varies[step->b]) ||
			      (!two && machine->varies[step->c]);
		machine->varies[step->to] = varies;
		if (varies) {
			machine->varying[machine->n_varying++] = (uint32_t)i;
		} else {
			double x = machine_scalar(step->op, *machine_column(machine, step->a),
						  *machine_column(machine, step->b),
						  *machine_column(machine, step->c));
			machine_set(machine, step->to, x);
		}
	}
}

void machine_run(struct machine *machine, size_t n)
{
	if (is_wide())
		run_steps_wide(machine, n);
	else
		run_steps(machine, n);
}
