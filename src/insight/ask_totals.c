/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "In total" and "at weekends". A total is of the requests, of another number, or of the answer
 * ("the total footprint"); days of the week are understood as weekends, or as every day. Both
 * change the answer by a factor, so that those of which neither is sure are unclear.
 */
#include "insight/ask_inside.h"

static struct ask_piece *piece_at(const struct ask_reading *r, size_t i)
{
	return &r->pieces->piece[i];
}

static bool means(const struct ask_reading *r, size_t i, enum ask_means what)
{
	return i < r->pieces->n && ask_piece_means(piece_at(r, i), what);
}

static bool is_end(const struct ask_reading *r, size_t i)
{
	return i >= r->pieces->n || piece_at(r, i)->kind == PIECE_BREAK;
}

/* ---- totals ---- */

static bool take_total(const struct ask_reading *r, size_t i)
{
	piece_at(r, i)->used = true;
	return true;
}

bool ask_is_total(const struct ask_reading *r, size_t number, size_t last)
{
	for (size_t i = number + 1; i < r->pieces->n; i++) {
		if (means(r, i, MEANS_TOTAL))
			return take_total(r, i);
		if (i > last && (is_end(r, i) || piece_at(r, i)->kind == PIECE_NUMBER))
			break;
	}
	for (size_t i = number; i-- > 0;) {
		if (means(r, i, MEANS_TOTAL))
			return (i == 0 || is_end(r, i - 1)) && take_total(r, i);
		if (!means(r, i, MEANS_FILLER) && !means(r, i, MEANS_OF) &&
		    !means(r, i, MEANS_ARTICLE))
			break;
	}
	return false;
}

/* The slot whose amount the piece at i is a part of; ASK_SLOTS: none. */
static enum ask_slot slot_of(const struct ask_reading *r, size_t i)
{
	const char *at = i < r->pieces->n ? piece_at(r, i)->text.p : NULL;
	for (int slot = 0; at && slot < ASK_SLOTS; slot++) {
		const struct ask_amount *amount = &r->said->amount[slot];
		if (amount->given && at >= amount->text.p && at < amount->text.p + amount->text.n)
			return (enum ask_slot)slot;
	}
	return ASK_SLOTS;
}

/* Of what stands before the total: at once, or over a comma where the total stands alone. */
static enum ask_slot slot_before(const struct ask_reading *r, size_t total)
{
	size_t i = total;
	bool alone = is_end(r, total + 1);
	if (alone && i > 0 && piece_at(r, i - 1)->kind == PIECE_BREAK)
		i--;
	return i > 0 ? slot_of(r, i - 1) : ASK_SLOTS;
}

/* Of the number that follows: "in total we send 30 requests a day". */
static enum ask_slot slot_behind(const struct ask_reading *r, size_t total)
{
	size_t i = total + 1;
	while (means(r, i, MEANS_FILLER) || means(r, i, MEANS_OF) || means(r, i, MEANS_ARTICLE) ||
	       means(r, i, MEANS_ABOUT))
		i++;
	return is_end(r, i) ? ASK_SLOTS : slot_of(r, i);
}

/* "what is the total footprint", "in total, how much": of no number. */
static bool is_of_answer(const struct ask_reading *r, size_t total)
{
	bool before = total > 0 && means(r, total - 1, MEANS_FILLER);
	bool behind = means(r, total + 1, MEANS_FILLER) || means(r, total + 1, MEANS_OF);
	size_t i = total + 1;
	while (means(r, i, MEANS_FILLER) || means(r, i, MEANS_OF))
		i++;
	if (means(r, i, MEANS_REQUEST) || means(r, i, MEANS_TOKEN))
		return false;
	return behind || (before && is_end(r, total + 1));
}

void ask_totals_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_TOTAL) || piece_at(r, i)->used)
			continue;
		enum ask_slot before = slot_before(r, i), behind = slot_behind(r, i);
		enum ask_slot slot = before == ASK_SLOTS ? behind : before;
		bool one = before == ASK_SLOTS || behind == ASK_SLOTS || before == behind;
		bool devices = slot == SLOT_DEVICES && r->said->servers;
		piece_at(r, i)->used = true;
		if (one && slot == SLOT_REQUESTS)
			r->said->total = true;
		else if (!one || devices || (slot == ASK_SLOTS && !is_of_answer(r, i)))
			ask_unclear(r, i, i, UNCLEAR_UNKNOWN);
	}
}

/* ---- days of the week ---- */

static enum ask_week week_of(const char *gives)
{
	return strcmp(gives, "weekends") == 0 ? WEEK_WEEKENDS
	       : strcmp(gives, "every") == 0  ? WEEK_EVERY
					      : WEEK_OPEN;
}

static size_t skip_back(const struct ask_reading *r, size_t i)
{
	while (i > 0 && means(r, i - 1, MEANS_FILLER))
		i--;
	return i;
}

/* "never at weekends", "not only at weekends": ask_read.c refuses denials. */
static bool is_denied(const struct ask_reading *r, size_t i)
{
	i = skip_back(r, i);
	return i > 0 && means(r, i - 1, MEANS_DENY);
}

/* "and at weekends", "outside weekends" */
static bool is_changed(const struct ask_reading *r, size_t i)
{
	i = skip_back(r, i);
	return i > 0 && (means(r, i - 1, MEANS_AND) || piece_at(r, i - 1)->kind == PIECE_OTHER);
}

void ask_week_read(struct ask_reading *r)
{
	struct ask_said *said = r->said;
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_WEEK_PART) || is_denied(r, i))
			continue;
		enum ask_week week = week_of(piece_at(r, i)->word->gives);
		piece_at(r, i)->used = true;
		if (week == WEEK_OPEN || is_changed(r, i)) {
			ask_unclear(r, i, i, UNCLEAR_UNKNOWN);
		} else if (said->week != WEEK_OPEN || said->workdays) {
			ask_unclear(r, i, i, UNCLEAR_TWICE);
		} else {
			said->week = week;
			said->week_text = piece_at(r, i)->text;
		}
	}
}
