/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes that run already: a process with what it starts from now on, or a control group.
 * Their CPU time counts from the moment they are attached to. Nothing of theirs is touched.
 */
#ifndef HOST_ATTACH_H
#define HOST_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct attached;

/*
 * A process, with all its threads and children of today, by the task clock of each, which what
 * they start inherits. FRUGAL_EUSAGE: there is no such process; FRUGAL_EENV: it may not be watched.
 */
int attach_process(int pid, struct attached **ret, struct frugal_error *reterr);

/* A folder of the control groups (version 2), or its path below their root. */
int attach_cgroup(const char *path, struct attached **ret, struct frugal_error *reterr);

/* The words that a process was started with, in the arena; NULL: not known. */
char *const *process_words(int pid, struct arena *arena);

/* "perf" or "cgroup". */
const char *attached_method(const struct attached *attached);

int64_t attached_cpu_ns(const struct attached *attached);

/* Readable when attached_ended should be asked. */
int attached_fd(const struct attached *attached);

/* The process has gone, the group is empty or gone, or we were told to stop (INT, TERM, HUP). */
bool attached_ended(struct attached *attached);
bool attached_owns(const struct attached *attached, int pid);
void attached_free(struct attached *attached);

#endif
