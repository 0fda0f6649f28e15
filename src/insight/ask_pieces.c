/* SPDX-License-Identifier: Apache-2.0 */
/* Makes pieces of tokens: at each, the longest name, known phrase or number that begins there. */
#include "base/intl.h"
#include "insight/ask_inside.h"

#define MAX_PHRASE ((size_t)5)

/* A stroke counts alone: "/ day" is not "day". */
static bool is_slash(const struct ask_tokens *tokens, size_t at)
{
	return str_is(tokens->token[at].text, "/");
}

/* The longest known phrase at first; *ret_n is 0 when there is none. */
static const struct ask_word *phrase_at(const struct ask_words *words,
					const struct ask_tokens *tokens, size_t first,
					size_t *ret_n)
{
	size_t most = 1;
	while (most < MAX_PHRASE && first + most < tokens->n &&
	       !tokens->token[first + most].breaks && !is_slash(tokens, first) &&
	       !is_slash(tokens, first + most))
		most++;
	for (*ret_n = most; *ret_n > 0; --*ret_n) {
		const struct ask_word *word =
			ask_word_any(words, tokens->tongue, ask_span(tokens, first, *ret_n));
		if (word)
			return word;
	}
	return NULL;
}

/* "vingt-cinq": words of a number that hyphens join. Adds its parts, or nothing. */
static bool add_hyphened(const struct ask_words *words, enum ask_tongue tongue, struct str text,
			 struct ask_pieces *to)
{
	size_t before = to->n;
	while (text.n) {
		const char *hyphen = memchr(text.p, '-', text.n);
		struct str part = {text.p, hyphen ? (size_t)(hyphen - text.p) : text.n};
		const struct ask_word *word = ask_word_any(words, tongue, part);
		enum ask_means means = word ? word->means : MEANS_NOTHING;
		bool counts = means == MEANS_NUMBER || means == MEANS_MULTIPLIER ||
			      (means == MEANS_AND && to->n > before);
		if (!counts || to->n + 2 > 2 * ASK_MAX_TOKENS || (!hyphen && to->n == before)) {
			to->n = before;
			return false;
		}
		to->piece[to->n++] = (struct ask_piece){
			.kind = means == MEANS_NUMBER ? PIECE_NUMBER : PIECE_WORD,
			.text = part,
			.word = word,
			.number = word->value,
		};
		text.p += part.n + (hyphen != NULL);
		text.n -= part.n + (hyphen != NULL);
	}
	return true;
}

static struct ask_piece word_piece(const struct ask_word *word, struct str text)
{
	struct ask_piece piece = {.kind = PIECE_WORD, .text = text, .word = word};
	if (word->means == MEANS_NUMBER || word->means == MEANS_OFTEN)
		piece.number = word->value;
	if (word->means == MEANS_NUMBER)
		piece.kind = PIECE_NUMBER;
	if (word->means == MEANS_RATE) {
		piece.kind = PIECE_RATE;
		piece.number = word->value;
	}
	return piece;
}

/* A number in digits, or a token that nothing explains. */
static struct ask_piece other_piece(const struct ask_words *words, enum ask_tongue tongue,
				    struct str text)
{
	struct ask_piece piece = {.kind = PIECE_OTHER, .text = text};
	enum ask_digits digits = ask_digits_read(words, tongue, text, &piece.number, &piece.size);
	if (digits != DIGITS_NONE)
		piece.kind = digits == DIGITS_PLAIN ? PIECE_NUMBER : PIECE_UNCLEAR;
	return piece;
}

/* Whether the last piece says that a place follows: "in", "in the", "data centre". */
static bool is_placed(const struct ask_pieces *pieces)
{
	for (size_t i = pieces->n; i-- > 0;) {
		const struct ask_piece *piece = &pieces->piece[i];
		if (ask_piece_means(piece, MEANS_PLACE) || ask_piece_means(piece, MEANS_HOST))
			return true;
		if (!ask_piece_means(piece, MEANS_FILLER))
			return false;
	}
	return false;
}

