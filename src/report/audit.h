/* SPDX-License-Identifier: Apache-2.0 */
/* An audit for people at a terminal, and for programs. */
#ifndef REPORT_AUDIT_H
#define REPORT_AUDIT_H

#include "base/json.h"
#include "insight/audit.h"

struct audit_view {
	const char *role; /* NULL: all */
	int stage;        /* below 0: all */
};

void audit_text(const struct audit *audit, const struct context *context,
		const struct audit_view *view, struct buf *to);
void audit_json(const struct audit *audit, const struct audit_view *view, struct jsonw *json);

/* "measured: idle energy ... 0.25 (yes <= 0.1, partly <= 0.3)", "document need.pdf, changed", ...
 */
void audit_evidence_words(struct buf *to, const struct audit_item *item,
			  const struct context *context);

/* Of an item that contradicts the ledger. */
void audit_contradiction_words(struct buf *to, const struct audit_item *item);

/* The lines of the score: progress, counts by evidence, RGESN. */
void audit_score_words(struct buf *to, const struct audit *audit);
const char *audit_role_word(const char *role);
const char *audit_title(const struct audit_item *item, const struct context *context);
const char *audit_question(const struct audit_item *item, const struct context *context);
const char *audit_gate_name(const struct audit_gate *gate, const struct context *context);
/* The unmet condition, with the roles and stages that it is about; nothing where it is met. */
void audit_gate_words(struct buf *to, const struct audit *audit, const struct audit_gate *gate,
		      const struct context *context);
void audit_rate_words(struct buf *to, enum audit_rate rate, const char *source);

/* The four steps before the design: the name of a step, and whether the register has its facts. */
#define AUDIT_STEPS 4
bool audit_step(const struct audit *audit, int step, const char **ret_name);

/* For one of the five Rs: practices with the answer yes, of those that apply. */
extern const char *const audit_five_r[]; /* NULL at the end */
void audit_of_r(const struct audit *audit, const char *r, size_t *ret_kept, size_t *ret_all);

/* The notice that every audit shows. */
const char *audit_notice(void);

#endif
