/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_when.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "insight/job.h"
#include "quantity/print.h"
#include "store/default.h"
#include "store/reserve.h"

#define SECOND_NS 1000000000
#define MIN_RUN_H 0.25
#define REPLAN_S 900 /* hours that have come since, and newer forecasts, may say another */

static int64_t now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

/* ---- waiting -------------------------------------------------------------------------------- */

static volatile sig_atomic_t ended_by;

static void note_end(int signal_number)
{
	ended_by = signal_number;
}

/* Slices of a second at most: a clock that is set meanwhile is seen. */
static void wait_until(int64_t start_s, const struct cli *cli, bool shows)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction before[3], action = {.sa_handler = note_end};
	for (int i = 0; i < 3; i++)
		sigaction(ends[i], &action, &before[i]);
	for (int64_t left; !ended_by && (left = start_s - now_s()) > 0;) {
		struct buf line = {0}, time = {0};
		if (shows) {
			print_duration(&time, (double)left, cli->context.numbers);
			buf_puts(&line, "\r\033[K");
			buf_addf(&line, _("frugal  begins in %s (Ctrl-C ends)"), buf_text(&time));
			(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
		}
		buf_release(&line);
		buf_release(&time);
		nanosleep(&(struct timespec){.tv_nsec = SECOND_NS / 4}, NULL);
	}
	for (int i = 0; i < 3; i++)
		sigaction(ends[i], &before[i], NULL);
	if (shows)
		(void)file_write_fd(STDERR_FILENO, "\r\033[K", 4);
}

static void say(const struct job_plan *plan, int64_t start_s)
{
	struct buf line = {0};
	char start[GRID_TIME];
	const struct grid_id *id = &plan->windows[0].id;
	grid_time_text(start_s, start);
	if (plan->waits)
		buf_addf(&line,
			 _("frugal  begins at %s: %.0f %% less carbon than now (%s, %s, %s)\n"),
			 start, 100 * plan->saving, id->zone, _(grid_kind_names[id->kind]),
			 _(grid_scope_names[id->scope]));
	else
		buf_addf(&line, "frugal  %s",
			 _("little is to be gained by waiting: it begins now\n"));
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	buf_release(&line);
}

/* ---- what an earlier start left ------------------------------------------------------------- */

/* The same words in the same folder and zone are the same job. */
static const char *key_of(struct cli *cli, const char *zone)
{
	char folder[4096];
	struct buf key = {0};
	buf_addf(&key, "%s\n%s", getcwd(folder, sizeof(folder)) ? folder : "", zone);
	for (size_t i = 0; i < cli->n_args; i++)
		buf_addf(&key, "\n%s", cli->args[i]);
	const char *kept = key.failed ? NULL : arena_strdup(&cli->context.arena, buf_text(&key));
	buf_release(&key);
	return kept ? kept : zone;
}

/* A ledger that cannot be opened keeps nobody from running. */
static struct ledger *open_quietly(struct cli *cli, const struct run_options *options)
{
	struct ledger *ledger = NULL;
	struct frugal_error error;
	if (options->no_store || store_open(&cli->context, LEDGER_WRITE, &ledger, &error) < 0)
		return NULL;
	return ledger;
}

static void go_on_waiting(struct cli *cli, struct ledger *ledger, const char *key,
			  struct job_question *question)
{
	int64_t deadline_s;
	struct frugal_error error;
	if (!ledger || ledger_waiting(ledger, key, question->from_s, &deadline_s, &error) != 1)
		return;
	double left_h = (double)(deadline_s - question->from_s) / 3600;
	if (left_h >= question->window_h)
		return;
	/* Less than it takes: it is late, and begins at once. */
	question->window_h = fmax(left_h, question->hours);
	if (!cli->common.quiet) {
		char text[GRID_TIME];
		grid_time_text(deadline_s, text);
		fprintf(stderr, _("frugal  goes on waiting: it is to have ended by %s\n"), text);
	}
}

