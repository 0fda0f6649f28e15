/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header of a batch: finds the input, field or copied column that each name means, with its
 * unit, checks that the question is complete with these columns, and writes the header of the
 * output.
 */
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/answer_inside.h"
#include "model/batch_notes.h"

static int bad_column(const struct batch *batch, struct frugal_error *reterr, const char *fmt,
		      struct str column)
{
	char what[320];
	(void)snprintf(what, sizeof(what), fmt, STR_ARG(column));
	error_set(reterr, FRUGAL_EDATA, "%s", what);
	error_where(reterr, "%s:1", batch->name);
	return FRUGAL_EDATA;
}

/* "gpu_hours[kh]" into name and unit. */
static bool split_unit(struct str cell, struct str *name, struct str *unit)
{
	const char *open = memchr(cell.p, '[', cell.n);
	*name = cell;
	*unit = (struct str){0};
	if (!open)
		return true;
	if (cell.p[cell.n - 1] != ']')
		return false;
	*name = str_trim((struct str){cell.p, (size_t)(open - cell.p)});
	*unit = str_trim((struct str){open + 1, (size_t)(cell.p + cell.n - 1 - (open + 1))});
	return unit->n > 0;
}

static int number_column(struct batch *batch, struct batch_column *column, struct str unit_text,
			 struct unit own, struct str own_text, struct frugal_error *reterr)
{
	column->kind = COLUMN_NUMBER;
	column->unit = own;
	column->unit_name = arena_strndup(&batch->arena, own_text.p, own_text.n);
	if (!column->unit_name)
		return error_nomem(reterr);
	if (!unit_text.n)
		return 0;
	struct quantity one;
	struct frugal_error why;
	char text[64];
	(void)snprintf(text, sizeof(text), "1 %.*s", (int)(unit_text.n > 60 ? 60 : unit_text.n),
		       unit_text.p);
	/* As on the command line, a mass may stand for gCO2e. */
	int r = batch_quantity(column, str_of(text), BARE_REFUSED, &one, &why);
	if (r < 0) {
		error_set(reterr, FRUGAL_EDATA, "%s", why.what);
		error_todo(reterr, _("write %s[%s], or another unit of the same kind"),
			   column->name, column->unit_name);
		return error_where(reterr, "%s:1", batch->name);
	}
	column->unit.scale = one.value;
	return 0;
}

static int input_column(struct batch *batch, struct batch_column *column, size_t index,
			struct str unit_text, struct str cell, struct frugal_error *reterr)
{
	const struct input *input = &batch->program->inputs[index];
	if (batch->fixed->values[index].given)
		return bad_column(batch, reterr,
				  _("'%.*s' is given on the command line and in the file"), cell);
	column->input = (uint32_t)index;
	column->reg = input->reg;
	column->may_miss = input->has_default || input->optional;
	column->missing = input->has_default ? input->value : MISSING;
	if (input->kind == INPUT_NUMBER)
		return number_column(batch, column, unit_text, input->unit, input->unit_text,
				     reterr);
	if (unit_text.n)
		return bad_column(batch, reterr, _("'%.*s' contains names and cannot have a unit"),
				  cell);
	column->kind = input->kind == INPUT_ROW ? COLUMN_ROW : COLUMN_CHOICE;
	column->may_miss |= input->follows != NO_INPUT;
	if (input->kind == INPUT_CHOICE)
		column->missing = input->has_default ? input->choice : MISSING;
	return 0;
}

static int find_column(struct batch *batch, struct batch_column *column, struct str cell,
		       struct frugal_error *reterr)
{
	const struct program *program = batch->program;
	struct str name, unit_text;
	if (!split_unit(cell, &name, &unit_text))
		return bad_column(batch, reterr, _("column '%.*s' is not NAME or NAME[UNIT]"),
				  cell);
	column->name = arena_strndup(&batch->arena, name.p, name.n);
	if (!column->name)
		return error_nomem(reterr);
	size_t index = program_input(program, name);
	if (index != SIZE_MAX)
		return input_column(batch, column, index, unit_text, cell, reterr);
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD ||
		    !str_eq(program->entries[param->entry].name, name))
			continue;
		column->input = UINT32_MAX;
		column->reg = param->reg;
		column->may_miss = true;
		return number_column(batch, column, unit_text, program->entries[param->entry].unit,
				     program->entries[param->entry].unit_text, reterr);
	}
	if (str_is(name, "id") || (name.n && name.p[0] == '_')) {
		column->kind = COLUMN_CARRIED;
		return 0;
	}
	/* The words of question.c, with its near miss. */
	struct question *scratch;
	int r = question_new(program, &scratch, reterr);
	if (r < 0)
		return r;
	question_set_text(scratch, name, STR("0"), BARE_IN_UNIT, NULL, reterr);
	question_free(scratch);
	error_where(reterr, "%s:1", batch->name);
	return FRUGAL_EDATA;
}

