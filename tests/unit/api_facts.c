/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Models described so that a form can be made of them, tables with their rows, rows of the user's
 * own, and published figures next to ours: the facts as an external program reads them.
 */
#include "frugal.h"

#include <math.h>

#include "base/mem.h"
#include "check.h"
#include "tree.h"

static frugal_library *open_library(void)
{
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(NULL, &library, NULL), 0);
	return library;
}

/* ---- models --------------------------------------------------------------------------------- */

TEST(models_are_listed_by_name_with_what_they_count)
{
	frugal_library *library = open_library();
	const struct frugal_model_head *const *models, *const *again;
	bool training = false;
	CHECK_INT(frugal_models(library, &models, NULL), 0);
	for (size_t i = 0; models[i]; i++) {
		CHECK(i == 0 || strcmp(models[i - 1]->name, models[i]->name) < 0);
		CHECK(models[i]->title[0] && models[i]->title_fr[0]);
		if (strcmp(models[i]->name, "training") != 0)
			continue;
		training = true;
		CHECK_TEXT(models[i]->families[0], "training");
		CHECK_TEXT(models[i]->file, "models/training.model");
		CHECK(models[i]->boundary[0]);
	}
	CHECK(training);
	CHECK_INT(frugal_models(library, &again, NULL), 0);
	CHECK(again == models);
	frugal_library_free(library);
}

/* A model of the test's own, with an input of each kind. */
static const char form[] = "model form {\n"
			   "  title en \"A form\"\n"
			   "  title fr \"Un formulaire\"\n"
			   "  in board : row of gpus \"the board\" fr \"la carte\"\n"
			   "  in how : one of (fast, slow) = slow\n"
			   "  in share : 1 where 0..1 = 0.6 [0.5, 0.9] source \"a paper\"\n"
			   "  in lasts : h where > 0\n"
			   "  in more : kWh optional\n"
			   "  in rest : kWh = 2 * lasts * 1 kW\n"
			   "  out energy : kWh = rest + lasts * board.tdp * share \"all of it\"\n"
			   "}\n";

static frugal_library *open_form(struct tree *tree, const struct frugal_model **ret)
{
	frugal_library *library = NULL;
	struct frugal_error error = {0};
	tree_make(tree);
	tree_write(tree, "/form.model", form);
	const struct frugal_options options = {.size = sizeof(options), .models_dir = tree->root};
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	if (frugal_model_get(library, "form", ret, &error) < 0)
		print_error("%s (%s)\n", error.what, error.where);
	return library;
}

