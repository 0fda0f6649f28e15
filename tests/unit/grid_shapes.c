/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of services in further shapes: postcodes, all regions, the Carbon Aware SDK. */
#include <math.h>
#include <stdio.h>

#include "check.h"

#include "grid/series.h"

static struct grid_found found;
static struct frugal_error error;

static int reads(const char *text, const struct grid_hints *hints)
{
	grid_found_release(&found);
	error = (struct frugal_error){0};
	return grid_read("file", str_of(text), hints, &found, &error);
}

static const struct grid_hints none;

TEST(a_record_alone_has_the_length_that_it_states)
{
	static const struct {
		const char *word;
		int64_t seconds;
	} words[] = {{"15_minutes", 900},
		     {"5_minutes", 300},
		     {"hourly", 3600},
		     {"daily", 86400},
		     {"monthly", 28 * 86400}};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		char text[300];
		(void)snprintf(text, sizeof(text),
			       "{\"zone\":\"FR\",\"carbonIntensity\":40,\"datetime\":"
			       "\"2026-02-01T00:00:00.000Z\",\"temporalGranularity\":\"%s\"}",
			       words[i].word);
		CHECK_INT(reads(text, &none), 0);
		CHECK_INT(found.series[0].slots[0].seconds, words[i].seconds);
	}
	/* An hour whose value is null ends the one before: it is no slot of two hours. */
	CHECK_INT(reads("{\"zone\":\"FR\",\"history\":["
			"{\"carbonIntensity\":40,\"datetime\":\"2026-02-01T00:00Z\"},"
			"{\"carbonIntensity\":null,\"datetime\":\"2026-02-01T01:00Z\"},"
			"{\"carbonIntensity\":50,\"datetime\":\"2026-02-01T02:00Z\"}]}",
			&none),
		  0);
	CHECK_INT(found.series[0].n, 2);
	CHECK_INT(found.series[0].slots[0].seconds, 3600);
	grid_found_release(&found);
}

TEST(answers_for_a_postcode_and_for_all_regions_are_read)
{
	CHECK_INT(reads("{\"data\":{\"regionid\":11,\"postcode\":\"BS16\",\"data\":[{\"from\":"
			"\"2025-10-22T23:30Z\",\"to\":\"2025-10-23T00:00Z\",\"intensity\":"
			"{\"forecast\":162}},{\"from\":\"2025-10-23T00:00Z\",\"to\":"
			"\"2025-10-23T00:30Z\",\"intensity\":{\"forecast\":164}}]}}",
			&none),
		  0);
	CHECK_TEXT(found.series[0].id.zone, "GB-region-11");
	CHECK_INT(found.series[0].n, 2);
	CHECK_INT(reads("{\"data\":[{\"from\":\"2025-10-22T23:30Z\",\"to\":\"2025-10-23T00:00Z\","
			"\"regions\":[{\"regionid\":1,\"intensity\":{\"forecast\":5}},"
			"{\"regionid\":2,\"intensity\":{\"forecast\":6}}]}]}",
			&none),
		  0);
	CHECK_INT(found.n, 2);
	CHECK_TEXT(found.series[1].id.zone, "GB-region-2");
	CHECK_INT(reads("{\"data\":{\"regionid\":11,\"data\":7}}", &none), FRUGAL_EDATA);
	grid_found_release(&found);
}

