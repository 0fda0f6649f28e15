/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans divisible fleets of too many arcs for a flow. Prices of slots rise where demand exceeds
 * capacity and fall where it does not (subgradient of the dual, Polyak 1969), and give a bound for
 * every plan. Then each job is put into the capacity that is left, away from dear slots, and taken
 * out and put back until that gains no more. The result has the gap between plan and bound.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "plan/fleet.h"

#define PRICE_ROUNDS 600
#define PASSES 6
#define LITTLE 1e-9

struct cell {
	double g;
	size_t region, slot, tier;
};

struct market {
	const struct fleet *fleet;
	double *unit_g; /* by region and slot */
	double *price, *best_price;
	double *load;           /* by region and slot */
	double *least;          /* by slot: of all regions, price included */
	size_t *where;          /* by slot: that region */
	struct cell *cells;     /* of one job */
	double *at_once;        /* by slot, of one job */
	struct fleet_use *uses; /* of the plan, by job */
	size_t *first, *last;   /* by job: its uses */
	size_t n_uses, cap_uses;
};

static size_t tiers_of(const struct fleet *fleet)
{
	return fleet->n_tiers ? fleet->n_tiers : 1;
}

static double tier_top(const struct market *m, size_t region, size_t slot, size_t tier)
{
	double capacity = m->fleet->regions[region].capacity[slot];
	return m->fleet->n_tiers ? capacity * m->fleet->tiers[tier].share : capacity;
}

static double tier_price(const struct market *m, size_t region, size_t tier)
{
	const struct fleet *fleet = m->fleet;
	return fleet->n_tiers ? fleet->unit_kw * fleet->slot_h * fleet->regions[region].pue *
					fleet->tiers[tier].g_per_kwh
			      : 0;
}

static size_t cell_of(const struct market *m, size_t region, size_t slot)
{
	return region * m->fleet->slots + slot;
}

/* ---- the bound ------------------------------------------------------------------------------ */

static int by_g(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	if (x->g < y->g || x->g > y->g)
		return x->g < y->g ? -1 : 1;
	return (x->slot > y->slot) - (x->slot < y->slot);
}

/* Computes the cost of the job alone at these prices; adds its demand to the loads. */
static double ask(struct market *m, size_t job)
{
	const struct fleet_job *j = &m->fleet->jobs[job];
	size_t n = 0;
	for (size_t t = j->arrival; t < j->deadline; t++) {
		size_t home = cell_of(m, j->home, t), region = m->where[t];
		double at_home = m->unit_g[home] + m->price[home];
		double away = m->least[t] + (region == j->home ? 0 : j->remote_g);
		bool stays = at_home <= away;
		m->cells[n++] =
			(struct cell){stays ? at_home : away, stays ? j->home : region, t, 0};
	}
	qsort(m->cells, n, sizeof(*m->cells), by_g);
	double left = j->work, g = 0;
	for (size_t i = 0; i < n && left > LITTLE; i++) {
		double units = fmin(left, j->max_units);
		g += units * m->cells[i].g;
		m->load[cell_of(m, m->cells[i].region, m->cells[i].slot)] += units;
		left -= units;
	}
	return g;
}

/* Computes what the slots earn at their prices, and how much capacity they offer. */
static double earn(const struct market *m, size_t region, size_t slot, double *ret_offer)
{
	double below = 0, g = 0, price = m->price[cell_of(m, region, slot)];
	*ret_offer = 0;
	for (size_t i = 0; i < tiers_of(m->fleet); i++) {
		double top = tier_top(m, region, slot, i), over = price - tier_price(m, region, i);
		if (over > 0)
			g += over * (top - below);
		if (over > 0 || i == 0)
			*ret_offer += top - below;
		below = top;
	}
	return g;
}

static double bound_at(struct market *m, double *slack)
{
	const struct fleet *fleet = m->fleet;
	double bound = 0, squares = 0;
	memset(m->load, 0, fleet->n_regions * fleet->slots * sizeof(double));
	for (size_t t = 0; t < fleet->slots; t++) {
		m->least[t] = INFINITY;
		for (size_t r = 0; r < fleet->n_regions; r++) {
			double g = m->unit_g[cell_of(m, r, t)] + m->price[cell_of(m, r, t)];
			if (g < m->least[t]) {
				m->least[t] = g;
				m->where[t] = r;
			}
		}
	}
	for (size_t j = 0; j < fleet->n_jobs; j++)
		bound += ask(m, j);
	for (size_t r = 0; r < fleet->n_regions; r++)
		for (size_t t = 0; t < fleet->slots; t++) {
			double offer;
			bound -= earn(m, r, t, &offer);
			double excess = m->load[cell_of(m, r, t)] - offer;
			m->load[cell_of(m, r, t)] = excess;
			squares += excess * excess;
		}
	*slack = squares;
	return bound;
}

