/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The models as data: the heads of all, and the inputs and outputs of one. A description stays with
 * the library, so that its texts live as long.
 */
#include "api/inside.h"
#include "model/describe.h"

/* A model that was described or whose text was read. */
struct described {
	struct described *next;
	const char *name;
	const struct frugal_model *model; /* NULL until it is described */
	const char *text;                 /* NULL until it is read */
};

/* The entry of name, created if missing; NULL when memory is out. */
static struct described *entry_of(frugal_library *library, const char *name)
{
	for (struct described *entry = library->described; entry; entry = entry->next)
		if (strcmp(entry->name, name) == 0)
			return entry;
	struct described *entry = arena_alloc(&library->context.arena, sizeof(*entry));
	const char *kept = arena_strdup(&library->context.arena, name);
	if (!entry || !kept)
		return NULL;
	*entry = (struct described){.next = library->described, .name = kept};
	library->described = entry;
	return entry;
}

static int list_heads(frugal_library *library, struct catalogue *models,
		      const struct frugal_model_head ***ret, struct frugal_error *reterr)
{
	const char *const *names = catalogue_names(models);
	struct arena *arena = &library->context.arena;
	size_t n = 0;
	int r = 0;
	while (names[n])
		n++;
	const struct frugal_model_head **heads = arena_array(arena, n + 1, sizeof(*heads));
	if (!heads)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const struct model *model;
		r = catalogue_model(models, str_of(names[i]), &model, reterr);
		if (r == 0)
			r = model_describe_head(model, arena, &heads[i], reterr);
	}
	if (r == 0)
		*ret = heads;
	return r;
}

int frugal_models(frugal_library *library, const struct frugal_model_head *const **ret_models,
		  struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	int r = 0;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_models)
		return missing_argument("ret_models", reterr);
	if (!library->heads) {
		r = library_models(library, &models, reterr);
		if (r == 0)
			r = list_heads(library, models, &library->heads, reterr);
	}
	if (r == 0)
		*ret_models = library->heads;
	return r;
}

int frugal_model_get(frugal_library *library, const char *name,
		     const struct frugal_model **ret_model, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	const struct program *program;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_model)
		return missing_argument("ret_model", reterr);
	int r = library_models(library, &models, reterr);
	if (r == 0)
		r = catalogue_program(models, str_of(name), &program, reterr);
	struct described *entry = r == 0 ? entry_of(library, name) : NULL;
	if (r == 0 && !entry)
		r = error_nomem(reterr);
	if (r == 0 && !entry->model)
		r = model_describe(program, &library->context.arena, &entry->model, reterr);
	if (r == 0)
		*ret_model = entry->model;
	return r;
}

int frugal_model_text(frugal_library *library, const char *name, const char **ret_text,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	const struct model *model;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_text)
		return missing_argument("ret_text", reterr);
	int r = library_models(library, &models, reterr);
	if (r == 0)
		r = catalogue_model(models, str_of(name), &model, reterr);
	struct described *entry = r == 0 ? entry_of(library, name) : NULL;
	if (entry && !entry->text)
		entry->text = arena_strndup(&library->context.arena, model->text.p, model->text.n);
	if (r == 0 && (!entry || !entry->text))
		r = error_nomem(reterr);
	if (r == 0)
		*ret_text = entry->text;
	return r;
}
