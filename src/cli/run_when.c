/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal run --when green: sleeps until the hours of the plan, which it makes again from time to
 * time, and shows a countdown on a terminal. The library plans and remembers the deadline
 * (frugal_wait_begin); here are the sleep, the signals and the lines.
 */
#include "cli/run_when.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/inside_grid.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/plan_handover.h"

#define SECOND_NS 1000000000
#define MIN_RUN_H 0.25

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

/* Sleeps a second at most at a time, to notice when the clock is set. */
static void wait_until(int64_t start_s, const struct cli *cli, bool shows)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction before[3], action = {.sa_handler = note_end};
	for (int i = 0; i < 3; i++)
		sigaction(ends[i], &action, &before[i]);
	bool shown = false;
	for (int64_t left; !ended_by && (left = start_s - now_s()) > 0;) {
		struct buf line = {0}, time = {0};
		if (shows) {
			print_duration(&time, (double)left, cli->numbers);
			buf_puts(&line, "\r\033[K");
			buf_addf(&line, _("frugal  starts in %s (Ctrl-C cancels)"),
				 buf_text(&time));
			(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
			shown = true;
		}
		buf_release(&line);
		buf_release(&time);
		nanosleep(&(struct timespec){.tv_nsec = SECOND_NS / 4}, NULL);
	}
	for (int i = 0; i < 3; i++)
		sigaction(ends[i], &before[i], NULL);
	if (shown)
		(void)file_write_fd(STDERR_FILENO, "\r\033[K", 4);
}

static void say(const struct job_plan *plan, int64_t start_s)
{
	struct buf line = {0};
	char start[GRID_TIME];
	const struct grid_id *id = &plan->windows[plan->waits ? plan->best : 0].id;
	grid_time_text(start_s, start);
	if (plan->waits)
		buf_addf(&line,
			 _("frugal  starts at %s: %.0f %% less carbon than now (%s, %s, %s)\n"),
			 start, 100 * plan->saving, id->zone, _(grid_kind_names[id->kind]),
			 _(grid_scope_names[id->scope]));
	else
		buf_addf(&line, "frugal  %s", _("waiting would save little: it starts now\n"));
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
	const char *kept = key.failed ? NULL : arena_strdup(&cli->arena, buf_text(&key));
	buf_release(&key);
	return kept ? kept : zone;
}

/* Without a ledger the command still runs: only the deadline is not stored. */
static frugal_ledger *open_quietly(struct cli *cli, const struct run_options *options)
{
	frugal_ledger *ledger = NULL;
	struct frugal_error unread;
	if (options->no_store ||
	    frugal_ledger_open(cli->library, FRUGAL_LEDGER_WRITE, &ledger, &unread) < 0)
		return NULL;
	return ledger;
}

static void say_goes_on(int64_t deadline_s)
{
	char text[GRID_TIME];
	grid_time_text(deadline_s, text);
	fprintf(stderr, _("frugal  still waiting: the command must have ended by %s\n"), text);
}

static int keep_pieces(struct cli *cli, const struct job_plan *plan, struct run_hours_planned *ret,
		       struct frugal_error *reterr)
{
	const struct job_way *way = &plan->ways[0];
	int64_t from_s, to_s;
	ret->pieces = arena_array(&cli->arena, way->n_slots, sizeof(*ret->pieces));
	if (!ret->pieces)
		return error_nomem(reterr);
	for (size_t at = 0; job_next_piece(plan, way, &at, &from_s, &to_s);) {
		ret->pieces[ret->n].from_s = from_s;
		ret->pieces[ret->n++].to_s = to_s;
	}
	return 0;
}

/* ---- a moment that is given ----------------------------------------------------------------- */

static int read_moment(const char *text, const char *option, int64_t *ret_s,
		       struct frugal_error *reterr)
{
	if (!text || grid_time_parse(str_of(text), ret_s))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), text);
	error_where(reterr, "%s", option);
	return error_todo(reterr, "%s", "2026-03-02T13:00Z");
}

