/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans of one job against all there are (small series), and what any plan must satisfy: more
 * slack never costs more, stops never cost more than none, energies to resume of 0 and of a great
 * deal give the two extremes, capacities are kept, names and scales change nothing but names and
 * scale.
 */
#include "check.h"

#include <math.h>

#include "base/mem.h"
#include "plan/elastic.h"
#include "plan/fleet.h"
#include "plan/place.h"

static uint64_t random_state = 1;

static double uniform(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (double)((random_state * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

static size_t below(size_t n)
{
	return (size_t)(uniform() * (double)n);
}

#define N 14

static struct intensities series_of(double *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g[i] = 50 + floor(400 * uniform());
	return (struct intensities){g, n, 0.5};
}

static double cost(const struct intensities *series, const struct single_job *job)
{
	struct single_plan plan;
	int r = plan_single(series, job, &plan, NULL);
	if (job->closed && r == FRUGAL_EDATA)
		return INFINITY;
	CHECK_INT(r, 0);
	for (size_t i = 0; i < job->slots; i++) {
		CHECK(!job->closed || !job->closed[plan.slots[i]]);
		CHECK(plan.slots[i] >= job->arrival && plan.slots[i] < job->deadline);
		CHECK(i == 0 || plan.slots[i] > plan.slots[i - 1]);
	}
	CHECK_CLOSE(plan.g, plan_cost(series, job, plan.slots), 1e-12);
	mem_free(plan.slots);
	return plan.g;
}

/* Of all sets of slots, by trying each. */
static double least_of_all(const struct intensities *series, const struct single_job *job)
{
	double least = INFINITY;
	for (unsigned set = 0; set < 1u << series->n; set++) {
		size_t slots[N], n = 0, run = 0;
		bool good = (size_t)__builtin_popcount(set) == job->slots;
		for (size_t t = 0; good && t <= series->n; t++) {
			bool on = t < series->n && set >> t & 1;
			good &= !on || (t >= job->arrival && t < job->deadline);
			good &= !on || !job->closed || !job->closed[t];
			good &= on || run == 0 || run >= job->min_run;
			run = on ? run + 1 : 0;
			if (on)
				slots[n++] = t;
		}
		good = good && (job->interruptible || slots[n - 1] - slots[0] + 1 == n);
		if (good)
			least = fmin(least, plan_cost(series, job, slots));
	}
	return least;
}

/* Both without a plan, or of one cost. */
#define CHECK_SAME(a, b)                                                                           \
	do {                                                                                       \
		double x_ = (a), y_ = (b);                                                         \
		if (isfinite(x_) || isfinite(y_))                                                  \
			CHECK_CLOSE(x_, y_, 1e-9);                                                 \
	} while (0)

TEST(each_kind_of_job_has_the_least_of_all_plans)
{
	double g[N], profile[N];
	bool closed[N];
	for (int trial = 0; trial < 120; trial++) {
		struct intensities series = series_of(g, N);
		struct single_job job = {.arrival = below(4),
					 .deadline = N - below(3),
					 .slots = 1 + below(6),
					 .power_kw = 2,
					 .closed = trial % 2 ? closed : NULL};
		for (size_t i = 0; i < N; i++) {
			closed[i] = uniform() < 0.2;
			profile[i] = 1 + uniform();
		}
		CHECK_SAME(cost(&series, &job), least_of_all(&series, &job));
		job.profile_kw = profile;
		CHECK_SAME(cost(&series, &job), least_of_all(&series, &job));
		job.profile_kw = NULL;
		job.interruptible = true;
		CHECK_SAME(cost(&series, &job), least_of_all(&series, &job));
		job.resume_kwh = 0.3 * uniform();
		CHECK_SAME(cost(&series, &job), least_of_all(&series, &job));
		job.min_run = 1 + below(3);
		if (job.min_run > job.slots)
			job.min_run = job.slots;
		CHECK_SAME(cost(&series, &job), least_of_all(&series, &job));
	}
}

TEST(slack_and_stops_never_cost_more)
{
	double g[200];
	for (int trial = 0; trial < 100; trial++) {
		struct intensities series = series_of(g, 200);
		struct single_job job = {.slots = 1 + below(30), .power_kw = 1, .deadline = 60};
		double block = cost(&series, &job);
		job.interruptible = true;
		double free_stops = cost(&series, &job);
		job.resume_kwh = 0.2;
		double dear_stops = cost(&series, &job);
		job.resume_kwh = 1e9;
		double no_stops = cost(&series, &job);
		CHECK(free_stops <= dear_stops + 1e-9 && dear_stops <= block + 1e-9);
		CHECK_CLOSE(no_stops, block, 1e-9);
		job.resume_kwh = 1e-12;
		CHECK_CLOSE(cost(&series, &job), free_stops, 1e-6);
		job.resume_kwh = 0.2;
		job.deadline = 200;
		CHECK(cost(&series, &job) <= dear_stops + 1e-9);
	}
}

TEST(what_cannot_be_is_refused)
{
	double g[4] = {1, 2, (double)NAN, 4};
	struct intensities series = {g, 4, 1};
	struct single_plan plan;
	struct frugal_error error;
	struct single_job job = {.arrival = 0, .deadline = 5, .slots = 1, .power_kw = 1};
	CHECK_INT(plan_single(&series, &job, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "series ends at 4");
	job.deadline = 2;
	job.slots = 3;
	CHECK_INT(plan_single(&series, &job, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "needs 3 slots");
	job.deadline = 4;
	CHECK_INT(plan_single(&series, &job, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "no intensity in slot 2");
}

/* 10 GB at 8 Gbit/s take 10 s: a slot of 1 h. Half of 1 kWh at either end: (100 + 20) / 2 = 60 g.
 */
TEST(data_that_must_come_first_are_paid_for_at_both_ends)
{
	double home[4] = {100, 100, 100, 100}, there[4] = {20, 20, 20, 20};
	struct region regions[2] = {
		{.name = "home", .pue = 1, .series = {home, 4, 1}},
		{.name = "there", .pue = 1.5, .series = {there, 4, 1}, .rtt_ms = 30},
	};
	struct single_job job = {.deadline = 4, .slots = 2, .power_kw = 1};
	struct transfer transfer = {.data_gb = 10, .kwh_per_gb = 0.1, .bandwidth_gbps = 8};
	struct place_plan plan;
	CHECK_INT(plan_place(regions, 2, 0, &job, &transfer, 100, &plan, NULL), 0);
	CHECK_INT(plan.best, 1);
	CHECK_CLOSE(plan.regions[1].transfer_g, 60, 1e-12);
	CHECK_CLOSE(plan.regions[1].plan.g, 60 + 2 * 1.5 * 20, 1e-12);
	CHECK_INT(plan.regions[1].plan.slots[0], 1);
	CHECK_CLOSE(plan.regions[0].plan.g, 200, 1e-12);
	CHECK_CLOSE(plan.now_g, 200, 1e-12);
	place_plan_release(&plan);
	/* Results of as much come back: another 60 g. A copy that is there already costs nothing.
	 */
	transfer.back_gb = 10;
	CHECK_INT(plan_place(regions, 2, 0, &job, &transfer, 100, &plan, NULL), 0);
	CHECK_CLOSE(plan.regions[1].plan.g, 180, 1e-12);
	place_plan_release(&plan);
	regions[1].has_data = true;
	CHECK_INT(plan_place(regions, 2, 0, &job, &transfer, 100, &plan, NULL), 0);
	CHECK_CLOSE(plan.regions[1].plan.g, 120, 1e-12);
	place_plan_release(&plan);
	/* Too far, or not allowed: at home. */
	CHECK_INT(plan_place(regions, 2, 0, &job, &transfer, 20, &plan, NULL), 0);
	CHECK_INT(plan.best, 0);
	CHECK(!plan.regions[1].allowed);
	place_plan_release(&plan);
	regions[1].forbidden = true;
	CHECK_INT(plan_place(regions, 2, 0, &job, &transfer, 100, &plan, NULL), 0);
	CHECK_INT(plan.best, 0);
	place_plan_release(&plan);
}

/*
 * Two units do 1 + 0.5 of the work. By price of work: slot 1 first unit 10, slot 0 first 20, slot
 * 1 second 10/0.5 = 20 (later than slot 0's), slot 0 second 40. Work 2.25: 1 + 1 + half of 0.5.
 */
TEST(an_elastic_job_takes_units_in_the_order_of_their_price)
{
	double g[2] = {20, 10}, throughput[2] = {1, 1.5};
	struct intensities series = {g, 2, 1};
	struct elastic_job job = {.deadline = 2,
				  .work = 2.25,
				  .unit_kw = 1,
				  .throughput = throughput,
				  .most_units = 2};
	struct elastic_plan plan;
	CHECK_INT(plan_elastic(&series, &job, &plan, NULL), 0);
	CHECK_CLOSE(plan.units[0], 1, 1e-12);
	CHECK_CLOSE(plan.units[1], 1.5, 1e-12);
	CHECK_CLOSE(plan.g, 20 + 10 + 5, 1e-12);
	mem_free(plan.units);
	/* Gains that rise: both units together or none. */
	throughput[0] = 0.5;
	job.work = 1.5;
	CHECK_INT(plan_elastic(&series, &job, &plan, NULL), 0);
	CHECK_CLOSE(plan.units[1], 2, 1e-12);
	CHECK_CLOSE(plan.g, 20, 1e-12);
	mem_free(plan.units);
	job.work = 3.1;
	CHECK_INT(plan_elastic(&series, &job, &plan, NULL), FRUGAL_EDATA);
}

/* ---- fleets --------------------------------------------------------------------------------- */

#define R 3
#define T 24
#define J 12

struct example {
	double g[R][T], capacity[R][T];
	struct fleet_region regions[R];
	struct fleet_job jobs[J];
	struct fleet fleet;
};

static const char *const names[J] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};

static void make(struct example *e, bool gangs)
{
	*e = (struct example){0};
	for (size_t r = 0; r < R; r++) {
		(void)series_of(e->g[r], T);
		for (size_t t = 0; t < T; t++)
			e->capacity[r][t] = 4 + (double)below(3);
		e->regions[r] = (struct fleet_region){
			names[r], 1 + 0.1 * (double)r, {e->g[r], T, 1}, e->capacity[r]};
	}
	for (size_t j = 0; j < J; j++) {
		struct fleet_job *job = &e->jobs[j];
		*job = (struct fleet_job){.id = names[j],
					  .home = below(R),
					  .arrival = below(6),
					  .deadline = 16 + below(8)};
		if (gangs) {
			job->slots = 2 + below(4);
			job->units = 1 + (double)below(3);
			job->data_gb = 100;
			job->kwh_per_gb = 0.001;
			job->bandwidth_gbps = 1;
		} else {
			job->work = 4 + (double)below(8);
			job->max_units = 1 + (double)below(2);
			job->remote_g = uniform() < 0.5 ? 0 : 5;
		}
	}
	e->fleet = (struct fleet){.regions = e->regions,
				  .n_regions = R,
				  .jobs = e->jobs,
				  .n_jobs = J,
				  .slots = T,
				  .slot_h = 1,
				  .unit_kw = 0.5};
}

static void check_loads(const struct fleet *fleet, const struct fleet_plan *plan, bool gangs)
{
	double load[R][T] = {{0}}, done[J] = {0};
	for (size_t i = 0; i < plan->n; i++) {
		const struct fleet_use *use = &plan->uses[i];
		const struct fleet_job *job = &fleet->jobs[use->job];
		size_t slots = gangs ? job->slots : 1;
		CHECK(use->slot >= job->arrival && use->slot + slots <= job->deadline);
		for (size_t t = use->slot; t < use->slot + slots; t++)
			load[use->region][t] += use->units;
		done[use->job] += use->units * (double)slots;
	}
	for (size_t j = 0; j < J; j++)
		CHECK_CLOSE(done[j],
			    gangs ? fleet->jobs[j].units * (double)fleet->jobs[j].slots
				  : fleet->jobs[j].work,
			    1e-9);
	for (size_t r = 0; r < R; r++)
		for (size_t t = 0; t < T; t++)
			CHECK(load[r][t] <= fleet->regions[r].capacity[t] + 1e-9);
}

TEST(a_divisible_fleet_keeps_its_capacities_and_scales)
{
	static const struct fleet_tier tiers[] = {{0.5, 0}, {0.8, 30}, {1, 120}};
	for (int trial = 0; trial < 30; trial++) {
		struct example e;
		struct fleet_plan plan, dear, scaled;
		make(&e, false);
		CHECK_INT(plan_fleet(&e.fleet, &plan, NULL), 0);
		check_loads(&e.fleet, &plan, false);
		e.fleet.tiers = tiers;
		e.fleet.n_tiers = 3;
		CHECK_INT(plan_fleet(&e.fleet, &dear, NULL), 0);
		check_loads(&e.fleet, &dear, false);
		CHECK(dear.g >= plan.g - 1e-6);
		CHECK(fleet_cost(&e.fleet, plan.uses, plan.n, false) >= dear.g - 1e-3);
		e.fleet.n_tiers = 0;
		e.fleet.unit_kw *= 3;
		for (size_t j = 0; j < J; j++)
			e.jobs[j].remote_g *= 3;
		CHECK_INT(plan_fleet(&e.fleet, &scaled, NULL), 0);
		CHECK_CLOSE(scaled.g, 3 * plan.g, 1e-6);
		mem_free(plan.uses);
		mem_free(dear.uses);
		mem_free(scaled.uses);
	}
}

/* What large fleets are given, compared with the optimum of small ones. */
TEST(prices_bound_the_optimum_and_come_near_it)
{
	static const struct fleet_tier tiers[] = {{0.5, 0}, {1, 60}};
	for (int trial = 0; trial < 10; trial++) {
		struct example e;
		struct fleet_plan best, near_it;
		make(&e, false);
		if (trial % 2) {
			e.fleet.tiers = tiers;
			e.fleet.n_tiers = 2;
		}
		CHECK_INT(plan_fleet(&e.fleet, &best, NULL), 0);
		CHECK_INT(fleet_by_prices(&e.fleet, &near_it, NULL), 0);
		check_loads(&e.fleet, &near_it, false);
		CHECK_CLOSE(near_it.g, fleet_cost(&e.fleet, near_it.uses, near_it.n, false), 1e-9);
		CHECK(near_it.bound_g <= best.g * (1 + 1e-6));
		CHECK(near_it.g >= best.g * (1 - 1e-6));
		CHECK(near_it.g <= near_it.bound_g * 1.05);
		mem_free(best.uses);
		mem_free(near_it.uses);
	}
}

TEST(gangs_keep_their_capacities_and_are_above_the_bound)
{
	for (int trial = 0; trial < 20; trial++) {
		struct example e;
		struct fleet_plan plan, again;
		make(&e, true);
		CHECK_INT(plan_gangs(&e.fleet, 7, 3000, &plan, NULL), 0);
		check_loads(&e.fleet, &plan, true);
		CHECK(plan.g >= plan.bound_g * (1 - 1e-6));
		CHECK_INT(plan_gangs(&e.fleet, 7, 3000, &again, NULL), 0);
		CHECK_CLOSE(again.g, plan.g, 0);
		mem_free(again.uses);
		CHECK_INT(plan_gangs(&e.fleet, 7, 1, &again, NULL), 0);
		CHECK(plan.g <= again.g + 1e-9);
		mem_free(plan.uses);
		mem_free(again.uses);
	}
}

/* The least of all plans of the gangs from `job` on, with those in uses. */
static double best_of_all(const struct fleet *fleet, struct fleet_use *uses, size_t job,
			  double load[R][T])
{
	if (job == fleet->n_jobs)
		return fleet_cost(fleet, uses, job, true);
	const struct fleet_job *j = &fleet->jobs[job];
	double least = INFINITY;
	for (size_t r = 0; r < R; r++) {
		struct lane lane;
		if (!fleet_lane(fleet, job, r, true, &lane))
			continue;
		for (size_t start = lane.from; start + j->slots <= j->deadline; start++) {
			bool fits = true;
			for (size_t t = start; t < start + j->slots; t++)
				fits &= load[r][t] + j->units <= fleet->regions[r].capacity[t];
			if (!fits)
				continue;
			for (size_t t = start; t < start + j->slots; t++)
				load[r][t] += j->units;
			uses[job] = (struct fleet_use){job, r, start, j->units};
			least = fmin(least, best_of_all(fleet, uses, job + 1, load));
			for (size_t t = start; t < start + j->slots; t++)
				load[r][t] -= j->units;
		}
	}
	return least;
}

TEST(three_gangs_in_each_others_way_have_the_best_of_all_plans)
{
	for (int trial = 0; trial < 8; trial++) {
		struct example e;
		struct fleet_plan plan;
		struct fleet_use uses[J];
		double load[R][T] = {{0}};
		make(&e, true);
		e.fleet.n_jobs = 3;
		for (size_t j = 0; j < 3; j++) {
			e.jobs[j].units = 3; /* two never fit together */
			e.jobs[j].deadline = e.jobs[j].arrival + 12;
			for (size_t t = 0; t < T; t++)
				for (size_t r = 0; r < R; r++)
					e.capacity[r][t] = r ? 3 : 5;
		}
		CHECK_INT(plan_gangs(&e.fleet, 1, 5000, &plan, NULL), 0);
		CHECK_CLOSE(plan.g, best_of_all(&e.fleet, uses, 0, load), 1e-12);
		mem_free(plan.uses);
	}
}

TEST(a_fleet_that_does_not_fit_says_which_job)
{
	struct example e;
	struct fleet_plan plan;
	struct frugal_error error;
	make(&e, false);
	for (size_t r = 0; r < R; r++)
		for (size_t t = 0; t < T; t++)
			e.capacity[r][t] = 0;
	CHECK_INT(plan_fleet(&e.fleet, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "does not fit");
	e.capacity[1][3] = -1;
	CHECK_INT(plan_fleet(&e.fleet, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "below 0");
	make(&e, false);
	e.jobs[4].work = 1000;
	CHECK_INT(plan_fleet(&e.fleet, &plan, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "'e' cannot be done");
}

RUN_TESTS(CASE(each_kind_of_job_has_the_least_of_all_plans), CASE(slack_and_stops_never_cost_more),
	  CASE(what_cannot_be_is_refused),
	  CASE(data_that_must_come_first_are_paid_for_at_both_ends),
	  CASE(an_elastic_job_takes_units_in_the_order_of_their_price),
	  CASE(a_divisible_fleet_keeps_its_capacities_and_scales),
	  CASE(prices_bound_the_optimum_and_come_near_it),
	  CASE(gangs_keep_their_capacities_and_are_above_the_bound),
	  CASE(three_gangs_in_each_others_way_have_the_best_of_all_plans),
	  CASE(a_fleet_that_does_not_fit_says_which_job))
