/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers within sentences: a given count of decimals or of digits, with or without a sign, with
 * the decimal mark of the user. quantity/print.h has those that choose unit and digits by their
 * interval. Each writes into a text of the caller and returns it, as an argument of buf_addf().
 */
#ifndef REPORT_NUMBER_H
#define REPORT_NUMBER_H

#include "quantity/print.h"

#define NUMBER_TEXT 64
#define NUMBER_OWN ((char[NUMBER_TEXT]){0})

/* "12.3", "+12.3"; "?" of what is not a finite number, in all of them. */
const char *number_fixed(char text[NUMBER_TEXT], double x, int decimals,
			 const struct number_style *style);
const char *number_signed(char text[NUMBER_TEXT], double x, int decimals,
			  const struct number_style *style);

/* At most so many digits that mean something: "0.0123", "+1.5e-07". */
const char *number_digits(char text[NUMBER_TEXT], double x, int digits,
			  const struct number_style *style);
const char *number_signed_digits(char text[NUMBER_TEXT], double x, int digits,
				 const struct number_style *style);

#endif
