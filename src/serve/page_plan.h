/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the page /plan: a job (page_plan.c), and the fleet (plan_fleet.c). */
#ifndef SERVE_PAGE_PLAN_H
#define SERVE_PAGE_PLAN_H

#include "serve/web.h"

/* The reservations of the ledger, and the form for a fleet with its answer; text may be NULL. */
int plan_fleet_add(struct request *request, struct buf *b, const char *text,
		   struct frugal_error *reterr);

#endif
