/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons of two answers: a published figure and ours, and two sets of inputs. */
#ifndef REPORT_VERSUS_H
#define REPORT_VERSUS_H

#include "base/json.h"
#include "model/versus.h"
#include "quantity/print.h"

void versus_text(struct buf *to, const struct versus *versus, const struct number_style *style);
/* "vs": {"figure","unit","reported","estimated","ratio","within","explanations":[]} */
void versus_json(struct jsonw *json, const char *key, const struct versus *versus);

/*
 * Figures of one model for two sets of inputs, in the order of the model, and their change. When
 * one criterion falls and another rises by more than 1 %, a line reports the burden shifting.
 */
void scenarios_text(struct buf *to, const struct answer *first, const struct answer *second,
		    const struct number_style *style);
void scenarios_json(struct jsonw *json, const struct answer *first, const struct answer *second);
void scenarios_csv(struct buf *to, const struct answer *first, const struct answer *second);

#endif
