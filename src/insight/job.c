/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "plan/elastic.h"
#include "quantity/quantity.h"

#define HOUR_S 3600.0
#define MOST_DEADLINES 200
#define MOST_WEIGHTS 12
#define MOST_WAYS (MOST_DEADLINES * MOST_WEIGHTS)

/* ---- zones ---------------------------------------------------------------------------------- */

static int bad_zone(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' says no zone that a plan could use"), text);
	error_where(reterr, "%s", "--zone");
	return error_todo(reterr, "%s", "DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy");
}

static int quantity_of(struct str text, const char *unit_name, const char *example, double *ret,
		       struct frugal_error *reterr)
{
	struct quantity q;
	struct unit unit;
	int r = quantity_parse(text, &q, reterr);
	if (r == 0)
		r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r == 0 && !dimension_eq(q.dim, unit.dim))
		r = error_set(reterr, FRUGAL_EUSAGE, _("%.*s is not as in %s"), STR_ARG(text),
			      example);
	if (r == 0)
		*ret = q.value / unit.scale;
	return r < 0 ? error_where(reterr, "%s", "--zone") : 0;
}

int job_zone_parse(const char *text, struct job_zone *ret, struct frugal_error *reterr)
{
	const char *p = text + strcspn(text, ",");
	struct str zone = str_trim((struct str){text, (size_t)(p - text)});
	*ret = (struct job_zone){.pue = 1, .eur_per_kwh = (double)NAN};
	if (!grid_zone_is_good(zone))
		return bad_zone(text, reterr);
	memcpy(ret->zone, zone.p, zone.n);
	while (*p) {
		struct str item = str_trim((struct str){p + 1, strcspn(p + 1, ",")}), value;
		int r = 0;
		p += 1 + strcspn(p + 1, ",");
		if (str_is(item, "copy"))
			ret->has_data = true;
		else if (str_after(item, "pue=", &value))
			r = quantity_of(value, "1", "pue=1.2", &ret->pue, reterr);
		else if (str_after(item, "rtt=", &value))
			r = quantity_of(value, "ms", "rtt=20ms", &ret->rtt_ms, reterr);
		else if (str_after(item, "price=", &value))
			r = quantity_of(value, "EUR/kWh", "price=0.3EUR/kWh", &ret->eur_per_kwh,
					reterr);
		else
			r = bad_zone(text, reterr);
		if (r < 0)
			return r;
	}
	return ret->pue >= 1 && ret->rtt_ms >= 0 ? 0 : bad_zone(text, reterr);
}

/* ---- windows -------------------------------------------------------------------------------- */

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
	for (size_t i = 0; r == 0 && i < q->n_zones; i++) {
		struct green_window *w = &plan->windows[i];
		r = green_window(context, q->zones[i].zone, &ask, w, reterr);
		if (r < 0)
			break;
		plan->n_zones = i + 1;
		if (w->id.kind != plan->windows[0].id.kind ||
		    w->id.scope != plan->windows[0].id.scope ||
		    w->id.basis != plan->windows[0].id.basis)
			r = error_set(reterr, FRUGAL_EUSAGE,
				      _("%s and %s have no series of one kind, scope and basis"),
				      q->zones[0].zone, q->zones[i].zone);
		if (r == 0 && q->closed) {
			plan->closed[i] = mem_zalloc(w->n + 1, sizeof(bool));
			r = plan->closed[i] ? q->closed(q->context, w, plan->closed[i], reterr)
					    : error_nomem(reterr);
		}
	}
	return r;
}

/* ---- ways ----------------------------------------------------------------------------------- */

struct weighing {
	const struct context *context;
	const struct job_question *q;
	const struct job_plan *plan;
	double step_h;
	size_t slots; /* that the job takes */
	double g_per_eur;
	double *profile_kw; /* by its slots; NULL: even */
	double *weighted;   /* of all zones, n each: g, and money as g */
	size_t n;
};

static void weigh(struct weighing *w, double g_per_eur)
{
	w->g_per_eur = g_per_eur;
	for (size_t i = 0; i < w->plan->n_zones; i++) {
		double eur = w->q->zones[i].eur_per_kwh;
		for (size_t t = 0; t < w->n; t++)
			w->weighted[i * w->n + t] = w->plan->windows[i].g_per_kwh[t] +
						    (isnan(eur) ? 0 : g_per_eur * eur);
	}
}

