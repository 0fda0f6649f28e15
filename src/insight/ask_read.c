/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the pieces of a sentence say: its subject, names, amounts; and what is left over. A number
 * that is left is unclear, a word that is left is listed; denials are never read as their contrary.
 */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "insight/ask_inside.h"

#define HOST_REACH 4  /* pieces between "data centre" and its place */
#define BOUND_REACH 3 /* pieces between a number and "or more" */

static struct ask_piece *piece_at(const struct ask_reading *r, size_t i)
{
	return &r->pieces->piece[i];
}

static const char *kept_text(struct ask_reading *r, size_t first, size_t last)
{
	const struct ask_piece *from = piece_at(r, first), *to = piece_at(r, last);
	const char *text = arena_strndup(r->arena, from->text.p,
					 (size_t)(to->text.p + to->text.n - from->text.p));
	r->failed |= !text;
	return text ? text : "";
}

void ask_unclear(struct ask_reading *reading, size_t first, size_t last, enum ask_why why)
{
	struct ask_said *said = reading->said;
	if (said->n_unclear < ASK_MAX_TEXTS)
		said->unclear[said->n_unclear++] =
			(struct ask_unclear){kept_text(reading, first, last), why};
}

static void leave(struct ask_reading *r, size_t at)
{
	struct ask_said *said = r->said;
	if (said->n_unused < ASK_MAX_TEXTS)
		said->unused[said->n_unused++] = kept_text(r, at, at);
	piece_at(r, at)->used = true;
}

/* ---- the subject ---- */

static enum ask_about about_of(const char *gives)
{
	static const char *const ABOUTS[] = {"", "use", "train", "adapt", "buy"};
	for (int i = ABOUT_USE; i <= ABOUT_BUY; i++)
		if (strcmp(gives, ABOUTS[i]) == 0)
			return (enum ask_about)i;
	return ABOUT_NONE;
}

bool ask_uses_only(const struct ask_reading *r)
{
	unsigned others = 1u << ABOUT_TRAIN | 1u << ABOUT_ADAPT | 1u << ABOUT_BUY;
	bool used = r->said->abouts & 1u << ABOUT_USE || r->said->amount[SLOT_REQUESTS].given ||
		    r->said->amount[SLOT_PEOPLE].given;
	for (size_t i = 0; i < r->pieces->n && !used; i++)
		used = ask_piece_means(piece_at(r, i), MEANS_REQUEST) ||
		       ask_piece_means(piece_at(r, i), MEANS_PEOPLE);
	return used && !(r->said->abouts & others);
}

static void read_abouts(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++)
		if (ask_piece_means(piece_at(r, i), MEANS_ABOUT))
			r->said->abouts |= 1u << about_of(piece_at(r, i)->word->gives);
}

/* ---- names ---- */

static bool is_same_row(const struct ask_found *a, const struct ask_found *b)
{
	return a->table == b->table && a->search.row == b->search.row &&
	       a->search.row != TABLE_NO_ROW;
}

static void take_name(struct ask_reading *r, enum ask_name name, size_t at)
{
	struct ask_named *to = &r->said->name[name];
	struct ask_piece *piece = piece_at(r, at);
	piece->used = true;
	if (to->text.n && !is_same_row(&to->found, &piece->found))
		ask_unclear(r, at, at, UNCLEAR_TWICE);
	if (!to->text.n)
		*to = (struct ask_named){piece->text, piece->found};
}

/* Whether the place at i is said to be that of the machines. */
static bool is_host(const struct ask_reading *r, size_t i)
{
	const struct ask_found *found = &piece_at(r, i)->found;
	if (found->table == ASK_REGION)
		return true;
	for (size_t back = 1; back <= HOST_REACH && back <= i; back++) {
		const struct ask_piece *piece = piece_at(r, i - back);
		if (ask_piece_means(piece, MEANS_HOST))
			return true;
		if (piece->kind == PIECE_BREAK || ask_piece_means(piece, MEANS_PEOPLE))
			return false;
	}
	return false;
}

