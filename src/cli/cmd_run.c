/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal run: runs a command, meters it, stores the run and prints its summary on standard error.
 * The command's exit status, signals, streams, terminal and environment (cli->environ) are its own.
 */
#include "base/intl.h"
#include "cli/command.h"
#include "cli/run_metered.h"

static const char *const phases[] = {"data",        "development", "search",    "training",
				     "fine-tuning", "evaluation",  "inference", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FILE(struct run_options, json, "json",
		 N_("write the result as JSON; - is standard output, after the command's own")),
	OPT_QUANTITY(struct run_options, interval, "interval", N_("TIME"), "s", 0.001, 60,
		     N_("time between two readings of the counters (default: 100ms)")),
	OPT_STRING(struct run_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone, FR or FR:2022 (default: world average, labelled so)")),
	OPT_QUANTITY(struct run_options, pue, "pue", N_("X"), "1", 1, 10,
		     N_("site overhead: energy of the site over that of the machines")),
	OPT_STRING(struct run_options, project, 'p', "project", N_("NAME"),
		   N_("project that the run belongs to")),
	OPT_CHOICE(struct run_options, phase, "phase", N_("PHASE"), phases,
		   N_("data, development, search, training, fine-tuning, evaluation or inference")),
	OPT_STRING(struct run_options, name, 'n', "name", N_("NAME"), N_("name of the run")),
	OPT_LIST(struct run_options, tags, "tag", N_("TAG"), N_("a word to find the run by")),
	OPT_FLAG(struct run_options, no_store, 0, "no-store", N_("keep no record of the run")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("CMD"), ARGUMENT_REQUIRED, COMPLETE_PROGRAM, NULL},
	{N_("ARG"), ARGUMENT_REPEATED, COMPLETE_PROGRAM, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal run -- python3 train.py", N_("measure a training script")},
	{"frugal run --zone FR --project digits --phase training make train",
	 N_("say where the electricity comes from and what the run is for")},
	{"frugal run --json result.json --no-store ./bench",
	 N_("write the figures to a file and keep no record")},
	{NULL, NULL},
};

static int run(struct cli *cli, struct frugal_error *reterr)
{
	return run_metered(cli, cli->options, reterr);
}

const struct command command_run = {
	.name = "run",
	.group = GROUP_MEASURE,
	.wraps = true,
	.brief = N_("run a command and measure what it used"),
	.text = N_("Runs CMD and measures the energy it used, with its carbon and its share of the "
		   "making of the machine, by "
		   "the best counters of this machine; what no counter covers is modelled and "
		   "labelled. CMD is left alone: frugal writes its summary on standard error after "
		   "CMD ends, and exits with its status (128 + n for signal n)."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct run_options),
	.examples = examples,
	.function = run,
};
