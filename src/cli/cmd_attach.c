/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal attach: meters a running process or a control group, until it ends or Ctrl-C. The figures,
 * the summary and the record are those of frugal run (run_metered.c). It does not start, signal or
 * stop what it meters.
 */
#include "base/intl.h"
#include "cli/command.h"
#include "cli/run_metered.h"

/* clang-format off */
static const struct option_spec options[] = {
	OPT_TEXT(struct run_options, cgroup, 0, "cgroup", N_("PATH"),
		 N_("control group to measure: its folder, or its path as in /proc/PID/cgroup"),
		 COMPLETE_FOLDERS),
	RECORD_OPTIONS,
	METER_OPTIONS(struct run_options, meter),
	OPT_FLAG(struct run_options, no_store, 0, "no-store",
		 N_("do not store the run in the ledger")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("PID"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal attach 4242", N_("a training run that was started without frugal")},
	{"frugal attach --cgroup /system.slice/docker-4f1d.scope",
	 N_("a container, by its control group")},
	{"timeout -s INT 60 frugal attach --json minute.json 4242", N_("a server, for one minute")},
	{NULL, NULL},
};

static int attach(struct cli *cli, struct frugal_error *reterr)
{
	struct run_options asked = *(const struct run_options *)cli->options;
	if (!asked.cgroup == (cli->n_args == 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("attach requires one process or one control group"));
		return error_todo(reterr, "%s",
				  _("use frugal attach PID, or frugal attach --cgroup PATH"));
	}
	asked.attaches = true;
	return run_metered(cli, &asked, NULL, reterr);
}

const struct command command_attach = {
	.name = "attach",
	.group = GROUP_MEASURE,
	.brief = N_("measure a running process or control group"),
	.text = N_("Measures a running process and all that it starts, or a control group, from "
		   "now until it ends or frugal is interrupted (Ctrl-C). The summary and the "
		   "record are those of frugal run. Energy used before is not included."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct run_options),
	.examples = examples,
	.function = attach,
};
