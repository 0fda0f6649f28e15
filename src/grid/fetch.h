/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hours of electricity from the services that publish them, only when asked. What is stored is not
 * asked for again; each answer is kept as a whole before the next is asked for, so an outage leaves
 * what came before it. Keys are given, or stand in the file keys of the user's configuration, which
 * nobody else may read; they are never printed.
 */
#ifndef GRID_FETCH_H
#define GRID_FETCH_H

#include "grid/reader.h"
#include "model/context.h"

struct grid_fetch {
	const char *provider; /* "electricitymaps", "entsoe", "gb", "rte", "watttime" */
	const char *zone;     /* NULL: the provider's only one */
	const char *url;      /* NULL: the provider's own */
	bool ahead;           /* its forecast */
	bool has_from;        /* else from the end of what is stored, or of the last day */
	int64_t from_s, to_s;
	double timeout_s;
	const char *key; /* NULL: that of the file of keys, where the provider wants one */
	/* Called before each request with the first moment that it asks for; may be NULL. */
	void (*progress)(void *context, const char *provider, int64_t from_s);
	void *progress_context;
};

struct grid_fetched {
	size_t requests, slots, changed;
};

/* FRUGAL_EUSAGE: no such provider, zone or key. *ret holds what was kept, in any case. */
int grid_fetch(struct context *context, const struct grid_fetch *question,
	       struct grid_reader *reader, struct grid_fetched *ret, struct frugal_error *reterr);

#endif
