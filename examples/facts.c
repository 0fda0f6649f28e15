/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library knows: the inputs of a model as the lines of a form, a row of a table by a name
 * that is not quite its own, and what a publication states next to ours.
 *
 *	cc facts.c $(pkg-config --cflags --libs frugal) -o facts
 */
#include <stdio.h>

#include <frugal.h>

static int print_form(frugal_library *library, struct frugal_error *error)
{
	const struct frugal_model *model;
	size_t i;
	int r = frugal_model_get(library, "training", &model, error);
	if (r < 0)
		return r;
	printf("%s\n", model->head->title);
	for (i = 0; model->inputs[i]; i++) {
		const struct frugal_model_input *input = model->inputs[i];
		printf("  %-12s %s%s, %s\n", input->name, input->table ? "a row of " : "",
		       input->table  ? input->table
		       : input->unit ? input->unit
				     : "a word",
		       input->required ? "required" : "optional");
	}
	return 0;
}

static int print_board(frugal_library *library, const char *name, struct frugal_error *error)
{
	const frugal_table *table;
	struct frugal_found found;
	uint32_t i;
	int r = frugal_table_get(library, "gpus", &table, error);
	if (r < 0)
		return r;
	if (frugal_table_find(table, name, &found, error) == 0) {
		uint32_t tdp = frugal_table_column_find(table, "tdp");
		uint32_t source = frugal_table_column_find(table, "source");
		printf("%s: %g W (%s)\n", frugal_table_text(table, found.row, 0),
		       frugal_table_number(table, found.row, tdp),
		       frugal_table_text(table, found.row, source));
		return 0;
	}
	if (found.kind != FRUGAL_AMBIGUOUS)
		return error->code;
	for (i = 0; i < found.n_candidates; i++)
		printf("%s may be %s\n", name, frugal_table_text(table, found.candidates[i], 0));
	return 0;
}

static int print_published(frugal_library *library, struct frugal_error *error)
{
	frugal_published *published = NULL;
	struct frugal_published_figure figure;
	size_t i;
	int r = frugal_published_new(library, "bloom", &published, error);
	for (i = 0; r == 0 && frugal_published_get(published, i, &figure) == 0; i++)
		printf("%s: %s, ours %.2f %s\n", figure.what, figure.published_text, figure.ours,
		       figure.unit);
	frugal_published_free(published);
	return r;
}

int main(void)
{
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	int r = frugal_library_new(NULL, &library, &error);
	if (r == 0)
		r = print_form(library, &error);
	if (r == 0)
		r = print_board(library, "NVIDIA A100-SXM4-80GB", &error);
	if (r == 0)
		r = print_board(library, "A100 SXM4", &error);
	if (r == 0)
		r = print_published(library, &error);
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_library_free(library);
	return -r;
}
