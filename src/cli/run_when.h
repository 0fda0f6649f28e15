/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run --when green: the command starts at the hours of lowest carbon intensity before a deadline.
 * The plan is that of frugal plan; the deadline is stored in the ledger.
 */
#ifndef CLI_RUN_WHEN_H
#define CLI_RUN_WHEN_H

#include "cli/run_metered.h"

/*
 * Waits until then, with a countdown on a terminal; returns at once if waiting would save little.
 * The start is a time in UTC: setting the clock, or a sleep of the machine, does not move it. If
 * the same command was started before in the same folder and was not ended by hand (the machine
 * restarted), its first deadline stays. *ret, in cli->arena, is empty unless the command
 * may be paused. Where the best zone is that of an --at-zone line, that line becomes the command,
 * of which no record is kept here. FRUGAL_EUSAGE: no zone, or no series of it.
 */
int run_wait_for_green(struct cli *cli, struct run_options *options, struct run_hours_planned *ret,
		       struct frugal_error *reterr);

/* Waits for --not-before. FRUGAL_EENV: --not-after has passed; FRUGAL_EUSAGE: not a time. */
int run_wait_for_moment(struct cli *cli, const struct run_options *options,
			struct frugal_error *reterr);

#endif
