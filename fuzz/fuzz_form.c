/* SPDX-License-Identifier: Apache-2.0 */
/* Forms that others filled in. What is read has a name; each slip found has its line. */
#include "fuzz.h"

#include "report/form_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct buf lines = {0};
	struct form_found found;
	struct frugal_error error;
	if (form_check("form", text, &lines, &found, &error) == 0) {
		REQUIRE(found.form && found.form[0]);
		REQUIRE((found.slips > 0) == (lines.n > 0));
	} else {
		REQUIRE(error.what[0]);
	}
	buf_release(&lines);
	return 0;
}
