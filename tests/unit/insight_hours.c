/* SPDX-License-Identifier: Apache-2.0 */
/* The electricity of the hours of a run, while it runs and after its end. */
#include "check.h"
#include "tree.h"

#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "grid/kept.h"
#include "insight/electricity.h"

#define PRESENT 30 /* g/kWh, since the hour began; 10 in the hour before */

static void store_hours(const struct context *context, int64_t hour_s)
{
	struct grid_series series = {.id = {"FR", GRID_AVERAGE, GRID_LIFECYCLE, GRID_CONSUMPTION}};
	for (int64_t i = -1; i < 3; i++) {
		const struct grid_slot slot = {.start_s = hour_s + i * SECONDS_PER_HOUR,
					       .seconds = SECONDS_PER_HOUR,
					       .g_per_kwh = i < 0 ? 10 : PRESENT};
		CHECK(grid_series_add(&series, &slot));
	}
	CHECK_INT(grid_kept_save(context, &series, NULL), 0);
	grid_series_release(&series);
}

/* g/kWh; NaN: the figures are those of the year. */
static double intensity(const struct context *context, const struct run_record *run,
			const char *zone, struct run_hours *hours)
{
	const struct run_electricity row = {.looked = true};
	struct figures_options options = {0};
	run_electricity_figures(context, &row, run, zone, hours, &options);
	CHECK_TEXT(options.zone, zone);
	return options.intensity ? options.intensity->value * 1e3 : (double)NAN;
}

/* An hour at 10 g, then s seconds at 30: (10 * 3600 + 30 * s) / (3600 + s). */
TEST(a_run_that_goes_on_has_the_mean_of_its_hours_until_now)
{
	struct tree tree;
	struct run_hours hours = {0};
	const struct context context = {.grid = tree.root};
	const int64_t now_s = (int64_t)time(NULL), hour_s = now_s - now_s % SECONDS_PER_HOUR;
	struct run_record run = {.started_us = (hour_s - SECONDS_PER_HOUR) * US_PER_SECOND};
	tree_make(&tree);
	CHECK(isnan(intensity(&context, &run, "FR", &hours)));
	/* Hours that are stored meanwhile are found. */
	store_hours(&context, hour_s);
	const double s = (double)(now_s - hour_s + 1);
	CHECK_CLOSE(intensity(&context, &run, "FR", &hours), (36000 + 30 * s) / (3600 + s), 0.005);
	CHECK(isnan(intensity(&context, &run, "FR:2022", &(struct run_hours){0})));
	/* Of three hours the first has no intensity: less than nine tenths are known. */
	run.started_us -= SECONDS_PER_HOUR * US_PER_SECOND;
	CHECK(isnan(intensity(&context, &run, "FR", &hours)));
	tree_remove(&tree);
}

TEST(a_run_that_has_ended_has_those_until_its_end_and_is_looked_up_once)
{
	struct tree tree;
	struct run_hours hours = {0};
	const struct context context = {.grid = tree.root};
	const int64_t now_s = (int64_t)time(NULL), hour_s = now_s - now_s % SECONDS_PER_HOUR;
	/* Both ends are within the hour of 10 g. */
	const struct run_record run = {.started_us = (hour_s - 3000) * US_PER_SECOND,
				       .ended_us = (hour_s - 600) * US_PER_SECOND};
	tree_make(&tree);
	store_hours(&context, hour_s);
	CHECK_CLOSE(intensity(&context, &run, "FR", &hours), 10, 1e-9);
	tree_remove(&tree);
	CHECK_CLOSE(intensity(&context, &run, "FR", &hours), 10, 1e-9);
}

RUN_TESTS(CASE(a_run_that_goes_on_has_the_mean_of_its_hours_until_now),
	  CASE(a_run_that_has_ended_has_those_until_its_end_and_is_looked_up_once))
