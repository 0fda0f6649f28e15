/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans divisible jobs as a flow: job -> (job, slot), at most its units at once -> (region, slot),
 * at its carbon -> out, by tiers of the capacity. An arc from each job straight out, dearer than
 * any plan, keeps the flow solvable; work that takes this arc does not fit.
 */
#include "plan/fleet.h"

#include <math.h>

#include "base/intl.h"
#include "base/mem.h"
#include "plan/flow.h"
#include "plan/place.h"

#define G_STEP 1e-5 /* costs are whole multiples of this many grams, or of more */
#define MOST_COST 5e17
#define MOST_NUMBER 1e9
#define PARTS 1000 /* of a unit, where amounts are not whole */
#define DEAR 1000  /* times the largest cost */
#define MOST_ARCS 600000

double fleet_unit_g(const struct fleet *fleet, size_t region, size_t slot)
{
	const struct fleet_region *r = &fleet->regions[region];
	return fleet->unit_kw * fleet->slot_h * r->pue * r->series.g_per_kwh[slot];
}

bool fleet_lane(const struct fleet *fleet, size_t job, size_t region, bool gangs, struct lane *ret)
{
	const struct fleet_job *j = &fleet->jobs[job];
	*ret = (struct lane){.from = j->arrival};
	if (region == j->home)
		return true;
	if (!gangs) {
		ret->extra_g = j->remote_g;
		return true;
	}
	size_t in = plan_transfer_slots(j->data_gb, j->bandwidth_gbps, fleet->slot_h);
	ret->from += in;
	if (ret->from + j->slots > j->deadline)
		return false;
	ret->transfer_g =
		plan_transfer_g(&fleet->regions[j->home].series, &fleet->regions[region].series,
				j->arrival, in, j->data_gb, j->kwh_per_gb);
	ret->extra_g = ret->transfer_g / (j->units * (double)j->slots);
	return true;
}

/* ---- what a schedule costs ------------------------------------------------------------------ */

static double tier_g(const struct fleet *fleet, size_t region, size_t slot, double load)
{
	double g = 0, below = 0, capacity = fleet->regions[region].capacity[slot];
	double kwh = fleet->unit_kw * fleet->slot_h * fleet->regions[region].pue;
	for (size_t i = 0; i < fleet->n_tiers; i++) {
		double top = fleet->tiers[i].share * capacity;
		double within = fmin(load, top) - below;
		if (within > 0)
			g += within * kwh * fleet->tiers[i].g_per_kwh;
		below = top;
	}
	return g;
}

static double use_g(const struct fleet *fleet, const struct fleet_use *use, bool gangs,
		    double *loads)
{
	const struct fleet_job *job = &fleet->jobs[use->job];
	size_t slots = gangs ? job->slots : 1;
	double g = 0;
	struct lane lane;
	for (size_t t = use->slot; t < use->slot + slots; t++) {
		g += use->units * fleet_unit_g(fleet, use->region, t);
		loads[use->region * fleet->slots + t] += use->units;
	}
	if (!fleet_lane(fleet, use->job, use->region, gangs, &lane))
		return (double)NAN;
	return g + (gangs ? lane.transfer_g : use->units * lane.extra_g);
}

double fleet_cost(const struct fleet *fleet, const struct fleet_use *uses, size_t n, bool gangs)
{
	double g = 0;
	double *loads = mem_zalloc(fleet->n_regions * fleet->slots + 1, sizeof(*loads));
	if (!loads)
		return (double)NAN;
	for (size_t i = 0; i < n; i++)
		g += use_g(fleet, &uses[i], gangs, loads);
	for (size_t r = 0; fleet->n_tiers && r < fleet->n_regions; r++)
		for (size_t t = 0; t < fleet->slots; t++)
			g += tier_g(fleet, r, t, loads[r * fleet->slots + t]);
	mem_free(loads);
	return g;
}

static double work_of(const struct fleet_job *job, bool gangs)
{
	return gangs ? job->units * (double)job->slots : job->work;
}

