/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/shared.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "store/default.h"

struct sharing {
	const struct context *context;
	struct ledger *ledger;
	const struct plan_share *share;
	struct job_question question;
	struct job_plan *plan;
	struct arena arena;
};

/* Steps in which what is reserved leaves too little. */
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
	struct job_plan *plan = sharing->plan;
	size_t n = 0;
	int r = job_plan(sharing->context, &sharing->question, plan, reterr);
	if (r < 0)
		return r;
	const struct job_way *best = &plan->ways[plan->best];
	reservation->zone = sharing->question.zones[best->zone].zone;
	reservation->name = sharing->share->name ? sharing->share->name : "";
	reservation->kw = sharing->question.power_kw;
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

int plan_shared(struct context *context, const struct plan_share *share, bool reserve,
		const struct job_question *question, struct job_plan *ret,
		struct plan_reserved *ret_reserved, struct frugal_error *reterr)
{
	struct sharing sharing = {
		.context = context, .share = share, .question = *question, .plan = ret};
	struct reservation reservation = {0};
	sharing.question.closed = close_full;
	sharing.question.context = &sharing;
	*ret = (struct job_plan){0};
	int r = store_open(context, LEDGER_WRITE, &sharing.ledger, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && share->capacity_kw > 0 && i < question->n_zones; i++)
		r = ledger_set_capacity(sharing.ledger, question->zones[i].zone, share->capacity_kw,
					reterr);
	if (r == 0 && reserve)
		r = ledger_reserve(sharing.ledger, (int64_t)time(NULL), choose, &sharing,
				   &reservation, reterr);
	else if (r == 0)
		r = job_plan(context, &sharing.question, ret, reterr);
	if (r == 0 && reserve) {
		memcpy(ret_reserved->id, reservation.id, sizeof(ret_reserved->id));
		(void)snprintf(ret_reserved->zone, sizeof(ret_reserved->zone), "%s",
			       reservation.zone);
	}
	if (r < 0)
		job_plan_release(ret);
	ledger_close(sharing.ledger);
	arena_release(&sharing.arena);
	return r;
}
