/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of estimates: the same digits as one by one, and what happens to rows that are wrong. */
#include "frugal.h"

#include "base/mem.h"
#include "check.h"
#include "tree.h"

#define ROWS 600 /* two blocks and a piece */

static const char *const fixed[] = {"gpu=A100 SXM4 80GB", "zone=FR"};

static frugal_library *open_library(const char *models_dir)
{
	struct frugal_options options = {
		.size = sizeof(options), .models_dir = models_dir, .draws = 1};
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	return library;
}

/* The figure of one row, asked alone, in the unit of the model. */
static double alone(frugal_library *library, double kilohours, double use, const char *figure)
{
	char hours[64], utilization[64];
	const char *inputs[] = {fixed[0], fixed[1], hours, utilization};
	frugal_result *result = NULL;
	struct frugal_figure found = {0};
	(void)snprintf(hours, sizeof(hours), "gpu_hours=%.17g kh", kilohours);
	(void)snprintf(utilization, sizeof(utilization), "utilization=%.17g", use);
	CHECK_INT(frugal_estimate(library, "training", inputs, 4, &result, NULL), 0);
	CHECK_INT(frugal_result_find(result, figure, &found), 0);
	frugal_result_free(result);
	return found.value;
}

TEST(many_rows_give_the_digits_of_each_row_alone)
{
	static double hours[ROWS], use[ROWS], energy[ROWS], carbon[ROWS];
	frugal_library *library = open_library(NULL);
	size_t refused = 99;
	for (size_t i = 0; i < ROWS; i++) {
		hours[i] = 0.1 * (double)(i + 1) / 3;
		use[i] = (double)(i % 101) / 100;
	}
	const struct frugal_column in[] = {{"gpu_hours", "kh", hours}, {"utilization", NULL, use}};
	const struct frugal_column out[] = {{"energy", NULL, energy}, {"carbon", NULL, carbon}};
	CHECK_INT(frugal_estimate_many(library, "training", fixed, 2, in, 2, out, 2, ROWS, &refused,
				       NULL),
		  0);
	CHECK_INT(refused, 0);
	for (size_t i = 0; i < ROWS; i += 7) {
		CHECK(energy[i] == alone(library, hours[i], use[i], "energy"));
		CHECK(carbon[i] == alone(library, hours[i], use[i], "carbon"));
	}
	frugal_library_free(library);
}

TEST(columns_are_in_the_units_of_the_caller)
{
	double hours[] = {2}, watts[] = {0.5}, intensity[] = {57}, mwh[1], grams[1];
	const char *const rest[] = {"utilization=1", "pue=1", "host_ratio=0"};
	frugal_library *library = open_library(NULL);
	/* 2 h of 0.5 kW: 1 kWh; at 57 kg/MWh: 57 g, whether a mass or CO2e is asked for. */
	const struct frugal_column in[] = {
		{"gpu_hours", "h", hours},
		{"gpu.tdp", "kW", watts},
		{"zone.intensity", "kg/MWh", intensity},
	};
	const struct frugal_column out[] = {{"energy", "MWh", mwh}, {"carbon", "g", grams}};
	CHECK_INT(frugal_estimate_many(library, "training", rest, 3, in, 3, out, 2, 1, NULL, NULL),
		  0);
	CHECK_CLOSE(mwh[0], 1e-3, 1e-14);
	CHECK_CLOSE(grams[0], 57, 1e-14);
	/* The answer may take the place of the question. */
	const struct frugal_column same[] = {{"energy", "kWh", hours}};
	CHECK_INT(frugal_estimate_many(library, "training", rest, 3, in, 3, same, 1, 1, NULL, NULL),
		  0);
	CHECK_CLOSE(hours[0], 1, 1e-14);
	frugal_library_free(library);
}

TEST(refused_rows_are_nan_and_counted_and_leave_the_others_alone)
{
	double hours[] = {1, NAN, -1, 1, INFINITY, 2}, use[] = {1, 1, 1, 1.5, 1, 1};
	double energy[6], carbon[6];
	frugal_library *library = open_library(NULL);
	size_t refused = 0;
	const struct frugal_column in[] = {{"gpu_hours", NULL, hours}, {"utilization", NULL, use}};
	const struct frugal_column out[] = {{"energy", NULL, energy}, {"carbon", NULL, carbon}};
	CHECK_INT(frugal_estimate_many(library, "training", fixed, 2, in, 2, out, 2, 6, &refused,
				       NULL),
		  0);
	CHECK_INT(refused, 4);
	for (size_t i = 0; i < 6; i++) {
		CHECK_INT(isnan(energy[i]), i != 0 && i != 5);
		CHECK_INT(isnan(carbon[i]), i != 0 && i != 5);
	}
	CHECK_CLOSE(energy[5], 2 * energy[0], 1e-14);
	frugal_library_free(library);
}

