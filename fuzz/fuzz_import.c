/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text as the rows of a user: it is refused, or its rows follow the rules of tables, and
 * nothing is written (a dry run). The first byte chooses whether columns are renamed.
 */
#include "factor/import.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct import_rename renames[] = {
		{{"Name", sizeof("Name") - 1}, {"key", sizeof("key") - 1}},
		{{"TDP", sizeof("TDP") - 1}, {"tdp[W]", sizeof("tdp[W]") - 1}}};
	struct tables_options from = {.user_dir = "/nonexistent/frugal"};
	struct tables *tables;
	struct arena arena = {0};
	struct import_report report;
	struct import_options options = {
		.table = "precisions", .name = "fuzz.csv", .year = 2026, .dry_run = true};
	if (n == 0 || tables_new(&from, &tables, NULL) < 0)
		return 0;
	if (data[0] & 1) {
		options.renames = renames;
		options.n_renames = 2;
	}
	struct frugal_error error = {0};
	struct str text = {(const char *)data + 1, n - 1};
	int r = tables_import(tables, text, &options, &arena, &report, &error);
	REQUIRE(r == 0 || error.what[0]);
	REQUIRE(r < 0 || report.added <= report.read);
	arena_release(&arena);
	tables_free(tables);
	return 0;
}
