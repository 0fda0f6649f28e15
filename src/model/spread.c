/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws the uncertain params of a question and runs its program over the draws in blocks. Params
 * that mean the same fact share a dimension.
 */
#include "model/spread.h"

#include <math.h>

#include "base/num.h"
#include "model/draws.h"
#include "model/quantiles.h"

#define EXACT SPREAD_EXACT
#define LOW_QUANTILE 0.05
#define HIGH_QUANTILE 0.95

/* ---- params ---- */

static struct spread_param field_param(const struct spread *spread, const struct param *param)
{
	const struct input *input = &spread->question->program->inputs[param->input];
	uint32_t row = spread->rows[param->input];
	if (row == TABLE_NO_ROW)
		return (struct spread_param){MISSING, MISSING, MISSING, EXACT};
	const struct table_column *column = table_column(input->table, param->column);
	double value = table_number(input->table, row, param->column);
	double low = column->low == TABLE_NO_COLUMN ? MISSING
						    : table_number(input->table, row, column->low);
	double high = column->high == TABLE_NO_COLUMN
			      ? MISSING
			      : table_number(input->table, row, column->high);
	return (struct spread_param){value, isnan(low) ? value : low, isnan(high) ? value : high,
				     EXACT};
}

static struct spread_param param_of(const struct spread *spread, size_t index)
{
	const struct question *question = spread->question;
	const struct param *param = &question->program->params[index];
	if (param->kind == PARAM_CONSTANT)
		return (struct spread_param){param->value, param->low, param->high, EXACT};
	if (param->kind == PARAM_FIELD) {
		const struct quantity *q = &question->overrides[index].quantity;
		if (question->overrides[index].given)
			return (struct spread_param){q->value, q->low, q->high, EXACT};
		return field_param(spread, param);
	}
	const struct value *value = &question->values[param->input];
	const struct input *input = &question->program->inputs[param->input];
	if (param->kind == PARAM_TEXT) {
		double is = param_text_holds(question->program, param, spread->rows[param->input]);
		return (struct spread_param){is, is, is, EXACT};
	}
	if (param->kind == PARAM_CHOSEN) {
		double is =
			value->given && value->row != question_default_row(question, param->input);
		return (struct spread_param){is, is, is, EXACT};
	}
	if (param->kind == PARAM_CHOICE) {
		double choice = value->given         ? (double)value->choice
				: input->has_default ? (double)input->choice
						     : MISSING;
		return (struct spread_param){choice, choice, choice, EXACT};
	}
	if (value->given)
		return (struct spread_param){value->quantity.value, value->quantity.low,
					     value->quantity.high, EXACT};
	if (input->has_default)
		return (struct spread_param){input->value, input->low, input->high, EXACT};
	return (struct spread_param){MISSING, MISSING, MISSING, EXACT};
}

/* The same field of the same row, by way of two inputs. */
static bool same_cell(const struct spread *spread, size_t a, size_t b)
{
	const struct program *program = spread->question->program;
	const struct param *x = &program->params[a], *y = &program->params[b];
	const struct value *overrides = spread->question->overrides;
	return x->column == y->column && !overrides[a].given && !overrides[b].given &&
	       spread->rows[x->input] == spread->rows[y->input] &&
	       program->inputs[x->input].table == program->inputs[y->input].table;
}

/* The same number of the same file, by way of two uses of one model. */
static bool same_constant(const struct program *program, size_t a, size_t b)
{
	return program->params[a].entry != NO_ENTRY && program->params[b].entry != NO_ENTRY &&
	       program->entries[program->params[a].entry].name.p ==
		       program->entries[program->params[b].entry].name.p;
}

/* The dimension of a param that means the same fact as an earlier one: a fact is drawn once. */
static uint32_t shared_dimension(const struct spread *spread, size_t index)
{
	const struct program *program = spread->question->program;
	enum param_kind kind = program->params[index].kind;
	for (size_t i = 0; i < index; i++) {
		if (program->params[i].kind != kind || spread->params[i].dimension == EXACT)
			continue;
		if ((kind == PARAM_FIELD && same_cell(spread, i, index)) ||
		    (kind == PARAM_CONSTANT && same_constant(program, i, index)))
			return spread->params[i].dimension;
	}
	return EXACT;
}

int spread_init(struct spread *spread, const struct question *question, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	*spread = (struct spread){.question = question};
	spread->params = mem_zalloc(program->n_params + 1, sizeof(struct spread_param));
	spread->rows = mem_zalloc(program->n_inputs + 1, sizeof(uint32_t));
	if (!spread->params || !spread->rows) {
		spread_release(spread);
		return error_nomem(reterr);
	}
	for (size_t i = 0; i < program->n_inputs; i++)
		spread->rows[i] = question_row(question, i);
	for (size_t i = 0; i < program->n_params; i++) {
		struct spread_param *param = &spread->params[i];
		*param = param_of(spread, i);
		if (!(param->low < param->high))
			continue;
		param->dimension = shared_dimension(spread, i);
		if (param->dimension == EXACT)
			param->dimension = spread->n_uncertain++;
	}
	return 0;
}