int run_wait_for_moment(struct cli *cli, const struct run_options *options,
			struct frugal_error *reterr)
{
	int64_t from_s = 0, to_s = 0;
	int r = read_moment(options->not_before, "--not-before", &from_s, reterr);
	if (r == 0)
		r = read_moment(options->not_after, "--not-after", &to_s, reterr);
	if (r < 0)
		return r;
	bool shows = isatty(STDERR_FILENO) && !cli->common.quiet;
	if (!to_s || from_s <= to_s)
		wait_until(from_s, cli, shows);
	if (ended_by) {
		(void)raise(ended_by);
		return error_set(reterr, FRUGAL_EENV, "%s", _("interrupted while waiting"));
	}
	if (!to_s || now_s() <= to_s)
		return 0;
	error_set(reterr, FRUGAL_EENV, _("the latest start of the command, %s, has passed"),
		  options->not_after);
	return error_where(reterr, "%s", "--not-after");
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Sleeps until the start of the plan, which is made again from time to time, or until a signal. */
static int wait_by_plan(struct cli *cli, frugal_wait *wait, struct frugal_error *reterr)
{
	bool shows = isatty(STDERR_FILENO) && !cli->common.quiet;
	for (int64_t stated_s = 0;;) {
		struct frugal_wait_state state = {.size = sizeof(state)};
		const struct job_plan *plan = plan_of(frugal_wait_plan(wait));
		int r = frugal_wait_state(wait, &state, reterr);
		if (r < 0)
			return r;
		if (!cli->common.quiet && state.start_s != stated_s && (plan->waits || !stated_s))
			say(plan, state.start_s);
		stated_s = state.start_s;
		if (state.begins)
			return 0;
		wait_until(state.look_s, cli, shows);
		if (ended_by || state.start_s <= now_s())
			return 0;
		r = frugal_wait_look(wait, reterr);
		if (r < 0)
			return r;
	}
}

static int read_question(const struct run_options *options, const struct option_list *zones,
			 struct frugal_plan_question *q, struct frugal_error *reterr)
{
	*q = (struct frugal_plan_question){.size = sizeof(*q)};
	int r = frugal_plan_defaults(q, reterr);
	q->zones = zones->items;
	q->n_zones = zones->n;
	q->hours = option_or(&options->duration, q->hours);
	q->deadline_h = option_or(&options->deadline, q->deadline_h);
	q->only = options->only.items;
	q->n_only = options->only.n;
	q->interruptible = options->pausable;
	if (options->pausable)
		q->min_run_h = option_or(&options->min_run, MIN_RUN_H);
	if (r == 0 && !options->zone) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("--when requires an electricity zone"));
		return error_todo(reterr, "%s", "--zone FR");
	}
	return r;
}

static int wait_for(struct cli *cli, frugal_ledger *ledger, const char *zone,
		    const struct frugal_plan_question *question, struct run_options *options,
		    struct run_hours_planned *ret, struct frugal_error *reterr)
{
	struct frugal_wait_state state = {.size = sizeof(state)};
	frugal_wait *wait;
	int r = frugal_wait_begin(cli->library, ledger, key_of(cli, zone), question, &wait, reterr);
	if (r < 0)
		return r;
	r = frugal_wait_state(wait, &state, reterr);
	if (r == 0 && state.goes_on && !cli->common.quiet)
		say_goes_on(state.deadline_s);
	if (r == 0)
		r = wait_by_plan(cli, wait, reterr);
	const struct job_plan *plan = plan_of(frugal_wait_plan(wait));
	bool is_away = false;
	if (r == 0 && options->pausable && plan->waits)
		r = keep_pieces(cli, plan, ret, reterr);
	if (r == 0 && options->at_zones.n && !ended_by)
		r = handover_away(cli, &options->at_zones, options->name, frugal_wait_plan(wait),
				  &is_away, reterr);
	if (is_away) {
		options->no_store = true;
		cli->common.quiet = true;
	}
	frugal_wait_end(wait);
	return r;
}

int run_wait_for_green(struct cli *cli, struct run_options *options, struct run_hours_planned *ret,
		       struct frugal_error *reterr)
{
	struct frugal_plan_question question;
	char zone[GRID_ZONE] = "";
	const char *home[] = {zone};
	struct option_list zones = {.items = home, .n = 1};
	/* Without the year of "FR:2022". */
	if (options->zone)
		(void)snprintf(zone, sizeof(zone), "%.*s", (int)strcspn(options->zone, ":"),
			       options->zone);
	int r = handover_zones(cli, &options->at_zones, &zones, reterr);
	if (r == 0)
		r = read_question(options, &zones, &question, reterr);
	if (r < 0)
		return r;
	frugal_ledger *ledger = open_quietly(cli, options);
	r = wait_for(cli, ledger, zone, &question, options, ret, reterr);
	frugal_ledger_close(ledger);
	if (r == 0 && ended_by) {
		(void)raise(ended_by);
		return error_set(reterr, FRUGAL_EENV, "%s", _("interrupted while waiting"));
	}
	return r;
}
