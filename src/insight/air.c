/* SPDX-License-Identifier: Apache-2.0 */
/* Asks electricity_air for the energy of each zone that the table air has. */
#include "insight/air.h"

#include "model/ask.h"
#include "model/knowledge.h"

static const char *const figures[AIR_POLLUTANTS] = {[AIR_SO2] = "so2", [AIR_NOX] = "nox"};

static bool has_factors(const struct table *table, const char *zone)
{
	struct table_search found;
	struct frugal_error unread;
	return zone[0] && table_probe(table, str_of(zone), &found, &unread) == 0 &&
	       found.row != TABLE_NO_ROW && !found.taken;
}

static int ask_zone(const struct knowledge *knowledge, const struct answer_options *options,
		    const struct group_row *zone, struct air_row *ret, struct frugal_error *reterr)
{
	const struct use *use = &zone->sum.use;
	const struct use_figure *energy = &use->energy_wh;
	struct answer *answer = NULL;
	const struct model_input inputs[] = {
		model_figure("energy", energy->value, energy->low, energy->high, "Wh",
			     FRUGAL_MEASURED, 1, NULL),
		model_text("zone", zone->key),
	};
	int r = model_ask(knowledge->catalogue, "electricity_air", inputs, 2, options, &answer,
			  reterr);
	*ret = (struct air_row){.zone = zone->key, .runs = use->runs};
	for (size_t i = 0; r == 0 && i < AIR_POLLUTANTS; i++) {
		const struct answer_line *line = answer_find(answer, figures[i]);
		if (!line)
			continue;
		double grams = 1 / line->unit.scale;
		ret->grams[i] = (struct use_figure){energy->runs, line->value * grams,
						    line->low * grams, line->high * grams, 0};
	}
	answer_free(answer);
	return r;
}

static int ask_zones(const struct knowledge *knowledge, const struct answer_options *options,
		     const struct group_rows *zones, struct air *ret, struct frugal_error *reterr)
{
	const struct table *table;
	double known = 0, all = 0;
	int r = tables_get(knowledge->tables, "air", &table, reterr);
	for (size_t i = 0; r == 0 && i < zones->n; i++) {
		double wh = zones->items[i].sum.use.energy_wh.value;
		all += wh;
		if (!(zones->items[i].sum.use.energy_wh.runs > 0) ||
		    !has_factors(table, zones->items[i].key))
			continue;
		known += wh;
		r = ask_zone(knowledge, options, &zones->items[i], &ret->rows[ret->n++], reterr);
	}
	ret->share = all > 0 ? known / all : 0;
	return r;
}

int air_of_group(struct context *context, const struct run_group *group, struct arena *arena,
		 struct air *ret, struct frugal_error *reterr)
{
	struct knowledge knowledge;
	struct answer_options options;
	*ret = (struct air){.rows = arena_array(arena, group->zones.n + 1, sizeof(*ret->rows))};
	if (!ret->rows)
		return error_nomem(reterr);
	int r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	knowledge_answer_options(context, &options);
	r = ask_zones(&knowledge, &options, &group->zones, ret, reterr);
	knowledge_close(&knowledge);
	return r;
}