void spread_release(struct spread *spread)
{
	mem_free(spread->params);
	mem_free(spread->rows);
	*spread = (struct spread){0};
}

/* ---- draws ---- */

void spread_settle(const struct spread *spread, struct machine *machine)
{
	const struct program *program = spread->question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		machine_set(machine, program->params[i].reg, spread->params[i].value);
		if (spread->params[i].dimension != EXACT)
			machine_vary(machine, program->params[i].reg);
	}
	machine_settle(machine);
}

void spread_draw(const struct spread *spread, struct machine *machine, uint64_t seed,
		 uint32_t first, size_t n, uint32_t swapped)
{
	const struct program *program = spread->question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct spread_param *param = &spread->params[i];
		if (param->dimension == EXACT)
			continue;
		double *column = machine_column(machine, program->params[i].reg);
		if (param->dimension == swapped)
			draws_apart(seed, param->dimension, first, n, column);
		else
			draws_uniform(seed, param->dimension, first, n, column);
		draws_to_triangular(column, n, param->low, param->value, param->high);
	}
}

/* In an order that does not depend on the processor. */
static double sum_of(const double *x, size_t n)
{
	double sums[4] = {0}, rest = 0;
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			sums[k] += x[i + k];
	for (; i < n; i++)
		rest += x[i];
	return sums[0] + sums[1] + (sums[2] + sums[3]) + rest;
}

/* Drops draws in which a figure has no finite value; returns how many are left. */
static size_t finite_only(double *x, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		x[kept] = x[i];
		kept += isfinite(x[i]) != 0;
	}
	return kept;
}

static void summarize(struct spread_summary *to, double *x, size_t n, struct quantile_room *room)
{
	static const double levels[] = {LOW_QUANTILE, 0.5, HIGH_QUANTILE};
	double found[3], sum = sum_of(x, n);
	*to = (struct spread_summary){MISSING, MISSING, MISSING, MISSING, n};
	if (!isfinite(sum)) {
		to->n_finite = finite_only(x, n);
		sum = sum_of(x, to->n_finite);
	}
	if (!to->n_finite)
		return;
	quantiles(x, to->n_finite, levels, 3, found, room);
	to->mean = sum / (double)to->n_finite;
	to->low = found[0];
	to->median = found[1];
	to->high = found[2];
}

/* What the machine computes over all draws, of each register that varies: columns of draws. */
static void run_draws(const struct spread *spread, struct spread_room *room, uint64_t seed,
		      size_t draws, const uint32_t *regs, size_t n)
{
	struct machine *machine = &room->machine;
	for (size_t first = 0; first < draws; first += MACHINE_BLOCK) {
		size_t some = draws - first < MACHINE_BLOCK ? draws - first : MACHINE_BLOCK;
		spread_draw(spread, machine, seed, (uint32_t)first, some, EXACT);
		machine_run(machine, some);
		for (size_t i = 0; i < n; i++)
			if (machine->varies[regs[i]])
				memcpy(room->columns + i * draws + first,
				       machine_column(machine, regs[i]), some * sizeof(double));
	}
}

/* Whole doubles for as many bucket numbers as there are draws. */
static size_t bucket_doubles(size_t draws)
{
	return draws * sizeof(uint16_t) / sizeof(double) + 1;
}

int spread_room_init(struct spread_room *room, const struct program *program, size_t draws,
		     size_t n, struct frugal_error *reterr)
{
	size_t rows = draws < MACHINE_BLOCK ? draws : MACHINE_BLOCK;
	size_t regs = machine_values(program, rows), columns, bytes;
	*room = (struct spread_room){.spare = program->spare};
	if (__builtin_mul_overflow(n + 2, draws, &columns) ||
	    __builtin_mul_overflow(regs + columns + bucket_doubles(draws), sizeof(double), &bytes))
		return error_nomem(reterr);
	double *memory = mem_spare_take(room->spare, bytes);
	if (!memory)
		return error_nomem(reterr);
	room->columns = memory + regs;
	room->quantile.values = room->columns + n * draws;
	room->quantile.buckets = (uint16_t *)(void *)(room->quantile.values + draws);
	int r = machine_init_in(&room->machine, program, rows, memory, reterr);
	if (r < 0)
		mem_spare_give(room->spare, memory);
	return r;
}

void spread_room_release(struct spread_room *room)
{
	double *memory = room->machine.regs;
	machine_release(&room->machine);
	mem_spare_give(room->spare, memory);
	*room = (struct spread_room){0};
}

void spread_summaries(const struct spread *spread, struct spread_room *room, uint64_t seed,
		      size_t draws, const uint32_t *regs, size_t n, struct spread_summary *to)
{
	spread_settle(spread, &room->machine);
	run_draws(spread, room, seed, draws, regs, n);
	for (size_t i = 0; i < n; i++) {
		double value = machine_column(&room->machine, regs[i])[0];
		if (room->machine.varies[regs[i]])
			summarize(&to[i], room->columns + i * draws, draws, &room->quantile);
		else
			to[i] = (struct spread_summary){value, value, value, value,
							isfinite(value) ? draws : 0};
	}
}
