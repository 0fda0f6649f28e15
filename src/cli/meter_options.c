/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passes the options of METER_OPTIONS to the library, which checks their words. Lists of texts get
 * the NULL at their end that the library requires.
 */
#include "cli/meter_options.h"

const char *const *option_texts(struct cli *cli, const struct option_list *list)
{
	const char **texts = arena_array(&cli->arena, list->n + 1, sizeof(*texts));
	for (size_t i = 0; texts && i < list->n; i++)
		texts[i] = list->items[i];
	return texts;
}

int meter_options_take(const struct meter_options *options, struct cli *cli,
		       struct frugal_measure_options *ret, struct frugal_error *reterr)
{
	*ret = (struct frugal_measure_options){
		.size = sizeof(*ret),
		.sensors = option_texts(cli, &options->sensors),
		.gpus = options->gpus,
		.trust_node = options->trust_node,
	};
	return ret->sensors ? 0 : error_nomem(reterr);
}
