/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handles of sections 11 and 12, seen from inside: for this room, and for the command line,
 * which hands what they hold to the writers of the room report.
 */
#ifndef API_INSIDE_GRID_H
#define API_INSIDE_GRID_H

#include "api/inside.h"
#include "grid/reader.h"
#include "insight/job_wait.h"

struct frugal_series {
	struct grid_series series;
	bool is_lent;       /* the slots are somebody else's */
	double *low, *high; /* of each slot of a window; NULL: as the values */
};

struct frugal_plan {
	struct arena arena; /* the texts and lists of the question */
	struct job_plan plan;
};

struct frugal_wait {
	struct frugal_plan held;
	struct job_wait wait;
};

const struct grid_series *series_of(const frugal_series *series);
const struct job_plan *plan_of(const frugal_plan *plan);

/* Words of a series become hints; NULL: any. FRUGAL_EUSAGE with the words there are. */
int hints_read(const char *kind, const char *scope, const char *basis, struct grid_hints *to,
	       struct frugal_error *reterr);

/* A copy of the caller's question, which may be shorter or longer than ours, in arena. */
int plan_question_read(const struct frugal_plan_question *from, struct arena *arena,
		       struct job_question *ret, struct frugal_error *reterr);

#endif
