/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal sensors: lists the power counters of this machine, and the permission that opens those
 * that the user may not read. insight/machine.c searches them; nothing is measured.
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
	{"frugal sensors --json", N_("the same, in JSON")},
	{"FRUGAL_ROOT=recorded frugal sensors",
	 N_("a recorded machine: the files below recorded/")},
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
	.text = N_("Lists the power counters of this machine: the part that each covers, its "
		   "quality and, for counters that you may not read, the permission "
		   "required.\n\nSPEC adds one: exec:LINE runs a program that prints NAME VALUE "
		   "UNIT (gpu.0 312 W) repeatedly; replay:FILE replays such lines, each after its "
		   "time in seconds; shelly:URL, tasmota:URL and redfish:URL query a smart plug "
		   "or a server's controller; gaudi queries hl-smi. FRUGAL_SENSORS may contain "
		   "more, one per line."),
	.options = options,
	.options_size = sizeof(struct sensors_options),
	.examples = examples,
	.function = sensors,
};
