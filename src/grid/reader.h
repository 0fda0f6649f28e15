/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader of grid data needs besides the file: sets of factors, codes of zones, hints; and
 * the merge of its series into the stored ones.
 */
#ifndef GRID_READER_H
#define GRID_READER_H

#include "grid/kept.h"
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
	char zone[GRID_ZONE];    /* the key of that of the hints */
};

/*
 * mix: a set of factors (grid_mixes) that turns generation by source into an intensity; or NULL.
 * The hints of the reader have the key of the zone that is given (zone_key.h).
 */
int grid_reader_open(struct context *context, const char *mix, const struct grid_hints *hints,
		     struct grid_reader *ret, struct frugal_error *reterr);
void grid_reader_close(struct grid_reader *reader);

/* The key of the zone that text names, as in zone_key.h. */
int grid_reader_zone(const struct grid_reader *reader, const char *text, char ret[GRID_ZONE],
		     struct frugal_error *reterr);

/* The EIC code of a zone; FRUGAL_EUSAGE: no row has it. Lives as long as the reader. */
int grid_reader_area(const struct grid_reader *reader, const char *zone, const char **ret,
		     struct frugal_error *reterr);

/* Columns of grid_sources.csv; NULL at the end. */
extern const char *const grid_mixes[];

/*
 * Merges found into the stored series, as a whole or not at all; *ret_changed slots are new or
 * different. Estimates that replace nothing are noted in found.
 */
int grid_keep(const struct context *context, struct grid_series *found, size_t *ret_changed,
	      struct frugal_error *reterr);

#endif
