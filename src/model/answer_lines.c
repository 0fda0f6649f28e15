/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies an evaluation into an answer, line by line: words, places, sources, and why a value is
 * missing. A text that several lines share (the row of an input, the reason of a missing value) is
 * written once.
 */
#include "model/answer_inside.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"

/* The words for a row: "factors/zones.csv:88" and "FR: Ember (2023)". */
struct row_words {
	const char *where;
	const char *source;
};

/* Why a value is missing, for people and for programs. */
struct why {
	const char *stated;
	const char *plain;
};

struct filling {
	const struct question *question;
	const struct spread *spread;
	const struct trace *regs;
	struct answer *answer;
	struct row_words *rows; /* by input; NULL until a field is read */
	struct why *whys;       /* by entry: the reason, if it is the root of a missing value */
	bool failed;
};

/* ---- what is missing, and why ---- */

/* The cell of NAME_absent: why the table has no value there; "" where it does not say. */
static const char *reason_of_cell(const struct table *table, uint32_t row, const char *column)
{
	/* TRANSLATORS: why a table has no value, after its place */
	static const char *const reasons[] = {N_("the source counts only a part of it")};
	struct buf name = {0};
	buf_addf(&name, "%s_absent", column);
	uint32_t found = table_column_find(table, buf_str(&name));
	const char *cell = found == TABLE_NO_COLUMN ? "" : table_text(table, row, found);
	buf_release(&name);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (strcmp(cell, reasons[i]) == 0)
			return _(reasons[i]);
	return cell;
}

static void missing_cell(const struct input *input, uint32_t row, const char *column,
			 struct buf *to)
{
	struct buf where = {0};
	const char *reason = reason_of_cell(input->table, row, column);
	table_where(input->table, row, &where);
	buf_addf(to, _("%.*s '%s' has no %s in %s"), STR_ARG(input->name),
		 table_text(input->table, row, 0), column, buf_text(&where));
	if (reason[0])
		/* TRANSLATORS: before a reason */
		buf_addf(to, _(": %s"), reason);
	to->failed |= where.failed;
	buf_release(&where);
}

void missing_row(const struct question *question, const uint32_t *rows, size_t index,
		 struct buf *to)
{
	const struct input *input = &question->program->inputs[index];
	/* The first that is followed and is there has none. */
	while (input->follows != NO_INPUT && rows[input->follows] == TABLE_NO_ROW &&
	       question->program->inputs[input->follows].follows != NO_INPUT)
		input = &question->program->inputs[input->follows];
	if (input->follows == NO_INPUT || rows[input->follows] == TABLE_NO_ROW) {
		buf_addf(to, _("%.*s is not given"), STR_ARG(input->name));
		return;
	}
	const struct input *owner = &question->program->inputs[input->follows];
	uint32_t row = rows[input->follows];
	const char *cell = table_text(owner->table, row, input->follows_column);
	if (!cell[0])
		missing_cell(owner, row, table_column(owner->table, input->follows_column)->name,
			     to);
	else
		buf_addf(to, _("table %.*s has no row for %.*s '%s'"), STR_ARG(input->table_name),
			 STR_ARG(owner->name), cell);
}

void missing_field(const struct question *question, const struct spread *spread,
		   const struct entry *entry, struct buf *to)
{
	const struct program *program = question->program;
	const struct input *input = &program->inputs[entry->input];
	uint32_t row = spread->rows[entry->input];
	if (row == TABLE_NO_ROW) {
		missing_row(question, spread->rows, entry->input, to);
		return;
	}
	missing_cell(input, row,
		     table_column(input->table, program->params[entry->param].column)->name, to);
}

static bool has_no_value(const void *context, uint32_t reg)
{
	return isnan(((const struct trace *)context)[reg].value);
}

const struct entry *missing_root(const struct program *program, const struct trace *regs,
				 const struct entry *entry)
{
	return program_missing_root(program, entry, has_no_value, regs);
}

