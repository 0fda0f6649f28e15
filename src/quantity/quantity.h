/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A quantity: a number in base units with its dimension, and its support [low, high] when it is
 * uncertain (a triangular distribution whose mode is the value).
 */
#ifndef QUANTITY_QUANTITY_H
#define QUANTITY_QUANTITY_H

#include "quantity/unit.h"

struct quantity {
	double value; /* base units */
	double low;   /* == value when exact */
	double high;
	struct dimension dim;
	bool bare; /* written without a unit: "70G", "0.65 [0.5, 0.9]" */
};

/*
 * Reads the whole of text: "700 W", "0.45kgCO2e/kWh", "0.65 [0.5, 0.9]", "10 [8, 12] h", "10h [8h,
 * 720min]", "70G", "50 %". FRUGAL_EUSAGE: not a number, an unknown unit (with a near miss), a bad
 * interval ([3, 1], or one that does not contain the value), NaN, infinity, trailing text.
 */
int quantity_parse(struct str text, struct quantity *ret, struct frugal_error *reterr);

/* Whether the dimension is counted (tokens, requests, items): a bare number is then unambiguous. */
bool dimension_is_counted(struct dimension dim);

enum quantity_bare {
	BARE_REFUSED, /* a number without unit is an error unless the unit counts or is 1 */
	BARE_IN_UNIT  /* a number without unit is in the required unit (a CSV column) */
};

/*
 * Reads text as a quantity of unit (written unit_name), called name in messages:
 *   "gpu_hours requires a time (h), got a power (kW)", todo "did you mean gpu_hours=1083kh ?".
 * A mass stands for gCO2e or gSbe where one of these is required ("73.3t", "57 g/kWh").
 */
int quantity_parse_as(struct str text, const char *name, struct unit unit, const char *unit_name,
		      enum quantity_bare bare, struct quantity *ret, struct frugal_error *reterr);

/*
 * The second half of quantity_parse_as: turns q, as quantity_parse read it from text, into one of
 * unit. Its messages have the name in them; those of quantity_parse do not.
 */
int quantity_take_as(struct str text, const char *name, struct unit unit, const char *unit_name,
		     enum quantity_bare bare, struct quantity *q, struct frugal_error *reterr);

#endif
