/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part of the image (image.h) while the build writes it: words, numbers and texts are appended,
 * equal texts are stored once. Check failed at the end. Only the build and the tests call this.
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
	struct map places; /* from a text to its place in text */
	struct arena arena;
	bool failed; /* memory is out */
};

/* Begins an empty part called name. */
void draft_init(struct draft *draft, const char *name);
void draft_release(struct draft *draft);

void draft_word(struct draft *draft, uint32_t word);
void draft_number(struct draft *draft, double number);

/*
 * Appends values[0..n) in as few bits as the largest takes, after a word with the shift of
 * base/packed.h.
 */
void draft_packed(struct draft *draft, const uint32_t *values, size_t n);

/* Returns the place of the text, which is stored with a NUL after it. */
uint32_t draft_text(struct draft *draft, struct str text);

/* Pads words and text to the step of the digest, and opens the draft as a part. */
void draft_close(struct draft *draft, struct image_view *ret);

#endif
