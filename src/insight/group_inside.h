/* SPDX-License-Identifier: Apache-2.0 */
/* The state of a group while its files (group.c, group_runs.c, group_service.c) gather it. */
#ifndef INSIGHT_GROUP_INSIDE_H
#define INSIGHT_GROUP_INSIDE_H

#include "insight/group.h"

/* What single runs contain, summed over runs of one phase, zone, machine, month and service. */
struct group_seen {
	size_t runs;
	double wh, it_wh;
	struct use_figure water_l;
	struct group_quality quality;
	int64_t from_us; /* UTC: the first start */
};

struct gathering {
	struct ledger *ledger;
	const struct group_question *question;
	struct arena *arena;
	struct run_group *to;
	size_t room;             /* of cells while they grow */
	struct group_seen *seen; /* by place */
	size_t n_places;
	struct frugal_error *reterr;
};

/* group_runs.c: reads the runs one by one, into seen and to->runs. */
int group_look_at_runs(struct gathering *of);

/*
 * group_service.c: finds the service of the group, and the site by the question and the register.
 */
int group_find_service(struct gathering *of);
/* Puts the given PUE in the place of the runs' own. */
void group_use_pue(struct gathering *of);
/* Units by month, after all sums are made. */
int group_count_units(struct gathering *of);

/* Rows of the group by a key of its cells. */
typedef const char *cell_key(const struct group_cell *cell);
int group_rows_by(struct gathering *of, cell_key *key, struct group_rows *ret);

#endif
