/* SPDX-License-Identifier: Apache-2.0 */
/* An audit for people at a terminal, and for programs. */
#ifndef REPORT_AUDIT_H
#define REPORT_AUDIT_H

#include "base/json.h"
#include "insight/audit.h"

struct audit_view {
	const char *role; /* NULL: all */
	int stage;        /* below 0: all */
	bool all;         /* questions too of what has an answer */
};

void audit_text(const struct audit *audit, const struct context *context,
		const struct audit_view *view, struct buf *to);
void audit_json(const struct audit *audit, const struct audit_view *view, struct jsonw *json);

/* "measured: idle energy ... 0.25 (yes <= 0.1, partly <= 0.3)", "document need.pdf, changed", ...
 */
void audit_evidence_words(struct buf *to, const struct audit_item *item,
			  const struct context *context);

/* "RGESN..." and its figure, the practices by what they show. */
void audit_score_words(struct buf *to, const struct audit *audit);
const char *audit_title(const struct audit_item *item, const struct context *context);
const char *audit_question(const struct audit_item *item, const struct context *context);
const char *audit_gate_name(const struct audit_gate *gate, const struct context *context);
/* NULL: nothing, the gate is open. */
const char *audit_gate_missing(const struct audit_gate *gate, const struct context *context);
void audit_rate_words(struct buf *to, enum audit_rate rate, const char *source);

/* The four steps before a design, by the register: name and whether it is told. */
#define AUDIT_STEPS 4
bool audit_step(const struct audit *audit, int step, const char **ret_name);

/* Practices of each of the 5 R that are kept, of those that apply. */
extern const char *const audit_five_r[]; /* NULL at the end */
void audit_of_r(const struct audit *audit, const char *r, size_t *ret_kept, size_t *ret_all);

/* What every audit says of itself. */
const char *audit_notice(void);

#endif
