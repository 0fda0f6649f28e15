/* SPDX-License-Identifier: Apache-2.0 */
/* Totals of runs as text, JSON and CSV. */
#ifndef REPORT_TOTALS_H
#define REPORT_TOTALS_H

#include "base/buf.h"
#include "insight/totals.h"
#include "quantity/print.h"

void totals_text(const struct totals *totals, const struct number_style *numbers, struct buf *to);
void totals_json(const struct totals *totals, struct buf *to);
void totals_csv(const struct totals *totals, struct buf *to);

#endif