static void way_release(struct job_way *way)
{
	mem_free(way->slots);
	mem_free(way->units);
	*way = (struct job_way){0};
}

static struct intensities true_series(const struct weighing *w, size_t zone)
{
	return (struct intensities){w->plan->windows[zone].g_per_kwh, w->n, w->step_h};
}

static double power_at(const struct weighing *w, size_t i)
{
	return w->profile_kw ? w->profile_kw[i] : w->q->power_kw;
}

/* Energy of a way in its zone, at the meter of the building. */
static double kwh_of(const struct weighing *w, const struct job_way *way)
{
	const struct job_question *q = w->q;
	double kwh = 0;
	for (size_t i = 0; i < way->n_slots; i++) {
		kwh += power_at(w, i) * w->step_h * (way->units ? way->units[i] : w->plan->part);
		if (!way->units && i && way->slots[i] != way->slots[i - 1] + 1)
			kwh += q->resume_kwh * w->plan->part;
	}
	return kwh * q->zones[way->zone].pue;
}

static double compute_g(const struct weighing *w, const struct job_way *way, const double *c)
{
	const struct job_question *q = w->q;
	double g = 0;
	for (size_t i = 0; i < way->n_slots; i++) {
		double at = c[way->slots[i]];
		g += power_at(w, i) * w->step_h * at * (way->units ? way->units[i] : w->plan->part);
		if (!way->units && i && way->slots[i] != way->slots[i - 1] + 1)
			g += q->resume_kwh * at * w->plan->part;
	}
	return g * q->zones[way->zone].pue;
}

/* Grams, money, end and weight of a way whose slots are laid. */
static void count(const struct weighing *w, size_t in, size_t back, struct job_way *way)
{
	const struct job_question *q = w->q;
	const struct intensities home = true_series(w, 0), there = true_series(w, way->zone);
	size_t end = way->n_slots ? way->slots[way->n_slots - 1] + 1 : 0;
	double gb = way->zone == 0 || q->zones[way->zone].has_data ? 0 : q->transfer.data_gb;
	way->transfer_g = plan_transfer_g(&home, &there, 0, in, gb, q->transfer.kwh_per_gb);
	if (back)
		way->transfer_g += plan_transfer_g(&home, &there, end < w->n ? end : w->n - 1, 1,
						   q->transfer.back_gb, q->transfer.kwh_per_gb);
	way->g = compute_g(w, way, w->plan->windows[way->zone].g_per_kwh) + way->transfer_g;
	way->eur = kwh_of(w, way) * q->zones[way->zone].eur_per_kwh;
	way->end_h = (double)(end + back) * w->step_h;
	way->weight =
		way->g + (isnan(way->eur) ? 0 : w->g_per_eur * way->eur) + q->g_per_h * way->end_h;
}

static size_t transfer_slots(const struct weighing *w, size_t zone, bool back)
{
	const struct job_question *q = w->q;
	double gb = zone == 0                 ? 0
		    : back                    ? q->transfer.back_gb
		    : q->zones[zone].has_data ? 0
					      : q->transfer.data_gb;
	return plan_transfer_slots(gb, q->transfer.bandwidth_gbps, w->step_h);
}

static int elastic_way(const struct weighing *w, size_t arrival, size_t deadline,
		       struct job_way *way, struct frugal_error *reterr)
{
	const struct job_question *q = w->q;
	const struct intensities series = {w->weighted + way->zone * w->n, w->n, w->step_h};
	const struct elastic_job job = {.arrival = arrival,
					.deadline = deadline,
					.work = q->work,
					.unit_kw = q->power_kw,
					.throughput = q->throughput,
					.most_units = q->most_units};
	struct elastic_plan plan;
	int r = plan_elastic(&series, &job, &plan, reterr);
	if (r < 0)
		return r;
	way->slots = mem_zalloc(deadline - arrival + 1, sizeof(*way->slots));
	way->units = mem_zalloc(deadline - arrival + 1, sizeof(*way->units));
	for (size_t t = 0; way->slots && way->units && t < deadline - arrival; t++)
		if (plan.units[t] > 0) {
			way->slots[way->n_slots] = arrival + t;
			way->units[way->n_slots++] = plan.units[t];
		}
	mem_free(plan.units);
	return way->slots && way->units ? 0 : error_nomem(reterr);
}

