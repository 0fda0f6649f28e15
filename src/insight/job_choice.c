/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers one question over the windows of its zones: opens them, has the best ways laid, and
 * computes what the choice saves against running now, by the marginal signal, and by actual
 * intensities when the plan looks back.
 */
#include "base/clock.h"
#include "insight/job_parts.h"

#include <math.h>

#include "base/intl.h"

/* ---- windows -------------------------------------------------------------------------------- */

/* Whether the job may begin at this moment; one in pieces begins with a whole step. */
static bool allows_now(const struct job_question *q)
{
	int64_t seconds = (int64_t)ceil(q->hours * SECONDS_PER_HOUR);
	return allowed_all(q->only, q->n_only, q->from_s, q->from_s + seconds);
}

static void close_hours(const struct job_question *q, const struct green_window *w, bool *closed)
{
	for (size_t t = 0; t < w->n; t++) {
		int64_t at_s = w->from_s + (int64_t)t * w->step_s;
		closed[t] |= !allowed_all(q->only, q->n_only, at_s, at_s + w->step_s);
	}
	/* Of the step that has begun a job gets the rest, and goes on for as long in the next. */
	if (w->n && w->from_s < q->from_s)
		closed[0] |= q->interruptible || !allows_now(q);
}

/* Closes the steps of a zone that are reserved or not allowed. */
static int close_steps(const struct job_question *q, struct job_plan *plan, size_t zone,
		       struct frugal_error *reterr)
{
	const struct green_window *w = &plan->windows[zone];
	if (!q->closed && !q->n_only)
		return 0;
	plan->closed[zone] = mem_zalloc(w->n + 1, sizeof(bool));
	if (!plan->closed[zone])
		return error_nomem(reterr);
	int r = q->closed ? q->closed(q->context, w, plan->closed[zone], reterr) : 0;
	if (r == 0 && q->n_only)
		close_hours(q, w, plan->closed[zone]);
	return r;
}

static int open_windows(const struct context *context, const struct job_question *q,
			struct job_plan *plan, struct frugal_error *reterr)
{
	struct green_ask ask = {.wanted = q->wanted,
				.from_s = q->from_s,
				.hours = q->window_h,
				.step_s = INT64_MAX,
				.blind = q->blind,
				.fills = q->fills};
	int r = 0;
	for (size_t i = 0; r == 0 && i < q->n_zones; i++) {
		int64_t step_s;
		r = green_step(context, q->zones[i].zone, &q->wanted, &step_s, reterr);
		if (r == 0 && step_s < ask.step_s)
			ask.step_s = step_s;
	}
	if (r == 0 && q->n_only)
		ask.step_s = allowed_step(q->only, q->n_only, q->from_s,
					  q->from_s + (int64_t)(q->window_h * SECONDS_PER_HOUR),
					  ask.step_s);
	for (size_t i = 0; r == 0 && i < q->n_zones; i++) {
		struct green_window *w = &plan->windows[i];
		r = green_window(context, q->zones[i].zone, &ask, w, reterr);
		if (r < 0)
			break;
		plan->n_zones = i + 1;
		if (w->id.kind != plan->windows[0].id.kind ||
		    w->id.scope != plan->windows[0].id.scope ||
		    w->id.basis != plan->windows[0].id.basis)
			r = error_set(
				reterr, FRUGAL_EUSAGE,
				_("%s and %s have no series of the same kind, scope and basis"),
				q->zones[0].zone, q->zones[i].zone);
		if (r == 0)
			r = close_steps(q, plan, i, reterr);
	}
	return r;
}

/* ---- what it is worth ----------------------------------------------------------------------- */

/* The grams of the plan by the marginal signal: reported separately, never mixed. */
static void see_margin(const struct weighing *w, struct job_plan *plan)
{
	struct green_ask ask = {
		.wanted = {.has_kind = true, .id = {.kind = GRID_MARGINAL}},
		.from_s = plan->windows[0].from_s,
		.hours = w->q->window_h,
		.step_s = plan->windows[0].step_s,
	};
	const struct job_way *best = &plan->ways[plan->best];
	struct green_window home, there;
	plan->marginal_g = plan->marginal_now_g = (double)NAN;
	if (plan->windows[0].id.kind == GRID_MARGINAL ||
	    green_window(w->context, w->q->zones[0].zone, &ask, &home, NULL) < 0)
		return;
	if (green_window(w->context, w->q->zones[best->zone].zone, &ask, &there, NULL) == 0) {
		plan->marginal_g = job_compute_g(w, best, there.g_per_kwh);
		plan->marginal_now_g = job_compute_g(w, &plan->now, home.g_per_kwh);
		green_window_release(&there);
	}
	green_window_release(&home);
}