TEST(a_model_says_of_each_input_what_a_form_needs)
{
	struct tree tree;
	const struct frugal_model *model = NULL, *again = NULL;
	frugal_library *library = open_form(&tree, &model);
	CHECK(model != NULL);
	CHECK_TEXT(model->head->title_fr, "Un formulaire");
	const struct frugal_model_input *board = model->inputs[0], *how = model->inputs[1],
					*share = model->inputs[2], *lasts = model->inputs[3],
					*more = model->inputs[4], *rest = model->inputs[5];
	CHECK(model->inputs[6] == NULL);
	CHECK_INT(board->kind, FRUGAL_ROW);
	CHECK_TEXT(board->table, "gpus");
	CHECK(board->required && !board->preset && !board->unit && !board->choices);
	CHECK_TEXT(board->help_fr, "la carte");
	CHECK_INT(how->kind, FRUGAL_CHOICE);
	CHECK_TEXT(how->choices[0], "fast");
	CHECK_TEXT(how->choices[1], "slow");
	CHECK(how->choices[2] == NULL && !how->required);
	CHECK_TEXT(how->preset, "slow");
	CHECK_INT(share->kind, FRUGAL_NUMBER);
	CHECK_TEXT(share->unit, "1");
	CHECK_TEXT(share->preset, "0.6 [0.5, 0.9]");
	CHECK_TEXT(share->source, "a paper");
	CHECK_CLOSE(share->value, 0.6, 1e-12);
	CHECK_CLOSE(share->low, 0.5, 1e-12);
	CHECK_CLOSE(share->high, 0.9, 1e-12);
	CHECK_CLOSE(share->at_least, 0, 0);
	CHECK_CLOSE(share->at_most, 1, 0);
	CHECK(lasts->required && isnan(lasts->value));
	CHECK_TEXT(lasts->limits[0], "> 0");
	CHECK(lasts->limits[1] == NULL && isinf(lasts->at_most));
	CHECK(!more->required && !more->preset);
	CHECK(isnan(rest->value) && !rest->required);
	CHECK_TEXT(rest->preset, "2 * lasts * 1 kW");
	CHECK_TEXT(model->outputs[0]->name, "energy");
	CHECK_TEXT(model->outputs[0]->unit, "kWh");
	CHECK_TEXT(model->outputs[0]->help, "all of it");
	CHECK(model->outputs[1] == NULL);
	CHECK_TEXT(model->text, form);
	CHECK_INT(frugal_model_get(library, "form", &again, NULL), 0);
	CHECK(again == model);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(the_file_of_a_model_that_does_not_fit_can_still_be_read)
{
	struct tree tree;
	const struct frugal_model *model = NULL;
	const char *text = NULL;
	struct frugal_error error = {0};
	frugal_library *library = open_form(&tree, &model);
	tree_write(&tree, "/bad.model", "model bad {\n  out a : kWh = 3 W\n}\n");
	frugal_library_free(library);
	const struct frugal_options options = {.size = sizeof(options), .models_dir = tree.root};
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	CHECK_INT(frugal_model_get(library, "bad", &model, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.where, "bad.model:2");
	CHECK_INT(frugal_model_text(library, "bad", &text, NULL), 0);
	CHECK_TEXT(text, "model bad {\n  out a : kWh = 3 W\n}\n");
	CHECK_INT(frugal_model_get(library, "trainin", &model, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "training");
	frugal_library_free(library);
	tree_remove(&tree);
}

/* ---- tables --------------------------------------------------------------------------------- */

static const char things[] = "key,name,mass[kg],mass_low,mass_high,source,year,licence\n"
			     "Brick A,red brick,2,1.5,3,a yard,2023,CC0-1.0\n"
			     "Brick A,red brick,2.5,,,a yard,2020,CC0-1.0\n"
			     "Brick B,blue brick,,,,a yard,2023,CC0-1.0\n";

static frugal_library *open_things(struct tree *tree, const frugal_table **ret)
{
	frugal_library *library = NULL;
	struct frugal_error error = {0};
	tree_make(tree);
	tree_write(tree, "/things.csv", things);
	const struct frugal_options options = {.size = sizeof(options), .factors_dir = tree->root};
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	if (frugal_table_get(library, "things", ret, &error) < 0)
		print_error("%s (%s)\n", error.what, error.where);
	CHECK(*ret != NULL);
	return library;
}

TEST(a_table_gives_its_cells_in_the_units_of_its_columns)
{
	struct tree tree;
	const frugal_table *table = NULL;
	frugal_library *library = open_things(&tree, &table);
	struct frugal_table_head head;
	char where[256], expected[300];
	CHECK_TEXT(frugal_table_name(table), "things");
	CHECK_INT(frugal_table_rows(table), 3);
	uint32_t mass = frugal_table_column_find(table, "mass");
	CHECK_INT(frugal_table_column(table, mass, &head), 0);
	CHECK_TEXT(head.unit, "kg");
	CHECK_INT(head.low, frugal_table_column_find(table, "mass_low"));
	CHECK_CLOSE(frugal_table_number(table, 0, mass), 2, 1e-12);
	CHECK_CLOSE(frugal_table_number(table, 0, head.high), 3, 1e-12);
	CHECK_TEXT(frugal_table_text(table, 1, mass), "2.5");
	/* Missing is not 0, and neither is a text or what lies outside. */
	CHECK(isnan(frugal_table_number(table, 2, mass)));
	CHECK_TEXT(frugal_table_text(table, 2, mass), "");
	CHECK(isnan(frugal_table_number(table, 0, 0)));
	CHECK(isnan(frugal_table_number(table, 3, mass)));
	CHECK_TEXT(frugal_table_text(table, 0, 99), "");
	CHECK_INT(frugal_table_column(table, 99, &head), FRUGAL_EUSAGE);
	CHECK_INT(frugal_table_column_find(table, "weight"), FRUGAL_NONE);
	CHECK_INT(frugal_table_where(table, 1, where, sizeof(where)), 0);
	(void)snprintf(expected, sizeof(expected), "%s/things.csv:3", tree.root);
	CHECK_TEXT(where, expected);
	CHECK_INT(frugal_table_where(table, 3, where, sizeof(where)), FRUGAL_EUSAGE);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_family_name_is_marked_as_taken)
{
	const frugal_table *table = NULL;
	frugal_library *library = NULL;
	struct frugal_found found;
	CHECK_INT(frugal_library_new(NULL, &library, NULL), 0);
	CHECK_INT(frugal_table_get(library, "gpus", &table, NULL), 0);
	CHECK_INT(frugal_table_find(table, "H100", &found, NULL), 0);
	CHECK_INT(found.kind, FRUGAL_TAKEN);
	CHECK_TEXT(frugal_table_text(table, found.row, 0), "H100 SXM5 80GB");
	CHECK_INT(found.n_candidates, 2);
	CHECK_TEXT(frugal_table_text(table, found.candidates[0], 0), "H100 PCIe 80GB");
	frugal_library_free(library);
}

TEST(a_row_is_found_by_name_or_its_candidates_are)
{
	struct tree tree;
	const frugal_table *table = NULL;
	frugal_library *library = open_things(&tree, &table);
	struct frugal_found found;
	struct frugal_error error = {0};
	uint32_t rows[4];
	CHECK_INT(frugal_table_find(table, "red brick", &found, NULL), 0);
	CHECK_INT(found.kind, FRUGAL_FOUND);
	CHECK_INT(found.row, 0);
	CHECK_INT(frugal_table_same_key(table, 0, rows, 4), 2);
	CHECK_INT(rows[1], 1);
	CHECK_INT(frugal_table_find(table, "Brick A:2020", &found, NULL), 0);
	CHECK_INT(found.row, 1);
	CHECK_INT(frugal_table_find(table, "brick", &found, &error), FRUGAL_EUSAGE);
	CHECK_INT(found.kind, FRUGAL_AMBIGUOUS);
	CHECK_INT(found.row, FRUGAL_NONE);
	CHECK_INT(found.n_candidates, 2);
	CHECK_TEXT(frugal_table_text(table, found.candidates[1], 0), "Brick B");
	CHECK_HOLDS(error.what, "row of things 'brick' is ambiguous");
	CHECK_INT(frugal_table_find(table, "Brick A:1999", &found, &error), FRUGAL_EUSAGE);
	CHECK_INT(found.kind, FRUGAL_OTHER_YEAR);
	CHECK_INT(frugal_table_find(table, "stone", &found, &error), FRUGAL_EUSAGE);
	CHECK_INT(found.kind, FRUGAL_UNKNOWN);
	CHECK_INT(frugal_table_find(table, "", &found, &error), FRUGAL_EUSAGE);
	CHECK_INT(found.kind, FRUGAL_UNKNOWN);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(tables_are_listed_and_an_unknown_one_is_refused)
{
	frugal_library *library = open_library();
	const frugal_table *table = NULL;
	const char *const *names;
	struct frugal_error error = {0};
	bool zones = false;
	CHECK_INT(frugal_tables(library, &names, NULL), 0);
	for (; *names; names++)
		zones |= strcmp(*names, "zones") == 0;
	CHECK(zones);
	CHECK_INT(frugal_table_get(library, "zone", &table, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "zones");
	frugal_library_free(library);
}

/* ---- rows of the user's own ----------------------------------------------------------------- */

/* Two rows, one of a key of ours; without a year column they are of the library's own year. */
TEST(rows_of_the_user_are_added_once_and_go_first)
{
	static const char text[] = "Name,TDP\nH100 SXM5 80GB,650\nMy Board,300\n";
	static const char *const renames[] = {"Name=key", "TDP=tdp[W]"};
	struct tree tree;
	frugal_library *library = NULL;
	const frugal_table *table = NULL;
	struct frugal_imported imported;
	struct frugal_found found;
	tree_make(&tree);
	const struct frugal_options options = {
		.size = sizeof(options), .config_dir = tree.root, .now_s = INT64_C(1800000000)};
	struct frugal_import rows = {
		.size = sizeof(rows),
		.table = "gpus",
		.name = "mine.csv",
		.text = text,
		.n_text = strlen(text),
		.renames = renames,
		.n_renames = 2,
		.dry_run = 1,
	};
	for (int i = 0; i < 3; i++) {
		CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
		rows.dry_run = i == 0;
		CHECK_INT(frugal_table_import(library, &rows, &imported, NULL), 0);
		CHECK_INT(imported.read, 2);
		CHECK_INT(imported.added, i < 2 ? 2 : 0);
		CHECK_INT(imported.winning, i < 2 ? 1 : 0);
		frugal_library_free(library);
	}
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	CHECK_INT(frugal_table_get(library, "gpus", &table, NULL), 0);
	CHECK_INT(frugal_table_find(table, "H100 SXM5 80GB", &found, NULL), 0);
	uint32_t tdp = frugal_table_column_find(table, "tdp");
	uint32_t year = frugal_table_column_find(table, "year");
	CHECK_CLOSE(frugal_table_number(table, found.row, tdp), 650, 1e-12);
	/* 1 800 000 000 s is 15 January 2027. */
	CHECK_TEXT(frugal_table_text(table, found.row, year), "2027");
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(rows_that_do_not_hold_are_refused_whole)
{
	static const char *const bad_rename[] = {"TDP"};
	frugal_library *library = open_library();
	struct frugal_error error = {0};
	struct frugal_import rows = {
		.size = sizeof(rows),
		.table = "gpus",
		.name = "mine.csv",
		.text = "key\nx\n",
		.n_text = 6,
		.renames = bad_rename,
		.n_renames = 1,
	};
	CHECK_INT(frugal_table_import(library, &rows, NULL, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "'TDP' does not name two columns");
	rows.n_renames = 0;
	/* It has no folder to write into. */
	CHECK(frugal_table_import(library, &rows, NULL, &error) < 0);
	rows.size = 1;
	CHECK_INT(frugal_table_import(library, &rows, NULL, &error), FRUGAL_EUSAGE);
	frugal_library_free(library);
}

/* ---- published figures ---------------------------------------------------------------------- */

/* BLOOM: 1 082 990 h of boards of 400 W are 433.196 MWh; 433 were published. */
TEST(a_published_figure_stands_beside_ours)
{
	frugal_library *library = open_library();
	frugal_published *published = NULL;
	struct frugal_published_figure figure;
	bool found = false;
	CHECK_INT(frugal_published_new(library, "bloom", &published, NULL), 0);
	for (size_t i = 0; frugal_published_get(published, i, &figure) == 0; i++) {
		CHECK_TEXT(figure.publication, "bloom");
		CHECK(figure.question >= 1 && figure.inputs[0]);
		CHECK(!figure.follows ||
		      fabs(figure.ours / figure.published - 1) <= figure.tolerance);
		if (strcmp(figure.what, "energy of the accelerators") != 0)
			continue;
		found = true;
		CHECK_CLOSE(figure.published, 433, 1e-12);
		CHECK_TEXT(figure.published_text, "433");
		CHECK_TEXT(figure.unit, "MWh");
		CHECK_CLOSE(figure.ours, 433.196, 1e-12);
		CHECK(figure.follows);
	}
	CHECK(found);
	size_t n = frugal_published_count(published);
	frugal_published_free(published);
	CHECK_INT(frugal_published_new(library, NULL, &published, NULL), 0);
	CHECK(frugal_published_count(published) > n);
	frugal_published_free(published);
	CHECK_INT(frugal_published_new(library, "nobody", &published, NULL), FRUGAL_EUSAGE);
	frugal_library_free(library);
}

/* ---- memory, and nothing -------------------------------------------------------------------- */

static bool live_once(void)
{
	frugal_library *library = NULL;
	const struct frugal_model_head *const *models;
	const struct frugal_model *model;
	const frugal_table *table;
	struct frugal_found found;
	const char *text;
	int r = frugal_library_new(NULL, &library, NULL);
	if (r == 0)
		r = frugal_model_get(library, "equivalences", &model, NULL);
	if (r == 0)
		r = frugal_model_text(library, "equivalences", &text, NULL);
	if (r == 0)
		r = frugal_table_get(library, "equivalences", &table, NULL);
	if (r == 0)
		r = frugal_table_find(table, "car_km", &found, NULL);
	if (r == 0)
		r = frugal_models(library, &models, NULL);
	CHECK(r == 0 || r == FRUGAL_EENV);
	frugal_library_free(library);
	return r == 0;
}

TEST(any_allocation_may_fail)
{
	bool whole = false;
	for (int64_t n = 0; !whole && n < 1000000; n += n < 300 ? 1 : 23) {
		mem_fail_after(n);
		whole = live_once();
		mem_fail_after(-1);
	}
	CHECK(whole);
}

TEST(null_arguments_are_usage_and_never_a_crash)
{
	frugal_library *library = open_library();
	const frugal_table *table = NULL;
	const struct frugal_model *model;
	const char *text;
	CHECK_INT(frugal_models(NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_models(library, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_model_get(library, NULL, &model, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_model_text(NULL, "run", &text, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_tables(library, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_table_get(library, "gpus", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_table_find(table, "x", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_table_rows(NULL), 0);
	CHECK_INT(frugal_table_columns(NULL), 0);
	CHECK(frugal_table_name(NULL) == NULL);
	CHECK_INT(frugal_table_same_key(NULL, 0, NULL, 0), 0);
	CHECK_INT(frugal_table_import(library, NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_published_new(library, NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_published_count(NULL), 0);
	CHECK_INT(frugal_published_get(NULL, 0, NULL), FRUGAL_EUSAGE);
	frugal_published_free(NULL);
	frugal_library_free(library);
}

RUN_TESTS(CASE(models_are_listed_by_name_with_what_they_count),
	  CASE(a_model_says_of_each_input_what_a_form_needs),
	  CASE(the_file_of_a_model_that_does_not_fit_can_still_be_read),
	  CASE(a_table_gives_its_cells_in_the_units_of_its_columns),
	  CASE(a_family_name_is_marked_as_taken),
	  CASE(a_row_is_found_by_name_or_its_candidates_are),
	  CASE(tables_are_listed_and_an_unknown_one_is_refused),
	  CASE(rows_of_the_user_are_added_once_and_go_first),
	  CASE(rows_that_do_not_hold_are_refused_whole),
	  CASE(a_published_figure_stands_beside_ours), CASE(any_allocation_may_fail),
	  CASE(null_arguments_are_usage_and_never_a_crash))
