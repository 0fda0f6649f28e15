/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Solves for both ends at once by iteration. A triangle on [a, b] with its mode at v has its 5 %
 * point at a + sqrt(0.05 (b - a) (v - a)), and its 95 % point at b - sqrt(0.05 (b - a) (b - v)):
 * each step computes the ends from the width of the step before. The error falls by more than half
 * each step, so that it is below the precision of a double after the last.
 */
#include "quantity/support.h"

#include <math.h>

#define TAIL 0.05
#define STEPS 40

void interval_support(double value, double low, double high, double *ret_low, double *ret_high)
{
	double p5 = fmin(low, value), p95 = fmax(high, value);
	double a = p5, b = p95;
	for (int i = 0; i < STEPS; i++) {
		double down = sqrt(TAIL * (b - a) * (value - a));
		double up = sqrt(TAIL * (b - a) * (b - value));
		a = p5 >= 0 ? fmax(p5 - down, 0) : p5 - down;
		b = p95 + up;
	}
	*ret_low = a;
	*ret_high = b;
}
