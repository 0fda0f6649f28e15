/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chart of a value over time as SVG without outer files: a line of steps from zero, ticks at
 * round values and moments (UTC), gaps left out, forecast or filled steps drawn lighter. Its title
 * and description are for screen readers; it follows a dark scheme.
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
	const char *light_word;          /* the meaning of lighter steps, if there are any */
	size_t n;
};

void chart_steps(const struct chart_steps *chart, struct buf *to);

#endif
