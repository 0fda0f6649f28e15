/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The electricity of a place: that of a zone, of the part of a country whose grid a region of a
 * cloud is on, or of where a provider runs its models.
 */
#include <math.h>

#include "insight/ask_inside.h"
#include "model/knowledge.h"

bool ask_is_hosted(const struct ask *ask, const char **ret_zone, const char **ret_name)
{
	const struct ask_named *llm = &ask->said.name[NAME_LLM];
	const struct table *providers;
	struct frugal_error unread;
	if (!llm->text.n || llm->found.table != ASK_LLM || llm->found.search.row == TABLE_NO_ROW ||
	    ask->about != ABOUT_USE ||
	    tables_get(ask->knowledge->tables, "llm_providers", &providers, &unread) < 0)
		return false;
	const char *provider =
		ask_cell(ask->tables.table[ASK_LLM], llm->found.search.row, "provider");
	uint32_t row = table_find_key(providers, str_of(provider));
	if (row == TABLE_NO_ROW || strcmp(ask_cell(providers, row, "sites"), "own") != 0)
		return false;
	if (ret_zone)
		*ret_zone = ask_cell(providers, row, "zone");
	if (ret_name)
		*ret_name = ask_cell(providers, row, "name");
	return true;
}

uint32_t ask_region(const struct ask *ask)
{
	const struct ask_named *place = &ask->said.name[NAME_PLACE];
	return place->text.n && place->found.table == ASK_REGION ? place->found.search.row
								 : TABLE_NO_ROW;
}

static const char *region_cell(const struct ask *ask, const char *column)
{
	return ask_cell(ask->tables.table[ASK_REGION], ask_region(ask), column);
}

/* The row of zones of the part of the country that the region's grid is. */
static uint32_t grid_of(const struct ask *ask)
{
	const char *grid = region_cell(ask, "grid_zone");
	return grid[0] ? table_find_key(ask->tables.table[ASK_ZONE], str_of(grid)) : TABLE_NO_ROW;
}

uint32_t ask_zone(const struct ask *ask)
{
	const struct ask_named *place = &ask->said.name[NAME_PLACE];
	const struct table *zones = ask->tables.table[ASK_ZONE];
	const char *zone = region_cell(ask, "zone");
	uint32_t grid = grid_of(ask);
	if (place->text.n && place->found.table == ASK_ZONE)
		return place->found.search.row;
	if (grid != TABLE_NO_ROW && !region_cell(ask, "intensity")[0])
		return grid;
	if (!place->text.n && !ask_is_hosted(ask, &zone, NULL))
		return TABLE_NO_ROW;
	return table_find_key(zones, str_of(zone));
}

bool ask_region_is_open(const struct ask *ask)
{
	return ask_region(ask) != TABLE_NO_ROW && !region_cell(ask, "intensity")[0] &&
	       grid_of(ask) == TABLE_NO_ROW;
}

const char *ask_criteria(const struct ask *ask)
{
	const char *country = region_cell(ask, "zone");
	const struct table *electricity;
	struct frugal_error unread;
	uint32_t zone = ask_zone(ask);
	if (!country[0] || zone == TABLE_NO_ROW ||
	    strcmp(table_text(ask->tables.table[ASK_ZONE], zone, 0), country) == 0 ||
	    tables_get(ask->knowledge->tables, "electricity", &electricity, &unread) < 0)
		return NULL;
	return table_find_key(electricity, str_of(country)) == TABLE_NO_ROW ? NULL : country;
}

const char *ask_region_intensity(struct ask *ask)
{
	const char *value = region_cell(ask, "intensity");
	const char *low = region_cell(ask, "intensity_low");
	const char *high = region_cell(ask, "intensity_high");
	if (!value[0])
		return NULL;
	return low[0] && high[0]
		       ? arena_printf(&ask->arena, "%s gCO2e/kWh [%s, %s]", value, low, high)
		       : arena_printf(&ask->arena, "%s gCO2e/kWh", value);
}
