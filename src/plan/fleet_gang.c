/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans gangs. The first plan puts each gang where it fits and costs least, the most constrained
 * first. Then, many times, it takes out some gangs that overlap and puts them back in another
 * order, or gives a gang the place that it would rather have and puts those that stood there
 * elsewhere, and accepts a worse plan less and less often (ruin and recreate, Schrimpf et al. 2000,
 * under a falling temperature). The best of a few such searches is the plan. The generator is
 * seeded: the same question has the same answer.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "plan/fleet.h"

#define USUAL_ROUNDS 600000
/* Where the rounds are many: so many searches from the first plan, each with its share of them. */
#define SEARCHES ((size_t)3)
#define SHORT_SEARCH 50000
#define MOST_OUT 12
/* Tuned on two cases: the share of a job by which an accepted plan may be worse, first and last. */
#define HOT 0.3
#define COLD 0.003
#define UNPLACED SIZE_MAX
/* The share of rounds that give a gang the place it would rather have, and how it is chosen. */
#define WISHES 0.5
#define WISH_NOISE 0.3

struct place {
	size_t region, start;
	double g;
};

struct gangs {
	const struct fleet *fleet;
	double *prefix;     /* by region: gCO2e of a unit in slots before t */
	double *left;       /* by region and slot: capacity not taken */
	struct lane *lanes; /* by job and region */
	bool *open;
	struct place *now, *best;
	struct place *places; /* where each job may be, the cheapest first */
	size_t *first;        /* by job, of its places */
	size_t *order;
	double now_g, best_g;
	uint64_t random;
};

static uint64_t next_random(struct gangs *g)
{
	/* xorshift64*, Vigna 2016 */
	g->random ^= g->random >> 12;
	g->random ^= g->random << 25;
	g->random ^= g->random >> 27;
	return g->random * 2685821657736338717u;
}

static double uniform(struct gangs *g)
{
	return (double)(next_random(g) >> 11) / 9007199254740992.0;
}

static size_t below(struct gangs *g, size_t n)
{
	return (size_t)(uniform(g) * (double)n);
}

static double block_g(const struct gangs *g, size_t job, size_t region, size_t start)
{
	const struct fleet_job *j = &g->fleet->jobs[job];
	const double *prefix = g->prefix + region * (g->fleet->slots + 1);
	return j->units * (prefix[start + j->slots] - prefix[start]) +
	       g->lanes[job * g->fleet->n_regions + region].transfer_g;
}

static void occupy(struct gangs *g, size_t job, const struct place *at, double sign)
{
	const struct fleet_job *j = &g->fleet->jobs[job];
	double *left = g->left + at->region * g->fleet->slots + at->start;
	for (size_t i = 0; i < j->slots; i++)
		left[i] -= sign * j->units;
}

static bool fits(const struct gangs *g, size_t job, const struct place *at)
{
	const struct fleet_job *j = &g->fleet->jobs[job];
	const double *left = g->left + at->region * g->fleet->slots + at->start;
	for (size_t i = 0; i < j->slots; i++)
		if (left[i] + 1e-9 < j->units)
			return false;
	return true;
}

/* How dear a place looks, by chance up to a share of noise dearer than it is. */
static double seen_g(struct gangs *g, const struct place *place, double noise)
{
	return noise > 0 ? place->g * (1 + noise * uniform(g)) : place->g;
}

/*
 * Finds the cheapest place that fits, or none. noise makes a place look dearer by up to that share.
 * The places of a job are in the order of their cost: those after one that looks cheaper need not
 * be tried.
 */
static bool find_place(struct gangs *g, size_t job, double noise, struct place *ret)
{
	double least = INFINITY;
	for (size_t i = g->first[job]; i < g->first[job + 1] && g->places[i].g < least; i++) {
		const struct place *place = &g->places[i];
		if (!fits(g, job, place))
			continue;
		double seen = seen_g(g, place, noise);
		if (seen < least) {
			least = seen;
			*ret = *place;
		}
	}
	return isfinite(least);
}

static bool insert(struct gangs *g, size_t job, double noise)
{
	struct place place;
	if (!find_place(g, job, noise, &place))
		return false;
	occupy(g, job, &place, 1);
	g->now[job] = place;
	g->now_g += place.g;
	return true;
}

