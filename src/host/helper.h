/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program of ours beside the metered command: its output is read through a pipe, and neither
 * its CPU time nor its end is taken for the command's.
 */
#ifndef HOST_HELPER_H
#define HOST_HELPER_H

#include <stdbool.h>

#include "base/error.h"

struct helper {
	int pid; /* 0: not running */
	int fd;  /* its standard output, not blocking; -1 */
};

/* Runs a line by /bin/sh; it reads nothing and its complaints are dropped. FRUGAL_EENV when it
 * cannot be started. */
int helper_start(const char *line, struct helper *ret, struct frugal_error *reterr);

/* Ends it, all of its processes: TERM, then KILL; reaps it. Fine when it is not running. */
void helper_stop(struct helper *helper);

/* fork(2) of a child that is a helper too; it may only make calls that are safe after a fork. */
int helper_fork(void);

/* True when it has ended, and reaps it. */
bool helper_ended(struct helper *helper);

/* Whether a child that was reaped was one of ours. */
bool helper_was(int pid);

#endif
