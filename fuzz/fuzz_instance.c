/* SPDX-License-Identifier: Apache-2.0 */
/* Questions for the planner, as they come: refused with a reason, or answered above their bound. */
#include "fuzz.h"
#include "plan/instance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct instance_options options = {.seed = 1, .rounds = 20};
	struct buf answer = {0};
	struct frugal_error error = {0};
	if (n > 20000) /* large cases take their time */
		return 0;
	int r = instance_answer("fuzz.json", (struct str){(const char *)data, n}, &options, &answer,
				&error);
	REQUIRE(r == 0 || error.what[0]);
	REQUIRE(r < 0 || (answer.n && answer.p[0] == '{' && answer.p[answer.n - 1] == '}'));
	buf_release(&answer);
	return 0;
}
