/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of a job with several processes on this machine, one that is not the first: it runs its command
 * and tells the first of its CPU time, which counts it in the one record of the machine.
 */
#ifndef HOST_FOLLOWER_H
#define HOST_FOLLOWER_H

#include "host/process.h"
#include "host/ranks.h"

struct follower;

int follower_start(char *const argv[], const struct process_options *options,
		   const struct rank *rank, struct follower **ret, struct frugal_error *reterr);

struct process *follower_process(struct follower *follower);

/* Until the command has ended, and a moment more when the first starts last. False: unheard. */
bool follower_wait(struct follower *follower);
void follower_free(struct follower *follower);

#endif
