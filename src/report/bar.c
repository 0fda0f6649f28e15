/* SPDX-License-Identifier: Apache-2.0 */
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

void spark_add(struct buf *to, const double *values, size_t n)
{
	static const char *const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double most = 0;
	for (size_t i = 0; i < n; i++)
		most = values[i] > most ? values[i] : most;
	for (size_t i = 0; i < n; i++) {
		if (isnan(values[i])) {
			buf_putc(to, ' ');
			continue;
		}
		double part = most > 0 && values[i] > 0 ? values[i] / most : 0;
		int level = (int)(part * EIGHTHS);
		buf_puts(to, levels[level < EIGHTHS ? level : EIGHTHS - 1]);
	}
}
