/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A group of runs, in words: a run (an id, a prefix of it, last), or
 * "project=a,service=s,phase=training,outcome=shipped,tag=x,name=y", of which all must hold, and
 * which have finished.
 */
#ifndef INSIGHT_SELECTION_H
#define INSIGHT_SELECTION_H

#include "model/context.h"
#include "store/ledger.h"

#define SELECTION_TAGS 16

struct selection {
	struct run_filter filter;
	const char *tags[SELECTION_TAGS];
	char id[RUN_ID_SIZE];
};

/* Texts live in the arena. FRUGAL_EUSAGE: the words are none, or there is no such run. */
int selection_read(struct ledger *ledger, const char *label, struct arena *arena,
		   struct selection *ret, struct frugal_error *reterr);

/* Nothing was found in it: says so. */
int selection_is_empty(const char *label, struct frugal_error *reterr);

/* Calls visit for each. FRUGAL_EUSAGE: the words are none, or no run is in it. */
int selection_visit(struct ledger *ledger, const char *label, enum run_detail detail,
		    run_visit *visit, void *context, struct frugal_error *reterr);

#endif
