/* SPDX-License-Identifier: Apache-2.0 */
/* Quantities as people write them, for callers that read options or fields of their own. */
#include "quantity/quantity.h"
#include "api/inside.h"

int frugal_quantity_read(const char *text, const char *unit, const char *name,
			 struct frugal_quantity *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct quantity q;
	struct unit in;
	reterr = reterr ? reterr : &unread;
	if (!text)
		return missing_argument("text", reterr);
	if (!unit)
		return missing_argument("unit", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	int r = unit_parse(str_of(unit), &in, reterr);
	if (r == 0)
		r = quantity_parse_as(str_of(text), name, in, unit, BARE_REFUSED, &q, reterr);
	if (r < 0)
		return r;
	const struct frugal_quantity filled = {
		.size = sizeof(filled),
		.value = q.value / in.scale,
		.low = q.low / in.scale,
		.high = q.high / in.scale,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}
