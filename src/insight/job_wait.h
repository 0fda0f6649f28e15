/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job that waits for the hours of its plan: the plan is made anew as hours come in, and the
 * ledger remembers the deadline of the first start, so that a machine that starts anew does not get
 * another day. Who waits sleeps by itself: nothing here does.
 */
#ifndef INSIGHT_JOB_WAIT_H
#define INSIGHT_JOB_WAIT_H

#include "insight/job.h"
#include "store/ledger.h"

struct job_wait {
	const struct context *context;
	struct ledger *ledger; /* NULL: nothing is remembered */
	const char *key;       /* the same for the same job; as all texts, the caller's */
	struct job_question question;
	struct job_plan *plan; /* the caller's, who releases it */
	int64_t deadline_s;
	bool goes_on; /* the deadline is that of an earlier start */
	bool keeps;   /* the ledger remembers it */
};

/* Plans within what is left of an earlier start's time. wait has its first five members. */
int job_wait_begin(struct job_wait *wait, struct frugal_error *reterr);

/* When the job begins by the plan, and when to look again: at the start at the latest. */
int64_t job_wait_start(const struct job_wait *wait);
int64_t job_wait_next(const struct job_wait *wait, int64_t now_s);

/* Plans anew what is left of the window; what cannot be planned any more stays as it was. */
void job_wait_look(struct job_wait *wait, int64_t now_s);

/* Forgets the deadline. */
void job_wait_end(struct job_wait *wait, int64_t now_s);

#endif
