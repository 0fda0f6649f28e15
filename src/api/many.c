/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A million answers to one question: the program is compiled once, values that are the same in all
 * rows are computed once, and blocks of rows run through the machine. What would make one question
 * fail (a limit, a check, a result that is not finite) makes its row NaN; an error of the columns
 * themselves is returned before the first row.
 */
#include <math.h>

#include "api/column.h"
#include "api/inside.h"
#include "base/intl.h"
#include "base/num.h"
#include "model/spread.h"

struct batch {
	struct question *question;
	struct column *inputs, *outputs;
	size_t n_inputs, n_outputs;
	struct spread spread;
	struct machine machine;
	size_t refused;
};

/* ---- before the first row ------------------------------------------------------------------- */

static int check_columns(const struct frugal_column *columns, size_t n, size_t n_rows,
			 const char *what, struct frugal_error *reterr)
{
	int r = check_list(columns, n, what, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++)
		if (!columns[i].name || (n_rows && !columns[i].values))
			return missing_argument(what, reterr);
	return 0;
}

static int bind(struct batch *batch, const struct frugal_column *inputs,
		const struct frugal_column *outputs, struct frugal_error *reterr)
{
	int r = 0;
	batch->inputs = mem_zalloc(batch->n_inputs, sizeof(struct column));
	batch->outputs = mem_zalloc(batch->n_outputs, sizeof(struct column));
	if (!batch->inputs || !batch->outputs)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < batch->n_inputs; i++)
		r = column_bind_input(batch->question, &inputs[i], &batch->inputs[i], reterr);
	for (size_t i = 0; r == 0 && i < batch->n_outputs; i++)
		r = column_bind_output(batch->question->program, &outputs[i], &batch->outputs[i],
				       reterr);
	return r == 0 ? question_complete(batch->question, reterr) : r;
}

/* A table row without a number would refuse every row: returns an error instead. */
static int check_fields(const struct batch *batch, struct frugal_error *reterr)
{
	const struct program *program = batch->question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->optional ||
		    program->inputs[param->input].optional || !isnan(batch->spread.params[i].value))
			continue;
		struct str name = program->entries[param->entry].name;
		error_set(reterr, FRUGAL_EUSAGE, _("%.*s has no value in its table"),
			  STR_ARG(name));
		return error_todo(reterr, _("give %.*s=NUMBER, or a column of that name"),
				  STR_ARG(name));
	}
	return 0;
}

static void settle(struct batch *batch)
{
	const struct program *program = batch->question->program;
	for (size_t i = 0; i < program->n_params; i++)
		machine_set(&batch->machine, program->params[i].reg, batch->spread.params[i].value);
	for (size_t i = 0; i < batch->n_inputs; i++)
		machine_vary(&batch->machine, batch->inputs[i].reg);
	machine_settle(&batch->machine);
}

/* ---- the rows ------------------------------------------------------------------------------- */

static bool is_refused(const struct column *column, double value)
{
	return !isfinite(value) ||
	       (column->input && input_check(column->input, value, value, NULL) < 0);
}

/* Converts the rows to base units for the machine, and marks those whose inputs are refused. */
static void fill(struct batch *batch, size_t first, size_t n, bool *refused)
{
	for (size_t i = 0; i < batch->n_inputs; i++) {
		const struct column *column = &batch->inputs[i];
		double *to = machine_column(&batch->machine, column->reg);
		for (size_t row = 0; row < n; row++) {
			to[row] = column->values[first + row] * column->scale;
			refused[row] |= is_refused(column, to[row]);
		}
	}
}

static void refuse_failed_checks(const struct batch *batch, size_t n, bool *refused)
{
	const struct program *program = batch->question->program;
	for (size_t i = 0; i < program->n_checks; i++) {
		const struct program_check *check = &program->checks[i];
		const double *truth = machine_column(&batch->machine, check->reg);
		for (size_t row = 0; !check->note && row < n; row++)
			refused[row] |= truth[row] <= 0.5;
	}
}

/* A table row is not a number: its register is empty. */
static bool has_number(const struct program *program, const struct entry *entry)
{
	return entry->kind != ENTRY_INPUT || program->inputs[entry->input].kind != INPUT_ROW;
}

/* As for one question: an infinite line is an error, even when no output shows it. */
static void refuse_infinite(const struct batch *batch, size_t n, bool *refused)
{
	const struct program *program = batch->question->program;
	for (size_t i = 0; i < program->n_entries; i++) {
		const double *x = machine_column(&batch->machine, program->entries[i].reg);
		if (!has_number(program, &program->entries[i]))
			continue;
		for (size_t row = 0; row < n; row++)
			refused[row] |= isinf(x[row]) != 0;
	}
}

static void run_block(struct batch *batch, size_t first, size_t n)
{
	bool refused[MACHINE_BLOCK] = {false};
	fill(batch, first, n, refused);
	machine_run(&batch->machine, n);
	refuse_failed_checks(batch, n, refused);
	refuse_infinite(batch, n, refused);
	for (size_t i = 0; i < batch->n_outputs; i++) {
		const struct column *column = &batch->outputs[i];
		const double *x = machine_column(&batch->machine, column->reg);
		for (size_t row = 0; row < n; row++)
			column->values[first + row] =
				refused[row] ? MISSING : x[row] / column->scale;
	}
	for (size_t row = 0; row < n; row++)
		batch->refused += refused[row];
}

static int run(struct batch *batch, size_t n_rows, struct frugal_error *reterr)
{
	int r = spread_init(&batch->spread, batch->question, reterr);
	if (r == 0)
		r = check_fields(batch, reterr);
	if (r == 0)
		r = machine_init(&batch->machine, batch->question->program, reterr);
	if (r < 0)
		return r;
	settle(batch);
	for (size_t first = 0; first < n_rows; first += MACHINE_BLOCK) {
		size_t left = n_rows - first;
		run_block(batch, first, left < MACHINE_BLOCK ? left : MACHINE_BLOCK);
	}
	machine_release(&batch->machine);
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three arrays and what they belong to */
int frugal_estimate_many(frugal_library *library, const char *model, const char *const *fixed,
			 size_t n_fixed, const struct frugal_column *inputs, size_t n_inputs,
			 const struct frugal_column *outputs, size_t n_outputs, size_t n_rows,
			 size_t *ret_refused, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct batch batch = {.n_inputs = n_inputs, .n_outputs = n_outputs};
	reterr = reterr ? reterr : &unread;
	int r = check_columns(inputs, n_inputs, n_rows, "inputs", reterr);
	if (r == 0)
		r = check_columns(outputs, n_outputs, n_rows, "outputs", reterr);
	if (r == 0)
		r = library_question(library, model, fixed, n_fixed, &batch.question, reterr);
	if (r == 0)
		r = bind(&batch, inputs, outputs, reterr);
	if (r == 0)
		r = run(&batch, n_rows, reterr);
	if (r == 0 && ret_refused)
		*ret_refused = batch.refused;
	spread_release(&batch.spread);
	mem_free(batch.inputs);
	mem_free(batch.outputs);
	question_free(batch.question);
	return r;
}
