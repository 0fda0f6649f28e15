/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader must know of an answer beyond its figures: the notes of the model that apply, and
 * the row that was taken for a family name, and each default that stands in where a row that was
 * given lacks a value. A row that is not given has its defaults in the derivation; one that is
 * given looks as if all of it were its own.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/answer_inside.h"

struct noting {
	const struct question *question;
	const struct spread *spread;
	struct answer *answer;
	bool failed;
};

/* Whether a number of the model stands in for a field that the row of an input lacks. */
static bool stands_in(const struct noting *noting, const struct input *input)
{
	const struct question *question = noting->question;
	if (input->stands_for == NO_ENTRY)
		return false;
	const struct param *param = &question->program->params[input->stands_for];
	return isnan(noting->spread->params[input->stands_for].value) &&
	       noting->spread->rows[param->input] != TABLE_NO_ROW &&
	       question_chosen(question, param->input);
}

void note_taken(const struct input *input, const struct taken *taken, uint32_t row, struct buf *to)
{
	const char *key = table_text(input->table, row, 0);
	if (taken->is_region) {
		/* TRANSLATORS: "zone: the region 'eu-west-3' is on the grid of FR; ..." */
		buf_addf(to,
			 _("%.*s: the region '%s' is on the grid of %s; nothing else of it (PUE, "
			   "WUE) is taken"),
			 STR_ARG(input->name), taken->name, key);
		return;
	}
	buf_addf(to, _("%.*s: '%s' is taken as %s"), STR_ARG(input->name), taken->name, key);
	for (uint32_t i = 0; i < taken->n_others; i++)
		buf_addf(to, "%s%s", i ? ", " : _("; also: "),
			 table_text(input->table, taken->others[i], 0));
}

/* Whether the user gives every field of the row by hand. */
static bool fields_given(const struct question *question, size_t index)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].input == index && !question->overrides[i].given)
			return false;
	return true;
}

bool note_scope_applies(const struct question *question, size_t index, uint32_t row)
{
	const struct input *input = &question->program->inputs[index];
	if (input->kind != INPUT_ROW || row == TABLE_NO_ROW)
		return false;
	uint32_t scope = table_column_find(input->table, str_of("scope"));
	return scope != TABLE_NO_COLUMN &&
	       strcmp(table_text(input->table, row, scope), "direct") == 0 &&
	       !fields_given(question, index);
}

void note_scope(const struct input *input, uint32_t row, struct buf *to)
{
	buf_addf(to,
		 _("%.*s: %s counts what its power plants emit; their fuels' supply and their "
		   "construction come on top"),
		 STR_ARG(input->name), table_text(input->table, row, 0));
}

static void scope_note(const struct noting *noting, size_t index, struct buf *to)
{
	note_scope(&noting->question->program->inputs[index], noting->spread->rows[index], to);
}

static void taken_note(const struct noting *noting, size_t index, struct buf *to)
{
	const struct value *value = &noting->question->values[index];
	note_taken(&noting->question->program->inputs[index], value->taken, value->row, to);
}

void note_default(const struct question *question, const struct spread *spread, size_t index,
		  struct buf *to)
{
	const struct program *program = question->program;
	const struct input *input = &program->inputs[index];
	buf_addf(to, "%.*s: ", STR_ARG(input->name));
	if (input->kind == INPUT_ROW) {
		missing_row(question, spread->rows, index, to);
		buf_addf(to, _("; '%.*s' is taken"), STR_ARG(input->key));
	} else {
		const struct param *param = &program->params[input->stands_for];
		missing_field(question, spread, &program->entries[param->entry], to);
		/* A number speaks for itself; a rule of the model is in the derivation. */
		if (num_parse(input->stand_in, &(double){0}))
			buf_addf(to, _("; %.*s is taken"), STR_ARG(input->stand_in));
		else
			buf_puts(to, _("; the default of the model is taken"));
	}
}

static void default_note(const struct noting *noting, size_t index, struct buf *to)
{
	note_default(noting->question, noting->spread, index, to);
}

