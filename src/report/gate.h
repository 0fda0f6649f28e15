/* SPDX-License-Identifier: Apache-2.0 */
/* The answers of a gate (insight/gate.h) in words and as JSON. */
#ifndef REPORT_GATE_H
#define REPORT_GATE_H

#include "base/json.h"
#include "insight/comparison.h"
#include "quantity/print.h"

/* A line for each limit; without limits, why the group is not comparable with the baseline. */
void gate_text(const struct comparison *comparison, size_t i, const struct number_style *numbers,
	       struct buf *to);
/* "gates" of a group, and the "verdict" of all; nothing without limits. */
void gate_json(struct jsonw *json, const struct comparison *comparison, size_t i);
void gate_verdict_json(struct jsonw *json, const struct comparison *comparison);

#endif
