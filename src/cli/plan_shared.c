/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/plan_shared.h"

#include <time.h>

#include "base/intl.h"
#include "base/json.h"
#include "cli/store.h"
#include "report/layout.h"
#include "store/reserve.h"

struct sharing {
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
	int r = job_plan(&sharing->question, plan, reterr);
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

int plan_shared(struct cli *cli, const struct plan_share *share, bool reserve,
		const struct job_question *question, struct job_plan *ret, struct buf *text,
		struct frugal_error *reterr)
{
	struct sharing sharing = {.share = share, .question = *question, .plan = ret};
	struct reservation reservation = {0};
	sharing.question.closed = close_full;
	sharing.question.context = &sharing;
	*ret = (struct job_plan){0};
	int r = store_open(cli, LEDGER_WRITE, &sharing.ledger, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && share->capacity_kw > 0 && i < question->n_zones; i++)
		r = ledger_set_capacity(sharing.ledger, question->zones[i].zone, share->capacity_kw,
					reterr);
	if (r == 0 && reserve)
		r = ledger_reserve(sharing.ledger, (int64_t)time(NULL), choose, &sharing,
				   &reservation, reterr);
	else if (r == 0)
		r = job_plan(&sharing.question, ret, reterr);
	if (r == 0 && reserve)
		buf_addf(text,
			 _("reserved as %s in %s; frugal plan --release %.8s gives it back\n\n"),
			 reservation.id, reservation.zone, reservation.id);
	if (r < 0)
		job_plan_release(ret);
	ledger_close(sharing.ledger);
	arena_release(&sharing.arena);
	return r;
}

/* ---- what is reserved ----------------------------------------------------------------------- */

struct listing {
	bool as_json;
	struct buf out;
	struct jsonw json;
	struct arena arena;
	struct grid grid;
	size_t n;
};

static int list_one(void *context, const struct reservation *one, struct frugal_error *reterr)
{
	struct listing *to = context;
	char from[GRID_TIME], end[GRID_TIME];
	(void)reterr;
	grid_time_text(one->pieces[0].from_s, from);
	grid_time_text(one->pieces[0].to_s, end);
	to->n++;
	if (to->as_json) {
		jsonw_object(&to->json, NULL);
		jsonw_string(&to->json, "id", one->id);
		jsonw_string(&to->json, "zone", one->zone);
		jsonw_string(&to->json, "name", one->name);
		jsonw_string(&to->json, "start", from);
		jsonw_string(&to->json, "end", end);
		jsonw_number(&to->json, "kw", one->kw);
		jsonw_object_end(&to->json);
		return 0;
	}
	grid_add(&to->grid, arena_printf(&to->arena, "%.8s", one->id));
	grid_add(&to->grid, arena_strdup(&to->arena, one->zone));
	grid_add(&to->grid, arena_strdup(&to->arena, from));
	grid_add(&to->grid, arena_strdup(&to->arena, end));
	grid_add(&to->grid, arena_printf(&to->arena, "%.4g kW", one->kw));
	grid_add(&to->grid, arena_strdup(&to->arena, one->name));
	return 0;
}

int plan_reservations(struct cli *cli, bool as_json, struct frugal_error *reterr)
{
	struct listing listing = {.as_json = as_json};
	struct ledger *ledger;
	int r = store_open(cli, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	listing.json = (struct jsonw){.out = &listing.out, .pretty = true};
	grid_init(&listing.grid, &listing.arena, 6);
	if (as_json)
		jsonw_array(&listing.json, NULL);
	r = ledger_reservations(ledger, (int64_t)time(NULL), list_one, &listing, reterr);
	ledger_close(ledger);
	if (as_json) {
		jsonw_array_end(&listing.json);
		buf_putc(&listing.out, '\n');
	} else if (listing.n) {
		grid_print(&listing.grid, &listing.out, 0);
	} else {
		buf_puts(&listing.out, _("nothing is reserved\n"));
	}
	if (r == 0)
		cli_put(&listing.out);
	grid_release(&listing.grid);
	arena_release(&listing.arena);
	buf_release(&listing.out);
	return r;
}

int plan_release(struct cli *cli, const char *id, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int r = store_open(cli, LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_release(ledger, id, reterr);
	ledger_close(ledger);
	return r;
}
