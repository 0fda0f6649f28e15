/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handles of sections 11 and 12 of frugal.h, as this room sees them; for the command line too,
 * which passes their contents to the writers of the room report.
 */
#ifndef API_INSIDE_GRID_H
#define API_INSIDE_GRID_H

#include "api/inside.h"
#include "grid/reader.h"
#include "insight/job_wait.h"
#include "report/emit_words.h"

struct frugal_series {
	struct grid_series series;
	bool is_lent;       /* the slots belong to another handle */
	double *low, *high; /* interval of each slot of a window; NULL: as the values */
};

struct frugal_plan {
	frugal_library *library;
	struct arena arena; /* the texts and lists of the question */
	struct job_question question;
	struct job_plan plan;
};

struct frugal_wait {
	struct frugal_plan held;
	struct job_wait wait;
};

const struct grid_series *series_of(const frugal_series *series);
const struct job_plan *plan_of(const frugal_plan *plan);

/* Converts the words of a series to hints; NULL: any. FRUGAL_EUSAGE with the known words. */
int hints_read(const char *kind, const char *scope, const char *basis, struct grid_hints *to,
	       struct frugal_error *reterr);

/* plan_file.c: the words that run a planned job here, and what they are made of. */
struct handover {
	struct arena arena;
	struct planned_job job;
	struct local_clock clock;
};
int handover_make(const frugal_plan *plan, const struct frugal_planned_job *asked,
		  struct handover *ret, struct frugal_error *reterr);
void handover_release(struct handover *handover);

/* Copies the caller's question, which may be shorter or longer than ours, into arena. */
int plan_question_read(const struct context *context, const struct frugal_plan_question *from,
		       struct arena *arena, struct job_question *ret, struct frugal_error *reterr);
void plan_question_release(struct job_question *question);

#endif
