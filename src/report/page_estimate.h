/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An estimate as a page: its figures, its inputs with the defaults marked, other methods of the
 * same question, what the interval comes from, its limits, and the command that gives it again.
 */
#ifndef REPORT_PAGE_ESTIMATE_H
#define REPORT_PAGE_ESTIMATE_H

#include "model/answer.h"
#include "model/context.h"
#include "model/methods.h"

struct estimate_page {
	const struct answer *answer;  /* its doubts are shown where it has any */
	const struct method *methods; /* of the family of its model; 0: not asked */
	size_t n_methods;
	const char *const *given; /* the inputs that were given: "gpu_hours=8h" */
	size_t n_given;
	const char *command; /* "frugal estimate training gpu_hours=8h" */
	const char *title;   /* NULL: that of the model */
	const char *about;   /* "project: a; kept on 2026-11-30"; NULL: nothing */
	bool is_kept;        /* methods were not asked: it is an answer of an earlier day */
	int64_t at_s;        /* UTC: when it was made */
};

/* format: of document_formats. */
/* "frugal estimate training gpu_hours=8h", as a shell reads it. */
void page_estimate_command(const char *model, const char *const *inputs, size_t n, struct buf *to);

void estimate_page_write(struct context *context, const struct estimate_page *of,
			 const char *format, struct buf *to);

#endif
