/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints quantities for people: in a unit of suitable size (Wh to TWh, mg to Mt, mL to m3...), with
 * no more digits than the interval deserves (two significant figures of its width, at most three of
 * the value when it is exact). JSON and CSV do not use these functions.
 */
#ifndef QUANTITY_PRINT_H
#define QUANTITY_PRINT_H

#include "base/buf.h"
#include "quantity/unit.h"

/* How a language writes numbers. */
struct number_style {
	const char *decimal; /* "." or "," */
	const char *group;   /* between thousands: thin no-break space */
};

extern const struct number_style NUMBERS_EN;
extern const struct number_style NUMBERS_FR;

/* A unit chosen for a value of a dimension, with how it is written for people. */
struct display_unit {
	double scale;     /* base units in one of it */
	const char *text; /* "kWh", "kg CO2e"; units outside the ladders: in base units */
	char own[64];     /* has the text when it is composed */
};

/*
 * Chooses the unit in which a value of this size reads best. fallback: the model's own unit, or
 * NULL; a value that the model gives in megajoules or years stays so.
 */
void display_unit_for(double value, struct dimension dim, struct unit fallback,
		      const char *fallback_text, struct display_unit *ret);

/* Prints x with n decimals (negative: rounded to tens, hundreds...), grouped from 10 000 up. */
void print_number(struct buf *to, double x, int decimals, const struct number_style *style);

/*
 * Returns the decimals to show for a value with support low..high (all in the display unit): two
 * significant figures of the width, between 1 and 3 significant figures of the value.
 */
int print_decimals(double value, double low, double high);

/* What separates the ends of an interval: ", ", or "; " where a comma is the decimal mark. */
const char *print_between(const struct number_style *style);

/* Prints "1.9 GWh [1.1, 3.4]", or "1.9 GWh" when exact. Values are in base units. */
void print_quantity(struct buf *to, double value, double low, double high, struct dimension dim,
		    struct unit fallback, const char *fallback_text,
		    const struct number_style *style);

/* The same in a unit that is chosen already, as the values of one chart have one. */
void print_quantity_in(struct buf *to, double value, double low, double high,
		       const struct display_unit *unit, const struct number_style *style);

/*
 * The same to the decimal place of another value, as a part of a sum is printed to that of its
 * total; a value below that place has its own. place is in base units; 0: the value's own.
 */
void print_quantity_to(struct buf *to, double value, double low, double high, struct dimension dim,
		       struct unit fallback, const char *fallback_text, double place,
		       const struct number_style *style);

/* The place of the last digit that print_quantity prints, in base units, at least figures of them.
 */
double print_place(double value, double low, double high, struct dimension dim,
		   struct unit fallback, const char *fallback_text, int figures);

/* Prints "12 min 34 s", "1 h 02 min", "0.83 s", "3 d 4 h". */
void print_duration(struct buf *to, double seconds, const struct number_style *style);

#endif
