/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the functions of frugal.h refuse: numbers that are not finite or out of their range, lists
 * that are NULL, sizes and moments without bound, words that are not of their list. The ranges are
 * those of the options of the command line.
 */
#include <stdio.h>
#include <string.h>

#include "frugal.h"

#include "store_fixture.h"

#define DAY_US INT64_C(86400000000)

static frugal_library *library;
static struct frugal_error error;

static frugal_ledger *open_public(void)
{
	const struct frugal_options options = {
		.size = sizeof(options), .store = test_path, .draws = 1};
	frugal_ledger *ledger = NULL;
	frugal_library_free(library);
	library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, &error), 0);
	CHECK_INT(frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, &error), 0);
	return ledger;
}

/* Of wh watt-hours (NaN: none), with a tenth of them as grams of carbon if has_carbon. */
static void add(struct ledger *ledger, int n, const char *name, double wh, bool has_carbon,
		enum run_status status)
{
	static char work[] = "work";
	static char *command[] = {work, NULL};
	struct run_figure figures[] = {
		{"energy", "share", "Wh", wh, wh / 2, wh * 2, FRUGAL_MEASURED, 1},
		{"carbon", "share", "gCO2e", wh / 10, wh / 20, wh / 5, FRUGAL_MODELLED, 0},
	};
	struct run_record run = {.status = status,
				 .command = command,
				 .project = "p",
				 .service = "chat",
				 .phase = "inference",
				 .name = name,
				 .zone = "FR",
				 .machine = "m",
				 .started_us = n * DAY_US,
				 .ended_us = n * DAY_US + 3600000000,
				 .duration = {3600},
				 .figures = figures,
				 .n_figures = has_carbon ? 2 : 1};
	(void)snprintf(run.id, sizeof(run.id), "%016x", (unsigned)n);
	put(ledger, run);
}

static frugal_ledger *put_runs(void)
{
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	add(ledger, 1, "a", 100, true, RUN_FINISHED);
	add(ledger, 2, "b", 120, false, RUN_FINISHED);
	add(ledger, 3, "a", 50, true, RUN_INTERRUPTED);
	add(ledger, 4, "zero", 0, true, RUN_FINISHED);
	ledger_close(ledger);
	return open_public();
}

static int group(frugal_ledger *ledger, struct frugal_group_question question)
{
	frugal_group *read = NULL;
	question.size = sizeof(question);
	error.what[0] = '\0';
	int r = frugal_group_read(ledger, &question, &read, &error);
	frugal_group_free(read);
	return r;
}

#define REFUSED_GROUP(text, ...)                                                                   \
	do {                                                                                       \
		CHECK_INT(group(ledger, (struct frugal_group_question){__VA_ARGS__}),              \
			  FRUGAL_EUSAGE);                                                          \
		CHECK_HOLDS(error.what, text);                                                     \
	} while (0)

TEST(facts_of_a_group_are_in_the_ranges_of_the_options)
{
	frugal_ledger *ledger = put_runs();
	REFUSED_GROUP("pue is 11, and must be from 1 to 10", .pue = 11);
	REFUSED_GROUP("pue is 0.5", .pue = 0.5);
	REFUSED_GROUP("pue is not a finite number", .pue = NAN);
	REFUSED_GROUP("wue is 1001", .wue_l_per_kwh = 1001);
	REFUSED_GROUP("wue is not a finite number", .wue_l_per_kwh = INFINITY);
	REFUSED_GROUP("renewable is 1.5", .renewable = 1.5);
	REFUSED_GROUP("units is -5", .units = -5);
	REFUSED_GROUP("units is 2e+30", .units = 2e30);
	REFUSED_GROUP("given has unknown bits: 8", .given = FRUGAL_GIVEN_INCREASE);
	CHECK_INT(group(ledger, (struct frugal_group_question){.pue = 10, .wue_l_per_kwh = 1000}),
		  0);
	frugal_ledger_close(ledger);
}

