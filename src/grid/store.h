/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series as files of the user, in the folder that the context names (default:
 * $XDG_DATA_HOME/frugal/grid): one text file a series, named by zone, kind, scope and basis,
 * replaced whole. Other files there are left alone.
 */
#ifndef GRID_STORE_H
#define GRID_STORE_H

#include "base/buf.h"
#include "grid/series.h"
#include "model/context.h"

/* The folder. FRUGAL_EENV: there is no home. */
int grid_store_dir(const struct context *context, struct buf *ret, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: no such series is stored; FRUGAL_EDATA: the file does not hold, with its line. */
int grid_store_load(const struct context *context, const struct grid_id *id,
		    struct grid_series *ret, struct frugal_error *reterr);
int grid_store_save(const struct context *context, const struct grid_series *series,
		    struct frugal_error *reterr);

/* Those of a zone (NULL: all), sorted; in the arena. */
int grid_store_list(const struct context *context, const char *zone, struct arena *arena,
		    struct grid_id **ret, size_t *ret_n, struct frugal_error *reterr);

/*
 * The series of a zone that plans are made on: average before marginal, life cycle before direct,
 * consumption before production, unless wanted says otherwise (its has_ fields). FRUGAL_EUSAGE with
 * the zones there are.
 */
int grid_store_find(const struct context *context, const char *zone,
		    const struct grid_hints *wanted, struct grid_series *ret,
		    struct frugal_error *reterr);

#endif
