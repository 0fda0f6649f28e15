/* SPDX-License-Identifier: Apache-2.0 */
/* Hours of electricity: moments, series, the forms of services, the forecast, what is stored. */
#include "check.h"
#include "tree.h"

#include <math.h>

#include "grid/forecast.h"
#include "grid/kept.h"

static int64_t at(const char *text)
{
	int64_t s = -1;
	CHECK(grid_time_parse(str_of(text), &s));
	return s;
}

/* 2000-01-01 is day 10957; 2024 has a 29th of February, 2100 has none. */
TEST(moments_are_of_utc_and_of_the_calendar)
{
	static const char *const bad[] = {"2023-02-29",
					  "2100-02-29T00:00Z",
					  "2024-13-01",
					  "2024-01-00",
					  "2024-01-01T24:00",
					  "2024-01-01T00:00+x",
					  "yesterday",
					  "",
					  "2024-01-01T00:00:00ZZ",
					  "1960-01-01"};
	int64_t s;
	char text[GRID_TIME];
	CHECK_INT(at("2000-01-01"), 10957 * INT64_C(86400));
	CHECK_INT(at("2024-03-01T00:00Z") - at("2024-02-28T00:00Z"), 2 * 86400);
	CHECK_INT(at("2100-03-01T00:00Z") - at("2100-02-28T00:00Z"), 86400);
	CHECK_INT(at("2024-12-31T23:00Z") + 3600, at("2025-01-01 00:00:00"));
	CHECK_INT(at("2026-03-29T03:00+02:00"), at("2026-03-29T01:00Z"));
	CHECK_INT(at("2026-03-02T12:00:00.000Z"), at("2026-03-02T12:00"));
	/* The day on which clocks go forward in Paris has 23 hours, and back 25. */
	CHECK_INT(at("2026-03-30T00:00+02:00") - at("2026-03-29T00:00+01:00"), 23 * 3600);
	CHECK_INT(at("2026-10-26T00:00+01:00") - at("2026-10-25T00:00+02:00"), 25 * 3600);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!grid_time_parse(str_of(bad[i]), &s));
	for (int64_t day = 0; day < 60000; day += 17) {
		grid_time_text(day * 86400 + 3660, text);
		CHECK_INT(at(text), day * 86400 + 3660);
	}
}

static void add(struct grid_series *series, int64_t hour, double g, int64_t issued_s)
{
	const struct grid_slot slot = {
		.start_s = hour * 3600, .seconds = 3600, .g_per_kwh = g, .issued_s = issued_s};
	CHECK(grid_series_add(series, &slot));
}

TEST(what_was_wins_over_forecasts_and_newer_ones_over_older)
{
	struct grid_series series = {0}, more = {0};
	size_t changed;
	add(&series, 2, 20, 0);
	add(&series, 1, 11, 500);
	add(&series, 1, 10, 0);
	add(&series, 3, 30, 700);
	add(&series, 3, 31, 900);
	add(&series, 3, 32, 800);
	grid_series_sort(&series);
	CHECK_INT(series.n, 3);
	CHECK_CLOSE(series.slots[0].g_per_kwh, 10, 0);
	CHECK_CLOSE(series.slots[2].g_per_kwh, 31, 0);
	/* The same again changes nothing; what then was replaces its forecast. */
	add(&more, 1, 10, 0);
	add(&more, 3, 33, 0);
	add(&more, 4, 40, 0);
	CHECK_INT(grid_series_merge(&series, &more, &changed, NULL), 0);
	CHECK_INT(changed, 2);
	CHECK_INT(series.n, 4);
	CHECK_CLOSE(series.slots[2].g_per_kwh, 33, 0);
	CHECK_INT(grid_series_merge(&series, &more, &changed, NULL), 0);
	CHECK_INT(changed, 0);
	grid_series_release(&series);
	grid_series_release(&more);
}

/* 10 for an hour, a gap, 40 for half of the next: (10 + 20) / 1.5 over 1.5 of 2.5 hours known. */
TEST(a_mean_is_over_what_is_known)
{
	struct grid_series series = {0};
	double values[3];
	add(&series, 0, 10, 0);
	add(&series, 2, 40, 9);
	struct grid_mean mean = grid_series_mean(&series, 0, 9000);
	CHECK_CLOSE(mean.g_per_kwh, (10 + 20) / 1.5, 1e-12);
	CHECK_CLOSE(mean.known, 1.5 / 2.5, 1e-12);
	CHECK_CLOSE(mean.forecast, 0.5 / 1.5, 1e-12);
	grid_series_resample(&series, 0, 3600, values, 3);
	CHECK_CLOSE(values[0], 10, 0);
	CHECK(isnan(values[1]));
	CHECK_CLOSE(values[2], 40, 0);
	CHECK(isnan(grid_series_mean(&series, 3600, 7200).g_per_kwh));
	grid_series_release(&series);
}

