/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers a planning question in JSON: `type` is single, independent, spatial, elastic, fleet_flow
 * or fleet_gang, with its series, regions and jobs (docs/planning.md lists the fields). The answer
 * is one object: objective_gco2e, lower_bound_gco2e, gap, schedule.
 */
#ifndef PLAN_INSTANCE_H
#define PLAN_INSTANCE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

struct instance_options {
	uint64_t seed;
	size_t rounds; /* of a gang plan; 0: the usual number */
};

/* Reads the question, plans, and appends the answer. FRUGAL_EDATA with the field that is wrong. */
int instance_answer(const char *name, struct str text, const struct instance_options *options,
		    struct buf *to, struct frugal_error *reterr);

#endif
