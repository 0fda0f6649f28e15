/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks each model of the family, in the order of names. A method that refuses the question gives
 * its reason, and the others go on; an error of the machine or of the data ends the call.
 */
#include "model/methods.h"

#include "base/intl.h"

struct asking {
	struct catalogue *catalogue;
	const struct model_input *inputs;
	size_t n;
	const struct answer_options *options;
	bool *used; /* by input: some method has it */
};

bool model_in_family(const struct model *model, struct str family)
{
	for (size_t i = 0; i < model->n_families; i++)
		if (str_eq(model->families[i], family))
			return true;
	return false;
}

/* The name of an input, which may stand before its value. */
static struct str name_of(const struct model_input *input)
{
	if (input->name)
		return str_of(input->name);
	return str_trim((struct str){input->text, strcspn(input->text, "=")});
}

static bool is_assignment(const struct model_input *input)
{
	return input->name || strchr(input->text, '=');
}

/* Sets the inputs that the method has; the names of the others go to ignored. */
static int take_known(const struct asking *asking, struct question *question, struct buf *ignored,
		      struct frugal_error *reterr)
{
	const struct program *program = question->program;
	int r = 0;
	for (size_t i = 0; r == 0 && i < asking->n; i++) {
		const struct model_input *input = &asking->inputs[i];
		struct str name = name_of(input);
		bool known = program_input(program, name) != SIZE_MAX ||
			     program_field(program, name) != SIZE_MAX;
		asking->used[i] |= known && is_assignment(input);
		if (known || !is_assignment(input))
			r = question_take(question, input, 1, reterr);
		else
			buf_addf(ignored, "%s%s", ignored->n ? ", " : "",
				 input->text ? input->text : input->name);
	}
	return r;
}

static int ask(const struct asking *asking, const char *name, struct answer **ret,
	       struct buf *ignored, struct frugal_error *reterr)
{
	struct question *question = NULL;
	int r = model_question(asking->catalogue, name, NULL, 0, &question, reterr);
	if (r == 0)
		r = take_known(asking, question, ignored, reterr);
	if (r == 0)
		r = question_answer(question, asking->options, ret, reterr);
	question_free(question);
	return r;
}

/* Keeps the reason of a refusal, in English for programs and in the language of the user. */
static int keep_reasons(const struct asking *asking, struct arena *arena, struct method *method,
			struct frugal_error *reterr)
{
	struct frugal_error plain = {0};
	struct buf unused = {0};
	bool was_plain = intl_plain;
	method->reason_told = arena_strdup(arena, reterr->what);
	intl_plain = true;
	(void)ask(asking, method->name, &method->answer, &unused, &plain);
	intl_plain = was_plain;
	buf_release(&unused);
	method->reason = arena_strdup(arena, plain.what);
	return method->reason && method->reason_told ? 0 : error_nomem(reterr);
}

static int add_method(const struct asking *asking, const char *name, struct methods *to,
		      struct frugal_error *reterr)
{
	struct method *method = &to->items[to->n++];
	struct buf ignored = {0};
	*method = (struct method){.name = name};
	int r = ask(asking, name, &method->answer, &ignored, reterr);
	if (r == FRUGAL_EUSAGE || r == FRUGAL_EFINDING)
		r = keep_reasons(asking, &to->arena, method, reterr);
	if (r == 0 && ignored.n)
		method->ignored = arena_strdup(&to->arena, buf_text(&ignored));
	if (r == 0 && (ignored.failed || (ignored.n && !method->ignored)))
		r = error_nomem(reterr);
	buf_release(&ignored);
	return r;
}

static int ask_family(const struct asking *asking, struct str family, struct methods *to,
		      struct frugal_error *reterr)
{
	const char *const *names = catalogue_names(asking->catalogue);
	size_t n = 0;
	int r = 0;
	while (names[n])
		n++;
	to->items = arena_array(&to->arena, n + 1, sizeof(*to->items));
	if (!to->items)
		return error_nomem(reterr);
	for (; r == 0 && *names; names++) {
		const struct model *model;
		r = catalogue_model(asking->catalogue, str_of(*names), &model, reterr);
		if (r == 0 && model_in_family(model, family))
			r = add_method(asking, *names, to, reterr);
	}
	return r;
}

static int check_family(const struct asking *asking, struct str family,
			const struct methods *methods, struct frugal_error *reterr)
{
	struct buf unused = {0};
	struct answer *none = NULL;
	if (methods->n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown model or family '%.*s'"),
			  STR_ARG(family));
		return error_todo(reterr, "%s", _("`frugal models` lists them"));
	}
	for (size_t i = 0; i < asking->n; i++)
		if (!asking->used[i])
			return error_set(reterr, FRUGAL_EUSAGE,
					 _("no method of family '%.*s' has an input for '%s'"),
					 STR_ARG(family),
					 asking->inputs[i].text ? asking->inputs[i].text
								: asking->inputs[i].name);
	for (size_t i = 0; i < methods->n; i++)
		if (methods->items[i].answer)
			return 0;
	/* No method can answer: reports the reason of the first, with its remedy. */
	int r = ask(asking, methods->items[0].name, &none, &unused, reterr);
	answer_free(none);
	buf_release(&unused);
	return r;
}

int methods_ask(struct catalogue *catalogue, const char *family, const struct model_input *inputs,
		size_t n, const struct answer_options *options, struct methods *ret,
		struct frugal_error *reterr)
{
	const struct model *model;
	struct str name = str_of(family);
	struct asking asking = {catalogue, inputs, n, options, NULL};
	*ret = (struct methods){.n = 0};
	asking.used = arena_array(&ret->arena, n + 1, sizeof(bool));
	if (!asking.used)
		return error_nomem(reterr);
	if (catalogue_model(catalogue, name, &model, NULL) == 0 && model->n_families)
		name = model->families[0];
	int r = ask_family(&asking, name, ret, reterr);
	if (r == 0)
		r = check_family(&asking, name, ret, reterr);
	if (r < 0)
		methods_release(ret);
	return r;
}

void methods_release(struct methods *methods)
{
	for (size_t i = 0; i < methods->n; i++)
		answer_free(methods->items[i].answer);
	arena_release(&methods->arena);
	*methods = (struct methods){.n = 0};
}
