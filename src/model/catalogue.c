/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shelf is a model by name. A built-in model gets its head and its program from the image, unless
 * a file of the user replaces it, or a model or table that it uses; then, and when another model
 * that uses it is compiled, its text is read.
 */
#include "model/catalogue.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "model/image.h"

#define MAX_MODEL_BYTES ((size_t)1 << 20)
#define SUFFIX ".model"

struct shelf {
	const char *name;              /* without the suffix */
	const char *file;              /* for messages, and to read; NULL when it is built in */
	struct buf own;                /* the text of a file that was read */
	const struct image_part *part; /* when it is built in */
	struct model *head;            /* from the image: without lines */
	struct model *model;           /* from the text */
	struct program *program;
};

struct catalogue {
	struct arena arena;
	const struct image *image;
	struct tables *tables;
	struct shelf *shelves;
	size_t n, cap;
	const char **names; /* ends with NULL */
	struct mem_spare spare;
};

static struct shelf *find_shelf(const struct catalogue *catalogue, struct str name)
{
	for (size_t i = 0; i < catalogue->n; i++)
		if (str_is(name, catalogue->shelves[i].name))
			return &catalogue->shelves[i];
	return NULL;
}

static struct shelf *add_shelf(struct catalogue *catalogue, const char *name)
{
	if (!name ||
	    !mem_grow(&catalogue->shelves, catalogue->n, &catalogue->cap, sizeof(struct shelf), 0))
		return NULL;
	struct shelf *shelf = &catalogue->shelves[catalogue->n++];
	*shelf = (struct shelf){.name = name};
	return shelf;
}

static int put_built_in(struct catalogue *catalogue, struct frugal_error *reterr)
{
	const struct image *image = catalogue->image;
	for (size_t i = 0; i < image->n_models; i++) {
		const struct image_part *part = &image->models[i];
		struct shelf *shelf = add_shelf(catalogue, image_name(image, part));
		if (!shelf)
			return error_nomem(reterr);
		shelf->part = part;
	}
	return 0;
}

/* Puts a file of the user in place of the model of that name. */
static int put_file(struct catalogue *catalogue, const char *dir, const char *file_name,
		    struct frugal_error *reterr)
{
	size_t n = strlen(file_name) - strlen(SUFFIX);
	struct shelf *shelf = find_shelf(catalogue, (struct str){file_name, n});
	if (!shelf)
		shelf = add_shelf(catalogue, arena_strndup(&catalogue->arena, file_name, n));
	if (!shelf)
		return error_nomem(reterr);
	shelf->part = NULL;
	shelf->file = arena_printf(&catalogue->arena, "%s/%s", dir, file_name);
	return shelf->file ? 0 : error_nomem(reterr);
}

static int put_folder(struct catalogue *catalogue, const char *dir, struct frugal_error *reterr)
{
	char **names;
	size_t n;
	int r = file_list(&catalogue->arena, dir, SUFFIX, &names, &n, reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = put_file(catalogue, dir, names[i], reterr);
	return r;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct shelf *)a)->name, ((const struct shelf *)b)->name);
}

static int fill(struct catalogue *catalogue, const struct catalogue_options *options,
		struct frugal_error *reterr)
{
	int r = put_built_in(catalogue, reterr);
	if (r == 0 && options && options->user_dir && access(options->user_dir, F_OK) == 0)
		r = put_folder(catalogue, options->user_dir, reterr);
	if (r == 0 && options && options->dir)
		r = put_folder(catalogue, options->dir, reterr);
	if (r < 0)
		return r;
	if (catalogue->n > catalogue->image->n_models)
		qsort(catalogue->shelves, catalogue->n, sizeof(struct shelf), by_name);
	catalogue->names = arena_array(&catalogue->arena, catalogue->n + 1, sizeof(char *));
	if (!catalogue->names)
		return error_nomem(reterr);
	for (size_t i = 0; i < catalogue->n; i++)
		catalogue->names[i] = catalogue->shelves[i].name;
	return 0;
}

int catalogue_new(const struct catalogue_options *options, struct tables *tables,
		  struct catalogue **ret, struct frugal_error *reterr)
{
	struct catalogue *catalogue = mem_zalloc(1, sizeof(*catalogue));
	if (!catalogue)
		return error_nomem(reterr);
	catalogue->tables = tables;
	catalogue->image = options && options->image ? options->image : &built_in_image;
	int r = fill(catalogue, options, reterr);
	if (r < 0) {
		catalogue_free(catalogue);
		return r;
	}
	*ret = catalogue;
	return 0;
}

