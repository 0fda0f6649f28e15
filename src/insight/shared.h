/* SPDX-License-Identifier: Apache-2.0 */
/* Plans that keep to what others of the same ledger have reserved (store/reserve.h). */
#ifndef INSIGHT_SHARED_H
#define INSIGHT_SHARED_H

#include "insight/job.h"
#include "model/context.h"
#include "store/reserve.h"

struct plan_share {
	const char *name;   /* of the reservation; or NULL */
	double capacity_kw; /* of each zone of the question, from now on; 0: as it is known */
};

/* What was reserved; id is empty when nothing was. */
struct plan_reserved {
	char id[RUN_ID_SIZE];
	char zone[GRID_ZONE];
};

/*
 * Plans within what is left of the capacities, and reserves the best way if that is asked for: then
 * *ret_reserved says which. A zone without a capacity is open. FRUGAL_EDATA: nothing is left.
 */
int plan_shared(struct context *context, const struct plan_share *share, bool reserve,
		const struct job_question *question, struct job_plan *ret,
		struct plan_reserved *ret_reserved, struct frugal_error *reterr);

#endif
