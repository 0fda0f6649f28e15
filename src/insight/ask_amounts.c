/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of a sentence and what they count: people, requests and their rate, days, durations,
 * devices, tokens, parameters. A number counts for the word behind it; between them may stand what
 * does not count ("our", "of") and one word that is not a unit ("200 young users"). What is taken
 * is marked as used; what is left is for ask_read.c to refuse.
 */
#include <math.h>

#include "insight/ask_inside.h"
#include "quantity/unit.h"

static struct ask_piece *piece_at(const struct ask_reading *r, size_t i)
{
	return &r->pieces->piece[i];
}

static bool means(const struct ask_reading *r, size_t i, enum ask_means what)
{
	return i < r->pieces->n && ask_piece_means(piece_at(r, i), what);
}

static bool is_unit(struct str text)
{
	struct unit unit;
	return unit_parse(text, &unit, &(struct frugal_error){0}) == 0;
}

size_t ask_next_of(const struct ask_reading *r, size_t i)
{
	while (++i < r->pieces->n)
		if (!means(r, i, MEANS_FILLER))
			return i;
	return ASK_NOWHERE;
}

size_t ask_before_of(const struct ask_reading *r, size_t i)
{
	while (i-- > 0)
		if (!means(r, i, MEANS_FILLER))
			return i;
	return ASK_NOWHERE;
}

/* Words between a number and what it counts. */
static bool is_between(const struct ask_reading *r, size_t i)
{
	return means(r, i, MEANS_FILLER) || means(r, i, MEANS_OF) || means(r, i, MEANS_TIMES) ||
	       means(r, i, MEANS_TOTAL) || piece_at(r, i)->kind == PIECE_RATE;
}

size_t ask_number_before(const struct ask_reading *r, size_t at, bool devices)
{
	bool other = false, of = false;
	for (size_t i = at; i-- > 0;) {
		const struct ask_piece *piece = piece_at(r, i);
		if (piece->kind == PIECE_NUMBER)
			return piece->used ? ASK_NOWHERE : i;
		of |= means(r, i, MEANS_OF);
		if (is_between(r, i) || (devices && means(r, i, MEANS_DEVICE)))
			continue;
		if (piece->kind != PIECE_OTHER || other || of || is_unit(piece->text))
			return ASK_NOWHERE;
		other = true;
	}
	return ASK_NOWHERE;
}

void ask_use(struct ask_reading *r, size_t first, size_t last)
{
	for (size_t i = first; i <= last && i < r->pieces->n; i++)
		if (piece_at(r, i)->kind != PIECE_OTHER)
			piece_at(r, i)->used = true;
}

/* What is counted one by one: "10,50 people" are neither ten nor a thousand. */
static bool is_whole(enum ask_slot slot)
{
	return slot == SLOT_PEOPLE || slot == SLOT_DEVICES || slot == SLOT_SERVERS ||
	       slot == SLOT_THINGS;
}

void ask_set_amount(struct ask_reading *r, enum ask_slot slot, double value, double hours,
		    size_t first, size_t last)
{
	struct ask_amount *amount = &r->said->amount[slot];
	const struct ask_piece *from = piece_at(r, first), *to = piece_at(r, last);
	ask_use(r, first, last);
	if (!(value > 0) || !isfinite(value)) {
		ask_unclear(r, first, last, UNCLEAR_RANGE);
		return;
	}
	if (is_whole(slot) && fabs(value - round(value)) > 1e-9 * value) {
		ask_unclear(r, first, last, UNCLEAR_WHOLE);
		return;
	}
	if (amount->given) {
		ask_unclear(r, first, last, UNCLEAR_TWICE);
		return;
	}
	*amount = (struct ask_amount){
		.given = true,
		.value = value,
		.hours = hours,
		.text = {from->text.p, (size_t)(to->text.p + to->text.n - from->text.p)},
	};
}

/* ---- rates: "a day", "par jour", "daily" ---- */

