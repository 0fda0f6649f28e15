/* SPDX-License-Identifier: Apache-2.0 */
/* frugal explain: the derivation of a stored run's figures, as a tree. */
#include "base/intl.h"
#include "cli/command.h"

struct explain_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct explain_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const char *const last[] = {"last", NULL};

static const struct argument_spec arguments[] = {
	{N_("RUN"), ARGUMENT_REQUIRED, COMPLETE_NONE, last},
	{N_("FIGURE"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal explain last", N_("where the figures of the last run come from")},
	{"frugal explain 7c1e carbon", N_("one figure of one run")},
	{"frugal explain last energy --json", N_("the same, for a program")},
	{NULL, NULL},
};

static int explain(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
}

const struct command command_explain = {
	.name = "explain",
	.group = GROUP_LEDGER,
	.brief = N_("show where the figures of a run come from"),
	.text = N_("Prints the tree behind each figure of RUN (its number, or last): formulas, "
		   "inputs, "
		   "factors with their source and year, samples and gaps, and what is left out."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct explain_options),
	.examples = examples,
	.function = explain,
};
