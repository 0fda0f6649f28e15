/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of a question in a sentence: what was understood, and its answer as a text of one screen
 * and as JSON. JSON never changes with the language.
 */
#ifndef REPORT_ASK_H
#define REPORT_ASK_H

#include "base/json.h"
#include "insight/ask_answer.h"
#include "quantity/print.h"

/* What was understood, one thing a line, with defaults labelled; what was not used, and warnings.
 */
void ask_understood_text(struct buf *to, const struct ask *ask);

/* Title, figures, doubts, other methods, less, and the command that asks the same. */
void ask_answer_text(struct buf *to, const struct ask *ask, const struct ask_answer *answer,
		     const char *lang, const struct number_style *style);

/* Both, one object; answer may be NULL: the question is not whole. */
void ask_answer_json(struct jsonw *json, const struct ask *ask, const struct ask_answer *answer);

#endif