/* 0.5 L/kWh of the 270 Wh of the machines (100, 120 and 50) are 0.135 L, from half to twice. */
TEST(a_group_has_the_water_of_its_site)
{
	struct frugal_group_question question = {.size = sizeof(question),
						 .words = "project=p",
						 .wue_l_per_kwh = 0.5,
						 .one_by_one = 1};
	struct frugal_sum all = {.size = sizeof(all)};
	frugal_group *read = NULL;
	frugal_ledger *ledger = put_runs();
	CHECK_INT(frugal_group_read(ledger, &question, &read, &error), 0);
	CHECK_INT(frugal_group_sum(read, "all", &all, &error), 0);
	CHECK_CLOSE(all.site_water_l.value, 0.135, 1e-12);
	CHECK_CLOSE(all.site_water_l.low, 0.0675, 1e-12);
	CHECK_CLOSE(all.site_water_l.high, 0.27, 1e-12);
	CHECK_CLOSE(all.site_water_l.runs, 4, 0);
	CHECK_CLOSE(all.water_l.runs, 0, 0);
	frugal_group_free(read);
	question.wue_l_per_kwh = 0;
	question.given = FRUGAL_GIVEN_WUE;
	CHECK_INT(frugal_group_read(ledger, &question, &read, &error), 0);
	CHECK_INT(frugal_group_sum(read, "all", &all, &error), 0);
	CHECK(all.site_water_l.value == 0 && all.site_water_l.runs == 4);
	frugal_group_free(read);
	question.given = 0;
	CHECK_INT(frugal_group_read(ledger, &question, &read, &error), 0);
	CHECK_INT(frugal_group_sum(read, "all", &all, &error), 0);
	CHECK(all.site_water_l.runs == 0);
	frugal_group_free(read);
	frugal_ledger_close(ledger);
}

/* Wh of the runs of a filter; -1: it was refused. */
static double wh_of(frugal_ledger *ledger, struct frugal_filter filter)
{
	filter.size = sizeof(filter);
	const struct frugal_group_question question = {
		.size = sizeof(question), .filter = &filter, .one_by_one = 1};
	struct frugal_sum all = {.size = sizeof(all)};
	frugal_group *read = NULL;
	if (frugal_group_read(ledger, &question, &read, &error) < 0)
		return -1;
	CHECK_INT(frugal_group_sum(read, "all", &all, &error), 0);
	frugal_group_free(read);
	CHECK_CLOSE(all.it_wh, all.energy_wh.value, 1e-9);
	return all.energy_wh.value;
}

