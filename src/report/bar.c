/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws with the block characters of Unicode. A bar is rounded to an eighth of a character, a
 * sparkline to one of eight heights.
 */
#include "report/bar.h"

#include <math.h>

#define EIGHTHS 8

void bar_add(struct buf *to, double part, int width)
{
	static const char *const ends[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	double cut = part > 0 ? fmin(part, 1) : 0;
	int eighths = (int)lround(cut * width * EIGHTHS);
	for (int i = 0; i < eighths / EIGHTHS; i++)
		buf_puts(to, "█");
	buf_puts(to, ends[eighths % EIGHTHS]);
}

void spark_add(struct buf *to, const double *values, size_t n, bool from_zero)
{
	static const char *const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double low = from_zero ? 0 : INFINITY, high = -INFINITY;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i])) {
			low = fmin(low, values[i]);
			high = fmax(high, values[i]);
		}
	for (size_t i = 0; i < n; i++) {
		double at = high > low ? (values[i] - low) / (high - low) : 0;
		buf_puts(to, isnan(values[i])
				     ? " "
				     : levels[(size_t)fmin(EIGHTHS - 1, floor(at * EIGHTHS))]);
	}
}