static void take_out(struct gangs *g, size_t job)
{
	occupy(g, job, &g->now[job], -1);
	g->now_g -= g->now[job].g;
	g->now[job].region = UNPLACED;
}

/* ---- the first plan ------------------------------------------------------------------------- */

static const struct fleet *sorted_fleet;

static double tightness(const struct fleet_job *job)
{
	return (double)job->slots / (double)(job->deadline - job->arrival);
}

static int by_tightness(const void *a, const void *b)
{
	const struct fleet_job *x = &sorted_fleet->jobs[*(const size_t *)a];
	const struct fleet_job *y = &sorted_fleet->jobs[*(const size_t *)b];
	double dx = tightness(x), dy = tightness(y);
	if (dx < dy || dx > dy)
		return dx > dy ? -1 : 1;
	double sx = x->units * (double)x->slots, sy = y->units * (double)y->slots;
	return sx > sy ? -1 : sx < sy;
}

static void empty(struct gangs *g)
{
	const struct fleet *fleet = g->fleet;
	g->now_g = 0;
	for (size_t r = 0; r < fleet->n_regions; r++)
		memcpy(g->left + r * fleet->slots, fleet->regions[r].capacity,
		       fleet->slots * sizeof(double));
	for (size_t j = 0; j < fleet->n_jobs; j++)
		g->now[j].region = UNPLACED;
}

/* Tries other orders when not all gangs fit with the most constrained first. */
static int first_plan(struct gangs *g, struct frugal_error *reterr)
{
	size_t n = g->fleet->n_jobs, bad = 0;
	for (size_t i = 0; i < n; i++)
		g->order[i] = i;
	sorted_fleet = g->fleet;
	qsort(g->order, n, sizeof(*g->order), by_tightness);
	for (int attempt = 0; attempt < 2000; attempt++) {
		bool all = true;
		empty(g);
		for (size_t i = 0; i < n; i++) {
			if (insert(g, g->order[i], attempt ? 0.3 : 0))
				continue;
			/* A gang without a place is moved forward for the next try. */
			all = false;
			bad = g->order[i];
			size_t to = below(g, i + 1);
			memmove(&g->order[to + 1], &g->order[to], (i - to) * sizeof(*g->order));
			g->order[to] = bad;
			break;
		}
		if (all)
			return 0;
	}
	return error_set(reterr, FRUGAL_EDATA,
			 _("the capacities are too small for all jobs: '%s' does not fit"),
			 g->fleet->jobs[bad].id);
}

/* ---- out and in again ----------------------------------------------------------------------- */

/* Chooses the gangs that overlap a random job's window the most, and some by chance. */
static size_t choose_out(struct gangs *g, size_t *out)
{
	size_t n = g->fleet->n_jobs, most = n < MOST_OUT ? n : MOST_OUT;
	size_t want = 2 + below(g, most > 2 ? most - 1 : 1), count = 0;
	if (want > n)
		want = n;
	size_t seed = below(g, n);
	size_t middle = g->now[seed].start + g->fleet->jobs[seed].slots / 2;
	bool near = uniform(g) < 0.75;
	out[count++] = seed;
	for (size_t tries = 0; count < want && tries < 8 * n; tries++) {
		size_t job = below(g, n);
		const struct fleet_job *j = &g->fleet->jobs[job];
		bool known = false;
		for (size_t i = 0; i < count; i++)
			known |= out[i] == job;
		if (known || (near && (j->arrival > middle || j->deadline <= middle)))
			continue;
		out[count++] = job;
	}
	return count;
}

static void shuffle(struct gangs *g, size_t *items, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = below(g, i), t = items[k];
		items[k] = items[i - 1];
		items[i - 1] = t;
	}
}

/* Of three gangs by chance the one that is farthest above what it would cost alone. */
static size_t unhappy(struct gangs *g)
{
	size_t worst = 0;
	double most = -INFINITY;
	for (int i = 0; i < 3; i++) {
		size_t job = below(g, g->fleet->n_jobs);
		double over = g->now[job].g - g->places[g->first[job]].g;
		if (over > most) {
			most = over;
			worst = job;
		}
	}
	return worst;
}