/* 100 and 120 Wh have finished, 50 were interrupted; a group has all that have ended. */
TEST(a_group_heeds_its_filter_or_refuses_it)
{
	struct frugal_filter running = {.size = sizeof(running), .status = "running"};
	frugal_project *project = NULL;
	frugal_ledger *ledger = put_runs();
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.project = "p"}), 270, 1e-9);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.status = "finished"}), 220, 1e-9);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.status = "interrupted"}), 50, 1e-9);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.status = "ok"}), 220, 1e-9);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.since_us = 3 * DAY_US}), 50, 1e-9);
	CHECK_CLOSE(wh_of(ledger, running), -1, 0);
	CHECK_HOLDS(error.what, "cannot have status=running");
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.limit = 1}), -1, 0);
	CHECK_HOLDS(error.what, "cannot have limit");
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.oldest_first = 1}), -1, 0);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.phase = "tomorrow"}), -1, 0);
	CHECK_TEXT(error.what, "unknown phase 'tomorrow'");
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.words = "phase=tomorrow"}), -1, 0);
	CHECK_CLOSE(wh_of(ledger, (struct frugal_filter){.status = ""}), -1, 0);
	CHECK_INT(frugal_project_read(ledger, "p", &running, NULL, 0, &project, &error),
		  FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_sum(ledger, &running, NULL, NULL, NULL, &error), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

static int write_form(frugal_ledger *ledger, const char *word)
{
	const char *const groups[] = {"project=p"};
	const struct frugal_report report = {.size = sizeof(report),
					     .groups = groups,
					     .n_groups = 1,
					     .form = "achat-ia",
					     .stated = &word,
					     .n_stated = 1};
	char *text = NULL;
	int r = frugal_report_write(ledger, &report, &text, &error);
	frugal_text_free(text);
	return r;
}

TEST(values_of_a_form_have_their_unit_and_their_range)
{
	static const char *const refused[][2] = {
		{"units=-5", "units is -5, and must be from 1e-09 to 1e+30"},
		{"pue=1e9", "pue is 1e+09, and must be from 1 to 10"},
		{"pue=1.2 [1.1, 11]", "pue is 11"},
		{"wue=-1 L/kWh", "wue is -1"},
		{"wue=0.3", "wue"},
		{"renewable=200%", "renewable is 2, and must be from 0 to 1"},
		{"counted=twice", "'twice' is not a way to count"},
		{"name=", "name has an empty value"},
		{"colour=red", "'colour=red' is not a value that a report uses"},
		{"pue", "'pue' is not a value that a report uses"},
	};
	frugal_ledger *ledger = put_runs();
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		CHECK_INT(write_form(ledger, refused[i][0]), FRUGAL_EUSAGE);
		CHECK_HOLDS(error.what, refused[i][1]);
		CHECK_TEXT(error.where, i < 8 ? refused[i][0] : "");
	}
	CHECK_INT(write_form(ledger, "journey=3"), FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "this value has no effect alone");
	CHECK_TEXT(error.where, "journey");
	CHECK_TEXT(error.todo, "add units=...");
	CHECK_INT(write_form(ledger, "it-energy=8GWh"), FRUGAL_EUSAGE);
	CHECK_TEXT(error.todo, "add site-energy=... or water=...");
	CHECK_INT(write_form(ledger, "pue=1.2"), 0);
	CHECK_INT(write_form(ledger, "renewable=100%"), 0);
	CHECK_INT(write_form(ledger, NULL), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

TEST(lists_that_are_null_and_sizes_without_bound_are_errors)
{
	const char *const hole[] = {"night", NULL};
	char *text = NULL;
	size_t n = 0;
	const struct frugal_report reports[] = {
		{.size = sizeof(reports[0]), .n_stated = 1},
		{.size = sizeof(reports[0]), .n_groups = 1},
		{.size = sizeof(reports[0]), .groups = hole, .n_groups = 2},
	};
	const struct frugal_filter filters[] = {
		{.size = sizeof(filters[0]), .n_tags = 2},
		{.size = sizeof(filters[0]), .tags = hole, .n_tags = 2},
		{.size = sizeof(filters[0]), .limit = SIZE_MAX},
		{.size = sizeof(filters[0]), .since_us = INT64_MAX},
		{.size = sizeof(filters[0]), .until_us = INT64_MIN},
	};
	frugal_ledger *ledger = put_runs();
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		CHECK_INT(frugal_report_write(ledger, &reports[i], &text, &error), FRUGAL_EUSAGE);
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		CHECK_INT(group(ledger, (struct frugal_group_question){.filter = &filters[i]}),
			  FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_set(ledger, "last", hole, 2, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_remove(ledger, hole, 2, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_service_set(ledger, "chat", NULL, 1, &error), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
	ledger = NULL;
	CHECK_INT(frugal_ledger_open(library, (enum frugal_ledger_mode)9, &ledger, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "9 is not a mode");
	CHECK(ledger == NULL);
	CHECK_INT(
		frugal_estimate_many(library, "training", NULL, 1, NULL, 0, NULL, 0, 0, &n, &error),
		FRUGAL_EUSAGE);
	CHECK_INT(frugal_plan_instance("x", "{}", 2, 1, SIZE_MAX, &text, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "rounds is");
}

TEST(units_of_a_month_are_finite)
{
	frugal_ledger *ledger = put_runs();
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-01", INFINITY, NAN, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "units is not a finite number");
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-01", NAN, 2e30, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "expected is 2e+30");
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-01", -1, NAN, &error), FRUGAL_EUSAGE);
	const char *const words[] = {"pue=0.9"};
	CHECK_INT(frugal_service_set(ledger, "chat", words, 1, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "pue is 0.9, and must be from 1 to 10");
	frugal_ledger_close(ledger);
}

static int compare(frugal_ledger *ledger, const char *first, const char *second,
		   struct frugal_comparison_question question, frugal_comparison **ret)
{
	const char *const labels[] = {first, second};
	question.size = sizeof(question);
	question.labels = labels;
	question.n = 2;
	return frugal_comparison_read(ledger, &question, ret, &error);
}

TEST(a_limit_requires_figures_and_numbers)
{
	static const struct frugal_comparison_question refused[] = {
		{.most_increase = NAN}, {.most_increase = -1},  {.point = -1},
		{.worth_wh = NAN},      {.worth_wh = INFINITY}, {.given = FRUGAL_GIVEN_WUE},
	};
	struct frugal_compared a = {.size = sizeof(a)};
	struct frugal_change change = {.size = sizeof(change)};
	frugal_comparison *comparison = NULL;
	frugal_ledger *ledger = put_runs();
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_INT(compare(ledger, "name=a", "name=b", refused[i], &comparison),
			  FRUGAL_EUSAGE);
	/* b has no carbon, and zero used nothing. */
	const struct frugal_comparison_question carbon = {.of = "carbon", .most_increase = 0.05};
	struct frugal_gate gate = {.size = sizeof(gate)};
	CHECK_INT(compare(ledger, "name=a", "name=b", carbon, &comparison), 0);
	CHECK_INT(frugal_comparison_gate(comparison, 1, NULL, &gate, &error), 0);
	CHECK_TEXT(gate.reason, "no_figure");
	CHECK_INT(frugal_comparison_verdict(comparison), FRUGAL_EUNDECIDED);
	frugal_comparison_free(comparison);
	const struct frugal_comparison_question any = {.given = FRUGAL_GIVEN_INCREASE};
	CHECK_INT(compare(ledger, "name=zero", "name=b", any, &comparison), 0);
	CHECK_INT(frugal_comparison_gate(comparison, 1, NULL, &gate, &error), 0);
	CHECK_TEXT(gate.reason, "of_zero");
	frugal_comparison_free(comparison);
	/* 120 Wh are more than 100 Wh, of one run each; without the bit a limit of 0 is off. */
	CHECK_INT(compare(ledger, "name=a", "name=b", any, &comparison), 0);
	CHECK_INT(frugal_comparison_change(comparison, 1, &change, &error), 0);
	CHECK_INT(change.worse, 0);
	CHECK_INT(frugal_comparison_gate(comparison, 1, NULL, &gate, &error), 0);
	CHECK_TEXT(gate.reason, "too_few");
	CHECK_INT(frugal_comparison_group(comparison, 0, &a, &error), 0);
	CHECK_INT((int)a.runs, 1);
	CHECK_INT((int)a.interrupted, 1);
	frugal_comparison_free(comparison);
	CHECK_INT(compare(ledger, "name=zero", "name=b", (struct frugal_comparison_question){0},
			  &comparison),
		  0);
	CHECK_INT(frugal_comparison_change(comparison, 1, &change, &error), 0);
	CHECK(isnan(change.change) && !change.worse);
	frugal_comparison_free(comparison);
	frugal_ledger_close(ledger);
}

static int measure(struct frugal_measure_options options)
{
	frugal_measure *made = NULL;
	options.size = sizeof(options);
	int r = frugal_measure_new(library, &options, &made, &error);
	frugal_measure_free(made);
	return r;
}

TEST(options_of_a_measurement_are_in_their_ranges)
{
	const struct frugal_period backwards[] = {{20, 10}}, overlapping[] = {{10, 20}, {15, 30}};
	const struct frugal_measure_options refused[] = {
		{.pue = 0.5},
		{.pue = NAN},
		{.pue = 1.2, .pue_low = 1.3, .pue_high = 1.4},
		{.pue = 1.2, .pue_low = 1.1},
		{.interval_s = 1e-6},
		{.interval_s = NAN},
		{.eur_per_kwh = -1},
		{.grace_s = INFINITY},
		{.epochs = -1},
		{.steps = INT64_MAX},
		{.on_budget = (enum frugal_on_budget)7},
		{.n_hours = 1},
		{.hours = backwards, .n_hours = 1},
		{.hours = overlapping, .n_hours = 2},
	};
	frugal_ledger_close(put_runs());
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_INT(measure(refused[i]), FRUGAL_EUSAGE);
	CHECK_INT(measure((struct frugal_measure_options){
			  .pue = 1.2, .pue_low = 1.1, .pue_high = 1.3, .interval_s = 0.5}),
		  0);
	frugal_library_free(library);
	library = NULL;
	remove_dir(test_dir);
}

RUN_TESTS(CASE(facts_of_a_group_are_in_the_ranges_of_the_options),
	  CASE(a_group_has_the_water_of_its_site), CASE(a_group_heeds_its_filter_or_refuses_it),
	  CASE(values_of_a_form_have_their_unit_and_their_range),
	  CASE(lists_that_are_null_and_sizes_without_bound_are_errors),
	  CASE(units_of_a_month_are_finite), CASE(a_limit_requires_figures_and_numbers),
	  CASE(options_of_a_measurement_are_in_their_ranges))
