/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes, shares and the rebound of usage, each with its domain: outside it the answer is NaN,
 * which JSON writes as null and text as "-" or as the reason. Whoever prints or stores a percentage
 * of two amounts takes it from here, so that text and JSON know the same.
 */
#ifndef QUANTITY_CHANGE_H
#define QUANTITY_CHANGE_H

/*
 * How much more `to` is than `from`, as a share of `from`: 0.1 is 10 % more, -1 is nothing left.
 * NaN unless both are finite and `from` is above 0: what follows nothing, or a negative amount, has
 * no percentage.
 */
double change_of(double from, double to);

/* part / whole, 0 to 1. NaN: the whole is not above 0, or the part is not within 0 and the whole
 * (but for rounding). */
double share_of(double part, double whole);

/*
 * The share of an expected saving that more usage takes back, 0 and above (1: all of it). Expected
 * is what the first usage saves where a unit costs `last` in place of `first`. NaN: a unit does not
 * cost less, the usage fell, or an amount is missing or below 0.
 */
double rebound_of(double first_usage, double first, double last_usage, double last);

#endif