/* ---- the forms of files --------------------------------------------------------------------- */

static int read_text(const char *text, const struct grid_hints *hints, struct grid_found *found,
		     struct frugal_error *error)
{
	static const struct grid_hints none;
	*found = (struct grid_found){0};
	return grid_read("file", str_of(text), hints ? hints : &none, found, error);
}

static const struct grid_series *one(const struct grid_found *found, const char *zone, int scope,
				     int basis)
{
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->series[i].id.zone, zone) == 0 &&
		    (int)found->series[i].id.scope == scope &&
		    (int)found->series[i].id.basis == basis)
			return &found->series[i];
	return NULL;
}

TEST(tables_have_a_zone_a_row_a_zone_a_column_or_none)
{
	struct grid_found found;
	struct frugal_error error;
	const struct grid_hints zone = {.zone = "XX"};
	CHECK_INT(read_text("time_utc,FR,DE\n2022-01-01T00:00Z,50,400\n2022-01-01T01:00Z,,410\n",
			    NULL, &found, &error),
		  0);
	CHECK_INT(found.n, 2);
	CHECK(isnan(one(&found, "FR", GRID_LIFECYCLE, GRID_CONSUMPTION)->slots[1].g_per_kwh));
	CHECK_INT(found.series[1].slots[0].seconds, 3600);
	grid_found_release(&found);
	CHECK_INT(
		read_text("time_utc,zone,ci_direct_g_per_kwh,ci_lca_g_per_kwh,estimated\n"
			  "2022-01-01T00:00Z,ES,100,150,true\n2022-01-01T00:30Z,ES,90,140,false\n",
			  NULL, &found, &error),
		0);
	CHECK_CLOSE(one(&found, "ES", GRID_DIRECT, GRID_CONSUMPTION)->slots[1].g_per_kwh, 90, 0);
	CHECK_INT(one(&found, "ES", GRID_LIFECYCLE, GRID_CONSUMPTION)->slots[0].seconds, 1800);
	CHECK(found.series[0].slots[0].estimated && !found.series[0].slots[1].estimated);
	grid_found_release(&found);
	CHECK_INT(read_text("Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh "
			    "(direct),Carbon intensity gCO₂eq/kWh (Life cycle),Data estimated\n"
			    "2024-01-01 00:00:00,France,France,FR,20.5,30.25,false\n",
			    NULL, &found, &error),
		  0);
	CHECK_CLOSE(one(&found, "FR", GRID_LIFECYCLE, GRID_CONSUMPTION)->slots[0].g_per_kwh, 30.25,
		    0);
	CHECK_TEXT(found.series[0].source, "Electricity Maps");
	grid_found_release(&found);
	CHECK_INT(read_text("time,value\n2022-01-01,7\n", &zone, &found, &error), 0);
	CHECK_TEXT(found.series[0].id.zone, "XX");
	grid_found_release(&found);
}

TEST(tables_that_do_not_hold_are_refused_with_their_line)
{
	static const struct {
		const char *text, *what;
	} bad[] = {
		{"time_utc,FR\n2022-01-01T00:00Z,abc\n", "not a number"},
		{"time_utc,FR\n2022-01-32T00:00Z,1\n", "not a time"},
		{"time_utc,FR\n2022-01-01T00:00Z,-3\n", "not a carbon intensity"},
		{"time_utc,FR\n2022-01-01T00:00Z,99999\n", "not a carbon intensity"},
		{"time_utc,FR\n2022-01-01T00:00Z,1,2\n", "cells in the row"},
		{"when,FR\n2022-01-01T00:00Z,1\n", "is a time"},
		{"time_utc,g_per_kwh\n2022-01-01T00:00Z,1\n", "does not state its zone"},
		{"time_utc,zone,ci_lca\n2022-01-01T00:00Z,../x,1\n", "is not a zone"},
		{"", "empty"},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct grid_found found;
		struct frugal_error error = {0};
		CHECK(read_text(bad[i].text, NULL, &found, &error) < 0);
		CHECK_HOLDS(error.what, bad[i].what);
		grid_found_release(&found);
	}
}

