/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers a whole question. Other methods that count a single request are asked for one and
 * multiplied; what is less is asked twice, with the same exact inputs but one, so that only that
 * one differs.
 */
#include "insight/ask_answer.h"

#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "insight/ask_inside.h"
#include "model/ask.h"
#include "model/knowledge.h"
#include "model/methods.h"

/* A size of models that fit one accelerator, as an example of less. */
#define SMALL_MODEL 8e9
#define SMALL_INPUT "active_parameters=8G"
/* What is not worth a line. */
#define LEAST_GAIN 1.1
/* Distilled models have fewer steps than this, and none to spare. */
#define FEWEST_HALVED 8
/* A year or two longer than the five years of the default. */
#define SERVED_INPUT "lifetime=5yr"
#define LONGER_INPUT "lifetime=7yr"

static struct answer_options options_of(const struct ask *ask, bool exact)
{
	struct answer_options options = {0};
	knowledge_answer_options(ask->context, &options);
	if (exact)
		options.draws = 1;
	options.sensitivity = options.lines = !exact;
	return options;
}

static int ask_model(const struct ask *ask, const char *model, const char *const *texts, size_t n,
		     bool exact, struct answer **ret, struct frugal_error *reterr)
{
	struct model_input inputs[ASK_MAX_INPUTS + 2];
	const struct answer_options options = options_of(ask, exact);
	for (size_t i = 0; i < n; i++)
		inputs[i] = model_assignment(texts[i]);
	return model_ask(ask->knowledge->catalogue, model, inputs, n, &options, ret, reterr);
}

/* ---- other methods ---- */

static void add_method(struct ask_answer *to, const char *name, struct answer *answer, double times)
{
	const struct answer_line *line = answer_find(answer, "energy");
	if (!line || isnan(line->value) || to->n_methods == ASK_MAX_METHODS) {
		answer_free(answer);
		return;
	}
	to->others[to->n_others++] = answer;
	to->methods[to->n_methods++] = (struct ask_method){name, line, line->value * times,
							   line->low * times, line->high * times};
}

static bool begins(const char *input, const char *name)
{
	size_t n = strlen(name);
	return strncmp(input, name, n) == 0 && input[n] == '=';
}

/* The inputs of ask that a method of one request has too. */
static size_t request_inputs(const struct ask *ask, const char **to)
{
	static const char *const SHARED[] = {
		"llm", "active_parameters", "output_tokens", "zone", "pue", "wue"};
	size_t n = 0;
	for (size_t i = 0; i < ask->n_inputs; i++)
		for (size_t j = 0; j < sizeof(SHARED) / sizeof(*SHARED); j++)
			if (begins(ask->inputs[i], SHARED[j]))
				to[n++] = ask->inputs[i];
	return n;
}

/* "output_tokens=300token", that of the answer where none was given. */
static const char *tokens_of(struct ask *ask, const struct answer *answer, double share)
{
	const struct answer_line *line = answer_find(answer, "output_tokens");
	char text[NUM_TEXT];
	if (!line || isnan(line->value))
		return NULL;
	(void)num_format(line->value * share, text);
	return arena_printf(&ask->arena, "output_tokens=%stoken", text);
}

/* The energy of one request by another method, times the requests of the question. */
static void by_request(struct ask *ask, struct ask_answer *to)
{
	static const char *const METHODS[] = {"ecologits_011", "ecologits"};
	const struct answer_line *answers = answer_find(to->answer, "answers");
	const char *inputs[ASK_MAX_INPUTS + 1];
	size_t n = request_inputs(ask, inputs);
	const char *tokens = tokens_of(ask, to->answer, 1);
	if (tokens && !ask->said.amount[SLOT_TOKENS].given)
		inputs[n++] = tokens;
	for (size_t i = 0; answers && i < sizeof(METHODS) / sizeof(*METHODS); i++) {
		struct answer *other;
		struct frugal_error unread;
		if (ask_model(ask, METHODS[i], inputs, n, false, &other, &unread) == 0)
			add_method(to, METHODS[i], other, answers->value);
	}
}

/* Every method of the family that has an answer. */
static int by_family(struct ask *ask, struct ask_answer *to, struct frugal_error *reterr)
{
	struct model_input inputs[ASK_MAX_INPUTS];
	struct methods methods = {0};
	const struct answer_options options = options_of(ask, false);
	for (size_t i = 0; i < ask->n_inputs; i++)
		inputs[i] = model_assignment(ask->inputs[i]);
	int r = methods_ask(ask->knowledge->catalogue, ask->model, inputs, ask->n_inputs, &options,
			    &methods, reterr);
	for (size_t i = 0; r == 0 && i < methods.n; i++) {
		struct method *method = &methods.items[i];
		const char *name = arena_strdup(&ask->arena, method->name);
		if (!method->answer || !name || strcmp(name, ask->model) == 0)
			continue;
		add_method(to, name, method->answer, 1);
		method->answer = NULL;
	}
	methods_release(&methods);
	return r;
}

