/* SPDX-License-Identifier: Apache-2.0 */
/* Groups compared with a baseline, as text and as JSON. */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "base/buf.h"
#include "insight/comparison.h"
#include "quantity/print.h"

void compare_text(const struct comparison *comparison, const struct number_style *numbers,
		  struct buf *to);
void compare_json(const struct comparison *comparison, struct buf *to);

/* Group i against the baseline, in lines; what one more point of quality costs. */
void compare_pair_text(const struct comparison *comparison, size_t i,
		       const struct number_style *numbers, struct buf *to);
void compare_law_text(const struct comparison *comparison, const struct number_style *numbers,
		      struct buf *to);

/* "failed runs left out: name=a 2; interrupted runs left out: name=a 1"; false, and nothing is
 * written, where there are none. */
bool compare_left_out(const struct comparison *comparison, struct buf *to);

/* A line with the levels of the intervals in such a view. */
const char *compare_levels(void);
/* A verdict in words. */
const char *compare_verdict_words(enum compare_verdict verdict);

#endif
