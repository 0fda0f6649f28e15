/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that are about 1000 times what they should be: kg typed for g, kWh for Wh. A value is held
 * against what the model or the table takes for plausible, never against a rule for one input.
 */
#ifndef MODEL_PLAUSIBLE_H
#define MODEL_PLAUSIBLE_H

#include "model/question.h"

/* A given value that a thousandth, or a thousand times, would make plausible. Base units. */
struct doubtful {
	struct str name;
	struct str unit_text;
	struct unit unit;
	double given, meant;
	double low, high; /* what is plausible */
};

/* Fills rets[0..max) and returns how many there are. */
size_t question_doubtful(const struct question *question, struct doubtful *rets, size_t max);

#endif
