/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal plan --emit and --run: hands a plan over to a scheduler, or starts the command here at its
 * time, with the folder and the environment in which frugal was called.
 */
#ifndef CLI_PLAN_HANDOVER_H
#define CLI_PLAN_HANDOVER_H

#include "cli/cli.h"
#include "cli/option.h"

struct handover_options {
	const char *emit, *image, *every, *name;
	struct option_list variables, at_zones;
	bool run, unmetered;
	bool keeps_deadline, limits_duration; /* whether these were given */
};

/* Adds to *zones those of --at-zone lines that are not among them. */
int handover_zones(struct cli *cli, const struct option_list *at_zones, struct option_list *zones,
		   struct frugal_error *reterr);

/* Writes the file. */
int handover_emit(struct cli *cli, const struct handover_options *asked, const frugal_plan *plan,
		  struct buf *to, struct frugal_error *reterr);

/* Becomes the command under frugal run, which waits for its time. Returns if that fails. */
int handover_run(struct cli *cli, const struct handover_options *asked, const frugal_plan *plan,
		 struct frugal_error *reterr);

/* Of a plan that begins now: if it is in another zone, the words that start the command there. */
int handover_away(struct cli *cli, const struct option_list *at_zones, const char *name,
		  const frugal_plan *plan, bool *ret_away, struct frugal_error *reterr);

#endif
