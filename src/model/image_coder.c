/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codes plain values, texts and arrays of a part of the image, in both directions. A word is as
 * short as it can be, seven bits a byte; a text is a place in a file of a model, or in the text of
 * the part.
 */
#include "model/image_coder.h"

#define NO_TEXT UINT32_MAX
/*
 * A text is its length with the number of its file in the lowest bits, then where it begins; file 0
 * is the text of the part itself.
 */
#define MAX_LENGTH ((size_t)1 << 20)

/* ---- plain values ---- */

static void write_word(struct buf *to, uint32_t x)
{
	for (; x >= 0x80; x >>= 7)
		buf_putc(to, (char)(unsigned char)(x | 0x80));
	buf_putc(to, (char)x);
}

static uint32_t read_word(struct coder *coder)
{
	uint32_t x = 0;
	for (unsigned shift = 0; coder->at < coder->end && shift < 32; shift += 7) {
		unsigned char byte = *coder->at++;
		x |= (uint32_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return x;
	}
	coder->failed = true;
	return 0;
}

/* One more than the word: the largest stands for "none" and becomes the shortest. */
void code_word(struct coder *coder, uint32_t *x)
{
	if (coder->draft)
		write_word(&coder->code, *x + 1);
	else
		*x = read_word(coder) - 1;
}

void code_size(struct coder *coder, size_t *x)
{
	uint32_t word = (uint32_t)*x;
	code_word(coder, &word);
	*x = word;
}

void code_flag(struct coder *coder, bool *x)
{
	uint32_t word = *x;
	code_word(coder, &word);
	*x = word != 0;
}

/* Eight bytes, the least first. */
void code_long(struct coder *coder, uint64_t *x)
{
	for (unsigned i = 0; coder->draft && i < 64; i += 8)
		buf_putc(&coder->code, (char)(unsigned char)(*x >> i));
	if (coder->draft)
		return;
	*x = 0;
	if (coder->end - coder->at < 8) {
		coder->failed = true;
		return;
	}
	for (unsigned i = 0; i < 64; i += 8)
		*x |= (uint64_t)*coder->at++ << i;
}

/* Which of those known it is, or the number of those and then its bits. */
void code_double(struct coder *coder, double *x)
{
	uint64_t bits;
	uint32_t at = 0;
	memcpy(&bits, x, sizeof(bits));
	while (coder->draft && at < coder->n_numbers && coder->numbers[at] != bits)
		at++;
	code_word(coder, &at);
	if (at < coder->n_numbers)
		bits = coder->numbers[at];
	else
		code_long(coder, &bits);
	if (at >= coder->n_numbers && coder->n_numbers < CODER_KNOWN)
		coder->numbers[coder->n_numbers++] = bits;
	memcpy(x, &bits, sizeof(bits));
}

/* ---- texts ---- */

void code_text(struct coder *coder, const char **x)
{
	uint32_t place = NO_TEXT;
	if (coder->draft && *x)
		place = draft_text(coder->draft, str_of(*x));
	code_word(coder, &place);
	if (!coder->draft)
		*x = place == NO_TEXT ? NULL : coder->text + place;
}

/* Which file the text stands in, from 1, or 0. */
static uint32_t file_of(const struct image_models *models, struct str text)
{
	for (size_t i = 0; i < models->n; i++) {
		struct str file = models->texts[i];
		if (text.n && text.p >= file.p && text.p + text.n <= file.p + file.n)
			return (uint32_t)i + 1;
	}
	return 0;
}

/* As many bits as the number of a file takes. */
static unsigned file_bits(const struct image_models *models)
{
	return 32 - (unsigned)__builtin_clz((uint32_t)models->n | 1);
}

void code_str(struct coder *coder, struct str *x)
{
	uint32_t head = 0, place = 0;
	unsigned bits = file_bits(coder->models);
	if (coder->draft) {
		uint32_t file = file_of(coder->models, *x);
		head = (uint32_t)x->n << bits | file;
		place = file ? (uint32_t)(x->p - coder->models->texts[file - 1].p)
			     : draft_text(coder->draft, *x);
		coder->failed |= x->n >= MAX_LENGTH;
	}
	code_word(coder, &head);
	code_word(coder, &place);
	if (coder->draft)
		return;
	uint32_t file = head & ((1u << bits) - 1);
	x->n = head >> bits;
	coder->failed |= file > coder->models->n;
	x->p = coder->failed ? "" : (file ? coder->models->texts[file - 1].p : coder->text) + place;
}

void code_words(struct coder *coder, struct words *x)
{
	code_str(coder, &x->en);
	code_str(coder, &x->fr);
}

void code_place(struct coder *coder, struct place *x)
{
	code_word(coder, &x->line);
	code_word(coder, &x->column);
}

static void code_new_unit(struct coder *coder, struct unit *x)
{
	code_double(coder, &x->scale);
	for (size_t i = 0; i < sizeof(x->dim.exponent); i += 4) {
		uint32_t four = 0;
		for (size_t k = 0; k < 4; k++)
			four |= (uint32_t)(uint8_t)x->dim.exponent[i + k] << 8 * k;
		code_word(coder, &four);
		for (size_t k = 0; k < 4; k++)
			x->dim.exponent[i + k] = (int8_t)(uint8_t)(four >> 8 * k);
	}
}

/* Which of those known it is, or the number of those and then the unit. */
void code_unit(struct coder *coder, struct unit *x)
{
	uint32_t at = 0;
	while (coder->draft && at < coder->n_units && memcmp(&coder->units[at], x, sizeof(*x)) != 0)
		at++;
	code_word(coder, &at);
	if (at < coder->n_units) {
		*x = coder->units[at];
		return;
	}
	code_new_unit(coder, x);
	if (coder->n_units < CODER_KNOWN)
		coder->units[coder->n_units++] = *x;
}

/* ---- arrays ---- */

/* The items of an array: those there are, or *n new ones; NULL when that failed. */
void *code_array(struct coder *coder, void *items, size_t *n, size_t size, bool in_arena)
{
	code_size(coder, n);
	if (coder->draft)
		return items;
	if (*n > (size_t)(coder->end - coder->at))
		coder->failed = true;
	if (coder->failed)
		*n = 0;
	items = in_arena ? arena_array(coder->arena, *n + 1, size) : mem_zalloc(*n + 1, size);
	coder->no_memory |= items == NULL;
	if (!items)
		*n = 0;
	return items;
}

void code_lines(struct coder *coder)
{
	size_t n = coder->n_lines;
	struct line_words **lines = code_array(coder, coder->lines, &n, sizeof(*lines), true);
	struct line_words *room =
		coder->draft ? NULL : arena_array(coder->arena, n + 1, sizeof(*room));
	if (!coder->draft && !room) {
		coder->no_memory = true;
		n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (!coder->draft)
			lines[i] = &room[i];
		code_place(coder, &lines[i]->place);
		code_str(coder, &lines[i]->source);
		code_words(coder, &lines[i]->help);
	}
	coder->lines = lines;
	coder->n_lines = (uint32_t)n;
}

void code_line(struct coder *coder, const struct line_words **x)
{
	uint32_t index = NO_ENTRY;
	for (uint32_t i = 0; coder->draft && *x && i < coder->n_lines; i++)
		if (coder->lines[i] == *x)
			index = i;
	code_word(coder, &index);
	if (!coder->draft)
		*x = index < coder->n_lines ? coder->lines[index] : NULL;
}
