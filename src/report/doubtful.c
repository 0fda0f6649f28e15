/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the warning for a value that looks a thousand times too large or too small.
 * model/plausible.h finds such values.
 */
#include "report/doubtful.h"

#include <stdio.h>

#include "base/intl.h"

void doubtful_text(struct buf *to, const struct doubtful *doubtful,
		   const struct number_style *style)
{
	struct dimension dim = doubtful->unit.dim;
	struct buf given = {0}, meant = {0}, low = {0}, high = {0};
	const double values[] = {doubtful->given, doubtful->meant, doubtful->low, doubtful->high};
	struct buf *const texts[] = {&given, &meant, &low, &high};
	char unit[64];
	(void)snprintf(unit, sizeof(unit), "%.*s", STR_ARG(doubtful->unit_text));
	for (size_t i = 0; i < 4; i++)
		print_quantity(texts[i], values[i], values[i], values[i], dim, doubtful->unit, unit,
			       style);
	buf_addf(to,
		 _("frugal: warning: %.*s is %s, but %s to %s is usual: wrong by a factor of 1000? "
		   "did you mean %s?\n"),
		 STR_ARG(doubtful->name), buf_text(&given), buf_text(&low), buf_text(&high),
		 buf_text(&meant));
	for (size_t i = 0; i < 4; i++)
		buf_release(texts[i]);
}
