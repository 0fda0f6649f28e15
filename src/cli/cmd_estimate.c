/* SPDX-License-Identifier: Apache-2.0 */
/* frugal estimate: answers the question of a model from inputs, one row of them or a million. */
#include "base/intl.h"
#include "cli/command.h"

struct estimate_options {
	bool json;
	bool csv;
	bool methods;
	bool sensitivity;
	bool explain;
	bool timing;
	const char *batch;
	const char *rejects;
	const char *output;
	int64_t threads; /* 0: as many as processors */
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct estimate_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct estimate_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_FILE(struct estimate_options, batch, "batch",
		 N_("answer for each row of a CSV file whose header names inputs; - is standard input")),
	OPT_FILE(struct estimate_options, rejects, "rejects",
		 N_("write the rows that were refused, with the reason, as CSV")),
	OPT_FLAG(struct estimate_options, methods, 0, "methods",
		 N_("answer by every method of the family, side by side")),
	OPT_FLAG(struct estimate_options, sensitivity, 0, "sensitivity",
		 N_("rank the inputs by their share of the doubt")),
	OPT_FLAG(struct estimate_options, explain, 0, "explain",
		 N_("show where each figure comes from")),
	OPT_FILE(struct estimate_options, output, "output", N_("write the answer to FILE")),
	OPT_INT(struct estimate_options, threads, "threads", N_("N"), 1, 1024,
		N_("threads for a batch (default: one a processor)")),
	OPT_FLAG(struct estimate_options, timing, 0, "timing",
		 N_("tell on standard error the time each step took")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("MODEL"), ARGUMENT_REQUIRED, COMPLETE_MODELS, NULL},
	{N_("input=value"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal estimate training gpu=\"A100 SXM4 80GB\" gpu_hours=1083kh zone=FR",
	 N_("energy and carbon of a training run from its accelerator-hours")},
	{"frugal estimate training gpu=H100 gpu_hours=\"10 [8, 12] h\" --sensitivity",
	 N_("an uncertain input, and which doubts weigh most")},
	{"frugal estimate training zone=SE --batch jobs.csv --output answers.csv",
	 N_("one answer for each row of a file")},
	{NULL, NULL},
};

static int estimate(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
}

const struct command command_estimate = {
	.name = "estimate",
	.group = GROUP_ESTIMATE,
	.brief = N_("estimate a footprint from what is known"),
	.text = N_(
		"Answers the question of MODEL. Values carry their unit (energy=433MWh) and may be "
		"uncertain (pue=\"1.2 [1.1, 1.4]\"); what is not given takes the model's default, "
		"labelled so. frugal models lists the models and their inputs."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct estimate_options),
	.examples = examples,
	.function = estimate,
};
