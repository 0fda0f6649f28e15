/* SPDX-License-Identifier: Apache-2.0 */
/* One question: its inputs as texts, its answer as a result. */
#include "api/inside.h"

static int set_inputs(struct question *question, const char *const *inputs, size_t n_inputs,
		      struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < n_inputs; i++)
		r = inputs[i] ? question_set(question, str_of(inputs[i]), BARE_REFUSED, reterr)
			      : missing_argument("inputs", reterr);
	return r;
}

int library_question(frugal_library *library, const char *model, const char *const *inputs,
		     size_t n_inputs, struct question **ret, struct frugal_error *reterr)
{
	struct library *models;
	const struct program *program;
	struct question *question = NULL;
	if (!library)
		return missing_argument("library", reterr);
	if (!model)
		return missing_argument("model", reterr);
	if (!inputs && n_inputs)
		return missing_argument("inputs", reterr);
	int r = library_open(library, &models, reterr);
	if (r == 0)
		r = library_program(models, str_of(model), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_inputs(question, inputs, n_inputs, reterr);
	if (r < 0) {
		question_free(question);
		return r;
	}
	*ret = question;
	return 0;
}

int frugal_estimate(frugal_library *library, const char *model, const char *const *inputs,
		    size_t n_inputs, frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct question *question = NULL;
	reterr = reterr ? reterr : &unread;
	if (!ret_result)
		return missing_argument("ret_result", reterr);
	int r = library_question(library, model, inputs, n_inputs, &question, reterr);
	if (r < 0)
		return r;
	const struct answer_options options = library_answers(library);
	frugal_result *result = result_new(library, reterr);
	r = result ? question_answer(question, &options, &result->answer, reterr) : FRUGAL_EENV;
	if (r == 0)
		r = result_fill(result, reterr);
	question_free(question);
	if (r < 0) {
		frugal_result_free(result);
		return r;
	}
	*ret_result = result;
	return 0;
}
