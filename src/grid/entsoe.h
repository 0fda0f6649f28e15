/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ENTSO-E document between its XML (read_xml.c) and its slots (entsoe_slots.c): powers by type,
 * each over a period.
 */
#ifndef GRID_ENTSOE_H
#define GRID_ENTSOE_H

#include "grid/series.h"

#define ENTSOE_WORD 48
#define ENTSOE_MOST_TYPES 64

struct entsoe_item {
	int64_t start_s, seconds;
	int type;
	double power;
};

struct entsoe_items {
	struct entsoe_item *items; /* mem_free() */
	size_t n, cap;
	char types[ENTSOE_MOST_TYPES][ENTSOE_WORD];
	size_t n_types;
	char area[ENTSOE_WORD]; /* code of the bidding zone */
};

/* False: no memory, or the document is too large. */
bool entsoe_add(struct entsoe_items *to, const struct entsoe_item *item);

/*
 * Adds the series of the hints' mix to found. items are sorted and refined. FRUGAL_EUSAGE: the
 * hints have no mix.
 */
int entsoe_series(const char *name, const struct grid_hints *hints, struct entsoe_items *items,
		  struct grid_found *found, struct frugal_error *reterr);

#endif
