/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns of a caller, bound to the registers of a program and to its units: for
 * frugal_estimate_many, which answers rows.
 */
#ifndef API_COLUMN_H
#define API_COLUMN_H

#include "frugal.h"
#include "model/machine.h"
#include "model/question.h"

struct column {
	double *values; /* the caller's */
	double scale;   /* base units in one of the caller's */
	const struct input
		*input; /* the input whose limits apply; NULL for fields of rows and for outputs */
	uint32_t reg;
};

/*
 * One of unit_name (NULL: the own unit) in base units, for the input or output called name, whose
 * own unit is own. FRUGAL_EUSAGE: an unknown unit, or one of another dimension.
 */
int unit_scale(const char *name, const char *unit_name, struct unit own, struct str own_text,
	       double *ret, struct frugal_error *reterr);

/*
 * Binds a column of numbers to an input, or to a field of a row ("zone.intensity"), and marks it as
 * given in question. FRUGAL_EUSAGE: an unknown input, one that takes a row or a choice, a wrong
 * unit, given twice.
 */
int column_bind_input(struct question *question, const struct frugal_column *from,
		      struct column *ret, struct frugal_error *reterr);

/* Binds a column to an output of the model itself. */
int column_bind_output(const struct program *program, const struct frugal_column *from,
		       struct column *ret, struct frugal_error *reterr);

#endif