static void make_rate(struct ask_reading *r, size_t first, size_t period)
{
	struct ask_piece *piece = piece_at(r, first), *last = piece_at(r, period);
	piece->kind = PIECE_RATE;
	piece->number = last->word->value;
	piece->text.n = (size_t)(last->text.p + last->text.n - piece->text.p);
	last->used = true;
}

/* "a day" of English is a rate, "une journée" and "for a day" are one day. */
static void read_article(struct ask_reading *r, size_t at, size_t period)
{
	size_t before = ask_before_of(r, at);
	bool lasts = before != ASK_NOWHERE &&
		     (means(r, before, MEANS_DURING) || means(r, before, MEANS_PLACE));
	if (r->pieces->tongue == TONGUE_EN && !lasts) {
		make_rate(r, at, period);
		return;
	}
	piece_at(r, at)->kind = PIECE_NUMBER;
	piece_at(r, at)->number = 1;
	piece_at(r, at)->word = NULL;
}

static void read_rates(struct ask_reading *r)
{
	for (size_t i = 0; i + 1 < r->pieces->n; i++) {
		size_t next = ask_next_of(r, i);
		if (next == ASK_NOWHERE || !means(r, next, MEANS_PERIOD))
			continue;
		if (means(r, i, MEANS_PER))
			make_rate(r, i, next);
		else if (means(r, i, MEANS_ARTICLE))
			read_article(r, i, next);
	}
}

/* A rate behind i, before the next number, comma or name; ASK_NOWHERE: none. */
static size_t rate_after(const struct ask_reading *r, size_t i)
{
	for (i++; i < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		if (piece->kind == PIECE_RATE)
			return piece->used ? ASK_NOWHERE : i;
		bool passes =
			piece->kind == PIECE_WORD &&
			(piece->word->means == MEANS_FILLER || piece->word->means == MEANS_PER ||
			 piece->word->means == MEANS_EACH || piece->word->means == MEANS_OF ||
			 piece->word->means == MEANS_PEOPLE || piece->word->means == MEANS_TOTAL ||
			 piece->word->means == MEANS_REQUEST || piece->word->means == MEANS_AND);
		if (!passes)
			return ASK_NOWHERE;
	}
	return ASK_NOWHERE;
}

/* ---- people and requests ---- */

static void read_people(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_PEOPLE))
			continue;
		size_t before = ask_before_of(r, i), number = ask_number_before(r, i, false);
		piece_at(r, i)->used = true;
		if (isnan(r->said->days_usual) || number != ASK_NOWHERE)
			r->said->days_usual = piece_at(r, i)->word->value;
		if (before != ASK_NOWHERE && means(r, before, MEANS_PER)) {
			r->said->each = true;
			continue;
		}
		r->said->each |= number == ASK_NOWHERE;
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_PEOPLE, piece_at(r, number)->number, 0, number, i);
	}
}

/* "images", "videos": requests that are counted by what is made. */
enum ask_made ask_made_of(const struct ask_piece *piece)
{
	const char *gives = piece->word->gives;
	return strcmp(gives, "image") == 0   ? MADE_IMAGES
	       : strcmp(gives, "video") == 0 ? MADE_VIDEOS
					     : MADE_ANSWERS;
}

/* "a question a day", "une question par mois": an article that stands for one; else ASK_NOWHERE. */
static size_t one_before(const struct ask_reading *r, size_t i)
{
	bool is_one = i > 0 && means(r, i - 1, MEANS_ARTICLE) && !piece_at(r, i - 1)->used;
	if (!is_one || rate_after(r, i) == ASK_NOWHERE)
		return ASK_NOWHERE;
	piece_at(r, i - 1)->number = 1;
	return i - 1;
}

