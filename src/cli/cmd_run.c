/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal run: runs a command, meters it, stores the run and prints its summary on standard error.
 * The command's exit status, signals, streams, terminal and environment (cli->environ and
 * FRUGAL_SOCKET) are its own; a command ended by its budget exits with 1.
 */
#include "base/clock.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/run_metered.h"
#include "cli/run_when.h"

static const char *const whens[] = {"green", NULL};
static const char *const ranks[] = {"auto", NULL};
static const char *const on_budget[] = {"warn", "pause", "stop", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	RECORD_OPTIONS,
	METER_OPTIONS(struct run_options, meter),
	OPT_CHOICE(struct run_options, ranks, "ranks", N_("HOW"), ranks,
		   N_("auto: one record a machine for a Slurm, MPI or torchrun job")),
	OPT_FLAG(struct run_options, containers, 0, "containers",
		 N_("count containers that begin meanwhile")),
	OPT_INT(struct run_options, watch.epochs, "epochs", N_("N"), 1, 1e15,
		N_("epochs to come: the whole is predicted early")),
	OPT_INT(struct run_options, watch.steps, "steps", N_("N"), 1, 1e15,
		N_("the same where the command tells steps")),
	OPT_STRING(struct run_options, progress_regex, 0, "progress-regex", N_("REGEX"),
		   N_("epochs in its output: 'Epoch ([0-9]+)/([0-9]+)'")),
	OPT_FLAG(struct run_options, watch.confirm, 0, "confirm",
		 N_("ask, with the prediction, before going on")),
	OPT_LIST(struct run_options, watch.budgets, "budget", N_("AMOUNT"),
		 N_("at most 2kWh, 500gCO2e, 3EUR or 4h: warn on the way")),
	OPT_CHOICE(struct run_options, watch.on_budget, "on-budget", N_("HOW"), on_budget,
		   N_("when it is used up: warn (default), pause or stop")),
	OPT_QUANTITY(struct run_options, watch.grace, "grace", N_("TIME"), "s", 0, SECONDS_PER_DAY,
		     N_("time to end in before it is killed (default: 10s)")),
	OPT_QUANTITY(struct run_options, watch.price, "price", N_("X"), "EUR/kWh", 0, 1000,
		     N_("price of electricity, for a budget of money")),
	OPT_FLAG(struct run_options, watch.no_progress, 0, "no-progress",
		 N_("no line of progress on the terminal")),
	OPT_CHOICE(struct run_options, when, "when", N_("WHEN"), whens,
		   N_("green: wait for the hours of the least carbon (frugal grid)")),
	OPT_FLAG(struct run_options, pausable, 0, "pausable",
		 N_("then it may be stopped between such hours")),
	OPT_QUANTITY(struct run_options, min_run, "min-run", N_("TIME"), "h", 0, 8760,
		     N_("that it runs at least before it is (default: 15min)")),
	OPT_QUANTITY(struct run_options, deadline, "deadline", N_("TIME"), "h", 0.0002, 8760,
		     N_("by which it is to have ended then (default: 24h)")),
	OPT_QUANTITY(struct run_options, duration, "duration", N_("TIME"), "h", 0.0002, 8760,
		     N_("that it will take (default: 1h)")),
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
	{"frugal run --budget 2kWh --on-budget stop --epochs 50 -- python3 train.py",
	 N_("end it at 2 kWh, and say early what 50 epochs will use")},
	{NULL, NULL},
};

static int run(struct cli *cli, struct frugal_error *reterr)
{
	const struct run_options *asked = cli->options;
	/* One that is not the first of its machine keeps no record, and waits for no hour. */
	if (asked->ranks && frugal_local_rank(cli->environ) > 0)
		return run_metered(cli, asked, NULL, reterr);
	struct run_hours_planned planned = {0};
	if (asked->pausable && !asked->when)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("--pausable is of a command that waits: --when green"));
	int r = asked->when ? run_wait_for_green(cli, asked, &planned, reterr) : 0;
	return r < 0 ? r : run_metered(cli, asked, &planned, reterr);
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
		   "CMD ends, and exits with its status (128 + n for signal n). CMD finds "
		   "FRUGAL_SOCKET in its environment: see frugal mark."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct run_options),
	.examples = examples,
	.function = run,
};