/* Values made up; 1000 lb/MWh are 453.59237 g/kWh. */
TEST(answers_of_services_are_of_their_own_kind)
{
	struct grid_found found;
	struct frugal_error error;
	CHECK_INT(
		read_text("{\"zone\":\"FR\",\"forecast\":[{\"carbonIntensity\":40,\"datetime\":"
			  "\"2026-03-02T14:00:00.000Z\"},{\"carbonIntensity\":null,\"datetime\":"
			  "\"2026-03-02T15:00:00.000Z\"}],\"updatedAt\":\"2026-03-02T13:10:00Z\"}",
			  NULL, &found, &error),
		0);
	CHECK_INT(found.series[0].n, 1);
	CHECK_INT(found.series[0].slots[0].issued_s, at("2026-03-02T13:10Z"));
	grid_found_release(&found);
	CHECK_INT(
		read_text("{\"data\":[{\"from\":\"2026-03-02T13:00Z\",\"to\":\"2026-03-02T13:30Z\","
			  "\"intensity\":{\"forecast\":152,\"actual\":149}},{\"from\":"
			  "\"2026-03-02T13:30Z\",\"to\":\"2026-03-02T14:00Z\",\"intensity\":"
			  "{\"forecast\":140,\"actual\":null}}]}",
			  NULL, &found, &error),
		0);
	const struct grid_series *gb = one(&found, "GB", GRID_DIRECT, GRID_PRODUCTION);
	CHECK_CLOSE(gb->slots[0].g_per_kwh, 149, 0);
	CHECK(gb->slots[0].issued_s == 0 && gb->slots[1].issued_s > 0);
	CHECK_INT(gb->slots[1].seconds, 1800);
	grid_found_release(&found);
	CHECK_INT(
		read_text(
			"{\"results\":[{\"date_heure\":\"2026-03-02T12:00:00+00:00\",\"taux_co2\":"
			"\"31\"},{\"date_heure\":\"2026-03-02T12:15:00+00:00\",\"taux_co2\":\"ND\"}"
			",{\"date_heure\":\"2026-03-02T12:30:00+00:00\",\"taux_co2\":null}]}",
			NULL, &found, &error),
		0);
	CHECK_INT(one(&found, "FR", GRID_DIRECT, GRID_PRODUCTION)->n, 1);
	grid_found_release(&found);
	CHECK_INT(
		read_text(
			"{\"data\":[{\"point_time\":\"2026-03-02T13:00:00+00:00\",\"value\":1000}],"
			"\"meta\":{\"region\":\"CAISO_NORTH\",\"units\":\"lbs_co2_per_mwh\","
			"\"signal_type\":\"co2_moer\",\"data_point_period_seconds\":300}}",
			NULL, &found, &error),
		0);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 453.59237, 1e-9);
	grid_found_release(&found);
	CHECK_INT(read_text("{\"error\":{\"code\":\"400\"}}", NULL, &found, &error), FRUGAL_EDATA);
	CHECK_INT(read_text("<html>401</html>", NULL, &found, &error), FRUGAL_EDATA);
	CHECK_INT(read_text("{\"data\":[", NULL, &found, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "not JSON");
	grid_found_release(&found);
}

/* ---- the forecast --------------------------------------------------------------------------- */

TEST(a_day_that_repeats_itself_is_forecast_exactly)
{
	double hours[FORECAST_HISTORY];
	struct grid_forecast made;
	for (size_t i = 0; i < FORECAST_HISTORY; i++)
		hours[i] = 100 + 50 * sin((double)(i % 24) * M_PI / 12);
	CHECK_INT(grid_forecast(hours, FORECAST_HISTORY, 48, &made, NULL), 0);
	for (size_t h = 0; h < 48; h++) {
		CHECK_CLOSE(made.g_per_kwh[h], hours[h % 24], 1e-9);
		CHECK(made.low[h] <= made.g_per_kwh[h] && made.g_per_kwh[h] <= made.high[h]);
	}
	/* Gaps are done without; two days are the least. */
	for (size_t i = 0; i < FORECAST_HISTORY; i += 5)
		hours[i] = (double)NAN;
	CHECK_INT(grid_forecast(hours, FORECAST_HISTORY, 24, &made, NULL), 0);
	CHECK_CLOSE(made.g_per_kwh[3], 100 + 50 * sin(3 * M_PI / 12), 1e-6);
	CHECK_INT(grid_forecast(hours, 40, 24, &made, NULL), FRUGAL_EDATA);
}

