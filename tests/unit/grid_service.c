/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services of the grid: each finds its answers by their shape, and an answer without hours is
 * distinguished from a fault by its shape, not by words in it.
 */
#include "check.h"

#include "grid/service.h"

static struct grid_found found;

static int reads(const char *text)
{
	const struct grid_hints hints = {0};
	struct frugal_error error = {0};
	grid_found_release(&found);
	int r = grid_read("answer", str_of(text), &hints, &found, &error);
	CHECK(r == 0 || error.what[0]);
	return r;
}

TEST(an_answer_without_hours_is_told_by_its_shape)
{
	static const char *const empty[] = {
		"{\"data\": []}",
		"{\"total_count\": 0, \"results\": []}",
		"{\"zone\": \"FR\", \"history\": []}",
		"{\"data\": [], \"meta\": {\"region\": \"CAISO_NORTH\"}}",
		("<Acknowledgement_MarketDocument><Reason><code>999</code><text>none</text>"
		 "</Reason></Acknowledgement_MarketDocument>"),
	};
	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		CHECK_INT(reads(empty[i]), FRUGAL_EDATA);
		CHECK(found.no_data);
	}
	grid_found_release(&found);
}

TEST(words_of_an_error_are_not_an_answer_without_hours)
{
	static const char *const faults[] = {
		"{\"error\": {\"message\": \"no \\\"data\\\":[] for you\"}}",
		"{\"error\": {\"data\":[]}}",
		"<Acknowledgement_MarketDocument><Reason><code>401</code>"
		"<text>&lt;code&gt;999&lt;/code&gt;</text></Reason>"
		"</Acknowledgement_MarketDocument>",
		"<GL_MarketDocument><Reason><code>999</code></Reason></GL_MarketDocument>",
		"<html><code>999</code></html>",
	};
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		CHECK_INT(reads(faults[i]), FRUGAL_EDATA);
		CHECK(!found.no_data);
	}
	grid_found_release(&found);
}

/* 1000 lb/MWh of 453.59237 g are 453.59237 g/kWh. */
TEST(the_shape_of_an_answer_finds_its_service)
{
	CHECK_INT(reads("{\"data\": [{\"point_time\": \"2026-03-02T00:00:00+00:00\", \"value\": "
			"1000}],"
			"\"meta\": {\"region\": \"CAISO_NORTH\", \"signal_type\": \"co2_moer\","
			"\"units\": \"lbs_co2_per_mwh\", \"data_point_period_seconds\": 300}}"),
		  0);
	CHECK_TEXT(found.series[0].source, "WattTime");
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 453.59237, 1e-12);
	CHECK_INT(reads("{\"results\": [{\"date_heure\": \"2026-03-02T00:00\", \"taux_co2\": "
			"\"21\"}]}"),
		  0);
	CHECK_TEXT(found.series[0].id.zone, "FR");
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 21, 0);
	CHECK_INT(reads("{\"data\": [{\"regionid\": 3, \"data\": [{\"from\": \"2026-03-02T00:00Z\","
			"\"to\": \"2026-03-02T00:30Z\", \"intensity\": {\"forecast\": 7}}]}]}"),
		  0);
	CHECK_TEXT(found.series[0].id.zone, "GB-region-3");
	grid_found_release(&found);
}

TEST(services_are_found_by_name_and_an_unknown_one_lists_them)
{
	const struct grid_service *service;
	struct frugal_error error;
	CHECK_INT(grid_service_find("entsoe", &service, &error), 0);
	CHECK(service->mix_only && !service->shapes && service->no_data_status == 400);
	CHECK_INT(grid_service_find("nobody", &service, &error), FRUGAL_EUSAGE);
	for (size_t i = 0; grid_services[i]; i++)
		CHECK_HOLDS(error.todo, grid_services[i]->name);
}

RUN_TESTS(CASE(an_answer_without_hours_is_told_by_its_shape),
	  CASE(words_of_an_error_are_not_an_answer_without_hours),
	  CASE(the_shape_of_an_answer_finds_its_service),
	  CASE(services_are_found_by_name_and_an_unknown_one_lists_them))
