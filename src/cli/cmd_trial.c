/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal trial: forecasts the footprint of a whole job from runs on growing shares of it. The trial
 * itself is the one of the library (insight/trial.h); this file gives its runs the settings of
 * frugal run and asks on the terminal whether to run the whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/filter.h"
#include "cli/run_metered.h"
#include "report/trial.h"
#include "report/trial_past.h"

struct trial_options {
	const char *sizes, *zone, *zones, *project, *phase;
	struct option_list on;
	int64_t repeat;
	bool yes, past, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct trial_options, sizes, 0, "sizes", N_("LIST"),
		   N_("shares of the whole, smallest first (default: 1%,2%,5%)")),
	OPT_INT(struct trial_options, repeat, "repeat", N_("N"), 1, REPEATS_MOST,
		N_("runs of each share (default: 1)")),
	OPT_TEXT(struct trial_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone, as in frugal run"), COMPLETE_ZONES),
	OPT_LIST(struct trial_options, on, "on", N_("MACHINE"),
		 N_("accelerator, processor or instance to estimate the whole on as well")),
	OPT_STRING(struct trial_options, zones, 0, "zones", N_("LIST"),
		   N_("zones to estimate the carbon in as well: FR,SE")),
	OPT_STRING(struct trial_options, project, 'p', "project", N_("NAME"),
		   N_("project of the runs")),
	OPT_STRING(struct trial_options, phase, 0, "phase", N_("PHASE"), N_("phase of the runs")),
	OPT_FLAG(struct trial_options, yes, 0, "yes", N_("run the whole afterwards without asking")),
	OPT_FLAG(struct trial_options, past, 0, "past",
		 N_("list earlier forecasts with the runs they were for; run nothing")),
	OPT_FLAG(struct trial_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("CMD"), ARGUMENT_OPTIONAL, COMPLETE_PROGRAM, NULL},
	{N_("ARG"), ARGUMENT_REPEATED, COMPLETE_PROGRAM, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal trial -- python3 train.py --fraction {}", N_("{} becomes 0.01, 0.02, 0.05")},
	{"frugal trial --sizes 2%,5%,10%,20% --repeat 3 -- ./train {}",
	 N_("more shares and runs narrow the interval")},
	{"frugal trial --yes -- ./train {}",
	 N_("run the whole too, and compare it with its forecast")},
	{"frugal trial --on c5.xlarge --on 'EPYC 7763' --zones FR,SE -- ./train {}",
	 N_("model the whole on other machines and in other zones")},
	{"frugal trial --past", N_("how often runs were within their forecasts")},
	{NULL, NULL},
};

/* A trial in progress. */
struct trying {
	struct cli *cli;
	const struct trial_options *asked;
	frugal_trial *trial;
};

/* ---- its runs ------------------------------------------------------------------------------- */

/* Fills ret from the settings of frugal run; the trial itself sets name, tags and words. */
static int take_options(const struct trying *trying, struct frugal_measure_options *ret,
			struct frugal_error *reterr)
{
	struct cli *cli = trying->cli;
	const struct command *own = cli->command;
	const struct trial_options *asked = trying->asked;
	struct run_options how = {0};
	struct option_target target = {.specs = command_run.options, .object = &how};
	cli->command = &command_run;
	int r = config_fill(cli, &target, reterr);
	cli->command = own;
	if (r < 0)
		return r;
	how.tags = (struct option_list){0};
	how.zone = asked->zone ? asked->zone : how.zone;
	how.project = asked->project ? asked->project : how.project;
	how.phase = asked->phase ? asked->phase : how.phase;
	how.out_fd = STDERR_FILENO; /* stdout is for the answer of the trial */
	return run_options_take(cli, &how, NULL, ret, reterr);
}

/* Runs and measures the command at one share. ret_status: its exit status, if it was measured. */
static int run_at(const struct trying *trying, double share, int *ret_status,
		  struct frugal_error *reterr)
{
	struct cli *cli = trying->cli;
	struct frugal_measure_options how;
	struct frugal_ended ended = {.size = sizeof(ended)};
	frugal_measure *measure = NULL;
	int r = take_options(trying, &how, reterr);
	if (r == 0)
		r = frugal_trial_start(trying->trial, share, &how, &measure, reterr);
	if (r == 0)
		r = frugal_measure_wait(measure, &ended, reterr);
	if (r == 0 && ended.exec_errno)
		(void)run_tell_not_executed(cli, ended.exec_errno);
	else if (r == 0)
		run_tell_problems(cli, measure);
	frugal_measure_free(measure);
	*ret_status = ended.status;
	return r;
}

static int run_share(const struct trying *trying, double share, size_t repeats,
		     struct frugal_error *reterr)
{
	int status = 0, r = 0;
	for (size_t k = 0; r == 0 && k < repeats; k++) {
		if (isatty(STDERR_FILENO) && !trying->cli->common.quiet)
			fprintf(stderr, _("frugal  trial at %g of the whole\n"), share);
		r = run_at(trying, share, &status, reterr);
		if (r == 0 && status)
			r = error_set(reterr, FRUGAL_EENV,
				      _("the command ended with %d at %g of the whole"), status,
				      share);
	}
	return r;
}

static int run_shares(const struct trying *trying, struct frugal_error *reterr)
{
	size_t repeats = trying->asked->repeat ? (size_t)trying->asked->repeat : 1;
	double share;
	int r = 0;
	for (size_t i = 0; r == 0 && frugal_trial_share(trying->trial, i, &share) == 0; i++)
		r = run_share(trying, share, repeats, reterr);
	return r;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static int tell(const struct trying *trying, bool has_whole, struct frugal_error *reterr)
{
	const struct trial *trial = trial_of(trying->trial);
	struct buf text = {0};
	if (trying->asked->json)
		trial_json(trial, &text);
	else if (has_whole)
		trial_whole_text(trial, &text);
	else
		trial_text(trial, &text);
	int r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	(void)fflush(stdout);
	buf_release(&text);
	return r;
}

/* Asks on the terminal; without a terminal, returns false. */
static bool goes_on(const struct trial_options *asked)
{
	char answer[16] = "";
	if (asked->yes || asked->json)
		return asked->yes;
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return false;
	const char *question = _("run the whole now? [y/N] ");
	ssize_t n = 0;
	(void)file_write_fd(fd, question, strlen(question));
	do {
		n = read(fd, answer, sizeof(answer) - 1);
	} while (n < 0 && errno == EINTR);
	close(fd);
	return n > 0 && strchr("yYoO", answer[0]);
}

static int run_whole(const struct trying *trying, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	int status = 0;
	int r = run_at(trying, 1, &status, reterr);
	if (r < 0 || status)
		return r < 0 ? r : status;
	r = frugal_ledger_open(trying->cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_trial_whole(trying->trial, ledger, reterr);
	frugal_ledger_close(ledger);
	return r == 0 ? tell(trying, true, reterr) : r;
}

static int work(const struct trying *trying, struct frugal_error *reterr)
{
	const struct trial_options *asked = trying->asked;
	frugal_ledger *ledger;
	int r = run_shares(trying, reterr);
	if (r == 0)
		r = frugal_ledger_open(trying->cli->library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_trial_forecast(trying->trial, ledger, reterr);
	frugal_ledger_close(ledger);
	if (r == 0 && !(asked->json && asked->yes))
		r = tell(trying, false, reterr);
	return r == 0 && goes_on(asked) ? run_whole(trying, reterr) : r;
}

/* ---- earlier forecasts ---------------------------------------------------------------------- */

static int look_back(struct cli *cli, const struct trial_options *asked,
		     struct frugal_error *reterr)
{
	static const char *const taken[] = {"past", "json", NULL};
	frugal_ledger *ledger;
	frugal_forecasts *forecasts = NULL;
	struct buf text = {0};
	if (cli->n_args)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s cannot be used with %s"), "--past",
				 _("CMD"));
	int r = filter_refuse(option_beyond(options, asked, taken), "--past", reterr);
	if (r < 0)
		return r;
	r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_forecasts_read(ledger, &forecasts, reterr);
	if (r == 0 && asked->json)
		trial_past_json(forecasts_of(forecasts), &text);
	else if (r == 0)
		trial_past_text(forecasts_of(forecasts), &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	frugal_forecasts_free(forecasts);
	frugal_ledger_close(ledger);
	buf_release(&text);
	return r;
}

/* The library calls shares what the option calls sizes. */
static void name_sizes(struct frugal_error *error)
{
	const struct frugal_error named = *error;
	struct str rest;
	if (strcmp(named.where, "shares") == 0)
		(void)error_where(error, "%s", "sizes");
	if (str_after(str_of(named.todo), "shares=", &rest))
		(void)error_todo(error, "sizes=%.*s", STR_ARG(rest));
}

static int trial(struct cli *cli, struct frugal_error *reterr)
{
	const struct trial_options *asked = cli->options;
	struct trying trying = {.cli = cli, .asked = asked};
	const struct frugal_trial_question question = {
		.size = sizeof(question),
		.words = (const char *const *)cli->args,
		.n_words = cli->n_args,
		.shares = asked->sizes,
		.repeats = (size_t)asked->repeat,
		.zone = asked->zone,
		.on = asked->on.items,
		.n_on = asked->on.n,
		.zones = asked->zones,
	};
	if (asked->past)
		return look_back(cli, asked, reterr);
	int r = frugal_trial_new(cli->library, &question, &trying.trial, reterr);
	if (r < 0)
		name_sizes(reterr);
	else
		r = work(&trying, reterr);
	frugal_trial_free(trying.trial);
	return r;
}

const struct command command_trial = {
	.name = "trial",
	.group = GROUP_ESTIMATE,
	.brief = N_("forecast a whole job from runs on shares of it"),
	.text = N_("Runs CMD on growing shares of its work ({} in its arguments becomes 0.01, "
		   "0.02..) and extrapolates energy, carbon and time to the whole, with "
		   "intervals of 90 %. The model has a constant part and a part that grows with a "
		   "power of "
		   "the share; the power is near 1 unless the runs show another one."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct trial_options),
	.examples = examples,
	.function = trial,
};
