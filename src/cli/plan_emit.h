/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as a ready file for who starts things: at, cron, Slurm's sbatch, systemd. */
#ifndef CLI_PLAN_EMIT_H
#define CLI_PLAN_EMIT_H

#include "cli/green.h"

extern const char *const plan_emitters[]; /* ends with NULL */

/*
 * The command at the start of the plan's first piece; a job in pieces is emitted piece by piece by
 * none of them: FRUGAL_EUSAGE. hours is what sbatch may grant.
 */
int plan_emit(const char *emitter, const struct green_plan *plan, double hours,
	      char *const command[], size_t n, struct buf *to, struct frugal_error *reterr);

#endif
