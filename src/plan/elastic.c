/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans an elastic job: takes the steps of all slots in the order of carbon per work until the work
 * is done; the last step may be a part of a slot.
 */
#include "plan/elastic.h"

#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"

/* Units that are taken together in one slot. */
struct step {
	double g_per_work;
	size_t slot, order; /* order: of the step within its slot */
	double units, work;
};

static int by_price(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	if (x->g_per_work < y->g_per_work || x->g_per_work > y->g_per_work)
		return x->g_per_work < y->g_per_work ? -1 : 1;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

struct chunk {
	double units, gain; /* work an hour that these units add together */
};

/* Computes the upper hull of throughput over units: gains per unit fall from chunk to chunk. */
static size_t hull(const struct elastic_job *job, struct chunk *chunks)
{
	size_t n = 0;
	for (size_t m = 1; m <= job->most_units; m++) {
		double before = m > 1 ? job->throughput[m - 2] : 0;
		struct chunk chunk = {1, job->throughput[m - 1] - before};
		while (n && chunks[n - 1].gain / chunks[n - 1].units < chunk.gain / chunk.units) {
			n--;
			chunk.units += chunks[n].units;
			chunk.gain += chunks[n].gain;
		}
		chunks[n++] = chunk;
	}
	while (n && !(chunks[n - 1].gain > 0))
		n--;
	return n;
}

static double with_all_units(const struct intensities *series, const struct elastic_job *job)
{
	double left = job->work, g = 0;
	double rate = job->throughput[job->most_units - 1] * series->slot_h;
	for (size_t t = job->arrival; t < job->deadline && left > 0; t++) {
		double part = fmin(1, left / rate);
		g += part * job->unit_kw * (double)job->most_units * series->slot_h *
		     series->g_per_kwh[t];
		left -= part * rate;
	}
	return left > 1e-9 * job->work ? (double)NAN : g;
}

static int take(const struct intensities *series, const struct elastic_job *job,
		const struct step *steps, size_t n, struct elastic_plan *ret,
		struct frugal_error *reterr)
{
	double left = job->work;
	for (size_t i = 0; i < n && left > 0; i++) {
		double part = fmin(1, left / steps[i].work);
		ret->units[steps[i].slot - job->arrival] += part * steps[i].units;
		ret->g += part * steps[i].units * job->unit_kw * series->slot_h *
			  series->g_per_kwh[steps[i].slot];
		left -= part * steps[i].work;
	}
	if (left > 1e-9 * job->work)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("the work cannot be done before its deadline with all units"));
	return 0;
}

int plan_elastic(const struct intensities *series, const struct elastic_job *job,
		 struct elastic_plan *ret, struct frugal_error *reterr)
{
	int r = plan_check_window(series, job->arrival, job->deadline, 1, reterr);
	if (r == 0 && (!job->most_units || !(job->work > 0)))
		r = error_set(reterr, FRUGAL_EDATA, "%s", _("the job has no work or no units"));
	if (r < 0)
		return r;
	size_t slots = job->deadline - job->arrival;
	struct chunk *chunks = mem_zalloc(job->most_units, sizeof(*chunks));
	size_t n_chunks = chunks ? hull(job, chunks) : 0;
	struct step *steps = mem_zalloc(slots * n_chunks + 1, sizeof(*steps));
	*ret = (struct elastic_plan){.units = mem_zalloc(slots, sizeof(double))};
	size_t n = 0;
	for (size_t i = 0; steps && i < slots; i++)
		for (size_t k = 0; k < n_chunks; k++) {
			double c = series->g_per_kwh[job->arrival + i];
			steps[n++] = (struct step){
				.g_per_work = c * job->unit_kw * chunks[k].units / chunks[k].gain,
				.slot = job->arrival + i,
				.order = k,
				.units = chunks[k].units,
				.work = chunks[k].gain * series->slot_h,
			};
		}
	r = chunks && steps && ret->units ? 0 : error_nomem(reterr);
	if (r == 0) {
		qsort(steps, n, sizeof(*steps), by_price);
		r = take(series, job, steps, n, ret, reterr);
	}
	if (r == 0)
		ret->now_g = with_all_units(series, job);
	mem_free(chunks);
	mem_free(steps);
	if (r < 0)
		mem_free(ret->units);
	return r;
}
