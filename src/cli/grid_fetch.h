/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hours of electricity from the services that publish them, only when asked. What is stored is not
 * asked for again; each answer is kept as a whole before the next is asked for, so an outage leaves
 * what came before it. Keys are in variables (FRUGAL_KEY_ENTSOE) or in CONFIG_HOME/frugal/keys, a
 * file that nobody else may read; they are never printed.
 */
#ifndef CLI_GRID_FETCH_H
#define CLI_GRID_FETCH_H

#include "cli/grid_reader.h"

struct grid_fetch {
	const char *provider; /* "electricitymaps", "entsoe", "gb", "rte", "watttime" */
	const char *zone;     /* NULL: the provider's only one */
	const char *url;      /* NULL: the provider's own */
	bool ahead;           /* its forecast */
	bool has_from;        /* else from the end of what is stored, or of the last day */
	int64_t from_s, to_s;
	double timeout_s;
};

struct grid_fetched {
	size_t requests, slots, changed;
};

/* FRUGAL_EUSAGE: no such provider, zone or key. *ret holds what was kept, in any case. */
int grid_fetch(struct cli *cli, const struct grid_fetch *question, struct grid_reader *reader,
	       struct grid_fetched *ret, struct frugal_error *reterr);

#endif
