/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks numbers against their ranges. NaN passes no comparison, so that each test asks whether a
 * value is within its range, never whether it is outside.
 */
#include "record/ranges.h"

#include <math.h>

#include "base/intl.h"

#define ROUNDING 1e-12 /* of a bound that was written in another unit */

static bool is_within(const struct number_range *number)
{
	double slack = ROUNDING * fabs(number->value);
	slack = isfinite(slack) ? slack : 0;
	return number->value >= number->least - slack && number->value <= number->most + slack;
}

int ranges_check(const struct number_range *numbers, size_t n, struct frugal_error *reterr)
{
	for (size_t i = 0; i < n; i++) {
		const struct number_range *number = &numbers[i];
		bool is_zero = fpclassify(number->value) == FP_ZERO;
		if ((is_zero && number->or_zero) || is_within(number))
			continue;
		if (!isfinite(number->value))
			return error_set(reterr, FRUGAL_EUSAGE, _("%s is not a finite number"),
					 number->name);
		return error_set(reterr, FRUGAL_EUSAGE, _("%s is %g, and must be from %g to %g"),
				 number->name, number->value, number->least, number->most);
	}
	return 0;
}
