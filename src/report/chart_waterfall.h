/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sum step by step, from the first count to the complete one: what each step adds, and the sum
 * with it. As SVG without outer files, narrow enough for a telephone, with title and description
 * for screen readers and a dark scheme; and as bars of text.
 */
#ifndef REPORT_CHART_WATERFALL_H
#define REPORT_CHART_WATERFALL_H

#include "base/buf.h"
#include "quantity/print.h"

struct waterfall_step {
	const char *label;
	double total; /* with all steps before it; may be below the last */
};

struct waterfall {
	const char *title, *note, *unit; /* note: the source, below */
	const struct waterfall_step *steps;
	size_t n;
	const struct number_style *numbers;
};

void waterfall_svg(const struct waterfall *chart, struct buf *to);

/* One line per step. colour: highlights what a step adds. */
void waterfall_text(const struct waterfall *chart, bool colour, struct buf *to);

#endif
