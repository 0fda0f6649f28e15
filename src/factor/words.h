/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name as its words: lower case, without accents, punctuation, "(R)" and "(TM)", vendors and the
 * words that any name of a kind may have ("NVIDIA GeForce RTX 4090" is "rtx", "4090"). A size of
 * memory is one word ("80 GB", "80GiB", "80G": "80gb"); the clock of a CPU name (" @ 2.50GHz") and
 * its number of cores ("64-Core") are left out. Numbers keep a point between them when words are
 * joined: "gpt-3.5" is "gpt3.5", and not "gpt-35".
 */
#ifndef FACTOR_WORDS_H
#define FACTOR_WORDS_H

#include "base/str.h"

#define WORDS_MAX 32
#define WORDS_TEXT 256

struct words {
	char text[WORDS_TEXT];      /* the words joined: the normalised name */
	struct str word[WORDS_MAX]; /* within text */
	size_t n;
};

/* Cuts name into words; a name of more than WORDS_MAX words or WORDS_TEXT bytes gives none. */
void words_of(struct str name, struct words *ret);

/* The same with the words that words_of leaves out, such as vendors. */
void words_all_of(struct str name, struct words *ret);

/* All words joined; n is 0 when there are none. */
struct str words_joined(const struct words *words);

/* Whether a point stands between a text that ends with before and word: both are numbers there. */
bool word_joins_number(char before, struct str word);

/* Whether the word does not identify a row: "device", "rev", "hbm2e". */
bool word_is_noise(struct str word);

/* Whether the word looks like the name of a chip rather than of a product: "ga100", "ad102". */
bool word_is_chip(struct str word);

#endif
