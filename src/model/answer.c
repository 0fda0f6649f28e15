/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One evaluation at central values carries, beside each number, its quality and the share of it
 * that was measured; blocks of draws then give the intervals. A term that is 0 and a factor that
 * is 1 leave the quality of the rest alone: energy * pue is as measured as energy when pue is 1.
 */
#include "model/answer.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/sample.h"

#define NEUTRAL (-1) /* a constant of the method: it says nothing about quality */

/* A register at central values. */
struct trace {
	double value;
	int quality; /* enum frugal_quality or NEUTRAL */
	double measured;
};

static int weakest(int a, int b)
{
	return a > b ? a : b;
}

static bool is(double x, double y)
{
	return !(x < y) && !(x > y);
}

static struct trace product(const struct trace *a, const struct trace *b, double value)
{
	if (is(a->value, 1) && a->quality != NEUTRAL && b->quality != NEUTRAL)
		return (struct trace){value, b->quality, b->measured};
	if (is(b->value, 1) && a->quality != NEUTRAL)
		return (struct trace){value, a->quality, a->measured};
	return (struct trace){value, weakest(a->quality, b->quality),
			      a->measured > b->measured ? a->measured : b->measured};
}

static struct trace sum(const struct trace *a, const struct trace *b, double value)
{
	if (is(a->value, 0))
		return (struct trace){value, b->quality, b->measured};
	if (is(b->value, 0))
		return (struct trace){value, a->quality, a->measured};
	double size_a = fabs(a->value), size_b = fabs(b->value);
	double measured = (size_a * a->measured + size_b * b->measured) / (size_a + size_b);
	return (struct trace){value, weakest(a->quality, b->quality), measured};
}

static void trace_step(const struct step *step, struct trace *regs)
{
	const struct trace *a = &regs[step->a], *b = &regs[step->b], *c = &regs[step->c];
	double value = machine_scalar(step->op, a->value, b->value, c->value);
	struct trace *to = &regs[step->to];
	switch (step->op) {
	case OP_ADD:
	case OP_SUB:
		*to = sum(a, b, value);
		return;
	case OP_MUL:
	case OP_DIV:
		*to = product(a, b, value);
		return;
	case OP_SELECT:
		*to = a->value > 0.5 ? *b : *c;
		to->value = value;
		return;
	case OP_MIN:
	case OP_MAX:
		*to = is(value, a->value) ? *a : *b;
		return;
	case OP_KNOWN:
		*to = (struct trace){value, NEUTRAL, 0};
		return;
	case OP_NEG:
	case OP_ABS:
	case OP_FLOOR:
	case OP_CEIL:
	case OP_ROUND:
	case OP_TRUNC:
	case OP_EXP:
	case OP_LN:
	case OP_LOG2:
	case OP_SQRT:
	case OP_NOT:
		*to = (struct trace){value, a->quality, a->measured};
		return;
	case OP_POW:
	case OP_LT:
	case OP_LE:
	case OP_EQ:
	case OP_NE:
	case OP_AND:
	case OP_OR:
		break;
	}
	*to = (struct trace){value, weakest(a->quality, b->quality),
			     a->measured > b->measured ? a->measured : b->measured};
}

/* What a param starts from. */
static struct trace trace_param(const struct question *question, const struct sample *sample,
				size_t index)
{
	const struct param *param = &question->program->params[index];
	double value = sample->params[index].value;
	if (param->kind == PARAM_CONSTANT) {
		int quality = param->entry == NO_ENTRY ? NEUTRAL : FRUGAL_MODELLED;
		return (struct trace){value, quality, 0};
	}
	if (param->kind == PARAM_FIELD) {
		if (question->overrides[index].given)
			return (struct trace){value, (int)question->overrides[index].quality, 0};
		bool chosen = question_chosen(question, param->input);
		return (struct trace){value, chosen ? FRUGAL_MODELLED : FRUGAL_DEFAULT, 0};
	}
	const struct value *given = &question->values[param->input];
	if (!given->given)
		return (struct trace){value, FRUGAL_DEFAULT, 0};
	return (struct trace){value, (int)given->quality, given->measured_share};
}

