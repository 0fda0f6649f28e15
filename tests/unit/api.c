/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public functions for estimates, as an external program would call them. Expected
 * values are worked out by hand in the comments.
 */
#include "frugal.h"

#include <jansson.h>

#include "base/mem.h"
#include "check.h"
#include "tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static frugal_library *open_library(void)
{
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(NULL, &library, NULL), 0);
	return library;
}

static frugal_result *estimate(frugal_library *library, const char *model,
			       const char *const *inputs, size_t n)
{
	frugal_result *result = NULL;
	struct frugal_error error = {0};
	if (frugal_estimate(library, model, inputs, n, &result, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(result != NULL);
	return result;
}

static struct frugal_figure find(const frugal_result *result, const char *name)
{
	struct frugal_figure figure = {0};
	CHECK_INT(frugal_result_find(result, name, &figure), 0);
	return figure;
}

static const char *const bloom[] = {"gpu.tdp=400W",  "gpu_hours=1082990h",
				    "utilization=1", "host_ratio=0",
				    "pue=1.2",       "zone.intensity=57g/kWh"};

TEST(a_training_run_gives_its_energy_and_carbon)
{
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "training", bloom, COUNT(bloom));
	struct frugal_figure energy = find(result, "energy"), carbon = find(result, "carbon");
	/* 1 082 990 h * 400 W = 433.196 MWh; times 1.2; times 57 g. */
	CHECK_CLOSE(energy.value, 433196 * 1.2, 1e-12);
	CHECK_TEXT(energy.unit, "kWh");
	CHECK_CLOSE(carbon.value, 29630.6064, 1e-12);
	CHECK_TEXT(carbon.unit, "kgCO2e");
	CHECK(energy.perimeter == NULL);
	CHECK_INT(energy.quality, FRUGAL_DECLARED);
	CHECK_CLOSE(energy.measured_share, 0, 0);
	/* Nothing uncertain went in. */
	CHECK(carbon.low == carbon.value && carbon.high == carbon.value);
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(figures_come_in_the_order_of_the_model_and_end)
{
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "training", bloom, COUNT(bloom));
	struct frugal_figure figure;
	CHECK_INT(frugal_result_count(result), 10);
	CHECK_INT(frugal_result_figure(result, 0, &figure), 0);
	CHECK_TEXT(figure.name, "energy");
	CHECK_INT(frugal_result_figure(result, 1, &figure), 0);
	CHECK_TEXT(figure.name, "carbon");
	CHECK_INT(frugal_result_figure(result, 10, &figure), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_find(result, "wine", &figure), FRUGAL_EUSAGE);
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(an_interval_is_the_middle_90_percent_of_the_draws)
{
	const char *const inputs[] = {"gpu.tdp=100W",
				      "gpu_hours=10h",
				      "pue=1",
				      "host_ratio=0",
				      "utilization=0.65 [0.5, 0.9]",
				      "zone.intensity=100 g/kWh"};
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "training", inputs, COUNT(inputs));
	struct frugal_figure energy = find(result, "energy");
	/*
	 * 10 h of 100 W: 1 kWh times a triangle on [0.5, 0.9] with mode 0.65, whose quantiles are
	 * 0.5 + sqrt(0.05 * 0.4 * 0.15) and 0.9 - sqrt(0.05 * 0.4 * 0.25).
	 */
	CHECK_CLOSE(energy.value, 0.65, 1e-12);
	CHECK_CLOSE(energy.low, 0.5547723, 1e-3);
	CHECK_CLOSE(energy.high, 0.8292893, 1e-3);
	CHECK_CLOSE(find(result, "carbon").low, 0.05547723, 1e-3);
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(the_same_seed_gives_the_same_digits_and_one_draw_no_interval)
{
	const char *const inputs[] = {"gpu=A100 SXM4 80GB", "gpu_hours=1000h"};
	struct frugal_options options = {.size = sizeof(options), .seed = 7, .draws = 500};
	double low[3], high[3];
	for (int i = 0; i < 3; i++) {
		frugal_library *library = NULL;
		options.seed = i < 2 ? 7 : 8;
		CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
		frugal_result *result = estimate(library, "training", inputs, COUNT(inputs));
		struct frugal_figure carbon = find(result, "carbon");
		CHECK(carbon.low < carbon.value && carbon.value < carbon.high);
		CHECK_INT(carbon.quality, FRUGAL_DEFAULT);
		low[i] = carbon.low;
		high[i] = carbon.high;
		frugal_result_free(result);
		frugal_library_free(library);
	}
	CHECK(low[0] == low[1] && high[0] == high[1]);
	CHECK(low[0] != low[2]);
	frugal_library *library = NULL;
	options.draws = 1;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	frugal_result *result = estimate(library, "training", inputs, COUNT(inputs));
	struct frugal_figure carbon = find(result, "carbon");
	CHECK(carbon.low == carbon.value && carbon.high == carbon.value);
	frugal_result_free(result);
	frugal_library_free(library);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void check_refused(const char *model, const char *input, int code, const char *what,
			  const char *todo)
{
	frugal_library *library = open_library();
	frugal_result *result = NULL;
	struct frugal_error error = {0};
	const char *const inputs[] = {input};
	CHECK_INT(frugal_estimate(library, model, inputs, 1, &result, &error), code);
	CHECK_INT(error.code, code);
	CHECK_HOLDS(error.what, what);
	CHECK_HOLDS(error.todo, todo);
	CHECK(result == NULL);
	/* The code is the same for who does not want the words. */
	CHECK_INT(frugal_estimate(library, model, inputs, 1, &result, NULL), code);
	frugal_library_free(library);
}

TEST(wrong_words_are_refused_with_what_to_do)
{
	check_refused("trainin", "pue=1", FRUGAL_EUSAGE, "unknown model 'trainin'", "training");
	check_refused("training", "gpu_hour=1h", FRUGAL_EUSAGE, "no input 'gpu_hour'", "gpu_hours");
	check_refused("training", "gpu_hours=1083kW", FRUGAL_EUSAGE,
		      "gpu_hours requires a time (h), got a power (kW)", "gpu_hours=1083kh");
	check_refused("training", "gpu=A100 SXM4", FRUGAL_EUSAGE, "ambiguous", "");
	check_refused("training", "utilization=30", FRUGAL_EUSAGE, "utilization must be <= 1",
		      "30%");
	check_refused("training", "pue", FRUGAL_EUSAGE, "'pue' is not an input", "name=value");
	check_refused("training", "pue=1.2", FRUGAL_EUSAGE, "model training requires gpu",
		      "gpu=KEY");
}

TEST(a_false_check_is_a_finding_and_a_broken_model_is_data)
{
	struct tree tree;
	struct frugal_options options = {.size = sizeof(options)};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_result *result = NULL;
	tree_make(&tree);
	tree_write(&tree, "/small.model",
		   "model small {\n  in size : 1\n  out half : 1 = size / 2\n"
		   "  check size < 10 \"too large to be small\"\n}\n");
	tree_write(&tree, "/broken.model", "model broken {\n  out half : W = 3 h\n}\n");
	options.models_dir = tree.root;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	const char *const fits[] = {"size=6"}, *const large[] = {"size=11"};
	result = estimate(library, "small", fits, 1);
	CHECK_CLOSE(find(result, "half").value, 3, 0);
	frugal_result_free(result);
	CHECK_INT(frugal_estimate(library, "small", large, 1, &result, &error), FRUGAL_EFINDING);
	CHECK_HOLDS(error.what, "too large to be small");
	CHECK_HOLDS(error.where, "small.model:4");
	CHECK_INT(frugal_estimate(library, "broken", NULL, 0, &result, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.where, "broken.model:2");
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(null_arguments_are_usage_and_never_a_crash)
{
	struct frugal_error error = {0};
	struct frugal_figure figure;
	const char *const hole[] = {NULL};
	frugal_library *library = open_library();
	frugal_result *result = NULL;
	CHECK_INT(frugal_library_new(NULL, NULL, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate(NULL, "training", NULL, 0, &result, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "library must not be NULL");
	CHECK_INT(frugal_estimate(library, NULL, NULL, 0, &result, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate(library, "training", NULL, 2, &result, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate(library, "training", hole, 1, &result, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate(library, "training", NULL, 0, NULL, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_count(NULL), 0);
	CHECK_INT(frugal_result_figure(NULL, 0, &figure), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_find(NULL, "energy", &figure), FRUGAL_EUSAGE);
	CHECK(frugal_explain(NULL, NULL) == NULL);
	CHECK(frugal_result_json(NULL) == NULL);
	frugal_result_free(NULL);
	frugal_library_free(NULL);
	frugal_library_free(library);
}

/* ---- options -------------------------------------------------------------------------------- */

/* What a program that was built before `lang` came passes. */
struct old_options {
	size_t size;
	const char *models_dir;
	const char *factors_dir;
};

/* What a program that was built later may pass. */
struct new_options {
	struct frugal_options known;
	uint64_t unknown;
};

static int try_size(size_t size, struct frugal_error *error)
{
	struct frugal_options options = {.size = size};
	frugal_library *library = NULL;
	int r = frugal_library_new(&options, &library, error);
	frugal_library_free(library);
	return r;
}

TEST(options_of_older_and_newer_programs_are_understood)
{
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	/* What stands behind the old struct is not read: as a language it would be refused. */
	struct {
		struct old_options old;
		const char *behind[12];
	} old = {.old = {.size = sizeof(old.old)}};
	for (size_t i = 0; i < COUNT(old.behind); i++)
		old.behind[i] = "xx";
	CHECK_INT(frugal_library_new((const struct frugal_options *)(const void *)&old, &library,
				     &error),
		  0);
	frugal_library_free(library);
	struct new_options newer = {.known = {.size = sizeof(newer)}};
	CHECK_INT(frugal_library_new(&newer.known, &library, &error), 0);
	frugal_library_free(library);
	newer.unknown = 1;
	CHECK_INT(frugal_library_new(&newer.known, &library, &error), FRUGAL_EUSAGE);
	CHECK_INT(try_size(sizeof(size_t), &error), 0);
}

TEST(options_that_cannot_be_are_refused)
{
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	CHECK_INT(try_size(0, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "sizeof(struct frugal_options)");
	CHECK_INT(try_size(1, &error), FRUGAL_EUSAGE);
	CHECK_INT(try_size(sizeof(struct frugal_options) - 1, &error), FRUGAL_EUSAGE);
	CHECK_INT(try_size((size_t)1 << 40, &error), FRUGAL_EUSAGE);
	const struct frugal_options wrong[] = {
		{.size = sizeof(wrong[0]), .lang = "de"},
		{.size = sizeof(wrong[0]), .draws = 1048577},
		{.size = sizeof(wrong[0]), .factors_year = -1},
		{.size = sizeof(wrong[0]), .interval_s = -1},
		{.size = sizeof(wrong[0]), .interval_s = NAN},
	};
	for (size_t i = 0; i < COUNT(wrong); i++)
		CHECK_INT(frugal_library_new(&wrong[i], &library, &error), FRUGAL_EUSAGE);
}

TEST(a_folder_that_is_not_there_is_told_when_it_is_needed)
{
	struct frugal_options options = {.size = sizeof(options), .models_dir = "/nowhere/at/all"};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_result *result = NULL;
	CHECK_INT(frugal_library_new(&options, &library, &error), 0);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(frugal_estimate(library, "training", NULL, 0, &result, &error),
			  FRUGAL_EENV);
		CHECK_HOLDS(error.what, "/nowhere/at/all");
	}
	frugal_library_free(library);
}

TEST(an_older_year_of_the_facts_can_be_asked_for)
{
	const char *const inputs[] = {"gpu.tdp=1kW",  "gpu_hours=1h", "utilization=1",
				      "host_ratio=0", "pue=1",        "zone=FR"};
	struct frugal_options options = {.size = sizeof(options), .factors_year = 2022};
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	frugal_result *result = estimate(library, "training", inputs, COUNT(inputs));
	/* factors/zones.csv, France, 2022: 78.81 g of a kilowatt-hour. */
	CHECK_CLOSE(find(result, "carbon").value, 0.07881, 1e-12);
	frugal_result_free(result);
	frugal_library_free(library);
}

/* ---- texts ---------------------------------------------------------------------------------- */

TEST(the_explanation_names_lines_inputs_and_source)
{
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "training", bloom, COUNT(bloom));
	const char *all = frugal_explain(result, NULL);
	CHECK_HOLDS(all, "energy");
	CHECK_HOLDS(all, "gpu_hours * gpu.tdp * utilization");
	CHECK_HOLDS(all, "models/training.model:");
	CHECK_HOLDS(all, "Luccioni");
	CHECK_HOLDS(all, "carbon");
	const char *energy = frugal_explain(result, "energy");
	CHECK_HOLDS(energy, "machines * pue");
	CHECK(strstr(energy, "carbon") == NULL);
	/* The same text, not one more each time. */
	CHECK(frugal_explain(result, NULL) == all);
	CHECK(frugal_explain(result, "energy") == energy);
	CHECK(frugal_explain(result, "wine") == NULL);
	/* The result needs its library no more. */
	frugal_library_free(library);
	CHECK_TEXT(find(result, "energy").unit, "kWh");
	CHECK_HOLDS(frugal_result_json(result), "\"training\"");
	frugal_result_free(result);
}

TEST(the_explanation_speaks_french_when_asked)
{
	struct frugal_options options = {.size = sizeof(options), .lang = "fr"};
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	frugal_result *result = estimate(library, "training", bloom, COUNT(bloom));
	CHECK_HOLDS(frugal_explain(result, NULL), "surcoût du site");
	/* A comma, and JSON that knows nothing of it. */
	CHECK_HOLDS(frugal_explain(result, "carbon"), "29,6");
	CHECK_HOLDS(frugal_result_json(result), "29630.6064");
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(the_json_holds_the_figures_that_the_functions_give)
{
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "training", bloom, COUNT(bloom));
	json_error_t error;
	json_t *root = json_loads(frugal_result_json(result), 0, &error);
	CHECK(root != NULL);
	CHECK_TEXT(json_string_value(json_object_get(root, "model")), "training");
	const json_t *figures = json_object_get(root, "figures");
	CHECK_INT(json_array_size(figures), frugal_result_count(result));
	for (size_t i = 0; i < json_array_size(figures); i++) {
		const json_t *one = json_array_get(figures, i);
		struct frugal_figure figure;
		CHECK_INT(frugal_result_figure(result, i, &figure), 0);
		CHECK_TEXT(json_string_value(json_object_get(one, "name")), figure.name);
		const json_t *value = json_object_get(one, "value");
		if (isnan(figure.value)) {
			CHECK(json_is_null(value));
			continue;
		}
		CHECK(json_number_value(value) == figure.value);
		CHECK_TEXT(json_string_value(json_object_get(one, "quality")),
			   frugal_quality_name(figure.quality));
	}
	CHECK(json_object_get(root, "derivation") != NULL);
	json_decref(root);
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(a_figure_without_its_input_is_nan_and_null)
{
	const char *const inputs[] = {"gpu.tdp=400W", "gpu_hours=1h", "zone.intensity=57g/kWh"};
	frugal_library *library = open_library();
	frugal_result *result = estimate(library, "luccioni2023", inputs, COUNT(inputs));
	CHECK(isnan(find(result, "with_development").value));
	CHECK(!isnan(find(result, "dynamic").value));
	CHECK_HOLDS(frugal_result_json(result), "\"absent\": \"development is not given\"");
	frugal_result_free(result);
	frugal_library_free(library);
}

TEST(qualities_and_the_version_have_names)
{
	CHECK_TEXT(frugal_quality_name(FRUGAL_MEASURED), "measured");
	CHECK_TEXT(frugal_quality_name(FRUGAL_DEFAULT), "default");
	CHECK_TEXT(frugal_quality_name((enum frugal_quality)77), "unknown");
	CHECK_HOLDS(frugal_version(), ".");
	CHECK_HOLDS(frugal_notice(), "Electricity Maps");
	CHECK_HOLDS(frugal_licence(), "Apache License");
}

/* ---- memory --------------------------------------------------------------------------------- */

/* One whole life; true when it came to its end. own: models and tables are read from texts. */
static bool live_once(const char *own_models, const char *own_factors)
{
	const struct frugal_options options = {.size = sizeof(options),
					       .lang = "fr",
					       .draws = 64,
					       .models_dir = own_models,
					       .factors_dir = own_factors};
	const char *const inputs[] = {"gpu.tdp=400W", "gpu_hours=10h"};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_result *result = NULL;
	int r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = frugal_estimate(library, "training", inputs, COUNT(inputs), &result, &error);
	bool whole = r == 0 && frugal_explain(result, NULL) && frugal_result_json(result);
	if (r < 0) {
		CHECK_INT(r, FRUGAL_EENV);
		CHECK_HOLDS(error.what, "memory");
	}
	frugal_result_free(result);
	frugal_library_free(library);
	return whole;
}

TEST(any_allocation_may_fail)
{
	int64_t n = 0;
	bool whole = false;
	for (; !whole && n < 10000; n++) {
		mem_fail_after(n);
		whole = live_once(NULL, NULL);
		mem_fail_after(-1);
	}
	CHECK(whole);
	CHECK(n > 20);
	CHECK(live_once(NULL, NULL));
}

TEST(any_allocation_may_fail_while_texts_are_read)
{
	char models[512], factors[512];
	int64_t n = 0;
	bool whole = false;
	(void)snprintf(models, sizeof(models), "%s/models", getenv("FRUGAL_SOURCE"));
	(void)snprintf(factors, sizeof(factors), "%s/factors", getenv("FRUGAL_SOURCE"));
	/* One by one at first, then in steps: the same few lines of a table fail alike. */
	for (; !whole && n < 1000000; n += n < 600 ? 1 : 7) {
		mem_fail_after(n);
		whole = live_once(models, factors);
		mem_fail_after(-1);
	}
	CHECK(whole);
	CHECK(n > 100);
	CHECK(live_once(models, factors));
}

RUN_TESTS(CASE(a_training_run_gives_its_energy_and_carbon),
	  CASE(figures_come_in_the_order_of_the_model_and_end),
	  CASE(an_interval_is_the_middle_90_percent_of_the_draws),
	  CASE(the_same_seed_gives_the_same_digits_and_one_draw_no_interval),
	  CASE(wrong_words_are_refused_with_what_to_do),
	  CASE(a_false_check_is_a_finding_and_a_broken_model_is_data),
	  CASE(null_arguments_are_usage_and_never_a_crash),
	  CASE(options_of_older_and_newer_programs_are_understood),
	  CASE(options_that_cannot_be_are_refused),
	  CASE(a_folder_that_is_not_there_is_told_when_it_is_needed),
	  CASE(an_older_year_of_the_facts_can_be_asked_for),
	  CASE(the_explanation_names_lines_inputs_and_source),
	  CASE(the_explanation_speaks_french_when_asked),
	  CASE(the_json_holds_the_figures_that_the_functions_give),
	  CASE(a_figure_without_its_input_is_nan_and_null),
	  CASE(qualities_and_the_version_have_names), CASE(any_allocation_may_fail),
	  CASE(any_allocation_may_fail_while_texts_are_read))
