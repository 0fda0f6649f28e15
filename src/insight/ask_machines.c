/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of a sentence that count machines: accelerators and their hours, servers, and things
 * that are bought. A named accelerator counts for itself: "8 H100", "an H100", "H100 x 8".
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

static bool is_name_of(const struct ask_reading *r, size_t i, enum ask_table table)
{
	const struct ask_piece *piece = i < r->pieces->n ? piece_at(r, i) : NULL;
	return piece && piece->kind == PIECE_NAME && piece->found.table == table;
}

/* "an H100": one. */
static size_t article_before(const struct ask_reading *r, size_t at)
{
	size_t i = ask_before_of(r, at);
	while (i != ASK_NOWHERE && means(r, i, MEANS_DEVICE))
		i = ask_before_of(r, i);
	return i != ASK_NOWHERE && means(r, i, MEANS_ARTICLE) && !piece_at(r, i)->used
		       ? i
		       : ASK_NOWHERE;
}

/* "500 hours of H100", "500 heures de H100": the hours, of which the name stays to be taken. */
static bool is_hours_of_device(const struct ask_reading *r, size_t i)
{
	size_t of = means(r, i, MEANS_PERIOD) && piece_at(r, i)->word->value < 2 ? ask_next_of(r, i)
										 : ASK_NOWHERE;
	return of != ASK_NOWHERE && means(r, of, MEANS_OF) &&
	       is_name_of(r, ask_next_of(r, of), ASK_GPU);
}

/* "1000 GPU hours", "1000 H100 hours". */
void ask_device_hours_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		size_t next = ask_next_of(r, i), number = ask_number_before(r, i, false);
		bool hours = means(r, i, MEANS_DEVICE_HOUR) || is_hours_of_device(r, i);
		bool named = is_name_of(r, i, ASK_GPU) && next == i + 1 &&
			     means(r, next, MEANS_PERIOD) && piece_at(r, next)->word->value < 2;
		if (!hours && !named)
			continue;
		ask_use(r, i, hours ? i : next);
		piece_at(r, i)->used = hours;
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_DEVICE_HOURS, piece_at(r, number)->number, 0, number,
				       hours ? i : next);
		if (named)
			piece_at(r, i)->used = false; /* the name is still to be taken */
	}
}

/* "4 servers with 8 H100 each": the servers before the devices' number. */
void ask_servers_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_SERVER) || piece_at(r, i)->used)
			continue;
		r->said->servers = true;
		r->said->accelerated |= strcmp(piece_at(r, i)->word->gives, "gpus") == 0;
		piece_at(r, i)->used = !ask_uses_only(r);
		size_t gpu = ask_before_of(r, i);
		bool named = gpu != ASK_NOWHERE && is_name_of(r, gpu, ASK_GPU);
		size_t number = ask_number_before(r, named ? gpu : i, false);
		size_t article = article_before(r, named ? gpu : i);
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_SERVERS, piece_at(r, number)->number, 0, number, i);
		else if (article != ASK_NOWHERE)
			ask_set_amount(r, SLOT_SERVERS, 1, 0, article, i);
		if (named)
			piece_at(r, gpu)->used = false;
	}
}

void ask_devices_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		bool named = is_name_of(r, i, ASK_GPU);
		if (!named && !means(r, i, MEANS_DEVICE))
			continue;
		size_t number = ask_number_before(r, i, true), article = article_before(r, i);
		size_t times = ask_next_of(r, i);
		bool behind = times != ASK_NOWHERE && means(r, times, MEANS_TIMES) &&
			      times + 1 < r->pieces->n &&
			      piece_at(r, times + 1)->kind == PIECE_NUMBER;
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_DEVICES, piece_at(r, number)->number, 0, number, i);
		else if (behind)
			ask_set_amount(r, SLOT_DEVICES, piece_at(r, times + 1)->number, 0, i,
				       times + 1);
		else if (article != ASK_NOWHERE && named)
			ask_set_amount(r, SLOT_DEVICES, 1, 0, article, i);
		r->said->accelerated |= !named;
		piece_at(r, i)->used = !named;
	}
}

void ask_things_read(struct ask_reading *r)
{
	for (size_t i = 0; i < r->pieces->n; i++) {
		if (!means(r, i, MEANS_THING) || piece_at(r, i)->used)
			continue;
		size_t number = ask_number_before(r, i, false), article = article_before(r, i);
		const struct ask_piece *piece = piece_at(r, i);
		if (r->said->thing && strcmp(r->said->thing, piece->word->gives) != 0) {
			ask_unclear(r, i, i, UNCLEAR_TWICE);
			continue;
		}
		r->said->thing = piece->word->gives;
		r->said->thing_text = piece->text;
		if (number != ASK_NOWHERE)
			ask_set_amount(r, SLOT_THINGS, piece_at(r, number)->number, 0, number, i);
		else if (article != ASK_NOWHERE)
			ask_set_amount(r, SLOT_THINGS, 1, 0, article, i);
		bool card = i > 0 && is_name_of(r, i - 1, ASK_GPU);
		if (card) /* "8 RTX 4090 laptops" are no RTX 4090 */
			ask_unclear(r, i - 1, i, UNCLEAR_UNKNOWN);
		if (card || r->said->abouts & 1u << ABOUT_BUY ||
		    !(r->said->abouts || ask_uses_only(r)))
			ask_use(r, i, i);
	}
}
