/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a project has used and on what: the group of its runs, and what its epochs after the best
 * one used. Shares are of the energy of all its runs.
 */
#ifndef INSIGHT_PROJECT_H
#define INSIGHT_PROJECT_H

#include "insight/epochs.h"
#include "insight/group.h"

struct project {
	const char *name;
	const char *within; /* what of it, in words; "": all of it */
	struct run_group group;
	struct group_sum failed, shipped, abandoned, before; /* of the group */
	struct epochs epochs;
	bool metric_said;                                     /* and not chosen */
	double before_share, idle_share, never_shipped_share; /* NaN: not known */
};

/*
 * within: a filter that narrows the project, or NULL. metric: quality by epoch; NULL: a
 * validation's, or what most runs tell. FRUGAL_EUSAGE: no run, or the filter is of another project.
 * project_release frees, also after an error; texts live in the arena.
 */
int project_read(struct ledger *ledger, const char *name, const struct run_filter *within,
		 const char *metric, bool less_is_better, struct arena *arena, struct project *ret,
		 struct frugal_error *reterr);
void project_release(struct project *project);

/* Of the project's energy. */
double project_share(const struct project *project, const struct group_sum *sum);

#endif
