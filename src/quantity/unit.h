/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units at run time. A dimension is a small vector of exponents over base kinds; what the field
 * counts separately (greenhouse gases, antimony, water, tokens, requests, FLOP, bytes, each
 * currency) is a kind of its own, so 3 kg of steel cannot be added to 3 kgCO2e.
 *
 * The base units are those in which the usual figures are exact decimals:
 *   Wh, h, g, m, gCO2e, gSbe, L, B, token, request, FLOP, EUR, USD, item.
 * A value "in base units" is value_in_unit * unit.scale.
 */
#ifndef QUANTITY_UNIT_H
#define QUANTITY_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

enum kind {
	KIND_ENERGY, /* Wh */
	KIND_TIME,   /* h */
	KIND_MASS,   /* g */
	KIND_LENGTH, /* m */
	KIND_CO2E,   /* gCO2e */
	KIND_SBE,    /* gSbe, abiotic depletion of elements */
	KIND_WATER,  /* L */
	KIND_DATA,   /* B */
	KIND_TOKEN,
	KIND_REQUEST,
	KIND_FLOP,
	KIND_EUR,
	KIND_USD,
	KIND_ITEM, /* anything counted: a server, a passenger, a phone */
	KIND_COUNT
};

struct dimension {
	int8_t exponent[16]; /* by enum kind; the last two stay 0 */
};

struct unit {
	double scale; /* base units in one of this unit, > 0 */
	struct dimension dim;
};

#define DIMENSIONLESS ((struct dimension){{0}})

bool dimension_eq(struct dimension a, struct dimension b);
bool dimension_is_none(struct dimension a);
struct dimension dimension_mul(struct dimension a, struct dimension b);
struct dimension dimension_div(struct dimension a, struct dimension b);

/* a ^ power; false if an exponent leaves -100..100. dimension_root: false if not whole. */
bool dimension_pow(struct dimension a, int power, struct dimension *ret);
bool dimension_root(struct dimension a, int root, struct dimension *ret);

/* Returns "an energy", "a power", "a carbon intensity", or NULL when the dimension has no name. */
const char *dimension_word(struct dimension dim);

/* Adds the dimension in base units: "gCO2e/Wh"; "1" for none. */
void dimension_text(struct buf *to, struct dimension dim);

/*
 * Reads one unit name at the start of text: "kWh", "tCO2e", "%", "mm2". Returns the bytes read, 0
 * if the word there is not a unit. A word is letters, '%', 'µ', and digits after letters.
 */
size_t unit_parse_name(struct str text, struct unit *ret);

/*
 * Reads a unit expression at the start of text: names joined by '*' or '/', each with '^' integer;
 * "1" alone is dimensionless; "1/kWh" is allowed. It ends before the first character that does not
 * continue it. Returns the bytes read, 0 if text does not begin with a unit.
 */
size_t unit_parse_prefix(struct str text, struct unit *ret);

/* Reads the whole of text as a unit; FRUGAL_EUSAGE with a near miss otherwise. */
int unit_parse(struct str text, struct unit *ret, struct frugal_error *reterr);

/* True if word (whole) is a unit name. */
bool unit_is_name(struct str word);

#endif
