/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the words of a query with those of a name as lists: each word of one pairs with one of
 * the other, in any order, but numbers in theirs ("gpt-4.5" is not "gpt-5.4").
 */
#include "factor/pair.h"

static bool is_number(const char *word)
{
	return word[0] && strspn(word, "0123456789") == strlen(word);
}

static uint32_t all_of(size_t n)
{
	return n >= 32 ? UINT32_MAX : ((uint32_t)1 << n) - 1;
}

/* Whether a word that only the query has says nothing. */
static bool is_idle(const struct name_index *index, const struct query *query, size_t q)
{
	struct str word = query->words.word[q];
	enum word_kind kind = rules_kind(&index->rules, word);
	if (kind == WORD_DRESS || kind == WORD_NOISE)
		return true;
	if (kind == WORD_VARIANT)
		return false;
	if (word_is_noise(word))
		return true;
	/* "3D controller: AD102 [GeForce RTX 4090]": these go before the product only. */
	bool first = (query->idle & all_of(q)) == all_of(q);
	return first &&
	       (str_is(word, "3d") || (query->number[q] == NAME_NONE && word_is_chip(word)));
}

void query_init(const struct name_index *index, struct str text, struct query *ret)
{
	ret->text = text;
	ret->known = true;
	words_of(text, &ret->words);
	for (size_t i = 0; i < ret->words.n; i++) {
		ret->number[i] = NAME_NONE;
		if (!map_get(&index->word, ret->words.word[i], &ret->number[i]))
			ret->known = false;
	}
	ret->idle = 0;
	for (size_t i = 0; i < ret->words.n; i++)
		if (is_idle(index, ret, i))
			ret->idle |= (uint32_t)1 << i;
}

/* Pairs each word of the query with a word of the name, where there is one. */
static void pair(const struct name_index *index, const struct name *name, const struct query *query,
		 uint32_t *ret_of_name, uint32_t *ret_of_query)
{
	const uint32_t *words = &index->words[name->first_word];
	size_t after_number = 0;
	*ret_of_name = *ret_of_query = 0;
	for (size_t q = 0; q < query->words.n; q++) {
		if (query->number[q] == NAME_NONE)
			continue;
		bool number = is_number(index->word_texts[query->number[q]]);
		for (size_t w = number ? after_number : 0; w < name->n_words; w++) {
			if (words[w] != query->number[q] || *ret_of_name >> w & 1)
				continue;
			*ret_of_name |= (uint32_t)1 << w;
			*ret_of_query |= (uint32_t)1 << q;
			after_number = number ? w + 1 : after_number;
			break;
		}
	}
}

static bool is_year(const char *word)
{
	return strlen(word) == 4 && strncmp(word, "20", 2) == 0;
}

/* "20250929", "2024 08 06", "08 2024", "0613" or "2407". */
static bool is_date(const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_number(words[i]))
			return false;
	if (n == 3)
		return is_year(words[0]) && strlen(words[1]) == 2 && strlen(words[2]) == 2;
	if (n == 2)
		return strlen(words[0]) == 2 && is_year(words[1]);
	size_t letters = n == 1 ? strlen(words[0]) : 0;
	return letters == 4 || (letters == 8 && strncmp(words[0], "20", 2) == 0);
}

/* What the words of the name that the query lacks make of it; missing has a bit for each. */
static enum pairing left_out(const struct name_index *index, const struct name *name,
			     uint32_t missing)
{
	const char *rest[WORDS_MAX];
	size_t n = 0, last = 0;
	bool in_row = true, variant = false, version = false;
	enum pairing pairing = PAIRED_DRESS;
	for (size_t w = 0; w < name->n_words; w++) {
		const char *word = index->word_texts[index->words[name->first_word + w]];
		enum word_kind kind = rules_kind(&index->rules, str_of(word));
		if (!(missing >> w & 1) || kind == WORD_DRESS)
			continue;
		if (kind == WORD_USUAL) {
			pairing = PAIRED_USUAL;
			continue;
		}
		in_row = in_row && (!n || last + 1 == w);
		variant = variant || kind == WORD_VARIANT;
		version = version || (is_number(word) && strlen(word) < 3);
		last = w;
		rest[n++] = word;
	}
	if (!n)
		return pairing;
	if (in_row && !variant && rules_date_kind(&index->rules) == WORD_USUAL && is_date(rest, n))
		return PAIRED_USUAL;
	return version ? NOT_PAIRED : PAIRED_MORE;
}

enum pairing pair_words(const struct name_index *index, const struct name *name,
			const struct query *query)
{
	uint32_t of_name, of_query;
	if (!name->n_words)
		return NOT_PAIRED;
	pair(index, name, query, &of_name, &of_query);
	if (!of_query)
		return NOT_PAIRED;
	uint32_t all = all_of(query->words.n);
	if (all & ~of_query & ~query->idle)
		return NOT_PAIRED;
	uint32_t missing = all_of(name->n_words) & ~of_name;
	if (missing)
		return left_out(index, name, missing);
	return of_query == all ? PAIRED_ALL : PAIRED_NOISE;
}

/* "gpt-2" is not gpt-5.2: a number of the query begins the version of the name. */
static bool begins_version(const struct name_index *index, const struct name *name,
			   uint32_t of_name)
{
	for (size_t w = 1; w < name->n_words; w++) {
		const char *before = index->word_texts[index->words[name->first_word + w - 1]];
		const char *word = index->word_texts[index->words[name->first_word + w]];
		bool only_word = of_name >> w & 1 && !(of_name >> (w - 1) & 1);
		if (only_word && is_number(word) && is_number(before) && strlen(before) < 3)
			return false;
	}
	return true;
}

bool pair_all(const struct name_index *index, const struct name *name, const struct query *query)
{
	uint32_t of_name, of_query;
	pair(index, name, query, &of_name, &of_query);
	/* A letter within a name says nothing: "W" ends two codes of ENTSO-E. */
	bool letter = query->words.n == 1 && query->words.word[0].n == 1;
	if (letter && !(of_name & 1))
		return false;
	return of_query == all_of(query->words.n) && begins_version(index, name, of_name);
}

uint32_t pair_variant(const struct name_index *index, const struct name *name,
		      const struct query *query)
{
	uint32_t of_name, of_query;
	pair(index, name, query, &of_name, &of_query);
	for (size_t w = 0; w < name->n_words; w++) {
		uint32_t word = index->words[name->first_word + w];
		if (!(of_name >> w & 1) &&
		    rules_kind(&index->rules, str_of(index->word_texts[word])) == WORD_VARIANT)
			return word;
	}
	return NAME_NONE;
}

/* The words of the group's key are taken off those of name: "Europe (Paris)" of a region. */
bool pair_rest(const struct name_index *index, const struct name *key, const struct name *name,
	       const struct query *query)
{
	uint32_t of_name, of_key, rest[WORDS_MAX];
	size_t n = 0;
	struct query words = {.words.n = key->n_words};
	for (size_t i = 0; i < key->n_words; i++)
		words.number[i] = index->words[key->first_word + i];
	pair(index, name, &words, &of_name, &of_key);
	if (of_key != all_of(key->n_words))
		return false;
	for (size_t w = 0; w < name->n_words; w++)
		if (!(of_name >> w & 1))
			rest[n++] = index->words[name->first_word + w];
	if (n < 2 || n != query->words.n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (rest[i] != query->number[i])
			return false;
	return true;
}
