/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of one language, in the format that msgfmt writes (GNU gettext manual, "The Format of
 * GNU MO Files"): two tables of lengths and places, the texts of the first sorted by bytes. Always
 * little-endian here, on any machine.
 */
#ifndef BASE_WORDS_MO_H
#define BASE_WORDS_MO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct words_mo {
	const char *file;
	uint32_t n, texts, translations; /* how many; where the tables begin */
};

/* False where file[0..n) is not such a file or a part of it lies outside; it is not copied. */
bool words_mo_open(struct words_mo *words, const char *file, size_t n);

/* The translation, or NULL; it lives as long as the file. */
const char *words_mo_find(const struct words_mo *words, const char *text);

#endif
