/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks for whole codes in factors/regions.csv; the rows of a region have the years of its PUE, but
 * one grid. A name of a place ("Paris") is not a code: the place of a region may be a city, which
 * is not a zone.
 */
#include "factor/regions.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"

static const char *own_code(const char *key)
{
	const char *colon = strchr(key, ':');
	return colon ? colon + 1 : key;
}

static bool same(const char *a, struct str b)
{
	return str_eq_nocase(str_of(a), b);
}

static const char *grid_of(const struct table *regions, const struct table *zones, uint32_t row)
{
	const char *grid = table_text(regions, row, table_column_find(regions, STR("grid_zone")));
	if (grid[0] && table_find_key(zones, str_of(grid)) != TABLE_NO_ROW)
		return grid;
	return table_text(regions, row, table_column_find(regions, STR("zone")));
}

static int open_tables(struct tables *tables, const struct table **regions,
		       const struct table **zones, struct frugal_error *reterr)
{
	int r = tables_get(tables, "regions", regions, reterr);
	return r == 0 ? tables_get(tables, "zones", zones, reterr) : r;
}

/* Lists the regions with that code, once each, with their zones. */
static int ambiguous(const struct table *regions, const struct table *zones, struct str text,
		     struct frugal_error *reterr)
{
	struct buf list = {0};
	for (uint32_t row = 0; row < table_rows(regions); row++) {
		const char *key = table_text(regions, row, 0);
		if (same(own_code(key), text) && table_find_key(regions, str_of(key)) == row)
			buf_addf(&list, "%s%s (%s)", list.n ? ", " : "", key,
				 grid_of(regions, zones, row));
	}
	error_set(reterr, FRUGAL_EUSAGE, _("zone '%.*s' is ambiguous: regions of several clouds"),
		  STR_ARG(text));
	error_todo(reterr, _("choose one of %s"), buf_text(&list));
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

int region_find(struct tables *tables, struct str text, struct region_grid *ret,
		struct frugal_error *reterr)
{
	const struct table *regions, *zones;
	*ret = (struct region_grid){0};
	text = str_trim(text);
	int r = open_tables(tables, &regions, &zones, reterr);
	for (uint32_t row = 0; r == 0 && text.n && row < table_rows(regions); row++) {
		const char *key = table_text(regions, row, 0);
		if (!same(key, text) && !same(own_code(key), text))
			continue;
		const char *zone = grid_of(regions, zones, row);
		if (!zone[0] || (ret->region && strcmp(ret->region, key) == 0))
			continue;
		if (ret->zone && strcmp(ret->zone, zone) != 0)
			return ambiguous(regions, zones, text, reterr);
		*ret = (struct region_grid){key, zone};
	}
	return r;
}

void region_suggest(struct tables *tables, struct str text, struct frugal_error *reterr)
{
	const struct table *regions, *zones;
	struct arena arena = {0};
	/* Shorter ones are names of zones. */
	if (!reterr || str_trim(text).n < 6 || open_tables(tables, &regions, &zones, NULL) < 0)
		return;
	bool whole = memchr(text.p, ':', text.n) != NULL;
	const char **codes = arena_array(&arena, table_rows(regions) + 1, sizeof(*codes));
	for (uint32_t row = 0; codes && row < table_rows(regions); row++) {
		const char *key = table_text(regions, row, 0);
		codes[row] = whole ? key : own_code(key);
	}
	const char *near = codes ? str_nearest(str_trim(text), codes) : NULL;
	if (near)
		error_todo(reterr, _("did you mean %s?"), near);
	arena_release(&arena);
}
