/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A standard form before it is sent: each value that it uses, where it comes from (the runs, the
 * register, a person) or why it is missing, and the form as it is written, or why it cannot be.
 */
#ifndef REPORT_FORM_VIEW_H
#define REPORT_FORM_VIEW_H

#include "base/json.h"
#include "report/form_check.h"
#include "report/report.h"

enum form_source { FORM_BY_NOBODY, FORM_BY_RUNS, FORM_BY_REGISTER, FORM_BY_PERSON };
extern const char *const form_sources[]; /* "missing", "runs", "register", "person" */

struct form_field {
	const char *key, *name; /* name: for people */
	enum form_source source;
	const char *text; /* NULL: a number */
	double value, low, high;
	const char *unit;
	size_t runs, of; /* of a figure: runs that have it, of all; of 0: it is not one */
	unsigned
		figure; /* bit of enum group_figure: the gaps of the subject name runs without it */
	const char *why;     /* of a missing one; also where some runs lack it; else NULL */
	const char *example; /* what a person may state: "8 GWh"; NULL: nobody can */
};

#define FORM_FIELDS 40
struct form_view {
	const char *form, *format; /* format "" of a form that has none to choose */
	struct form_field fields[FORM_FIELDS];
	size_t n;
	struct report_about about;
	struct buf text;             /* as it is written */
	struct frugal_error refused; /* code 0: it is written */
};

/* Texts live in the arena of the context. form_view_release frees, also after an error. */
int form_view_read(struct context *context, struct ledger *ledger,
		   const struct report_question *asked, struct form_view *ret,
		   struct frugal_error *reterr);
void form_view_release(struct form_view *view);

/* Of each form whether it can be written of a group; refused is NULL where it can. */
typedef int form_state_visit(void *context, const char *form, const struct frugal_error *refused);
int form_states(struct context *context, struct ledger *ledger, const struct report_question *asked,
		form_state_visit *visit, void *visitor, struct frugal_error *reterr);

/* What a value of a question is called, and an example of it; index is that of report_values. */
const char *form_value_name(size_t index);
const char *form_value_example(size_t index);

/* What a check found, with the lines that form_check wrote. */
void form_found_json(const struct form_found *found, const char *lines, struct jsonw *json);
/* "sci: no unit error in 3 comparisons", where nothing was found. */
void form_found_words(struct buf *to, const struct form_found *found);

#endif
