/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of a reader: what is taken, written again, reads back the same. */
#include "fuzz.h"

#include <string.h>

#include "sensor/reader_protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct reader_entry entries[READER_ENTRIES], again[READER_ENTRIES];
	size_t n, n_again;
	if (!reader_parse((struct str){(const char *)data, size}, entries, &n))
		return 0;
	REQUIRE(n <= READER_ENTRIES);
	struct buf text = {0};
	buf_puts(&text, READER_HEAD "\n");
	for (size_t i = 0; i < n; i++)
		reader_write(&text, &entries[i]);
	REQUIRE(reader_parse(buf_str(&text), again, &n_again));
	REQUIRE(n_again <= n);
	for (size_t i = 0; n_again == n && i < n; i++) {
		REQUIRE(strcmp(entries[i].part, again[i].part) == 0);
		REQUIRE(entries[i].energy_mj == again[i].energy_mj);
	}
	buf_release(&text);
	return 0;
}