/* Fields that columns give and rows that columns name must not be missed by the question. */
static int complete(const struct batch *batch, struct frugal_error *reterr)
{
	struct question *all;
	int r = question_new(batch->program, &all, reterr);
	if (r < 0)
		return r;
	memcpy(all->values, batch->fixed->values, batch->program->n_inputs * sizeof(struct value));
	memcpy(all->overrides, batch->fixed->overrides,
	       batch->program->n_params * sizeof(struct value));
	for (size_t i = 0; i < batch->n_columns; i++) {
		const struct batch_column *column = &batch->columns[i];
		if (column->kind != COLUMN_CARRIED && column->input != UINT32_MAX)
			all->values[column->input].given = true;
		for (size_t p = 0; column->kind == COLUMN_NUMBER && column->input == UINT32_MAX &&
				   p < batch->program->n_params;
		     p++)
			if (batch->program->params[p].reg == column->reg)
				all->overrides[p].given = true;
	}
	r = question_complete(all, reterr);
	if (r == FRUGAL_EUSAGE)
		error_where(reterr, "%s:1", batch->name);
	question_free(all);
	return r;
}

static int refuse_duplicate(const struct batch *batch, size_t index, struct str cell,
			    struct frugal_error *reterr)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(batch->columns[i].name, batch->columns[index].name) == 0)
			return bad_column(batch, reterr, _("column '%.*s' appears twice"), cell);
	return 0;
}

/* Refuses a field that is missing whatever the records contain. */
static int refuse_fixed(struct batch *batch, struct frugal_error *reterr)
{
	const struct program *program = batch->program;
	bool *varies = arena_array(&batch->arena, program->n_params + 1, sizeof(bool));
	if (!varies)
		return error_nomem(reterr);
	for (size_t p = 0; p < program->n_params; p++) {
		const struct param *param = &program->params[p];
		varies[p] = param->kind == PARAM_FIELD && batch_row_varies(batch, param->input);
		for (size_t i = 0; i < batch->n_columns; i++)
			varies[p] |= batch->columns[i].kind == COLUMN_NUMBER &&
				     batch->columns[i].reg == param->reg;
	}
	return refuse_missing(batch->fixed, &batch->spread, varies, reterr);
}

/* What an empty cell of a column of fields leaves: the value of the row that the record has. */
static void fill_fields(struct batch *batch)
{
	for (size_t i = 0; i < batch->n_columns; i++) {
		struct batch_column *column = &batch->columns[i];
		for (size_t p = 0; column->kind == COLUMN_NUMBER && column->input == UINT32_MAX &&
				   p < batch->program->n_params;
		     p++) {
			const struct param *param = &batch->program->params[p];
			if (param->reg != column->reg)
				continue;
			column->replaces = batch_row_varies(batch, param->input);
			column->missing = batch->spread.params[p].value;
		}
	}
}

int batch_open(struct batch *batch, const struct question *fixed, const char *name,
	       const struct str *header, size_t n, struct frugal_error *reterr)
{
	batch->fixed = fixed;
	batch->program = fixed->program;
	batch->name = name;
	batch->n_columns = n;
	batch->columns = arena_array(&batch->arena, n + 1, sizeof(struct batch_column));
	batch->figures =
		arena_array(&batch->arena, batch->program->n_entries + 1, sizeof(uint32_t));
	batch->given = arena_array(&batch->arena, batch->program->n_inputs + 1, sizeof(bool));
	if (!batch->columns || !batch->figures || !batch->given)
		return error_nomem(reterr);
	for (size_t i = 0; i < batch->program->n_inputs; i++)
		batch->given[i] = fixed->values[i].given;
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct str cell = str_trim(header[i]);
		if (str_utf8_valid(cell) != cell.n) {
			r = error_set(reterr, FRUGAL_EDATA, "%s", _("the header is not text"));
			error_where(reterr, "%s:1", name);
		}
		if (r == 0)
			r = find_column(batch, &batch->columns[i], cell, reterr);
		if (r == 0)
			r = refuse_duplicate(batch, i, cell, reterr);
		if (r == 0 && batch->columns[i].kind != COLUMN_CARRIED &&
		    batch->columns[i].input != UINT32_MAX)
			batch->given[batch->columns[i].input] = true;
	}
	for (size_t i = 0; i < batch->program->n_entries; i++)
		if (batch->program->entries[i].figure)
			batch->figures[batch->n_figures++] = (uint32_t)i;
	if (r == 0)
		r = complete(batch, reterr);
	if (r == 0)
		r = spread_init(&batch->spread, fixed, reterr);
	if (r == 0)
		fill_fields(batch);
	if (r == 0 && batch->keeps_notes)
		batch_notes_open(batch);
	return r == 0 ? refuse_fixed(batch, reterr) : r;
}

void batch_close(struct batch *batch)
{
	spread_release(&batch->spread);
	arena_release(&batch->arena);
}

void batch_header(const struct batch *batch, const struct str *header, size_t n, struct buf *to)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(to, batch->separator);
		buf_add(to, header[i].p, header[i].n);
	}
	for (size_t i = 0; i < batch->n_figures; i++) {
		const struct entry *entry = &batch->program->entries[batch->figures[i]];
		static const char *const ends[] = {"", "_low", "_high"};
		for (size_t k = 0; k < (batch->intervals ? 3 : 1); k++)
			buf_addf(to, "%c%.*s%s[%.*s]", batch->separator, STR_ARG(entry->name),
				 ends[k], STR_ARG(entry->unit_text));
	}
	buf_putc(to, '\n');
}
