/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The planner on series and jobs made up with a fixed seed: the best window of a year of five
 * minutes; a thousand jobs in a hundred regions, each for itself; fleets of two sizes, with their
 * gap. Prints; nothing is a test.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "plan/fleet.h"
#include "plan/slots.h"

#define YEAR_5MIN 105120
#define YEAR_H 8760
#define REGIONS 100
#define JOBS 1000

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double uniform(void)
{
	static uint64_t state = 88172645463325252u;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) * 0x1p-53;
}

/* Days and noise, 50 to 700. */
static double *series(size_t n, double a_day)
{
	double *g = mem_zalloc(n, sizeof(*g)), phase = uniform(), level = 100 + 400 * uniform();
	for (size_t i = 0; g && i < n; i++)
		g[i] = level * (1 + 0.4 * sin(2 * M_PI * ((double)i / a_day + phase))) +
		       20 * uniform();
	return g;
}

static void plan_one(const struct intensities *s, struct single_job job)
{
	struct single_plan plan;
	if (plan_single(s, &job, &plan, NULL) < 0)
		abort();
	mem_free(plan.slots);
}

static void best_window(void)
{
	double *g = series(YEAR_5MIN, 288), least = INFINITY;
	const struct intensities s = {g, YEAR_5MIN, 1.0 / 12};
	for (int round = 0; round < 20; round++) {
		double start = now_ms();
		plan_one(&s,
			 (struct single_job){.deadline = YEAR_5MIN, .slots = 48, .power_kw = 1});
		least = fmin(least, now_ms() - start);
	}
	printf("best window of a year of 5-minute slots: %.2f ms (ceiling 1)\n", least);
	mem_free(g);
}

static void independent(void)
{
	double *regions[REGIONS], start;
	for (size_t i = 0; i < REGIONS; i++)
		regions[i] = series(YEAR_H, 24);
	start = now_ms();
	for (size_t j = 0; j < JOBS; j++)
		for (size_t i = 0; i < REGIONS; i++)
			plan_one(&(struct intensities){regions[i], YEAR_H, 1},
				 (struct single_job){
					 .deadline = YEAR_H, .slots = 1 + j % 48, .power_kw = 1});
	printf("%d jobs x %d regions x %d hours, each for itself: %.2f s (ceiling 1)\n", JOBS,
	       REGIONS, YEAR_H, (now_ms() - start) / 1e3);
	for (size_t i = 0; i < REGIONS; i++)
		mem_free(regions[i]);
}

static void fleet(size_t n_jobs, size_t n_regions, size_t slots, const char *ceiling)
{
	struct fleet_region *regions = mem_zalloc(n_regions, sizeof(*regions));
	struct fleet_job *jobs = mem_zalloc(n_jobs, sizeof(*jobs));
	struct fleet_plan plan;
	struct frugal_error error = {0};
	double work = 0;
	for (size_t j = 0; j < n_jobs; j++) {
		size_t arrival = (size_t)(uniform() * (double)(slots - 48));
		jobs[j] = (struct fleet_job){.id = "j",
					     .home = j % n_regions,
					     .arrival = arrival,
					     .deadline = arrival + 48,
					     .work = 4 + floor(20 * uniform()),
					     .max_units = 4};
		work += jobs[j].work;
	}
	for (size_t i = 0; i < n_regions; i++) {
		double *capacity = mem_zalloc(slots, sizeof(*capacity));
		for (size_t t = 0; t < slots; t++)
			capacity[t] = ceil(2 * work / (double)(n_regions * slots)) + 2;
		regions[i] = (struct fleet_region){.name = "r",
						   .pue = 1.1,
						   .series = {series(slots, 24), slots, 1},
						   .capacity = capacity};
	}
	const struct fleet f = {.regions = regions,
				.n_regions = n_regions,
				.jobs = jobs,
				.n_jobs = n_jobs,
				.slots = slots,
				.slot_h = 1,
				.unit_kw = 1};
	double start = now_ms();
	if (plan_fleet(&f, &plan, &error) < 0) {
		printf("fleet: %s\n", error.what);
		return;
	}
	printf("fleet of %zu divisible jobs x %zu regions x %zu slots: %.2f s, gap %.2f %% "
	       "(ceiling "
	       "%s)\n",
	       n_jobs, n_regions, slots, (now_ms() - start) / 1e3,
	       100 * (plan.g - plan.bound_g) / plan.bound_g, ceiling);
	mem_free(plan.uses);
}

int main(void)
{
	best_window();
	independent();
	fleet(200, 6, 168, "2 s, 2 %");
	fleet(10000, 20, 168, "60 s");
	return 0;
}
