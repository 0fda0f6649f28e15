/* SPDX-License-Identifier: Apache-2.0 */
/* A plan of one job, for people and as JSON. */
#ifndef REPORT_JOB_H
#define REPORT_JOB_H

#include "insight/job.h"
#include "quantity/print.h"

void job_as_text(const struct job_plan *plan, const struct number_style *numbers, struct buf *to);
void job_as_json(const struct job_plan *plan, struct buf *to);

#endif
