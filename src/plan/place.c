/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans a job in each allowed region, after its transfer, and chooses the region with the least
 * carbon. The transfer is spread over the slots before the job.
 */
#include "plan/place.h"

#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"

#define BITS 8.0

size_t plan_transfer_slots(double gb, double bandwidth_gbps, double slot_h)
{
	if (!(gb > 0) || !(bandwidth_gbps > 0))
		return 0;
	double slots = gb * BITS / (bandwidth_gbps * SECONDS_PER_HOUR * slot_h);
	return slots < 1e9 ? (size_t)ceil(slots) : (size_t)1e9;
}

double plan_transfer_g(const struct intensities *a, const struct intensities *b, size_t first,
		       size_t slots, double gb, double kwh_per_gb)
{
	double g = 0;
	for (size_t t = first; t < first + slots; t++)
		g += (a->g_per_kwh[t] + b->g_per_kwh[t]) / 2;
	return slots ? g * gb * kwh_per_gb / (double)slots : 0;
}

/*
 * gCO2e of bringing the results back after the last slot, at the last intensities when the series
 * ends.
 */
static double back_g(const struct region *home, const struct region *there, size_t end, double gb,
		     double kwh_per_gb)
{
	size_t last = home->series.n < there->series.n ? home->series.n : there->series.n;
	size_t at = end < last ? end : last - 1;
	return plan_transfer_g(&home->series, &there->series, at, 1, gb, kwh_per_gb);
}

static int plan_in(const struct region *region, const struct region *home,
		   const struct single_job *job, const struct transfer *transfer,
		   struct placed *ret, struct frugal_error *reterr)
{
	struct single_job there = *job;
	there.closed = region->closed;
	bool is_home = region == home;
	double gb = is_home || region->has_data ? 0 : transfer->data_gb;
	double slot_h = region->series.slot_h;
	size_t in = plan_transfer_slots(gb, transfer->bandwidth_gbps, slot_h);
	size_t back =
		is_home ? 0
			: plan_transfer_slots(transfer->back_gb, transfer->bandwidth_gbps, slot_h);
	if (in + back > job->deadline - job->arrival)
		return 0;
	there.arrival += in;
	there.deadline -= back;
	struct frugal_error error;
	int r = plan_check_window(&region->series, there.arrival, there.deadline, there.slots,
				  &error);
	if (r == 0 && in + back > 0)
		r = plan_check_window(&home->series, job->arrival, job->deadline, 1, &error);
	if (r < 0)
		return 0;
	r = plan_single(&region->series, &there, &ret->plan, &error);
	if (r == FRUGAL_EDATA) /* too many of its slots are closed */
		return 0;
	if (r < 0)
		return error_nomem(reterr);
	ret->allowed = true;
	ret->transfer_slots = in;
	ret->plan.g *= region->pue;
	ret->plan.now_g *= region->pue;
	ret->transfer_g = plan_transfer_g(&home->series, &region->series, job->arrival, in, gb,
					  transfer->kwh_per_gb);
	if (back)
		ret->transfer_g += back_g(home, region, ret->plan.slots[job->slots - 1] + 1,
					  transfer->back_gb, transfer->kwh_per_gb);
	ret->plan.g += ret->transfer_g;
	return 0;
}

int plan_place(const struct region *regions, size_t n, size_t home, const struct single_job *job,
	       const struct transfer *transfer, double max_rtt_ms, struct place_plan *ret,
	       struct frugal_error *reterr)
{
	bool any = false;
	*ret = (struct place_plan){
		.regions = mem_zalloc(n + 1, sizeof(*ret->regions)), .n = n, .now_g = (double)NAN};
	if (!ret->regions)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		if (i != home && (regions[i].forbidden || regions[i].rtt_ms > max_rtt_ms))
			continue;
		int r = plan_in(&regions[i], &regions[home], job, transfer, &ret->regions[i],
				reterr);
		if (r < 0) {
			place_plan_release(ret);
			return r;
		}
		if (!ret->regions[i].allowed)
			continue;
		if (i == home)
			ret->now_g = ret->regions[i].plan.now_g;
		if (!any || ret->regions[i].plan.g < ret->regions[ret->best].plan.g)
			ret->best = i;
		any = true;
	}
	if (any)
		return 0;
	place_plan_release(ret);
	return error_set(reterr, FRUGAL_EDATA, "%s",
			 _("no allowed region can finish the job before its deadline"));
}

void place_plan_release(struct place_plan *plan)
{
	for (size_t i = 0; plan->regions && i < plan->n; i++)
		mem_free(plan->regions[i].plan.slots);
	mem_free(plan->regions);
	plan->regions = NULL;
}
