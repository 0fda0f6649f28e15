/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads a model, asks it and frees the question, in this order, once for all rooms. It keeps
 * nothing; the catalogue keeps the compiled model for the next question.
 */
#include "model/ask.h"

#include "quantity/support.h"

struct model_input model_number(const char *name, double value, const char *unit)
{
	struct unit u = {.scale = 1};
	struct model_input input = model_exact(name, value);
	(void)unit_parse(str_of(unit), &u, NULL);
	input.number = (struct quantity){
		.value = value * u.scale,
		.low = value * u.scale,
		.high = value * u.scale,
		.dim = u.dim,
	};
	return input;
}

struct model_input model_figure(const char *name, double value, double low, double high,
				const char *unit, enum frugal_quality quality,
				double measured_share, const char *source)
{
	struct unit u = {.scale = 1};
	double a, b;
	(void)unit_parse(str_of(unit), &u, NULL);
	interval_support(value, low, high, &a, &b);
	return (struct model_input){
		.name = name,
		.number = {.value = value * u.scale,
			   .low = a * u.scale,
			   .high = b * u.scale,
			   .dim = u.dim},
		.quality = quality,
		.measured_share = measured_share,
		.source = source,
	};
}

static int take(struct question *question, const struct model_input *input,
		struct frugal_error *reterr)
{
	if (input->text && !input->name)
		return question_set(question, str_of(input->text), BARE_REFUSED, reterr);
	if (input->text)
		return question_set_text(question, str_of(input->name), str_of(input->text),
					 BARE_REFUSED, NULL, reterr);
	if (program_field(question->program, str_of(input->name)) != SIZE_MAX)
		return question_set_field(question, input->name, &input->number, input->quality,
					  input->source ? input->source : "", reterr);
	return question_set_number(question, input->name, &input->number, input->quality,
				   input->measured_share, input->source, reterr);
}

int question_take(struct question *question, const struct model_input *inputs, size_t n,
		  struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = take(question, &inputs[i], reterr);
	return r;
}

int model_question(struct catalogue *catalogue, const char *name, const struct model_input *inputs,
		   size_t n, struct question **ret, struct frugal_error *reterr)
{
	const struct program *program;
	struct question *question = NULL;
	int r = catalogue_program(catalogue, str_of(name), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = question_take(question, inputs, n, reterr);
	if (r < 0) {
		question_free(question);
		return r;
	}
	*ret = question;
	return 0;
}

int model_ask(struct catalogue *catalogue, const char *name, const struct model_input *inputs,
	      size_t n, const struct answer_options *options, struct answer **ret,
	      struct frugal_error *reterr)
{
	static const struct answer_options defaults;
	struct question *question = NULL;
	int r = model_question(catalogue, name, inputs, n, &question, reterr);
	if (r == 0)
		r = question_answer(question, options ? options : &defaults, ret, reterr);
	question_free(question);
	return r;
}
