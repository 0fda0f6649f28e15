/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The methods of a family compared for one set of inputs: the answer of each, its boundary, the
 * year of its source, and the traits that explain the differences. The traits are read from the
 * derivation of the answer, not from a text.
 */
#ifndef REPORT_METHODS_H
#define REPORT_METHODS_H

#include "base/json.h"
#include "model/methods.h"
#include "quantity/print.h"

void methods_text(struct buf *to, const struct method *rows, size_t n, const char *lang,
		  const struct number_style *style);
/* What the figures of one method count: its PUE, rated power, intensity. */
void methods_traits_words(struct buf *to, const struct answer *answer,
			  const struct number_style *style);
void methods_csv(struct buf *to, const struct method *rows, size_t n);
void methods_json(struct jsonw *json, const struct method *rows, size_t n);

#endif
