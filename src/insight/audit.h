/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The practices of frugal AI for one project or service: the answers and documents of people, the
 * evidence of the ledger, and a score of both. The practices, and the thresholds at which the
 * ledger answers yes or partly, are tables (factors/practices.csv, practice_rules.csv).
 */
#ifndef INSIGHT_AUDIT_H
#define INSIGHT_AUDIT_H

#include "model/knowledge.h"
#include "store/practice_answer.h"
#include "store/service.h"

#define AUDIT_STAGES 9
#define AUDIT_RATES 4 /* unknown, low, moderate, high */

enum audit_answer { ANSWER_NONE, ANSWER_NO, ANSWER_PARTLY, ANSWER_YES, ANSWER_NA };
/* In order of strength; documents and measurements are evidence. */
enum audit_class { CLASS_NONE, CLASS_STATED, CLASS_MODELLED, CLASS_DOCUMENT, CLASS_MEASURED };
enum audit_document { DOCUMENT_NONE, DOCUMENT_SAME, DOCUMENT_CHANGED, DOCUMENT_GONE };
enum audit_rate { RATE_UNKNOWN, RATE_LOW, RATE_MODERATE, RATE_HIGH };

extern const char *const audit_answers[]; /* "none", "no", ... by enum */
extern const char *const audit_classes[]; /* "none", "stated", "modelled", ... by enum */
extern const char *const audit_stages[];  /* by number, marked for translation */
extern const char *const audit_rates[];
extern const char *const audit_roles[]; /* "team", "sponsor", "user", "supplier"; NULL */

struct audit_rule {
	const char *name, *name_fr, *evidence, *note;
	bool more; /* the larger the better */
	bool is_share;
	bool is_energy;         /* of energy, which may be modelled */
	enum audit_class class; /* of its evidence, where that is not modelled */
	double yes, partly;
};

struct audit_item {
	const char *id, *title, *title_fr, *question, *question_fr;
	const char *domain, *roles, *five_r, *tops, *rgesn, *status, *source;
	int stage;
	enum audit_rate gain, effort;
	const char *gain_source, *effort_source; /* "found", "match", "ours", "" */
	const struct audit_rule *rule;           /* NULL: none */
	double measured;                         /* NaN: the ledger has no evidence */
	enum audit_answer proposed;              /* by the rule */
	enum audit_class proposed_class;
	const struct practice_answer *stated; /* NULL: no answer */
	enum audit_document document;
	enum audit_answer answer; /* the answer that is scored */
	bool by_rule;             /* that is the proposed one */
	enum audit_class class;
	bool contradicts;
	double weight, value;
	double rgesn_weight; /* NaN: none */
	bool rgesn_always;   /* applies even where the answer is na */
};

/* A role that answered nothing at a stage where it has practices. */
struct audit_silence {
	const char *role;
	int stage;
};

struct audit_gate {
	const char *name, *name_fr;
	const char *missing, *missing_fr; /* the unmet condition; NULL: all are met */
	bool of_roles;                    /* the silences of the audit say which */
};

struct audit_condition; /* of a gate: audit_gates.c */

struct audit {
	const char *subject; /* "project=digits" */
	struct audit_item *items;
	size_t n;
	struct audit_gate *gates;
	struct audit_silence *silences; /* by role, then stage */
	size_t n_silences;
	struct audit_condition *conditions;
	size_t n_gates, n_conditions;
	bool complete;
	double progress, coverage; /* 0..1 */
	size_t by_class[CLASS_MEASURED + 1], unknown_gains, contradictions;
	double rgesn; /* 0..1, NaN: nothing applies */
	size_t rgesn_met, rgesn_applicable;
	size_t open_by[AUDIT_RATES][AUDIT_RATES]; /* by gain and effort: no or unanswered */
	const struct audit_item **next;           /* by gain down, effort up */
	size_t n_next;
	bool has_service;
	struct service service; /* empty when it is not registered */
};

/* "project=digits", "service=chat"; a bare word is a project. Texts live in the arena. */
int audit_subject(const char *word, struct arena *arena, const char **ret,
		  struct run_filter *ret_filter, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: the subject has no runs, answers or kept estimates, nor a place in the register.
 */
int audit_read(struct context *context, struct ledger *ledger, const char *subject,
	       struct audit *ret, struct frugal_error *reterr);

/* Whether a role can answer the item at a stage; role NULL, stage below 0: any. */
bool audit_in_view(const struct audit_item *item, const char *role, int stage);
void audit_release(struct audit *audit);

/*
 * Keeps an answer to a practice, dated by the context; an answer of NULL removes it. Of `said` the
 * members practice, answer, role, note and document are read. FRUGAL_EUSAGE: the subject, an
 * unknown practice or answer, or na without a note.
 */
int audit_answer(struct context *context, struct ledger *ledger, const char *word,
		 const struct practice_answer *said, struct frugal_error *reterr);

/* Finds the row of a practice by its id in any case. FRUGAL_EUSAGE suggests similar ids. */
int audit_find(struct context *context, const char *id, const char **ret_id,
	       struct frugal_error *reterr);

#endif
