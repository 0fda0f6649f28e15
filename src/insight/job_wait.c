/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans a waiting job anew with the hours that have come in since, within the deadline that the
 * ledger keeps for it. The caller sleeps and starts the command.
 */
#include "insight/job_wait.h"

#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "insight/job_parts.h"
#include "store/reserve.h"

#define REPLAN_S 900 /* new hours and newer forecasts may change the plan */

static void go_on(struct job_wait *wait)
{
	struct job_question *q = &wait->question;
	struct frugal_error unread;
	int64_t deadline_s = 0;
	if (wait->ledger)
		(void)ledger_waiting(wait->ledger, wait->key, q->from_s, &deadline_s, &unread);
	if (!deadline_s)
		return;
	double left_h = (double)(deadline_s - q->from_s) / SECONDS_PER_HOUR;
	if (left_h >= q->window_h)
		return;
	/* Less time than the job takes: it is late and begins at once. */
	q->window_h = fmax(left_h, q->hours);
	wait->goes_on = true;
}

int job_wait_begin(struct job_wait *wait, struct frugal_error *reterr)
{
	struct frugal_error unread;
	if (!wait->question.from_s)
		wait->question.from_s = (int64_t)time(NULL);
	go_on(wait);
	int r = plan_ask(wait->context, &wait->question, wait->plan, reterr);
	if (r < 0)
		return r;
	wait->question.hours = wait->plan->asked.hours;
	wait->question.usual_of = NULL;
	wait->deadline_s =
		wait->question.from_s + (int64_t)(wait->question.window_h * SECONDS_PER_HOUR);
	wait->keeps = wait->ledger && wait->plan->waits;
	if (wait->keeps)
		(void)ledger_note_waiting(wait->ledger, wait->key, wait->deadline_s, &unread);
	return 0;
}

int64_t job_wait_start(const struct job_wait *wait)
{
	size_t at = 0;
	int64_t start_s = 0, end_s;
	(void)job_next_piece(wait->plan, &wait->plan->ways[wait->plan->best], &at, &start_s,
			     &end_s);
	return start_s;
}

int64_t job_wait_next(const struct job_wait *wait, int64_t now_s)
{
	int64_t step_s = wait->plan->windows[0].step_s, start_s = job_wait_start(wait);
	int64_t look_s = now_s + (step_s < REPLAN_S ? step_s : REPLAN_S);
	return start_s < look_s ? start_s : look_s;
}

void job_wait_look(struct job_wait *wait, int64_t now_s)
{
	struct job_question *q = &wait->question;
	struct job_plan newer;
	struct frugal_error unread;
	q->from_s = now_s;
	q->window_h = (double)(wait->deadline_s - now_s) / SECONDS_PER_HOUR;
	if (q->window_h < q->hours || plan_ask(wait->context, q, &newer, &unread) < 0)
		return;
	job_plan_release(wait->plan);
	*wait->plan = newer;
}

void job_wait_end(struct job_wait *wait, int64_t now_s)
{
	struct frugal_error unread;
	if (wait->keeps)
		(void)ledger_forget_waiting(wait->ledger, wait->key, now_s, &unread);
	wait->keeps = false;
}