/* The grams by actual intensities of a plan that was made on what was known then. */
static int see_truth(const struct weighing *w, struct job_plan *plan, struct frugal_error *reterr)
{
	struct job_question open = *w->q;
	struct job_plan oracle;
	const struct job_way *best = plan->waits ? &plan->ways[plan->best] : &plan->now;
	plan->actual_g = plan->oracle_g = (double)NAN;
	if (!open.blind)
		return 0;
	open.blind = false;
	open.front = false;
	int r = job_plan_alone(w->context, &open, &oracle, reterr);
	if (r < 0)
		return r;
	if (oracle.windows[0].own_forecast > 0)
		r = error_set(reterr, FRUGAL_EDATA, "%s",
			      _("actual intensities are not stored up to the deadline, so the "
				"regret is unknown"));
	plan->actual_g = job_g_by(w, best, oracle.windows[best->zone].g_per_kwh);
	plan->oracle_g = oracle.ways[oracle.best].g;
	job_plan_release(&oracle);
	return r;
}

static void see_saving(const struct weighing *w, struct job_plan *plan)
{
	const struct job_way *best = &plan->ways[plan->best];
	const struct green_window *there = &plan->windows[best->zone];
	double now = plan->now.g;
	plan->saving = now > 0 ? 1 - best->g / now : 0;
	plan->saving_low = now > 0 ? 1 - job_g_by(w, best, there->high) / now : 0;
	plan->saving_high = now > 0 ? 1 - job_g_by(w, best, there->low) / now : 0;
	double now_weight = plan->now.weight;
	double gain = now_weight > 0 ? 1 - best->weight / now_weight : 0;
	plan->now_is_open = allows_now(w->q);
	plan->waits = gain >= w->q->threshold || !plan->now_is_open;
}

/* Spreads the powers of equal parts over the slots. */
static int spread_profile(struct weighing *w, struct frugal_error *reterr)
{
	const struct job_question *q = w->q;
	if (!q->profile_kw || q->throughput)
		return 0;
	w->profile_kw = mem_zalloc(w->slots + 1, sizeof(double));
	if (!w->profile_kw)
		return error_nomem(reterr);
	for (size_t i = 0; i < w->slots; i++)
		w->profile_kw[i] = q->profile_kw[i * q->n_profile / w->slots];
	return 0;
}

/* Whether the hours that are allowed have room for the job at home. */
static bool has_room(const struct weighing *w)
{
	const bool *closed = w->plan->closed[0];
	size_t run = 0, longest = 0, all = 0;
	for (size_t t = 0; closed && t < w->n; t++) {
		run = closed[t] ? 0 : run + 1;
		all += closed[t] ? 0 : 1;
		longest = run > longest ? run : longest;
	}
	return !closed || (w->q->interruptible ? all : longest) >= w->slots;
}

static int choose(struct weighing *w, struct job_plan *plan, struct frugal_error *reterr)
{
	const struct job_question *q = w->q;
	if (!q->throughput && w->slots > w->n)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the job does not end before its deadline"));
	if (q->n_only && !has_room(w)) {
		error_set(reterr, FRUGAL_EDATA, "%s",
			  _("the job does not fit into the allowed hours before its deadline"));
		return error_where(reterr, "%s", "only");
	}
	job_weigh(w, q->g_per_eur);
	int r = job_best(w, plan, reterr);
	if (r == 0)
		r = job_way_now(w, &plan->now, reterr);
	if (r == 0) {
		see_saving(w, plan);
		see_margin(w, plan);
		r = see_truth(w, plan, reterr);
	}
	return r == 0 && q->front ? job_front(w, plan, reterr) : r;
}

static int plan_over(const struct context *context, struct job_plan *plan,
		     struct frugal_error *reterr)
{
	const struct job_question *q = &plan->asked;
	struct weighing w = {
		.context = context,
		.q = q,
		.plan = plan,
		.step_h = (double)plan->windows[0].step_s / SECONDS_PER_HOUR,
		.n = plan->windows[0].n,
		.weighted = mem_zalloc(plan->windows[0].n * plan->n_zones + 1, sizeof(double)),
	};
	w.slots = (size_t)ceil(q->hours / w.step_h - 1e-9);
	plan->part = q->throughput ? 1 : q->hours / ((double)w.slots * w.step_h);
	int r = w.weighted ? spread_profile(&w, reterr) : error_nomem(reterr);
	if (r == 0)
		r = choose(&w, plan, reterr);
	mem_free(w.weighted);
	mem_free(w.profile_kw);
	return r;
}

int job_plan_alone(const struct context *context, const struct job_question *question,
		   struct job_plan *ret, struct frugal_error *reterr)
{
	size_t n = question->n_zones;
	*ret = (struct job_plan){
		.asked = *question,
		.windows = mem_zalloc(n + 1, sizeof(*ret->windows)),
		.closed = mem_zalloc(n + 1, sizeof(*ret->closed)),
		.ways = mem_zalloc(n + 1, sizeof(*ret->ways)),
	};
	int r = ret->windows && ret->closed && ret->ways
			? open_windows(context, question, ret, reterr)
			: error_nomem(reterr);
	if (r == 0)
		r = plan_over(context, ret, reterr);
	if (r < 0)
		job_plan_release(ret);
	return r;
}
