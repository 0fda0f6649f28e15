/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs of the image against the same models compiled from their files, struct by struct: same
 * lines, same steps, same places. The files are those of this source tree.
 */
#include "model_lab.h"

#include "model/image.h"

static void same_text(const char *a, const char *b)
{
	CHECK_INT(a != NULL, b != NULL);
	if (a)
		CHECK_TEXT(a, b);
}

/* "models/x.model" is the end of the path of the file that was read. */
static void same_file(const char *built_in, const char *read)
{
	CHECK(strlen(read) > strlen(built_in));
	CHECK_TEXT(built_in, read + strlen(read) - strlen(built_in));
}

static void same_str(struct str a, struct str b)
{
	CHECK(str_eq(a, b));
	CHECK(a.p != NULL);
}

static void same_unit(const struct unit *a, const struct unit *b)
{
	CHECK_CLOSE(a->scale, b->scale, 0);
	CHECK(dimension_eq(a->dim, b->dim));
}

static void same_number(double a, double b)
{
	CHECK(memcmp(&a, &b, sizeof(a)) == 0);
}

static void same_place(struct place a, struct place b)
{
	CHECK_INT(a.line, b.line);
	CHECK_INT(a.column, b.column);
}

static void same_line(const struct line_words *a, const struct line_words *b)
{
	CHECK_INT(a != NULL, b != NULL);
	if (!a)
		return;
	same_place(a->place, b->place);
	same_str(a->source, b->source);
	same_str(a->help.en, b->help.en);
	same_str(a->help.fr, b->help.fr);
}

static void same_head(const struct model *a, const struct model *b)
{
	CHECK_TEXT(a->name, b->name);
	same_file(a->file, b->file);
	CHECK(a->hash == b->hash);
	same_str(a->text, b->text);
	CHECK_INT(a->n_families, b->n_families);
	for (size_t i = 0; i < a->n_families; i++)
		same_str(a->families[i], b->families[i]);
	CHECK_INT(a->n_sources, b->n_sources);
	for (size_t i = 0; i < a->n_sources; i++)
		same_str(a->sources[i], b->sources[i]);
	const struct words *x[] = {&a->title, &a->boundary, &a->differs};
	const struct words *y[] = {&b->title, &b->boundary, &b->differs};
	for (size_t i = 0; i < 3; i++) {
		same_str(x[i]->en, y[i]->en);
		same_str(x[i]->fr, y[i]->fr);
	}
}

static void same_input(const struct input *a, const struct input *b)
{
	same_str(a->name, b->name);
	CHECK_INT(a->kind, b->kind);
	same_line(a->line, b->line);
	same_file(a->file, b->file);
	same_unit(&a->unit, &b->unit);
	same_str(a->unit_text, b->unit_text);
	CHECK(a->table == b->table);
	same_str(a->table_name, b->table_name);
	CHECK_INT(a->n_choices, b->n_choices);
	for (size_t i = 0; i < a->n_choices; i++)
		same_str(a->choices[i], b->choices[i]);
	CHECK_INT(a->n_limits, b->n_limits);
	for (size_t i = 0; i < a->n_limits; i++) {
		const struct limit *x = &a->limits[i], *y = &b->limits[i];
		CHECK_INT(x->upper, y->upper);
		CHECK_INT(x->strict, y->strict);
		same_number(x->value, y->value);
		same_str(x->text, y->text);
		same_str(x->full, y->full);
	}
	CHECK_INT(a->optional, b->optional);
	CHECK_INT(a->has_default, b->has_default);
	same_str(a->default_text, b->default_text);
	same_number(a->value, b->value);
	same_number(a->low, b->low);
	same_number(a->high, b->high);
	same_str(a->key, b->key);
	CHECK_INT(a->follows, b->follows);
	CHECK_INT(a->follows_column, b->follows_column);
	CHECK_INT(a->choice, b->choice);
	CHECK_INT(a->reg, b->reg);
	CHECK_INT(a->entry, b->entry);
}

static void same_entry(const struct entry *a, const struct entry *b)
{
	CHECK_INT(a->kind, b->kind);
	same_str(a->name, b->name);
	same_file(a->file, b->file);
	same_place(a->place, b->place);
	same_str(a->expression, b->expression);
	same_str(a->condition, b->condition);
	same_unit(&a->unit, &b->unit);
	same_str(a->unit_text, b->unit_text);
	same_line(a->line, b->line);
	CHECK_INT(a->reg, b->reg);
	CHECK_INT(a->param, b->param);
	CHECK_INT(a->input, b->input);
	CHECK_INT(a->n_uses, b->n_uses);
	for (size_t i = 0; i < a->n_uses; i++)
		CHECK_INT(a->uses[i], b->uses[i]);
	CHECK_INT(a->figure, b->figure);
}

