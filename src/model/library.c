/* SPDX-License-Identifier: Apache-2.0 */
#include "model/library.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/intl.h"

#define MAX_MODEL_BYTES ((size_t)1 << 20)
#define SUFFIX ".model"

struct shelf {
	const char *name; /* without the suffix */
	const char *file; /* for messages, and to read when text is NULL */
	struct str text;
	struct buf own; /* holds the text of a file that was read */
	struct model *model;
	struct program *program;
};

struct library {
	struct arena arena;
	struct tables *tables;
	struct shelf *shelves;
	size_t n, cap;
	const char **names; /* ends with NULL */
};

static struct shelf *find_shelf(const struct library *library, struct str name)
{
	for (size_t i = 0; i < library->n; i++)
		if (str_is(name, library->shelves[i].name))
			return &library->shelves[i];
	return NULL;
}

static int put_shelf(struct library *library, const char *file_name, const char *file,
		     struct str text, struct frugal_error *reterr)
{
	size_t n = strlen(file_name) - strlen(SUFFIX);
	struct shelf *shelf = find_shelf(library, (struct str){file_name, n});
	if (!shelf) {
		const char *name = arena_strndup(&library->arena, file_name, n);
		if (!name || !mem_grow(&library->shelves, library->n, &library->cap,
				       sizeof(struct shelf), 0))
			return error_nomem(reterr);
		shelf = &library->shelves[library->n++];
		*shelf = (struct shelf){.name = name};
	}
	shelf->file = file;
	shelf->text = text;
	return file ? 0 : error_nomem(reterr);
}

static int put_embedded(struct library *library, struct frugal_error *reterr)
{
	int r = 0;
	for (const struct embedded_file *file = embedded_models; r == 0 && file->name; file++)
		r = put_shelf(library, file->name,
			      arena_printf(&library->arena, "models/%s", file->name),
			      (struct str){file->text, file->n}, reterr);
	return r;
}

static int put_folder(struct library *library, const char *dir, struct frugal_error *reterr)
{
	char **names;
	size_t n;
	int r = file_list(&library->arena, dir, SUFFIX, &names, &n, reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = put_shelf(library, names[i],
			      arena_printf(&library->arena, "%s/%s", dir, names[i]),
			      (struct str){0}, reterr);
	return r;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct shelf *)a)->name, ((const struct shelf *)b)->name);
}

static int fill(struct library *library, const struct library_options *options,
		struct frugal_error *reterr)
{
	int r = put_embedded(library, reterr);
	if (r == 0 && options && options->user_dir && access(options->user_dir, F_OK) == 0)
		r = put_folder(library, options->user_dir, reterr);
	if (r == 0 && options && options->dir)
		r = put_folder(library, options->dir, reterr);
	if (r < 0)
		return r;
	if (library->n)
		qsort(library->shelves, library->n, sizeof(struct shelf), by_name);
	library->names = arena_array(&library->arena, library->n + 1, sizeof(char *));
	if (!library->names)
		return error_nomem(reterr);
	for (size_t i = 0; i < library->n; i++)
		library->names[i] = library->shelves[i].name;
	return 0;
}

int library_new(const struct library_options *options, struct tables *tables, struct library **ret,
		struct frugal_error *reterr)
{
	struct library *library = mem_zalloc(1, sizeof(*library));
	if (!library)
		return error_nomem(reterr);
	library->tables = tables;
	int r = fill(library, options, reterr);
	if (r < 0) {
		library_free(library);
		return r;
	}
	*ret = library;
	return 0;
}

void library_free(struct library *library)
{
	if (!library)
		return;
	for (size_t i = 0; i < library->n; i++) {
		program_free(library->shelves[i].program);
		model_free(library->shelves[i].model);
		buf_release(&library->shelves[i].own);
	}
	mem_free(library->shelves);
	arena_release(&library->arena);
	mem_free(library);
}

struct tables *library_tables(const struct library *library)
{
	return library->tables;
}

const char *const *library_names(const struct library *library)
{
	return library->names;
}

static int read_model(struct shelf *shelf, struct frugal_error *reterr);

/* The models of the family called name, joined; empty when there is no such family. */
static void models_of_family(struct library *library, struct str name, struct buf *to)
{
	for (size_t i = 0; i < library->n; i++) {
		struct shelf *shelf = &library->shelves[i];
		struct frugal_error ignored;
		if (!shelf->model && read_model(shelf, &ignored) < 0)
			continue;
		for (size_t f = 0; f < shelf->model->n_families; f++)
			if (str_eq(name, shelf->model->families[f]))
				buf_addf(to, "%s%s", to->n ? ", " : "", shelf->name);
	}
}

static int unknown_model(struct library *library, struct str name, struct frugal_error *reterr)
{
	struct buf family = {0};
	models_of_family(library, name, &family);
	if (family.n) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is a family of models: %s"),
			  STR_ARG(name), buf_text(&family));
		buf_release(&family);
		return error_todo(reterr, "%s",
				  _("name one of them; --methods answers by all of its family"));
	}
	buf_release(&family);
	error_set(reterr, FRUGAL_EUSAGE, _("there is no model '%.*s'"), STR_ARG(name));
	const char *near = str_nearest(name, library->names);
	if (near)
		return error_todo(reterr, _("did you mean %s ?"), near);
	return error_todo(reterr, "%s", _("`frugal models` lists them"));
}

static int read_model(struct shelf *shelf, struct frugal_error *reterr)
{
	if (!shelf->text.p) {
		buf_clear(&shelf->own);
		int r = file_read_plain(shelf->file, MAX_MODEL_BYTES, &shelf->own, reterr);
		if (r < 0)
			return r;
		shelf->text = buf_str(&shelf->own);
	}
	struct model *model;
	int r = model_parse(shelf->file, shelf->text, &model, reterr);
	if (r < 0)
		return r;
	if (strcmp(model->name, shelf->name) != 0) {
		error_set(reterr, FRUGAL_EDATA, _("the file holds model '%s', not '%s'"),
			  model->name, shelf->name);
		error_where(reterr, "%s", shelf->file);
		error_todo(reterr, "%s", _("give the file the name of its model"));
		model_free(model);
		return FRUGAL_EDATA;
	}
	shelf->model = model;
	return 0;
}

static int find_model(struct library *library, struct str name, struct shelf **ret,
		      struct frugal_error *reterr)
{
	struct shelf *shelf = find_shelf(library, name);
	if (!shelf) {
		unknown_model(library, name, reterr);
		return FRUGAL_EUSAGE;
	}
	*ret = shelf;
	return shelf->model ? 0 : read_model(shelf, reterr);
}

int library_model(struct library *library, struct str name, const struct model **ret,
		  struct frugal_error *reterr)
{
	struct shelf *shelf;
	int r = find_model(library, name, &shelf, reterr);
	if (r == 0)
		*ret = shelf->model;
	return r;
}

static int find_for_compile(void *context, struct str name, const struct model **ret,
			    struct frugal_error *reterr)
{
	return library_model(context, name, ret, reterr);
}

int library_program(struct library *library, struct str name, const struct program **ret,
		    struct frugal_error *reterr)
{
	struct shelf *shelf;
	int r = find_model(library, name, &shelf, reterr);
	if (r == 0 && !shelf->program)
		r = program_compile(shelf->model, library->tables, find_for_compile, library,
				    &shelf->program, reterr);
	if (r == 0)
		*ret = shelf->program;
	return r;
}
