/* SPDX-License-Identifier: Apache-2.0 */
/* frugal models: lists the models, or shows one: its inputs, outputs, sources and text. */
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "model/knowledge.h"
#include "report/layout.h"

struct models_options {
	bool json;
	bool source_text;
	const char *family;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct models_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct models_options, family, 0, "family", N_("FAMILY"),
		   N_("only the models that answer this question")),
	OPT_FLAG(struct models_options, source_text, 0, "source-text",
		 N_("print the file of the model as it is")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_OPTIONAL, COMPLETE_MODELS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal models", N_("list the models by the question they answer")},
	{"frugal models training", N_("the inputs of a model, with units and defaults")},
	{"frugal models training --source-text > my_training.model",
	 N_("a copy to change; frugal help models teaches the language")},
	{NULL, NULL},
};

static struct str title_of(const struct cli *cli, const struct model *model)
{
	return words_in(&model->title, cli->context.lang);
}

static bool has_family(const struct model *model, const char *family)
{
	if (!family)
		return true;
	for (size_t i = 0; i < model->n_families; i++)
		if (str_is(model->families[i], family))
			return true;
	return false;
}

static const char *cell(struct cli *cli, struct str text)
{
	return arena_strndup(&cli->context.arena, text.p ? text.p : "", text.n);
}

/* ---- the list ---- */

static void list_json(struct jsonw *json, const struct model *model)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", model->name);
	jsonw_array(json, "families");
	for (size_t i = 0; i < model->n_families; i++)
		jsonw_str(json, NULL, model->families[i]);
	jsonw_array_end(json);
	jsonw_str(json, "title", words_in(&model->title, "en"));
	jsonw_object_end(json);
}

static int list_models(struct cli *cli, struct library *library, const struct models_options *asked,
		       struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct columns columns;
	size_t n = 0;
	columns_init(&columns, &cli->context.arena, 3);
	if (asked->json)
		jsonw_array(&json, NULL);
	for (const char *const *name = library_names(library); *name; name++) {
		const struct model *model;
		int r = library_model(library, str_of(*name), &model, reterr);
		if (r < 0) {
			columns_release(&columns);
			return r;
		}
		if (!has_family(model, asked->family))
			continue;
		n++;
		if (asked->json) {
			list_json(&json, model);
			continue;
		}
		columns_add(&columns, model->name);
		columns_add(&columns, model->n_families ? cell(cli, model->families[0]) : "");
		columns_add(&columns, cell(cli, title_of(cli, model)));
	}
	if (asked->json) {
		jsonw_array_end(&json);
		buf_putc(to, '\n');
	} else {
		columns_print(&columns, to, 0);
	}
	columns_release(&columns);
	if (n || !asked->family)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("there is no model of the family '%s'"), asked->family);
	return error_todo(reterr, "%s", _("`frugal models` lists them"));
}

/* ---- one model ---- */

/* "h, >= 0", "row of gpus", "one of (auto, T0)". */
static void print_type(struct buf *to, const struct input *input)
{
	if (input->kind == INPUT_ROW) {
		buf_addf(to, _("row of %.*s"), STR_ARG(input->table_name));
	} else if (input->kind == INPUT_CHOICE) {
		buf_puts(to, _("one of "));
		for (size_t i = 0; i < input->n_choices; i++)
			buf_addf(to, "%s%.*s", i ? ", " : "", STR_ARG(input->choices[i]));
	} else {
		buf_addf(to, "%.*s", STR_ARG(input->unit_text));
	}
	for (size_t i = 0; i < input->n_limits; i++)
		buf_addf(to, " %.*s", STR_ARG(input->limits[i].text));
}

static void print_default(struct buf *to, const struct input *input)
{
	if (!input->has_default)
		buf_puts(to, input->optional ? _("may be left out") : _("must be given"));
	else
		buf_addf(to, "= %.*s", STR_ARG(input->default_text));
}

