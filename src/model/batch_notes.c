/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The notes of a batch: those that answer_notes.c would put on the answer to each row, counted by
 * kind, with the text of the first. A kind is a bit of a word. The bits of a name are found when
 * the name is looked up, and the rest of them when the batch is opened, so that a row costs a few
 * words; the text of a kind is written once, from its first row, which is read again for it.
 */
#include "model/batch_notes.h"

#include <math.h>

#include "base/intl.h"
#include "model/answer_inside.h"

#define BIT(k) (UINT64_C(1) << (k))

/* ---- kinds ---------------------------------------------------------------------------------- */

/* The last of them counts all that have no bit of their own. */
static size_t add_watch(struct batch *batch, enum batch_watch_kind kind, uint32_t index)
{
	size_t k = batch->n_watches < BATCH_WATCHES ? batch->n_watches++ : BATCH_WATCHES - 1;
	if (batch->watches[k].kind == WATCH_NONE)
		batch->watches[k] = (struct batch_watch){kind, index};
	return k;
}

static const struct param *stood_for(const struct batch *batch, size_t input)
{
	uint32_t param = batch->program->inputs[input].stands_for;
	return param == NO_ENTRY ? NULL : &batch->program->params[param];
}

static bool may_be_substituted(const struct input *input)
{
	return input->kind == INPUT_ROW && input->follows != NO_INPUT && input->key.n;
}

/* Whether the default row of an input stands in for the one that followed has not. */
static bool substituted(const struct batch *batch, size_t index, uint32_t followed)
{
	const struct input *input = &batch->program->inputs[index];
	const struct table *owner = batch->program->inputs[input->follows].table;
	return followed != TABLE_NO_ROW &&
	       input_follow(input, batch->program, followed) != TABLE_NO_ROW &&
	       table_find_key(input->table,
			      str_of(table_text(owner, followed, input->follows_column))) ==
		       TABLE_NO_ROW;
}

/* What all rows have by the inputs of the command line. */
static bool in_all(const struct batch *batch, const struct batch_watch *watch)
{
	const struct question *fixed = batch->fixed;
	const struct param *param;
	switch (watch->kind) {
	case WATCH_TAKEN:
		return fixed->values[watch->index].given && fixed->values[watch->index].taken;
	case WATCH_SCOPE:
		return !batch_row_varies(batch, watch->index) &&
		       question_chosen(fixed, watch->index) &&
		       note_scope_applies(fixed, watch->index, batch->spread.rows[watch->index]);
	case WATCH_ROW:
		return !batch_row_varies(batch, batch->program->inputs[watch->index].follows) &&
		       question_substituted(fixed, watch->index);
	case WATCH_FIELD:
		param = stood_for(batch, watch->index);
		return !batch_row_varies(batch, param->input) &&
		       isnan(batch->spread.params[param - batch->program->params].value) &&
		       batch->spread.rows[param->input] != TABLE_NO_ROW &&
		       question_chosen(fixed, param->input);
	case WATCH_NONE:
	case WATCH_CHECK:
		break;
	}
	return false;
}

/* Whether the column has the only number that the model takes of the row of an input. */
static bool is_only_field(const struct batch *batch, const struct batch_column *column,
			  uint32_t input)
{
	bool found = false;
	for (size_t i = 0; i < batch->program->n_params; i++) {
		const struct param *param = &batch->program->params[i];
		if (param->input == input && param->reg != column->reg)
			return false;
		found |= param->input == input;
	}
	return found;
}

/* A cell of this column answers what the note is about. */
static bool answers(const struct batch *batch, const struct batch_column *column,
		    const struct batch_watch *watch)
{
	if (watch->kind == WATCH_SCOPE)
		return column->kind == COLUMN_NUMBER && is_only_field(batch, column, watch->index);
	if (column->kind == COLUMN_CARRIED ||
	    (watch->kind != WATCH_ROW && watch->kind != WATCH_FIELD))
		return false;
	return column->input == watch->index ||
	       (watch->kind == WATCH_FIELD && column->kind == COLUMN_NUMBER &&
		column->reg == stood_for(batch, watch->index)->reg);
}

static bool has_scope(const struct input *input)
{
	return input->kind == INPUT_ROW &&
	       table_column_find(input->table, str_of("scope")) != TABLE_NO_COLUMN;
}