static int slotted_way(const struct weighing *w, size_t arrival, size_t deadline,
		       struct job_way *way, struct frugal_error *reterr)
{
	const struct job_question *q = w->q;
	const struct intensities series = {w->weighted + way->zone * w->n, w->n, w->step_h};
	const struct single_job job = {
		.arrival = arrival,
		.deadline = deadline,
		.slots = w->slots,
		.power_kw = q->power_kw,
		.profile_kw = w->profile_kw,
		.interruptible = q->interruptible,
		.resume_kwh = q->resume_kwh,
		.min_run = (size_t)ceil(q->min_run_h / w->step_h - 1e-9),
		.closed = w->plan->closed[way->zone],
	};
	struct single_plan plan;
	int r = plan_single(&series, &job, &plan, reterr);
	if (r < 0)
		return r;
	way->slots = plan.slots;
	way->n_slots = job.slots;
	return 0;
}

/* FRUGAL_EDATA: it cannot be done there by then. */
static int way_in(const struct weighing *w, size_t zone, size_t deadline, struct job_way *ret,
		  struct frugal_error *reterr)
{
	size_t in = transfer_slots(w, zone, false), back = transfer_slots(w, zone, true);
	*ret = (struct job_way){.zone = zone};
	if (in + back >= deadline)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("the data do not get there before the deadline"));
	int r = w->q->throughput ? elastic_way(w, in, deadline - back, ret, reterr)
				 : slotted_way(w, in, deadline - back, ret, reterr);
	if (r < 0)
		way_release(ret);
	else
		count(w, in, back, ret);
	return r;
}

static bool may_use(const struct job_question *q, size_t zone)
{
	return zone == 0 || q->zones[zone].rtt_ms <= q->max_rtt_ms;
}

static size_t deadlines_of(const struct weighing *w)
{
	bool many = w->q->g_per_h > 0 || w->q->front;
	return !many ? 1 : w->n < MOST_DEADLINES ? w->n : MOST_DEADLINES;
}

/* The k-th of so many, the last is the job's own. */
static size_t deadline_at(const struct weighing *w, size_t k, size_t n)
{
	return (k + 1) * w->n / n;
}

/* The way of least weight in each zone. */
static int best_ways(const struct weighing *w, struct job_way *ways, struct frugal_error *reterr)
{
	size_t n = deadlines_of(w);
	struct frugal_error why = {0};
	bool any = false;
	for (size_t i = 0; i < w->plan->n_zones; i++) {
		for (size_t k = 0; may_use(w->q, i) && k < n; k++) {
			struct job_way way;
			int r = way_in(w, i, deadline_at(w, k, n), &way, &why);
			if (r < 0 && r != FRUGAL_EDATA)
				return error_nomem(reterr);
			if (r < 0)
				continue;
			any = true;
			if (!ways[i].n_slots || way.weight < ways[i].weight) {
				way_release(&ways[i]);
				ways[i] = way;
			} else {
				way_release(&way);
			}
		}
	}
	if (any)
		return 0;
	*reterr = why;
	return why.code < 0 ? why.code : FRUGAL_EDATA;
}

/* At home and at once: a block, or all units; where that is closed as well. */
static int way_now(const struct weighing *w, struct job_way *ret, struct frugal_error *reterr)
{
	const struct job_question *q = w->q;
	double done = 0;
	size_t n = q->throughput ? w->n : w->slots;
	*ret = (struct job_way){.slots = mem_zalloc(n + 1, sizeof(size_t)),
				.units = q->throughput ? mem_zalloc(n + 1, sizeof(double)) : NULL};
	if (!ret->slots || (q->throughput && !ret->units))
		return error_nomem(reterr);
	for (size_t t = 0; t < n; t++) {
		if (q->throughput) {
			double rate = q->throughput[q->most_units - 1] * w->step_h;
			double share = fmin(1, (q->work - done) / rate);
			if (!(share > 1e-12))
				break;
			ret->units[t] = share * (double)q->most_units;
			done += share * rate;
		}
		ret->slots[t] = t;
		ret->n_slots = t + 1;
	}
	count(w, 0, 0, ret);
	return 0;
}

/* ---- the front ------------------------------------------------------------------------------ */

static bool beats(const struct job_way *a, const struct job_way *b)
{
	double eur_a = isnan(a->eur) ? 0 : a->eur, eur_b = isnan(b->eur) ? 0 : b->eur;
	double slack = 1e-9 * fabs(b->g);
	bool no_worse = a->g <= b->g + slack && eur_a <= eur_b + 1e-12 && a->end_h <= b->end_h;
	return no_worse && (a->g < b->g - slack || eur_a < eur_b - 1e-12 || a->end_h < b->end_h);
}

