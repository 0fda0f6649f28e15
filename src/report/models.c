/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of models, and the inputs and figures of one, as text and JSON. The structs come from
 * model/describe.h.
 */
#include "report/models.h"

#include <string.h>

#include "base/intl.h"
#include "report/layout.h"

static bool has_family(const struct frugal_model_head *model, const char *family)
{
	if (!family)
		return true;
	for (const char *const *one = model->families; *one; one++)
		if (strcmp(*one, family) == 0)
			return true;
	return false;
}

static const char *in_words(const char *lang, const char *english, const char *french)
{
	return strcmp(lang, "fr") == 0 ? french : english;
}

static void texts_json(struct jsonw *json, const char *key, const char *const *texts)
{
	jsonw_array(json, key);
	for (; *texts; texts++)
		jsonw_string(json, NULL, *texts);
	jsonw_array_end(json);
}

/* ---- the list ------------------------------------------------------------------------------- */

size_t models_text(struct buf *to, const struct frugal_model_head *const *models,
		   const char *family, const char *lang)
{
	struct arena arena = {0};
	struct columns columns;
	size_t n = 0;
	columns_init(&columns, &arena, 3);
	for (; *models; models++) {
		const struct frugal_model_head *model = *models;
		if (!has_family(model, family))
			continue;
		n++;
		columns_add(&columns, model->name);
		columns_add(&columns, model->families[0] ? model->families[0] : "");
		columns_add(&columns, in_words(lang, model->title, model->title_fr));
	}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	arena_release(&arena);
	return n;
}

size_t models_json(struct jsonw *json, const struct frugal_model_head *const *models,
		   const char *family)
{
	size_t n = 0;
	jsonw_array(json, NULL);
	for (; *models; models++) {
		if (!has_family(*models, family))
			continue;
		n++;
		jsonw_object(json, NULL);
		jsonw_string(json, "name", (*models)->name);
		texts_json(json, "families", (*models)->families);
		jsonw_string(json, "title", (*models)->title);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return n;
}

/* ---- one model ------------------------------------------------------------------------------ */

/* "h >= 0", "row of gpus", "one of auto, T0". */
static void put_type(struct buf *to, const struct frugal_model_input *input)
{
	if (input->table) {
		buf_addf(to, _("row of %s"), input->table);
	} else if (input->choices) {
		buf_puts(to, _("one of "));
		for (size_t i = 0; input->choices[i]; i++)
			buf_addf(to, "%s%s", i ? ", " : "", input->choices[i]);
	} else {
		buf_puts(to, input->unit);
	}
	for (const char *const *limit = input->limits; *limit; limit++)
		buf_addf(to, " %s", *limit);
}

static void put_default(struct buf *to, const struct frugal_model_input *input)
{
	if (input->preset)
		buf_addf(to, "= %s", input->preset);
	else
		buf_puts(to, input->required ? _("required") : _("optional"));
}

static void put_inputs(struct buf *to, const struct frugal_model *model, const char *lang,
		       struct arena *arena)
{
	struct columns columns;
	struct buf text = {0};
	columns_init(&columns, arena, 4);
	for (size_t i = 0; model->inputs[i]; i++) {
		const struct frugal_model_input *input = model->inputs[i];
		columns_add(&columns, input->name);
		put_type(&text, input);
		columns_take(&columns, &text);
		put_default(&text, input);
		columns_take(&columns, &text);
		columns_add(&columns, in_words(lang, input->help, input->help_fr));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	buf_release(&text);
}

static void put_outputs(struct buf *to, const struct frugal_model *model, const char *lang,
			struct arena *arena)
{
	struct columns columns;
	columns_init(&columns, arena, 3);
	for (size_t i = 0; model->outputs[i]; i++) {
		const struct frugal_model_output *output = model->outputs[i];
		columns_add(&columns, output->name);
		columns_add(&columns, output->unit);
		columns_add(&columns, in_words(lang, output->help, output->help_fr));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
}

void model_words(struct buf *to, const struct frugal_model *model, const char *lang)
{
	const struct frugal_model_head *head = model->head;
	const char *boundary = in_words(lang, head->boundary, head->boundary_fr);
	struct arena arena = {0};
	buf_addf(to, "%s  %s\n", head->name, in_words(lang, head->title, head->title_fr));
	for (size_t i = 0; head->families[i]; i++)
		buf_addf(to, "%s %s\n", i ? "       " : _("family:"), head->families[i]);
	for (size_t i = 0; head->sources[i]; i++)
		buf_addf(to, "%s %s\n", _("source:"), head->sources[i]);
	if (*boundary)
		buf_addf(to, "%s %s\n", _("boundary:"), boundary);
	buf_addf(to, "%s %s\n", _("value:"),
		 strcmp(head->headline, "mean") == 0
			 ? _("mean of the draws, since its guesses are skewed")
			 : _("at the central value of each input"));
	buf_addf(to, "%s %s\n\n%s\n", _("file:"), head->file, _("inputs"));
	put_inputs(to, model, lang, &arena);
	buf_addf(to, "\n%s\n", _("figures"));
	put_outputs(to, model, lang, &arena);
	arena_release(&arena);
}

static void input_json(struct jsonw *json, const struct frugal_model_input *input)
{
	static const char *const kinds[] = {"number", "row", "choice"};
	jsonw_object(json, NULL);
	jsonw_string(json, "name", input->name);
	jsonw_string(json, "kind", kinds[input->kind]);
	if (input->unit)
		jsonw_string(json, "unit", input->unit);
	if (input->table)
		jsonw_string(json, "table", input->table);
	if (input->choices)
		texts_json(json, "choices", input->choices);
	jsonw_bool(json, "required", input->required);
	if (input->preset)
		jsonw_string(json, "default", input->preset);
	texts_json(json, "where", input->limits);
	jsonw_string(json, "help", input->help);
	jsonw_string(json, "help_fr", input->help_fr);
	jsonw_object_end(json);
}

static void output_json(struct jsonw *json, const struct frugal_model_output *output)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", output->name);
	jsonw_string(json, "unit", output->unit);
	jsonw_string(json, "help", output->help);
	jsonw_object_end(json);
}

void model_json(struct jsonw *json, const struct frugal_model *model)
{
	const struct frugal_model_head *head = model->head;
	jsonw_object(json, NULL);
	jsonw_string(json, "name", head->name);
	jsonw_string(json, "file", head->file);
	jsonw_string(json, "title", head->title);
	jsonw_string(json, "title_fr", head->title_fr);
	jsonw_string(json, "boundary", head->boundary);
	jsonw_string(json, "headline", head->headline);
	texts_json(json, "families", head->families);
	texts_json(json, "sources", head->sources);
	jsonw_array(json, "inputs");
	for (size_t i = 0; model->inputs[i]; i++)
		input_json(json, model->inputs[i]);
	jsonw_array_end(json);
	jsonw_array(json, "figures");
	for (size_t i = 0; model->outputs[i]; i++)
		output_json(json, model->outputs[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}