static bool is_place(const struct ask_piece *piece)
{
	return piece->kind == PIECE_NAME &&
	       (piece->found.table == ASK_ZONE || piece->found.table == ASK_REGION);
}

/* What stands behind a place and a comma may say where that is: "Tokyo, Japan". */
static bool is_behind_place(const struct ask_reading *r, size_t i)
{
	return i >= 2 && piece_at(r, i - 1)->kind == PIECE_BREAK && is_place(piece_at(r, i - 2));
}

/* A place that the one before is in says no more; of a place of machines another contradicts. */
static bool read_qualifier(struct ask_reading *r, size_t i)
{
	const struct ask_found *before = &piece_at(r, i - 2)->found,
			       *found = &piece_at(r, i)->found;
	bool within = ask_place_is_in(r->pieces->tables, before, found);
	if (!within && (!is_host(r, i - 2) || before->search.row == TABLE_NO_ROW))
		return false;
	if (!within)
		ask_unclear(r, i, i, UNCLEAR_TWICE);
	piece_at(r, i)->used = true;
	return true;
}

/* The place of the machines if one is said, else any; others are left over. */
static void read_places(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++)
		if (ask_piece_means(piece_at(r, i), MEANS_HOST) &&
		    strcmp(piece_at(r, i)->word->gives, "cloud") == 0)
			r->said->cloud = piece_at(r, i)->text;
	for (size_t i = 0; i < r->pieces->n; i++)
		r->said->place_of_machines |= is_place(piece_at(r, i)) && is_host(r, i);
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!is_place(piece_at(r, i)))
			continue;
		if (is_behind_place(r, i) && read_qualifier(r, i))
			continue;
		if (r->said->place_of_machines && !is_host(r, i))
			leave(r, i);
		else
			take_name(r, NAME_PLACE, i);
	}
}

static bool is_model(const struct ask_piece *piece)
{
	enum ask_table table = piece->found.table;
	return piece->kind == PIECE_NAME &&
	       (table == ASK_LLM || table == ASK_IMAGE_MODEL || table == ASK_VIDEO_MODEL);
}

static void read_names(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		if (is_model(piece))
			take_name(r, NAME_LLM, i);
		else if (piece->kind == PIECE_NAME && piece->found.table == ASK_GPU)
			take_name(r, NAME_GPU, i);
	}
	read_places(r);
}

/* ---- what is left ---- */

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (char_is_digit(text.p[i]))
			return true;
	return false;
}

/* The word behind a number that nothing counts: "12 wombats". */
static size_t with_next(const struct ask_reading *r, size_t i)
{
	bool next = i + 1 < r->pieces->n && piece_at(r, i + 1)->kind != PIECE_BREAK &&
		    piece_at(r, i + 1)->kind != PIECE_NUMBER;
	return next ? i + 1 : i;
}

/* "hosted in", "exécuté au": what a place follows at once. */
static bool ends_in_place(struct str text)
{
	static const char *const ENDS[] = {" in", " on", " en", " au"};
	for (size_t i = 0; text.n > 3 && i < sizeof(ENDS) / sizeof(*ENDS); i++)
		if (str_eq_nocase((struct str){text.p + text.n - 3, 3}, str_of(ENDS[i])))
			return true;
	return false;
}

/* "in Atlantis", "hosted in AWS calgary": a place that no table has. */
static bool is_unknown_place(const struct ask_reading *r, size_t i)
{
	bool host = false, place = false;
	for (size_t before = i; before-- > 0;) {
		const struct ask_piece *piece = piece_at(r, before);
		if (ask_piece_means(piece, MEANS_HOST)) {
			host = true;
			place |= ends_in_place(piece->text);
		} else if (ask_piece_means(piece, MEANS_PLACE)) {
			place = true;
		} else if (!ask_piece_means(piece, MEANS_FILLER)) {
			break;
		}
	}
	return (host && place) || ((host || place) && ask_is_capital(piece_at(r, i)->text));
}