/* "GPT 4 120 users": a name that ends with digits which the number behind it may begin with. */
static bool is_split(const struct ask_tokens *tokens, size_t at, size_t n)
{
	struct str last = tokens->token[at + n - 1].text;
	struct str next = at + n < tokens->n ? tokens->token[at + n].text : (struct str){0};
	bool digits = n > 1 && last.n <= 3 && next.n == 3 && !tokens->token[at + n].breaks;
	for (size_t i = 0; digits && i < last.n; i++)
		digits = char_is_digit(last.p[i]);
	for (size_t i = 0; digits && i < next.n; i++)
		digits = char_is_digit(next.p[i]);
	return digits;
}

static bool is_place(const struct ask_found *found)
{
	return found->n && (found->table == ASK_ZONE || found->table == ASK_REGION);
}

/* "Texas, USA": behind a place and a comma a code may stand for what the place is in. */
static int find_whole(const struct ask_tables *tables, const struct ask_words *words,
		      const struct ask_tokens *tokens, size_t at, const struct ask_pieces *pieces,
		      struct ask_found *ret, struct frugal_error *reterr)
{
	const struct ask_piece *before = pieces->n >= 2 ? &pieces->piece[pieces->n - 2] : NULL;
	struct ask_found found;
	if (ret->n || !before || !tokens->token[at].breaks || before->kind != PIECE_NAME ||
	    !is_place(&before->found))
		return 0;
	int r = ask_name_find(tables, words, tokens, at, true, &found, reterr);
	if (r == 0 && is_place(&found) && ask_place_is_in(tables, &before->found, &found))
		*ret = found;
	return r;
}

static int read_at(const struct ask_tables *tables, const struct ask_words *words,
		   const struct ask_tokens *tokens, size_t at, struct ask_pieces *to, size_t *ret_n,
		   struct frugal_error *reterr)
{
	struct ask_found found;
	size_t n_phrase;
	struct str text = tokens->token[at].text;
	const struct ask_word *word = phrase_at(words, tokens, at, &n_phrase);
	int r = ask_name_find(tables, words, tokens, at, is_placed(to), &found, reterr);
	if (r == 0)
		r = find_whole(tables, words, tokens, at, to, &found, reterr);
	if (r < 0)
		return r;
	if (is_place(&found) && at > 0 && !tokens->token[at].breaks &&
	    ask_begins_place(tokens, at - 1)) {
		/* "New Mexico", which no table has, is not Mexico. */
		struct str whole = ask_span(tokens, at - 1, found.n + 1);
		to->n -= to->n > 0 && ask_piece_means(&to->piece[to->n - 1], MEANS_FILLER);
		to->piece[to->n++] = (struct ask_piece){.kind = PIECE_OTHER, .text = whole};
		*ret_n = found.n;
		return 0;
	}
	if (found.n > n_phrase) {
		bool split = is_split(tokens, at, found.n);
		*ret_n = found.n + split;
		to->piece[to->n++] = (struct ask_piece){
			.kind = split ? PIECE_UNCLEAR : PIECE_NAME,
			.text = ask_span(tokens, at, *ret_n),
			.found = found,
		};
		return 0;
	}
	*ret_n = word ? n_phrase : 1;
	if (word)
		to->piece[to->n++] = word_piece(word, ask_span(tokens, at, n_phrase));
	else if (!add_hyphened(words, tokens->tongue, text, to))
		to->piece[to->n++] = other_piece(words, tokens->tongue, text);
	return 0;
}

int ask_pieces_read(const struct ask_tables *tables, const struct ask_words *words,
		    const struct ask_tokens *tokens, struct ask_pieces *ret,
		    struct frugal_error *reterr)
{
	ret->n = 0;
	ret->tables = tables;
	ret->tongue = tokens->tongue;
	for (size_t at = 0, n = 0; at < tokens->n; at += n) {
		if (ret->n + 3 > 2 * ASK_MAX_TOKENS)
			return error_set(reterr, FRUGAL_EUSAGE, _("the sentence is too long"));
		if (tokens->token[at].breaks)
			ret->piece[ret->n++] = (struct ask_piece){.kind = PIECE_BREAK};
		int r = read_at(tables, words, tokens, at, ret, &n, reterr);
		if (r < 0)
			return r;
	}
	ask_pieces_join(ret);
	return 0;
}
