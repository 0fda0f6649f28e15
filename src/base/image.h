/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image: models/ and factors/ as the build compiles them (tools/image.c), so that nothing is
 * parsed at start. It is a C file of plain numbers: words, doubles and the bytes of texts, which
 * refer to one another by index. Without pointers it needs no relocation, and the target's own
 * compiler lays it out, so that a cross build needs no care for byte order. A part is one table or
 * one model; its digest is checked when it is opened, and only the parts in use are opened. This
 * file knows parts and digests; for the meaning of the words see factor/image.c and model/image.c.
 */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* Counts are of words, doubles and bytes. n_words is even, n_text a multiple of 8. */
struct image_part {
	uint64_t digest;
	uint32_t words, n_words;
	uint32_t numbers, n_numbers;
	uint32_t text, n_text; /* begins with the name of the part */
};

struct image {
	const uint32_t *words;
	const double *numbers;
	const unsigned char *text;
	const struct image_part *tables; /* by name */
	const struct image_part *models; /* by name */
	uint32_t n_words, n_numbers, n_text, n_tables, n_models;
};

/* Written by the build. */
extern const struct image built_in_image;

/* An open part. */
struct image_view {
	const uint32_t *words;
	const double *numbers;
	const char *text;
	size_t n_words, n_numbers, n_text;
};

/* The name of a part; lives as long as the image. */
const char *image_name(const struct image *image, const struct image_part *part);

/* The part called name among parts[0..n), or NULL. */
const struct image_part *image_find(const struct image *image, const struct image_part *parts,
				    size_t n, struct str name);

/* FRUGAL_EDATA: the digest does not match; the part must not be used. */
int image_open(const struct image *image, const struct image_part *part, struct image_view *ret,
	       struct frugal_error *reterr);

/* Fills the error of a damaged part; returns FRUGAL_EDATA. */
int image_damaged(const struct image_view *view, struct frugal_error *reterr);

/* The digest of the open part: a change of any one word, double or byte changes it. */
uint64_t image_digest(const struct image_view *view);

/* The size of the image in bytes, and a digest over those of its parts. */
size_t image_size(const struct image *image);
uint64_t image_digest_all(const struct image *image);

#endif
