/* SPDX-License-Identifier: Apache-2.0 */
#include "base/words_mo.h"

#include <string.h>

#define MAGIC 0x950412deu
#define HEADER_BYTES 20
#define ENTRY_BYTES 8

static uint32_t number_at(const char *file, uint32_t at)
{
	const unsigned char *byte = (const unsigned char *)file + at;
	return (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
	       (uint32_t)byte[3] << 24;
}

/* Each text lies inside the file and ends with a NUL. */
static bool are_inside(const char *file, size_t size, uint32_t table, uint32_t n)
{
	if (table > size || n > (size - table) / ENTRY_BYTES)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		size_t length = number_at(file, table + i * ENTRY_BYTES);
		size_t at = number_at(file, table + i * ENTRY_BYTES + 4);
		if (at >= size || length >= size - at || file[at + length] != '\0')
			return false;
	}
	return true;
}

bool words_mo_open(struct words_mo *words, const char *file, size_t n)
{
	if (n < HEADER_BYTES || n > INT32_MAX || number_at(file, 0) != MAGIC ||
	    number_at(file, 4) != 0)
		return false;
	*words = (struct words_mo){
		.file = file,
		.n = number_at(file, 8),
		.texts = number_at(file, 12),
		.translations = number_at(file, 16),
	};
	return are_inside(file, n, words->texts, words->n) &&
	       are_inside(file, n, words->translations, words->n);
}

static const char *text_at(const struct words_mo *words, uint32_t table, uint32_t i)
{
	return words->file + number_at(words->file, table + i * ENTRY_BYTES + 4);
}

const char *words_mo_find(const struct words_mo *words, const char *text)
{
	uint32_t low = 0, high = words->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(text, text_at(words, words->texts, middle));
		if (order == 0)
			return text_at(words, words->translations, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
