/* SPDX-License-Identifier: Apache-2.0 */
/* Planted by tests/doors.py: a command that prints a word, or as many as it is asked for. */
#include <stdio.h>

#include "base/intl.h"
#include "cli/command.h"

struct door_options {
	int64_t times;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_INT(struct door_options, times, "times", N_("N"), 1, 9, N_("number of knocks (default: 1)")),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal door", N_("one knock")},
	{"frugal door --times 2", N_("two knocks")},
	{"frugal door --times 3", N_("three knocks")},
	{NULL, NULL},
};

static int door(struct cli *cli, struct frugal_error *reterr)
{
	const struct door_options *asked = cli->options;
	(void)reterr;
	for (int64_t i = 0; i == 0 || i < asked->times; i++)
		puts("knock");
	return 0;
}

const struct command command_door = {
	.name = "door",
	.group = GROUP_SELF,
	.brief = N_("knock at the door"),
	.text = N_("Knocks at the door. Nobody opens."),
	.options = options,
	.options_size = sizeof(struct door_options),
	.examples = examples,
	.function = door,
};
