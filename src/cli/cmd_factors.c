/* SPDX-License-Identifier: Apache-2.0 */
/* frugal factors: lists the factor tables, the rows of one, or one row with source and licence. */
#include "base/intl.h"
#include "cli/command.h"

struct factors_options {
	bool json;
	bool csv;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct factors_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct factors_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("TABLE"), ARGUMENT_OPTIONAL, COMPLETE_TABLES, NULL},
	{N_("KEY"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal factors", N_("list the tables")},
	{"frugal factors zones FR",
	 N_("the carbon intensity of France, year by year, with sources")},
	{"frugal factors gpus \"A100 SXM4 80GB\" --json", N_("one row, for a program")},
	{NULL, NULL},
};

static int factors(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
}

const struct command command_factors = {
	.name = "factors",
	.group = GROUP_ESTIMATE,
	.brief = N_("list the factor tables, or show rows of one"),
	.text = N_(
		"Lists the factor tables, the rows of TABLE, or the rows for KEY: each value with "
		"its unit, interval, source, year and licence."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct factors_options),
	.examples = examples,
	.function = factors,
};
