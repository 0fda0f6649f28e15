/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key of a zone as people write it: "France", "FRA" and "fr" are FR, an EIC code or "NO1" is
 * NO-NO1. Hours are stored under keys. A zone that no table has is a zone of the user's own.
 */
#ifndef GRID_ZONE_KEY_H
#define GRID_ZONE_KEY_H

#include "factor/table.h"
#include "grid/series.h"
#include "model/context.h"

/*
 * The key of the row of zones that text names, or text itself where no row has that name.
 * FRUGAL_EUSAGE: it names several rows, or neither a row nor a zone of its own.
 */
int grid_zone_key(const struct table *zones, const char *text, char ret[GRID_ZONE],
		  struct frugal_error *reterr);

/* The same with the tables of a context, which are opened for it. */
int grid_zone_read(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr);

/* The grid of a region of a cloud ("eu-west-3"); "" where text is a zone, or neither. */
int grid_zone_grid(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr);

/* Keeps those of ids that are the zone that text names; *n is how many there are, and then left. */
int grid_zone_choose(const struct context *context, const char *text, struct grid_id *ids,
		     size_t *n, struct frugal_error *reterr);

#endif
