/* SPDX-License-Identifier: Apache-2.0 */
#include "grid/zone_key.h"

#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "factor/regions.h"
#include "model/knowledge.h"

static void copy_zone(char ret[GRID_ZONE], const char *zone)
{
	(void)snprintf(ret, GRID_ZONE, "%s", zone);
}

static int not_a_zone(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a zone"), text);
	return error_todo(reterr, "%s", "frugal factors zones");
}

int grid_zone_key(const struct table *zones, const char *text, char ret[GRID_ZONE],
		  struct frugal_error *reterr)
{
	struct table_search search;
	/* "FR:2022" is a year, which no hours have. */
	if (!strchr(text, ':') && table_search(zones, "zone", str_of(text), &search, reterr) == 0) {
		const char *key = table_text(zones, search.row, 0);
		if (grid_zone_is_good(str_of(key))) {
			copy_zone(ret, key);
			return 0;
		}
	} else if (!strchr(text, ':') && search.miss == TABLE_MISS_AMBIGUOUS) {
		return FRUGAL_EUSAGE;
	}
	if (!grid_zone_is_good(str_of(text)))
		return not_a_zone(text, reterr);
	copy_zone(ret, text);
	return 0;
}

struct zone_names {
	struct context context; /* of the paths of the folders alone */
	struct knowledge knowledge;
	const struct table *zones;
};

static int names_open(const struct context *context, struct zone_names *ret,
		      struct frugal_error *reterr)
{
	*ret = (struct zone_names){.context = *context};
	ret->context.arena = (struct arena){0};
	int r = knowledge_open(&ret->context, &ret->knowledge, reterr);
	return r == 0 ? tables_get(ret->knowledge.tables, "zones", &ret->zones, reterr) : r;
}

static void names_close(struct zone_names *names)
{
	knowledge_close(&names->knowledge);
	arena_release(&names->context.arena);
}

int grid_zone_read(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr)
{
	struct zone_names names;
	int r = names_open(context, &names, reterr);
	if (r == 0)
		r = grid_zone_key(names.zones, text, ret, reterr);
	names_close(&names);
	return r;
}

/* What is stored under another name of the zone counts as well. */
static size_t choose_by_key(const struct table *zones, const char *key, struct grid_id *ids,
			    size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		char other[GRID_ZONE];
		if (grid_zone_key(zones, ids[i].zone, other, NULL) == 0 && strcmp(other, key) == 0)
			ids[kept++] = ids[i];
	}
	return kept;
}

int grid_zone_grid(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr)
{
	struct zone_names names;
	struct table_search search;
	struct region_grid region = {0};
	int r = names_open(context, &names, reterr);
	if (r == 0)
		(void)table_probe(names.zones, str_of(text), &search, NULL);
	if (r == 0 && search.miss == TABLE_MISS_UNKNOWN)
		r = region_find(names.knowledge.tables, str_of(text), &region, reterr);
	if (r == 0)
		copy_zone(ret, region.zone ? region.zone : "");
	names_close(&names);
	return r;
}

int grid_zone_choose(const struct context *context, const char *text, struct grid_id *ids,
		     size_t *n, struct frugal_error *reterr)
{
	struct zone_names names;
	char key[GRID_ZONE];
	size_t kept = 0;
	for (size_t i = 0; i < *n; i++)
		if (strcmp(ids[i].zone, text) == 0)
			ids[kept++] = ids[i];
	if (kept || !*n) {
		*n = kept;
		return 0;
	}
	int r = names_open(context, &names, reterr);
	if (r == 0)
		r = grid_zone_key(names.zones, text, key, reterr);
	if (r == 0)
		*n = choose_by_key(names.zones, key, ids, *n);
	names_close(&names);
	return r;
}