void catalogue_free(struct catalogue *catalogue)
{
	if (!catalogue)
		return;
	for (size_t i = 0; i < catalogue->n; i++) {
		program_free(catalogue->shelves[i].program);
		model_free(catalogue->shelves[i].head);
		model_free(catalogue->shelves[i].model);
		buf_release(&catalogue->shelves[i].own);
	}
	mem_spare_release(&catalogue->spare);
	mem_free(catalogue->shelves);
	arena_release(&catalogue->arena);
	mem_free(catalogue);
}

struct tables *catalogue_tables(const struct catalogue *catalogue)
{
	return catalogue->tables;
}

const char *const *catalogue_names(const struct catalogue *catalogue)
{
	return catalogue->names;
}

static int find_head(struct catalogue *catalogue, struct shelf *shelf, const struct model **ret,
		     struct frugal_error *reterr);

/* Joins the names of the models of a family; empty when no model is of that family. */
static void models_of_family(struct catalogue *catalogue, struct str name, struct buf *to)
{
	for (size_t i = 0; i < catalogue->n; i++) {
		struct shelf *shelf = &catalogue->shelves[i];
		const struct model *model = NULL;
		struct frugal_error ignored;
		if (find_head(catalogue, shelf, &model, &ignored) < 0)
			continue;
		for (size_t f = 0; f < model->n_families; f++)
			if (str_eq(name, model->families[f]))
				buf_addf(to, "%s%s", to->n ? ", " : "", shelf->name);
	}
}

static int find_text(struct catalogue *catalogue, struct shelf *shelf, struct str *ret,
		     struct frugal_error *reterr)
{
	if (shelf->part) {
		shelf->file = arena_printf(&catalogue->arena, "models/%s%s", shelf->name, SUFFIX);
		*ret = model_image_text(catalogue->image, shelf->part);
		return shelf->file ? 0 : error_nomem(reterr);
	}
	buf_clear(&shelf->own);
	int r = file_read_plain(shelf->file, MAX_MODEL_BYTES, &shelf->own, reterr);
	if (r == 0)
		*ret = buf_str(&shelf->own);
	return r;
}

static int refuse_name(const struct shelf *shelf, const struct model *model,
		       struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("the file contains model '%s', not '%s'"), model->name,
		  shelf->name);
	error_where(reterr, "%s", shelf->file);
	error_todo(reterr, "%s", _("name the file after its model"));
	return FRUGAL_EDATA;
}

/* A file of the user that has another name than the model in it: which of them has this one? */
static bool misnamed(struct catalogue *catalogue, struct str name, struct frugal_error *reterr)
{
	for (size_t i = 0; i < catalogue->n; i++) {
		struct shelf *shelf = &catalogue->shelves[i];
		struct model *model = NULL;
		struct frugal_error ignored;
		struct str text;
		if (shelf->part || shelf->model ||
		    find_text(catalogue, shelf, &text, &ignored) < 0 ||
		    model_parse(shelf->file, text, &model, &ignored) < 0)
			continue;
		bool found = str_is(name, model->name);
		if (found)
			refuse_name(shelf, model, reterr);
		model_free(model);
		if (found)
			return true;
	}
	return false;
}

static int unknown_model(struct catalogue *catalogue, struct str name, struct frugal_error *reterr)
{
	if (misnamed(catalogue, name, reterr))
		return FRUGAL_EDATA;
	struct buf family = {0};
	models_of_family(catalogue, name, &family);
	if (family.n) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is a family of models: %s"),
			  STR_ARG(name), buf_text(&family));
		buf_release(&family);
		return error_todo(reterr, "%s",
				  _("name one of them, or ask all methods of the family"));
	}
	buf_release(&family);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown model '%.*s'"), STR_ARG(name));
	const char *near = str_nearest(name, catalogue->names);
	if (near)
		return error_todo(reterr, _("did you mean %s?"), near);
	return error_todo(reterr, "%s", _("`frugal models` lists them"));
}