/* "500 people or more" */
static size_t number_behind(const struct ask_reading *r, size_t i)
{
	for (size_t back = 1; back <= BOUND_REACH && back <= i; back++) {
		if (piece_at(r, i - back)->kind == PIECE_NUMBER)
			return i - back;
		if (piece_at(r, i - back)->kind == PIECE_BREAK)
			break;
	}
	return ASK_NOWHERE;
}

/* The number that a bound is of: "at least 500"; "over 500", but not "over 3 days". */
static size_t bounded_by(const struct ask_reading *r, size_t i)
{
	size_t number = i + 1;
	while (number < r->pieces->n && (ask_piece_means(piece_at(r, number), MEANS_FILLER) ||
					 ask_piece_means(piece_at(r, number), MEANS_OF) ||
					 ask_piece_means(piece_at(r, number), MEANS_ARTICLE)))
		number++;
	bool bound = ask_piece_means(piece_at(r, i), MEANS_BOUND);
	if (number >= r->pieces->n || piece_at(r, number)->kind != PIECE_NUMBER)
		return bound ? number_behind(r, i) : ASK_NOWHERE;
	if (bound)
		return number;
	bool over = ask_piece_means(piece_at(r, i), MEANS_DURING) &&
		    str_eq_nocase(piece_at(r, i)->text, STR("over"));
	bool time =
		number + 1 < r->pieces->n && ask_piece_means(piece_at(r, number + 1), MEANS_PERIOD);
	return over && !time ? number : ASK_NOWHERE;
}

static void read_bounds(struct ask_reading *r)
{
	struct ask_said *said = r->said;
	for (size_t i = 0; i < r->pieces->n && said->n_bounds < ASK_MAX_TEXTS; i++) {
		size_t number = bounded_by(r, i);
		if (number == ASK_NOWHERE)
			continue;
		said->bounds[said->n_bounds++] = (struct ask_bound){
			kept_text(r, number < i ? number : i, number < i ? i : number),
			piece_at(r, number)->number};
		piece_at(r, i)->used = true;
	}
}

static void refuse_with_next(struct ask_reading *r, size_t i, enum ask_why why)
{
	size_t last = with_next(r, i);
	ask_unclear(r, i, last, why);
	piece_at(r, last)->used = true;
}

/* A number, or a word of one, that nothing took. */
static bool is_number_left(const struct ask_piece *piece)
{
	return piece->kind == PIECE_NUMBER || ask_piece_means(piece, MEANS_MULTIPLIER) ||
	       ask_piece_means(piece, MEANS_PART) || ask_piece_means(piece, MEANS_OFTEN);
}

/* A part of the sky, in English or in French, but "est", which is French for "is" too. */
static bool is_compass(struct str text)
{
	static const char *const COMPASS[] = {
		"north",      "south",        "east",         "west",         "northern",
		"southern",   "eastern",      "western",      "north-east",   "north-west",
		"south-east", "south-west",   "northeast",    "northwest",    "southeast",
		"southwest",  "northeastern", "northwestern", "southeastern", "southwestern",
		"nord",       "sud",          "ouest",        "nord-est",     "nord-ouest",
		"sud-est",    "sud-ouest"};
	for (size_t i = 0; i < sizeof(COMPASS) / sizeof(COMPASS[0]); i++)
		if (str_eq_nocase(text, str_of(COMPASS[i])))
			return true;
	return false;
}

/* What may stand between a place and its part: "north of the", "du". */
static bool is_link(const struct ask_piece *piece)
{
	return ask_piece_means(piece, MEANS_FILLER) || ask_piece_means(piece, MEANS_OF) ||
	       ask_piece_means(piece, MEANS_ARTICLE);
}

