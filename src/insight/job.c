/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_ask() checks a question, takes the length of the job from past runs when it asks for that,
 * and plans it alone (job_choice.c) or within the reservations of others (job_shared.c).
 */
#include "insight/job.h"

#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "insight/job_parts.h"

/* Of fixed networks, as in models/network_transfer.model; a test compares them. */
#define USUAL_KWH_PER_GB 0.01

struct job_question job_question_default(void)
{
	return (struct job_question){
		.hours = 1,
		.window_h = 24,
		.power_kw = 1,
		.transfer = {.kwh_per_gb = USUAL_KWH_PER_GB, .bandwidth_gbps = 1},
		.max_rtt_ms = (double)INFINITY,
		.threshold = 0.02,
	};
}

/* A wrong combination: where is what of the question is wrong, todo a remedy or NULL. */
static int wrong(const char *what, const char *where, const char *todo, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, "%s", what);
	if (where)
		error_where(reterr, "%s", where);
	return todo ? error_todo(reterr, "%s", todo) : FRUGAL_EUSAGE;
}

static int check(const struct job_question *q, struct frugal_error *reterr)
{
	bool priced = false;
	for (size_t i = 0; i < q->n_zones; i++)
		priced |= !isnan(q->zones[i].eur_per_kwh);
	if (!q->n_zones)
		return wrong(_("the job requires a zone"), NULL, "zone=FR", reterr);
	if ((q->throughput != NULL) != (q->work > 0))
		return wrong(_("an elastic job requires both a throughput and its work"),
			     q->throughput ? "throughput" : "work", NULL, reterr);
	if (q->throughput && (q->interruptible || q->reserves))
		return wrong(_("an elastic job cannot be interrupted, reserved or emitted"), NULL,
			     NULL, reterr);
	if ((q->resume_kwh > 0 || q->min_run_h > 0) && !q->interruptible)
		return wrong(_("only an interruptible job has energy to resume or a minimum run "
			       "time"),
			     "interruptible", NULL, reterr);
	if (q->blind && !q->from_s)
		return wrong(_("looking back requires a start in the past"), NULL, "from=DATE",
			     reterr);
	if (q->g_per_eur > 0 && !priced)
		return wrong(_("weighing money requires the electricity price of a zone"), NULL,
			     "zone=FR,price=0.25EUR/kWh", reterr);
	if (q->n_only && q->throughput)
		return wrong(_("an elastic job cannot be restricted to allowed hours"), "only",
			     NULL, reterr);
	if (q->profile_kw && (q->throughput || q->interruptible))
		return wrong(_("several powers require a job in one piece"), "power", NULL, reterr);
	return 0;
}

int plan_ask(const struct context *context, const struct job_question *question,
	     struct job_plan *ret, struct frugal_error *reterr)
{
	struct job_question q = *question;
	size_t runs = 0;
	double usual_h = 0;
	*ret = (struct job_plan){0};
	int r = check(&q, reterr);
	if (r == 0 && q.usual_of)
		r = job_usual_hours(context, q.usual_of, &usual_h, &runs, reterr);
	if (r < 0)
		return r;
	if (runs)
		q.hours = fmax(usual_h, 1.0 / SECONDS_PER_HOUR);
	if (!q.from_s)
		q.from_s = (int64_t)time(NULL);
	r = q.reserves || q.capacity_kw > 0 ? job_plan_shared(context, &q, ret, reterr)
					    : job_plan_alone(context, &q, ret, reterr);
	ret->usual_runs = runs;
	ret->usual_h = usual_h;
	return r;
}

void job_plan_release(struct job_plan *plan)
{
	for (size_t i = 0; i < plan->n_zones; i++) {
		green_window_release(&plan->windows[i]);
		job_way_release(&plan->ways[i]);
		mem_free(plan->closed[i]);
	}
	for (size_t i = 0; i < plan->n_front; i++)
		job_way_release(&plan->front[i]);
	job_way_release(&plan->now);
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