static void read_requests(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_REQUEST))
			continue;
		size_t number = ask_number_before(r, i, false);
		piece_at(r, i)->used = ask_made_of(piece_at(r, i)) == MADE_ANSWERS;
		if (number == ASK_NOWHERE)
			number = one_before(r, i);
		if (number == ASK_NOWHERE)
			continue;
		bool times = strcmp(piece_at(r, i)->word->gives, "times") == 0;
		size_t rate = rate_after(r, number), last = i;
		if (rate != ASK_NOWHERE && rate > last)
			last = rate;
		r->said->total |= ask_is_total(r, number, last);
		if (!times && !r->said->amount[SLOT_REQUESTS].given)
			r->said->made = ask_made_of(piece_at(r, i));
		ask_set_amount(r, times ? SLOT_TIMES : SLOT_REQUESTS, piece_at(r, number)->number,
			       rate == ASK_NOWHERE ? 0 : piece_at(r, rate)->number, number, last);
	}
}

/* "twice a month"; "30 a day" of requests that have no word. */
static void read_bare_rates(struct ask_reading *r)
{
	for (size_t i = 0; i + 1 < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		bool often = means(r, i, MEANS_OFTEN);
		if (piece->used || !(often || piece->kind == PIECE_NUMBER))
			continue;
		size_t rate = rate_after(r, i);
		if (rate != ASK_NOWHERE && (often || rate == i + 1))
			ask_set_amount(r, often ? SLOT_TIMES : SLOT_REQUESTS, piece->number,
				       piece_at(r, rate)->number, i, rate);
	}
}

/* Whether the rates that are left all follow i before the next number or comma. */
static bool has_all_rates(const struct ask_reading *r, size_t i)
{
	bool apart = false;
	for (size_t k = 0; k < r->pieces->n; k++) {
		const struct ask_piece *piece = piece_at(r, k);
		apart |= k > i && (piece->kind == PIECE_NUMBER || piece->kind == PIECE_BREAK);
		if (piece->kind == PIECE_RATE && !piece->used && (k < i || apart))
			return false;
	}
	return true;
}

/*
 * "une requête à gpt-4o par jour": one, where nothing else says how many. In "a chat service with
 * 2000 users every day" the rate is of the users' requests, which are not counted.
 */
static void read_one_request(struct ask_reading *r)
{
	if (r->said->amount[SLOT_REQUESTS].given || r->said->abouts & ~(1u << ABOUT_USE))
		return;
	for (size_t i = 1; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_REQUEST) || !means(r, i - 1, MEANS_ARTICLE) ||
		    strcmp(piece_at(r, i)->word->gives, "times") == 0 || !has_all_rates(r, i))
			continue;
		r->said->made = ask_made_of(piece_at(r, i));
		ask_set_amount(r, SLOT_REQUESTS, 1, 0, i - 1, i);
		return;
	}
}

/* The one rate that is left: of requests that have none, or of how often something is trained. */
static void attach_rate(struct ask_reading *r)
{
	size_t found = ASK_NOWHERE;
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (piece_at(r, i)->kind != PIECE_RATE || piece_at(r, i)->used)
			continue;
		if (found != ASK_NOWHERE)
			return;
		found = i;
	}
	if (found == ASK_NOWHERE)
		return;
	struct ask_amount *requests = &r->said->amount[SLOT_REQUESTS];
	if (requests->given && !(requests->hours > 0)) {
		requests->hours = piece_at(r, found)->number;
		piece_at(r, found)->used = true;
	} else if (!requests->given && r->said->abouts & (1u << ABOUT_TRAIN | 1u << ABOUT_ADAPT)) {
		ask_set_amount(r, SLOT_TIMES, 1, piece_at(r, found)->number, found, found);
	}
}

/* ---- time ---- */

/* "5 days a week", "220 days a year": days of a year. */
static bool read_days(struct ask_reading *r, size_t number, size_t period, size_t rate)
{
	double days = piece_at(r, number)->number, hours = piece_at(r, rate)->number;
	if (fabs(piece_at(r, period)->word->value - DAY_HOURS) > 0.5 || hours < 100)
		return false;
	double year = days * round(YEAR_DAYS * DAY_HOURS / hours);
	if (year > YEAR_DAYS + 1)
		return false;
	ask_set_amount(r, SLOT_DAYS, year, 0, number, rate);
	return true;
}

