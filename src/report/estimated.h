/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kept estimate and the answer that it was: written to JSON and read back, so that tables and
 * models of a later day change nothing of it.
 */
#ifndef REPORT_ESTIMATED_H
#define REPORT_ESTIMATED_H

#include "base/json.h"
#include "model/answer.h"
#include "model/context.h"
#include "store/estimate.h"

/* The answer with its derivation, notes and doubts. */
void estimated_json(const struct answer *answer, struct buf *to);
/* The texts as a list of JSON. */
void estimated_inputs(const char *const *inputs, size_t n, struct buf *to);

/* FRUGAL_EDATA: the stored answer is damaged. Freed with answer_free. */
int estimated_read(const struct kept_estimate *estimate, struct answer **ret,
		   struct frugal_error *reterr);

/* A page (report/page_estimate.h) in a format of documents; title NULL: the model's. */
int estimated_page(struct context *context, const struct kept_estimate *estimate, const char *title,
		   const char *format, struct buf *to, struct frugal_error *reterr);

/* All of the ledger, newest first: a table, nothing where there are none; and a list of JSON. */
int estimated_list_text(struct ledger *ledger, const struct number_style *numbers, struct buf *to,
			struct frugal_error *reterr);
int estimated_list_json(struct ledger *ledger, struct buf *to, struct frugal_error *reterr);

#endif
