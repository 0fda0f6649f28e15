/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies the head of a model, and the inputs and outputs of its program. A copy that fails leaves
 * NULL; the end checks once for failures.
 */
#include "model/describe.h"

#include <math.h>

struct copying {
	struct arena *arena;
	bool failed;
};

static void *room(struct copying *copying, size_t n, size_t size)
{
	void *memory = arena_array(copying->arena, n, size);
	copying->failed |= !memory;
	return memory;
}

static const char *copy(struct copying *copying, struct str text)
{
	const char *kept = arena_strndup(copying->arena, text.p ? text.p : "", text.n);
	copying->failed |= !kept;
	return kept;
}

/* Texts that end with NULL. */
static const char *const *copy_all(struct copying *copying, const struct str *texts, size_t n)
{
	const char **copies = room(copying, n + 1, sizeof(*copies));
	for (size_t i = 0; copies && i < n; i++)
		copies[i] = copy(copying, texts[i]);
	return copies;
}

static struct frugal_model_head *copy_head(struct copying *copying, const struct model *model)
{
	struct frugal_model_head *head = room(copying, 1, sizeof(*head));
	if (head)
		*head = (struct frugal_model_head){
			.name = copy(copying, str_of(model->name)),
			.file = copy(copying, str_of(model->file)),
			.title = copy(copying, words_in(&model->title, "en")),
			.title_fr = copy(copying, words_in(&model->title, "fr")),
			.boundary = copy(copying, words_in(&model->boundary, "en")),
			.boundary_fr = copy(copying, words_in(&model->boundary, "fr")),
			.headline = headline_name(model->headline),
			.families = copy_all(copying, model->families, model->n_families),
			.sources = copy_all(copying, model->sources, model->n_sources),
		};
	return head;
}

static const char *const *copy_limits(struct copying *copying, const struct input *input)
{
	const char **texts = room(copying, input->n_limits + 1, sizeof(*texts));
	for (size_t i = 0; texts && i < input->n_limits; i++)
		texts[i] = copy(copying, input->limits[i].text);
	return texts;
}

static void set_number(struct frugal_model_input *to, const struct input *input)
{
	bool constant = input->has_default && isfinite(input->value);
	double scale = input->unit.scale;
	to->value = constant ? input->value / scale : (double)NAN;
	to->low = constant ? input->low / scale : (double)NAN;
	to->high = constant ? input->high / scale : (double)NAN;
	for (size_t i = 0; i < input->n_limits; i++) {
		double limit = input->limits[i].value / scale;
		if (input->limits[i].upper)
			to->at_most = fmin(to->at_most, limit);
		else
			to->at_least = fmax(to->at_least, limit);
	}
}

static const struct frugal_model_input *copy_input(struct copying *copying,
						   const struct input *input)
{
	static const enum frugal_input_kind kinds[] = {
		[INPUT_NUMBER] = FRUGAL_NUMBER,
		[INPUT_ROW] = FRUGAL_ROW,
		[INPUT_CHOICE] = FRUGAL_CHOICE,
	};
	struct frugal_model_input *to = room(copying, 1, sizeof(*to));
	if (!to)
		return NULL;
	*to = (struct frugal_model_input){
		.name = copy(copying, input->name),
		.kind = kinds[input->kind],
		.required = !input->has_default && !input->optional,
		.value = (double)NAN,
		.low = (double)NAN,
		.high = (double)NAN,
		.at_least = -(double)INFINITY,
		.at_most = (double)INFINITY,
		.limits = copy_limits(copying, input),
		.source = copy(copying, input->line->source),
		.help = copy(copying, words_in(&input->line->help, "en")),
		.help_fr = copy(copying, words_in(&input->line->help, "fr")),
	};
	if (input->has_default)
		to->preset = copy(copying, input->default_text);
	if (input->kind == INPUT_ROW)
		to->table = copy(copying, input->table_name);
	if (input->kind == INPUT_CHOICE)
		to->choices = copy_all(copying, input->choices, input->n_choices);
	if (input->kind == INPUT_NUMBER) {
		to->unit = copy(copying, input->unit_text);
		set_number(to, input);
	}
	return to;
}

static const struct frugal_model_output *copy_output(struct copying *copying,
						     const struct entry *entry)
{
	struct frugal_model_output *to = room(copying, 1, sizeof(*to));
	if (to)
		*to = (struct frugal_model_output){
			.name = copy(copying, entry->name),
			.unit = copy(copying, entry->unit_text),
			.help = copy(copying, words_in(&entry->line->help, "en")),
			.help_fr = copy(copying, words_in(&entry->line->help, "fr")),
		};
	return to;
}

int model_describe_head(const struct model *model, struct arena *arena,
			const struct frugal_model_head **ret, struct frugal_error *reterr)
{
	struct copying copying = {.arena = arena};
	const struct frugal_model_head *head = copy_head(&copying, model);
	if (copying.failed)
		return error_nomem(reterr);
	*ret = head;
	return 0;
}

int model_describe(const struct program *program, struct arena *arena,
		   const struct frugal_model **ret, struct frugal_error *reterr)
{
	struct copying copying = {.arena = arena};
	struct frugal_model *model = room(&copying, 1, sizeof(*model));
	const struct frugal_model_input **inputs =
		room(&copying, program->n_inputs + 1, sizeof(void *));
	const struct frugal_model_output **outputs =
		room(&copying, program->n_entries + 1, sizeof(void *));
	size_t n = 0;
	if (!model || !inputs || !outputs)
		return error_nomem(reterr);
	for (size_t i = 0; i < program->n_inputs; i++)
		inputs[i] = copy_input(&copying, &program->inputs[i]);
	for (size_t i = 0; i < program->n_entries; i++)
		if (program->entries[i].figure)
			outputs[n++] = copy_output(&copying, &program->entries[i]);
	*model = (struct frugal_model){
		.head = copy_head(&copying, program->model),
		.inputs = inputs,
		.outputs = outputs,
		.text = copy(&copying, program->model->text),
	};
	if (copying.failed)
		return error_nomem(reterr);
	*ret = model;
	return 0;
}
