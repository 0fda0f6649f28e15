/* SPDX-License-Identifier: Apache-2.0 */
/* Where models come from: ours, the user's folders in their order, and files with errors. */
#include "model_lab.h"

/* A catalogue over the folder of a lab (may be ""), asked for one program. */
static int ask(const struct lab *lab, const char *name, const struct program **ret_program,
	       struct catalogue **ret_catalogue, struct tables **ret_tables,
	       struct frugal_error *error)
{
	struct catalogue_options options = {.dir = lab->dir[0] ? lab->dir : NULL};
	CHECK_INT(tables_new(NULL, ret_tables, NULL), 0);
	CHECK_INT(catalogue_new(&options, *ret_tables, ret_catalogue, NULL), 0);
	return catalogue_program(*ret_catalogue, str_of(name), ret_program, error);
}

static void refused(const struct lab *lab, const char *name, int code, const char *what,
		    const char *where)
{
	const struct program *program = NULL;
	struct catalogue *catalogue;
	struct tables *tables;
	struct frugal_error error = {0};
	CHECK_INT(ask(lab, name, &program, &catalogue, &tables, &error), code);
	CHECK_INT(error.code, code);
	CHECK_HOLDS(error.what, what);
	CHECK_HOLDS(error.where, where);
	CHECK(program == NULL);
	catalogue_free(catalogue);
	tables_free(tables);
}

TEST(every_built_in_model_compiles)
{
	struct tables *tables;
	struct catalogue *catalogue;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(catalogue_new(NULL, tables, &catalogue, NULL), 0);
	CHECK(catalogue_tables(catalogue) == tables);
	size_t n = 0;
	for (const char *const *name = catalogue_names(catalogue); *name; name++, n++) {
		const struct program *program = NULL, *again = NULL;
		struct frugal_error error = {0};
		if (catalogue_program(catalogue, str_of(*name), &program, &error) < 0)
			print_error("%s (%s)\n", error.what, error.where);
		CHECK(program != NULL);
		CHECK_INT(catalogue_program(catalogue, str_of(*name), &again, NULL), 0);
		CHECK(program == again);
		CHECK_TEXT(program->model->name, *name);
		CHECK(program->model->title.fr.n > 0 && program->model->boundary.fr.n > 0);
		CHECK(program->model->has_headline);
		if (n)
			CHECK(strcmp(name[-1], *name) < 0);
	}
	CHECK(n >= 5);
	catalogue_free(catalogue);
	tables_free(tables);
}