static double find_prices(struct market *m)
{
	size_t n = m->fleet->n_regions * m->fleet->slots, since = 0;
	double best = -INFINITY, share = 0.5;
	for (int round = 0; round < PRICE_ROUNDS; round++) {
		double squares, bound = bound_at(m, &squares);
		if (bound > best) {
			since = bound > best * (1 + 1e-5) ? 0 : since + 1;
			best = bound;
			memcpy(m->best_price, m->price, n * sizeof(double));
		} else {
			since++;
		}
		if (since > 10) {
			share /= 2;
			since = 0;
		}
		double step = squares > 0 ? share * fabs(best) / squares : 0;
		for (size_t i = 0; i < n; i++)
			m->price[i] = fmax(0, m->price[i] + step * m->load[i]);
	}
	memcpy(m->price, m->best_price, n * sizeof(double));
	return best;
}

/* ---- the plan ------------------------------------------------------------------------------- */

/*
 * Puts a job into the capacity that is left, at carbon plus weight times the prices; false when it
 * does not fit.
 */
static bool lay(struct market *m, size_t job, double weight)
{
	const struct fleet *fleet = m->fleet;
	const struct fleet_job *j = &fleet->jobs[job];
	size_t n = 0;
	for (size_t r = 0; r < fleet->n_regions; r++)
		for (size_t t = j->arrival; t < j->deadline; t++)
			for (size_t i = 0; i < tiers_of(fleet); i++) {
				size_t cell = cell_of(m, r, t);
				if (tier_top(m, r, t, i) <= m->load[cell] + LITTLE)
					continue;
				m->cells[n++] = (struct cell){
					m->unit_g[cell] + (r == j->home ? 0 : j->remote_g) +
						fmax(tier_price(m, r, i), weight * m->price[cell]),
					r, t, i};
			}
	qsort(m->cells, n, sizeof(*m->cells), by_g);
	memset(m->at_once + j->arrival, 0, (j->deadline - j->arrival) * sizeof(double));
	double left = j->work;
	for (size_t i = 0; i < n && left > LITTLE; i++) {
		size_t cell = cell_of(m, m->cells[i].region, m->cells[i].slot);
		double room = tier_top(m, m->cells[i].region, m->cells[i].slot, m->cells[i].tier) -
			      m->load[cell];
		double units = fmin(fmin(left, room), j->max_units - m->at_once[m->cells[i].slot]);
		if (units <= LITTLE)
			continue;
		if (!mem_grow(&m->uses, m->n_uses, &m->cap_uses, sizeof(*m->uses), 0))
			return false;
		m->uses[m->n_uses++] =
			(struct fleet_use){job, m->cells[i].region, m->cells[i].slot, units};
		m->load[cell] += units;
		m->at_once[m->cells[i].slot] += units;
		left -= units;
	}
	return left <= LITTLE * fmax(1, j->work);
}

static const struct fleet *sorted_fleet;

static int by_freedom(const void *a, const void *b)
{
	const struct fleet_job *x = &sorted_fleet->jobs[*(const size_t *)a];
	const struct fleet_job *y = &sorted_fleet->jobs[*(const size_t *)b];
	double dx = x->work / (x->max_units * (double)(x->deadline - x->arrival));
	double dy = y->work / (y->max_units * (double)(y->deadline - y->arrival));
	return dx > dy ? -1 : dx < dy;
}

/*
 * Puts each job anew and writes all uses again; the old uses of a job leave the loads just before.
 */