/* The place that was taken of which the piece says a part, "northern France"; or ASK_NOWHERE. */
static size_t place_of_part(const struct ask_reading *r, size_t i)
{
	size_t after = i + 1, before = i;
	struct str text = piece_at(r, i)->text;
	bool is_est = str_eq_nocase(text, STR("est"));
	if (!is_compass(text) && !is_est)
		return ASK_NOWHERE;
	while (after < r->pieces->n && is_link(piece_at(r, after)))
		after++;
	if (is_est && (after == i + 1 || !ask_piece_means(piece_at(r, i + 1), MEANS_OF)))
		return ASK_NOWHERE;
	if (after < r->pieces->n && is_place(piece_at(r, after)) && piece_at(r, after)->used)
		return after;
	while (before && !is_est && is_link(piece_at(r, before - 1)))
		before--;
	return before && !is_est && is_place(piece_at(r, before - 1)) &&
			       piece_at(r, before - 1)->used
		       ? before - 1
		       : ASK_NOWHERE;
}

/* Whether images or videos are what the question is about, by its count of them or its model. */
static bool is_of_media(const struct ask_reading *r, enum ask_made made)
{
	const struct ask_named *model = &r->said->name[NAME_LLM];
	enum ask_table table = made == MADE_IMAGES ? ASK_IMAGE_MODEL : ASK_VIDEO_MODEL;
	return r->said->made == made || (model->text.n && model->found.table == table);
}

/* "10 requests a day with an image": it changes what a request takes, and no input has it. */
static bool is_media_beside(const struct ask_reading *r, const struct ask_piece *piece)
{
	return ask_piece_means(piece, MEANS_REQUEST) && ask_uses_only(r) &&
	       !is_of_media(r, ask_made_of(piece));
}

/* A known word that may matter, and that nothing took. */
static bool is_word_left(const struct ask_reading *r, const struct ask_piece *piece)
{
	if (piece->kind != PIECE_WORD)
		return false;
	enum ask_means means = piece->word->means;
	if (means == MEANS_FILLER)
		return strcmp(piece->word->gives, "text") == 0 && ask_uses_only(r);
	if (means == MEANS_REQUEST)
		return !is_of_media(r, ask_made_of(piece));
	return means == MEANS_BOUND || means == MEANS_THING || means == MEANS_PERIOD ||
	       means == MEANS_TOKEN || means == MEANS_SERVER;
}

static void read_rest(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		bool other = piece->kind == PIECE_OTHER;
		size_t place = piece->used ? ASK_NOWHERE : place_of_part(r, i);
		if (piece->used)
			continue;
		if (place != ASK_NOWHERE)
			ask_unclear(r, place < i ? place : i, place < i ? i : place,
				    UNCLEAR_UNKNOWN);
		else if (piece->kind == PIECE_UNCLEAR)
			refuse_with_next(r, i, UNCLEAR_MARK);
		else if (ask_piece_means(piece, MEANS_DENY))
			refuse_with_next(r, i, UNCLEAR_DENIAL);
		else if (is_number_left(piece))
			refuse_with_next(r, i, UNCLEAR_UNKNOWN);
		else if (ask_piece_means(piece, MEANS_INPUT) || (other && has_digit(piece->text)) ||
			 (other &&
			  (is_unknown_place(r, i) || (is_behind_place(r, i) && is_host(r, i - 2) &&
						      ask_is_capital(piece->text)))))
			ask_unclear(r, i, i, UNCLEAR_UNKNOWN);
		else if (is_media_beside(r, piece))
			ask_unclear(r, i, i, UNCLEAR_UNKNOWN);
		else if (piece->kind == PIECE_RATE || other || is_word_left(r, piece))
			leave(r, i);
	}
}

int ask_read(struct ask_pieces *pieces, struct arena *arena, struct ask_said *ret,
	     struct frugal_error *reterr)
{
	struct ask_reading reading = {.pieces = pieces, .arena = arena, .said = ret};
	*ret = (struct ask_said){.days_usual = MISSING};
	read_abouts(&reading);
	ask_amounts(&reading);
	read_names(&reading);
	read_bounds(&reading);
	read_rest(&reading);
	return reading.failed ? error_nomem(reterr) : 0;
}
