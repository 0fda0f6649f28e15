/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers rows in blocks: records are parsed into the columns of the machine (batch_record.c), one
 * run of the machine answers the block, and each row is printed with its figures.
 */
#include "model/batch_notes.h"

#include <math.h>
#include <time.h>

#include "base/intl.h"
#include "base/num.h"

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int worker_init(struct batch_worker *worker, const struct batch *batch, struct frugal_error *reterr)
{
	const struct program *program = batch->program;
	*worker = (struct batch_worker){.batch = batch, .out = {.max = SIZE_MAX / 4}};
	worker->rejects.max = SIZE_MAX / 4;
	int r = machine_init(&worker->machine, program, reterr);
	if (r < 0)
		return r;
	worker->names = mem_zalloc(batch->n_columns + 1, sizeof(struct batch_names));
	worker->fields = mem_zalloc(CSV_MAX_FIELDS, sizeof(struct str));
	worker->roots = mem_zalloc(batch->n_figures + 1, sizeof(struct entry *));
	worker->named = mem_zalloc(batch->n_columns + 1, sizeof(*worker->named));
	if (!worker->names || !worker->fields || !worker->roots || !worker->named) {
		worker_release(worker);
		return error_nomem(reterr);
	}
	if (batch->intervals)
		r = batch_intervals_new(batch, &worker->intervals, reterr);
	for (size_t i = 0; i < program->n_params; i++)
		machine_set(&worker->machine, program->params[i].reg,
			    batch->spread.params[i].value);
	for (size_t i = 0; r == 0 && i < batch->n_columns; i++) {
		const struct batch_column *column = &batch->columns[i];
		struct batch_names *names = &worker->names[i];
		if (column->kind == COLUMN_NUMBER || column->kind == COLUMN_CHOICE)
			machine_vary(&worker->machine, column->reg);
		if (column->kind == COLUMN_ROW)
			r = batch_names_init(names, batch, column->input, reterr);
		for (size_t j = 0; j < names->n_regs; j++)
			machine_vary(&worker->machine, names->regs[j]);
	}
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].kind == PARAM_CHOSEN)
			machine_vary(&worker->machine, program->params[i].reg);
	if (r < 0)
		worker_release(worker);
	else
		machine_settle(&worker->machine);
	return r;
}

void worker_release(struct batch_worker *worker)
{
	machine_release(&worker->machine);
	for (size_t i = 0; worker->names && i < worker->batch->n_columns; i++)
		batch_names_release(&worker->names[i]);
	mem_free(worker->names);
	mem_free(worker->fields);
	mem_free(worker->roots);
	mem_free(worker->named);
	batch_notes_release(worker->notes);
	batch_intervals_free(worker->intervals);
	arena_release(&worker->block);
	buf_release(&worker->out);
	buf_release(&worker->rejects);
	worker->names = NULL;
	worker->fields = NULL;
	worker->roots = NULL;
	worker->named = NULL;
	worker->intervals = NULL;
}

/* ---- notes ---- */

