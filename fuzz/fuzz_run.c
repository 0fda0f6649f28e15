/* SPDX-License-Identifier: Apache-2.0 */
/* Runs from elsewhere. What is read is written and read again: the same run. */
#include "fuzz.h"

#include "report/run.h"
#include "report/run_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct run_record run = {0}, again = {0};
	struct frugal_error error;
	struct buf first = {0}, second = {0};
	struct jsonw one = {.out = &first}, two = {.out = &second};
	if (run_read(text, &run, &error) < 0) {
		REQUIRE(error.what[0]);
		return 0;
	}
	run_json(&one, &run, true);
	REQUIRE(run_read(buf_str(&first), &again, &error) == 0);
	run_json(&two, &again, true);
	REQUIRE(str_eq(buf_str(&first), buf_str(&second)));
	run_record_release(&run);
	run_record_release(&again);
	buf_release(&first);
	buf_release(&second);
	return 0;
}
