/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way to a document: a report of a group, a run or several groups beside each other, in a
 * format, or what they used in the form of others. Whoever asks (the command, the library, a page)
 * says the same things in the same struct.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/page.h"

struct report_question {
	const char *const *labels; /* words of groups, or a run */
	size_t n;
	const struct run_filter *within; /* holds in every group; without labels the group; NULL */
	const char *format; /* of document_formats or of the form; NULL: text, or the form's own */
	const char *metric; /* of groups beside each other: their quality; or NULL */
	bool less_is_better;
	const char *form; /* of form_names; NULL: a report */
	/* What only people know; NULL and NaN: not said. */
	const char *name, *flop_method, *counted, *unit, *task;
	double flop, tokens, parameters, journey;
	double units, pue, wue_l_per_kwh, renewable;
	double it_kwh, site_kwh, water_l, reused_kwh;
};

/* Nothing said. */
extern const struct report_question report_question_empty;

/* FRUGAL_EUSAGE: the labels, the format, or what the form wants and nobody said. */
int report_write(struct context *context, struct ledger *ledger,
		 const struct report_question *question, struct buf *to,
		 struct frugal_error *reterr);

#endif