/* ---- less ---- */

/* The figure with these inputs; NaN: it has no answer. */
static double figure_of(const struct ask *ask, const char *const *inputs, size_t n,
			const char *figure)
{
	struct answer *answer;
	struct frugal_error unread;
	if (ask_model(ask, ask->model, inputs, n, true, &answer, &unread) < 0)
		return MISSING;
	const struct answer_line *line = answer_find(answer, figure);
	double value = line ? line->value : MISSING;
	answer_free(answer);
	return value;
}

/* The inputs without those called left_out (NULL: none), and with one more. */
static size_t instead(const struct ask *ask, const char *left_out, const char *more,
		      const char **to)
{
	size_t n = 0;
	for (size_t i = 0; i < ask->n_inputs; i++)
		if (!left_out || !begins(ask->inputs[i], left_out))
			to[n++] = ask->inputs[i];
	to[n++] = more;
	return n;
}

static void add_less(const struct ask *ask, struct ask_answer *to, const char *what,
		     const char *left_out, const char *now, const char *then, const char *figure)
{
	const char *inputs[ASK_MAX_INPUTS + 1];
	if (!now || !then || to->n_less == ASK_MAX_LESS)
		return;
	size_t n = instead(ask, left_out, now, inputs);
	double before = figure_of(ask, inputs, n, figure);
	n = instead(ask, left_out, then, inputs);
	double times = before / figure_of(ask, inputs, n, figure);
	if (times >= LEAST_GAIN)
		to->less[to->n_less++] = (struct ask_less){what, times, then};
}

static void less_of_use(struct ask *ask, struct ask_answer *to)
{
	const struct answer_line *size = answer_find(to->answer, "active_parameters");
	const char *llm = NULL;
	for (size_t i = 0; i < ask->n_inputs; i++)
		if (begins(ask->inputs[i], "llm") || begins(ask->inputs[i], "active_parameters"))
			llm = ask->inputs[i];
	if (llm && size && size->value > SMALL_MODEL)
		add_less(ask, to, _("a model of 8 billion parameters, where it suffices"),
			 begins(llm, "llm") ? "llm" : "active_parameters", llm, SMALL_INPUT,
			 "energy");
	add_less(ask, to, _("answers half as long"), "output_tokens", tokens_of(ask, to->answer, 1),
		 tokens_of(ask, to->answer, 0.5), "energy");
}

static void less_of_media(struct ask *ask, struct ask_answer *to)
{
	const struct answer_line *steps = answer_find(to->answer, "steps");
	char now[NUM_TEXT], then[NUM_TEXT];
	if (!steps || !(steps->value >= FEWEST_HALVED))
		return;
	(void)num_format(steps->value, now);
	(void)num_format(ceil(steps->value / 2), then);
	add_less(ask, to, _("half the steps of denoising, where they suffice"), "steps",
		 arena_printf(&ask->arena, "steps=%s", now),
		 arena_printf(&ask->arena, "steps=%s", then), "energy");
}

static void less_of_servers(struct ask *ask, struct ask_answer *to)
{
	if (strcmp(ask->model, "server") == 0)
		add_less(ask, to, _("kept for 7 years in place of 5, of its embodied emissions"),
			 NULL, SERVED_INPUT, LONGER_INPUT, "embodied_gwp");
}

int ask_answer(struct ask *ask, struct ask_answer *ret, struct frugal_error *reterr)
{
	*ret = (struct ask_answer){0};
	int r = ask_refuse(ask, reterr);
	if (r == 0)
		r = ask_model(ask, ask->model, ask->inputs, ask->n_inputs, false, &ret->answer,
			      reterr);
	if (r < 0)
		return r;
	switch (ask->about) {
	case ABOUT_USE:
		if (ask_makes(ask) != MADE_ANSWERS) {
			less_of_media(ask, ret);
			return 0;
		}
		by_request(ask, ret);
		less_of_use(ask, ret);
		return 0;
	case ABOUT_TRAIN:
	case ABOUT_ADAPT:
		return by_family(ask, ret, reterr);
	case ABOUT_BUY:
		less_of_servers(ask, ret);
		return 0;
	case ABOUT_NONE:
		break;
	}
	return 0;
}

void ask_answer_release(struct ask_answer *answer)
{
	answer_free(answer->answer);
	for (size_t i = 0; i < answer->n_others; i++)
		answer_free(answer->others[i]);
	*answer = (struct ask_answer){0};
}
