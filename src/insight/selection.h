/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The label of a group of runs: a run (see ledger_find_run), or
 * "project=a,service=s,phase=training,outcome=shipped,tag=x,name=y". A run of the group matches all
 * of these and has finished, or has a status of the filter if that has any. A filter may narrow it:
 * runs match both, and what cannot match together is an error, not an empty group.
 */
#ifndef INSIGHT_SELECTION_H
#define INSIGHT_SELECTION_H

#include "model/context.h"
#include "store/ledger.h"

#define SELECTION_TAGS 16 /* in the words of one group */
/* The runs of a group and of every sum. */
#define SELECTION_ENDED (RUN_STATUS_BIT(RUN_FINISHED) | RUN_STATUS_BIT(RUN_INTERRUPTED))

struct selection {
	struct run_filter filter; /* texts live in the arena, or are those of the filter given */
	const char *label;        /* in words, all conditions; of a run its name as given */
	char id[RUN_ID_SIZE];
};

/*
 * label NULL: the filter alone; within NULL: the words alone. Texts live in the arena.
 * FRUGAL_EUSAGE: the label is neither a run nor words, its words exclude each other or the filter,
 * or the run is not in the filter.
 */
int selection_read(struct ledger *ledger, const char *label, const struct run_filter *within,
		   struct arena *arena, struct selection *ret, struct frugal_error *reterr);

/*
 * words ("project=a,phase=training") and a filter in one: runs match both, whether they have
 * finished or not. Texts live in the arena. FRUGAL_EUSAGE: words are not "key=value", or words and
 * filter exclude each other.
 */
int selection_join(const char *words, const struct run_filter *within, struct arena *arena,
		   struct run_filter *ret, struct frugal_error *reterr);

/* "project=digits,tag=x": what a filter asks for, in words; "" for all runs, NULL without memory.
 */
const char *selection_words(const struct run_filter *filter, struct arena *arena);

/* The one project or service that is all that a filter asks for. */
bool selection_is_subject(const struct run_filter *filter);

/* FRUGAL_EUSAGE: value is neither NULL nor in the list, which the error names. */
int selection_check_word(const char *key, const char *value, const char *const *list,
			 struct frugal_error *reterr);

/* The error for a group without runs. */
int selection_is_empty(const char *label, struct frugal_error *reterr);

/* Calls visit for each. FRUGAL_EUSAGE: as selection_read, or no run is in it. */
int selection_visit(struct ledger *ledger, const char *label, const struct run_filter *within,
		    enum run_detail detail, run_visit *visit, void *context,
		    struct frugal_error *reterr);

#endif
