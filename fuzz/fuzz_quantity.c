/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a quantity: finite and ordered, or an error with a message. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "quantity/quantity.h"
#include "quantity/unit.h"

static void check_quantity(const struct quantity *q)
{
	REQUIRE(isfinite(q->value) && isfinite(q->low) && isfinite(q->high));
	REQUIRE(q->low <= q->value && q->value <= q->high);
	/* The dimension has a text, and that text is a unit of this dimension (if it can be typed).
	 */
	struct buf text = {0};
	struct unit unit;
	bool can_be_typed = true;
	for (size_t i = 0; i < KIND_COUNT; i++)
		can_be_typed = can_be_typed && abs(q->dim.exponent[i]) <= 9;
	dimension_text(&text, q->dim);
	REQUIRE(!text.failed && text.n > 0);
	if (can_be_typed) {
		REQUIRE(unit_parse(buf_str(&text), &unit, NULL) == 0);
		REQUIRE(dimension_eq(unit.dim, q->dim));
	}
	buf_release(&text);
}

static void check_error(int r, const struct frugal_error *error)
{
	REQUIRE(r == FRUGAL_EUSAGE && error->code == r);
	REQUIRE(error->what[0]);
	REQUIRE(str_utf8_valid(str_of(error->what)) == strlen(error->what));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct quantity q;
	struct frugal_error error = {0};
	int r = quantity_parse(text, &q, &error);
	if (r == 0)
		check_quantity(&q);
	else
		check_error(r, &error);

	static const char *const wanted[] = {"h", "kWh", "gCO2e/kWh", "1", "request"};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		struct unit unit;
		REQUIRE(unit_parse(str_of(wanted[i]), &unit, NULL) == 0);
		error = (struct frugal_error){0};
		r = quantity_parse_as(text, "x", unit, wanted[i],
				      i % 2 ? BARE_IN_UNIT : BARE_REFUSED, &q, &error);
		if (r == 0)
			REQUIRE(dimension_eq(q.dim, unit.dim) && isfinite(q.value));
		else
			check_error(r, &error);
	}
	struct unit unit;
	size_t n = unit_parse_prefix(text, &unit);
	REQUIRE(n <= size);
	if (n)
		REQUIRE(isfinite(unit.scale) && unit.scale > 0);
	return 0;
}
