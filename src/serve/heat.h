/* SPDX-License-Identifier: Apache-2.0 */
/* Hours of a zone as a heat map: a table with a row a day of UTC and a column an hour. */
#ifndef SERVE_HEAT_H
#define SERVE_HEAT_H

#include "serve/web.h"

#define HEAT_DAYS 8 /* at most */
#define HEAT_HOURS 24

struct heat {
	int64_t from_s;  /* begin of a day */
	size_t before;   /* hours of the first day that are not asked for */
	size_t n;        /* hours */
	const double *g; /* gCO2e/kWh; NaN: not known */
	const double *low,
		*high;      /* of a forecast, equal where it is known; NULL: none is forecast */
	const bool *framed; /* NULL: none */
	const char *caption;
};

/* <figure> with its scale; `said` stands below until a pointer reads an hour. */
void heat_add(struct request *request, struct buf *b, const struct heat *heat, const char *said);

/* The begin of the day of UTC. */
int64_t heat_day(int64_t s);

#endif
