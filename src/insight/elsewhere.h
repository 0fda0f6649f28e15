/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job that was forecast here, moved to machines of the tables and to the electricity of other
 * zones. models/elsewhere.model and models/run.model answer; all figures are modelled.
 */
#ifndef INSIGHT_ELSEWHERE_H
#define INSIGHT_ELSEWHERE_H

#include "model/knowledge.h"
#include "store/trial.h"

#define ELSEWHERE_MOST_ZONES 6

struct elsewhere_row {
	const char *name;                /* as asked, or the row that it is taken as; NULL: here */
	const char *input;               /* of the model: "instance", "there" or "processor" */
	const char *reason;              /* why the model gave no answer; else NULL */
	struct forecast_figure energy;   /* Wh */
	struct forecast_figure duration; /* h */
	struct forecast_figure carbon[ELSEWHERE_MOST_ZONES]; /* g */
};

struct elsewhere {
	struct context *context;
	struct knowledge knowledge;
	struct elsewhere_row *rows; /* the first is here */
	size_t n_rows;
	const char *zones[ELSEWHERE_MOST_ZONES];
	size_t n_zones;
};

/* The job as it was measured or forecast here; figures have 90 % intervals. */
struct elsewhere_job {
	struct forecast_figure energy, duration; /* Wh, h */
	struct forecast_figure carbon;           /* g, by the electricity of zone */
	const char *zone;                        /* of its runs */
	double busy;                             /* processors, on average */
	const char *device; /* its accelerator; "": one that is not known; NULL: it has none */
};

/*
 * on: names, with commas between; zones: the same, or NULL: that of the job. FRUGAL_EUSAGE: a name
 * that no table knows, before anything is run. The zone of the job lives as long as elsewhere.
 */
int elsewhere_open(struct context *context, const char *const *on, size_t n_on, const char *zones,
		   struct elsewhere *ret, struct frugal_error *reterr);
int elsewhere_ask(struct elsewhere *elsewhere, const struct elsewhere_job *job,
		  struct frugal_error *reterr);
void elsewhere_close(struct elsewhere *elsewhere);

#endif
