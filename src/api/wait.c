/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job that waits for the hours of its plan. It plans again from time to time and stores the
 * deadline; the caller sleeps.
 */
#include <time.h>

#include "api/inside_grid.h"

static int64_t now_s(void)
{
	return (int64_t)time(NULL);
}

int frugal_wait_begin(frugal_library *library, frugal_ledger *ledger, const char *key,
		      const struct frugal_plan_question *question, frugal_wait **ret_wait,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library || !key || !question || !ret_wait)
		return missing_argument(!library    ? "library"
					: !key      ? "key"
					: !question ? "question"
						    : "ret_wait",
					reterr);
	frugal_wait *wait = mem_zalloc(1, sizeof(*wait));
	if (!wait)
		return error_nomem(reterr);
	wait->held.library = library;
	wait->wait.context = &library->context;
	wait->wait.ledger = ledger ? ledger_of(ledger) : NULL;
	wait->wait.plan = &wait->held.plan;
	wait->wait.key = arena_strdup(&wait->held.arena, key);
	int r = wait->wait.key ? plan_question_read(&library->context, question, &wait->held.arena,
						    &wait->wait.question, reterr)
			       : error_nomem(reterr);
	if (r == 0)
		r = job_wait_begin(&wait->wait, reterr);
	if (r < 0) {
		frugal_wait_end(wait);
		return r;
	}
	*ret_wait = wait;
	return 0;
}

int frugal_wait_state(const frugal_wait *wait, struct frugal_wait_state *ret,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!wait || !ret)
		return missing_argument(wait ? "ret" : "wait", reterr);
	int64_t now = now_s(), start_s = job_wait_start(&wait->wait);
	const struct frugal_wait_state state = {
		.begins = !wait->held.plan.waits || start_s <= now,
		.goes_on = wait->wait.goes_on,
		.start_s = start_s,
		.look_s = job_wait_next(&wait->wait, now),
		.deadline_s = wait->wait.deadline_s,
	};
	return sized_fill(ret, ret->size, &state, sizeof(state), reterr);
}

int frugal_wait_look(frugal_wait *wait, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!wait)
		return missing_argument("wait", reterr);
	job_wait_look(&wait->wait, now_s());
	return 0;
}

const frugal_plan *frugal_wait_plan(const frugal_wait *wait)
{
	return wait ? &wait->held : NULL;
}

void frugal_wait_end(frugal_wait *wait)
{
	if (!wait)
		return;
	job_wait_end(&wait->wait, now_s());
	job_plan_release(&wait->held.plan);
	plan_question_release(&wait->wait.question);
	arena_release(&wait->held.arena);
	mem_free(wait);
}
