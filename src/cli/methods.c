/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/methods.h"

#include <stdlib.h>

#include "factor/table.h"

/* $XDG_CONFIG_HOME/frugal/NAME, else ~/.config/frugal/NAME; NULL when there is no such place. */
static const char *user_folder(struct arena *arena, const char *name)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && config[0] == '/')
		return arena_printf(arena, "%s/frugal/%s", config, name);
	if (home && home[0] == '/')
		return arena_printf(arena, "%s/.config/frugal/%s", home, name);
	return NULL;
}

int methods_open(const struct cli *cli, struct methods *ret, struct frugal_error *reterr)
{
	struct methods methods = {0};
	const struct tables_options factors = {
		.dir = cli->common.factors,
		.user_dir = user_folder(&methods.arena, "factors"),
		.factors_year = (int)cli->common.factors_year,
		.source = cli->common.source,
	};
	const struct library_options models = {
		.dir = cli->common.models,
		.user_dir = user_folder(&methods.arena, "models"),
	};
	int r = tables_new(&factors, &methods.tables, reterr);
	if (r == 0)
		r = library_new(&models, methods.tables, &methods.library, reterr);
	if (r < 0) {
		methods_close(&methods);
		return r;
	}
	*ret = methods;
	return 0;
}

void methods_close(struct methods *methods)
{
	library_free(methods->library);
	tables_free(methods->tables);
	arena_release(&methods->arena);
	*methods = (struct methods){0};
}