/* ---- checking ------------------------------------------------------------------------------- */

static int check_job(const struct fleet *fleet, const struct fleet_job *job, bool gangs,
		     struct frugal_error *reterr)
{
	if (job->deadline > fleet->slots || job->arrival >= job->deadline)
		return error_set(reterr, FRUGAL_EDATA,
				 _("job '%s' has no slots between its arrival and its deadline"),
				 job->id);
	if (!(work_of(job, gangs) < MOST_NUMBER) || !(job->max_units < MOST_NUMBER) ||
	    !(job->remote_g < MOST_NUMBER))
		return error_set(reterr, FRUGAL_EDATA, _("job '%s' has a number out of range"),
				 job->id);
	double most = job->max_units * (double)(job->deadline - job->arrival);
	bool fits = gangs ? job->slots > 0 && job->units > 0 &&
				    job->slots <= job->deadline - job->arrival
			  : job->work > 0 && job->work <= most * (1 + 1e-9);
	return fits ? 0
		    : error_set(reterr, FRUGAL_EDATA,
				_("job '%s' cannot be done before its deadline"), job->id);
}

static int check(const struct fleet *fleet, bool gangs, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; i < fleet->n_regions; i++)
		for (size_t t = 0; t < fleet->slots; t++) {
			const struct fleet_region *region = &fleet->regions[i];
			if (!isfinite(region->series.g_per_kwh[t]))
				return error_set(reterr, FRUGAL_EDATA,
						 _("region '%s' has no intensity in slot %zu"),
						 region->name, t);
			if (!(region->capacity[t] < MOST_NUMBER) ||
			    !(fabs(region->series.g_per_kwh[t]) < MOST_NUMBER) ||
			    !(region->pue > 0 && region->pue < MOST_NUMBER) ||
			    !(fleet->unit_kw * fleet->slot_h < MOST_NUMBER))
				return error_set(reterr, FRUGAL_EDATA,
						 _("region '%s' has a number out of range"),
						 region->name);
			if (!(region->capacity[t] >= 0))
				return error_set(reterr, FRUGAL_EDATA,
						 _("the capacity of region '%s' in slot %zu is "
						   "below 0"),
						 region->name, t);
		}
	for (size_t i = 0; r == 0 && i < fleet->n_jobs; i++)
		r = check_job(fleet, &fleet->jobs[i], gangs, reterr);
	return r;
}

/* ---- the flow ------------------------------------------------------------------------------- */

static bool is_whole(double x)
{
	return fabs(x - round(x)) < 1e-9;
}

static int64_t parts_of(const struct fleet *fleet, bool gangs)
{
	bool whole = true;
	for (size_t i = 0; i < fleet->n_jobs; i++)
		whole &= is_whole(work_of(&fleet->jobs[i], gangs)) &&
			 is_whole(gangs ? fleet->jobs[i].units : fleet->jobs[i].max_units);
	for (size_t r = 0; r < fleet->n_regions; r++)
		for (size_t t = 0; whole && t < fleet->slots; t++) {
			double capacity = fleet->regions[r].capacity[t];
			whole &= is_whole(capacity);
			for (size_t i = 0; i < fleet->n_tiers; i++)
				whole &= is_whole(fleet->tiers[i].share * capacity);
		}
	return whole ? 1 : PARTS;
}

struct network {
	const struct fleet *fleet;
	bool gangs;
	int64_t parts;
	size_t n_nodes, n_arcs, first_region; /* node of region 0, slot 0 */
	struct flow *flow;
	double largest_g, g_step;
};

static size_t tiers_of(const struct fleet *fleet)
{
	return fleet->n_tiers ? fleet->n_tiers : 1;
}

static size_t lanes_of(const struct network *net, size_t job, struct lane *lanes, bool *open)
{
	size_t arcs = 0;
	for (size_t r = 0; r < net->fleet->n_regions; r++) {
		open[r] = fleet_lane(net->fleet, job, r, net->gangs, &lanes[r]);
		if (open[r])
			arcs += net->fleet->jobs[job].deadline - lanes[r].from;
	}
	return arcs;
}

