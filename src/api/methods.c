/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question by every method of its family: a result each, or the reason why it has none. A
 * method without some of the inputs answers from the others and lists those that it ignored.
 */
#include "api/inside.h"
#include "base/intl.h"

/* Hands each answer to a result. */
static int make_results(const frugal_library *library, frugal_methods *methods,
			struct frugal_error *reterr)
{
	struct methods *inside = &methods->methods;
	methods->results = arena_array(&inside->arena, inside->n + 1, sizeof(frugal_result *));
	if (!methods->results)
		return error_nomem(reterr);
	for (size_t i = 0; i < inside->n; i++) {
		struct answer *answer = inside->items[i].answer;
		if (!answer)
			continue;
		inside->items[i].answer = NULL;
		int r = result_of_answer(library, answer, &methods->results[i], reterr);
		if (r < 0)
			return r;
		inside->items[i].answer = answer;
	}
	return 0;
}

int frugal_methods_new(frugal_library *library, const char *family, const char *const *inputs,
		       size_t n_inputs, frugal_methods **ret_methods, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	struct model_input *taken = NULL;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!family)
		return missing_argument("family", reterr);
	if (!ret_methods)
		return missing_argument("ret_methods", reterr);
	struct answer_options options = library_answers(library);
	options.lines = false;
	frugal_methods *methods = mem_zalloc(1, sizeof(*methods));
	int r = methods ? library_models(library, &models, reterr) : error_nomem(reterr);
	if (r == 0)
		r = take_texts(inputs, n_inputs, &taken, reterr);
	if (r == 0)
		r = methods_ask(models, family, taken, n_inputs, &options, &methods->methods,
				reterr);
	if (r == 0)
		r = make_results(library, methods, reterr);
	mem_free(taken);
	if (r < 0) {
		frugal_methods_free(methods);
		return r;
	}
	*ret_methods = methods;
	return 0;
}

void frugal_methods_free(frugal_methods *methods)
{
	if (!methods)
		return;
	for (size_t i = 0; i < methods->methods.n; i++) {
		frugal_result *result = methods->results ? methods->results[i] : NULL;
		if (!result)
			continue;
		methods->methods.items[i].answer = NULL; /* the result's */
		frugal_result_free(result);
	}
	methods_release(&methods->methods);
	mem_free(methods);
}

size_t frugal_methods_count(const frugal_methods *methods)
{
	return methods ? methods->methods.n : 0;
}

int frugal_methods_get(const frugal_methods *methods, size_t index,
		       struct frugal_method *ret_method)
{
	if (!methods || !ret_method || index >= methods->methods.n)
		return FRUGAL_EUSAGE;
	const struct method *method = &methods->methods.items[index];
	*ret_method = (struct frugal_method){
		.model = method->name,
		.result = methods->results[index],
		.reason = method->reason,
		.ignored = method->ignored,
	};
	return 0;
}

const struct method *methods_of(const frugal_methods *methods, size_t *ret_n)
{
	*ret_n = methods->methods.n;
	return methods->methods.items;
}