static int read_model(struct catalogue *catalogue, struct shelf *shelf, struct frugal_error *reterr)
{
	struct str text;
	int r = find_text(catalogue, shelf, &text, reterr);
	if (r < 0)
		return r;
	struct model *model;
	r = model_parse(shelf->file, text, &model, reterr);
	if (r < 0)
		return r;
	if (strcmp(model->name, shelf->name) != 0) {
		r = refuse_name(shelf, model, reterr);
		model_free(model);
		return r;
	}
	shelf->model = model;
	return 0;
}

/* ---- from the image ---- */

/* Collects the files of the models that a part is compiled of; *ret_ours: no file is the user's. */
static int open_part(struct catalogue *catalogue, const struct shelf *shelf,
		     struct image_view *view, struct image_models *models, bool *ret_ours,
		     struct frugal_error *reterr)
{
	int r = image_open(catalogue->image, shelf->part, view, reterr);
	if (r == 0)
		r = model_image_models(catalogue->image, view, models, reterr);
	*ret_ours = r == 0;
	for (size_t i = 0; *ret_ours && i < models->n; i++) {
		const struct shelf *used = find_shelf(catalogue, str_of(models->names[i]));
		*ret_ours = used && used->part;
	}
	return r;
}

static int find_head(struct catalogue *catalogue, struct shelf *shelf, const struct model **ret,
		     struct frugal_error *reterr)
{
	struct image_view view;
	struct image_models models;
	bool ours;
	int r = 0;
	if (!shelf->model && !shelf->head && shelf->part) {
		r = open_part(catalogue, shelf, &view, &models, &ours, reterr);
		if (r == 0)
			r = model_image_head(&view, &models, &shelf->head, reterr);
	}
	if (r == 0 && !shelf->model && !shelf->head)
		r = read_model(catalogue, shelf, reterr);
	if (r == 0)
		*ret = shelf->head ? shelf->head : shelf->model;
	return r;
}

/* Reads the program from the image; *ret stays NULL when it must be compiled. */
static int find_program(struct catalogue *catalogue, struct shelf *shelf, struct program **ret,
			struct frugal_error *reterr)
{
	struct image_view view;
	struct image_models models;
	const struct model *head = NULL;
	bool ours = false;
	int r = shelf->part ? open_part(catalogue, shelf, &view, &models, &ours, reterr) : 0;
	if (r < 0 || !ours)
		return r;
	r = find_head(catalogue, shelf, &head, reterr);
	return r == 0 ? model_image_program(&view, &models, head, catalogue->tables, ret, reterr)
		      : r;
}

/* ---- what is asked for ---- */

static int find_asked(struct catalogue *catalogue, struct str name, struct shelf **ret,
		      struct frugal_error *reterr)
{
	*ret = find_shelf(catalogue, name);
	if (*ret)
		return 0;
	return unknown_model(catalogue, name, reterr) == FRUGAL_EDATA ? FRUGAL_EDATA
								      : FRUGAL_EUSAGE;
}

int catalogue_model(struct catalogue *catalogue, struct str name, const struct model **ret,
		    struct frugal_error *reterr)
{
	struct shelf *shelf;
	int r = find_asked(catalogue, name, &shelf, reterr);
	return r == 0 ? find_head(catalogue, shelf, ret, reterr) : r;
}

static int find_for_compile(void *context, struct str name, const struct model **ret,
			    struct frugal_error *reterr)
{
	struct catalogue *catalogue = context;
	struct shelf *shelf;
	int r = find_asked(catalogue, name, &shelf, reterr);
	if (r == 0 && !shelf->model)
		r = read_model(catalogue, shelf, reterr);
	if (r == 0)
		*ret = shelf->model;
	return r;
}

static int compile(struct catalogue *catalogue, struct shelf *shelf, struct frugal_error *reterr)
{
	int r = shelf->model ? 0 : read_model(catalogue, shelf, reterr);
	return r == 0 ? program_compile(shelf->model, catalogue->tables, find_for_compile,
					catalogue, &shelf->program, reterr)
		      : r;
}

int catalogue_program(struct catalogue *catalogue, struct str name, const struct program **ret,
		      struct frugal_error *reterr)
{
	struct shelf *shelf;
	int r = find_asked(catalogue, name, &shelf, reterr);
	if (r == 0 && !shelf->program)
		r = find_program(catalogue, shelf, &shelf->program, reterr);
	if (r == 0 && !shelf->program)
		r = compile(catalogue, shelf, reterr);
	if (r < 0)
		return r;
	shelf->program->spare = &catalogue->spare;
	*ret = shelf->program;
	return 0;
}
