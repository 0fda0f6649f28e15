/* SPDX-License-Identifier: Apache-2.0 */
/* The next day of electricity on the page Now: its hours, and whether waiting gains something. */
#ifndef SERVE_NOW_HOURS_H
#define SERVE_NOW_HOURS_H

#include "serve/server.h"

struct now_hours {
	char zone[32];
	frugal_series *series; /* NULL: none is stored */
	bool planned;          /* of a job of NOW_JOB_H hours */
	struct frugal_plan_about about;
	struct frugal_piece best;
};

/* What is missing is not an error: the page says so. */
void now_hours_find(frugal_library *library, const char *zone, struct now_hours *ret);
void now_hours_release(struct now_hours *hours);

/* "Waiting gains less than 2 %: run now."; "" where it is not known. Lives as the request. */
const char *now_hours_sentence(struct request *request, const struct now_hours *hours);
void now_hours_add(struct request *request, struct buf *b, const struct now_hours *hours);

#endif