TEST(an_unknown_model_gets_a_near_miss)
{
	const struct program *program;
	struct catalogue *catalogue;
	struct tables *tables;
	struct frugal_error error = {0};
	struct lab lab = {0};
	CHECK_INT(ask(&lab, "trainning", &program, &catalogue, &tables, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "unknown model 'trainning'");
	CHECK_HOLDS(error.todo, "did you mean training");
	catalogue_free(catalogue);
	tables_free(tables);
}

TEST(a_model_of_the_user_replaces_ours_and_may_use_it)
{
	struct lab lab = {0};
	lab_file(&lab, "ram_power.model", "model ram_power { out power : W = 1 W }");
	lab_file(&lab, "mine.model", "model mine { use a = ram_power() out x : W = a.power * 2 }");
	lab_file(&lab, "notes.txt", "not a model");
	const struct program *program = NULL;
	struct catalogue *catalogue;
	struct tables *tables;
	CHECK_INT(ask(&lab, "mine", &program, &catalogue, &tables, NULL), 0);
	CHECK_INT(program->n_inputs, 0);
	const struct model *model = NULL;
	CHECK_INT(catalogue_model(catalogue, STR("ram_power"), &model, NULL), 0);
	CHECK_HOLDS(model->file, "/ram_power.model");
	CHECK_INT(catalogue_model(catalogue, STR("training"), &model, NULL), 0);
	CHECK_TEXT(model->file, "models/training.model");
	CHECK_INT(catalogue_model(catalogue, STR("notes"), &model, NULL), FRUGAL_EUSAGE);
	catalogue_free(catalogue);
	tables_free(tables);
	lab_close(&lab);
}

TEST(files_that_do_not_hold_are_named)
{
	struct lab lab = {0};
	lab_file(&lab, "empty.model", "");
	lab_file(&lab, "other.model", "model another { out x : 1 = 1 }");
	lab_file(&lab, "broken.model", "model broken {\n  out x : 1 = 1 W + 1 h\n}");
	lab_file(&lab, "uses.model", "model uses { use b = empty() out x : 1 = 1 }");
	lab_file(&lab, "a.model", "model a { use b = b() out x : 1 = 1 }");
	lab_file(&lab, "b.model", "model b { use a = a() out x : 1 = 1 }");
	refused(&lab, "empty", FRUGAL_EDATA, "this file contains no model", "/empty.model:1:1");
	refused(&lab, "other", FRUGAL_EDATA, "the file contains model 'another', not 'other'",
		"/other.model");
	refused(&lab, "another", FRUGAL_EDATA, "the file contains model 'another', not 'other'",
		"/other.model");
	refused(&lab, "broken", FRUGAL_EDATA, "combines a power (W) and a time (h)",
		"/broken.model:2:19");
	refused(&lab, "uses", FRUGAL_EDATA, "this file contains no model", "/empty.model:1:1");
	refused(&lab, "a", FRUGAL_EDATA, "model a uses itself, through b", "/b.model:1:15");
	lab_close(&lab);
}

TEST(a_model_of_ten_megabytes_is_refused_unread)
{
	struct lab lab = {0};
	size_t n = (size_t)10 << 20;
	char *text = malloc(n + 1);
	CHECK(text != NULL);
	memset(text, ' ', n);
	text[n] = '\0';
	lab_file(&lab, "big.model", text);
	free(text);
	refused(&lab, "big", FRUGAL_EDATA, "", "");
	lab_close(&lab);
}

TEST(a_folder_that_is_not_there_is_an_error_only_when_asked_for)
{
	struct tables *tables;
	struct catalogue *catalogue = NULL;
	struct frugal_error error = {0};
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	struct catalogue_options options = {.user_dir = "/nonexistent/frugal"};
	CHECK_INT(catalogue_new(&options, tables, &catalogue, &error), 0);
	catalogue_free(catalogue);
	catalogue = NULL;
	options = (struct catalogue_options){.dir = "/nonexistent/frugal"};
	CHECK(catalogue_new(&options, tables, &catalogue, &error) < 0);
	CHECK_HOLDS(error.what, "/nonexistent/frugal");
	CHECK(catalogue == NULL);
	tables_free(tables);
}

TEST(memory_may_end_anywhere_in_a_library)
{
	struct tables *tables;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	int64_t n = 0;
	for (bool done = false; !done; n++) {
		struct catalogue *catalogue = NULL;
		const struct program *program = NULL;
		struct frugal_error error = {0};
		mem_fail_after(n);
		int r = catalogue_new(NULL, tables, &catalogue, &error);
		if (r == 0)
			r = catalogue_program(catalogue, STR("ram_power"), &program, &error);
		mem_fail_after(-1);
		CHECK((r == 0) == (program != NULL));
		CHECK(r == 0 || error.what[0]);
		done = r == 0;
		catalogue_free(catalogue);
	}
	CHECK(n > 5);
	tables_free(tables);
}

RUN_TESTS(CASE(every_built_in_model_compiles), CASE(an_unknown_model_gets_a_near_miss),
	  CASE(a_model_of_the_user_replaces_ours_and_may_use_it),
	  CASE(files_that_do_not_hold_are_named), CASE(a_model_of_ten_megabytes_is_refused_unread),
	  CASE(a_folder_that_is_not_there_is_an_error_only_when_asked_for),
	  CASE(memory_may_end_anywhere_in_a_library))
