/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slots of a series: each has the length that its own neighbours show, a newer one replaces
 * what it covers, and a mix stays between the factors of its sources.
 */
#include "check.h"

#include <math.h>

#include "grid/mix.h"

#define MINUTE 60

static struct grid_series series;

static void add_as(struct grid_series *to, int64_t minute, int64_t minutes, double g,
		   bool estimated, int64_t issued_s)
{
	const struct grid_slot slot = {.start_s = minute * MINUTE,
				       .seconds = minutes * MINUTE,
				       .g_per_kwh = g,
				       .estimated = estimated,
				       .issued_s = issued_s};
	CHECK(grid_series_add(to, &slot));
}

static void add(int64_t minute, int64_t minutes, double g)
{
	add_as(&series, minute, minutes, g, false, 0);
}

/* Slots at these minutes without lengths; what they are after settling, in minutes. */
static void lengths_are(const int *starts, const int *minutes, size_t n)
{
	grid_series_release(&series);
	for (size_t i = 0; i < n; i++)
		add(starts[i], 0, 100);
	grid_series_settle(&series, 3600);
	CHECK_INT(series.n, n);
	for (size_t i = 0; i < n; i++)
		CHECK_INT(series.slots[i].seconds, minutes[i] * MINUTE);
	grid_series_release(&series);
}

#define LENGTHS(starts, minutes)                                                                   \
	lengths_are((const int[])starts, (const int[])minutes,                                     \
		    sizeof((const int[])starts) / sizeof(int))
#define LIST(...)                                                                                  \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

TEST(a_slot_has_the_length_of_its_own_run)
{
	/* Hours, then quarters: the market's switch of 2025-10-01. And back. */
	LENGTHS(LIST(0, 60, 120, 135, 150, 165), LIST(60, 60, 15, 15, 15, 15));
	LENGTHS(LIST(0, 15, 30, 45, 60, 120, 180), LIST(15, 15, 15, 15, 60, 60, 60));
	/* One odd half hour, within and at the end. */
	LENGTHS(LIST(0, 60, 90, 120, 180, 240), LIST(60, 30, 30, 60, 60, 60));
	LENGTHS(LIST(0, 60, 120, 150, 180), LIST(60, 60, 30, 30, 60));
	/* A gap is no longer slot: one row is missing, or many. */
	LENGTHS(LIST(0, 60, 180, 240), LIST(60, 60, 60, 60));
	LENGTHS(LIST(0, 15, 30, 600, 615, 630), LIST(15, 15, 15, 15, 15, 15));
	LENGTHS(LIST(0, 15, 75, 90, 105), LIST(15, 15, 15, 15, 15));
	LENGTHS(LIST(0, 300, 360, 420), LIST(60, 60, 60, 60));
	/* Alone it is an hour; two show their step. */
	LENGTHS(LIST(30), LIST(60));
	LENGTHS(LIST(0, 30), LIST(30, 30));
	/* Months: 31, 28, 31 days. */
	LENGTHS(LIST(0, 44640, 84960), LIST(44640, 40320, 40320));
}

TEST(two_slots_of_a_document_never_cover_one_moment)
{
	grid_series_release(&series);
	add(0, 60, 100);
	add(15, 15, 50);
	add(120, 60, 7);
	add_as(&series, 150, 60, 9, true, 0); /* an estimate yields to the measured hour */
	grid_series_settle(&series, 3600);
	CHECK_INT(series.n, 4);
	CHECK_INT(series.slots[0].seconds, 15 * MINUTE);
	CHECK_INT(series.slots[3].start_s, 180 * MINUTE);
	CHECK_INT(series.slots[3].seconds, 30 * MINUTE);
	grid_series_release(&series);
}

static size_t merge(struct grid_series *from)
{
	size_t changed = 99;
	grid_series_settle(from, 3600);
	CHECK_INT(grid_series_merge(&series, from, &changed, NULL), 0);
	grid_series_release(from);
	return changed;
}

static double mean_of(int64_t from_minute, int64_t to_minute)
{
	return grid_series_mean(&series, from_minute * MINUTE, to_minute * MINUTE).g_per_kwh;
}