/* A place that a gang would rather have, by chance among the cheap ones, taken or not. */
static bool find_wish(struct gangs *g, size_t job, struct place *ret)
{
	double most = g->now[job].g - 1e-9, least = most, noise = WISH_NOISE * uniform(g);
	for (size_t i = g->first[job]; i < g->first[job + 1] && g->places[i].g < least; i++) {
		double seen = seen_g(g, &g->places[i], noise);
		if (seen < least) {
			least = seen;
			*ret = g->places[i];
		}
	}
	return least < most;
}

/*
 * Takes out a gang and those that stand where it would rather be; it has that place then. Returns
 * how many are out, the first of which is placed again, or 0.
 */
static size_t give_wish(struct gangs *g, size_t *out, struct place *was)
{
	size_t n = g->fleet->n_jobs, job = unhappy(g), count = 0;
	struct place wish;
	if (!find_wish(g, job, &wish))
		return 0;
	out[count] = job;
	was[count++] = g->now[job];
	take_out(g, job);
	size_t offset = below(g, n), end = wish.start + g->fleet->jobs[job].slots;
	for (size_t i = 0; i < n && count <= MOST_OUT && !fits(g, job, &wish); i++) {
		size_t other = (offset + i) % n;
		const struct place *at = &g->now[other];
		if (at->region != wish.region || at->start >= end ||
		    at->start + g->fleet->jobs[other].slots <= wish.start)
			continue;
		out[count] = other;
		was[count++] = *at;
		take_out(g, other);
	}
	if (fits(g, job, &wish)) {
		occupy(g, job, &wish, 1);
		g->now[job] = wish;
		g->now_g += wish.g;
	}
	return count;
}

static void order_out(struct gangs *g, size_t *out, size_t n)
{
	shuffle(g, out, n);
	if (uniform(g) < 0.5)
		return;
	sorted_fleet = g->fleet; /* the heavy ones first */
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0; k--) {
			const struct fleet_job *a = &g->fleet->jobs[out[k - 1]];
			const struct fleet_job *b = &g->fleet->jobs[out[k]];
			if (a->units * (double)a->slots >= b->units * (double)b->slots)
				break;
			size_t t = out[k];
			out[k] = out[k - 1];
			out[k - 1] = t;
		}
}

static void round_of(struct gangs *g, double temperature)
{
	size_t out[MOST_OUT + 1];
	struct place was[MOST_OUT + 1];
	double before_g = g->now_g;
	size_t n = uniform(g) < WISHES ? give_wish(g, out, was) : 0;
	size_t in = n && g->now[out[0]].region != UNPLACED;
	if (n == 0) {
		n = choose_out(g, out);
		order_out(g, out, n);
		for (size_t i = 0; i < n; i++) {
			was[i] = g->now[out[i]];
			take_out(g, out[i]);
		}
	}
	double noise = uniform(g) < 0.5 ? 0 : 0.03 * uniform(g);
	while (in < n && insert(g, out[in], noise))
		in++;
	double worse = g->now_g - before_g;
	if (in == n && (worse <= 0 || uniform(g) < exp(-worse / temperature))) {
		if (g->now_g < g->best_g - 1e-9) {
			g->best_g = g->now_g;
			memcpy(g->best, g->now, g->fleet->n_jobs * sizeof(*g->best));
		}
		return;
	}
	for (size_t i = 0; i < in; i++)
		take_out(g, out[i]);
	for (size_t i = 0; i < n; i++) {
		g->now[out[i]] = was[i];
		occupy(g, out[i], &was[i], 1);
		g->now_g += was[i].g;
	}
	g->now_g = before_g;
}

static void improve(struct gangs *g, size_t rounds)
{
	double mean = g->now_g / (double)g->fleet->n_jobs, hot = HOT * mean, cold = COLD * mean;
	for (size_t i = 0; i < rounds; i++)
		round_of(g, hot * pow(cold / hot, (double)i / (double)rounds));
}

