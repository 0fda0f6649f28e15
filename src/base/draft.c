/* SPDX-License-Identifier: Apache-2.0 */
/* Appends words, numbers and texts to a part of the image; see draft.h. */
#include "base/draft.h"

#include "base/packed.h"

#define DIGEST_WORDS 2
#define DIGEST_BYTES 8

void draft_init(struct draft *draft, const char *name)
{
	*draft = (struct draft){0};
	(void)draft_text(draft, str_of(name));
}

void draft_release(struct draft *draft)
{
	mem_free(draft->words);
	mem_free(draft->numbers);
	buf_release(&draft->text);
	map_release(&draft->places);
	arena_release(&draft->arena);
	*draft = (struct draft){0};
}

void draft_word(struct draft *draft, uint32_t word)
{
	if (!mem_grow(&draft->words, draft->n_words, &draft->cap_words, sizeof(word), 0))
		draft->failed = true;
	else
		draft->words[draft->n_words++] = word;
}

void draft_number(struct draft *draft, double number)
{
	if (!mem_grow(&draft->numbers, draft->n_numbers, &draft->cap_numbers, sizeof(number), 0))
		draft->failed = true;
	else
		draft->numbers[draft->n_numbers++] = number;
}

void draft_packed(struct draft *draft, const uint32_t *values, size_t n)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++)
		most = values[i] > most ? values[i] : most;
	uint32_t shift = packed_shift(most);
	size_t a_word = (size_t)1 << (PACKED_MAX_SHIFT - shift);
	draft_word(draft, shift);
	for (size_t i = 0; i < n; i += a_word) {
		uint32_t word = 0;
		for (size_t k = 0; k < a_word && i + k < n; k++)
			word |= values[i + k] << (k << shift);
		draft_word(draft, word);
	}
}

uint32_t draft_text(struct draft *draft, struct str text)
{
	uint32_t place = (uint32_t)draft->text.n;
	if (map_get(&draft->places, text, &place))
		return place;
	struct str key = {arena_strndup(&draft->arena, text.p ? text.p : "", text.n), text.n};
	draft->failed |= !key.p || !map_put(&draft->places, key, place, NULL);
	buf_add(&draft->text, text.p, text.n);
	buf_putc(&draft->text, '\0');
	draft->failed |= draft->text.failed;
	return place;
}

void draft_close(struct draft *draft, struct image_view *ret)
{
	while (!draft->failed && draft->n_words % DIGEST_WORDS)
		draft_word(draft, 0);
	while (!draft->text.failed && draft->text.n % DIGEST_BYTES)
		buf_putc(&draft->text, '\0');
	draft->failed |= draft->text.failed;
	*ret = (struct image_view){
		.words = draft->words,
		.numbers = draft->numbers,
		.text = buf_text(&draft->text),
		.n_words = draft->n_words,
		.n_numbers = draft->n_numbers,
		.n_text = draft->text.n,
	};
}