static void why_absent(const struct filling *filling, const struct entry *root, struct buf *to)
{
	if (root->kind == ENTRY_FIELD)
		missing_field(filling->question, filling->spread, root, to);
	else if (root->kind == ENTRY_INPUT)
		buf_addf(to, _("%.*s is not given"), STR_ARG(root->name));
	else if (root->condition.n)
		buf_addf(to, _("'%.*s' is false"), STR_ARG(root->condition));
	else
		buf_addf(to, _("'%.*s' has no value here"), STR_ARG(root->expression));
}

/* ---- copying into the answer ---- */

static const char *keep(struct answer *answer, struct str s, bool *failed)
{
	const char *copy = s.n ? arena_strndup(&answer->arena, s.p, s.n) : "";
	*failed |= copy == NULL;
	return copy ? copy : "";
}

/* Copies the text of a buffer and releases the buffer. */
static const char *keep_buf(struct answer *answer, struct buf *text, bool *failed)
{
	*failed |= text->failed;
	const char *kept = keep(answer, buf_str(text), failed);
	buf_release(text);
	return kept;
}

static const char *row_source(struct answer *answer, const struct input *input, uint32_t row,
			      bool *failed)
{
	static const char *const columns[] = {"source", "year"};
	struct buf text = {0};
	buf_puts(&text, table_text(input->table, row, 0));
	for (size_t i = 0; i < 2; i++) {
		uint32_t column = table_column_find(input->table, str_of(columns[i]));
		const char *cell =
			column == TABLE_NO_COLUMN ? "" : table_text(input->table, row, column);
		if (cell[0])
			buf_addf(&text, i ? " (%s)" : ": %s", cell);
	}
	return keep_buf(answer, &text, failed);
}

/* "FILE:LINE". */
static const char *keep_place(struct answer *answer, const char *file, uint32_t line, bool *failed)
{
	char digits[12];
	size_t n = strlen(file), i = sizeof(digits);
	do
		digits[--i] = (char)('0' + line % 10);
	while (line /= 10);
	digits[--i] = ':';
	char *text = arena_alloc(&answer->arena, n + sizeof(digits) - i + 1);
	*failed |= text == NULL;
	if (!text)
		return "";
	memcpy(text, file, n);
	memcpy(text + n, digits + i, sizeof(digits) - i);
	return text;
}

/* Copies the name that was taken for a row, and the keys of the others. */
static void fill_taken(struct filling *filling, const struct input *input,
		       const struct taken *taken, struct answer_line *line)
{
	struct arena *arena = &filling->answer->arena;
	const char **others = arena_array(arena, taken->n_others + 1, sizeof(*others));
	line->asked = keep(filling->answer, str_of(taken->name), &filling->failed);
	filling->failed |= others == NULL;
	for (uint32_t i = 0; others && i < taken->n_others; i++)
		others[i] =
			keep(filling->answer, str_of(table_text(input->table, taken->others[i], 0)),
			     &filling->failed);
	line->others = others;
}

static void fill_input(struct filling *filling, const struct entry *entry, struct answer_line *line)
{
	struct answer *answer = filling->answer;
	const struct input *input = &filling->question->program->inputs[entry->input];
	const struct value *given = &filling->question->values[entry->input];
	bool computed = entry->expression.n > 0; /* then its quality is that of its terms */
	if (given->given || !computed)
		line->quality = given->given ? given->quality : FRUGAL_DEFAULT;
	if (given->given && given->source)
		line->source = keep(answer, str_of(given->source), &filling->failed);
	else if (!given->given)
		line->source = keep(answer, input->line->source, &filling->failed);
	if (input->kind == INPUT_ROW) {
		uint32_t row = filling->spread->rows[entry->input];
		line->text = row == TABLE_NO_ROW
				     ? ""
				     : keep(answer, str_of(table_text(input->table, row, 0)),
					    &filling->failed);
		line->value = line->low = line->high = MISSING;
		line->central = line->mean = line->median = MISSING;
		if (given->given && given->taken)
			fill_taken(filling, input, given->taken, line);
	} else if (input->kind == INPUT_CHOICE && !isnan(line->value)) {
		line->text = keep(answer, input->choices[(size_t)line->value], &filling->failed);
	}
}