static void same_param(const struct param *a, const struct param *b)
{
	CHECK_INT(a->kind, b->kind);
	CHECK_INT(a->reg, b->reg);
	CHECK_INT(a->input, b->input);
	CHECK_INT(a->column, b->column);
	CHECK_INT(a->entry, b->entry);
	same_number(a->value, b->value);
	same_number(a->low, b->low);
	same_number(a->high, b->high);
	CHECK_INT(a->optional, b->optional);
	same_place(a->place, b->place);
}

static void same_step(const struct step *a, const struct step *b)
{
	CHECK_INT(a->op, b->op);
	CHECK_INT(a->to, b->to);
	CHECK_INT(a->a, b->a);
	CHECK_INT(a->b, b->b);
	CHECK_INT(a->c, b->c);
}

static void same_check(const struct program_check *a, const struct program_check *b)
{
	same_text(a->message, b->message);
	CHECK_INT(a->reg, b->reg);
	same_line(a->line, b->line);
	same_file(a->file, b->file);
}

/* Two uses of one model share the place of a constant, by which it is drawn once. */
static void same_sharing(const struct program *a, const struct program *b)
{
	for (size_t i = 0; i < a->n_entries; i++)
		for (size_t j = 0; j < i; j++) {
			if (a->entries[i].kind != ENTRY_CONSTANT ||
			    a->entries[j].kind != ENTRY_CONSTANT)
				continue;
			CHECK_INT(a->entries[i].name.p == a->entries[j].name.p,
				  b->entries[i].name.p == b->entries[j].name.p);
		}
}

static void same_program(const struct program *a, const struct program *b)
{
	CHECK(a->version == b->version);
	CHECK_INT(a->n_regs, b->n_regs);
	same_head(a->model, b->model);
	CHECK_INT(a->n_inputs, b->n_inputs);
	for (size_t i = 0; i < a->n_inputs; i++)
		same_input(&a->inputs[i], &b->inputs[i]);
	CHECK_INT(a->n_entries, b->n_entries);
	for (size_t i = 0; i < a->n_entries; i++)
		same_entry(&a->entries[i], &b->entries[i]);
	CHECK_INT(a->n_params, b->n_params);
	for (size_t i = 0; i < a->n_params; i++)
		same_param(&a->params[i], &b->params[i]);
	CHECK_INT(a->n_steps, b->n_steps);
	for (size_t i = 0; i < a->n_steps; i++)
		same_step(&a->steps[i], &b->steps[i]);
	CHECK_INT(a->n_checks, b->n_checks);
	for (size_t i = 0; i < a->n_checks; i++)
		same_check(&a->checks[i], &b->checks[i]);
	same_sharing(a, b);
}

static struct catalogue *open_catalogue(struct tables *tables, const char *dir,
					const struct image *image)
{
	struct catalogue_options options = {.dir = dir, .image = image};
	struct catalogue *catalogue;
	CHECK_INT(catalogue_new(&options, tables, &catalogue, NULL), 0);
	return catalogue;
}

TEST(every_program_of_the_image_is_what_its_files_say)
{
	char dir[512];
	struct tables *tables;
	(void)snprintf(dir, sizeof(dir), "%s/models", getenv("FRUGAL_SOURCE"));
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	struct catalogue *built_in = open_catalogue(tables, NULL, NULL);
	struct catalogue *read = open_catalogue(tables, dir, NULL);
	size_t n = 0;
	for (const char *const *name = catalogue_names(read); *name; name++, n++) {
		const struct program *a, *b;
		const struct model *head;
		CHECK_INT(catalogue_program(built_in, str_of(*name), &a, NULL), 0);
		CHECK_INT(catalogue_program(read, str_of(*name), &b, NULL), 0);
		CHECK(!a->model->lines &&
		      b->model->lines); /* that the one was read, and the other not */
		same_program(a, b);
		CHECK_INT(catalogue_model(built_in, str_of(*name), &head, NULL), 0);
		CHECK(head == a->model);
	}
	CHECK_INT(n, built_in_image.n_models);
	CHECK(n > 40);
	catalogue_free(built_in);
	catalogue_free(read);
	tables_free(tables);
}