TEST(rows_with_a_false_check_or_an_infinite_line_are_refused)
{
	struct tree tree;
	double size[] = {6, 11, 0, 5}, other[4], inverse[4];
	size_t refused = 0;
	tree_make(&tree);
	tree_write(&tree, "/small.model",
		   "model small {\n  in size : 1\n  in room : 1 optional\n"
		   "  out inverse : 1 = 1 / size\n  out filled : 1 = size / room\n"
		   "  check size < 10 \"too large to be small\"\n}\n");
	frugal_library *library = open_library(tree.root);
	const struct frugal_column in[] = {{"size", NULL, size}};
	const struct frugal_column out[] = {{"inverse", NULL, inverse}, {"filled", "%", other}};
	CHECK_INT(frugal_estimate_many(library, "small", NULL, 0, in, 1, out, 2, 4, &refused, NULL),
		  0);
	CHECK_INT(refused, 2);
	CHECK_CLOSE(inverse[0], 1.0 / 6, 1e-15);
	CHECK(isnan(inverse[1]) && isnan(inverse[2]));
	CHECK_CLOSE(inverse[3], 0.2, 1e-15);
	/* Nobody gave the room: a figure without value, but no refusal. */
	CHECK(isnan(other[0]));
	const char *const room[] = {"room=20"};
	CHECK_INT(frugal_estimate_many(library, "small", room, 1, in, 1, out, 2, 4, NULL, NULL), 0);
	CHECK_CLOSE(other[3], 25, 1e-14);
	frugal_library_free(library);
	tree_remove(&tree);
}

static void check_refused(const struct frugal_column *in, size_t n_in,
			  const struct frugal_column *out, const char *what, const char *todo)
{
	frugal_library *library = open_library(NULL);
	struct frugal_error error = {0};
	size_t refused = 42;
	CHECK_INT(frugal_estimate_many(library, "training", fixed, 2, in, n_in, out, 1, 1, &refused,
				       &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, what);
	CHECK_HOLDS(error.todo, todo);
	CHECK_INT(refused, 42);
	CHECK_INT(frugal_estimate_many(library, "training", fixed, 2, in, n_in, out, 1, 1, NULL,
				       NULL),
		  FRUGAL_EUSAGE);
	frugal_library_free(library);
}

TEST(wrong_columns_are_refused_before_the_first_row)
{
	double x[] = {1}, y[] = {-5};
	const struct frugal_column good[] = {{"gpu_hours", NULL, x}}, out[] = {{"energy", NULL, y}};
	const struct frugal_column in[] = {{"gpu_hour", NULL, x}, {"gpu_hours", "kW", x},
					   {"gpu", NULL, x},      {"zone.intensity", "kWh", x},
					   {"pue", NULL, x},      {"gpu_hours", "horses", x},
					   {"zone", NULL, x},     {"gpu_hours", NULL, NULL},
					   {NULL, NULL, x},       {"gpu_hours", "", x}};
	const char *const what[] = {"no input 'gpu_hour'",
				    "gpu_hours requires a time (h), got a power (kW)",
				    "gpu is not a column of numbers",
				    "zone.intensity requires",
				    "model training requires gpu_hours",
				    "horses",
				    "zone is not a column of numbers",
				    "must not be NULL",
				    "must not be NULL",
				    ""};
	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++)
		check_refused(&in[i], 1, out, what[i], i == 2 ? "gpu=VALUE" : "");
	const struct frugal_column twice[] = {good[0], good[0]};
	check_refused(twice, 2, out, "gpu_hours is given twice", "");
	const struct frugal_column water = {"wine", NULL, y}, hours = {"energy", "h", y};
	check_refused(good, 1, &water, "no output 'wine'", "energy, carbon");
	check_refused(good, 1, &hours, "energy requires an energy (kWh), got a time (h)", "");
	CHECK_CLOSE(y[0], -5, 0);
}

TEST(no_rows_are_no_work_and_no_columns_are_one_answer)
{
	const char *const all[] = {"gpu.tdp=1kW", "gpu_hours=3h", "utilization=1", "pue=1",
				   "host_ratio=0"};
	double energy[300];
	frugal_library *library = open_library(NULL);
	const struct frugal_column out[] = {{"energy", NULL, energy}};
	const struct frugal_column none[] = {{"energy", NULL, NULL}};
	CHECK_INT(
		frugal_estimate_many(library, "training", all, 5, NULL, 0, none, 1, 0, NULL, NULL),
		0);
	CHECK_INT(
		frugal_estimate_many(library, "training", all, 5, NULL, 0, out, 1, 300, NULL, NULL),
		0);
	CHECK_CLOSE(energy[299], 3, 1e-14);
	CHECK_INT(frugal_estimate_many(library, "training", all, 5, NULL, 1, out, 1, 1, NULL, NULL),
		  FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate_many(NULL, "training", all, 5, NULL, 0, out, 1, 1, NULL, NULL),
		  FRUGAL_EUSAGE);
	frugal_library_free(library);
}

TEST(any_allocation_may_fail)
{
	double hours[] = {1}, energy[1];
	const struct frugal_column in[] = {{"gpu_hours", NULL, hours}};
	const struct frugal_column out[] = {{"energy", NULL, energy}};
	int r = -1;
	frugal_library *library = open_library(NULL);
	/* Once, so that what is tried below is the batch and not the loading of tables. */
	CHECK_INT(frugal_estimate_many(library, "training", fixed, 2, in, 1, out, 1, 1, NULL, NULL),
		  0);
	for (int64_t n = 0; r < 0 && n < 10000; n++) {
		struct frugal_error error = {0};
		mem_fail_after(n);
		r = frugal_estimate_many(library, "training", fixed, 2, in, 1, out, 1, 1, NULL,
					 &error);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
	}
	CHECK_INT(r, 0);
	frugal_library_free(library);
}

RUN_TESTS(CASE(many_rows_give_the_digits_of_each_row_alone),
	  CASE(columns_are_in_the_units_of_the_caller),
	  CASE(refused_rows_are_nan_and_counted_and_leave_the_others_alone),
	  CASE(rows_with_a_false_check_or_an_infinite_line_are_refused),
	  CASE(wrong_columns_are_refused_before_the_first_row),
	  CASE(no_rows_are_no_work_and_no_columns_are_one_answer), CASE(any_allocation_may_fail))
