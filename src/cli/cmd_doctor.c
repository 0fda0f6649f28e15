/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal doctor: checks all that a measurement needs on this machine and prints the command that
 * improves what can be improved. It changes nothing itself; the checks are those of
 * insight/machine.c.
 */
#include "api/machine.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "report/machine.h"

struct doctor_options {
	bool json;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct doctor_options, json, 0, "json", N_("answer in JSON")),
	METER_OPTIONS(struct doctor_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal doctor", N_("what is measured here, what is not, and how to improve it")},
	{"frugal doctor --json", N_("the same, in JSON")},
	{"frugal doctor --sensor shelly:http://192.168.1.7", N_("with a smart plug")},
	{NULL, NULL},
};

static int doctor(struct cli *cli, struct frugal_error *reterr)
{
	const struct doctor_options *asked = cli->options;
	struct frugal_measure_options wanted;
	frugal_machine *machine = NULL;
	struct buf text = {0};
	int r = meter_options_take(&asked->meter, cli, &wanted, reterr);
	if (r == 0)
		r = frugal_machine_new(cli->library, &wanted, &machine, reterr);
	if (r < 0)
		return r;
	(void)frugal_machine_finding(machine, 0); /* checks */
	if (asked->json)
		machine_findings_json(&text, machine->seen);
	else
		machine_findings_text(&text, machine->seen);
	r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	frugal_machine_free(machine);
	return r;
}

const struct command command_doctor = {
	.name = "doctor",
	.group = GROUP_MEASURE,
	.brief = N_("check this machine and show how to measure it better"),
	.text = N_("Checks the counters, accelerators, meters, attribution and ledger of this "
		   "machine. Prints what could be improved, with the command to do so. Changes "
		   "nothing."),
	.options = options,
	.options_size = sizeof(struct doctor_options),
	.examples = examples,
	.function = doctor,
};
