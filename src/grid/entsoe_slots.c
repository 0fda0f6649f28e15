/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns powers by type into the slots of one series. Types of one document may have different
 * resolutions: the finest is used. Where a type has no value the mix is missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "grid/entsoe.h"
#include "grid/mix.h"

#define MOST_ITEMS 4000000

struct entsoe_document {
	const char *name;
	const struct grid_hints *hints;
	struct entsoe_items *items;
	struct frugal_error *reterr;
};

bool entsoe_add(struct entsoe_items *to, const struct entsoe_item *item)
{
	if (!mem_grow(&to->items, to->n, &to->cap, sizeof(*to->items), MOST_ITEMS))
		return false;
	to->items[to->n++] = *item;
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct entsoe_item *x = a, *y = b;
	return x->start_s != y->start_s ? (x->start_s > y->start_s ? 1 : -1) : x->type - y->type;
}

/* What the set of factors has for a type. */
struct type_factor {
	enum grid_source is;
	double g_per_kwh;
};

/*
 * Finds the factors of the types, and how many count in a mix: those of storage do not, and make no
 * gap either. FRUGAL_EDATA: a type is unknown, or shares power with another.
 */
static int find_types(const struct entsoe_document *doc, struct type_factor to[ENTSOE_MOST_TYPES],
		      size_t *ret_n)
{
	const struct grid_mix *mix = doc->hints->mix;
	struct mix_sum all = {0};
	*ret_n = 0;
	for (size_t i = 0; i < doc->items->n_types; i++) {
		struct str type = str_of(doc->items->types[i]);
		int r = mix_add(mix, &all, type, 0, doc->reterr);
		if (r < 0)
			return error_where(doc->reterr, "%s", doc->name);
		to[i].is = mix->find(mix->context, type, &to[i].g_per_kwh);
		*ret_n += to[i].is != GRID_SOURCE_LEFT_OUT;
	}
	return 0;
}

static int given_twice(const struct entsoe_document *doc, const struct entsoe_item *item)
{
	char at[GRID_TIME];
	grid_time_text(item->start_s, at);
	error_set(doc->reterr, FRUGAL_EDATA, _("source '%s' has two series at %s"),
		  doc->items->types[item->type], at);
	return error_where(doc->reterr, "%s", doc->name);
}

/* Splits items of longer slots into several of the finest. */
static bool refine(const struct entsoe_document *doc, int64_t step_s)
{
	size_t n = doc->items->n;
	for (size_t i = 0; i < n; i++) {
		struct entsoe_item item = doc->items->items[i];
		for (int64_t at = step_s; at < item.seconds; at += step_s) {
			struct entsoe_item part = item;
			part.start_s += at;
			if (!entsoe_add(doc->items, &part))
				return false;
		}
	}
	return true;
}

static int add_slots(const struct entsoe_document *doc, const struct grid_id *id, int64_t step_s,
		     struct grid_found *found)
{
	struct grid_series *series = grid_found_series(found, id, "ENTSO-E Transparency", "");
	struct type_factor types[ENTSOE_MOST_TYPES];
	size_t n_types = 0;
	int r = series ? find_types(doc, types, &n_types) : error_nomem(doc->reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < doc->items->n;) {
		struct grid_slot slot = {.start_s = doc->items->items[i].start_s,
					 .seconds = step_s};
		struct mix_sum sum = {0};
		size_t n = 0;
		int last = -1;
		for (; i < doc->items->n && doc->items->items[i].start_s == slot.start_s; i++) {
			const struct entsoe_item *item = &doc->items->items[i];
			const struct type_factor *type = &types[item->type];
			if (item->type == last && type->is != GRID_SOURCE_LEFT_OUT)
				return given_twice(doc, item);
			mix_add_known(&sum, type->is, type->g_per_kwh, item->power);
			n += type->is != GRID_SOURCE_LEFT_OUT;
			last = item->type;
		}
		/* Where a type has no value the mix is missing. */
		slot.g_per_kwh = n == n_types ? mix_g_per_kwh(&sum) : (double)NAN;
		if (!grid_series_add(series, &slot))
			return error_nomem(doc->reterr);
	}
	return 0;
}

static int zone_of(const struct entsoe_document *doc, struct grid_id *id)
{
	const struct grid_mix *mix = doc->hints->mix;
	const char *zone = doc->hints->zone;
	if (!zone && mix->zone_of)
		zone = mix->zone_of(mix->context, str_of(doc->items->area));
	if (zone && grid_zone_is_good(str_of(zone))) {
		memcpy(id->zone, zone, strlen(zone) + 1);
		return 0;
	}
	error_set(doc->reterr, FRUGAL_EDATA, _("the zone of area '%s' is unknown"),
		  doc->items->area);
	error_where(doc->reterr, "%s", doc->name);
	return error_todo(doc->reterr, "%s", "zone=FR");
}

int entsoe_series(const char *name, const struct grid_hints *hints, struct entsoe_items *items,
		  struct grid_found *found, struct frugal_error *reterr)
{
	const struct entsoe_document doc = {name, hints, items, reterr};
	struct grid_id id = {0};
	int64_t step_s = INT64_MAX;
	if (!hints->mix) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("generation by source requires a set of factors"));
		return error_todo(reterr, "%s", "mix=ar5");
	}
	int r = zone_of(&doc, &id);
	if (r == 0)
		r = mix_label(hints, GRID_PRODUCTION, &id, reterr);
	for (size_t i = 0; i < items->n; i++)
		if (items->items[i].seconds < step_s)
			step_s = items->items[i].seconds;
	for (size_t i = 0; r == 0 && i < items->n; i++)
		if (items->items[i].seconds % step_s)
			r = error_set(reterr, FRUGAL_EDATA, "%s",
				      _("the resolutions of the series are incompatible"));
	if (r == 0 && !refine(&doc, step_s))
		r = error_nomem(reterr);
	if (r < 0 || items->n == 0)
		return r;
	qsort(items->items, items->n, sizeof(*items->items), by_start);
	return add_slots(&doc, &id, step_s, found);
}
