/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A control group (version 2) of our own for one command. The kernel counts the CPU time of all
 * that ever ran in it, dead or alive, however its processes were forked. It is a leaf below the
 * group that we are in, never beside or above it: the command keeps each limit it would have had.
 */
#ifndef HOST_CGROUP_H
#define HOST_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

struct cgroup {
	int parent_fd;
	int fd;      /* of the leaf's folder, for clone3 */
	int stat_fd; /* its cpu.stat, kept open */
	char name[32];
};

/* 0 or -errno, mostly -EACCES (not root, nothing delegated), -EROFS or -ENOENT (no version 2). */
int cgroup_make(struct cgroup *group);

/* CPU time used in it so far, nanoseconds; -1 when it cannot be read. */
int64_t cgroup_cpu_ns(const struct cgroup *group);

/* Signals each process in the leaf; false when they cannot be listed. SIGKILL spares none. */
bool cgroup_signal(const struct cgroup *group, int signal_number);

/* Whether a process is in the leaf or below it. */
bool cgroup_holds(const struct cgroup *group, int pid);

/*
 * Removes the leaf; a leaf where processes still run (a command that left a daemon) stays until
 * a later run finds it empty.
 */
void cgroup_release(struct cgroup *group);

/*
 * Where our group is in the file system, from the texts of /proc/self/mountinfo and
 * /proc/self/cgroup; false when it is not visible from here.
 */
bool cgroup_own_folder(const char *mountinfo, const char *groups, char *to, unsigned long size);

#endif
