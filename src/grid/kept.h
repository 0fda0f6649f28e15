/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps series as files of the user, in the folder that the context names (default:
 * $XDG_DATA_HOME/frugal/grid): one text file per series, named by zone, kind, scope and basis, and
 * always replaced as a whole. Other files in the folder are left alone.
 */
#ifndef GRID_KEPT_H
#define GRID_KEPT_H

#include "base/buf.h"
#include "grid/series.h"
#include "model/context.h"

/* The folder. FRUGAL_EENV: HOME is not set. */
int grid_kept_dir(const struct context *context, struct buf *ret, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: the series is not stored; FRUGAL_EDATA: the file is not valid, with its line. */
int grid_kept_load(const struct context *context, const struct grid_id *id, struct grid_series *ret,
		   struct frugal_error *reterr);
int grid_kept_save(const struct context *context, const struct grid_series *series,
		   struct frugal_error *reterr);

/*
 * Those of a zone (NULL: all), sorted; in the arena. The zone is its key as stored, else another
 * name of it (zone_key.h). FRUGAL_EUSAGE: the name is ambiguous.
 */
int grid_kept_list(const struct context *context, const char *zone, struct arena *arena,
		   struct grid_id **ret, size_t *ret_n, struct frugal_error *reterr);

/* The zone that text names as hours of it are stored, else its key (zone_key.h). */
int grid_kept_zone(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr);

/*
 * The series of a zone that plans use: average before marginal, life cycle before direct,
 * consumption before production, unless the has_ fields of `wanted` require another. FRUGAL_EUSAGE
 * with the stored zones.
 */
int grid_kept_find(const struct context *context, const char *zone, const struct grid_hints *wanted,
		   struct grid_series *ret, struct frugal_error *reterr);

#endif
