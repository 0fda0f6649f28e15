/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells that name rows of tables: finds the registers that such a column fills (the fields of the
 * row and of the rows that follow it) and fills them. A name is looked up once; a cache keeps its
 * values.
 */
#include "base/intl.h"
#include "base/num.h"
#include "model/batch_notes.h"

/* The cache of names must not grow with the file. */
#define CACHE_MAX 4096

/* Where to put registers and values (either may be NULL), and how many there are. */
struct filling {
	uint32_t *regs;
	double *values;
	size_t n;
};

/* Fills the fields of a row, and of the rows that follow it and are not given. */
static void fill_row(const struct batch *batch, uint32_t index, uint32_t row,
		     struct filling *filling)
{
	const struct program *program = batch->program;
	for (size_t p = 0; p < program->n_params; p++) {
		const struct param *param = &program->params[p];
		bool text = param->kind == PARAM_TEXT;
		if ((param->kind != PARAM_FIELD && !text) || param->input != index ||
		    batch->fixed->overrides[p].given)
			continue;
		if (filling->regs)
			filling->regs[filling->n] = param->reg;
		if (filling->values)
			filling->values[filling->n] =
				text                  ? param_text_holds(program, param, row)
				: row == TABLE_NO_ROW ? MISSING
						      : table_number(program->inputs[index].table,
								     row, param->column);
		filling->n++;
	}
	for (uint32_t i = index + 1; i < program->n_inputs; i++) {
		const struct input *other = &program->inputs[i];
		if (other->follows == index && !batch->given[i])
			fill_row(batch, i,
				 filling->values ? input_follow(other, program, row) : TABLE_NO_ROW,
				 filling);
	}
}

int batch_names_init(struct batch_names *names, const struct batch *batch, uint32_t input,
		     struct frugal_error *reterr)
{
	struct filling filling = {0};
	fill_row(batch, input, TABLE_NO_ROW, &filling);
	names->regs = mem_zalloc(filling.n + 1, sizeof(uint32_t));
	if (!names->regs)
		return error_nomem(reterr);
	filling = (struct filling){.regs = names->regs};
	fill_row(batch, input, TABLE_NO_ROW, &filling);
	names->n_regs = filling.n;
	return 0;
}

bool batch_row_varies(const struct batch *batch, size_t input)
{
	const struct program *program = batch->program;
	for (;;) {
		for (size_t i = 0; i < batch->n_columns; i++)
			if (batch->columns[i].kind == COLUMN_ROW &&
			    batch->columns[i].input == input)
				return true;
		if (batch->given[input] || program->inputs[input].follows == NO_INPUT)
			return false;
		input = program->inputs[input].follows;
	}
}

static void forget(struct batch_names *names)
{
	map_release(&names->known);
	arena_release(&names->arena);
	names->n = 0;
}

void batch_names_release(struct batch_names *names)
{
	forget(names);
	mem_free(names->regs);
	mem_free(names->names);
	*names = (struct batch_names){0};
}

/* Fills the values of a name from its row. */
static int fill_values(const struct batch_names *names, const struct batch *batch,
		       const struct batch_column *column, const struct batch_name *name,
		       struct frugal_error *reterr)
{
	struct filling filling = {.values = name->values};
	fill_row(batch, column->input, name->row, &filling);
	return filling.n == names->n_regs ? 0 : error_nomem(reterr);
}

/*
 * Looks up a name, or takes the row that name has already. A table builds its index of names at
 * the first look-up: one thread at a time.
 */
static int look_up(struct batch_names *names, const struct batch *batch,
		   const struct batch_column *column, struct str cell, struct batch_name *name,
		   struct frugal_error *reterr)
{
	const struct input *input = &batch->program->inputs[column->input];
	int r = 0;
	pthread_mutex_lock(batch->finding);
	if (cell.n)
		r = question_find(&names->arena, batch->program, input, column->name, cell,
				  &name->row, &name->taken, reterr);
	if (r == 0)
		r = fill_values(names, batch, column, name, reterr);
	if (r == 0 && batch->keeps_notes)
		name->noted = batch_notes_row(batch, column->input, name->row) |
			      (name->taken ? batch_notes_taken(batch, column->input) : 0);
	pthread_mutex_unlock(batch->finding);
	return r;
}

/* Learns the row of a cell; where the cell is empty, row is what it stands for. */
static int learn(struct batch_names *names, const struct batch *batch,
		 const struct batch_column *column, struct str cell, uint32_t row, struct str key,
		 uint32_t *ret, struct frugal_error *reterr)
{
	if (names->n >= CACHE_MAX)
		forget(names);
	struct batch_name name = {
		.row = row,
		.values = arena_array(&names->arena, names->n_regs + 1, sizeof(double)),
	};
	char *copy = arena_strndup(&names->arena, key.p, key.n);
	if (!name.values || !copy ||
	    !mem_grow(&names->names, names->n, &names->cap, sizeof(struct batch_name), 0))
		return error_nomem(reterr);
	int r = look_up(names, batch, column, cell, &name, reterr);
	if (r < 0)
		return r;
	if (!map_put(&names->known, (struct str){copy, key.n}, (uint32_t)names->n, NULL))
		return error_nomem(reterr);
	*ret = (uint32_t)names->n;
	names->names[names->n++] = name;
	return 0;
}

static void put(const struct batch_names *names, uint32_t index, struct machine *machine, size_t at)
{
	const double *values = names->names[index].values;
	for (size_t i = 0; i < names->n_regs; i++)
		machine_column(machine, names->regs[i])[at] = values[i];
}

int batch_names_read(struct batch_names *names, const struct batch *batch,
		     const struct batch_column *column, struct str cell, struct machine *machine,
		     size_t at, const struct batch_name **ret, struct frugal_error *reterr)
{
	const struct input *input = &batch->program->inputs[column->input];
	/* table_find trims; a blank cell has no name. */
	if (!cell.n) {
		if (!column->may_miss)
			return error_set(reterr, FRUGAL_EUSAGE, _("%s is empty"), column->name);
		if (input->has_default)
			cell = input->key;
	}
	uint32_t index = 0;
	if (!map_get(&names->known, cell, &index)) {
		int r = learn(names, batch, column, cell, TABLE_NO_ROW, cell, &index, reterr);
		if (r < 0)
			return r;
	}
	*ret = &names->names[index];
	put(names, index, machine, at);
	return 0;
}

int batch_names_take(struct batch_names *names, const struct batch *batch,
		     const struct batch_column *column, uint32_t row, struct machine *machine,
		     size_t at, const struct batch_name **ret, struct frugal_error *reterr)
{
	/* No cell has a zero byte: such a key is a row's. */
	char text[1 + sizeof(row)] = {0};
	memcpy(text + 1, &row, sizeof(row));
	struct str key = {text, sizeof(text)};
	uint32_t index = 0;
	if (!map_get(&names->known, key, &index)) {
		int r = learn(names, batch, column, (struct str){0}, row, key, &index, reterr);
		if (r < 0)
			return r;
	}
	*ret = &names->names[index];
	put(names, index, machine, at);
	return 0;
}