/* Adds to the duration that ends just before: "2 weeks and 3 days". */
static bool adds_to(struct ask_reading *r, size_t number, size_t *end)
{
	size_t before = ask_before_of(r, number);
	while (before != ASK_NOWHERE && means(r, before, MEANS_AND))
		before = ask_before_of(r, before);
	return *end != ASK_NOWHERE && before == *end;
}

/* "every 2 hours", "1 request in 3 days", "people of 18 years": not how long something lasts. */
static bool is_no_duration(const struct ask_reading *r, size_t number)
{
	const struct ask_amount *requests = &r->said->amount[SLOT_REQUESTS];
	bool trains = r->said->abouts & (1u << ABOUT_TRAIN | 1u << ABOUT_ADAPT);
	size_t before = ask_before_of(r, number);
	if (before == ASK_NOWHERE)
		return false;
	if (means(r, before, MEANS_OF))
		return before > 0 && means(r, before - 1, MEANS_PEOPLE);
	return means(r, before, MEANS_PER) || (means(r, before, MEANS_PLACE) && !trains &&
					       requests->given && !(requests->hours > 0));
}

static void read_durations(struct ask_reading *r)
{
	size_t end = ASK_NOWHERE;
	for (size_t i = 0; i + 1 < r->pieces->n; i++) {
		const struct ask_piece *piece = piece_at(r, i);
		size_t period = ask_next_of(r, i);
		if (piece->used || piece->kind != PIECE_NUMBER || period == ASK_NOWHERE ||
		    !means(r, period, MEANS_PERIOD))
			continue;
		size_t rate = ask_next_of(r, period);
		if (rate != ASK_NOWHERE && piece_at(r, rate)->kind == PIECE_RATE) {
			(void)read_days(r, i, period, rate);
			continue;
		}
		if (is_no_duration(r, i)) {
			ask_unclear(r, ask_before_of(r, i), period, UNCLEAR_UNKNOWN);
			ask_use(r, ask_before_of(r, i), period);
			continue;
		}
		double hours = piece->number * piece_at(r, period)->word->value;
		struct ask_amount *duration = &r->said->amount[SLOT_DURATION];
		if (duration->given && piece->number > 0 && adds_to(r, i, &end)) {
			duration->value += hours;
			ask_use(r, i, period);
		} else {
			ask_set_amount(r, SLOT_DURATION, hours, piece_at(r, period)->word->value, i,
				       period);
		}
		end = period;
	}
}

/* ---- sizes ---- */

static void read_sizes(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		size_t number = means(r, i, MEANS_PARAMETER) ? ask_number_before(r, i, false) : i;
		if (means(r, i, MEANS_PARAMETER))
			piece_at(r, i)->used = true;
		else if (piece_at(r, i)->kind != PIECE_NUMBER || !piece_at(r, i)->size ||
			 piece_at(r, i)->used)
			continue;
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_SIZE, piece_at(r, number)->number, 0, number, i);
	}
}

static void read_words_alone(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		r->said->each |= means(r, i, MEANS_EACH) ||
				 (means(r, i, MEANS_PER) &&
				  str_eq_nocase(piece_at(r, i)->text, STR("each")));
		if (means(r, i, MEANS_PERIOD) &&
		    strcmp(piece_at(r, i)->word->gives, "workday") == 0)
			r->said->workdays = piece_at(r, i)->used = true;
	}
}

void ask_amounts(struct ask_reading *reading)
{
	read_rates(reading);
	read_words_alone(reading);
	ask_device_hours_read(reading);
	ask_servers_read(reading);
	ask_devices_read(reading);
	read_people(reading);
	read_requests(reading);
	ask_tokens_read(reading);
	ask_things_read(reading);
	read_durations(reading);
	read_sizes(reading);
	read_bare_rates(reading);
	read_one_request(reading);
	attach_rate(reading);
	ask_per_read(reading);
	ask_totals_read(reading);
	ask_week_read(reading);
}
