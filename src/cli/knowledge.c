/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/knowledge.h"

#include <stdlib.h>

/* "FOLDER/name" of the user's configuration, in the arena; NULL when there is no home. */
static const char *user_folder(struct cli *cli, const char *name)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	if (config && config[0] == '/')
		return arena_printf(&cli->arena, "%s/frugal/%s", config, name);
	const char *home = getenv("HOME");
	if (home && home[0])
		return arena_printf(&cli->arena, "%s/.config/frugal/%s", home, name);
	return NULL;
}

int knowledge_open(struct cli *cli, struct knowledge *ret, struct frugal_error *reterr)
{
	struct tables_options tables = {
		.dir = cli->common.factors,
		.user_dir = user_folder(cli, "factors"),
		.factors_year = (int)cli->common.factors_year,
		.source = cli->common.source,
	};
	struct library_options library = {
		.dir = cli->common.models,
		.user_dir = user_folder(cli, "models"),
	};
	*ret = (struct knowledge){0};
	int r = tables_new(&tables, &ret->tables, reterr);
	if (r == 0)
		r = library_new(&library, ret->tables, &ret->library, reterr);
	if (r < 0)
		knowledge_close(ret);
	return r;
}

void knowledge_close(struct knowledge *knowledge)
{
	library_free(knowledge->library);
	tables_free(knowledge->tables);
	*knowledge = (struct knowledge){0};
}

void knowledge_answer_options(const struct cli *cli, struct answer_options *ret)
{
	*ret = (struct answer_options){
		.seed = (uint64_t)cli->common.seed,
		.draws = (uint32_t)cli->common.draws,
	};
}