TEST(a_newer_slot_replaces_all_that_it_covers)
{
	struct grid_series from = {0};
	grid_series_release(&series);
	add(0, 60, 100);
	add(60, 60, 200);
	/* Finer over coarser: 25 minutes of 100 before, 20 after. */
	add_as(&from, 25, 15, 40, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_INT(series.n, 4);
	CHECK_CLOSE(mean_of(0, 60), (45 * 100 + 15 * 40) / 60.0, 1e-9);
	CHECK_CLOSE(mean_of(40, 60), 100, 0);
	/* Coarser over finer: nothing of the pieces is left. */
	add_as(&from, 0, 60, 300, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_INT(series.n, 2);
	CHECK_CLOSE(mean_of(0, 120), (300 + 200) / 2.0, 1e-9);
	/* An hour that begins at half past cuts both. The same again changes nothing. */
	for (int again = 0; again < 2; again++) {
		add_as(&from, 30, 60, 10, false, 0);
		CHECK_INT(merge(&from), again ? 0 : 1);
		CHECK_INT(series.n, 3);
		CHECK_CLOSE(mean_of(0, 120), (30 * 300 + 60 * 10 + 30 * 200) / 120.0, 1e-9);
	}
	for (size_t i = 1; i < series.n; i++)
		CHECK(series.slots[i - 1].start_s + series.slots[i - 1].seconds <=
		      series.slots[i].start_s);
	grid_series_release(&series);
}

/* Steps of stored slots, in minutes, each of 100, over four hours. */
static void stored_every(int minutes)
{
	grid_series_release(&series);
	for (int at = 0; at < 240; at += minutes)
		add(at, minutes, 100);
}

/* One row, or two a day apart, correct the slots that they meet and none after them. */
TEST(a_guessed_length_follows_the_stored_slot)
{
	static const int steps[] = {5, 15, 30, 60};
	struct grid_series from = {0};
	for (size_t i = 0; i < 4; i++) {
		stored_every(steps[i]);
		size_t n = series.n;
		add_as(&from, steps[i], 0, 555, false, 0);
		add_as(&from, 180, 0, 444, false, 0);
		CHECK_INT(merge(&from), 2);
		CHECK_INT(series.n, n);
		CHECK_CLOSE(mean_of(steps[i], 2 * steps[i]), 555, 0);
		CHECK_CLOSE(mean_of(0, 240), (240 * 100 + steps[i] * (455 + 344)) / 240.0, 1e-9);
		/* After the last one: as long as that one. */
		add_as(&from, 240, 0, 333, false, 0);
		CHECK_INT(merge(&from), 1);
		CHECK_INT(series.slots[n].seconds, steps[i] * MINUTE);
	}
	/* A day is corrected as a whole; between its ends, no more than the rest of it. */
	grid_series_release(&series);
	add(0, 1440, 100);
	add(1440, 1440, 200);
	add_as(&from, 0, 0, 50, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_CLOSE(mean_of(0, 1440), 50, 0);
	/* A length that the file states stays. */
	stored_every(5);
	add_as(&from, 60, 60, 40, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_CLOSE(mean_of(0, 240), (180 * 100 + 60 * 40) / 240.0, 1e-9);
	/* So do the hours of a file that has four in a row. */
	stored_every(15);
	for (int hour = 0; hour < 4; hour++)
		add_as(&from, 60 * hour, 0, 70, false, 0);
	CHECK_INT(merge(&from), 4);
	CHECK_INT(series.n, 4);
	CHECK_CLOSE(mean_of(0, 240), 70, 0);
	/* A gap among quarters is filled up to the next of them. */
	grid_series_release(&series);
	add(0, 15, 100);
	add(30, 15, 100);
	add_as(&from, 15, 0, 40, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_CLOSE(mean_of(0, 45), (100 + 40 + 100) / 3.0, 1e-9);
	grid_series_release(&series);
}

TEST(an_estimate_a_forecast_or_a_gap_replaces_no_measured_value)
{
	struct grid_series from = {0};
	size_t changed;
	grid_series_release(&series);
	add(0, 60, 100);
	add_as(&from, 0, 60, (double)NAN, false, 0);
	CHECK_INT(merge(&from), 0);
	add_as(&from, 0, 60, 90, false, 777);
	CHECK_INT(merge(&from), 0);
	/* An estimate of a quarter leaves the hour, of two hours fills the second alone. */
	add_as(&from, 15, 15, 150, true, 0);
	CHECK_INT(merge(&from), 0);
	CHECK_CLOSE(mean_of(0, 60), 100, 0);
	add_as(&from, 0, 120, 150, true, 0);
	grid_series_settle(&from, 3600);
	CHECK_INT(grid_series_merge(&series, &from, &changed, NULL), 0);
	CHECK_INT(changed, 1);
	CHECK_INT(from.notes[GRID_NOTE_MEASURED].n, 1);
	CHECK_INT(from.notes[GRID_NOTE_MEASURED].first_s, 0);
	grid_series_release(&from);
	CHECK_CLOSE(mean_of(0, 120), (100 + 150) / 2.0, 1e-9);
	/* The measured value comes later: it replaces the estimate. */
	add_as(&from, 60, 60, 120, false, 0);
	CHECK_INT(merge(&from), 1);
	CHECK_CLOSE(mean_of(60, 120), 120, 0);
	CHECK(!series.slots[1].estimated);
	grid_series_release(&series);
}

TEST(a_moment_with_two_values_is_noted)
{
	grid_series_release(&series);
	add(0, 0, 3);
	add(60, 0, 4);
	add(60, 0, 5);
	add(60, 0, 5);
	add_as(&series, 120, 0, 6, true, 0);
	add(120, 0, 7); /* measured after estimated is no contradiction */
	grid_series_settle(&series, 3600);
	CHECK_INT(series.n, 3);
	CHECK_INT(series.notes[GRID_NOTE_TWICE].n, 1);
	CHECK_INT(series.notes[GRID_NOTE_TWICE].first_s, 60 * MINUTE);
	CHECK_INT(series.notes[GRID_NOTE_REPEATED].n, 1);
	CHECK_CLOSE(series.slots[2].g_per_kwh, 7, 0);
	grid_series_release(&series);
}

/* ---- mixes ---------------------------------------------------------------------------------- */

static uint32_t drawn = 1;

static double draw(void)
{
	drawn = drawn * 1664525 + 1013904223;
	return (drawn >> 8) / (double)(1 << 24);
}

/* Whatever plants consume, storage does and neighbours take: the mean is of what is at work. */
TEST(a_mix_lies_between_the_least_and_the_greatest_factor_at_work)
{
	size_t known = 0;
	for (int i = 0; i < 20000; i++) {
		struct mix_sum sum = {0};
		double least = INFINITY, greatest = -INFINITY;
		bool missing = false;
		size_t n = 1 + (size_t)(draw() * 6);
		for (size_t k = 0; k < n; k++) {
			static const enum grid_source kinds[] = {GRID_GENERATION, GRID_GENERATION,
								 GRID_IMPORT, GRID_SOURCE_LEFT_OUT};
			enum grid_source is = kinds[(size_t)(draw() * 4)];
			double factor = draw() * 900, power = (draw() - 0.3) * 100;
			if (draw() < 0.05)
				power = (double)NAN;
			mix_add_known(&sum, is, factor, power);
			if (is == GRID_SOURCE_LEFT_OUT)
				continue;
			missing |= isnan(power);
			if (power > 0) {
				least = fmin(least, factor);
				greatest = fmax(greatest, factor);
			}
		}
		double g = mix_g_per_kwh(&sum);
		CHECK(!missing || isnan(g));
		CHECK(isnan(g) || (g >= least && g <= greatest));
		known += isnan(g) ? 0 : 1;
	}
	CHECK(known > 10000);
}

/* 60 MW at 12 and 40 at 490; charging and an unknown amount of storage change nothing. */
TEST(storage_makes_no_gap)
{
	struct mix_sum sum = {0};
	mix_add_known(&sum, GRID_GENERATION, 12, 60);
	mix_add_known(&sum, GRID_GENERATION, 490, 40);
	mix_add_known(&sum, GRID_SOURCE_LEFT_OUT, 0, -500);
	mix_add_known(&sum, GRID_SOURCE_LEFT_OUT, 0, (double)NAN);
	CHECK_CLOSE(mix_g_per_kwh(&sum), (60 * 12 + 40 * 490) / 100.0, 1e-9);
	mix_add_known(&sum, GRID_GENERATION, 820, (double)NAN);
	CHECK(isnan(mix_g_per_kwh(&sum)));
}

RUN_TESTS(CASE(a_slot_has_the_length_of_its_own_run),
	  CASE(two_slots_of_a_document_never_cover_one_moment),
	  CASE(a_newer_slot_replaces_all_that_it_covers),
	  CASE(a_guessed_length_follows_the_stored_slot),
	  CASE(an_estimate_a_forecast_or_a_gap_replaces_no_measured_value),
	  CASE(a_moment_with_two_values_is_noted),
	  CASE(a_mix_lies_between_the_least_and_the_greatest_factor_at_work),
	  CASE(storage_makes_no_gap))