TEST(a_backtest_knows_nothing_of_what_comes)
{
	double hours[FORECAST_HISTORY + 200];
	struct grid_backtest test;
	size_t n = sizeof(hours) / sizeof(hours[0]);
	for (size_t i = 0; i < n; i++)
		hours[i] = 200 + 80 * sin((double)i * M_PI / 12);
	CHECK_INT(grid_backtest(hours, n, &test, NULL), 0);
	CHECK(test.origins > 20);
	CHECK(test.mape < 1e-9);
	CHECK_CLOSE(test.saving, test.oracle_saving, 1e-9);
	/* A level that leaps cannot have been foreseen. */
	for (size_t i = FORECAST_HISTORY; i < n; i++)
		hours[i] *= 2;
	CHECK_INT(grid_backtest(hours, n, &test, NULL), 0);
	CHECK(test.mape > 0.015);
}

/* ---- what is stored ------------------------------------------------------------------------- */

TEST(series_are_stored_by_zone_kind_scope_and_basis)
{
	struct tree tree;
	struct grid_series series = {.id = {"FR", GRID_AVERAGE, GRID_DIRECT, GRID_PRODUCTION},
				     .source = "a, \"source\"",
				     .licence = "CC0"};
	struct grid_series back;
	struct frugal_error error;
	struct arena arena = {0};
	struct grid_id *ids;
	size_t n;
	const struct context context = {.grid = tree.root};
	tree_make(&tree);
	add(&series, 455000, 12.5, 0);
	add(&series, 455001, (double)NAN, 0);
	add(&series, 455002, 30, 1638000000);
	CHECK_INT(grid_kept_save(&context, &series, NULL), 0);
	CHECK_INT(grid_kept_find(&context, "FR", NULL, &back, NULL), 0);
	CHECK_TEXT(back.source, "a, \"source\"");
	CHECK_INT(back.n, 3);
	CHECK(isnan(back.slots[1].g_per_kwh));
	CHECK_INT(back.slots[2].issued_s, 1638000000);
	grid_series_release(&back);
	/* Life cycle is preferred where there are both; asking for the other gives it. */
	series.id.scope = GRID_LIFECYCLE;
	CHECK_INT(grid_kept_save(&context, &series, NULL), 0);
	CHECK_INT(grid_kept_find(&context, "FR", NULL, &back, NULL), 0);
	CHECK_INT(back.id.scope, GRID_LIFECYCLE);
	grid_series_release(&back);
	const struct grid_hints direct = {.has_scope = true, .id = {.scope = GRID_DIRECT}};
	CHECK_INT(grid_kept_find(&context, "FR", &direct, &back, NULL), 0);
	CHECK_INT(back.id.scope, GRID_DIRECT);
	grid_series_release(&back);
	CHECK_INT(grid_kept_list(&context, NULL, &arena, &ids, &n, NULL), 0);
	CHECK_INT(n, 2);
	CHECK_INT(grid_kept_find(&context, "XX", NULL, &back, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "FR");
	/* A file with an error is refused with its line, and stays. */
	tree_write(&tree, "/FR,average,lifecycle,consumption.grid.csv",
		   "start_utc,seconds,g_per_kwh,estimated,issued_utc\n2022,1,1,,\n");
	CHECK_INT(grid_kept_find(&context, "FR", NULL, &back, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.where, ":2");
	grid_series_release(&series);
	arena_release(&arena);
	tree_remove(&tree);
}

RUN_TESTS(CASE(moments_are_of_utc_and_of_the_calendar),
	  CASE(what_was_wins_over_forecasts_and_newer_ones_over_older),
	  CASE(a_mean_is_over_what_is_known),
	  CASE(tables_have_a_zone_a_row_a_zone_a_column_or_none),
	  CASE(tables_that_do_not_hold_are_refused_with_their_line),
	  CASE(answers_of_services_are_of_their_own_kind),
	  CASE(a_day_that_repeats_itself_is_forecast_exactly),
	  CASE(a_backtest_knows_nothing_of_what_comes),
	  CASE(series_are_stored_by_zone_kind_scope_and_basis))
