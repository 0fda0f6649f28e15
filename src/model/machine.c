/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loops are plain so that the compiler turns them into vector code. Missing values are NaN:
 * arithmetic carries them on by itself, min and max must not hide them, and a comparison with one
 * is neither true nor false, so it is missing too. `and` with one side false is false and `or` with
 * one side true is true whatever the other would be: `known(x) and x > 0` is always one or the
 * other.
 */
#include "model/machine.h"

#include <math.h>

#include "base/num.h"

int machine_init(struct machine *machine, const struct program *program,
		 struct frugal_error *reterr)
{
	return machine_init_rows(machine, program, MACHINE_BLOCK, reterr);
}

int machine_init_rows(struct machine *machine, const struct program *program, size_t rows,
		      struct frugal_error *reterr)
{
	*machine = (struct machine){.program = program, .rows = rows};
	size_t bytes;
	if (__builtin_mul_overflow((size_t)program->n_regs + 1, rows * sizeof(double), &bytes))
		return error_nomem(reterr);
	machine->regs = mem_alloc(bytes);
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

void machine_release(struct machine *machine)
{
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

static double truth(bool x)
{
	return x ? 1.0 : 0.0;
}

static bool missing2(double a, double b)
{
	return isnan(a) || isnan(b);
}

double machine_scalar(enum op op, double a, double b, double c)
{
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
		return pow(a, b);
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
		return exp(a);
	case OP_LN:
		return log(a);
	case OP_LOG2:
		return log2(a);
	case OP_SQRT:
		return sqrt(a);
	case OP_MIN:
		return missing2(a, b) ? MISSING : (a < b ? a : b);
	case OP_MAX:
		return missing2(a, b) ? MISSING : (a > b ? a : b);
	case OP_LT:
		return missing2(a, b) ? MISSING : truth(a < b);
	case OP_LE:
		return missing2(a, b) ? MISSING : truth(a <= b);
	case OP_EQ:
		return missing2(a, b) ? MISSING : truth(!(a < b) && !(a > b));
	case OP_NE:
		return missing2(a, b) ? MISSING : truth(a < b || a > b);
	case OP_AND:
		return a <= 0.5 || b <= 0.5 ? 0.0 : missing2(a, b) ? MISSING : 1.0;
	case OP_OR:
		return a > 0.5 || b > 0.5 ? 1.0 : missing2(a, b) ? MISSING : 0.0;
	case OP_NOT:
		return isnan(a) ? MISSING : truth(!(a > 0.5));
	case OP_KNOWN:
		return truth(!isnan(a));
	case OP_SELECT:
		return isnan(a) ? MISSING : (a > 0.5 ? b : c);
	}
	return MISSING;
}

/* The common operations get loops of their own; the rest go one by one. */
static void run_step(const struct step *step, double *restrict to, const double *a, const double *b,
		     const double *c, size_t n)
{
	switch (step->op) {
	case OP_ADD:
		for (size_t i = 0; i < n; i++)
			to[i] = a[i] + b[i];
		return;
	case OP_SUB:
		for (size_t i = 0; i < n; i++)
			to[i] = a[i] - b[i];
		return;
	case OP_MUL:
		for (size_t i = 0; i < n; i++)
			to[i] = a[i] * b[i];
		return;
	case OP_DIV:
		for (size_t i = 0; i < n; i++)
			to[i] = a[i] / b[i];
		return;
	case OP_SELECT:
		for (size_t i = 0; i < n; i++)
			to[i] = isnan(a[i]) ? MISSING : (a[i] > 0.5 ? b[i] : c[i]);
		return;
	case OP_EXP:
		for (size_t i = 0; i < n; i++)
			to[i] = exp(a[i]);
		return;
	case OP_LN:
		for (size_t i = 0; i < n; i++)
			to[i] = log(a[i]);
		return;
	case OP_POW:
	case OP_NEG:
	case OP_ABS:
	case OP_FLOOR:
	case OP_CEIL:
	case OP_ROUND:
	case OP_TRUNC:
	case OP_LOG2:
	case OP_SQRT:
	case OP_MIN:
	case OP_MAX:
	case OP_LT:
	case OP_LE:
	case OP_EQ:
	case OP_NE:
	case OP_AND:
	case OP_OR:
	case OP_NOT:
	case OP_KNOWN:
		break;
	}
	for (size_t i = 0; i < n; i++)
		to[i] = machine_scalar(step->op, a[i], b[i], c[i]);
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
	const struct program *program = machine->program;
	for (size_t i = 0; i < machine->n_varying; i++) {
		const struct step *step = &program->steps[machine->varying[i]];
		run_step(step, machine_column(machine, step->to), machine_column(machine, step->a),
			 machine_column(machine, step->b), machine_column(machine, step->c), n);
	}
}
