/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/fleet_load.h"

#include <string.h>

#include "base/mem.h"

static void add_numbers(struct jsonw *json, const char *key, const double *values, size_t n)
{
	jsonw_array(json, key);
	for (size_t i = 0; i < n; i++)
		jsonw_number(json, NULL, values[i]);
	jsonw_array_end(json);
}

/* A gang is in the plan by its first slot alone. */
static void sum_region(const struct fleet *fleet, const struct fleet_plan *plan, bool gangs,
		       size_t region, double *units)
{
	memset(units, 0, fleet->slots * sizeof(*units));
	for (size_t i = 0; i < plan->n; i++) {
		const struct fleet_use *use = &plan->uses[i];
		const struct fleet_job *job = &fleet->jobs[use->job];
		size_t end = use->slot + (gangs ? job->slots : 1);
		for (size_t t = use->slot; use->region == region && t < end; t++)
			units[t] += gangs ? job->units : use->units;
	}
}

void fleet_load_json(const struct fleet *fleet, const struct fleet_plan *plan, bool gangs,
		     struct jsonw *json)
{
	double *units = mem_zalloc(fleet->slots + 1, sizeof(*units));
	json->out->failed |= !units;
	jsonw_array(json, "load");
	for (size_t r = 0; units && r < fleet->n_regions; r++) {
		sum_region(fleet, plan, gangs, r, units);
		jsonw_object(json, NULL);
		jsonw_string(json, "region", fleet->regions[r].name);
		add_numbers(json, "units", units, fleet->slots);
		add_numbers(json, "capacity", fleet->regions[r].capacity, fleet->slots);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	mem_free(units);
}
