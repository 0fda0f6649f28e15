/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a number is "per": a period makes it a rate, people make it that of each. Of anything else
 * ("30 requests a day per team") the question does not say how many there are: it is unclear, as is
 * a rate of two periods ("30 requests a day per week").
 */
#include <string.h>

#include "insight/ask_inside.h"

static struct ask_piece *piece_at(const struct ask_reading *r, size_t i)
{
	return &r->pieces->piece[i];
}

static bool means(const struct ask_reading *r, size_t i, enum ask_means what)
{
	return i < r->pieces->n && ask_piece_means(piece_at(r, i), what);
}

static bool is_filler_of(const struct ask_reading *r, size_t i, const char *gives)
{
	return means(r, i, MEANS_FILLER) && strcmp(piece_at(r, i)->word->gives, gives) == 0;
}

static bool is_any_text(struct str text, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(text, str_of(texts[i])))
			return true;
	return false;
}

/* "consommée par notre service": the French word is "by" too. */
static bool is_by(const struct ask_reading *r, size_t i)
{
	static const char *const BEFORE[] = {
		"le",  "la", "les", "l",     "notre", "nos", "mon", "ma",    "mes", "leur", "leurs",
		"son", "sa", "ses", "votre", "vos",   "ce",  "cet", "cette", "ces", "un",   "une"};
	const struct ask_piece *next = piece_at(r, i + 1);
	return str_eq_nocase(piece_at(r, i)->text, STR("par")) &&
	       (next->kind == PIECE_NAME ||
		is_any_text(next->text, BEFORE, sizeof(BEFORE) / sizeof(*BEFORE)));
}

/* "every team", "chaque service"; "each" and "every" say no more than that of other words. */
static bool is_share(const struct ask_reading *r, size_t i)
{
	static const char *const PER[] = {"per", "par"};
	if (i + 1 >= r->pieces->n || is_filler_of(r, i + 1, "group"))
		return i + 1 < r->pieces->n;
	if (!is_any_text(piece_at(r, i)->text, PER, 2) || is_by(r, i))
		return false;
	const struct ask_piece *next = piece_at(r, i + 1);
	if (str_eq_nocase(next->text, STR("year of")))
		return false;
	size_t real = ask_next_of(r, i);
	if (next->kind == PIECE_OTHER)
		return !(real + 1 < r->pieces->n && means(r, real + 1, MEANS_PEOPLE));
	return means(r, i + 1, MEANS_FILLER) && !is_filler_of(r, i + 1, "answer") &&
	       !(real != ASK_NOWHERE && means(r, real, MEANS_PEOPLE));
}

/* The rate that the piece at i, a rate too, follows: "30 a day per week"; ASK_NOWHERE: none. */
static size_t rate_before(const struct ask_reading *r, size_t i)
{
	while (i-- > 0) {
		const struct ask_piece *piece = piece_at(r, i);
		if (piece->kind == PIECE_RATE)
			return i;
		if (!means(r, i, MEANS_FILLER) && !means(r, i, MEANS_AND) &&
		    !(means(r, i, MEANS_PERIOD) && piece->used))
			return ASK_NOWHERE;
	}
	return ASK_NOWHERE;
}

void ask_per_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (means(r, i, MEANS_PER) && !piece_at(r, i)->used && is_share(r, i)) {
			ask_unclear(r, i, i + 1, UNCLEAR_UNKNOWN);
			piece_at(r, i)->used = piece_at(r, i + 1)->used = true;
		}
		size_t before = piece_at(r, i)->kind == PIECE_RATE && !piece_at(r, i)->used
					? rate_before(r, i)
					: ASK_NOWHERE;
		if (before != ASK_NOWHERE) {
			ask_unclear(r, before, i, UNCLEAR_TWICE);
			piece_at(r, i)->used = true;
		}
	}
}
