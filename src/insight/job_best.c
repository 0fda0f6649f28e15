/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best way in each zone, and the best of all. Without a price of waiting the job's own
 * deadline is the only one that counts; else up to MOST_DEADLINES earlier ones are tried too.
 */
#include "insight/job_parts.h"

bool job_may_use(const struct job_question *q, size_t zone)
{
	return zone == 0 || q->zones[zone].rtt_ms <= q->max_rtt_ms;
}

size_t job_deadlines(const struct weighing *w)
{
	bool many = w->q->g_per_h > 0 || w->q->front;
	return !many ? 1 : w->n < MOST_DEADLINES ? w->n : MOST_DEADLINES;
}

size_t job_deadline(const struct weighing *w, size_t k, size_t n)
{
	return (k + 1) * w->n / n;
}

/* The way of least weight in each zone. */
static int best_ways(const struct weighing *w, struct job_way *ways, struct frugal_error *reterr)
{
	size_t n = job_deadlines(w);
	struct frugal_error why = {0};
	bool any = false;
	for (size_t i = 0; i < w->plan->n_zones; i++) {
		for (size_t k = 0; job_may_use(w->q, i) && k < n; k++) {
			struct job_way way;
			int r = job_way_in(w, i, job_deadline(w, k, n), &way, &why);
			if (r < 0 && r != FRUGAL_EDATA)
				return error_nomem(reterr);
			if (r < 0)
				continue;
			any = true;
			if (!ways[i].n_slots || way.weight < ways[i].weight) {
				job_way_release(&ways[i]);
				ways[i] = way;
			} else {
				job_way_release(&way);
			}
		}
	}
	if (any)
		return 0;
	*reterr = why;
	return why.code < 0 ? why.code : FRUGAL_EDATA;
}

int job_best(const struct weighing *w, struct job_plan *plan, struct frugal_error *reterr)
{
	int r = best_ways(w, plan->ways, reterr);
	plan->best = SIZE_MAX;
	for (size_t i = 0; r == 0 && i < plan->n_zones; i++)
		if (plan->ways[i].n_slots && (plan->best == SIZE_MAX ||
					      plan->ways[i].weight < plan->ways[plan->best].weight))
			plan->best = i;
	return r;
}
