/* SPDX-License-Identifier: Apache-2.0 */
/* The small files of a process below /proc, by a descriptor of that folder. */
#ifndef HOST_PROC_FILE_H
#define HOST_PROC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define PROC_NAME 32
#define PROC_GROUP 4096

struct proc_stat {
	char name[PROC_NAME]; /* as the kernel has it */
	int64_t cpu_ns;       /* in steps of the kernel's clock */
	int64_t born;         /* kernel's ticks after boot */
};

/* False when the process has gone. */
bool proc_stat_read(int proc_fd, int pid, struct proc_stat *ret);

/*
 * Finds the path of the control group of a process within text. Where version 1 is in use, the
 * group of version 2 is the root, and the path of another hierarchy is more specific. "" when the
 * process has gone or the machine has no groups.
 */
struct str proc_group_read(int proc_fd, int pid, char text[PROC_GROUP]);

/* The user that the process runs as; -1 when it has gone. */
int proc_uid_read(int proc_fd, int pid);

#endif
