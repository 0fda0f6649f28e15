/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers in sentences: digits with the marks of both languages, and words. A mark that may be that
 * of decimals or of thousands is not guessed: it makes the number unclear.
 */
#include <math.h>

#include "base/num.h"
#include "insight/ask_inside.h"

static size_t run_of_digits(struct str s)
{
	size_t n = 0;
	while (n < s.n && char_is_digit(s.p[n]))
		n++;
	return n;
}

/* "2,000,000": groups of three behind the first; *ret_groups counts them. */
static bool is_grouped(struct str s, char mark, size_t *ret_groups)
{
	size_t first = run_of_digits(s), at = first;
	*ret_groups = 0;
	while (at < s.n) {
		struct str group = {s.p + at + 1, s.n - at - 1};
		if (s.p[at] != mark || run_of_digits(group) != 3)
			return false;
		at += 4;
		++*ret_groups;
	}
	return first >= 1 && first <= 3 && *ret_groups > 0;
}

/* Copies s without its groups' marks, and with a point for decimals. */
static double value_of(struct str s, char drop, char point)
{
	char text[64];
	double x;
	size_t n = 0;
	for (size_t i = 0; i < s.n && n < sizeof(text); i++)
		if (s.p[i] != drop)
			text[n++] = s.p[i] == point ? '.' : s.p[i];
	return num_parse((struct str){text, n}, &x) == n && n ? x : MISSING;
}

static enum ask_digits plain_read(enum ask_tongue tongue, struct str s, double *ret)
{
	size_t groups;
	if (run_of_digits(s) == s.n && s.n) {
		*ret = value_of(s, 0, 0);
		return DIGITS_PLAIN;
	}
	if (is_grouped(s, ',', &groups)) {
		*ret = value_of(s, ',', 0);
		return groups > 1 || tongue == TONGUE_EN ? DIGITS_PLAIN : DIGITS_UNCLEAR;
	}
	if (is_grouped(s, '.', &groups) && !(s.n && s.p[0] == '0'))
		return DIGITS_UNCLEAR;
	size_t whole = run_of_digits(s);
	struct str rest = {s.p + whole, s.n - whole};
	if (whole && rest.n > 1 && (rest.p[0] == '.' || rest.p[0] == ',') &&
	    run_of_digits((struct str){rest.p + 1, rest.n - 1}) == rest.n - 1) {
		*ret = value_of(s, 0, rest.p[0]);
		return DIGITS_PLAIN;
	}
	return DIGITS_NONE;
}

enum ask_digits ask_digits_read(const struct ask_words *words, enum ask_tongue tongue,
				struct str text, double *ret, bool *ret_size)
{
	struct str s = text;
	double sign = 1;
	*ret_size = false;
	*ret = MISSING;
	if (str_after(text, "-", &s) || str_after(text, "\u2212", &s))
		sign = -1;
	else
		(void)(str_after(text, "~", &s) || str_after(text, "\u2248", &s));
	size_t n = 0;
	while (n < s.n && (char_is_digit(s.p[n]) || s.p[n] == '.' || s.p[n] == ','))
		n++;
	if (!n)
		return DIGITS_NONE;
	enum ask_digits digits = plain_read(tongue, (struct str){s.p, n}, ret);
	if (digits != DIGITS_NONE && n < s.n) {
		const struct ask_word *suffix = ask_suffix(words, (struct str){s.p + n, s.n - n});
		if (!suffix)
			return DIGITS_NONE;
		*ret *= suffix->value;
		*ret_size = str_is(STR("size"), suffix->gives);
	}
	*ret *= sign;
	return digits;
}

/* ---- several pieces that are one number ---- */

/* A number that is being read from pieces. */
struct counting {
	double total, part; /* whole thousands; what stands before the next of them */
	bool has_part;
	bool digits; /* the last piece was digits */
	bool word;   /* the last piece was a word */
};

static bool is_group(const struct ask_piece *piece)
{
	return piece->kind == PIECE_NUMBER && !piece->word && piece->text.n == 3 &&
	       run_of_digits(piece->text) == 3;
}

static bool may_lead(const struct ask_piece *piece)
{
	return piece->kind == PIECE_NUMBER && !piece->word && !piece->size &&
	       run_of_digits(piece->text) == piece->text.n && piece->text.n <= 3;
}

