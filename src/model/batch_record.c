/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the cells of a record straight into the columns of the machine: names first, then rows that
 * follow them, then fields that replace theirs.
 */
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/batch_notes.h"

/* ---- cells ---- */

int batch_quantity(const struct batch_column *column, struct str text, enum quantity_bare bare,
		   struct quantity *ret, struct frugal_error *reterr)
{
	struct frugal_error why;
	int r = quantity_parse(text, ret, &why);
	if (r == 0)
		return quantity_take_as(text, column->name, column->unit, column->unit_name, bare,
					ret, reterr);
	error_set(reterr, r, "%s: %s", column->name, why.what);
	error_todo(reterr, "%s", why.todo);
	return r;
}

static int read_number(const struct batch_worker *worker, const struct batch_column *column,
		       struct str cell, struct quantity *ret, struct frugal_error *reterr)
{
	double number;
	struct quantity q = {0};
	if (num_parse(cell, &number) == cell.n && isfinite(number * column->unit.scale)) {
		q.value = q.low = q.high = number * column->unit.scale;
	} else {
		int r = batch_quantity(column, cell, BARE_IN_UNIT, &q, reterr);
		if (r < 0)
			return r;
	}
	*ret = q;
	if (column->input == UINT32_MAX)
		return 0;
	const struct input *input = &worker->batch->program->inputs[column->input];
	return input->n_limits ? input_check(input, q.low, q.high, reterr) : 0;
}

static int read_choice(const struct input *input, const struct batch_column *column,
		       struct str cell, double *ret, struct frugal_error *reterr)
{
	for (size_t i = 0; i < input->n_choices; i++) {
		if (str_eq(cell, input->choices[i])) {
			*ret = (double)i;
			return 0;
		}
	}
	return error_set(reterr, FRUGAL_EUSAGE, _("%s='%.*s' is not one of its choices"),
			 column->name, STR_ARG(cell));
}

static struct str blank_trimmed(struct str cell)
{
	bool blank = cell.n && (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' ');
	return blank ? str_trim(cell) : cell;
}

static int read_cell(struct batch_worker *worker, size_t index, struct str cell, size_t at,
		     struct frugal_error *reterr)
{
	const struct batch_column *column = &worker->batch->columns[index];
	if (column->kind == COLUMN_ROW) {
		int r = batch_names_read(&worker->names[index], worker->batch, column, cell,
					 &worker->machine, at, &worker->named[index], reterr);
		worker->noted |= r == 0 && cell.n ? worker->named[index]->noted : 0;
		return r;
	}
	double *to = &machine_column(&worker->machine, column->reg)[at];
	struct quantity q;
	if (!cell.n && column->replaces)
		return 0;
	*to = column->missing;
	if (!cell.n)
		return column->may_miss
			       ? 0
			       : error_set(reterr, FRUGAL_EUSAGE, _("%s is empty"), column->name);
	if (column->kind == COLUMN_CHOICE)
		return read_choice(&worker->batch->program->inputs[column->input], column, cell, to,
				   reterr);
	int r = read_number(worker, column, cell, &q, reterr);
	if (r < 0)
		return r;
	*to = q.value;
	if (worker->intervals)
		batch_cell(worker->intervals, worker->batch, at, index)->quantity = q;
	return 0;
}

/* Keeps what a cell said for the question of its row: an empty one leaves the default. */
static void keep_cell(struct batch_worker *worker, size_t index, struct str cell, size_t at)
{
	const struct batch_column *column = &worker->batch->columns[index];
	struct value *kept = batch_cell(worker->intervals, worker->batch, at, index);
	kept->given = cell.n > 0;
	if (column->kind == COLUMN_ROW && kept->given)
		kept->row = worker->named[index]->row;
	if (column->kind == COLUMN_CHOICE)
		kept->choice = (uint32_t)machine_column(&worker->machine, column->reg)[at];
}

/* ---- the cells of a record ---- */

static bool follows_another(const struct batch *batch, const struct batch_column *column)
{
	return column->kind == COLUMN_ROW &&
	       batch->program->inputs[column->input].follows != NO_INPUT;
}

/* The row of an input in the record being read, whose cells with names have been read. */
static uint32_t row_of(const struct batch_worker *worker, uint32_t input)
{
	const struct batch *batch = worker->batch;
	const struct input *asked = &batch->program->inputs[input];
	for (size_t i = 0; i < batch->n_columns; i++) {
		const struct batch_column *column = &batch->columns[i];
		bool followed = follows_another(batch, column) && !worker->fields[i].n;
		if (column->kind == COLUMN_ROW && column->input == input && !followed)
			return worker->named[i]->row;
	}
	if (batch->fixed->values[input].given || asked->follows == NO_INPUT)
		return batch->spread.rows[input];
	return input_follow(asked, batch->program, row_of(worker, asked->follows));
}

/* Whether the user gave the row of an input in the record being read, or the one it follows. */
static bool is_chosen(const struct batch_worker *worker, uint32_t input)
{
	const struct batch *batch = worker->batch;
	for (size_t i = 0; i < batch->n_columns; i++)
		if (batch->columns[i].kind == COLUMN_ROW && batch->columns[i].input == input &&
		    worker->fields[i].n)
			return true;
	uint32_t follows = batch->program->inputs[input].follows;
	return batch->fixed->values[input].given ||
	       (follows != NO_INPUT && is_chosen(worker, follows));
}

