/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The energy of today, across the times that `frugal top` is started: kept in the ledger about each
 * minute and at the end, begun anew at midnight of the local day. It is what was seen: hours in
 * which nobody looked are not in it, and the seconds seen say so.
 */
#ifndef CLI_TOP_DAY_H
#define CLI_TOP_DAY_H

#include "cli/run_keep.h"
#include "meter/activity.h"

struct top_day {
	struct keeper *keeper;
	struct activity_meter *meter;
	char date[11]; /* "2026-11-28", local */
	int64_t kept_ns;
};

/* The meter goes on from what the ledger has of today; both outlive the day. */
void top_day_begin(struct top_day *day, struct keeper *keeper, struct activity_meter *meter);

/* After each look: keeps what there is when it is time, and begins a new day when it has come. */
void top_day_look(struct top_day *day, int64_t now_ns);
void top_day_end(struct top_day *day);

#endif