static void show_inputs(struct cli *cli, const struct program *program, struct buf *to)
{
	struct columns columns;
	struct buf text = {0};
	columns_init(&columns, &cli->context.arena, 4);
	for (size_t i = 0; i < program->n_inputs; i++) {
		const struct input *input = &program->inputs[i];
		columns_add(&columns, cell(cli, input->name));
		buf_clear(&text);
		print_type(&text, input);
		columns_add(&columns, buf_text(&text));
		buf_clear(&text);
		print_default(&text, input);
		columns_add(&columns, buf_text(&text));
		columns_add(&columns, cell(cli, words_in(&input->line->help, cli->context.lang)));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	buf_release(&text);
}

static void show_outputs(struct cli *cli, const struct program *program, struct buf *to)
{
	struct columns columns;
	columns_init(&columns, &cli->context.arena, 3);
	for (size_t i = 0; i < program->n_entries; i++) {
		const struct entry *entry = &program->entries[i];
		if (!entry->figure)
			continue;
		columns_add(&columns, cell(cli, entry->name));
		columns_add(&columns, cell(cli, entry->unit_text));
		columns_add(&columns, cell(cli, words_in(&entry->line->help, cli->context.lang)));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
}

static void show_model(struct cli *cli, const struct program *program, struct buf *to)
{
	const struct model *model = program->model;
	struct str title = title_of(cli, model),
		   boundary = words_in(&model->boundary, cli->context.lang);
	buf_addf(to, "%s  %.*s\n", model->name, STR_ARG(title));
	for (size_t i = 0; i < model->n_families; i++)
		buf_addf(to, "%s %.*s\n", i ? "       " : _("family:"),
			 STR_ARG(model->families[i]));
	for (size_t i = 0; i < model->n_sources; i++)
		buf_addf(to, "%s %.*s\n", _("source:"), STR_ARG(model->sources[i]));
	if (boundary.n)
		buf_addf(to, "%s %.*s\n", _("boundary:"), STR_ARG(boundary));
	buf_addf(to, "%s %s\n\n%s\n", _("file:"), model->file, _("inputs"));
	show_inputs(cli, program, to);
	buf_addf(to, "\n%s\n", _("figures"));
	show_outputs(cli, program, to);
}

static void input_json(struct jsonw *json, const struct input *input)
{
	static const char *const kinds[] = {"number", "row", "choice"};
	jsonw_object(json, NULL);
	jsonw_str(json, "name", input->name);
	jsonw_string(json, "kind", kinds[input->kind]);
	if (input->kind == INPUT_NUMBER)
		jsonw_str(json, "unit", input->unit_text);
	if (input->kind == INPUT_ROW)
		jsonw_str(json, "table", input->table_name);
	if (input->kind == INPUT_CHOICE) {
		jsonw_array(json, "choices");
		for (size_t i = 0; i < input->n_choices; i++)
			jsonw_str(json, NULL, input->choices[i]);
		jsonw_array_end(json);
	}
	jsonw_bool(json, "required", !input->has_default && !input->optional);
	if (input->has_default)
		jsonw_str(json, "default", input->default_text);
	jsonw_array(json, "where");
	for (size_t i = 0; i < input->n_limits; i++)
		jsonw_str(json, NULL, input->limits[i].text);
	jsonw_array_end(json);
	jsonw_str(json, "help", words_in(&input->line->help, "en"));
	jsonw_str(json, "help_fr", words_in(&input->line->help, "fr"));
	jsonw_object_end(json);
}

static void show_json(const struct program *program, struct buf *to)
{
	const struct model *model = program->model;
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "name", model->name);
	jsonw_string(&json, "file", model->file);
	jsonw_str(&json, "title", words_in(&model->title, "en"));
	jsonw_str(&json, "title_fr", words_in(&model->title, "fr"));
	jsonw_str(&json, "boundary", words_in(&model->boundary, "en"));
	jsonw_array(&json, "families");
	for (size_t i = 0; i < model->n_families; i++)
		jsonw_str(&json, NULL, model->families[i]);
	jsonw_array_end(&json);
	jsonw_array(&json, "sources");
	for (size_t i = 0; i < model->n_sources; i++)
		jsonw_str(&json, NULL, model->sources[i]);
	jsonw_array_end(&json);
	jsonw_array(&json, "inputs");
	for (size_t i = 0; i < program->n_inputs; i++)
		input_json(&json, &program->inputs[i]);
	jsonw_array_end(&json);
	jsonw_array(&json, "figures");
	for (size_t i = 0; i < program->n_entries; i++) {
		if (!program->entries[i].figure)
			continue;
		jsonw_object(&json, NULL);
		jsonw_str(&json, "name", program->entries[i].name);
		jsonw_str(&json, "unit", program->entries[i].unit_text);
		jsonw_str(&json, "help", words_in(&program->entries[i].line->help, "en"));
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int show(struct cli *cli, struct library *library, const struct models_options *asked,
		struct buf *to, struct frugal_error *reterr)
{
	struct str name = str_of(cli->args[0]);
	if (asked->source_text) {
		const struct model *model;
		int r = library_model(library, name, &model, reterr);
		if (r == 0)
			buf_add(to, model->text.p, model->text.n);
		return r;
	}
	const struct program *program;
	int r = library_program(library, name, &program, reterr);
	if (r < 0)
		return r;
	if (asked->json)
		show_json(program, to);
	else
		show_model(cli, program, to);
	return 0;
}

static int models(struct cli *cli, struct frugal_error *reterr)
{
	const struct models_options *asked = cli->options;
	struct knowledge knowledge;
	struct buf text = {0};
	if (asked->source_text && !cli->n_args)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s needs %s"), "--source-text", "NAME");
	int r = knowledge_open(&cli->context, &knowledge, reterr);
	if (r < 0)
		return r;
	r = cli->n_args ? show(cli, knowledge.library, asked, &text, reterr)
			: list_models(cli, knowledge.library, asked, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	knowledge_close(&knowledge);
	return r;
}

const struct command command_models = {
	.name = "models",
	.group = GROUP_ESTIMATE,
	.brief = N_("list the models, or show one"),
	.text = N_("Lists the models, or shows NAME: the question it answers, its boundary and "
		   "sources, its inputs with units, bounds and defaults, and its answers."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct models_options),
	.examples = examples,
	.function = models,
};
