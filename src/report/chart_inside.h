/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that the charts share: text that is safe in SVG, and text broken into lines. */
#ifndef REPORT_CHART_INSIDE_H
#define REPORT_CHART_INSIDE_H

#include <stddef.h>

#include "base/buf.h"

/* Escapes the text, so that none of it is read as markup. */
void chart_add_text(struct buf *to, const char *text);

/* 1, 2 or 5 times a power of ten, so that at most `most` steps fit into the range. */
double chart_nice_step(double range, int most);

struct chart_paragraph {
	double x, y;    /* of the first line's foot */
	double size;    /* of the letters */
	double width;   /* room for a line */
	int weight;     /* 400 is plain */
	const char *id; /* class, or NULL */
};

/* Breaks at spaces, by the width that letters have at most on average. Returns the last foot. */
double chart_add_paragraph(struct buf *to, const struct chart_paragraph *paragraph,
			   const char *text);

/* The largest width of a line: 0.6 of its size per letter. */
double chart_text_width(const char *text, double size);

#endif
