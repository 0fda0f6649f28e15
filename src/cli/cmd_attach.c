/* SPDX-License-Identifier: Apache-2.0 */
/* frugal attach: meters what runs already, until it ends or Ctrl-C; otherwise as frugal run. */
#include "base/intl.h"
#include "cli/command.h"
#include "cli/run_metered.h"

/* clang-format off */
static const struct option_spec options[] = {
	OPT_TEXT(struct run_options, cgroup, 0, "cgroup", N_("PATH"),
		 N_("a control group: its folder, or its path as in /proc/PID/cgroup"), COMPLETE_FOLDERS),
	RECORD_OPTIONS,
	METER_OPTIONS(struct run_options, meter),
	OPT_FLAG(struct run_options, no_store, 0, "no-store", N_("keep no record of the run")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("PID"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal attach 4242", N_("a training that was started without frugal")},
	{"frugal attach --cgroup /system.slice/docker-4f1d.scope", N_("a container, by its group")},
	{"timeout -s INT 60 frugal attach --json minute.json 4242", N_("a minute of a server")},
	{NULL, NULL},
};

static int attach(struct cli *cli, struct frugal_error *reterr)
{
	struct run_options asked = *(const struct run_options *)cli->options;
	if (!asked.cgroup == (cli->n_args == 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("name one thing to attach to"));
		return error_todo(reterr, "%s",
				  _("frugal attach PID, or frugal attach --cgroup PATH"));
	}
	asked.attaches = true;
	return run_metered(cli, &asked, NULL, reterr);
}

const struct command command_attach = {
	.name = "attach",
	.group = GROUP_MEASURE,
	.brief = N_("measure what runs already: a process or a control group"),
	.text = N_(
		"Measures from now on a process with all that it starts, or a control group, until "
		"it ends or frugal is told to stop (Ctrl-C). The rest is as for frugal run; what "
		"was used before is not known."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct run_options),
	.examples = examples,
	.function = attach,
};
