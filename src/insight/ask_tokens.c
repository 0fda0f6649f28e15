/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of a sentence. Where a model is used they are those of its answers: "answers of 800
 * tokens", or "800 tokens" beside no other thing. Tokens of prompts, of documents, of a request or
 * of a day are refused: no input of a service is theirs.
 */
#include "insight/ask_inside.h"

enum owner { OWNER_NONE, OWNER_ANSWER, OWNER_OTHER };

static struct ask_piece *piece_at(const struct ask_reading *r, size_t i)
{
	return &r->pieces->piece[i];
}

static enum owner owner_of(const struct ask_piece *piece)
{
	if (piece->kind == PIECE_OTHER || piece->kind == PIECE_RATE)
		return OWNER_OTHER;
	if (piece->kind != PIECE_WORD)
		return OWNER_NONE;
	if (piece->word->means == MEANS_FILLER && piece->word->gives[0] &&
	    strcmp(piece->word->gives, "group") != 0)
		return strcmp(piece->word->gives, "answer") == 0 ? OWNER_ANSWER : OWNER_OTHER;
	bool other = piece->word->means == MEANS_REQUEST || piece->word->means == MEANS_INPUT ||
		     piece->word->means == MEANS_PEOPLE;
	return other ? OWNER_OTHER : OWNER_NONE;
}

static bool is_any(const struct ask_piece *piece, const enum ask_means *means, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ask_piece_means(piece, means[i]))
			return true;
	return false;
}

/* "each with 2000 tokens": of each request, say. */
static bool is_each(const struct ask_piece *piece)
{
	return ask_piece_means(piece, MEANS_EACH) || ask_piece_means(piece, MEANS_PER);
}

/* What the number is of, by the words before it; *ret_first: the first of them. */
static enum owner owner_before(const struct ask_reading *r, size_t number, size_t *ret_first)
{
	static const enum ask_means PASSED[] = {MEANS_FILLER, MEANS_OF,    MEANS_BOUND,
						MEANS_TIMES,  MEANS_PLACE, MEANS_DURING,
						MEANS_ARTICLE};
	bool of = false;
	*ret_first = number;
	for (size_t i = number; i-- > 0;) {
		const struct ask_piece *piece = piece_at(r, i);
		enum owner owner = owner_of(piece);
		if (owner != OWNER_NONE) {
			*ret_first = i;
			return owner;
		}
		of |= ask_piece_means(piece, MEANS_OF) || is_each(piece);
		if (!is_any(piece, PASSED, sizeof(PASSED) / sizeof(*PASSED)) && !is_each(piece))
			return of ? OWNER_OTHER : OWNER_NONE;
	}
	return of ? OWNER_OTHER : OWNER_NONE;
}

/* The same, by the words behind: "800 tokens per answer", "2000 tokens a day". */
static enum owner owner_after(const struct ask_reading *r, size_t token, size_t *ret_last)
{
	static const enum ask_means PASSED[] = {MEANS_FILLER, MEANS_PLACE,   MEANS_DURING,
						MEANS_PER,    MEANS_ARTICLE, MEANS_OF};
	bool of = false, each = false;
	*ret_last = token;
	for (size_t i = token + 1; i < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		enum owner owner = owner_of(piece);
		if (owner != OWNER_NONE) {
			*ret_last = i;
			return piece->kind == PIECE_OTHER && !of ? OWNER_NONE : owner;
		}
		of |= ask_piece_means(piece, MEANS_OF) || ask_piece_means(piece, MEANS_PER);
		each |= is_each(piece);
		if (!is_any(piece, PASSED, sizeof(PASSED) / sizeof(*PASSED)) && !is_each(piece))
			break;
	}
	return each ? OWNER_OTHER : OWNER_NONE;
}

static void refuse(struct ask_reading *r, size_t first, size_t number, size_t token, size_t last)
{
	ask_unclear(r, first, last, UNCLEAR_UNKNOWN);
	piece_at(r, number)->used = true;
	for (size_t i = token; i <= last; i++)
		piece_at(r, i)->used = true;
}

static void read_number(struct ask_reading *r, size_t number, size_t token)
{
	bool trains = r->said->abouts & (1u << ABOUT_TRAIN | 1u << ABOUT_ADAPT);
	bool said = piece_at(r, token)->word->gives[0] != 0;
	size_t first, last;
	enum owner before = owner_before(r, number, &first);
	enum owner after = owner_after(r, token, &last);
	/* "10 requests a day with 800 tokens per answer" */
	bool rate = piece_at(r, first)->kind == PIECE_RATE ||
		    ask_piece_means(piece_at(r, first), MEANS_PEOPLE);
	if (rate && after == OWNER_ANSWER)
		before = OWNER_ANSWER;
	if (trains || said || (before != OWNER_OTHER && after != OWNER_OTHER))
		ask_set_amount(r, SLOT_TOKENS, piece_at(r, number)->number, 0, number, token);
	else
		refuse(r, before == OWNER_OTHER ? first : number, number, token,
		       after == OWNER_OTHER ? last : token);
}

void ask_tokens_read(struct ask_reading *reading)
{
	for (size_t i = 0; i < reading->pieces->n; i++) {
		if (!ask_piece_means(piece_at(reading, i), MEANS_TOKEN))
			continue;
		size_t number = ask_number_before(reading, i, false);
		piece_at(reading, i)->used = number != ASK_NOWHERE;
		if (number != ASK_NOWHERE)
			read_number(reading, number, i);
	}
}