static void measure(struct network *net, struct lane *lanes, bool *open)
{
	const struct fleet *fleet = net->fleet;
	net->n_nodes = fleet->n_jobs;
	net->n_arcs = fleet->n_jobs;
	for (size_t j = 0; j < fleet->n_jobs; j++) {
		size_t window = fleet->jobs[j].deadline - fleet->jobs[j].arrival;
		net->n_nodes += window;
		net->n_arcs += window + lanes_of(net, j, lanes, open);
		for (size_t r = 0; r < fleet->n_regions; r++)
			if (open[r])
				net->largest_g = fmax(net->largest_g, lanes[r].extra_g);
	}
	net->first_region = net->n_nodes;
	net->n_nodes += fleet->n_regions * fleet->slots + 1;
	net->n_arcs += fleet->n_regions * fleet->slots * tiers_of(fleet);
	double unit = 0, tier = 0;
	for (size_t r = 0; r < fleet->n_regions; r++)
		for (size_t t = 0; t < fleet->slots; t++)
			unit = fmax(unit, fabs(fleet_unit_g(fleet, r, t)));
	for (size_t i = 0; i < fleet->n_tiers; i++)
		for (size_t r = 0; r < fleet->n_regions; r++)
			tier = fmax(tier, fleet->tiers[i].g_per_kwh * fleet->unit_kw *
						  fleet->slot_h * fleet->regions[r].pue);
	net->largest_g += unit + tier;
	net->g_step = fmax(G_STEP, net->largest_g * DEAR * (double)net->n_nodes / MOST_COST);
}

static int64_t cost_of(const struct network *net, double g)
{
	return (int64_t)llround(g / net->g_step);
}

static int64_t amount(const struct network *net, double units)
{
	return (int64_t)llround(units * (double)net->parts);
}

/* Adds the tiers of a capacity; rounding never exceeds the capacity. */
static void add_capacity(struct network *net, size_t region, size_t slot, size_t sink)
{
	const struct fleet *fleet = net->fleet;
	const struct fleet_tier one = {1, 0};
	const struct fleet_tier *tiers = fleet->n_tiers ? fleet->tiers : &one;
	double capacity = fleet->regions[region].capacity[slot];
	double kwh = fleet->unit_kw * fleet->slot_h * fleet->regions[region].pue;
	int64_t below = 0;
	for (size_t i = 0; i < tiers_of(fleet); i++) {
		int64_t top = (int64_t)floor(tiers[i].share * capacity * (double)net->parts + 1e-6);
		flow_arc(net->flow, net->first_region + region * fleet->slots + slot, sink,
			 top > below ? top - below : 0, cost_of(net, kwh * tiers[i].g_per_kwh));
		below = top > below ? top : below;
	}
}

static void build(struct network *net, struct lane *lanes, bool *open)
{
	const struct fleet *fleet = net->fleet;
	size_t sink = net->n_nodes - 1, node = fleet->n_jobs;
	for (size_t j = 0; j < fleet->n_jobs; j++) {
		const struct fleet_job *job = &fleet->jobs[j];
		int64_t work = amount(net, work_of(job, net->gangs));
		int64_t most = amount(net, net->gangs ? job->units : job->max_units);
		(void)lanes_of(net, j, lanes, open);
		flow_supply(net->flow, j, work);
		flow_supply(net->flow, sink, -work);
		for (size_t t = job->arrival; t < job->deadline; t++, node++) {
			flow_arc(net->flow, j, node, most, 0);
			for (size_t r = 0; r < fleet->n_regions; r++)
				if (open[r] && t >= lanes[r].from)
					flow_arc(net->flow, node,
						 net->first_region + r * fleet->slots + t, most,
						 cost_of(net, fleet_unit_g(fleet, r, t) +
								      lanes[r].extra_g));
		}
	}
	for (size_t r = 0; r < fleet->n_regions; r++)
		for (size_t t = 0; t < fleet->slots; t++)
			add_capacity(net, r, t, sink);
	for (size_t j = 0; j < fleet->n_jobs; j++)
		flow_arc(net->flow, j, sink, amount(net, work_of(&fleet->jobs[j], net->gangs)),
			 cost_of(net, net->largest_g * DEAR));
}

