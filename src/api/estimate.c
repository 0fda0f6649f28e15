/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal_estimate: one question from inputs as texts, answered at once into a result. question.c
 * has the same in steps.
 */
#include "api/inside.h"
#include "model/ask.h"

int take_texts(const char *const *texts, size_t n, struct model_input **ret,
	       struct frugal_error *reterr)
{
	int r = check_texts(texts, n, "inputs", reterr);
	if (r < 0)
		return r;
	struct model_input *inputs = mem_zalloc(n + 1, sizeof(*inputs));
	if (!inputs)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		inputs[i] = model_assignment(texts[i]);
	}
	*ret = inputs;
	return 0;
}

int library_question(frugal_library *library, const char *model, const char *const *inputs,
		     size_t n_inputs, struct question **ret, struct frugal_error *reterr)
{
	struct catalogue *models;
	struct model_input *taken = NULL;
	if (!library)
		return missing_argument("library", reterr);
	if (!model)
		return missing_argument("model", reterr);
	int r = library_models(library, &models, reterr);
	if (r == 0)
		r = take_texts(inputs, n_inputs, &taken, reterr);
	if (r == 0)
		r = model_question(models, model, taken, n_inputs, ret, reterr);
	mem_free(taken);
	return r;
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
	struct answer *answer = NULL;
	r = question_answer(question, &options, &answer, reterr);
	question_free(question);
	return r == 0 ? result_of_answer(library, answer, ret_result, reterr) : r;
}
