/* SPDX-License-Identifier: Apache-2.0 */
/* The state of a group while its files (group.c and the other group_*.c) gather it. */
#ifndef INSIGHT_GROUP_INSIDE_H
#define INSIGHT_GROUP_INSIDE_H

#include "insight/group.h"
#include "record/run.h"

/* A few names, each once, in the order of their first use. */
#define GROUP_NAMES 16
struct group_names {
	const char *items[GROUP_NAMES];
	size_t n;
	bool more;
};

/* What single runs contain, summed over runs of one cell. */
struct group_seen {
	size_t runs;
	double least_pue, most_pue; /* of single runs; 0: none has an energy */
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
	struct group_phase_seen *phases; /* of group_hardware.c */
	size_t n_phases;
	struct frugal_error *reterr;
};

/* group_runs.c: reads the runs one by one, into seen and to->runs. */
int group_look_at_runs(struct gathering *of);

/* Whether the cell is the first of its phase. */
bool group_is_first_of_phase(const struct run_group *group, size_t at);
int group_name_add(struct gathering *of, struct group_names *names, const char *name);
const char *group_names_joined(struct arena *arena, const struct group_names *names,
			       const char *between);

/* group_hardware.c: what the runs of each phase ran on, read one by one, into to->runs. */
int group_hardware_begin(struct gathering *of);
int group_hardware_see(struct gathering *of, const struct run_record *run);
int group_hardware_keep(struct gathering *of);
/* Whether the part is an accelerator that used energy. */
bool group_is_board(const struct run_part *part);
/* Its model, or that it is unknown and the text of its sensor. */
void group_board_name(struct buf *to, const struct run_part *part);

/* group_service.c: finds the service of the group, its WUE and its renewable share. */
int group_find_service(struct gathering *of);
/* A fact of the register in unit_name; NaN where the register does not have it. */
int group_fact_number(const struct service *service, const char *key, const char *unit_name,
		      double *ret, struct frugal_error *reterr);
/* group_pue.c: finds the PUE of the question, or those of the register for the services. */
int group_find_pue(struct gathering *of);
/* Puts them, and the WUE of the group, in the place of the runs' own. */
void group_use_site(struct gathering *of);

/* group_spans.c: the intervals of the runs. */
int group_find_spans(struct gathering *of);

/* group_service.c: units by month, after all sums are made. */
int group_count_units(struct gathering *of);

/* Rows of the group by a key of its cells. */
typedef const char *cell_key(const struct group_cell *cell);
int group_rows_by(struct gathering *of, cell_key *key, struct group_rows *ret);

#endif
