/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lays one way of doing a job into slots of the window of one zone (room plan), and counts its
 * grams, money and time, with the data moved there and back.
 */
#include "insight/job_parts.h"

#include <math.h>

#include "base/intl.h"
#include "plan/elastic.h"

void job_weigh(struct weighing *w, double g_per_eur)
{
	w->g_per_eur = g_per_eur;
	for (size_t i = 0; i < w->plan->n_zones; i++) {
		double eur = w->q->zones[i].eur_per_kwh;
		for (size_t t = 0; t < w->n; t++)
			w->weighted[i * w->n + t] = w->plan->windows[i].g_per_kwh[t] +
						    (isnan(eur) ? 0 : g_per_eur * eur);
	}
}

void job_way_release(struct job_way *way)
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

double job_compute_g(const struct weighing *w, const struct job_way *way, const double *c)
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
	way->g = job_compute_g(w, way, w->plan->windows[way->zone].g_per_kwh) + way->transfer_g;
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

int job_way_in(const struct weighing *w, size_t zone, size_t deadline, struct job_way *ret,
	       struct frugal_error *reterr)
{
	size_t in = transfer_slots(w, zone, false), back = transfer_slots(w, zone, true);
	*ret = (struct job_way){.zone = zone};
	if (in + back >= deadline)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("the data do not arrive before the deadline"));
	int r = w->q->throughput ? elastic_way(w, in, deadline - back, ret, reterr)
				 : slotted_way(w, in, deadline - back, ret, reterr);
	if (r < 0)
		job_way_release(ret);
	else
		count(w, in, back, ret);
	return r;
}

int job_way_now(const struct weighing *w, struct job_way *ret, struct frugal_error *reterr)
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

double job_g_by(const struct weighing *w, const struct job_way *way, const double *c)
{
	return job_compute_g(w, way, c) + way->transfer_g;
}
