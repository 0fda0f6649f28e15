/* SPDX-License-Identifier: Apache-2.0 */
/* A plan of one job, for people and as JSON. */
#ifndef CLI_JOB_SHOW_H
#define CLI_JOB_SHOW_H

#include "cli/cli.h"
#include "cli/job.h"

void job_as_text(const struct job_question *question, const struct job_plan *plan,
		 const struct cli *cli, struct buf *to);
void job_as_json(const struct job_question *question, const struct job_plan *plan, struct buf *to);

#endif