/* The Carbon Aware SDK: minutes in forecasts, "08:00:00" in emissions; its kind is not stated. */
TEST(the_carbon_aware_sdk_is_read)
{
	const struct grid_hints marginal = {.has_kind = true, .id = {.kind = GRID_MARGINAL}};
	static const char emissions[] =
		"[{\"location\":\"eastus\",\"time\":\"2026-03-02T00:00:00+00:00\",\"rating\":65,"
		"\"duration\":\"08:00:00\"},{\"location\":\"westus\",\"time\":"
		"\"2026-03-02T00:00:00+00:00\",\"rating\":70.5,\"duration\":\"00:05:00\"}]";
	CHECK_INT(reads(emissions, &none), 0);
	CHECK_INT(found.n, 2);
	CHECK_TEXT(found.series[0].id.zone, "eastus");
	CHECK_INT(found.series[0].slots[0].seconds, 8 * 3600);
	CHECK_CLOSE(found.series[1].slots[0].g_per_kwh, 70.5, 0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_KIND].n, 1);
	CHECK_INT(reads(emissions, &marginal), 0);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	CHECK_INT(found.series[0].notes[GRID_NOTE_KIND].n, 0);
	CHECK_INT(
		reads("{\"Date\":\"2026-03-02\",\"Emissions\":[{\"Location\":\"eastus\",\"Time\":"
		      "\"2026-03-02T00:00:00+00:00\",\"Rating\":65,\"Duration\":\"1.00:00:00\"}]}",
		      &none),
		0);
	CHECK_INT(found.series[0].slots[0].seconds, 86400);
	CHECK_INT(reads("[{\"generatedAt\":\"2026-03-02T00:03:30Z\",\"location\":\"eastus\","
			"\"windowSize\":5,\"optimalDataPoints\":[{\"location\":\"eastus\","
			"\"timestamp\":\"2026-03-02T00:10:00Z\",\"duration\":5,\"value\":99}],"
			"\"forecastData\":[{\"location\":\"eastus\",\"timestamp\":"
			"\"2026-03-02T00:05:00Z\",\"duration\":5,\"value\":380.5}]}]",
			&none),
		  0);
	CHECK_INT(found.series[0].n, 1);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 380.5, 0);
	CHECK_INT(found.series[0].slots[0].seconds, 300);
	CHECK_INT(found.series[0].slots[0].issued_s, 1772409810);
	CHECK_INT(reads("[{\"location\":\"eastus\",\"rating\":65}]", &none), FRUGAL_EDATA);
	CHECK_INT(reads("[{\"time\":\"2026-03-02T00:00Z\",\"rating\":65}]", &none), FRUGAL_EDATA);
	CHECK_INT(reads("[]", &none), FRUGAL_EDATA);
	grid_found_release(&found);
}

/* emissions/average-carbon-intensity, whose examples have these fields; its /batch is a list. */
TEST(the_mean_of_a_period_of_the_carbon_aware_sdk_is_one_slot)
{
	static const char mean[] = "{\"location\":\"eastus\",\"startTime\":"
				   "\"2026-03-02T00:00:00+00:00\",\"endTime\":"
				   "\"2026-03-02T06:00:00+00:00\",\"carbonIntensity\":345.4}";
	char list[400];
	(void)snprintf(list, sizeof(list), "[%s]", mean);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(reads(i ? list : mean, &none), 0);
		CHECK_INT(found.n, 1);
		CHECK_TEXT(found.series[0].id.zone, "eastus");
		CHECK_INT(found.series[0].slots[0].seconds, 6 * 3600);
		CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 345.4, 0);
		CHECK_INT(found.series[0].notes[GRID_NOTE_KIND].n, 1);
	}
	CHECK_INT(reads("{\"location\":\"eastus\",\"startTime\":\"2026-03-02T00:00Z\","
			"\"endTime\":\"2026-03-02T00:00Z\",\"carbonIntensity\":345.4}",
			&none),
		  FRUGAL_EDATA);
	CHECK_INT(reads("[{\"startTime\":\"2026-03-02T00:00Z\",\"endTime\":\"2026-03-02T01:00Z\","
			"\"value\":4711}]",
			&none),
		  FRUGAL_EDATA);
	grid_found_release(&found);
}

/* Hours of which each second one is null: the hour before must not fill it. */
TEST(a_rating_that_is_null_is_a_gap)
{
	CHECK_INT(reads("[{\"location\":\"eastus\",\"time\":\"2026-03-02T00:00Z\",\"rating\":65},"
			"{\"location\":\"eastus\",\"time\":\"2026-03-02T01:00Z\",\"rating\":null},"
			"{\"location\":\"eastus\",\"time\":\"2026-03-02T02:00Z\",\"rating\":67},"
			"{\"location\":\"eastus\",\"time\":\"2026-03-02T03:00Z\",\"rating\":null}]",
			&none),
		  0);
	CHECK_INT(found.series[0].n, 4);
	CHECK_INT(found.series[0].slots[0].seconds, 3600);
	CHECK(isnan(found.series[0].slots[1].g_per_kwh));
	CHECK_INT(found.series[0].slots[2].seconds, 3600);
	grid_found_release(&found);
}

