/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The params of a question with their values and supports, and the draws over them. The draws give
 * intervals (5 % to 95 %, widened to contain the central value) and the share of the variance of
 * each figure that is due to each uncertain param (total effects, Jansen 1999, scaled to sum to 1).
 */
#ifndef MODEL_SPREAD_H
#define MODEL_SPREAD_H

#include "model/answer.h"
#include "model/machine.h"

struct spread_param {
	double value, low, high;
	uint32_t dimension; /* of the draws; UINT32_MAX when exact */
};

struct spread {
	const struct question *question;
	struct spread_param *params; /* in the order of the program */
	uint32_t *rows;              /* by input; TABLE_NO_ROW for those that are not a row */
	uint32_t n_uncertain;        /* dimensions */
};

int spread_init(struct spread *spread, const struct question *question,
		struct frugal_error *reterr);
void spread_release(struct spread *spread);

int spread_intervals(const struct spread *spread, struct answer *answer, bool all_lines,
		     struct frugal_error *reterr);
int spread_sensitivity(const struct spread *spread, struct answer *answer,
		       struct frugal_error *reterr);

#endif
