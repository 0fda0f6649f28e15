/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of grid data do not say, and where their series go. */
#ifndef GRID_READER_H
#define GRID_READER_H

#include "grid/store.h"
#include "model/context.h"
#include "model/knowledge.h"

struct mix_factors {
	const struct table *sources, *zones;
	uint32_t column;
	bool direct;
};

struct grid_reader {
	bool opened;
	struct knowledge knowledge;
	struct mix_factors factors;
	const struct table *areas; /* bidding zones and their codes */
	struct grid_mix mix;
	struct grid_hints hints; /* as given, and the mix */
};

/* mix: a set of factors (grid_mixes) by which generation by source becomes an intensity; or NULL.
 */
int grid_reader_open(struct context *context, const char *mix, const struct grid_hints *hints,
		     struct grid_reader *ret, struct frugal_error *reterr);
void grid_reader_close(struct grid_reader *reader);

/* The EIC code of a zone; FRUGAL_EUSAGE: it is not known here. Lives as long as the reader. */
int grid_reader_area(const struct grid_reader *reader, const char *zone, const char **ret,
		     struct frugal_error *reterr);

/* Columns of grid_sources.csv; NULL at the end. */
extern const char *const grid_mixes[];

/* Merged with what is stored, as a whole or not at all; *ret_changed slots are new or other. */
int grid_keep(const struct context *context, const struct grid_series *found, size_t *ret_changed,
	      struct frugal_error *reterr);

#endif