static const char *keep_note(struct noting *noting, const struct buf *text)
{
	const char *kept = arena_strndup(&noting->answer->arena, buf_text(text), text->n);
	noting->failed |= text->failed || !kept;
	return kept ? kept : "";
}

/* "token_energy: at central inputs, since 12 of 4096 draws have no value". */
static void central_note(const struct noting *noting, size_t index, struct buf *to)
{
	const struct answer_line *line = &noting->answer->lines[index];
	buf_addf(to, _("%s: at central inputs, since %u of %u draws of it have no value"),
		 line->name, (unsigned)line->n_unknown, (unsigned)noting->answer->draws);
}

/* "energy, carbon: the value is outside the 5 % to 95 % range of the draws, which ...". */
static void widened_note(const struct noting *noting, size_t first, struct buf *to)
{
	const struct answer *answer = noting->answer;
	for (size_t i = first; i < answer->n_lines; i++)
		if (answer->lines[i].figure && answer->lines[i].widened)
			buf_addf(to, "%s%s", i > first ? ", " : "", answer->lines[i].name);
	buf_puts(to, _(": the value is outside the 5 % to 95 % range of the draws, which is "
		       "widened to include it"));
}

typedef void write_note(const struct noting *noting, size_t index, struct buf *to);

static void add_note(struct noting *noting, size_t index, write_note *write)
{
	struct answer_note *note = &noting->answer->notes[noting->answer->n_notes++];
	struct buf text = {0};
	write(noting, index, &text);
	note->stated = keep_note(noting, &text);
	bool plain = intl_plain;
	intl_plain = true;
	buf_clear(&text);
	write(noting, index, &text);
	note->plain = keep_note(noting, &text);
	intl_plain = plain;
	buf_release(&text);
}

static void add_words(struct noting *noting, const struct words *words)
{
	struct answer_note *note = &noting->answer->notes[noting->answer->n_notes++];
	/* TRANSLATORS: not words but a language: the one of this catalogue */
	struct str stated = words_in(words, _("en")), plain = words_in(words, "en");
	struct arena *arena = &noting->answer->arena;
	note->stated = arena_strndup(arena, stated.p, stated.n);
	note->plain = arena_strndup(arena, plain.p, plain.n);
	noting->failed |= !note->stated || !note->plain;
}

/* Figures that are not means though the model's are; ranges that had to be widened. */
static void add_headline_notes(struct noting *noting)
{
	const struct answer *answer = noting->answer;
	bool said = false;
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (line->figure && line->n_unknown &&
		    noting->question->program->model->headline == HEADLINE_MEAN)
			add_note(noting, i, central_note);
		if (line->figure && line->widened && !said)
			add_note(noting, i, widened_note);
		said |= line->figure && line->widened;
	}
}

static void add_input_notes(struct noting *noting, size_t index)
{
	const struct question *question = noting->question;
	const struct value *value = &question->values[index];
	if (value->given && value->taken)
		add_note(noting, index, taken_note);
	if (question_chosen(question, index) &&
	    note_scope_applies(question, index, noting->spread->rows[index]))
		add_note(noting, index, scope_note);
	if (!value->given && (question_substituted(question, index) ||
			      stands_in(noting, &question->program->inputs[index])))
		add_note(noting, index, default_note);
}

int answer_fill_notes(struct answer *answer, const struct question *question,
		      const struct spread *spread, const struct trace *regs,
		      struct frugal_error *reterr)
{
	const struct program *program = question->program;
	struct noting noting = {question, spread, answer, false};
	answer->notes = arena_array(&answer->arena,
				    2 * program->n_inputs + program->n_checks + answer->n_lines + 2,
				    sizeof(struct answer_note));
	if (!answer->notes)
		return error_nomem(reterr);
	for (size_t i = 0; i < program->n_inputs; i++)
		add_input_notes(&noting, i);
	add_headline_notes(&noting);
	for (size_t i = 0; i < program->n_checks; i++)
		if (program->checks[i].note && regs[program->checks[i].reg].value > 0.5)
			add_words(&noting, &program->checks[i].line->help);
	return noting.failed ? error_nomem(reterr) : 0;
}
