/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one function that writes documents: a report of a group, of a run or of a comparison in a
 * format, or the footprint in a standard form. The command line, the library and every page ask it
 * with the same struct.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "model/knowledge.h"
#include "report/form.h"
#include "report/page.h"

struct report_question {
	const char *const *labels; /* labels of groups, or a run */
	size_t n;
	const struct run_filter
		*within;    /* narrows every group; without labels it is the group; NULL */
	const char *format; /* of document_formats or of the form; NULL: text, or the form's own */
	const char *metric; /* quality metric of a comparison; or NULL */
	bool less_is_better;
	const char *form; /* of form_names; NULL: a report */
	/* What only people know; NULL and NaN: missing. */
	const char *name, *flop_method, *counted, *unit, *task;
	const char *supplier, *licence, *model_version, *download, *released;
	double flop, tokens, parameters, journey;
	double units, pue, wue_l_per_kwh, renewable;
	double it_kwh, site_kwh, water_l, reused_kwh;
};

/* A question without anything given. */
extern const struct report_question report_question_empty;

/* The values that only people know, by the words of options; name NULL at the end. */
struct report_value {
	const char *name;
	size_t offset; /* in struct report_question */
	bool is_text;
	enum form_place place;
};
extern const struct report_value report_values[];
bool report_value_is_given(const struct report_question *asked, const struct report_value *value);

/* What a form is about, and the group that it is of; released by report_about_release. */
struct report_about {
	struct form_subject subject;
	struct run_group group;
	struct knowledge knowledge;
	unsigned known; /* places that the register or the runs fill */
};
int report_about_read(struct context *context, struct ledger *ledger,
		      const struct report_question *asked, struct report_about *ret,
		      struct frugal_error *reterr);
void report_about_release(struct report_about *about);

/* FRUGAL_EUSAGE: the question gives a value that its document has no field for, or does nothing
 * with unless another is known (bits of enum form_place). */
int report_check_values(const struct report_question *asked, unsigned known,
			struct frugal_error *reterr);

/* FRUGAL_EUSAGE: the labels, the format, or a missing value that the form requires. */
int report_write(struct context *context, struct ledger *ledger,
		 const struct report_question *question, struct buf *to,
		 struct frugal_error *reterr);

#endif