static void trace_all(const struct question *question, const struct sample *sample,
		      struct trace *regs)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++)
		regs[program->params[i].reg] = trace_param(question, sample, i);
	for (size_t i = 0; i < program->n_steps; i++)
		trace_step(&program->steps[i], regs);
}

/* ---- what is missing, and why ---- */

static int missing_field(const struct question *question, const struct sample *sample,
			 const struct entry *entry, struct buf *to)
{
	const struct program *program = question->program;
	const struct input *input = &program->inputs[entry->input];
	uint32_t row = sample->rows[entry->input];
	if (row == TABLE_NO_ROW && input->follows != NO_INPUT &&
	    sample->rows[input->follows] != TABLE_NO_ROW) {
		const struct input *owner = &program->inputs[input->follows];
		buf_addf(to, _("table %.*s has no row for %.*s '%s'"), STR_ARG(input->table_name),
			 STR_ARG(owner->name),
			 table_text(owner->table, sample->rows[input->follows],
				    input->follows_column));
		return 0;
	}
	if (row == TABLE_NO_ROW) {
		buf_addf(to, _("%.*s is not given"), STR_ARG(input->name));
		return 0;
	}
	struct buf where = {0};
	table_where(input->table, row, &where);
	buf_addf(to, _("%.*s '%s' has no %s in %s"), STR_ARG(input->name),
		 table_text(input->table, row, 0),
		 table_column(input->table, program->params[entry->param].column)->name,
		 buf_text(&where));
	to->failed |= where.failed;
	buf_release(&where);
	return 0;
}

static bool has_no_value(const void *context, uint32_t reg)
{
	return isnan(((const struct trace *)context)[reg].value);
}

/* What the entry lacks; see program_missing_root. */
static const struct entry *missing_root(const struct program *program, const struct trace *regs,
					const struct entry *entry)
{
	return program_missing_root(program, entry, has_no_value, regs);
}

static void why_absent(const struct question *question, const struct sample *sample,
		       const struct trace *regs, const struct entry *entry, struct buf *to)
{
	const struct entry *root = missing_root(question->program, regs, entry);
	if (root->kind == ENTRY_FIELD)
		missing_field(question, sample, root, to);
	else if (root->kind == ENTRY_INPUT)
		buf_addf(to, _("%.*s is not given"), STR_ARG(root->name));
	else if (root->condition.n)
		buf_addf(to, _("'%.*s' does not hold"), STR_ARG(root->condition));
	else
		buf_addf(to, _("'%.*s' has no value here"), STR_ARG(root->expression));
}

/* A missing field that no known() asks about is an error, not an absent figure. */
static int refuse_missing(const struct question *question, const struct sample *sample,
			  const struct trace *regs, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->optional || !isnan(regs[param->reg].value))
			continue;
		if (question->program->inputs[param->input].optional)
			continue;
		struct buf why = {0};
		const struct entry *entry = &program->entries[param->entry];
		missing_field(question, sample, entry, &why);
		error_set(reterr, FRUGAL_EUSAGE, "%s", buf_text(&why));
		error_todo(reterr, _("give %.*s=NUMBER%.*s"), STR_ARG(entry->name),
			   str_is(entry->unit_text, "1") ? 0 : (int)entry->unit_text.n,
			   entry->unit_text.p);
		buf_release(&why);
		return FRUGAL_EUSAGE;
	}
	return 0;
}

