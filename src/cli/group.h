/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A group of runs, in words: a run (an id, a prefix of it, last), or
 * "project=a,phase=training,tag=x,name=y", of which all must hold, and which have finished.
 */
#ifndef CLI_GROUP_H
#define CLI_GROUP_H

#include "cli/cli.h"
#include "store/ledger.h"

/* Calls visit for each. FRUGAL_EUSAGE: the words are none, or no run is in it. */
int group_visit_in(struct ledger *ledger, const char *label, enum run_detail detail,
		   run_visit *visit, void *context, struct frugal_error *reterr);

/* The same in the ledger of the command line. */
int group_visit(const struct cli *cli, const char *label, enum run_detail detail, run_visit *visit,
		void *context, struct frugal_error *reterr);

#endif
