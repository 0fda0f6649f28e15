/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as text, whatever the locale: the decimal separator is a point, digits are ASCII.
 * Reading is correctly rounded; writing gives the shortest text that reads back to the same
 * double, and of several the nearest.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Reads a finite decimal number ("-1.5e3") at the start of s; no hexadecimal, no "inf", no "nan".
 * Returns the bytes read, 0 when s does not begin with a number or it overflows a double.
 */
size_t num_parse(struct str s, double *ret);

/* The whole of s, trimmed, as an integer within lo..hi; false otherwise. */
bool num_parse_int(struct str s, int64_t lo, int64_t hi, int64_t *ret);

/* The value that stands for an unknown number; never 0. */
#define MISSING ((double)__builtin_nanf(""))

#define NUM_TEXT 32
/*
 * Writes x, terminated, at most NUM_TEXT bytes; returns the length. Plain from 0.0001 to below
 * 1e16, else as "1.5e-07". NaN and infinities: "null"; minus zero: "0".
 */
size_t num_format(double x, char to[NUM_TEXT]);

#endif
