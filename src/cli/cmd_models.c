/* SPDX-License-Identifier: Apache-2.0 */
/* frugal models: lists the models, or shows one: its inputs, outputs, sources and text. */
#include "base/intl.h"
#include "cli/command.h"

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

static int models(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
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
