/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/meter_options.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "model/knowledge.h"
#include "sensor/specs.h"

#define VARIABLE "FRUGAL_SENSORS"

static int add(const char **specs, size_t *n, const char *spec, const char *where,
	       struct frugal_error *reterr)
{
	if (!spec)
		return error_nomem(reterr);
	int r = sensor_spec_check(spec, reterr);
	if (r < 0)
		return error_where(reterr, "%s", where);
	specs[(*n)++] = spec;
	return 0;
}

/* A declared accelerator that only a report would miss hours later is missed now. */
static int check_board(struct cli *cli, const char *spec, struct frugal_error *reterr)
{
	struct knowledge knowledge = {0};
	const struct table *gpus;
	struct str name;
	uint32_t row;
	const char *text = sensor_spec_after(spec, "gpu:");
	if (!text || !sensor_spec_gpu_name(text, &name))
		return 0;
	int r = knowledge_open(&cli->context, &knowledge, reterr);
	if (r == 0)
		r = tables_get(knowledge.tables, "gpus", &gpus, reterr);
	if (r == 0)
		r = table_find(gpus, "gpu", name, &row, reterr);
	knowledge_close(&knowledge);
	return r < 0 ? error_where(reterr, "--sensor") : 0;
}

int meter_options_apply(const struct meter_options *options, struct cli *cli, struct arena *arena,
			struct session_options *to, struct frugal_error *reterr)
{
	const char *lines = getenv(VARIABLE);
	size_t n = 0, most = options->sensors.n + 1;
	for (const char *p = lines; p && *p; p++)
		most += *p == '\n';
	const char **specs = arena_array(arena, most + 1, sizeof(*specs));
	if (!specs)
		return error_nomem(reterr);
	int r = 0;
	for (const char *p = lines; r == 0 && p && *p;) {
		size_t length = strcspn(p, "\n");
		if (length)
			r = add(specs, &n, arena_strndup(arena, p, length), VARIABLE, reterr);
		p += length + (p[length] == '\n');
	}
	for (size_t i = 0; r == 0 && i < options->sensors.n; i++)
		r = add(specs, &n, options->sensors.items[i], "--sensor", reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = check_board(cli, specs[i], reterr);
	to->sensors = specs;
	to->gpus = options->gpus;
	to->node_truth = options->trust_node;
	return r;
}
