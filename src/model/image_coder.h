/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A coder passes over the structs of a model once, in one of two directions: it takes bytes from a
 * part of the image and fills the structs, or appends the bytes of structs that are full. Each call
 * codes one value. Both directions gather the units and numbers that they have passed, so that one
 * that comes again is its index.
 */
#ifndef MODEL_IMAGE_CODER_H
#define MODEL_IMAGE_CODER_H

#include "model/image.h"

/* Those after the first so many are written out each time. */
#define CODER_KNOWN 126

struct coder {
	struct draft *draft; /* NULL: reads */
	struct buf code;     /* what is written */
	const unsigned char *at, *end;
	const char *text;
	const struct image_models *models;
	struct arena *arena;       /* for what is read */
	struct line_words **lines; /* those that entries, inputs and checks refer to */
	uint32_t n_lines;
	struct unit units[CODER_KNOWN];
	uint32_t n_units;
	uint64_t numbers[CODER_KNOWN]; /* bits of doubles */
	uint32_t n_numbers;
	bool failed; /* the part is damaged, or a text is too long for it */
	bool no_memory;
};

void code_word(struct coder *coder, uint32_t *x);
void code_size(struct coder *coder, size_t *x);
void code_flag(struct coder *coder, bool *x);
void code_long(struct coder *coder, uint64_t *x);
void code_double(struct coder *coder, double *x);
void code_text(struct coder *coder, const char **x);
void code_str(struct coder *coder, struct str *x);
void code_words(struct coder *coder, struct words *x);
void code_place(struct coder *coder, struct place *x);
void code_unit(struct coder *coder, struct unit *x);
void *code_array(struct coder *coder, void *items, size_t *n, size_t size, bool in_arena);
void code_lines(struct coder *coder);
void code_line(struct coder *coder, const struct line_words **x);

/* An enum, in an int or an unsigned as the compiler chose. */
#define CODE_ENUM(coder, x)                                                                        \
	do {                                                                                       \
		uint32_t word_ = (uint32_t)(x);                                                    \
		code_word(coder, &word_);                                                          \
		(x) = word_;                                                                       \
	} while (0)

#endif
