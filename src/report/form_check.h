/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a form back and finds slips of unit: figures that stand beside each other (grams and kWh,
 * tonnes and kWh, MWh and kWh) must make an intensity that some grid has, and the same energy. A
 * ratio that is a thousand or a million off, is a slip. Pure but for the reading of text.
 */
#ifndef REPORT_FORM_CHECK_H
#define REPORT_FORM_CHECK_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "report/form_tables.h"

struct form_found {
	const char *form; /* which it is: a name of form_names */
	size_t compared;  /* pairs of figures that were set beside each other */
	size_t slips;
};

/* A line in *to for each slip. FRUGAL_EDATA: this is no form that is known here, with its place. */
int form_check(const char *name, struct str text, const struct form_ranges *ranges, struct buf *to,
	       struct form_found *ret, struct frugal_error *reterr);

#endif
