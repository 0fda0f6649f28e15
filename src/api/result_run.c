/* SPDX-License-Identifier: Apache-2.0 */
/* A metered run as JSON: times in seconds, parts and sections in joules as they were counted. */
#include "api/inside.h"
#include "report/answer.h"

static void part_json(struct jsonw *json, const struct run_part *part)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "part", part->part);
	jsonw_string(json, "sensor", part->sensor);
	jsonw_number(json, "energy_j", part->energy.j);
	jsonw_number(json, "idle_j", part->idle.j);
	jsonw_number(json, "attributed_j", part->attributed.j);
	jsonw_number(json, "unattributed_j", part->unattributed.j);
	jsonw_number(json, "low_factor", part->low_factor);
	jsonw_number(json, "high_factor", part->high_factor);
	jsonw_string(json, "quality", frugal_quality_name(part->quality));
	jsonw_string(json, "state", source_state_name(part->state));
	jsonw_number(json, "gaps_s", part->gaps.s);
	jsonw_bool(json, "idle_known", part->idle_known);
	jsonw_object_end(json);
}

static void figure_json(struct jsonw *json, const struct frugal_figure *figure)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", figure->name);
	jsonw_string(json, "perimeter", figure->perimeter);
	jsonw_number(json, "value", figure->value);
	jsonw_string(json, "unit", figure->unit);
	jsonw_number(json, "low", figure->low);
	jsonw_number(json, "high", figure->high);
	jsonw_string(json, "quality", frugal_quality_name(figure->quality));
	jsonw_number(json, "measured_share", figure->measured_share);
	jsonw_object_end(json);
}

static void sections_json(struct jsonw *json, const struct run_record *run)
{
	jsonw_array(json, "sections");
	for (size_t i = 0; i < run->n_sections; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "name", run->sections[i].name);
		jsonw_number(json, "at_s", (double)run->sections[i].at_us * 1e-6);
		jsonw_number(json, "share_j", run->sections[i].share.j);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

void result_run_json(const frugal_result *result, struct jsonw *json)
{
	const struct run_record *run = &result->run;
	const struct answer *share = result->metered.answers[PERIMETER_SHARE];
	jsonw_object(json, NULL);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", "run");
	jsonw_string(json, "status", run_status_name(run->status));
	jsonw_number(json, "started_s", (double)run->started_us * 1e-6);
	jsonw_number(json, "duration_s", run->duration.s);
	jsonw_number(json, "cpu_s", run->cpu.s);
	jsonw_number(json, "machine_busy_s", run->machine_busy.s);
	jsonw_number(json, "share", run->share);
	jsonw_number(json, "own_cost_s", run->own_cost.s);
	jsonw_string(json, "attribution", run->attribution);
	jsonw_string(json, "host", run->host);
	jsonw_string(json, "machine", run->machine);
	jsonw_string(json, "zone", run->zone);
	jsonw_bool(json, "zone_is_default", run->zone_is_default);
	jsonw_array(json, "figures");
	for (size_t i = 0; i < run->n_figures; i++)
		figure_json(json, &result->figures[i]);
	jsonw_array_end(json);
	jsonw_array(json, "parts");
	for (size_t i = 0; i < run->n_parts; i++)
		part_json(json, &run->parts[i]);
	jsonw_array_end(json);
	sections_json(json, run);
	jsonw_string(json, "left_out", run->left_out);
	if (share)
		answer_derivation_json(json, "derivation", share);
	jsonw_object_end(json);
}
