/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body of `frugal run` and `frugal attach`: passes options to the library, which measures, and
 * shows progress and results on the terminal. An error after the start of the command changes
 * neither the command nor its exit status, and is printed in one line.
 */
#include "cli/run_metered.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "cli/run_show.h"
#include "report/trial_past.h"

/* ---- options -------------------------------------------------------------------------------- */

static enum frugal_on_budget on_budget_of(const char *word)
{
	if (word && strcmp(word, "stop") == 0)
		return FRUGAL_BUDGET_STOP;
	return word && strcmp(word, "pause") == 0 ? FRUGAL_BUDGET_PAUSE : FRUGAL_BUDGET_WARN;
}

static void take_watch(const struct watch_options *from, struct cli *cli,
		       struct frugal_measure_options *to)
{
	to->epochs = from->epochs;
	to->steps = from->steps;
	to->budgets = option_texts(cli, &from->budgets);
	to->eur_per_kwh = option_or(&from->price, 0);
	to->on_budget = on_budget_of(from->on_budget);
	to->grace_s = option_or(&from->grace, 0);
	to->confirm = from->confirm != NULL;
}

/* An unknown zone of the configuration does not keep the command from being run. */
static const char *zone_of(struct cli *cli, const struct run_options *from)
{
	struct frugal_error unknown;
	if (!from->zone || !cli->zone_is_configured ||
	    library_check_zone(cli->library, from->zone, &unknown) == 0)
		return from->zone;
	(void)cli_fail(cli, &unknown);
	return NULL;
}

int run_options_take(struct cli *cli, const struct run_options *from,
		     const struct run_hours_planned *planned, struct frugal_measure_options *to,
		     struct frugal_error *reterr)
{
	int r = meter_options_take(&from->meter, cli, to, reterr);
	if (r < 0)
		return r;
	take_watch(&from->watch, cli, to);
	to->project = from->project;
	to->service = from->service;
	to->phase = from->phase;
	to->name = from->name;
	to->zone = zone_of(cli, from);
	to->tags = option_texts(cli, &from->tags);
	to->keep = !from->no_store;
	to->interval_s = option_or(&from->interval, 0);
	to->environment = cli->environ;
	to->out_fd = from->out_fd;
	to->containers = from->containers;
	to->wait = from->wait;
	to->no_job_tags = from->no_job_tags;
	to->ranks = from->ranks != NULL;
	to->progress_regex = from->progress_regex;
	if (from->pue.given) {
		to->pue = from->pue.value;
		to->pue_low = from->pue.low;
		to->pue_high = from->pue.high;
	}
	to->wue_l_per_kwh = option_or(&from->wue, 0);
	to->given = from->wue.given ? FRUGAL_GIVEN_WUE : 0;
	if (planned) {
		to->hours = planned->pieces;
		to->n_hours = planned->n;
	}
	return to->tags && to->budgets ? 0 : error_nomem(reterr);
}

/* ---- when it has ended ---------------------------------------------------------------------- */

static void show(struct cli *cli, frugal_measure *measure, const frugal_result *result)
{
	struct buf text = {0}, forecast = {0};
	struct ledger *ledger = NULL;
	struct run_view view = {
		.numbers = cli->numbers,
		.lang = cli->lang,
		.colour = cli->err_colour,
		.id_digits = measure_kept(measure, &ledger),
		.why = result->metered.answers[PERIMETER_SHARE],
		.set_zone = "--zone",
	};
	struct frugal_error error;
	if (ledger)
		(void)ledger_parent_digits(ledger, &result->run, &view.parent_digits, &error);
	trial_past_line(ledger, &result->run, cli->numbers, &forecast);
	view.forecast = forecast.n ? buf_text(&forecast) : NULL;
	run_text_with_like(&text, &cli->library->knowledge, &result->run, &view);
	(void)file_write_fd(STDERR_FILENO, buf_text(&text), text.n);
	buf_release(&text);
	buf_release(&forecast);
}

