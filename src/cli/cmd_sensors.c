/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal sensors: the power counters of this machine, and which permission opens the closed ones.
 */
#include "api/machine.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "report/machine.h"

struct sensors_options {
	bool json;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct sensors_options, json, 0, "json", N_("answer in JSON")),
	METER_OPTIONS(struct sensors_options, meter),
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
	const struct sensors_options *asked = cli->options;
	struct frugal_measure_options wanted;
	frugal_machine *machine = NULL;
	struct buf text = {0};
	int r = meter_options_take(&asked->meter, cli, &wanted, reterr);
	if (r == 0)
		r = frugal_machine_new(cli->library, &wanted, &machine, reterr);
	if (r < 0)
		return r;
	if (asked->json)
		machine_sensors_json(&text, machine->seen);
	else
		machine_sensors_text(&text, machine->seen, cli->numbers);
	cli_put(&text);
	r = text.failed ? error_nomem(reterr) : 0;
	buf_release(&text);
	frugal_machine_free(machine);
	return r;
}

const struct command command_sensors = {
	.name = "sensors",
	.group = GROUP_MEASURE,
	.brief = N_("show what can be measured on this machine"),
	.text = N_(
		"Lists the power counters of this machine: what part each one covers, how well, "
		"and "
		"for those that are closed to you, which permission opens them.\n\n"
		"SPEC names one more: exec:LINE runs a program that prints NAME VALUE UNIT (gpu.0 "
		"312 W), again and again; replay:FILE plays such lines with their SECONDS before "
		"them; shelly:URL, tasmota:URL and redfish:URL ask a plug or a server's "
		"controller; gaudi asks hl-smi. FRUGAL_SENSORS holds more, one a line."),
	.options = options,
	.options_size = sizeof(struct sensors_options),
	.examples = examples,
	.function = sensors,
};