static int lay_all(struct market *m, const size_t *order, double weight, struct fleet_use *old,
		   const size_t *old_first, const size_t *old_last, struct frugal_error *reterr)
{
	m->n_uses = 0;
	for (size_t i = 0; i < m->fleet->n_jobs; i++) {
		size_t job = order[i];
		for (size_t k = old ? old_first[job] : 0; old && k < old_last[job]; k++)
			m->load[cell_of(m, old[k].region, old[k].slot)] -= old[k].units;
		m->first[job] = m->n_uses;
		if (!lay(m, job, weight))
			return error_set(
				reterr, FRUGAL_EDATA,
				_("the capacities are too small for all jobs: '%s' does not fit"),
				m->fleet->jobs[job].id);
		m->last[job] = m->n_uses;
	}
	return 0;
}

static int plan_all(struct market *m, struct fleet_plan *ret, struct frugal_error *reterr)
{
	const struct fleet *fleet = m->fleet;
	size_t n = fleet->n_jobs;
	size_t *order = mem_zalloc(3 * n + 1, sizeof(*order));
	struct fleet_use *old = NULL;
	int r = order ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		order[i] = i;
	if (r == 0) {
		sorted_fleet = fleet;
		qsort(order, n, sizeof(*order), by_freedom);
		memset(m->load, 0, fleet->n_regions * fleet->slots * sizeof(double));
	}
	for (int pass = 0; r == 0 && pass < PASSES; pass++) {
		size_t *from = order + n, *to = order + 2 * n;
		mem_free(old);
		old = m->uses;
		for (size_t j = 0; j < n; j++) {
			from[j] = m->first[j];
			to[j] = m->last[j];
		}
		m->uses = NULL;
		m->cap_uses = 0;
		double weight = 1 - (double)pass / (PASSES - 1);
		r = lay_all(m, order, pass ? weight : 1, pass ? old : NULL, from, to, reterr);
		if (r == 0) {
			double g = fleet_cost(fleet, m->uses, m->n_uses, false);
			if (pass && g >= ret->g)
				continue;
			mem_free(ret->uses);
			ret->uses = mem_zalloc(m->n_uses + 1, sizeof(*ret->uses));
			if (!ret->uses)
				r = error_nomem(reterr);
			else
				memcpy(ret->uses, m->uses, m->n_uses * sizeof(*ret->uses));
			ret->n = m->n_uses;
			ret->g = g;
		}
	}
	/* When a later pass does not fit, the best pass before it stays the plan. */
	if (r < 0 && ret->uses)
		r = 0;
	mem_free(old);
	mem_free(order);
	return r;
}

int fleet_by_prices(const struct fleet *fleet, struct fleet_plan *ret, struct frugal_error *reterr)
{
	size_t cells = fleet->n_regions * fleet->slots, n = fleet->n_jobs;
	struct market m = {.fleet = fleet};
	*ret = (struct fleet_plan){0};
	m.unit_g = mem_zalloc(cells, sizeof(double));
	m.price = mem_zalloc(cells, sizeof(double));
	m.best_price = mem_zalloc(cells, sizeof(double));
	m.load = mem_zalloc(cells, sizeof(double));
	m.least = mem_zalloc(fleet->slots, sizeof(double));
	m.where = mem_zalloc(fleet->slots, sizeof(*m.where));
	m.at_once = mem_zalloc(fleet->slots, sizeof(double));
	m.cells = mem_zalloc(cells * tiers_of(fleet), sizeof(*m.cells));
	m.first = mem_zalloc(n + 1, sizeof(*m.first));
	m.last = mem_zalloc(n + 1, sizeof(*m.last));
	bool all = m.unit_g && m.price && m.best_price && m.load && m.least && m.where &&
		   m.at_once && m.cells && m.first && m.last;
	int r = all ? 0 : error_nomem(reterr);
	if (r == 0) {
		for (size_t i = 0; i < fleet->n_regions; i++)
			for (size_t t = 0; t < fleet->slots; t++)
				m.unit_g[cell_of(&m, i, t)] = fleet_unit_g(fleet, i, t);
		ret->bound_g = find_prices(&m);
		r = plan_all(&m, ret, reterr);
	}
	mem_free(m.unit_g);
	mem_free(m.price);
	mem_free(m.best_price);
	mem_free(m.load);
	mem_free(m.least);
	mem_free(m.where);
	mem_free(m.at_once);
	mem_free(m.cells);
	mem_free(m.first);
	mem_free(m.last);
	mem_free(m.uses);
	if (r < 0) {
		mem_free(ret->uses);
		ret->uses = NULL;
	}
	return r;
}
