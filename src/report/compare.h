/* SPDX-License-Identifier: Apache-2.0 */
/* Groups beside a baseline, as text and as JSON. */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "base/buf.h"
#include "insight/comparison.h"
#include "quantity/print.h"

void compare_text(const struct comparison *comparison, const struct number_style *numbers,
		  struct buf *to);
void compare_json(const struct comparison *comparison, struct buf *to);

/* Which intervals stand in such a view, in a line. */
const char *compare_levels(void);

#endif