/* Counts the notes of a row that is printed, in noted and of the model. */
static int count_notes(struct batch_worker *worker, size_t at, struct frugal_error *reterr)
{
	const struct batch *batch = worker->batch;
	uint64_t noted = worker->rows[at].noted;
	if (!noted && batch->first_check == batch->n_watches)
		return 0;
	for (size_t k = batch->first_check; k < batch->n_watches; k++) {
		const struct program_check *check =
			&batch->program->checks[batch->watches[k].index];
		if (machine_column(&worker->machine, check->reg)[at] > 0.5)
			noted |= UINT64_C(1) << k;
	}
	for (; noted; noted &= noted - 1) {
		size_t k = (size_t)__builtin_ctzll(noted);
		struct batch_record record;
		int r = worker->notes[k].rows++ ? 0 : record_reread(worker, at, &record, reterr);
		if (r == 0 && worker->notes[k].rows == 1)
			r = batch_notes_first(batch, &record, k, &worker->notes[k], reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

/* ---- blocks ---- */

/* Keeps the reason of a refused row; its parsed values stay harmless. */
static int refuse(struct batch_worker *worker, size_t at, const struct frugal_error *why,
		  struct frugal_error *reterr)
{
	struct frugal_error *kept = arena_alloc(&worker->block, sizeof(*kept));
	if (!kept)
		return error_nomem(reterr);
	*kept = *why;
	kept->code = FRUGAL_EDATA;
	worker->rows[at].error = kept;
	return 0;
}

struct cell {
	const struct batch_worker *worker;
	size_t at;
};

static bool is_missing(const void *context, uint32_t reg)
{
	const struct cell *cell = context;
	return isnan(machine_column(&cell->worker->machine, reg)[cell->at]);
}

/* Whether a figure is not a number although all its terms are known. */
static bool is_undefined(const struct batch_worker *worker, size_t at, size_t figure)
{
	const struct program *program = worker->batch->program;
	const struct entry *entry = &program->entries[worker->batch->figures[figure]];
	struct cell cell = {worker, at};
	if (!is_missing(&cell, entry->reg))
		return false;
	/* Most rows lack the same value as the row before. */
	const struct entry *root = worker->roots[figure];
	if (root && is_missing(&cell, root->reg))
		return false;
	root = program_missing_root(program, entry, is_missing, &cell);
	if (entry_is_undefined(root))
		return true;
	worker->roots[figure] = root;
	return false;
}

/* Whether the row fails: a figure lacks a field, or is infinite, or a check failed. */
static bool answer_fails(const struct batch_worker *worker, size_t at, struct frugal_error *why)
{
	const struct program *program = worker->batch->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->optional ||
		    program->inputs[param->input].optional || !worker->machine.varies[param->reg] ||
		    !isnan(machine_column(&worker->machine, param->reg)[at]))
			continue;
		error_set(why, FRUGAL_EDATA, _("the row has no %.*s"),
			  STR_ARG(program->entries[param->entry].name));
		return true;
	}
	for (size_t i = 0; i < program->n_checks; i++) {
		const struct program_check *check = &program->checks[i];
		double truth = machine_column(&worker->machine, check->reg)[at];
		if (check->note || isnan(truth) || truth > 0.5)
			continue;
		struct str message = check->message ? str_of(check->message)
						    : words_in(&check->line->help, "en");
		error_set(why, FRUGAL_EDATA, _("a check of model %s failed: %.*s"),
			  program->model->name, STR_ARG(message));
		return true;
	}
	for (size_t i = 0; i < worker->batch->n_figures; i++) {
		const struct entry *entry = &program->entries[worker->batch->figures[i]];
		if (!isinf(machine_column(&worker->machine, entry->reg)[at]) &&
		    !is_undefined(worker, at, i))
			continue;
		error_set(why, FRUGAL_EDATA, _("%.*s is not a finite number with these inputs"),
			  STR_ARG(entry->name));
		return true;
	}
	return false;
}

/* Prints a row that is not refused; its draws are CPU time of answering. */
static int answer_row(struct batch_worker *worker, size_t at, struct frugal_error *reterr)
{
	const struct headline_values *intervals = NULL;
	double start = worker->intervals ? cpu_seconds() : 0;
	int r = worker->intervals ? batch_intervals_row(worker->intervals, worker->batch,
							&worker->machine, at, &intervals, reterr)
				  : 0;
	double spent = worker->intervals ? cpu_seconds() - start : 0;
	worker->report.answer_s += spent;
	worker->report.print_s -= spent;
	if (r == 0)
		worker_print(worker, at, intervals);
	return r;
}

/* Answers and prints the rows gathered so far. */
static int finish_block(struct batch_worker *worker, struct frugal_error *reterr)
{
	double start = cpu_seconds();
	machine_run(&worker->machine, worker->n_rows);
	double answered = cpu_seconds();
	for (size_t at = 0; at < worker->n_rows; at++) {
		struct frugal_error why;
		if (!worker->rows[at].error && answer_fails(worker, at, &why)) {
			int r = refuse(worker, at, &why, reterr);
			if (r < 0)
				return r;
		}
		int r = 0;
		if (worker->rows[at].error)
			worker_print_reject(worker, at);
		else
			r = answer_row(worker, at, reterr);
		if (r == 0 && !worker->rows[at].error)
			r = count_notes(worker, at, reterr);
		if (r < 0)
			return r;
	}
	double printed = cpu_seconds();
	worker->report.answer_s += answered - start;
	worker->report.print_s += printed - answered;
	worker->report.rows += worker->n_rows;
	worker->n_rows = 0;
	arena_release(&worker->block);
	return worker->out.failed || worker->rejects.failed ? error_nomem(reterr) : 0;
}

/* Parses one record into the block; a refusal is kept, not returned. */
static int take_record(struct batch_worker *worker, struct csv *csv, const char *start, int found,
		       size_t n, struct frugal_error *why, struct frugal_error *reterr)
{
	const struct batch *batch = worker->batch;
	size_t at = worker->n_rows++;
	const char *end = csv->p;
	while (end > start && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	while (start < end && (*start == '\n' || *start == '\r'))
		start++;
	worker->rows[at].text = (struct str){start, (size_t)(end - start)};
	worker->rows[at].line = csv->line;
	worker->rows[at].error = NULL;
	if (found < 0)
		return refuse(worker, at, why, reterr);
	if (n != batch->n_columns) {
		error_set(why, FRUGAL_EDATA, _("cells in the row: %zu, in the header: %zu"), n,
			  batch->n_columns);
		return refuse(worker, at, why, reterr);
	}
	if (record_read(worker, at, why) < 0)
		return refuse(worker, at, why, reterr);
	worker->rows[at].noted = worker->noted;
	return 0;
}

int worker_piece(struct batch_worker *worker, struct str piece, uint32_t first_line,
		 struct frugal_error *reterr)
{
	struct csv csv;
	int r = 0;
	buf_clear(&worker->out);
	buf_clear(&worker->rejects);
	csv_init_piece(&csv, worker->batch->name, piece, &worker->block, worker->batch->separator,
		       first_line);
	double start = cpu_seconds();
	while (r == 0) {
		struct frugal_error why;
		const char *from = csv.p;
		size_t n = 0;
		int found = csv_next(&csv, worker->fields, CSV_MAX_FIELDS, &n, &why);
		if (found == 0)
			break;
		r = take_record(worker, &csv, from, found, n, &why, reterr);
		if (r == 0 && worker->n_rows == MACHINE_BLOCK) {
			worker->report.parse_s += cpu_seconds() - start;
			r = finish_block(worker, reterr);
			start = cpu_seconds();
		}
	}
	worker->report.parse_s += cpu_seconds() - start;
	return r == 0 && worker->n_rows ? finish_block(worker, reterr) : r;
}
