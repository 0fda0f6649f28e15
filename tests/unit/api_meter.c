/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter of the calling process, on a scripted machine without counters: what it used is
 * modelled, the perimeters contain each other, and marks cut the share into pieces.
 */
#include "frugal.h"

#include <jansson.h>
#include <time.h>

#include "base/mem.h"
#include "check.h"
#include "tree.h"

static struct tree tree;

static void make_machine(const char *flags)
{
	char cpuinfo[512];
	(void)snprintf(cpuinfo, sizeof(cpuinfo),
		       "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 1\n"
		       "model name\t: AMD EPYC 7763 64-Core Processor\ncpu cores\t: 64\n"
		       "flags\t\t: fpu vme%s\n\n",
		       flags);
	tree_make(&tree);
	tree_write(&tree, "/proc/cpuinfo", cpuinfo);
	tree_write(&tree, "/proc/meminfo", "MemTotal:       263838528 kB\n");
	tree_write(&tree, "/sys/devices/system/cpu/online", "0-127\n");
	setenv("FRUGAL_ROOT", tree.root, 1);
}

static frugal_library *open_library(const char *zone)
{
	struct frugal_options options = {
		.size = sizeof(options), .zone = zone, .interval_s = 0.02, .draws = 256};
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	return library;
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void work(double seconds)
{
	double end = now_s() + seconds;
	while (now_s() < end)
		;
}

static frugal_meter *start(frugal_library *library)
{
	struct frugal_error error = {0};
	frugal_meter *meter = NULL;
	if (frugal_meter_start(library, &meter, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(meter != NULL);
	return meter;
}

/* The figure of a perimeter; NaN when there is none. */
static struct frugal_figure of(const frugal_result *result, const char *perimeter, const char *name)
{
	struct frugal_figure figure = {.value = NAN};
	for (size_t i = 0; frugal_result_figure(result, i, &figure) == 0; i++)
		if (strcmp(figure.perimeter, perimeter) == 0 && strcmp(figure.name, name) == 0)
			return figure;
	return (struct frugal_figure){.value = NAN};
}

TEST(what_no_counter_measures_is_modelled_and_perimeters_hold_each_other)
{
	make_machine("");
	frugal_library *library = open_library(NULL);
	frugal_meter *meter = start(library);
	frugal_result *result = NULL;
	work(0.2);
	CHECK_INT(frugal_meter_stop(meter, &result, NULL), 0);
	struct frugal_figure marginal = of(result, "marginal", "energy");
	struct frugal_figure share = of(result, "share", "energy");
	struct frugal_figure machine = of(result, "machine", "energy");
	CHECK(marginal.value > 0);
	CHECK(marginal.value <= share.value && share.value <= machine.value * (1 + 1e-12));
	CHECK_INT(share.quality, FRUGAL_MODELLED);
	CHECK_CLOSE(share.measured_share, 0, 0);
	CHECK(share.low < share.value && share.value < share.high);
	CHECK_TEXT(share.unit, "kWh");
	/* No zone was given. */
	CHECK_INT(of(result, "share", "carbon").quality, FRUGAL_DEFAULT);
	struct frugal_figure found;
	CHECK_INT(frugal_result_find(result, "energy", &found), 0);
	CHECK(found.value == share.value);
	/* Embodied emissions are shared by time; the marginal perimeter has none. */
	CHECK(of(result, "share", "embodied").value > 0);
	CHECK(isnan(of(result, "marginal", "embodied").value));
	CHECK_HOLDS(frugal_explain(result, "energy"), "cpu_power T1");
	frugal_result_free(result);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(marks_cut_the_share_into_sections)
{
	make_machine(" hypervisor");
	frugal_library *library = open_library("FR");
	frugal_meter *meter = start(library);
	frugal_result *result = NULL;
	struct frugal_figure first, second;
	work(0.1);
	CHECK_INT(frugal_meter_mark(meter, "load", NULL), 0);
	work(0.3);
	CHECK_INT(frugal_meter_mark(meter, "train", NULL), 0);
	CHECK_INT(frugal_meter_stop(meter, &result, NULL), 0);
	CHECK_INT(frugal_result_find(result, "load", &first), 0);
	CHECK_INT(frugal_result_find(result, "train", &second), 0);
	CHECK_TEXT(first.perimeter, "section");
	CHECK_TEXT(first.unit, "kWh");
	CHECK(first.value > 0 && second.value > first.value);
	CHECK(second.low < second.value && second.value < second.high);
	CHECK_INT(second.quality, FRUGAL_MODELLED);
	struct frugal_figure share = of(result, "share", "energy");
	/* Shares are by CPU time of each section, and the machine has other work: not exactly. */
	CHECK_CLOSE(first.value + second.value, share.value, 0.3);
	CHECK_HOLDS(frugal_explain(result, "carbon"), "zones.csv");
	CHECK_HOLDS(frugal_explain(result, "energy"), "cpu_power T0");
	json_t *root = json_loads(frugal_result_json(result), 0, NULL);
	CHECK(root != NULL);
	CHECK_TEXT(json_string_value(json_object_get(root, "kind")), "run");
	CHECK_TEXT(json_string_value(json_object_get(root, "zone")), "FR");
	CHECK_INT(json_array_size(json_object_get(root, "sections")), 2);
	CHECK_INT(json_array_size(json_object_get(root, "parts")), 2);
	json_decref(root);
	frugal_result_free(result);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_reading_in_between_stops_nothing)
{
	make_machine("");
	frugal_library *library = open_library(NULL);
	frugal_meter *meter = start(library);
	frugal_result *early = NULL, *late = NULL;
	work(0.1);
	CHECK_INT(frugal_meter_read(meter, &early, NULL), 0);
	work(0.1);
	CHECK_INT(frugal_meter_stop(meter, &late, NULL), 0);
	CHECK(of(early, "machine", "energy").value > 0);
	CHECK(of(late, "machine", "energy").value > of(early, "machine", "energy").value);
	CHECK_HOLDS(frugal_result_json(early), "\"running\"");
	CHECK_HOLDS(frugal_result_json(late), "\"finished\"");
	frugal_result_free(early);
	frugal_result_free(late);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_machine_of_which_nothing_is_known_gives_no_figure_and_says_so)
{
	tree_make(&tree);
	setenv("FRUGAL_ROOT", tree.root, 1);
	frugal_library *library = open_library(NULL);
	frugal_meter *meter = start(library);
	frugal_result *result = NULL;
	CHECK_INT(frugal_meter_mark(meter, "something", NULL), 0);
	CHECK_INT(frugal_meter_stop(meter, &result, NULL), 0);
	CHECK_INT(frugal_result_count(result), 0);
	CHECK_HOLDS(frugal_result_json(result), "processors");
	CHECK(frugal_explain(result, NULL) == NULL);
	frugal_result_free(result);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(wrong_use_of_a_meter_is_refused_at_once)
{
	struct frugal_error error = {0};
	frugal_meter *meter = NULL;
	frugal_result *result = NULL;
	make_machine("");
	frugal_library *library = open_library("Atlantis");
	CHECK_INT(frugal_meter_start(library, &meter, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "Atlantis");
	CHECK(meter == NULL);
	frugal_library_free(library);
	library = open_library(NULL);
	CHECK_INT(frugal_meter_start(NULL, &meter, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_start(library, NULL, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_mark(NULL, "x", &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_read(NULL, &result, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_stop(NULL, &result, &error), FRUGAL_EUSAGE);
	meter = start(library);
	CHECK_INT(frugal_meter_mark(meter, NULL, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_mark(meter, "", &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_meter_read(meter, NULL, &error), FRUGAL_EUSAGE);
	/* Nobody wants to know. */
	CHECK_INT(frugal_meter_stop(meter, NULL, &error), 0);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_meter_without_memory_fails_cleanly)
{
	make_machine("");
	frugal_library *library = open_library(NULL);
	frugal_meter *warm = start(library);
	CHECK_INT(frugal_meter_stop(warm, NULL, NULL), 0);
	bool whole = false;
	for (int64_t n = 0; !whole && n < 100000; n += n < 200 ? 1 : 13) {
		struct frugal_error error = {0};
		frugal_meter *meter = NULL;
		frugal_result *result = NULL;
		mem_fail_after(n);
		int r = frugal_meter_start(library, &meter, &error);
		if (r == 0)
			r = frugal_meter_stop(meter, &result, &error);
		/* A model that found no memory is left out of the run, as it is of a command's. */
		whole = r == 0 && frugal_result_count(result) > 0;
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		frugal_result_free(result);
	}
	CHECK(whole);
	frugal_library_free(library);
	tree_remove(&tree);
}

RUN_TESTS(CASE(what_no_counter_measures_is_modelled_and_perimeters_hold_each_other),
	  CASE(marks_cut_the_share_into_sections), CASE(a_reading_in_between_stops_nothing),
	  CASE(a_machine_of_which_nothing_is_known_gives_no_figure_and_says_so),
	  CASE(wrong_use_of_a_meter_is_refused_at_once), CASE(a_meter_without_memory_fails_cleanly))