static const struct row_words *words_of_row(struct filling *filling, uint32_t index, uint32_t row)
{
	struct row_words *words = &filling->rows[index];
	const struct input *input = &filling->question->program->inputs[index];
	if (!words->where) {
		struct buf where = {0};
		table_where(input->table, row, &where);
		words->where = keep_buf(filling->answer, &where, &filling->failed);
		words->source = row_source(filling->answer, input, row, &filling->failed);
	}
	return words;
}

/* The cell of NAME_source, for a column whose source is not that of its row; NULL: it is. */
static const char *column_source(struct filling *filling, const struct entry *entry, uint32_t row)
{
	const struct program *program = filling->question->program;
	const struct table *table = program->inputs[entry->input].table;
	struct buf text = {0};
	buf_addf(&text, "%s_source",
		 table_column(table, program->params[entry->param].column)->name);
	uint32_t column = table_column_find(table, buf_str(&text));
	const char *cell = column == TABLE_NO_COLUMN ? "" : table_text(table, row, column);
	filling->failed |= text.failed;
	buf_clear(&text);
	if (cell[0])
		buf_addf(&text, "%s: %s", table_text(table, row, 0), cell);
	if (cell[0])
		return keep_buf(filling->answer, &text, &filling->failed);
	buf_release(&text);
	return NULL;
}

static void fill_field(struct filling *filling, const struct entry *entry, struct answer_line *line)
{
	const struct value *given = &filling->question->overrides[entry->param];
	uint32_t row = filling->spread->rows[entry->input];
	if (given->given || row == TABLE_NO_ROW) {
		line->where = "";
		if (given->source)
			line->source =
				keep(filling->answer, str_of(given->source), &filling->failed);
		return;
	}
	const struct row_words *words = words_of_row(filling, entry->input, row);
	const char *of_column = column_source(filling, entry, row);
	line->where = words->where;
	line->source = of_column ? of_column : words->source;
}

static void fill_absent(struct filling *filling, const struct entry *entry,
			struct answer_line *line)
{
	const struct program *program = filling->question->program;
	const struct entry *root = missing_root(program, filling->regs, entry);
	struct why *why = &filling->whys[root - program->entries];
	if (!why->plain) {
		struct buf text = {0};
		why_absent(filling, root, &text);
		why->stated = keep_buf(filling->answer, &text, &filling->failed);
		bool plain = intl_plain;
		intl_plain = true;
		why_absent(filling, root, &text);
		intl_plain = plain;
		why->plain = keep_buf(filling->answer, &text, &filling->failed);
	}
	line->absent_stated = why->stated;
	line->absent = why->plain;
	line->measured_share = 0;
}

/* The input on which an input or field depends and which was not given, or NO_ENTRY. A row that
 * follows none is told by itself: the engine, where no model is named that has one. */
static uint32_t untold_input(const struct question *question, const struct entry *entry)
{
	const struct input *inputs = question->program->inputs;
	uint32_t index = entry->input;
	if ((entry->kind != ENTRY_INPUT && entry->kind != ENTRY_FIELD) ||
	    (entry->kind == ENTRY_FIELD && question->overrides[entry->param].given))
		return NO_ENTRY;
	while (!question->values[index].given && inputs[index].follows != NO_INPUT &&
	       question_row(question, inputs[index].follows) != TABLE_NO_ROW)
		index = inputs[index].follows;
	return question->values[index].given ? NO_ENTRY : inputs[index].entry;
}

