/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the Pareto front of a job: lays ways for many deadlines and many prices of money, keeps
 * those that no other beats in carbon, money and end, and of these a few, evenly over their ends.
 */
#include "insight/job_parts.h"

#include <math.h>
#include <stdlib.h>

#define MOST_WEIGHTS 12
#define MOST_WAYS (MOST_DEADLINES * MOST_WEIGHTS)

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

/* Keeps the ways that no other beats, then n of them, evenly over their ends. */
static size_t thin(struct job_way *ways, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		bool bad = false;
		for (size_t k = 0; k < n && !bad; k++)
			bad = k != i && ways[k].n_slots &&
			      (beats(&ways[k], &ways[i]) || (k < i && is_same(&ways[k], &ways[i])));
		if (bad)
			job_way_release(&ways[i]);
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
			job_way_release(&ways[i]);
	}
	return out;
}

/* The way of least weight over all zones by a deadline; n_slots 0: none. */
static struct job_way least_way(const struct weighing *w, size_t deadline)
{
	struct job_way best = {0};
	for (size_t i = 0; i < w->plan->n_zones; i++) {
		struct job_way way;
		struct frugal_error why;
		if (!job_may_use(w->q, i) || job_way_in(w, i, deadline, &way, &why) < 0)
			continue;
		if (!best.n_slots || way.weight < best.weight) {
			job_way_release(&best);
			best = way;
		} else {
			job_way_release(&way);
		}
	}
	return best;
}

int job_front(struct weighing *w, struct job_plan *plan, struct frugal_error *reterr)
{
	/* In g/EUR: from carbon alone to money alone. */
	static const double weights[] = {0, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 1e9};
	bool priced = false;
	for (size_t i = 0; i < plan->n_zones; i++)
		priced |= !isnan(w->q->zones[i].eur_per_kwh);
	size_t n_deadlines = job_deadlines(w), n_weights = priced ? MOST_WEIGHTS : 1, n = 0;
	plan->front = mem_zalloc(n_deadlines * n_weights * plan->n_zones + 1, sizeof(*plan->front));
	if (!plan->front)
		return error_nomem(reterr);
	for (size_t k = 0; k < n_deadlines; k++)
		for (size_t j = 0; j < n_weights; j++) {
			job_weigh(w, weights[j]);
			struct job_way best = least_way(w, job_deadline(w, k, n_deadlines));
			if (best.n_slots)
				plan->front[n++] = best;
		}
	plan->n_front = thin(plan->front, n);
	return 0;
}
