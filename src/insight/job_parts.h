/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The struct and functions that the files job*.c share. job_way.c lays a way into slots, job_best.c
 * and job_front.c choose the best way of each zone and the front, and job_choice.c computes what
 * the choice saves.
 */
#ifndef INSIGHT_JOB_PARTS_H
#define INSIGHT_JOB_PARTS_H

#include "insight/job.h"

#define MOST_DEADLINES 200

struct weighing {
	const struct context *context;
	const struct job_question *q;
	const struct job_plan *plan;
	double step_h;
	size_t slots; /* that the job takes */
	double g_per_eur;
	double *profile_kw; /* by its slots; NULL: even */
	double *weighted;   /* of all zones, n each: g, and money as g */
	size_t n;
};

/* ---- job_way.c ------------------------------------------------------------------------------ */

/* From here on money weighs so much. */
void job_weigh(struct weighing *w, double g_per_eur);

/* gCO2e of a way's computing by the intensities c of its zone's window, its data left out. */
double job_compute_g(const struct weighing *w, const struct job_way *way, const double *c);

/* The same with its data, which stay as they were counted. */
double job_g_by(const struct weighing *w, const struct job_way *way, const double *c);

/* The way of least weight in a zone by a deadline. FRUGAL_EDATA: there is none by then. */
int job_way_in(const struct weighing *w, size_t zone, size_t deadline, struct job_way *ret,
	       struct frugal_error *reterr);

/* The way at home and at once: a block, or all units; also where that is closed. */
int job_way_now(const struct weighing *w, struct job_way *ret, struct frugal_error *reterr);

void job_way_release(struct job_way *way);

/* ---- job_best.c ----------------------------------------------------------------------------- */

bool job_may_use(const struct job_question *q, size_t zone);

/* How many deadlines are tried, and the k-th of them; the last is the job's own. */
size_t job_deadlines(const struct weighing *w);
size_t job_deadline(const struct weighing *w, size_t k, size_t n);

/* The way of least weight in each zone, in plan->ways; plan->best is the least of all. */
int job_best(const struct weighing *w, struct job_plan *plan, struct frugal_error *reterr);

/* ---- job_front.c ---------------------------------------------------------------------------- */

/* The ways that no other beats in carbon, money and end, in plan->front. */
int job_front(struct weighing *w, struct job_plan *plan, struct frugal_error *reterr);

/* ---- the ways that plan_ask goes ------------------------------------------------------------ */

/* job_choice.c: without looking at other reservations. */
int job_plan_alone(const struct context *context, const struct job_question *question,
		   struct job_plan *ret, struct frugal_error *reterr);

/* job_shared.c: within what is left of the capacities; reserves the best way if asked to. */
int job_plan_shared(const struct context *context, const struct job_question *question,
		    struct job_plan *ret, struct frugal_error *reterr);

/* job_usual.c: hours that nine in ten of a project's runs stayed below, and of how many runs. */
int job_usual_hours(const struct context *context, const char *project, double *ret_h,
		    size_t *ret_runs, struct frugal_error *reterr);

#endif