static int run_checks(const struct program *program, const struct trace *regs,
		      struct frugal_error *reterr)
{
	for (size_t i = 0; i < program->n_checks; i++) {
		const struct program_check *check = &program->checks[i];
		double truth = regs[check->reg].value;
		if (isnan(truth) || truth > 0.5)
			continue;
		struct str message = check->message ? str_of(check->message)
						    : words_in(&check->line->help, "en");
		error_set(reterr, FRUGAL_EFINDING, _("a check of model %s is false: %.*s"),
			  program->model->name, STR_ARG(message));
		error_where(reterr, "%s:%u", check->file, check->line->place.line);
		return FRUGAL_EFINDING;
	}
	return 0;
}

static int refuse_infinite(const struct program *program, const struct trace *regs,
			   struct frugal_error *reterr)
{
	for (size_t i = 0; i < program->n_entries; i++) {
		const struct entry *entry = &program->entries[i];
		double value = regs[entry->reg].value;
		bool undefined = isnan(value) && entry->figure &&
				 entry_is_undefined(missing_root(program, regs, entry));
		if (!isinf(value) && !undefined)
			continue;
		error_set(reterr, FRUGAL_EDATA, _("%.*s is not a finite number with these inputs"),
			  STR_ARG(entry->name));
		error_where(reterr, "%s:%u", entry->file, entry->place.line);
		return FRUGAL_EDATA;
	}
	return 0;
}

/* ---- copying into the answer ---- */

static const char *keep(struct answer *answer, struct str s, bool *failed)
{
	const char *copy = arena_strndup(&answer->arena, s.p ? s.p : "", s.n);
	*failed |= copy == NULL;
	return copy ? copy : "";
}

/* The same of a text being built, which is released. */
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

static void fill_input(const struct question *question, const struct sample *sample,
		       const struct entry *entry, struct answer *answer, struct answer_line *line,
		       bool *failed)
{
	const struct input *input = &question->program->inputs[entry->input];
	const struct value *given = &question->values[entry->input];
	bool computed = entry->expression.n > 0; /* then its quality is that of what it rests on */
	if (given->given || !computed)
		line->quality = given->given ? given->quality : FRUGAL_DEFAULT;
	if (given->given && given->source)
		line->source = keep(answer, str_of(given->source), failed);
	else if (!given->given)
		line->source = keep(answer, input->line->source, failed);
	if (input->kind == INPUT_ROW) {
		uint32_t row = sample->rows[entry->input];
		line->text =
			row == TABLE_NO_ROW
				? ""
				: keep(answer, str_of(table_text(input->table, row, 0)), failed);
		line->value = line->low = line->high = MISSING;
	} else if (input->kind == INPUT_CHOICE && !isnan(line->value)) {
		line->text = keep(answer, input->choices[(size_t)line->value], failed);
	}
}

static void fill_field(const struct question *question, const struct sample *sample,
		       const struct entry *entry, struct answer *answer, struct answer_line *line,
		       bool *failed)
{
	const struct input *input = &question->program->inputs[entry->input];
	uint32_t row = sample->rows[entry->input];
	if (question->overrides[entry->param].given || row == TABLE_NO_ROW) {
		const char *source = question->overrides[entry->param].source;
		line->where = "";
		if (source)
			line->source = keep(answer, str_of(source), failed);
		return;
	}
	struct buf where = {0};
	table_where(input->table, row, &where);
	line->where = keep_buf(answer, &where, failed);
	line->source = row_source(answer, input, row, failed);
}

/* The input that nobody gave and on which an input or field depends, or NO_ENTRY. */
static uint32_t untold_input(const struct question *question, const struct entry *entry)
{
	const struct input *inputs = question->program->inputs;
	uint32_t index = entry->input;
	if ((entry->kind != ENTRY_INPUT && entry->kind != ENTRY_FIELD) ||
	    (entry->kind == ENTRY_FIELD && question->overrides[entry->param].given))
		return NO_ENTRY;
	while (!question->values[index].given && inputs[index].follows != NO_INPUT)
		index = inputs[index].follows;
	return question->values[index].given ? NO_ENTRY : inputs[index].entry;
}

