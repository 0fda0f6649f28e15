/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part of the image (image.h) while the build makes it: what is put is appended, equal texts
 * are kept once. Check failed at the end. The program itself never makes one, but for its tests.
 */
#ifndef BASE_DRAFT_H
#define BASE_DRAFT_H

#include "base/buf.h"
#include "base/image.h"
#include "base/map.h"
#include "base/mem.h"

struct draft {
	uint32_t *words;
	size_t n_words, cap_words;
	double *numbers;
	size_t n_numbers, cap_numbers;
	struct buf text;
	struct map places; /* of texts in text */
	struct arena arena;
	bool failed; /* memory is out */
};

/* An empty part called name. */
void draft_init(struct draft *draft, const char *name);
void draft_release(struct draft *draft);

void draft_word(struct draft *draft, uint32_t word);
void draft_number(struct draft *draft, double number);

/* Where the text stands, with an end after it. */
uint32_t draft_text(struct draft *draft, struct str text);

/* Fills words and text up to what a digest takes at a time; what was drafted, open. */
void draft_close(struct draft *draft, struct image_view *ret);

#endif
