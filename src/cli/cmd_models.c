/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal models: lists the models by family, or shows one: its question, boundary, inputs, outputs,
 * sources and text. It computes nothing (frugal estimate).
 */
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/models.h"

struct models_options {
	bool json;
	bool source_text;
	const char *family;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct models_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct models_options, family, 0, "family", N_("FAMILY"),
		   N_("only the models of this family")),
	OPT_FLAG(struct models_options, source_text, 0, "source-text",
		 N_("print the file of the model")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_OPTIONAL, COMPLETE_MODELS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal models", N_("the models, by the question they answer")},
	{"frugal models training", N_("the inputs of a model, with units and defaults")},
	{"frugal models training --source-text > my_training.model",
	 N_("a copy to edit; frugal help models explains the language")},
	{NULL, NULL},
};

static int list_models(struct cli *cli, const struct models_options *asked, struct buf *to,
		       struct frugal_error *reterr)
{
	const struct frugal_model_head *const *models;
	int r = frugal_models(cli->library, &models, reterr);
	if (r < 0)
		return r;
	size_t n;
	if (asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		n = models_json(&json, models, asked->family);
		buf_putc(to, '\n');
	} else {
		n = models_text(to, models, asked->family, cli->lang);
	}
	if (n || !asked->family)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("unknown family '%s'"), asked->family);
	return error_todo(reterr, "%s", _("`frugal models` lists them"));
}

static int show_model(struct cli *cli, const struct models_options *asked, struct buf *to,
		      struct frugal_error *reterr)
{
	const struct frugal_model *model;
	const char *text;
	if (asked->source_text) {
		int r = frugal_model_text(cli->library, cli->args[0], &text, reterr);
		if (r == 0)
			buf_puts(to, text);
		return r;
	}
	int r = frugal_model_get(cli->library, cli->args[0], &model, reterr);
	if (r < 0)
		return r;
	if (asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		model_json(&json, model);
		buf_putc(to, '\n');
	} else {
		model_words(to, model, cli->lang);
	}
	return 0;
}

static int models(struct cli *cli, struct frugal_error *reterr)
{
	const struct models_options *asked = cli->options;
	struct buf text = {0};
	if (asked->source_text && asked->json)
		return filter_refuse("json", "--source-text", reterr);
	if (asked->source_text && !cli->n_args)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s"), "--source-text",
				 "NAME");
	int r = cli->n_args ? show_model(cli, asked, &text, reterr)
			    : list_models(cli, asked, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
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