/* Joins "2 000 000"; returns how many pieces. */
static size_t groups_at(const struct ask_pieces *pieces, size_t at, double *ret)
{
	const struct ask_piece *first = &pieces->piece[at];
	size_t n = 1;
	*ret = first->number;
	while (may_lead(first) && first->number > 0 && at + n < pieces->n &&
	       is_group(&pieces->piece[at + n]))
		*ret = *ret * 1000 + pieces->piece[at + n++].number;
	return n;
}

static void multiply(struct counting *counting, double by)
{
	double part = counting->has_part ? counting->part : 1;
	counting->has_part = by < 1000;
	if (counting->has_part) {
		counting->part = part * by;
		return;
	}
	counting->total += part * by;
	counting->part = 0;
}

/* Whether the word number follows those before it: "two hundred six", "quatre-vingt-dix". */
static bool take_word(struct counting *counting, double value)
{
	double rest = fmod(counting->part, 100);
	if (counting->digits)
		return false;
	if (fabs(rest - 4) < 0.5 && fabs(value - 20) < 0.5)
		counting->part += 76; /* quatre-vingts */
	else if (rest < 0.5 || (rest >= 20 && value < 20 && fmod(rest, 10) < 0.5))
		counting->part += value;
	else
		return false;
	counting->has_part = true;
	return true;
}

/* Takes the piece into the number; false: it is not of it. */
static bool take(struct counting *counting, const struct ask_piece *piece, size_t n_before)
{
	enum ask_means means = piece->word ? piece->word->means : MEANS_NOTHING;
	if (piece->kind == PIECE_NUMBER && !piece->word) {
		if (n_before)
			return false;
		counting->part = piece->number;
		counting->has_part = counting->digits = true;
		return true;
	}
	if (means == MEANS_MULTIPLIER) {
		multiply(counting, piece->word->value);
		counting->digits = false;
		return true;
	}
	return means == MEANS_NUMBER && take_word(counting, piece->word->value);
}

static bool is_count(const struct ask_piece *piece)
{
	return piece->kind == PIECE_NUMBER ||
	       (piece->word && piece->kind == PIECE_WORD && piece->word->means == MEANS_MULTIPLIER);
}

/* "millions of requests": no number of them. */
static bool is_vague(const struct ask_piece *piece)
{
	return ask_piece_means(piece, MEANS_MULTIPLIER) && piece->text.n > 2 &&
	       piece->text.p[piece->text.n - 1] == 's';
}

/* The pieces from at that make one number, in *ret; 0: there is none. */
static size_t number_at(const struct ask_pieces *pieces, size_t at, double *ret)
{
	struct counting counting = {0};
	const struct ask_piece *piece = &pieces->piece[at];
	size_t n = 0;
	if (!is_count(piece) || is_vague(piece))
		return 0;
	if (!piece->word && (n = groups_at(pieces, at, ret)) > 0) {
		counting.part = *ret;
		counting.has_part = counting.digits = true;
	}
	while (at + n < pieces->n) {
		const struct ask_piece *next = &pieces->piece[at + n];
		bool joins = n && ask_piece_means(next, MEANS_AND) && at + n + 1 < pieces->n &&
			     !counting.digits && pieces->piece[at + n + 1].word &&
			     is_count(&pieces->piece[at + n + 1]);
		if (joins)
			next = &pieces->piece[at + n + 1];
		if (!is_count(next) || !take(&counting, next, n))
			break;
		n += 1 + joins;
	}
	*ret = counting.total + counting.part;
	return n;
}

void ask_pieces_join(struct ask_pieces *pieces)
{
	size_t to = 0;
	for (size_t at = 0; at < pieces->n;) {
		double number;
		size_t n = number_at(pieces, at, &number);
		struct ask_piece piece = pieces->piece[at];
		if (n) {
			const struct ask_piece *last = &pieces->piece[at + n - 1];
			piece.text.n = (size_t)(last->text.p + last->text.n - piece.text.p);
			piece.kind = PIECE_NUMBER;
			piece.number = number;
			piece.size &= n == 1;
			piece.word = NULL;
		}
		pieces->piece[to++] = piece;
		at += n ? n : 1;
	}
	pieces->n = to;
}
