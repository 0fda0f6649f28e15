/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of an audit share: the readers of its tables, its evidence. */
#ifndef INSIGHT_AUDIT_INSIDE_H
#define INSIGHT_AUDIT_INSIDE_H

#include "insight/audit.h"

/* ---- audit_tables.c ---- */

struct audit_scores {
	double answers[ANSWER_NA + 1]; /* by enum audit_answer; none and na are worth 0 */
	double gains[RATE_HIGH + 1];   /* weights, by enum audit_rate */
	double stated_at_most;         /* and what is only modelled */
	double measured_at_least;      /* share by counters: below, energy is modelled */
};

int audit_read_items(const struct tables *tables, struct arena *arena, struct audit *to,
		     struct frugal_error *reterr);

/* Marks, too, the items whose criterion of RGESN always applies. */
int audit_read_scores(struct tables *tables, struct audit *audit, struct audit_scores *ret,
		      struct frugal_error *reterr);
bool audit_has_role(const struct audit_item *item, const char *role);

/* ---- audit_gates.c ---- */

int audit_read_gates(struct tables *tables, struct arena *arena, struct audit *audit,
		     struct frugal_error *reterr);
int audit_judge_gates(struct audit *audit, struct arena *arena, struct frugal_error *reterr);

/* ---- audit_evidence.c: the evidence of the ledger for a rule; NaN: none ---- */

struct audit_evidence;
int audit_evidence_new(struct ledger *ledger, const struct run_filter *filter,
		       const struct service *service, int64_t now_s, struct arena *arena,
		       struct audit_evidence **ret, struct frugal_error *reterr);
int audit_evidence_value(struct audit_evidence *evidence, const char *name, double *ret,
			 struct frugal_error *reterr);
/* Share of the runs' energy that counters saw; 0 without energy. */
double audit_evidence_counted(const struct audit_evidence *evidence);
bool audit_evidence_has_runs(const struct audit_evidence *evidence);
/* Whether an estimate was kept of the subject. */
int audit_evidence_has_estimates(struct audit_evidence *evidence, bool *ret,
				 struct frugal_error *reterr);
/* The one service of all runs; NULL: none or several. */
const char *audit_evidence_service(const struct audit_evidence *evidence);
void audit_evidence_set_service(struct audit_evidence *evidence, const struct service *service);

#endif
