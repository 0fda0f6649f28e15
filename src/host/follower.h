/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One process of a job that has several on this machine, but not the first: it runs its command and
 * sends its CPU time to the first, which counts it in the one record of the machine.
 */
#ifndef HOST_FOLLOWER_H
#define HOST_FOLLOWER_H

#include "host/process.h"
#include "host/ranks.h"

struct follower;

int follower_start(char *const argv[], const struct process_options *options,
		   const struct rank *rank, struct follower **ret, struct frugal_error *reterr);

struct process *follower_process(struct follower *follower);

/*
 * Waits until the command has ended, and a moment more when the first starts last. False: the first
 * received no last datagram.
 */
bool follower_wait(struct follower *follower);
void follower_free(struct follower *follower);

#endif