/* One search is now and then stuck a per cent or two above what another one finds. */
static int search(struct gangs *g, size_t rounds, struct frugal_error *reterr)
{
	size_t n = rounds >= SEARCHES * SHORT_SEARCH ? SEARCHES : 1;
	g->best_g = INFINITY;
	for (size_t i = 0; i < n; i++) {
		int r = first_plan(g, reterr);
		if (r < 0)
			return r;
		if (i == 0) {
			g->best_g = g->now_g;
			memcpy(g->best, g->now, g->fleet->n_jobs * sizeof(*g->best));
		}
		improve(g, rounds / n);
	}
	return 0;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int by_cost(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->g < y->g || x->g > y->g)
		return x->g < y->g ? -1 : 1;
	if (x->region != y->region)
		return x->region < y->region ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

/* Lists the places of each job, whatever else is there. */
static int prepare_places(struct gangs *g, struct frugal_error *reterr)
{
	const struct fleet *fleet = g->fleet;
	size_t n = 0, cap = 0;
	for (size_t job = 0; job < fleet->n_jobs; job++) {
		const struct fleet_job *j = &fleet->jobs[job];
		g->first[job] = n;
		for (size_t r = 0; r < fleet->n_regions; r++) {
			const struct lane *lane = &g->lanes[job * fleet->n_regions + r];
			for (size_t start = lane->from;
			     g->open[job * fleet->n_regions + r] && start + j->slots <= j->deadline;
			     start++) {
				if (!mem_grow(&g->places, n, &cap, sizeof(*g->places), 0))
					return error_nomem(reterr);
				g->places[n++] =
					(struct place){r, start, block_g(g, job, r, start)};
			}
		}
		qsort(g->places + g->first[job], n - g->first[job], sizeof(*g->places), by_cost);
	}
	g->first[fleet->n_jobs] = n;
	return 0;
}

static int prepare(struct gangs *g, struct frugal_error *reterr)
{
	const struct fleet *fleet = g->fleet;
	size_t R = fleet->n_regions, T = fleet->slots, n = fleet->n_jobs;
	g->prefix = mem_zalloc(R * (T + 1), sizeof(double));
	g->left = mem_zalloc(R * T, sizeof(double));
	g->lanes = mem_zalloc(n * R, sizeof(*g->lanes));
	g->open = mem_zalloc(n * R, sizeof(bool));
	g->now = mem_zalloc(n, sizeof(*g->now));
	g->best = mem_zalloc(n, sizeof(*g->best));
	g->order = mem_zalloc(n, sizeof(*g->order));
	g->first = mem_zalloc(n + 1, sizeof(*g->first));
	if (!g->first || !g->prefix || !g->left || !g->lanes || !g->open || !g->now || !g->best ||
	    !g->order)
		return error_nomem(reterr);
	for (size_t r = 0; r < R; r++)
		for (size_t t = 0; t < T; t++)
			g->prefix[r * (T + 1) + t + 1] =
				g->prefix[r * (T + 1) + t] + fleet_unit_g(fleet, r, t);
	for (size_t j = 0; j < n; j++)
		for (size_t r = 0; r < R; r++)
			g->open[j * R + r] = fleet_lane(fleet, j, r, true, &g->lanes[j * R + r]);
	return prepare_places(g, reterr);
}

static void release(struct gangs *g)
{
	mem_free(g->prefix);
	mem_free(g->left);
	mem_free(g->lanes);
	mem_free(g->open);
	mem_free(g->now);
	mem_free(g->best);
	mem_free(g->order);
	mem_free(g->places);
	mem_free(g->first);
}

int plan_gangs(const struct fleet *fleet, uint64_t seed, size_t rounds, struct fleet_plan *ret,
	       struct frugal_error *reterr)
{
	struct gangs g = {.fleet = fleet, .random = seed * 2862933555777941757u + 3037000493u};
	struct fleet_plan bound;
	*ret = (struct fleet_plan){0};
	int r = fleet_flow(fleet, true, &bound, reterr);
	if (r < 0)
		return r;
	mem_free(bound.uses);
	r = prepare(&g, reterr);
	if (r == 0)
		r = search(&g, rounds ? rounds : USUAL_ROUNDS, reterr);
	if (r == 0) {
		ret->uses = mem_zalloc(fleet->n_jobs + 1, sizeof(*ret->uses));
		r = ret->uses ? 0 : error_nomem(reterr);
	}
	for (size_t j = 0; r == 0 && j < fleet->n_jobs; j++)
		ret->uses[ret->n++] = (struct fleet_use){j, g.best[j].region, g.best[j].start,
							 fleet->jobs[j].units};
	release(&g);
	if (r < 0)
		return r;
	ret->g = fleet_cost(fleet, ret->uses, ret->n, true);
	ret->bound_g = bound.bound_g;
	return 0;
}
