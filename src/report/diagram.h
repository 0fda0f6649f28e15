/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Charts of a report as data: bars, a sum step by step, columns over time, a scatter with its
 * front, a heat map. They are drawn as SVG with the colours of the page around it, and as
 * characters.
 */
#ifndef REPORT_DIAGRAM_H
#define REPORT_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "quantity/print.h"

enum diagram_kind {
	DIAGRAM_BARS,
	DIAGRAM_WATERFALL,
	DIAGRAM_COLUMNS,
	DIAGRAM_SCATTER,
	DIAGRAM_HEAT
};

struct diagram {
	enum diagram_kind kind;
	const char *title,
		*note; /* for screen readers; note: the message of the chart in a sentence */
	size_t n;
	const char *const *labels; /* of bars, columns, rows of a heat map; of points: "1 name",
				      where the picture shows only the number */
	const char *const *texts;  /* the values in words; of a heat map: those of columns */
	/* NaN: not known; of a waterfall what each step adds; of a heat map row by row */
	const double *values;
	const double *x; /* of a scatter: above 0, drawn by its logarithm */
	/* Of a scatter: the ends of the intervals of x and of the values; NULL: not drawn. */
	const double *x_low, *x_high, *low, *high;
	const bool *marked; /* of a scatter: on the front; else NULL */
	const char *x_title, *y_title;
	size_t columns;                     /* of a heat map */
	bool alone;                         /* a file of its own, with its colours */
	const struct number_style *numbers; /* of axes and legends; NULL: English */
};

/* An <svg> without outer colours: classes of the page (document_html.c). */
void diagram_svg(const struct diagram *diagram, struct buf *to);

/* For a terminal and for Markdown. */
void diagram_text(const struct diagram *diagram, struct buf *to);

#endif
