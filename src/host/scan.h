/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CPU time of every process of the machine, cheaply, by the best of three means:
 * the kernel counts at each switch (switches.h): complete, without a scan;
 * the files below /proc, with the kernel's messages about ended processes (exits.h);
 * the files alone: the time of a process after it was last seen is missing, and a caller that adds
 * up shows it as a remainder. By files, the processes that worked lately are read at each look, the
 * idle ones in turns, one in sixteen.
 */
#ifndef HOST_SCAN_H
#define HOST_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "host/proc_file.h"

struct scanned {
	int pid, uid;
	char name[PROC_NAME]; /* as the kernel has it */
	uint32_t group;       /* index of its control group */
	uint32_t ended;       /* 0: alive; else so many of this name have ended, pid is the last */
	int64_t cpu_ns;       /* since boot, since the scan began, or since it began */
	int64_t delta_ns;     /* since it was last read */
	int64_t born;         /* distinguishes two processes of one number */
	uint32_t seen, busy;  /* looks: the last that found it, the last in which it worked */
};

enum scan_means { SCAN_BEST, SCAN_SWITCHES, SCAN_EXITS, SCAN_FILES };

struct scan;

/* SCAN_BEST never fails for lack of rights; another means does. */
int scan_new(enum scan_means means, struct scan **ret, struct frugal_error *reterr);

/* The means in use, never SCAN_BEST, and why it is not a better one ("": it is the best). */
enum scan_means scan_means(const struct scan *scan);
const char *scan_why(const struct scan *scan);
const char *scan_todo(const struct scan *scan); /* the step that enables the best means */

/* "best", "ebpf", "exits", "files". */
extern const char *const scan_means_names[]; /* by enum, NULL at the end */

/* Looks once more; false when memory is out. */
bool scan_look(struct scan *scan);

/*
 * Returns the living processes (by switches: those that have run) and those that ended since the
 * last look, in no order; deltas are of this look, 0 for those not read in it.
 */
const struct scanned *scan_items(const struct scan *scan, size_t *ret_n);

/*
 * Returns the process of that number, read from /proc if necessary; NULL when it has gone. Valid
 * until the next call.
 */
const struct scanned *scan_process(struct scan *scan, int pid);

/* "/user.slice/..."; "" on a machine without groups. */
const char *scan_group(const struct scan *scan, uint32_t group);
size_t scan_groups(const struct scan *scan);
void scan_free(struct scan *scan);

#endif
