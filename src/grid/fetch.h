/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fetches hours of electricity from the services that publish them, only on request. It does not
 * ask again for stored hours, and stores each answer as a whole before it sends the next request,
 * so that an outage loses nothing that was received. Keys are given, or are in the file keys of the
 * user's configuration, which only the user may read; they are never printed.
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
	bool has_from;        /* else from the end of the stored hours, or the last day */
	int64_t from_s, to_s;
	double timeout_s;
	const char *key; /* NULL: from the file of keys, if the provider requires one */
	/* Called before each request with the first moment that it asks for; may be NULL. */
	void (*progress)(void *context, const char *provider, int64_t from_s);
	void *progress_context;
	/* Called for each series that was stored; 0: go on. May be NULL. */
	int (*kept)(void *context, const struct grid_series *found, size_t changed,
		    struct frugal_error *reterr);
	void *kept_context;
};

struct grid_fetched {
	size_t requests, slots, changed;
};

/*
 * FRUGAL_EUSAGE: an unknown provider or zone, or no key. *ret counts what was stored, in any case.
 */
int grid_fetch(struct context *context, const struct grid_fetch *question,
	       struct grid_reader *reader, struct grid_fetched *ret, struct frugal_error *reterr);

#endif
