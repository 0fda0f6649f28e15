/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of estimates: read from the query, and written with what was refused at its field. */
#ifndef SERVE_PAGE_ESTIMATE_FORM_H
#define SERVE_PAGE_ESTIMATE_FORM_H

#include "serve/page_estimate.h"

struct estimate_form {
	struct wrong_field {
		const char *name;
		const char *said;
	} wrong[ESTIMATE_MAX_INPUTS];
	size_t n_wrong;
	struct frugal_error error; /* of the question as a whole */
};

/* The inputs that the query gives. Each is tried: what is refused is in the form. */
int estimate_form_read(struct estimate *estimate, struct estimate_form *ret,
		       struct frugal_error *reterr);
/* The same of a sentence ("q") and its answers. The caller frees *ret_ask. */
int estimate_form_read_ask(struct estimate *estimate, struct estimate_form *ret,
			   frugal_ask **ret_ask, struct frugal_error *reterr);

void estimate_form_model(const struct estimate *estimate, const struct frugal_model *model,
			 const struct estimate_form *form, struct buf *b);
void estimate_form_ask(const struct estimate *estimate, const frugal_ask *ask,
		       const struct estimate_form *form, struct buf *b);

/* What a model counts, and who says so. */
void estimate_form_about(const struct estimate *estimate, const struct frugal_model *model,
			 struct buf *b);

#endif
