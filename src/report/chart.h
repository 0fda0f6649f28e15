/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chart of a value over time as SVG that needs nothing else: a line of steps from zero, ticks at
 * round values and moments (UTC), what is not known left out, what is forecast or filled drawn
 * lighter. Its title and description are read out; it follows a dark scheme.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct chart_steps {
	const char *title, *note, *unit; /* note: the source, below */
	int64_t from_s, step_s;          /* the first step, and its length */
	const double *values;            /* NaN: not known */
	const bool *light;               /* drawn lighter; or NULL */
	const char *light_word;          /* what lighter means, if anything is */
	size_t n;
};

void chart_steps(const struct chart_steps *chart, struct buf *to);

#endif
