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
static const char *const confirms[] = {"ask", "yes", "no", NULL};
static const char *const on_budget[] = {"warn", "pause", "stop", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	RECORD_OPTIONS,
	METER_OPTIONS(struct run_options, meter),
	OPT_CHOICE(struct run_options, ranks, "ranks", N_("HOW"), ranks,
		   N_("auto: one record per machine for Slurm, MPI, torchrun")),
	OPT_FLAG(struct run_options, containers, 0, "containers",
		 N_("count containers that start during the run")),
	OPT_FLAG(struct run_options, wait, 0, "wait",
		 N_("wait for processes that CMD leaves running, and count them")),
	OPT_FLAG(struct run_options, no_job_tags, 0, "no-job-tags",
		 N_("no tags of the Slurm job, container, pod, commit")),
	OPT_INT(struct run_options, watch.epochs, "epochs", N_("N"), 1, PROGRESS_MOST,
		N_("number of epochs, to predict the total early")),
	OPT_INT(struct run_options, watch.steps, "steps", N_("N"), 1, PROGRESS_MOST,
		N_("number of steps, to predict the total early")),
	OPT_STRING(struct run_options, progress_regex, 0, "progress-regex", N_("REGEX"),
		   N_("epoch pattern in output: 'Epoch ([0-9]+)/([0-9]+)'")),
	OPT_ALONE(struct run_options, watch.confirm, "confirm", N_("ANSWER"), confirms, "ask",
		  N_("show the prediction and ask before continuing; yes or no: the answer without a terminal")),
	OPT_LIST(struct run_options, watch.budgets, "budget", N_("AMOUNT"),
		 N_("budget of the run (2kWh, 500gCO2e, 3EUR or 4h); warns at 50, 80 and 100 %")),
	OPT_CHOICE(struct run_options, watch.on_budget, "on-budget", N_("HOW"), on_budget,
		   N_("at the budget: warn (default), pause or stop")),
	OPT_QUANTITY(struct run_options, watch.grace, "grace", N_("TIME"), "s", 0, GRACE_MOST,
		     N_("time to end before it is killed (default: 10s)")),
	OPT_QUANTITY(struct run_options, watch.price, "price", N_("X"), "EUR/kWh", 0, PRICE_MOST,
		     N_("price of electricity, for a budget in euros")),
	OPT_FLAG(struct run_options, watch.no_progress, 0, "no-progress",
		 N_("show no progress in the title of the window")),
	OPT_CHOICE(struct run_options, when, "when", N_("WHEN"), whens,
		   N_("green: wait for hours of low carbon (see frugal grid)")),
	OPT_FLAG(struct run_options, pausable, 0, "pausable",
		 N_("with --when, allow pauses between green hours")),
	OPT_QUANTITY(struct run_options, min_run, "min-run", N_("TIME"), "h", 0, HOURS_MOST,
		     N_("run time before a pause (default: 15min)")),
	OPT_QUANTITY(struct run_options, deadline, "deadline", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("with --when, latest end, from now (default: 24h)")),
	OPT_QUANTITY(struct run_options, duration, "duration", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("with --when, duration of the command (default: 1h)")),
	OPT_LIST(struct run_options, only, "only", N_("HOURS"),
		 N_("hours that all of it is in: 'Mon-Fri 20:00-06:00 Europe/Paris'")),
	OPT_LIST(struct run_options, at_zones, "at-zone", N_("ZONE=LINE"),
		 N_("line that starts CMD, {}, in a zone: DE='ssh de-node {}'")),
	OPT_STRING(struct run_options, not_before, 0, "not-before", N_("TIME"),
		   N_("wait until this time (2026-03-02T13:00Z)")),
	OPT_STRING(struct run_options, not_after, 0, "not-after", N_("TIME"),
		   N_("do not start the command after this time")),
	OPT_FLAG(struct run_options, no_store, 0, "no-store",
		 N_("do not store the run in the ledger")),
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
	 N_("set the electricity zone, the project and the phase")},
	{"frugal run --budget 2kWh --on-budget stop --epochs 50 -- python3 train.py",
	 N_("stop at 2 kWh, and predict early what 50 epochs will use")},
	{NULL, NULL},
};

static int run(struct cli *cli, struct frugal_error *reterr)
{
	const struct run_options *asked = cli->options;
	/*
	 * A process that is not the first of its machine stores no record and waits for no hours.
	 */
	if (asked->ranks && frugal_local_rank(cli->environ) > 0)
		return run_metered(cli, asked, NULL, reterr);
	struct run_hours_planned planned = {0};
	if (asked->pausable && !asked->when)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("--pausable requires --when green"));
	if (asked->only.n && !asked->when)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("--only requires --when green"));
	if (asked->at_zones.n && (!asked->when || asked->pausable))
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("--at-zone requires --when green, without --pausable"));
	struct run_options own = *asked;
	int r = run_wait_for_moment(cli, asked, reterr);
	if (r == 0 && asked->when)
		r = run_wait_for_green(cli, &own, &planned, reterr);
	return r < 0 ? r : run_metered(cli, &own, &planned, reterr);
}

const struct command command_run = {
	.name = "run",
	.group = GROUP_MEASURE,
	.wraps = true,
	.brief = N_("run a command and measure what it uses"),
	.text = N_("Runs CMD and measures its energy with the best counters of this machine; "
		   "what no counter covers is modelled, and labelled so. Also computes its "
		   "carbon and its share of the embodied emissions of the machine. Does not "
		   "alter the input, output or signals of CMD. Prints a summary on standard "
		   "error after CMD ends, and exits with the status of CMD (128 + n for signal "
		   "n). Sets FRUGAL_SOCKET in the environment of CMD: see frugal mark."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct run_options),
	.examples = examples,
	.function = run,
};
