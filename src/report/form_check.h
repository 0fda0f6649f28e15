/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a form back and finds slips of unit: figures that depend on each other (grams and kWh,
 * tonnes and kWh, MWh and kWh) must give the intensity of a real grid and the same energy. A ratio
 * that is wrong by a thousand or a million is a slip. It reads text only, no files.
 */
#ifndef REPORT_FORM_CHECK_H
#define REPORT_FORM_CHECK_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "quantity/print.h"
#include "report/form_tables.h"

/* "unit": wrong by thousands, or in a unit that is not the form's; "mismatch": figures of the form
 * contradict each other; "range": no real site, grid or machine has this value. */
enum form_slip { FORM_SLIP_UNIT, FORM_SLIP_MISMATCH, FORM_SLIP_RANGE };
const char *form_slip_name(unsigned char slip);
#define FORM_SLIPS 64 /* slips whose kind is kept */

struct form_found {
	const char *form; /* which it is: a name of form_names */
	size_t compared;  /* pairs of figures that were compared */
	size_t slips;
	unsigned char kinds[FORM_SLIPS]; /* of enum form_slip: of the first slips */
};

/* Writes a line in *to for each slip. FRUGAL_EDATA: the file is not a known form. */
int form_check(const char *name, struct str text, const struct form_ranges *ranges,
	       const struct number_style *numbers, struct buf *to, struct form_found *ret,
	       struct frugal_error *reterr);

#endif
