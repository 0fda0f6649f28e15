/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the ledger late, closes it when it fails, and tries once more at the end of the run. A
 * damaged file is moved away once; a second damage in one run is reported as another fault.
 */
#include "insight/keeper.h"

#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "meter/errand.h"

#define SECOND_S 1.0

static int open_ledger(struct keeper *keeper, struct frugal_error *reterr)
{
	int r = 0;
	if (!keeper->path.n && keeper->context->store)
		buf_puts(&keeper->path, keeper->context->store);
	else if (!keeper->path.n)
		r = ledger_default_path(&keeper->path, reterr);
	if (r == 0 && keeper->path.failed)
		r = error_nomem(reterr);
	return r < 0 ? r
		     : ledger_open(buf_text(&keeper->path), LEDGER_WRITE, &keeper->ledger, reterr);
}

static void close_ledger(struct keeper *keeper)
{
	ledger_close(keeper->ledger);
	keeper->ledger = NULL;
}

/* True when a damaged ledger was moved away and a new one is open in its place. */
static bool set_aside(struct keeper *keeper)
{
	struct frugal_error error;
	if (keeper->aside.n) /* twice in one run: something else is wrong */
		return false;
	close_ledger(keeper);
	if (!keeper->path.n ||
	    ledger_set_aside(buf_text(&keeper->path), &keeper->aside, &error) < 0)
		return false;
	return open_ledger(keeper, &keeper->error) == 0 && keeper->aside.n;
}

static void lose(struct keeper *keeper, int code)
{
	keeper->error.code = code;
	keeper->lost = true;
	close_ledger(keeper);
}

/* A ledger that is locked or damaged shows it here, once, and not in each later step. */
static int open_and_tidy(struct keeper *keeper)
{
	int r = open_ledger(keeper, &keeper->error);
	if (r == 0)
		r = ledger_close_interrupted(keeper->ledger, NULL, &keeper->error);
	return r;
}

void keeper_open(struct keeper *keeper, const struct context *context, bool wanted)
{
	*keeper = (struct keeper){.context = context, .wanted = wanted};
	if (!wanted)
		return;
	int r = open_and_tidy(keeper);
	if (r < 0 && !set_aside(keeper))
		lose(keeper, r);
	if (keeper->ledger)
		run_owner_read(&keeper->owner);
}

/* ---- idle powers ---------------------------------------------------------------------------- */

static bool idle_known(void *context, const char *part, struct power *ret)
{
	struct keeper *keeper = context;
	struct frugal_error error;
	return keeper->ledger &&
	       ledger_idle_power(keeper->ledger, keeper->owner.host, part, ret, NULL, &error) ==
		       0 &&
	       !isnan(ret->w);
}

