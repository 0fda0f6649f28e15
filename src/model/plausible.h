/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds values that are off by a factor of about 1000: kg typed for g, kWh for Wh. It compares a
 * value with the interval of the default or with the column of the table, never with a rule for one
 * input.
 */
#ifndef MODEL_PLAUSIBLE_H
#define MODEL_PLAUSIBLE_H

#include "model/question.h"

/* A given value that would be plausible divided or multiplied by 1000. Base units. */
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