void batch_notes_open(struct batch *batch)
{
	const struct program *program = batch->program;
	for (uint32_t i = 0; i < program->n_inputs; i++) {
		const struct input *input = &program->inputs[i];
		if (input->kind == INPUT_ROW)
			add_watch(batch, WATCH_TAKEN, i);
		if (has_scope(input))
			add_watch(batch, WATCH_SCOPE, i);
		if (batch->fixed->values[i].given)
			continue;
		if (may_be_substituted(input))
			add_watch(batch, WATCH_ROW, i);
		if (stood_for(batch, i))
			add_watch(batch, WATCH_FIELD, i);
	}
	batch->first_check = batch->n_watches;
	for (uint32_t i = 0; i < program->n_checks; i++)
		if (program->checks[i].note)
			add_watch(batch, WATCH_CHECK, i);
	for (size_t k = 0; k < batch->n_watches; k++) {
		batch->noted |= in_all(batch, &batch->watches[k]) ? BIT(k) : 0;
		for (size_t i = 0; i < batch->n_columns; i++)
			if (answers(batch, &batch->columns[i], &batch->watches[k]))
				batch->columns[i].answers |= BIT(k);
	}
}

/* ---- the bits of a row ---------------------------------------------------------------------- */

static uint64_t lacks(const struct batch *batch, const struct batch_watch *watch, uint32_t index,
		      uint32_t row)
{
	const struct param *param;
	if (watch->kind == WATCH_SCOPE)
		return watch->index == index && note_scope_applies(batch->fixed, index, row);
	if (watch->kind == WATCH_ROW)
		return batch->program->inputs[watch->index].follows == index &&
		       substituted(batch, watch->index, row);
	if (watch->kind != WATCH_FIELD)
		return false;
	param = stood_for(batch, watch->index);
	return param->input == index && row != TABLE_NO_ROW &&
	       !batch->fixed->overrides[param - batch->program->params].given &&
	       isnan(table_number(batch->program->inputs[index].table, row, param->column));
}

uint64_t batch_notes_row(const struct batch *batch, uint32_t index, uint32_t row)
{
	const struct program *program = batch->program;
	uint64_t noted = 0;
	for (size_t k = 0; k < batch->n_watches; k++)
		noted |= lacks(batch, &batch->watches[k], index, row) ? BIT(k) : 0;
	for (uint32_t i = index + 1; i < program->n_inputs; i++)
		if (program->inputs[i].follows == index && !batch->given[i])
			noted |= batch_notes_row(batch, i,
						 input_follow(&program->inputs[i], program, row));
	return noted;
}

uint64_t batch_notes_taken(const struct batch *batch, uint32_t index)
{
	for (size_t k = 0; k < batch->n_watches; k++)
		if (batch->watches[k].kind == WATCH_TAKEN && batch->watches[k].index == index)
			return BIT(k);
	return 0;
}

uint64_t batch_notes_followed(const struct batch *batch, uint32_t index, uint32_t followed)
{
	for (size_t k = 0; k < batch->n_watches; k++)
		if (batch->watches[k].kind == WATCH_ROW && batch->watches[k].index == index)
			return substituted(batch, index, followed) ? BIT(k) : 0;
	return 0;
}

/* ---- counting ------------------------------------------------------------------------------- */

static void write_note(const struct batch *batch, const struct batch_record *record,
		       const struct batch_watch *watch, struct buf *to)
{
	const struct program *program = batch->program;
	const struct spread rows = {.rows = record->rows};
	switch (watch->kind) {
	case WATCH_TAKEN:
		note_taken(&program->inputs[watch->index], record->taken[watch->index],
			   record->rows[watch->index], to);
		break;
	case WATCH_SCOPE:
		note_scope(&program->inputs[watch->index], record->rows[watch->index], to);
		break;
	case WATCH_ROW:
	case WATCH_FIELD:
		note_default(batch->fixed, &rows, watch->index, to);
		break;
	case WATCH_CHECK:
		/* TRANSLATORS: not words but a language: the one of this catalogue */
		buf_addf(to, "%.*s",
			 STR_ARG(words_in(&program->checks[watch->index].line->help, _("en"))));
		break;
	case WATCH_NONE:
		break;
	}
}

int batch_notes_first(const struct batch *batch, const struct batch_record *record, size_t kind,
		      struct batch_note *note, struct frugal_error *reterr)
{
	struct buf text = {0};
	pthread_mutex_lock(batch->finding); /* a table builds its index at the first look-up */
	write_note(batch, record, &batch->watches[kind], &text);
	pthread_mutex_unlock(batch->finding);
	mem_free(note->text);
	note->text = text.failed ? NULL : mem_strndup(buf_text(&text), text.n);
	note->line = record->line;
	buf_release(&text);
	return note->text ? 0 : error_nomem(reterr);
}

void batch_notes_add(struct batch_note *to, struct batch_note *part)
{
	for (size_t k = 0; k < BATCH_WATCHES; k++) {
		if (!to[k].rows && part[k].rows) {
			mem_free(to[k].text);
			to[k] = part[k];
		} else {
			to[k].rows += part[k].rows;
			mem_free(part[k].text);
		}
		part[k] = (struct batch_note){0};
	}
}

void batch_notes_release(struct batch_note *notes)
{
	for (size_t k = 0; k < BATCH_WATCHES; k++) {
		mem_free(notes[k].text);
		notes[k] = (struct batch_note){0};
	}
}
