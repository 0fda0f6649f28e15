/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds and checks parts of the image. The digest reads eight bytes a step by value, not as they
 * lie in memory: it is the same for every byte order. A step is a bijection of its input and of the
 * digest before it, so damage to one word always changes the digest. It is not a defence against a
 * forger, who could change the code as well.
 */
#include "base/image.h"

#include "base/intl.h"

#define DIGEST_START UINT64_C(0x9E3779B97F4A7C15)
#define DIGEST_FACTOR UINT64_C(0xD6E8FEB86659FD93)

static uint64_t step(uint64_t h, uint64_t x)
{
	h ^= x;
	return (h << 29 | h >> 35) * DIGEST_FACTOR;
}

const char *image_name(const struct image *image, const struct image_part *part)
{
	return (const char *)image->text + part->text;
}

const struct image_part *image_find(const struct image *image, const struct image_part *parts,
				    size_t n, struct str name)
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const char *at = image_name(image, &parts[mid]);
		int order = strncmp(at, name.p, name.n);
		if (order == 0 && at[name.n] == '\0')
			return &parts[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

uint64_t image_digest(const struct image_view *view)
{
	uint64_t h = DIGEST_START;
	h = step(h, view->n_words);
	h = step(h, view->n_numbers);
	h = step(h, view->n_text);
	for (size_t i = 0; i + 1 < view->n_words; i += 2)
		h = step(h, view->words[i] | (uint64_t)view->words[i + 1] << 32);
	for (size_t i = 0; i < view->n_numbers; i++) {
		uint64_t bits;
		memcpy(&bits, &view->numbers[i], sizeof(bits));
		h = step(h, bits);
	}
	for (size_t i = 0; i + 7 < view->n_text; i += 8) {
		const unsigned char *b = (const unsigned char *)view->text + i;
		h = step(h, b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
				    (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
				    (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
				    (uint64_t)b[7] << 56);
	}
	return h;
}

int image_open(const struct image *image, const struct image_part *part, struct image_view *ret,
	       struct frugal_error *reterr)
{
	*ret = (struct image_view){
		.words = image->words + part->words,
		.numbers = image->numbers + part->numbers,
		.text = (const char *)image->text + part->text,
		.n_words = part->n_words,
		.n_numbers = part->n_numbers,
		.n_text = part->n_text,
	};
	return image_digest(ret) == part->digest ? 0 : image_damaged(ret, reterr);
}

int image_damaged(const struct image_view *view, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, "%s", _("the built-in models and tables are damaged"));
	error_where(reterr, "%.80s", view->text);
	error_todo(reterr, "%s", _("install frugal again"));
	return FRUGAL_EDATA;
}

size_t image_size(const struct image *image)
{
	return image->n_words * sizeof(*image->words) + image->n_numbers * sizeof(*image->numbers) +
	       image->n_text + ((size_t)image->n_tables + image->n_models) * sizeof(*image->tables);
}

uint64_t image_digest_all(const struct image *image)
{
	uint64_t h = DIGEST_START;
	for (size_t i = 0; i < image->n_tables; i++)
		h = step(h, image->tables[i].digest);
	for (size_t i = 0; i < image->n_models; i++)
		h = step(h, image->models[i].digest);
	return h;
}
