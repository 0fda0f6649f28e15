/* SPDX-License-Identifier: Apache-2.0 */
#include "base/translations.h"

#include <string.h>

#include "base/hash.h"

const char *translations_find(const struct translations *translations, const char *text)
{
	uint64_t hash = hash_bytes(HASH_BEGIN, text, strlen(text));
	size_t low = 0, high = translations->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (translations->hashes[middle] == hash)
			return translations->texts + translations->places[middle];
		if (translations->hashes[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
