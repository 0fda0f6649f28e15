/* SPDX-License-Identifier: Apache-2.0 */
/* Hours of a zone, as a query asks for them: kind, scope, basis, from, to, ahead. */
#ifndef SERVE_GRID_ASKED_H
#define SERVE_GRID_ASKED_H

#include "serve/asked.h"
#include "serve/server.h"

struct grid_asked {
	struct frugal_series_choice choice;
	struct frugal_window window; /* of ahead=24h; hours is 0 without it */
	int64_t from_s, to_s;        /* 0: not given */
};

int grid_asked_read(struct request *request, const char *zone, struct grid_asked *ret,
		    struct frugal_error *reterr);

/* The last stored day, unless another span is asked for, as frugal grid show. */
int grid_asked_span(const struct grid_asked *asked, const frugal_series *series,
		    int64_t *ret_from_s, int64_t *ret_to_s, struct frugal_error *reterr);

#endif