TEST(a_model_over_one_of_the_user_is_compiled)
{
	struct lab lab = {0};
	const struct program *ours, *theirs;
	const struct model *ram;
	struct buf text = {0};
	CHECK_INT(tables_new(NULL, &lab.tables, NULL), 0);
	struct catalogue *built_in = open_catalogue(lab.tables, NULL, NULL);
	CHECK_INT(catalogue_model(built_in, STR("ram_power"), &ram, NULL), 0);
	buf_addf(&text, "# mine\n%.*s", (int)ram->text.n, ram->text.p);
	lab_file(&lab, "ram_power.model", buf_text(&text));
	struct catalogue *mixed = open_catalogue(lab.tables, lab.dir, NULL);
	CHECK_INT(catalogue_program(built_in, STR("cpu_power"), &ours, NULL), 0);
	CHECK_INT(catalogue_program(mixed, STR("cpu_power"), &theirs, NULL), 0);
	CHECK(!ours->model->lines && theirs->model->lines);
	CHECK(ours->version != theirs->version);
	CHECK_TEXT(theirs->model->file, "models/cpu_power.model");
	/* None of the user's in it: from the image as before. */
	CHECK_INT(catalogue_program(mixed, STR("training"), &theirs, NULL), 0);
	CHECK(!theirs->model->lines);
	catalogue_free(built_in);
	catalogue_free(mixed);
	buf_release(&text);
	lab_close(&lab);
}

TEST(a_model_that_reads_rows_of_the_user_is_compiled)
{
	struct lab lab = {0};
	const struct program *program;
	lab_file(&lab, "gpus.csv",
		 "key,name,tdp[W],year,source,licence\nmine,Mine,300,2024,me,own\n");
	struct tables_options options = {.dir = lab.dir};
	CHECK_INT(tables_new(&options, &lab.tables, NULL), 0);
	struct catalogue *catalogue = open_catalogue(lab.tables, NULL, NULL);
	CHECK_INT(catalogue_program(catalogue, STR("training"), &program, NULL), 0);
	CHECK(program->model->lines != NULL);
	CHECK_INT(catalogue_program(catalogue, STR("storage"), &program, NULL), 0);
	CHECK(program->model->lines == NULL);
	catalogue_free(catalogue);
	lab_close(&lab);
}

TEST(a_damaged_model_is_refused_and_the_others_are_not)
{
	const struct image_part *part = image_find(&built_in_image, built_in_image.models,
						   built_in_image.n_models, STR("training"));
	unsigned char *text = malloc(built_in_image.n_text);
	struct image image = built_in_image;
	struct tables *tables;
	const struct program *program = NULL;
	const struct model *model = NULL;
	struct frugal_error error = {0};
	CHECK(part && text);
	memcpy(text, built_in_image.text, built_in_image.n_text);
	text[part->text + part->n_text - 20] ^= 1; /* in the text of its file */
	image.text = text;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	struct catalogue *catalogue = open_catalogue(tables, NULL, &image);
	CHECK_INT(catalogue_program(catalogue, STR("training"), &program, &error), FRUGAL_EDATA);
	CHECK_TEXT(error.what, "the built-in models and tables are damaged");
	CHECK_TEXT(error.where, "training");
	CHECK_INT(catalogue_model(catalogue, STR("training"), &model, NULL), FRUGAL_EDATA);
	CHECK(!program && !model);
	CHECK_INT(catalogue_program(catalogue, STR("storage"), &program, NULL), 0);
	catalogue_free(catalogue);
	tables_free(tables);
	free(text);
}

TEST(a_program_of_the_image_opens_or_says_that_memory_is_out)
{
	int r = FRUGAL_EENV;
	for (int64_t n = 0; r == FRUGAL_EENV; n++) {
		struct tables *tables;
		const struct program *program = NULL;
		CHECK_INT(tables_new(NULL, &tables, NULL), 0);
		struct catalogue *catalogue = open_catalogue(tables, NULL, NULL);
		mem_fail_after(n);
		r = catalogue_program(catalogue, STR("training"), &program, NULL);
		mem_fail_after(-1);
		CHECK((r == 0) == (program != NULL));
		catalogue_free(catalogue);
		tables_free(tables);
		CHECK(n < 1000);
	}
	CHECK_INT(r, 0);
}

RUN_TESTS(CASE(every_program_of_the_image_is_what_its_files_say),
	  CASE(a_model_over_one_of_the_user_is_compiled),
	  CASE(a_model_that_reads_rows_of_the_user_is_compiled),
	  CASE(a_damaged_model_is_refused_and_the_others_are_not),
	  CASE(a_program_of_the_image_opens_or_says_that_memory_is_out))
