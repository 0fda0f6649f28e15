/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPU time of processes at their end, as the kernel reports it (taskstats, over netlink): also of
 * those that began and ended between two looks. The kernel adds to the time of a process at its
 * clock's ticks and at switches: a process that ran less than a tick in one go has next to no time
 * here. Needs CAP_NET_ADMIN in the first user and process namespace.
 */
#ifndef HOST_EXITS_H
#define HOST_EXITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define EXITS_NAME 16

struct ended_process {
	int pid, parent, uid;
	int64_t cpu_ns; /* of all its threads, since it began */
	char name[EXITS_NAME + 1];
	bool is_own_name; /* of its first thread, not of another one that ended last */
};

struct exits;

/* FRUGAL_EENV: the kernel does not report to us; reterr gives the reason. */
int exits_open(struct exits **ret, struct frugal_error *reterr);

/*
 * Calls the function for each process that ended since the last call. False when the kernel dropped
 * some.
 */
bool exits_drain(struct exits *exits,
		 void (*take)(void *context, const struct ended_process *ended), void *context);
void exits_close(struct exits *exits);

#endif
