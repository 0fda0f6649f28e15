/* SPDX-License-Identifier: Apache-2.0 */
/* The activity meter, as its files see it: activity.c reads it, activity_day.c has its day. */
#ifndef METER_ACTIVITY_INSIDE_H
#define METER_ACTIVITY_INSIDE_H

#include "meter/activity.h"
#include "meter/session_impl.h"

/* Joules of a living process; another process with its number begins at zero. */
struct total {
	int pid;
	int64_t born;
	double joules;
	uint32_t seen; /* the last look that found it */
};

struct activity_meter {
	struct session *session;
	struct scan *scan;
	struct activity activity;
	size_t cap_rows;
	struct total *totals; /* by process number */
	size_t n_totals, cap_totals;
	double *groups_j; /* by control group, of all its processes, ended ones too */
	size_t n_groups, cap_groups;
	uint32_t look;
	int64_t last_ns, last_busy_ns;
	double *parts_j, *parts_idle_j;         /* at the last call, by part */
	double *boards_j;                       /* of the day, by board */
	double seen_j, seen_low_j, seen_high_j; /* since the start */
	size_t n_parts, cap_uses;
	activity_earlier *earlier;
	void *context;
	struct day_use *day; /* as last returned, with keys in the arena */
	size_t cap_day;
	struct arena keys;
};

/* The key of a process in the ledger: its number, and when it was born. */
void activity_process_key(int pid, int64_t born, char to[48]);

#endif
