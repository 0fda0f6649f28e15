/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers a question. One evaluation at central values computes each number with its quality and
 * its measured share; blocks of draws then give the intervals (spread.c). A term of 0 and a factor
 * of 1 do not change the quality of the rest: energy * pue is as measured as energy when pue is 1.
 */
#include "model/answer.h"

#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/answer_inside.h"

static int weakest(int a, int b)
{
	return a > b ? a : b;
}

/* Never true of a missing value. */
static bool is(double x, double y)
{
	return x <= y && x >= y;
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
		to->value = value;
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

/* The value, quality and measured share of a param. */
static struct trace trace_param(const struct question *question, const struct spread *spread,
				size_t index)
{
	const struct param *param = &question->program->params[index];
	double value = spread->params[index].value;
	if (param->kind == PARAM_CONSTANT) {
		int quality = param->entry == NO_ENTRY ? NEUTRAL : FRUGAL_MODELLED;
		return (struct trace){value, quality, 0};
	}
	if (param->kind == PARAM_TEXT || param->kind == PARAM_CHOSEN)
		return (struct trace){value, NEUTRAL, 0};
	if (param->kind == PARAM_FIELD) {
		if (question->overrides[index].given)
			return (struct trace){value, (int)question->overrides[index].quality, 0};
		bool chosen = question_chosen(question, param->input) &&
			      !question_substituted(question, param->input);
		return (struct trace){value, chosen ? FRUGAL_MODELLED : FRUGAL_DEFAULT, 0};
	}
	const struct value *given = &question->values[param->input];
	if (!given->given)
		return (struct trace){value, FRUGAL_DEFAULT, 0};
	return (struct trace){value, (int)given->quality, given->measured_share};
}

static void trace_all(const struct question *question, const struct spread *spread,
		      struct trace *regs)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++)
		regs[program->params[i].reg] = trace_param(question, spread, i);
	for (size_t i = 0; i < program->n_steps; i++)
		trace_step(&program->steps[i], regs);
}

int refuse_missing(const struct question *question, const struct spread *spread, const bool *varies,
		   struct frugal_error *reterr)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->optional ||
		    !isnan(spread->params[i].value) || (varies && varies[i]))
			continue;
		if (question->program->inputs[param->input].optional)
			continue;
		struct buf why = {0};
		const struct entry *entry = &program->entries[param->entry];
		missing_field(question, spread, entry, &why);
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
		if (check->note || isnan(truth) || truth > 0.5)
			continue;
		struct str message = check->message ? str_of(check->message)
						    : words_in(&check->line->help, "en");
		error_set(reterr, FRUGAL_EFINDING, _("a check of model %s failed: %.*s"),
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

static int fill_answer(const struct question *question, const struct answer_options *options,
		       struct spread *spread, struct trace *regs, struct answer *answer,
		       struct frugal_error *reterr)
{
	const struct program *program = question->program;
	trace_all(question, spread, regs);
	int r = refuse_missing(question, spread, NULL, reterr);
	if (r == 0)
		r = run_checks(program, regs, reterr);
	if (r == 0)
		r = refuse_infinite(program, regs, reterr);
	if (r == 0)
		r = answer_fill(answer, question, spread, regs, reterr);
	answer->seed = options && options->seed ? options->seed : DEFAULT_SEED;
	answer->draws = options && options->draws ? options->draws : DEFAULT_DRAWS;
	if (r == 0 && spread->n_uncertain && answer->draws > 1)
		r = headline_fill(spread, answer, options && options->lines, reterr);
	if (r == 0 && options && options->lines && spread->n_uncertain && answer->draws > 1)
		r = headline_shifts(spread, answer, reterr);
	if (r == 0 && options && options->sensitivity && spread->n_uncertain)
		r = answer_effects(spread, answer, reterr);
	if (r == 0)
		r = answer_fill_notes(answer, question, spread, regs, reterr);
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
	struct spread spread = {0};
	r = answer && regs ? spread_init(&spread, question, reterr) : error_nomem(reterr);
	if (r == 0)
		r = fill_answer(question, options, &spread, regs, answer, reterr);
	spread_release(&spread);
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
