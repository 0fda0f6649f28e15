/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a project has used, by phase: the group of its runs, and the energy of its epochs after the
 * best one. Shares are of the energy of all its runs.
 */
#ifndef INSIGHT_PROJECT_H
#define INSIGHT_PROJECT_H

#include "insight/epochs.h"
#include "insight/group.h"

struct project {
	const char *name;
	const char *within; /* what of it, in words; "": all of it */
	struct run_group group;
	struct group_sum failed, shipped, abandoned, untold, before; /* of the group */
	struct epochs epochs;
	bool metric_said;                /* given by the user, not chosen */
	double before_share, idle_share; /* NaN: not known */
	/* Failed, abandoned and superseded runs: an outcome that nobody reported is none of these.
	 * NaN: no outcome is reported. */
	double never_shipped_share;
};

/*
 * within: a filter that narrows the project, or NULL. metric: quality by epoch; NULL: one of
 * validation, or the one that most runs report.
 * FRUGAL_EUSAGE: no run, or the filter is of another project. project_release frees, also after an
 * error; texts live in the arena.
 */
int project_read(struct ledger *ledger, const char *name, const struct run_filter *within,
		 const char *metric, bool less_is_better, struct arena *arena, struct project *ret,
		 struct frugal_error *reterr);
void project_release(struct project *project);

/* Of the project's energy. */
double project_share(const struct project *project, const struct group_sum *sum);

#endif
