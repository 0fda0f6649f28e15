/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The intervals of the rows of a batch. Each row becomes a question of its own, with the cells that
 * it has in place of the fixed values, and its draws are those of a single answer to that question,
 * so that the digits are the same. The memory for draws is the worker's.
 */
#include "model/batch_rows.h"

/* The question of a row, and what its draws need. */
struct batch_intervals {
	struct question question;
	struct value *cells; /* by row of the block, then column */
	struct spread_room room;
	struct spread_summary *summaries; /* by figure */
	struct headline_values *headlines;
	uint32_t *regs;
};

int batch_intervals_new(const struct batch *batch, struct batch_intervals **ret,
			struct frugal_error *reterr)
{
	const struct program *program = batch->program;
	struct batch_intervals *new = mem_zalloc(1, sizeof(*new));
	if (!new)
		return error_nomem(reterr);
	new->question.program = program;
	new->question.values = mem_zalloc(program->n_inputs + 1, sizeof(struct value));
	new->question.overrides = mem_zalloc(program->n_params + 1, sizeof(struct value));
	new->cells = mem_zalloc(MACHINE_BLOCK * batch->n_columns + 1, sizeof(struct value));
	new->summaries = mem_zalloc(batch->n_figures + 1, sizeof(*new->summaries));
	new->headlines = mem_zalloc(batch->n_figures + 1, sizeof(*new->headlines));
	new->regs = mem_zalloc(batch->n_figures + 1, sizeof(*new->regs));
	int r = 0;
	if (!new->question.values || !new->question.overrides || !new->cells || !new->summaries ||
	    !new->headlines || !new->regs)
		r = error_nomem(reterr);
	if (r == 0 && batch->draws > 1)
		r = spread_room_init(&new->room, program, batch->draws, batch->n_figures, reterr);
	for (size_t i = 0; r == 0 && i < batch->n_figures; i++)
		new->regs[i] = program->entries[batch->figures[i]].reg;
	if (r < 0)
		batch_intervals_free(new);
	else
		*ret = new;
	return r;
}

void batch_intervals_free(struct batch_intervals *intervals)
{
	if (!intervals)
		return;
	spread_room_release(&intervals->room);
	mem_free(intervals->question.values);
	mem_free(intervals->question.overrides);
	mem_free(intervals->cells);
	mem_free(intervals->summaries);
	mem_free(intervals->headlines);
	mem_free(intervals->regs);
	mem_free(intervals);
}

struct value *batch_cell(struct batch_intervals *intervals, const struct batch *batch, size_t at,
			 size_t column)
{
	return &intervals->cells[at * batch->n_columns + column];
}

/* The fixed values, with those of the cells of a row in place of the defaults. */
static void ask_row(struct batch_intervals *intervals, const struct batch *batch, size_t at)
{
	const struct program *program = batch->program;
	struct question *question = &intervals->question;
	memcpy(question->values, batch->fixed->values, program->n_inputs * sizeof(struct value));
	memcpy(question->overrides, batch->fixed->overrides,
	       program->n_params * sizeof(struct value));
	for (size_t i = 0; i < batch->n_columns; i++) {
		const struct batch_column *column = &batch->columns[i];
		const struct value *cell = batch_cell(intervals, batch, at, i);
		if (column->kind == COLUMN_CARRIED || !cell->given)
			continue;
		if (column->input != UINT32_MAX)
			question->values[column->input] = *cell;
		for (size_t p = 0; column->input == UINT32_MAX && p < program->n_params; p++)
			if (program->params[p].reg == column->reg)
				question->overrides[p] = *cell;
	}
}

static void draw_row(const struct spread *spread, struct batch_intervals *intervals,
		     const struct batch *batch, const struct machine *central, size_t at)
{
	if (batch->draws > 1)
		spread_summaries(spread, &intervals->room, batch->seed, batch->draws,
				 intervals->regs, batch->n_figures, intervals->summaries);
	for (size_t i = 0; i < batch->n_figures; i++)
		intervals->headlines[i] = (struct headline_values){
			.reg = intervals->regs[i],
			.central = machine_column(central, intervals->regs[i])[at],
			.draws = intervals->summaries[i],
		};
	headlines_settle(batch->program, batch->draws, intervals->headlines, batch->n_figures);
}

int batch_intervals_row(struct batch_intervals *intervals, const struct batch *batch,
			const struct machine *central, size_t at,
			const struct headline_values **ret, struct frugal_error *reterr)
{
	struct spread spread;
	ask_row(intervals, batch, at);
	/* The rows that inputs follow are looked up in tables that threads share. */
	pthread_mutex_lock(batch->finding);
	int r = spread_init(&spread, &intervals->question, reterr);
	pthread_mutex_unlock(batch->finding);
	if (r < 0)
		return r;
	draw_row(&spread, intervals, batch, central, at);
	spread_release(&spread);
	*ret = intervals->headlines;
	return 0;
}