TEST(the_unit_that_an_answer_states_is_applied_or_refused)
{
	static const struct {
		const char *unit;
		double g_per_kwh; /* 0: refused */
	} rows[] = {{"gCO2eq/kWh", 0.4}, {"kgCO2eq/kWh", 400}, {"EUR/MWh", 0}, {"", 0}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[300];
		(void)snprintf(
			text, sizeof(text),
			"{\"countryCode\":\"DE\",\"data\":{\"datetime\":\"2026-03-02T00:00Z\","
			"\"carbonIntensity\":0.4},\"units\":{\"carbonIntensity\":\"%s\"}}",
			rows[i].unit);
		bool good = rows[i].g_per_kwh > 0;
		CHECK_INT(reads(text, &none), good ? 0 : FRUGAL_EDATA);
		if (good)
			CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, rows[i].g_per_kwh, 1e-9);
	}
	grid_found_release(&found);
}

#define AT "\"datetime\":\"2026-03-02T00:00Z\""
#define HALF_HOUR "\"from\":\"2026-03-02T00:00Z\",\"to\":\"2026-03-02T00:30Z\","

/* One slot of 00:00 with 70 g in each: as a list, as an object, in an answer. */
TEST(a_record_is_read_alone_and_in_a_list)
{
	static const struct {
		const char *text, *zone;
		int seconds;
	} rows[] = {
		{"{\"location\":\"eastus\",\"time\":\"2026-03-02T00:00Z\",\"rating\":70,"
		 "\"duration\":\"00:30:00\"}",
		 "eastus", 1800},
		{"{\"Location\":\"eastus\",\"Time\":\"2026-03-02T00:00Z\",\"Rating\":70,"
		 "\"Duration\":\"08:00:00\"}",
		 "eastus", 8 * 3600},
		{"[{\"zone\":\"FR\",\"carbonIntensity\":70," AT "}]", "FR", 3600},
		{"{\"_disclaimer\":\"\",\"status\":\"ok\",\"countryCode\":\"FR\",\"data\":{" AT
		 ",\"carbonIntensity\":70,\"fossilFuelPercentage\":9},\"units\":"
		 "{\"carbonIntensity\":\"gCO2eq/kWh\"}}",
		 "FR", 3600},
		{"{\"data\":{" HALF_HOUR "\"intensity\":{\"forecast\":60,\"actual\":70}}}", "GB",
		 1800},
		{"{" HALF_HOUR "\"intensity\":{\"actual\":70,\"index\":\"low\"}}", "GB", 1800},
		{"[{" HALF_HOUR "\"intensity\":{\"actual\":70}}]", "GB", 1800},
		{"{\"data\":{" HALF_HOUR "\"regions\":[{\"regionid\":3,\"intensity\":"
		 "{\"actual\":70}}]}}",
		 "GB-region-3", 1800},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		CHECK_INT(reads(rows[i].text, &none), 0);
		CHECK_INT(found.n, 1);
		CHECK_TEXT(found.series[0].id.zone, rows[i].zone);
		CHECK_INT(found.series[0].n, 1);
		CHECK_INT(found.series[0].slots[0].start_s, 1772409600);
		CHECK_INT(found.series[0].slots[0].seconds, rows[i].seconds);
		CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 70, 0);
	}
	grid_found_release(&found);
}

/* A list of two zones is two series; a record without its zone, time or value is none of another.
 */
