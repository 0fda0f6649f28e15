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
	char name[PROC_NAME]; /* as the kernel calls it */
	int64_t cpu_ns;       /* in steps of the kernel's clock */
	int64_t born;         /* kernel's ticks after boot */
};

/* False when it has gone. */
bool proc_stat_read(int proc_fd, int pid, struct proc_stat *ret);

/*
 * The path of its control group within text. Where version 1 rules, the group of version 2 is the
 * root, and that of another hierarchy says more. "" when it has gone or there are no groups.
 */
struct str proc_group_read(int proc_fd, int pid, char text[PROC_GROUP]);

/* The user it runs as; -1 when it has gone. */
int proc_uid_read(int proc_fd, int pid);

#endif
