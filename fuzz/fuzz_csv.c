/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as CSV: the reader ends, its fields lie in the text or the arena, its lines never go
 * back, and a record without faults, written out again, reads the same.
 */
#include "fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "base/csv.h"

#define MAX_FIELDS 16

static void write_record(struct buf *out, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i ? ",\"" : "\"");
		for (size_t k = 0; k < fields[i].n; k++) {
			if (fields[i].p[k] == '"')
				buf_putc(out, '"');
			buf_putc(out, fields[i].p[k]);
		}
		buf_putc(out, '"');
	}
	buf_putc(out, '\n');
}

static void read_again(const struct str *fields, size_t n)
{
	struct buf text = {.max = CSV_MAX_RECORD / 2};
	struct arena arena = {0};
	write_record(&text, fields, n);
	if (!text.failed) {
		struct csv csv;
		struct str again[MAX_FIELDS];
		size_t n_again = 0;
		csv_init_piece(&csv, "again", buf_str(&text), &arena, ',', 1);
		REQUIRE(csv_next(&csv, again, MAX_FIELDS, &n_again, NULL) == 1);
		REQUIRE(n_again == n);
		for (size_t i = 0; i < n; i++)
			REQUIRE(str_eq(again[i], fields[i]));
		REQUIRE(csv_next(&csv, again, MAX_FIELDS, &n_again, NULL) == 0);
	}
	buf_release(&text);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct csv csv;
	struct str fields[MAX_FIELDS];
	struct frugal_error error;
	size_t n = 0, newlines = 0;
	uint32_t line = 0;
	int r;
	for (size_t i = 0; i < size; i++)
		newlines += data[i] == '\n';
	csv_init(&csv, "fuzz", (struct str){(const char *)data, size}, &arena);
	while ((r = csv_next(&csv, fields, MAX_FIELDS, &n, &error)) != 0) {
		REQUIRE(r == 1 || (r == FRUGAL_EDATA && error.code == r));
		REQUIRE(csv.line > line && csv.line <= newlines + 1);
		line = csv.line;
		if (r == 1) {
			REQUIRE(n >= 1 && n <= MAX_FIELDS);
			read_again(fields, n);
		}
	}
	arena_release(&arena);
	return 0;
}