static int by_end(const void *a, const void *b)
{
	const struct job_way *x = a, *y = b;
	return x->end_h > y->end_h   ? 1
	       : x->end_h < y->end_h ? -1
	       : x->g > y->g         ? 1
	       : x->g < y->g         ? -1
				     : 0;
}

static bool is_same(const struct job_way *a, const struct job_way *b)
{
	return a->zone == b->zone && fabs(a->end_h - b->end_h) < 1e-9 &&
	       fabs(a->g - b->g) <= 1e-9 * fabs(a->g);
}

/* Keeps those that no other beats, then so many of them, evenly over their ends. */
static size_t thin(struct job_way *ways, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		bool bad = false;
		for (size_t k = 0; k < n && !bad; k++)
			bad = k != i && ways[k].n_slots &&
			      (beats(&ways[k], &ways[i]) || (k < i && is_same(&ways[k], &ways[i])));
		if (bad)
			way_release(&ways[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (ways[i].n_slots)
			ways[kept++] = ways[i];
	qsort(ways, kept, sizeof(*ways), by_end);
	if (kept <= JOB_FRONT)
		return kept;
	bool chosen[MOST_WAYS] = {false};
	for (size_t i = 0; i < JOB_FRONT; i++)
		chosen[i * (kept - 1) / (JOB_FRONT - 1)] = true;
	size_t out = 0;
	for (size_t i = 0; i < kept; i++) {
		if (chosen[i])
			ways[out++] = ways[i];
		else
			way_release(&ways[i]);
	}
	return out;
}

static int find_front(struct weighing *w, struct job_plan *plan, struct frugal_error *reterr)
{
	/* In g/EUR: from carbon alone to money alone. */
	static const double weights[] = {0, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 1e9};
	bool priced = false;
	for (size_t i = 0; i < plan->n_zones; i++)
		priced |= !isnan(w->q->zones[i].eur_per_kwh);
	size_t n_deadlines = deadlines_of(w), n_weights = priced ? MOST_WEIGHTS : 1, n = 0;
	struct frugal_error why;
	plan->front = mem_zalloc(n_deadlines * n_weights * plan->n_zones + 1, sizeof(*plan->front));
	if (!plan->front)
		return error_nomem(reterr);
	for (size_t k = 0; k < n_deadlines; k++)
		for (size_t j = 0; j < n_weights; j++) {
			struct job_way best = {0};
			weigh(w, weights[j]);
			for (size_t i = 0; i < plan->n_zones; i++) {
				struct job_way way;
				if (!may_use(w->q, i) ||
				    way_in(w, i, deadline_at(w, k, n_deadlines), &way, &why) < 0)
					continue;
				if (!best.n_slots || way.weight < best.weight) {
					way_release(&best);
					best = way;
				} else {
					way_release(&way);
				}
			}
			if (best.n_slots)
				plan->front[n++] = best;
		}
	plan->n_front = thin(plan->front, n);
	return 0;
}

/* ---- what it is worth ----------------------------------------------------------------------- */

static double g_by(const struct weighing *w, const struct job_way *way, const double *c)
{
	return compute_g(w, way, c) + way->transfer_g;
}

/* What the plan would be worth to a grid that answers at the margin: told, never mixed. */
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
		plan->marginal_g = compute_g(w, best, there.g_per_kwh);
		plan->marginal_now_g = compute_g(w, &plan->now, home.g_per_kwh);
		green_window_release(&there);
	}
	green_window_release(&home);
}

/* What came, for a plan that was made on what was known then. */
static int see_truth(const struct job_question *q, const struct weighing *w, struct job_plan *plan,
		     struct frugal_error *reterr)
{
	struct job_question open = *q;
	struct job_plan oracle;
	const struct job_way *best = plan->waits ? &plan->ways[plan->best] : &plan->now;
	plan->actual_g = plan->oracle_g = (double)NAN;
	if (!q->blind)
		return 0;
	open.blind = false;
	open.front = false;
	int r = job_plan(w->context, &open, &oracle, reterr);
	if (r < 0)
		return r;
	if (oracle.windows[0].own_forecast > 0)
		r = error_set(
			reterr, FRUGAL_EDATA, "%s",
			_("what came is not stored up to the deadline: no regret can be told"));
	plan->actual_g = g_by(w, best, oracle.windows[best->zone].g_per_kwh);
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
	plan->saving_low = now > 0 ? 1 - g_by(w, best, there->high) / now : 0;
	plan->saving_high = now > 0 ? 1 - g_by(w, best, there->low) / now : 0;
	double now_weight = plan->now.weight;
	double gain = now_weight > 0 ? 1 - best->weight / now_weight : 0;
	plan->waits = gain >= w->q->threshold;
}

