/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a project has used, by phase: the group of its runs, and the energy of its epochs after the
 * best one. Shares are of the energy of all its runs.
 */
#ifndef INSIGHT_PROJECT_H
#define INSIGHT_PROJECT_H

#include "insight/epochs.h"
#include "insight/group.h"
#include "store/target.h"

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
	struct target target; /* of a month */
};

/* A figure over the months that are over: those that are compared have it of all their runs. */
struct project_trend {
	const struct group_row *first, *last; /* NULL: no such month */
	size_t n;                             /* of these months */
	double change;                        /* from first to last; NaN: fewer than two */
	double above;                         /* of the last above the target, -0.1 is below; NaN */
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

/* What a month used: energy; carbon of electricity and making, 0 runs where some run lacks one. */
struct use_figure project_month(const struct group_row *month, enum target_figure figure);
void project_trend_of(const struct project *project, enum target_figure figure, int64_t now_s,
		      struct project_trend *ret);

/*
 * "3 kWh", "2kgCO2e" of a month, in Wh or g; "" removes the target and gives NaN. FRUGAL_EUSAGE:
 * another unit, or not above 0.
 */
int project_target_parse(const char *text, enum target_figure figure, double *ret,
			 struct frugal_error *reterr);
/* FRUGAL_EUSAGE: no name. */
int project_target_put(struct ledger *ledger, const char *name, const struct target *target,
		       struct frugal_error *reterr);

/* Of the project's energy. */
double project_share(const struct project *project, const struct group_sum *sum);

#endif
