/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A control group (version 2) of its own for one command. The kernel counts the CPU time of all
 * processes that ever ran in it, dead or alive, however they were forked. It is a leaf below the
 * group of frugal itself, never next to it or above: the command keeps each limit that it would
 * have had.
 */
#ifndef HOST_CGROUP_H
#define HOST_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

struct cgroup {
	int parent_fd;
	int fd;      /* of the folder of the leaf, for clone3 */
	int stat_fd; /* its cpu.stat, kept open */
	char name[32];
};

/*
 * Returns 0 or -errno, mostly -EACCES (not root, nothing delegated), -EROFS or -ENOENT (version 2
 * is not mounted).
 */
int cgroup_make(struct cgroup *group);

/* CPU time used in the group so far, in nanoseconds; -1 when it cannot be read. */
int64_t cgroup_cpu_ns(const struct cgroup *group);

/* Writes the numbers of the processes in the leaf, one a line; false when they cannot be listed. */
bool cgroup_members(const struct cgroup *group, char *to, size_t size);

/* Signals each process in the leaf; false when they cannot be listed. SIGKILL reaches all. */
bool cgroup_signal(const struct cgroup *group, int signal_number);

/* Whether a process is in the leaf or below it. */
bool cgroup_holds(const struct cgroup *group, int pid);

/*
 * Removes the leaf. A leaf where processes still run (a command that left a daemon) stays until a
 * later run finds it empty.
 */
void cgroup_release(struct cgroup *group);

/*
 * Writes the folder of our group in the file system, from the texts of /proc/self/mountinfo and
 * /proc/self/cgroup; false when it is not visible from here.
 */
bool cgroup_own_folder(const char *mountinfo, const char *groups, char *to, unsigned long size);

#endif