static void idle_seen(void *context, const char *part, struct power lowest)
{
	struct keeper *keeper = context;
	struct frugal_error error;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t seen_us = (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
	/* The next run at rest will see it again. */
	if (keeper->ledger)
		(void)ledger_note_idle_power(keeper->ledger, keeper->owner.host, part, lowest,
					     seen_us, &error);
}

struct idle_powers keeper_idle_powers(struct keeper *keeper)
{
	return (struct idle_powers){.known = idle_known, .seen = idle_seen, .context = keeper};
}

/* ---- the run -------------------------------------------------------------------------------- */

void keeper_begin(struct keeper *keeper, const struct run_record *run)
{
	if (!keeper->ledger)
		return;
	int r = ledger_begin_run(keeper->ledger, run, &keeper->owner, &keeper->error);
	if (r < 0 && set_aside(keeper))
		r = ledger_begin_run(keeper->ledger, run, &keeper->owner, &keeper->error);
	keeper->begun = r == 0;
}

struct taking {
	struct running_file *file;
	const struct run_site *site;
};

static void take(void *context, const struct run_record *run)
{
	const struct taking *taking = context;
	running_take(taking->file, run, taking->site);
}

static void write_sums(void *context)
{
	struct keeper *keeper = context;
	struct frugal_error error = {0};
	int r = running_write(keeper->running, &error);
	if (r < 0 && !keeper->unsaved.code) {
		keeper->unsaved = error;
		keeper->unsaved.code = r;
	}
	keeper->is_saved = r == 0;
}

/* The first of them is written after a second: a shorter run loses nothing that a file would have.
 */
void keeper_second(struct keeper *keeper, struct session *session, const struct run_record *run,
		   const struct run_site *site)
{
	struct frugal_error error;
	struct errand writing;
	const double now_s = session_elapsed(session).s;
	if (!keeper->ledger || now_s - keeper->saved_s < SECOND_S)
		return;
	keeper->saved_s = floor(now_s);
	if (!keeper->running &&
	    running_new(keeper->ledger, run, &keeper->owner, &keeper->running, &error) < 0)
		return;
	struct taking taking = {keeper->running, site};
	session_look(session, take, &taking);
	if (!running_may_wait(keeper->running)) {
		write_sums(keeper);
		return;
	}
	errand_start(&writing, session, write_sums, keeper);
	errand_wait(&writing, NULL);
}

/* What the ledger did not take is in the file, for the next process that opens the ledger. */
static void end_sums(struct keeper *keeper, const struct run_record *run,
		     const struct run_site *site)
{
	struct frugal_error error;
	if (keeper->running && keeper->lost) {
		running_take(keeper->running, run, site);
		(void)running_write(keeper->running, &error);
	}
	running_end(keeper->running, !keeper->lost);
	keeper->running = NULL;
}

void keeper_progress(struct keeper *keeper, const struct run_record *run)
{
	struct frugal_error error;
	if (keeper->ledger && keeper->begun &&
	    !keeper->is_saved) /* what fails now may succeed at the end */
		(void)ledger_progress(keeper->ledger, run, &error);
}

void keeper_finish(struct keeper *keeper, const struct run_record *run, const struct run_site *site)
{
	if (!keeper->wanted)
		return;
	/* It may have been locked or full hours ago. */
	int r = keeper->ledger ? 0 : open_ledger(keeper, &keeper->error);
	if (r == 0)
		r = ledger_finish_run(keeper->ledger, run, &keeper->error);
	if (r < 0 && set_aside(keeper))
		r = ledger_finish_run(keeper->ledger, run, &keeper->error);
	keeper->lost = r < 0;
	if (r < 0)
		lose(keeper, r);
	end_sums(keeper, run, site);
}

size_t keeper_digits(struct keeper *keeper, const struct run_record *run)
{
	size_t digits = 0;
	if (!keeper->wanted || keeper->lost)
		return 0;
	return ledger_short_id(keeper->ledger, run->id, &digits, NULL) == 0 ? digits
									    : RUN_ID_SIZE - 1;
}

int keeper_problem(const struct keeper *keeper, struct frugal_error *reterr)
{
	if (!keeper->lost)
		return 0;
	error_set(reterr, keeper->error.code, _("this run was not saved: %s"), keeper->error.what);
	error_where(reterr, "%s", keeper->error.where);
	error_todo(reterr, "%s", keeper->error.todo);
	return keeper->error.code;
}

int keeper_unsaved(const struct keeper *keeper, struct frugal_error *reterr)
{
	if (!keeper->unsaved.code || keeper->lost)
		return 0;
	error_set(reterr, keeper->unsaved.code,
		  _("a kill of frugal would have lost more than a second: %s"),
		  keeper->unsaved.what);
	error_where(reterr, "%s", keeper->unsaved.where);
	error_todo(reterr, "%s", _("allow writing to the folder next to the ledger"));
	return keeper->unsaved.code;
}

int keeper_aside(const struct keeper *keeper, struct frugal_error *reterr)
{
	if (!keeper->aside.n || keeper->lost)
		return 0;
	return error_set(reterr, FRUGAL_EDATA,
			 _("the ledger was damaged; it was moved to %s and a new one started"),
			 buf_text(&keeper->aside));
}

void keeper_close(struct keeper *keeper)
{
	running_end(keeper->running, false);
	keeper->running = NULL;
	close_ledger(keeper);
	buf_release(&keeper->path);
	buf_release(&keeper->aside);
}
