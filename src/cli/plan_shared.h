/* SPDX-License-Identifier: Apache-2.0 */
/* Plans that keep to what others of the same ledger have reserved (store/reserve.h). */
#ifndef CLI_PLAN_SHARED_H
#define CLI_PLAN_SHARED_H

#include "cli/cli.h"
#include "cli/job.h"

struct plan_share {
	const char *name;   /* of the reservation; or NULL */
	double capacity_kw; /* of each zone of the question, from now on; 0: as it is known */
};

/*
 * Plans within what is left of the capacities, and reserves the best way if that is asked for: then
 * a line in *text says so. A zone without a capacity is open. FRUGAL_EDATA: nothing is left.
 */
int plan_shared(struct cli *cli, const struct plan_share *share, bool reserve,
		const struct job_question *question, struct job_plan *ret, struct buf *text,
		struct frugal_error *reterr);

int plan_reservations(struct cli *cli, bool as_json, struct frugal_error *reterr);
int plan_release(struct cli *cli, const char *id, struct frugal_error *reterr);

#endif
