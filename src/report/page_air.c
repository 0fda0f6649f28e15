/* SPDX-License-Identifier: Apache-2.0 */
/* Air pollutants of the electricity of a group, in the zones that have factors. */
#include "base/intl.h"
#include "insight/air.h"
#include "report/page_group.h"

void page_air(struct group_report *of)
{
	static const struct document_head heads[] = {{"zone", N_("zone")},
						     {"so2", N_("sulphur dioxide")},
						     {"nox", N_("nitrogen oxides")}};
	struct document_head stated[sizeof(heads) / sizeof(heads[0])];
	struct page *page = of->page;
	struct frugal_error error;
	struct air air;
	if (air_of_group(page->context, &of->group, page->arena, &air, &error) < 0) {
		page->doc->failed = true;
		return;
	}
	if (!air.n)
		return;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		stated[i] = (struct document_head){heads[i].id, _(heads[i].title)};
	document_table(page->doc, "air",
		       _("air pollutants of the electricity, at the power plants"), GROUP_LEVEL,
		       stated, 1 + AIR_POLLUTANTS, 1);
	for (size_t i = 0; i < air.n; i++) {
		const struct air_row *row = &air.rows[i];
		document_row(page->doc, row->zone, row->zone);
		for (size_t k = 0; k < AIR_POLLUTANTS; k++)
			page_figure_cell(page, &row->grams[k], row->runs, KIND_MASS,
					 1 + FRUGAL_MODELLED);
	}
	document_item(page->doc,
		      _("masses, not weighed as acidification or particulates; these zones have "
			"%.0f %% of the energy, the others have no factors that may be "
			"redistributed"),
		      100 * air.share);
}