TEST(records_of_a_list_keep_their_own_zone)
{
	static const char two[] = "[{\"zone\":\"FR\",\"carbonIntensity\":70," AT "},"
				  "{\"zone\":\"ES\",\"carbonIntensity\":90," AT "}]";
	CHECK_INT(reads(two, &none), 0);
	CHECK_INT(found.n, 2);
	CHECK_TEXT(found.series[1].id.zone, "ES");
	CHECK_CLOSE(found.series[1].slots[0].g_per_kwh, 90, 0);
	const struct grid_hints home = {.zone = "home"};
	CHECK_INT(reads(two, &home), FRUGAL_EUSAGE);
	CHECK_INT(reads("[{\"carbonIntensity\":70," AT "}]", &none), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "zone");
	CHECK_INT(reads("{\"countryCode\":\"FR\",\"data\":{\"carbonIntensity\":70}}", &none),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "no time");
	CHECK_INT(
		reads("{\"countryCode\":\"FR\",\"data\":{\"carbonIntensity\":null," AT "}}", &none),
		FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "no carbon intensity");
	const struct grid_hints direct = {.has_scope = true, .id = {.scope = GRID_DIRECT}};
	CHECK_INT(
		reads("{\"countryCode\":\"FR\",\"data\":{\"carbonIntensity\":70," AT "}}", &direct),
		FRUGAL_EUSAGE);
	grid_found_release(&found);
}

TEST(an_answer_without_records_or_with_a_message_is_said_to_be_one)
{
	static const struct {
		const char *text, *what;
	} rows[] = {
		{"[]", "the document has no records"},
		{"{}", "the document has no records"},
		{"{\"data\":[]}", "the document has no records"},
		{"{\"zone\":\"FR\",\"history\":[]}", "the document has no records"},
		{"{\"error\":\"Zone not found\"}", "the service answers: Zone not found"},
		{"{\"message\":\"Invalid auth-token\"}", "the service answers: Invalid auth-token"},
		{"{\"error\":{\"code\":\"400 Bad Request\",\"message\":\"no such day\"}}",
		 "the service answers: no such day"},
		{"{\"status\":400,\"detail\":\"a\\u001b[31m\\nb\"}",
		 "the service answers: a?[31m b"},
		{"{\"error\":7}", "this JSON is from an unknown service"},
		{"{\"message\":\"\"}", "this JSON is from an unknown service"},
		{"[1]", "this JSON is from an unknown service"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		CHECK_INT(reads(rows[i].text, &none), FRUGAL_EDATA);
		CHECK_TEXT(error.what, rows[i].what);
		CHECK_HOLDS(error.where, "file");
	}
	grid_found_release(&found);
}

TEST(what_contradicts_an_answer_is_refused)
{
	const struct grid_hints direct = {.has_scope = true, .id = {.scope = GRID_DIRECT}};
	const struct grid_hints home = {.zone = "home"};
	CHECK_INT(reads("{\"zone\":\"ES\",\"carbonIntensity\":100,\"datetime\":"
			"\"2026-01-01T00:00Z\",\"emissionFactorType\":\"lifecycle\"}",
			&direct),
		  FRUGAL_EUSAGE);
	CHECK_INT(reads("{\"data\":[{\"regionid\":1,\"data\":[{\"from\":\"2026-01-01T00:00Z\","
			"\"to\":\"2026-01-01T00:30Z\",\"intensity\":{\"forecast\":7}}]},"
			"{\"regionid\":2,\"data\":[{\"from\":\"2026-01-01T00:00Z\","
			"\"to\":\"2026-01-01T00:30Z\",\"intensity\":{\"forecast\":8}}]}]}",
			&home),
		  FRUGAL_EUSAGE);
	CHECK_INT(reads("{\"results\":[{\"date_heure\":\"2026-01-01T00:00Z\",\"taux_co2\":\"x\"}]}",
			&none),
		  FRUGAL_EDATA);
	grid_found_release(&found);
}

RUN_TESTS(CASE(a_record_alone_has_the_length_that_it_states),
	  CASE(answers_for_a_postcode_and_for_all_regions_are_read),
	  CASE(the_carbon_aware_sdk_is_read),
	  CASE(the_mean_of_a_period_of_the_carbon_aware_sdk_is_one_slot),
	  CASE(a_rating_that_is_null_is_a_gap),
	  CASE(the_unit_that_an_answer_states_is_applied_or_refused),
	  CASE(a_record_is_read_alone_and_in_a_list), CASE(records_of_a_list_keep_their_own_zone),
	  CASE(an_answer_without_records_or_with_a_message_is_said_to_be_one),
	  CASE(what_contradicts_an_answer_is_refused))
