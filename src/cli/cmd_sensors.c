/* SPDX-License-Identifier: Apache-2.0 */
/* frugal sensors: the power counters of this machine, and which permission opens the closed ones.
 */
#include "base/intl.h"
#include "cli/command.h"

struct sensors_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct sensors_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal sensors", N_("what can be measured here, and what is modelled")},
	{"frugal sensors --json", N_("the same, for a program")},
	{"FRUGAL_ROOT=recorded frugal sensors", N_("of a recorded machine: files below recorded/")},
	{NULL, NULL},
};

static int sensors(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
}

const struct command command_sensors = {
	.name = "sensors",
	.group = GROUP_MEASURE,
	.brief = N_("show what can be measured on this machine"),
	.text = N_("Lists the power counters of this machine: what part each one covers, how well, "
		   "and "
		   "for those that are closed to you, which permission opens them."),
	.options = options,
	.options_size = sizeof(struct sensors_options),
	.examples = examples,
	.function = sensors,
};
