/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans within the reservations of other users of the ledger (store/reserve.h): steps with too
 * little capacity left in a zone are closed. A zone without a capacity is open.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "insight/job_parts.h"
#include "store/default.h"
#include "store/reserve.h"

struct sharing {
	const struct context *context;
	struct ledger *ledger;
	struct job_question question;
	struct job_plan *plan;
	struct arena arena;
};

static int close_full(void *context, const struct green_window *window, bool *closed,
		      struct frugal_error *reterr)
{
	struct sharing *sharing = context;
	double capacity_kw, *kw;
	int r = ledger_capacity(sharing->ledger, window->id.zone, &capacity_kw, reterr);
	if (r <= 0) /* none is known: all is open */
		return r;
	kw = mem_zalloc(window->n + 1, sizeof(*kw));
	if (!kw)
		return error_nomem(reterr);
	r = ledger_reserved(sharing->ledger, window->id.zone, window->from_s, window->step_s, kw,
			    window->n, reterr);
	for (size_t t = 0; r == 0 && t < window->n; t++)
		closed[t] = kw[t] + sharing->question.power_kw > capacity_kw * (1 + 1e-9);
	mem_free(kw);
	return r;
}

static int choose(void *context, struct reservation *reservation, struct frugal_error *reterr)
{
	struct sharing *sharing = context;
	const struct job_question *q = &sharing->question;
	struct job_plan *plan = sharing->plan;
	size_t n = 0;
	int r = job_plan_alone(sharing->context, q, plan, reterr);
	if (r < 0)
		return r;
	const struct job_way *best = &plan->ways[plan->best];
	reservation->zone = q->zones[best->zone].zone;
	reservation->name = q->name ? q->name : "";
	reservation->kw = q->power_kw;
	reservation->pieces =
		arena_array(&sharing->arena, best->n_slots, sizeof(*reservation->pieces));
	if (!reservation->pieces)
		return error_nomem(reterr);
	for (size_t at = 0; job_next_piece(plan, best, &at, &reservation->pieces[n].from_s,
					   &reservation->pieces[n].to_s);)
		if (++n == best->n_slots)
			break;
	reservation->n_pieces = n;
	return 0;
}

static int reserve(struct sharing *sharing, struct frugal_error *reterr)
{
	struct reservation reservation = {0};
	struct job_reserved *kept = &sharing->plan->reserved;
	int r = ledger_reserve(sharing->ledger, (int64_t)time(NULL), choose, sharing, &reservation,
			       reterr);
	if (r < 0)
		return r;
	memcpy(kept->id, reservation.id, sizeof(kept->id));
	(void)snprintf(kept->zone, sizeof(kept->zone), "%s", reservation.zone);
	return 0;
}

int job_plan_shared(const struct context *context, const struct job_question *question,
		    struct job_plan *ret, struct frugal_error *reterr)
{
	struct sharing sharing = {.context = context, .question = *question, .plan = ret};
	sharing.question.closed = close_full;
	sharing.question.context = &sharing;
	int r = store_open(context, LEDGER_WRITE, &sharing.ledger, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && question->capacity_kw > 0 && i < question->n_zones; i++)
		r = ledger_set_capacity(sharing.ledger, question->zones[i].zone,
					question->capacity_kw, reterr);
	if (r == 0)
		r = question->reserves ? reserve(&sharing, reterr)
				       : job_plan_alone(context, &sharing.question, ret, reterr);
	if (r < 0)
		job_plan_release(ret);
	ret->asked.closed = NULL;
	ret->asked.context = NULL;
	ledger_close(sharing.ledger);
	arena_release(&sharing.arena);
	return r;
}
