/* SPDX-License-Identifier: Apache-2.0 */
/* Planted by tests/doors.py: a section with one figure of the group. */
#include "base/intl.h"
#include "report/page_group.h"

static void door(struct group_report *of)
{
	document_paragraph(of->page->doc, _("%.0f runs went through the door."),
			   of->group.all.use.runs);
}

const struct group_section door_section = {"door", N_("The door"), door};
