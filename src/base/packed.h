/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An array of small numbers, several to a word where they fit: 1, 2, 4, 8, 16 or 32 bits each. The
 * image has its arrays in this form (draft_packed in draft.h writes them); a plain array of words
 * is the case of 32 bits, so that whoever reads knows one form. An array does not know its length.
 */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include <stddef.h>
#include <stdint.h>

struct packed {
	const uint32_t *words;
	uint32_t mask;  /* of as many bits as a number has */
	uint32_t shift; /* a number has 1 << shift bits */
};

#define PACKED_MAX_SHIFT 5

static inline uint32_t packed_at(const struct packed *packed, size_t i)
{
	uint32_t word = packed->words[i >> (PACKED_MAX_SHIFT - packed->shift)];
	return word >> ((i << packed->shift) & 31) & packed->mask;
}

/* The words that n numbers take. */
static inline size_t packed_words(size_t n, uint32_t shift)
{
	return ((n << shift) + 31) / 32;
}

static inline struct packed packed_of(const uint32_t *words, uint32_t shift)
{
	return (struct packed){words, UINT32_MAX >> (32 - (1u << shift)), shift};
}

/* A plain array. */
static inline struct packed packed_plain(const uint32_t *words)
{
	return packed_of(words, PACKED_MAX_SHIFT);
}

/* The least shift whose numbers can be as large as most. */
static inline uint32_t packed_shift(uint32_t most)
{
	uint32_t shift = 0;
	while (shift < PACKED_MAX_SHIFT && most >> (1u << shift))
		shift++;
	return shift;
}

#endif
