/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C library formats, then the mark is replaced. No thousands are grouped: these numbers are
 * small, or have an exponent.
 */
#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What is not a number is "?", as print_number writes it. */
static const char *in_style(char text[NUMBER_TEXT], double x, const struct number_style *style)
{
	if (!isfinite(x))
		return memcpy(text, "?", 2);
	char *mark = strpbrk(text, ".,");
	if (mark)
		*mark = style->decimal[0];
	return text;
}

/* A zero has no sign but the plus of a signed number: -0.04 is "0.0", "+0.0". */
static double without_minus_zero(double x, int decimals)
{
	return fabs(x) * pow(10, decimals) < 0.5 ? 0 : x;
}

const char *number_fixed(char text[NUMBER_TEXT], double x, int decimals,
			 const struct number_style *style)
{
	(void)snprintf(text, NUMBER_TEXT, "%.*f", decimals, without_minus_zero(x, decimals));
	return in_style(text, x, style);
}

const char *number_signed(char text[NUMBER_TEXT], double x, int decimals,
			  const struct number_style *style)
{
	(void)snprintf(text, NUMBER_TEXT, "%+.*f", decimals, without_minus_zero(x, decimals));
	return in_style(text, x, style);
}

const char *number_digits(char text[NUMBER_TEXT], double x, int digits,
			  const struct number_style *style)
{
	(void)snprintf(text, NUMBER_TEXT, "%.*g", digits, x);
	return in_style(text, x, style);
}

const char *number_signed_digits(char text[NUMBER_TEXT], double x, int digits,
				 const struct number_style *style)
{
	(void)snprintf(text, NUMBER_TEXT, "%+.*g", digits, x);
	return in_style(text, x, style);
}
