/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job that waits for the hours of its plan. The plan is renewed as hours come in, and the ledger
 * keeps the deadline of the first start, so that a machine that restarts does not get another day.
 * The caller sleeps; nothing here does.
 */
#ifndef INSIGHT_JOB_WAIT_H
#define INSIGHT_JOB_WAIT_H

#include "insight/job.h"
#include "store/ledger.h"

struct job_wait {
	const struct context *context;
	struct ledger *ledger; /* NULL: the deadline is not kept */
	const char *key;       /* identifies the job; all texts are the caller's */
	struct job_question question;
	struct job_plan *plan; /* the caller's, who releases it */
	int64_t deadline_s;
	bool goes_on; /* the deadline is that of an earlier start */
	bool keeps;   /* the ledger keeps the deadline */
};

/* Plans within what is left of an earlier start's time. wait has its first five members. */
int job_wait_begin(struct job_wait *wait, struct frugal_error *reterr);

/* When the job begins by the plan, and when to look again: not after the start. */
int64_t job_wait_start(const struct job_wait *wait);
int64_t job_wait_next(const struct job_wait *wait, int64_t now_s);

/* Plans the rest of the window again; what can no longer be planned stays as it was. */
void job_wait_look(struct job_wait *wait, int64_t now_s);

/* Removes the deadline. */
void job_wait_end(struct job_wait *wait, int64_t now_s);

#endif