static void fill_line(const struct question *question, const struct sample *sample,
		      const struct trace *regs, size_t index, struct answer *answer, bool *failed)
{
	const struct entry *entry = &question->program->entries[index];
	struct answer_line *line = &answer->lines[index];
	const struct trace *trace = &regs[entry->reg];
	char where[256];
	(void)snprintf(where, sizeof(where), "%s:%u", entry->file, entry->place.line);
	*line = (struct answer_line){
		.kind = entry->kind,
		.name = keep(answer, entry->name, failed),
		.expression = keep(answer, entry->expression, failed),
		.where = keep(answer, str_of(where), failed),
		.source = entry->line ? keep(answer, entry->line->source, failed) : "",
		.help_en = entry->line ? keep(answer, entry->line->help.en, failed) : "",
		.help_fr = entry->line ? keep(answer, entry->line->help.fr, failed) : "",
		.unit_text = keep(answer, entry->unit_text, failed),
		.unit = entry->unit,
		.value = trace->value,
		.low = trace->value,
		.high = trace->value,
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
		fill_input(question, sample, entry, answer, line, failed);
	if (entry->kind == ENTRY_FIELD)
		fill_field(question, sample, entry, answer, line, failed);
	if (isnan(line->value) && !line->text) {
		struct buf why = {0};
		why_absent(question, sample, regs, entry, &why);
		line->absent_told = keep_buf(answer, &why, failed);
		bool plain = intl_plain;
		intl_plain = true;
		why_absent(question, sample, regs, entry, &why);
		intl_plain = plain;
		line->absent = keep_buf(answer, &why, failed);
		line->measured_share = 0;
	}
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

static int fill_answer(const struct question *question, const struct answer_options *options,
		       struct sample *sample, struct trace *regs, struct answer *answer,
		       struct frugal_error *reterr)
{
	const struct program *program = question->program;
	trace_all(question, sample, regs);
	int r = refuse_missing(question, sample, regs, reterr);
	if (r == 0)
		r = run_checks(program, regs, reterr);
	if (r == 0)
		r = refuse_infinite(program, regs, reterr);
	if (r == 0)
		r = fill_head(program, answer, reterr);
	bool failed = false;
	for (size_t i = 0; r == 0 && i < program->n_entries; i++)
		fill_line(question, sample, regs, i, answer, &failed);
	if (failed)
		r = error_nomem(reterr);
	answer->seed = options && options->seed ? options->seed : DEFAULT_SEED;
	answer->draws = options && options->draws ? options->draws : DEFAULT_DRAWS;
	if (r == 0 && sample->n_uncertain && answer->draws > 1)
		r = sample_intervals(sample, answer, options && options->lines, reterr);
	if (r == 0 && options && options->sensitivity && sample->n_uncertain)
		r = sample_sensitivity(sample, answer, reterr);
	return r;
}

int question_answer(const struct question *question, const struct answer_options *options,
		    struct answer **ret, struct frugal_error *reterr)
{
	int r = question_complete(question, reterr);
	if (r < 0)
		return r;
	struct answer *answer = mem_zalloc(1, sizeof(*answer));
	struct trace *regs = mem_zalloc(question->program->n_regs + 1, sizeof(*regs));
	struct sample sample = {0};
	r = answer && regs ? sample_init(&sample, question, reterr) : error_nomem(reterr);
	if (r == 0)
		r = fill_answer(question, options, &sample, regs, answer, reterr);
	sample_release(&sample);
	mem_free(regs);
	if (r < 0) {
		answer_free(answer);
		return r;
	}
	*ret = answer;
	return 0;
}

void answer_free(struct answer *answer)
{
	if (!answer)
		return;
	arena_release(&answer->arena);
	mem_free(answer);
}

const struct answer_line *answer_find(const struct answer *answer, const char *name)
{
	for (size_t i = 0; i < answer->n_lines; i++)
		if (strcmp(answer->lines[i].name, name) == 0)
			return &answer->lines[i];
	return NULL;
}
