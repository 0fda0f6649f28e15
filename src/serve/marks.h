/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The marks of charts in SVG: x in percent of a scale that begins at 0, y in pixels, so that
 * nothing stretches with the window. How a figure came to be is told by the form of its mark.
 */
#ifndef SERVE_MARKS_H
#define SERVE_MARKS_H

#include "serve/html.h"

/* The least round number that is not below the largest value: the end of a scale. */
double marks_end(double most);
/* Where x is on a scale, 0 to 100: what is beyond an end is cut. */
double marks_percent(double x, double end);

/* quality: as a group has it, 1 + enum frugal_quality; other values: not known. */
void marks_bar(struct buf *b, double from, double to, double end, int y, int height,
	       unsigned quality);
/* An interval with caps; nothing where there is none. y: of its line. */
void marks_interval(struct buf *b, double low, double high, double end, double y);
/* The dot of a value. */
void marks_dot(struct buf *b, double x, double end, double y, unsigned quality);

/* The chart of one value from 0 with its interval, in a row of a table that tells the same. */
void marks_value(struct buf *b, double value, double low, double high, double end,
		 unsigned quality);

/* What the forms say. */
void marks_key(struct buf *b);

#endif
