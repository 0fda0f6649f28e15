/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens tables and catalogue with the folders and the image that a context names, and closes them.
 * The folders of the user's configuration are CONFIG/models and CONFIG/factors.
 */
#include "model/knowledge.h"

/* "CONFIG/name", in the arena; NULL without a configuration. */
static const char *user_folder(struct context *context, const char *name)
{
	return context->config ? arena_printf(&context->arena, "%s/%s", context->config, name)
			       : NULL;
}

int knowledge_open(struct context *context, struct knowledge *ret, struct frugal_error *reterr)
{
	struct tables_options tables = {
		.dir = context->factors,
		.user_dir = user_folder(context, "factors"),
		.factors_year = context->factors_year,
		.source = context->source,
	};
	struct catalogue_options catalogue = {
		.dir = context->models,
		.user_dir = user_folder(context, "models"),
	};
	*ret = (struct knowledge){0};
	int r = tables_new(&tables, &ret->tables, reterr);
	if (r == 0)
		r = catalogue_new(&catalogue, ret->tables, &ret->catalogue, reterr);
	if (r < 0)
		knowledge_close(ret);
	return r;
}

void knowledge_close(struct knowledge *knowledge)
{
	catalogue_free(knowledge->catalogue);
	tables_free(knowledge->tables);
	*knowledge = (struct knowledge){0};
}

void knowledge_answer_options(const struct context *context, struct answer_options *ret)
{
	*ret = (struct answer_options){
		.seed = context->seed,
		.draws = context->draws,
	};
}
