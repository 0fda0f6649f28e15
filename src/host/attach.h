/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes that run already: a process with what it starts from now on, or a control group. Their
 * CPU time counts from the moment of attaching. Nothing of these processes is changed.
 */
#ifndef HOST_ATTACH_H
#define HOST_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct attached;

/*
 * Attaches to a process, with its threads and descendants of this moment, by the task clock of
 * each, which later threads and children inherit. FRUGAL_EUSAGE: the process does not exist;
 * FRUGAL_EENV: it may not be watched.
 */
int attach_process(int pid, struct attached **ret, struct frugal_error *reterr);

/* Attaches to a folder of the control groups (version 2), or to a path below their root. */
int attach_cgroup(const char *path, struct attached **ret, struct frugal_error *reterr);

/* Returns the command line of a process, in the arena; NULL: unknown. */
char *const *process_words(int pid, struct arena *arena);

/* "perf" or "cgroup". */
const char *attached_method(const struct attached *attached);

int64_t attached_cpu_ns(const struct attached *attached);

/* Readable when attached_ended should be called. */
int attached_fd(const struct attached *attached);

/*
 * True when the process has gone, the group is empty or gone, or a signal (INT, TERM, HUP) ended
 * the metering.
 */
bool attached_ended(struct attached *attached);
bool attached_owns(const struct attached *attached, int pid);
void attached_free(struct attached *attached);

#endif