/* Whether the record, or the question, gives another row than the one that is taken by default. */
static bool is_other(const struct batch_worker *worker, uint32_t input)
{
	const struct batch *batch = worker->batch;
	const struct input *asked = &batch->program->inputs[input];
	if (!batch->given[input])
		return false;
	pthread_mutex_lock(batch->finding);
	uint32_t row = row_of(worker, input);
	uint32_t usual = asked->follows == NO_INPUT ? question_default_row(batch->fixed, input)
						    : input_follow(asked, batch->program,
								   row_of(worker, asked->follows));
	pthread_mutex_unlock(batch->finding);
	return row != TABLE_NO_ROW && row != usual;
}

static void put_chosen(struct batch_worker *worker, size_t at)
{
	const struct program *program = worker->batch->program;
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].kind == PARAM_CHOSEN)
			machine_column(&worker->machine, program->params[i].reg)[at] =
				is_other(worker, program->params[i].input);
}

/* An empty cell of a row that follows another is that of the row it follows in this record. */
static int follow(struct batch_worker *worker, size_t index, size_t at, struct frugal_error *reterr)
{
	const struct batch *batch = worker->batch;
	const struct batch_column *column = &batch->columns[index];
	bool chosen = batch->keeps_notes && is_chosen(worker, column->input);
	pthread_mutex_lock(batch->finding);
	uint32_t followed = row_of(worker, batch->program->inputs[column->input].follows);
	uint32_t row =
		input_follow(&batch->program->inputs[column->input], batch->program, followed);
	if (chosen)
		worker->noted |= batch_notes_followed(batch, column->input, followed);
	pthread_mutex_unlock(batch->finding);
	int r = batch_names_take(&worker->names[index], batch, column, row, &worker->machine, at,
				 &worker->named[index], reterr);
	worker->noted |= r == 0 && chosen ? worker->named[index]->noted : 0;
	return r;
}

/* In which order cells are read: names, rows that follow them, fields that replace theirs. */
enum turn { TURN_FIRST, TURN_FOLLOW, TURN_FIELD };

static enum turn turn_of(const struct batch_worker *worker, size_t index)
{
	const struct batch_column *column = &worker->batch->columns[index];
	if (column->kind == COLUMN_NUMBER && column->input == UINT32_MAX)
		return TURN_FIELD;
	return follows_another(worker->batch, column) && !worker->fields[index].n ? TURN_FOLLOW
										  : TURN_FIRST;
}

int record_read(struct batch_worker *worker, size_t at, struct frugal_error *reterr)
{
	const struct batch *batch = worker->batch;
	unsigned turns = 0;
	uint64_t answered = 0;
	worker->noted = batch->noted;
	for (size_t i = 0; i < batch->n_columns; i++) {
		if (batch->columns[i].kind == COLUMN_CARRIED)
			continue;
		worker->fields[i] = blank_trimmed(worker->fields[i]);
		answered |= worker->fields[i].n ? batch->columns[i].answers : 0;
		enum turn turn = turn_of(worker, i);
		turns |= 1u << turn;
		int r = turn == TURN_FIRST ? read_cell(worker, i, worker->fields[i], at, reterr)
					   : 0;
		if (r < 0)
			return r;
	}
	for (size_t i = 0; worker->intervals && i < batch->n_columns; i++)
		if (batch->columns[i].kind != COLUMN_CARRIED)
			keep_cell(worker, i, worker->fields[i], at);
	for (enum turn turn = TURN_FOLLOW; turn <= TURN_FIELD; turn++) {
		for (size_t i = 0; turns >> turn & 1u && i < batch->n_columns; i++) {
			if (batch->columns[i].kind == COLUMN_CARRIED || turn_of(worker, i) != turn)
				continue;
			int r = turn == TURN_FIELD
					? read_cell(worker, i, worker->fields[i], at, reterr)
					: follow(worker, i, at, reterr);
			if (r < 0)
				return r;
		}
	}
	put_chosen(worker, at);
	worker->noted &= ~answered;
	return 0;
}

int record_reread(struct batch_worker *worker, size_t at, struct batch_record *ret,
		  struct frugal_error *reterr)
{
	const struct batch *batch = worker->batch;
	const struct program *program = batch->program;
	struct csv csv;
	size_t n = 0;
	*ret = (struct batch_record){
		worker->rows[at].line,
		arena_array(&worker->block, program->n_inputs + 1, sizeof(*ret->rows)),
		arena_array(&worker->block, program->n_inputs + 1, sizeof(*ret->taken))};
	if (!ret->rows || !ret->taken)
		return error_nomem(reterr);
	csv_init_piece(&csv, batch->name, worker->rows[at].text, &worker->block, batch->separator,
		       ret->line);
	int r = csv_next(&csv, worker->fields, CSV_MAX_FIELDS, &n, reterr);
	if (r >= 0)
		r = record_read(worker, at, reterr);
	if (r < 0)
		return r;
	pthread_mutex_lock(batch->finding);
	for (uint32_t i = 0; i < program->n_inputs; i++) {
		ret->rows[i] =
			program->inputs[i].kind == INPUT_ROW ? row_of(worker, i) : TABLE_NO_ROW;
		ret->taken[i] = batch->fixed->values[i].taken;
	}
	pthread_mutex_unlock(batch->finding);
	for (size_t i = 0; i < batch->n_columns; i++)
		if (batch->columns[i].kind == COLUMN_ROW)
			ret->taken[batch->columns[i].input] = worker->named[i]->taken;
	return 0;
}
