/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a figure of an answer with a reported one: their ratio, and which single slip would
 * explain it. Common slips: a factor of 1000, site overhead counted twice or left out, rated power
 * instead of actual power, one part of the boundary alone, the factor of another year.
 */
#ifndef MODEL_VERSUS_H
#define MODEL_VERSUS_H

#include "model/answer.h"

#define VERSUS_MAX_SLIPS 8
#define VERSUS_NEAR 0.02 /* a slip explains a difference that it reduces to 2 % */

enum slip_kind {
	SLIP_THOUSAND_MORE, /* reported is 1000 times ours */
	SLIP_THOUSAND_LESS,
	SLIP_TWICE,    /* an input was multiplied in twice */
	SLIP_LEFT_OUT, /* or not at all */
	SLIP_FIGURE,   /* reported is another figure of ours */
	SLIP_FACTOR    /* another row of the same key */
};

/* "thousand_more": for programs. */
const char *slip_word(enum slip_kind kind);

struct slip {
	enum slip_kind kind;
	const char *name;   /* of the input, figure or field */
	const char *source; /* of the other row, with its year; "" */
	double value;       /* what the figure becomes, in base units */
};

struct versus {
	const struct answer_line *figure;
	double reported; /* base units */
	double ratio;    /* reported over ours; NaN when ours is 0 */
	bool within;     /* our interval contains it */
	bool agrees;     /* it is within 2 % of ours */
	struct slip slips[VERSUS_MAX_SLIPS];
	size_t n_slips;
};

/*
 * text: "552t", or "energy=1287MWh" where the unit does not identify the figure. The answer must be
 * that of the question. Names live as long as arena, question and answer. FRUGAL_EUSAGE: no figure
 * has that name or unit, or the figure is absent.
 */
int question_versus(const struct question *question, const struct answer *answer, struct str text,
		    struct arena *arena, struct versus *ret, struct frugal_error *reterr);

#endif
