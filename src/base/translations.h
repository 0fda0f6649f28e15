/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of the program in one other language. The English ones are in the program already, so
 * that each is its hash alone here: the build (tools/translations.c) refuses two texts with the
 * same and looks each up once.
 */
#ifndef BASE_TRANSLATIONS_H
#define BASE_TRANSLATIONS_H

#include <stddef.h>
#include <stdint.h>

struct translations {
	const char *language;   /* "fr" */
	const uint64_t *hashes; /* of the English texts (base/hash.h), rising */
	const uint32_t *places; /* of the translations in texts, in the same order */
	const char *texts;
	size_t n;
};

/* Written by the build; ends with one that has no language. */
extern const struct translations built_in_translations[];

/* The translation, or NULL; it lives as long as all of them. */
const char *translations_find(const struct translations *translations, const char *text);

#endif