static int keep_pieces(struct cli *cli, const struct job_plan *plan, struct run_hours_planned *ret,
		       struct frugal_error *reterr)
{
	const struct job_way *way = &plan->ways[0];
	int64_t from_s, to_s;
	ret->pieces = arena_array(&cli->context.arena, way->n_slots, sizeof(*ret->pieces));
	if (!ret->pieces)
		return error_nomem(reterr);
	for (size_t at = 0; job_next_piece(plan, way, &at, &from_s, &to_s);) {
		ret->pieces[ret->n].from_s = from_s;
		ret->pieces[ret->n++].to_s = to_s;
	}
	return 0;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int64_t start_of(const struct job_plan *plan)
{
	size_t at = 0;
	int64_t start_s = 0, end_s;
	(void)job_next_piece(plan, &plan->ways[0], &at, &start_s, &end_s);
	return start_s;
}

/* Plans anew what is left of the window; what cannot be planned any more stays as it was. */
static void plan_again(struct cli *cli, struct job_question *question, int64_t deadline_s,
		       struct job_plan *plan)
{
	struct job_plan newer;
	struct frugal_error error;
	question->from_s = now_s();
	question->window_h = (double)(deadline_s - question->from_s) / 3600;
	if (question->window_h < question->hours ||
	    plan_ask(&cli->context, question, &newer, &error) < 0)
		return;
	job_plan_release(plan);
	*plan = newer;
}

/* Until the start of the plan, which is made anew from time to time; false: ended by hand. */
static bool wait_by_plan(struct cli *cli, struct job_question *question, int64_t deadline_s,
			 struct job_plan *plan)
{
	int64_t step_s = plan->windows[0].step_s < REPLAN_S ? plan->windows[0].step_s : REPLAN_S;
	for (int64_t told_s = 0; plan->waits || !told_s;) {
		int64_t start_s = start_of(plan), look_s = now_s() + step_s;
		if (!cli->common.quiet && start_s != told_s)
			say(plan, start_s);
		told_s = start_s;
		if (!plan->waits)
			break;
		wait_until(start_s < look_s ? start_s : look_s, cli,
			   isatty(STDERR_FILENO) && !cli->common.quiet);
		if (ended_by)
			return false;
		if (start_s <= now_s())
			break;
		plan_again(cli, question, deadline_s, plan);
	}
	return true;
}

static int wait_for(struct cli *cli, struct ledger *ledger, const char *key,
		    struct job_question *question, struct job_plan *plan,
		    struct frugal_error *reterr)
{
	struct frugal_error error;
	int64_t deadline_s = question->from_s + (int64_t)(question->window_h * 3600);
	bool keeps = ledger && plan->waits;
	if (keeps)
		(void)ledger_note_waiting(ledger, key, deadline_s, &error);
	bool comes = wait_by_plan(cli, question, deadline_s, plan);
	if (keeps)
		(void)ledger_forget_waiting(ledger, key, now_s(), &error);
	if (comes)
		return 0;
	ledger_close(ledger);
	(void)raise(ended_by);
	return error_set(reterr, FRUGAL_EENV, "%s", _("ended while it waited"));
}

int run_wait_for_green(struct cli *cli, const struct run_options *options,
		       struct run_hours_planned *ret, struct frugal_error *reterr)
{
	struct job_plan plan;
	struct job_zone zone = {.pue = 1, .eur_per_kwh = (double)NAN};
	/* Without the year of "FR:2022". */
	if (options->zone)
		(void)snprintf(zone.zone, sizeof(zone.zone), "%.*s",
			       (int)strcspn(options->zone, ":"), options->zone);
	struct job_question question = job_question_default();
	question.zones = &zone;
	question.n_zones = 1;
	question.from_s = now_s();
	if (options->duration.given)
		question.hours = options->duration.quantity.value;
	if (options->deadline.given)
		question.window_h = options->deadline.quantity.value;
	question.interruptible = options->pausable;
	if (options->pausable)
		question.min_run_h =
			options->min_run.given ? options->min_run.quantity.value : MIN_RUN_H;
	if (!options->zone) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("--when wants to know where it runs"));
		return error_todo(reterr, "%s", "--zone FR");
	}
	const char *key = key_of(cli, zone.zone);
	struct ledger *ledger = open_quietly(cli, options);
	go_on_waiting(cli, ledger, key, &question);
	int r = plan_ask(&cli->context, &question, &plan, reterr);
	if (r == 0)
		r = wait_for(cli, ledger, key, &question, &plan, reterr);
	if (r == 0 && options->pausable && plan.waits)
		r = keep_pieces(cli, &plan, ret, reterr);
	if (r == 0)
		job_plan_release(&plan);
	ledger_close(ledger);
	return r;
}