/* Reads the flow on the arcs, in the order in which build() added them. */
static int collect(const struct network *net, struct lane *lanes, bool *open,
		   struct fleet_plan *ret, struct frugal_error *reterr)
{
	const struct fleet *fleet = net->fleet;
	size_t arc = 0, cap = 0;
	for (size_t j = 0; j < fleet->n_jobs; j++) {
		const struct fleet_job *job = &fleet->jobs[j];
		(void)lanes_of(net, j, lanes, open);
		for (size_t t = job->arrival; t < job->deadline; t++) {
			arc++;
			for (size_t r = 0; r < fleet->n_regions; r++) {
				if (!open[r] || t < lanes[r].from)
					continue;
				int64_t on = flow_on(net->flow, arc++);
				if (on <= 0)
					continue;
				if (!mem_grow(&ret->uses, ret->n, &cap, sizeof(*ret->uses), 0))
					return error_nomem(reterr);
				ret->uses[ret->n++] = (struct fleet_use){
					j, r, t, (double)on / (double)net->parts};
			}
		}
	}
	arc += fleet->n_regions * fleet->slots * tiers_of(fleet);
	for (size_t j = 0; j < fleet->n_jobs; j++)
		if (flow_on(net->flow, arc + j) > 0)
			return error_set(
				reterr, FRUGAL_EDATA,
				_("the capacities are too small for all jobs: '%s' does not fit"),
				fleet->jobs[j].id);
	return 0;
}

int fleet_flow(const struct fleet *fleet, bool gangs, struct fleet_plan *ret,
	       struct frugal_error *reterr)
{
	struct network net = {.fleet = fleet, .gangs = gangs, .parts = parts_of(fleet, gangs)};
	struct lane *lanes = mem_zalloc(fleet->n_regions, sizeof(*lanes));
	bool *open = mem_zalloc(fleet->n_regions, sizeof(*open));
	*ret = (struct fleet_plan){.is_optimum = true};
	int r = lanes && open ? check(fleet, gangs, reterr) : error_nomem(reterr);
	if (r == 0) {
		measure(&net, lanes, open);
		r = flow_new(net.n_nodes, net.n_arcs, &net.flow, reterr);
	}
	if (r == 0) {
		build(&net, lanes, open);
		flow_solve(net.flow);
		r = collect(&net, lanes, open, ret, reterr);
	}
	if (r == 0) {
		/*
		 * The transfer of a gang is spread over its unit-slots, so that the bound includes
		 * it.
		 */
		double extra = 0;
		for (size_t i = 0; gangs && i < ret->n; i++) {
			(void)fleet_lane(fleet, ret->uses[i].job, ret->uses[i].region, true,
					 &lanes[0]);
			extra += ret->uses[i].units *
				 (lanes[0].extra_g +
				  fleet_unit_g(fleet, ret->uses[i].region, ret->uses[i].slot));
		}
		ret->g = gangs ? extra : fleet_cost(fleet, ret->uses, ret->n, false);
		ret->bound_g = ret->g;
	}
	flow_free(net.flow);
	mem_free(lanes);
	mem_free(open);
	if (r < 0)
		mem_free(ret->uses);
	return r;
}

int plan_fleet(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr)
{
	size_t arcs = 0;
	for (size_t j = 0; j < fleet->n_jobs; j++)
		arcs += (fleet->jobs[j].deadline - fleet->jobs[j].arrival) * fleet->n_regions;
	if (arcs > MOST_ARCS) {
		int r = check(fleet, false, reterr);
		return r < 0 ? r : fleet_by_prices(fleet, ret, reterr);
	}
	return fleet_flow(fleet, false, ret, reterr);
}