static void fill_line(struct filling *filling, size_t index)
{
	const struct question *question = filling->question;
	const struct entry *entry = &question->program->entries[index];
	const struct trace *trace = &filling->regs[entry->reg];
	struct answer *answer = filling->answer;
	struct answer_line *line = &answer->lines[index];
	bool *failed = &filling->failed;
	*line = (struct answer_line){
		.kind = entry->kind,
		.name = keep(answer, entry->name, failed),
		.expression = keep(answer, entry->expression, failed),
		.where = keep_place(answer, entry->file, entry->place.line, failed),
		.source = entry->line ? keep(answer, entry->line->source, failed) : "",
		.help_en = entry->line ? keep(answer, entry->line->help.en, failed) : "",
		.help_fr = entry->line ? keep(answer, entry->line->help.fr, failed) : "",
		.unit_text = keep(answer, entry->unit_text, failed),
		.unit = entry->unit,
		.value = trace->value,
		.low = trace->value,
		.high = trace->value,
		.central = trace->value,
		.mean = trace->value,
		.median = trace->value,
		.shifted_by = NO_ENTRY,
		.quality = trace->quality == NEUTRAL ? FRUGAL_MODELLED
						     : (enum frugal_quality)trace->quality,
		.measured_share = trace->measured,
		.n_uses = entry->n_uses,
		.untold = untold_input(question, entry),
		.figure = entry->figure,
	};
	uint32_t *uses = arena_array(&answer->arena, entry->n_uses + 1, sizeof(uint32_t));
	*failed |= uses == NULL;
	if (uses && entry->n_uses)
		memcpy(uses, entry->uses, entry->n_uses * sizeof(uint32_t));
	line->uses = uses;
	if (entry->kind == ENTRY_INPUT)
		fill_input(filling, entry, line);
	if (entry->kind == ENTRY_FIELD)
		fill_field(filling, entry, line);
	if (isnan(line->value) && !line->text)
		fill_absent(filling, entry, line);
}

static int fill_head(const struct program *program, struct answer *answer,
		     struct frugal_error *reterr)
{
	const struct model *model = program->model;
	bool failed = false;
	answer->model = keep(answer, str_of(model->name), &failed);
	answer->title_en = keep(answer, words_in(&model->title, "en"), &failed);
	answer->title_fr = keep(answer, words_in(&model->title, "fr"), &failed);
	answer->boundary_en = keep(answer, words_in(&model->boundary, "en"), &failed);
	answer->boundary_fr = keep(answer, words_in(&model->boundary, "fr"), &failed);
	answer->differs_en = keep(answer, words_in(&model->differs, "en"), &failed);
	answer->differs_fr = keep(answer, words_in(&model->differs, "fr"), &failed);
	struct buf sources = {0};
	for (size_t i = 0; i < model->n_sources; i++) {
		buf_puts(&sources, i ? "; " : "");
		buf_add(&sources, model->sources[i].p, model->sources[i].n);
	}
	answer->sources = keep_buf(answer, &sources, &failed);
	(void)snprintf(answer->version, sizeof(answer->version), "%016llx",
		       (unsigned long long)program->version);
	answer->lines =
		arena_array(&answer->arena, program->n_entries + 1, sizeof(struct answer_line));
	answer->n_lines = program->n_entries;
	return failed || !answer->lines ? error_nomem(reterr) : 0;
}

int answer_fill(struct answer *answer, const struct question *question, const struct spread *spread,
		const struct trace *regs, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	struct filling filling = {
		.question = question,
		.spread = spread,
		.regs = regs,
		.answer = answer,
		.rows = mem_zalloc(program->n_inputs, sizeof(struct row_words)),
		.whys = mem_zalloc(program->n_entries, sizeof(struct why)),
	};
	filling.failed = !filling.rows || !filling.whys;
	int r = fill_head(program, answer, reterr);
	for (size_t i = 0; r == 0 && !filling.failed && i < program->n_entries; i++)
		fill_line(&filling, i);
	mem_free(filling.rows);
	mem_free(filling.whys);
	return r == 0 && filling.failed ? error_nomem(reterr) : r;
}