void run_tell_problems(const struct cli *cli, const frugal_measure *measure)
{
	struct frugal_error problem;
	for (size_t i = 0; frugal_measure_problem(measure, i, &problem) < 0; i++)
		(void)cli_fail(cli, &problem);
}

static void tell(struct cli *cli, const struct run_options *options, frugal_measure *measure,
		 struct screen *screen)
{
	struct frugal_error error;
	frugal_result *result = NULL;
	int r = frugal_measure_result(measure, &result, &error);
	if (r == 0 && !cli->common.quiet) {
		show(cli, measure, result);
		screen_outcome(screen, &result->run);
	} else if (r < 0) {
		(void)cli_fail(cli, &error);
	}
	run_tell_problems(cli, measure);
	if (r == 0 && options->json)
		run_write_json(cli, options->json, &result->run);
	frugal_result_free(result);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int start(struct cli *cli, const struct run_options *options, frugal_measure *measure,
		 struct frugal_error *reterr)
{
	int64_t pid = 0;
	if (!options->attaches)
		return frugal_measure_command(measure, cli->args, reterr);
	if (options->cgroup)
		return frugal_measure_group(measure, options->cgroup, reterr);
	if (num_parse_int(str_of(cli->args[0]), 1, INT32_MAX, &pid))
		return frugal_measure_process(measure, (int32_t)pid, reterr);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a process id"), cli->args[0]);
	return error_todo(reterr, "%s", _("ps and pgrep list process ids"));
}

static int follow(struct cli *cli, const struct run_options *options, frugal_measure *measure,
		  struct screen *screen)
{
	struct frugal_error error;
	struct frugal_ended ended = {.size = sizeof(ended)};
	int r = frugal_measure_wait(measure, &ended, &error);
	screen_end(screen);
	if (ended.exec_errno)
		return run_tell_not_executed(cli, ended.exec_errno);
	if (r < 0)
		(void)cli_fail(cli, &error);
	else if (!ended.follows)
		tell(cli, options, measure, screen);
	if (ended.unheard && !cli->common.quiet)
		run_tell_unheard(cli);
	return ended.stopped ? -FRUGAL_EFINDING : ended.status;
}

/*
 * A short run must not return memory to the system only to fault it in again; it uses only a few
 * megabytes.
 */
static void keep_memory(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
	(void)mallopt(M_TRIM_THRESHOLD, 16 << 20);
	(void)mallopt(M_TOP_PAD, 1 << 20);
#endif
}

static void go_on(int signal_number)
{
	(void)signal_number;
}

/*
 * A summary that no program reads must not take the command's status away. A handler, which the
 * command does not inherit.
 */
static void survive_broken_pipes(void)
{
	struct sigaction was, action = {.sa_handler = go_on, .sa_flags = SA_RESTART};
	if (sigaction(SIGPIPE, NULL, &was) == 0 && was.sa_handler == SIG_DFL)
		(void)sigaction(SIGPIPE, &action, NULL);
}

int run_metered(struct cli *cli, const struct run_options *options,
		const struct run_hours_planned *planned, struct frugal_error *reterr)
{
	struct screen screen;
	struct frugal_measure_options asked;
	struct frugal_error error;
	frugal_measure *measure = NULL;
	keep_memory();
	survive_broken_pipes();
	screen_init(&screen, cli, &options->watch);
	int r = run_options_take(cli, options, planned, &asked, reterr);
	asked.event = screen_event;
	asked.context = &screen;
	if (r == 0)
		r = frugal_measure_new(cli->library, &asked, &measure, reterr);
	if (r < 0)
		return r;
	if (measure_counts_world(measure) && !cli->common.quiet)
		fprintf(stderr,
			_("frugal: the zone is unknown: the budget of carbon counts the world "
			  "average of electricity (%s sets the zone)\n"),
			"--zone");
	r = start(cli, options, measure, &error);
	int status = r == 0 ? follow(cli, options, measure, &screen) : 0;
	frugal_measure_free(measure);
	if (r < 0 && options->attaches) {
		*reterr = error;
		return r;
	}
	return r == 0 ? status : run_unmetered(cli, &error);
}
