/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that frugal runs next to the metered command: its output is read through a pipe, and
 * neither its CPU time nor its end is taken for the command's.
 */
#ifndef HOST_HELPER_H
#define HOST_HELPER_H

#include <stdbool.h>

#include "base/error.h"

struct helper {
	int pid; /* 0: not running */
	int fd;  /* its standard output, not blocking; -1 */
};

/*
 * Runs a line by /bin/sh, with empty standard input and without standard error. FRUGAL_EENV when it
 * cannot be started.
 */
int helper_start(const char *line, struct helper *ret, struct frugal_error *reterr);

/*
 * Ends the helper with all of its processes: TERM, then KILL; reaps it. Does nothing when it is not
 * running.
 */
void helper_stop(struct helper *helper);

/*
 * fork(2) of a child that is a helper too; the child may only make calls that are safe after a
 * fork.
 */
int helper_fork(void);

/* True when the helper has ended, which is reaped. */
bool helper_ended(struct helper *helper);

/* Whether a child that was reaped was a helper. */
bool helper_was(int pid);

#endif
