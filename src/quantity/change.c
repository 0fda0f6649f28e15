/* SPDX-License-Identifier: Apache-2.0 */
#include "quantity/change.h"

#include <math.h>

#define ROUNDING 1e-9

double change_of(double from, double to)
{
	double change = to / from - 1;
	return from > 0 && isfinite(from) && isfinite(to) && isfinite(change) ? change
									      : (double)NAN;
}

double share_of(double part, double whole)
{
	double share = part / whole;
	if (!(whole > 0) || !(share >= -ROUNDING) || !(share <= 1 + ROUNDING))
		return NAN;
	return fmin(fmax(share, 0), 1);
}

/* Expected: U0 (c0 - c1). Saved: U0 c0 - U1 c1. What is missing is c1 (U1 - U0). */
double rebound_of(double first_usage, double first, double last_usage, double last)
{
	double lost = last * (last_usage - first_usage) / (first_usage * (first - last));
	if (!(first_usage > 0) || !(last_usage >= first_usage) || !(last >= 0) || !(first > last))
		return NAN;
	return isfinite(lost) ? lost : (double)NAN;
}
