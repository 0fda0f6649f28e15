/* SPDX-License-Identifier: Apache-2.0 */
/* run --when green: the command begins at the hours that cost the least carbon before a deadline.
 */
#ifndef CLI_RUN_WHEN_H
#define CLI_RUN_WHEN_H

#include "cli/run_metered.h"

/*
 * Waits until then, with a countdown on a terminal; at once where little is to be gained. The
 * moment is one of UTC: setting the clock, or a sleep of the machine, does not move it.
 * The deadline is that of the first start of the same command, in the same folder, that was not
 * ended by hand: a machine that starts anew does not get another day. *ret, in cli->arena,
 * is empty unless the command may be paused. FRUGAL_EUSAGE without a zone or a series of it.
 */
int run_wait_for_green(struct cli *cli, const struct run_options *options,
		       struct run_hours_planned *ret, struct frugal_error *reterr);

#endif