static int plan_over(const struct context *context, const struct job_question *q,
		     struct job_plan *plan, struct frugal_error *reterr)
{
	size_t n = plan->windows[0].n;
	struct weighing w = {
		.context = context,
		.q = q,
		.plan = plan,
		.step_h = (double)plan->windows[0].step_s / HOUR_S,
		.n = n,
		.weighted = mem_zalloc(n * plan->n_zones + 1, sizeof(double)),
	};
	if (!w.weighted)
		return error_nomem(reterr);
	w.slots = (size_t)ceil(q->hours / w.step_h - 1e-9);
	if (q->profile_kw && !q->throughput) {
		w.profile_kw = mem_zalloc(w.slots + 1, sizeof(double));
		if (!w.profile_kw) {
			mem_free(w.weighted);
			return error_nomem(reterr);
		}
		for (size_t i = 0; i < w.slots; i++)
			w.profile_kw[i] = q->profile_kw[i * q->n_profile / w.slots];
	}
	plan->part = q->throughput ? 1 : q->hours / ((double)w.slots * w.step_h);
	int r = 0;
	if (!q->throughput && w.slots > n)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s",
			      _("the job does not end before its deadline"));
	weigh(&w, q->g_per_eur);
	if (r == 0)
		r = best_ways(&w, plan->ways, reterr);
	if (r == 0)
		r = way_now(&w, &plan->now, reterr);
	plan->best = SIZE_MAX;
	for (size_t i = 0; r == 0 && i < plan->n_zones; i++)
		if (plan->ways[i].n_slots && (plan->best == SIZE_MAX ||
					      plan->ways[i].weight < plan->ways[plan->best].weight))
			plan->best = i;
	if (r == 0) {
		see_saving(&w, plan);
		see_margin(&w, plan);
		r = see_truth(q, &w, plan, reterr);
	}
	if (r == 0 && q->front)
		r = find_front(&w, plan, reterr);
	mem_free(w.weighted);
	mem_free(w.profile_kw);
	return r;
}

int job_plan(const struct context *context, const struct job_question *question,
	     struct job_plan *ret, struct frugal_error *reterr)
{
	size_t n = question->n_zones;
	*ret = (struct job_plan){
		.windows = mem_zalloc(n + 1, sizeof(*ret->windows)),
		.closed = mem_zalloc(n + 1, sizeof(*ret->closed)),
		.ways = mem_zalloc(n + 1, sizeof(*ret->ways)),
	};
	int r = ret->windows && ret->closed && ret->ways
			? open_windows(context, question, ret, reterr)
			: error_nomem(reterr);
	if (r == 0)
		r = plan_over(context, question, ret, reterr);
	if (r < 0)
		job_plan_release(ret);
	return r;
}

void job_plan_release(struct job_plan *plan)
{
	for (size_t i = 0; i < plan->n_zones; i++) {
		green_window_release(&plan->windows[i]);
		way_release(&plan->ways[i]);
		mem_free(plan->closed[i]);
	}
	for (size_t i = 0; i < plan->n_front; i++)
		way_release(&plan->front[i]);
	way_release(&plan->now);
	mem_free(plan->windows);
	mem_free(plan->closed);
	mem_free(plan->ways);
	mem_free(plan->front);
	*plan = (struct job_plan){0};
}

bool job_next_piece(const struct job_plan *plan, const struct job_way *way, size_t *at,
		    int64_t *ret_from_s, int64_t *ret_to_s)
{
	const struct green_window *window = &plan->windows[way->zone];
	size_t first = *at, end = first + 1;
	if (first >= way->n_slots)
		return false;
	while (end < way->n_slots && way->slots[end] == way->slots[end - 1] + 1 &&
	       (!way->units || fabs(way->units[end] - way->units[first]) < 1e-12))
		end++;
	*ret_from_s = window->from_s + (int64_t)way->slots[first] * window->step_s;
	*ret_to_s = window->from_s + (int64_t)(way->slots[end - 1] + 1) * window->step_s;
	*at = end;
	return true;
}
