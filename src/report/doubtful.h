/* SPDX-License-Identifier: Apache-2.0 */
/* Values that look 1000 times too large or too small, as warnings for people. */
#ifndef REPORT_DOUBTFUL_H
#define REPORT_DOUBTFUL_H

#include "model/plausible.h"
#include "quantity/print.h"

/* One line, with its line break. */
void doubtful_text(struct buf *to, const struct doubtful *doubtful,
		   const struct number_style *style);

#endif
