/* SPDX-License-Identifier: Apache-2.0 */
/* Charts of characters: bars of eighths, and sparklines. */
#ifndef REPORT_BAR_H
#define REPORT_BAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* A bar of at most width characters; part is 0..1, larger values are cut. */
void bar_add(struct buf *to, double part, int width);

/* One character per value, scaled from 0 or from the smallest value; NaN is a blank. */
void spark_add(struct buf *to, const double *values, size_t n, bool from_zero);

#endif
