/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slots of a series: their order, their lengths, and which of two that cover one time counts. A
 * value that was measured wins over an estimate, an estimate over a forecast, any value over a gap;
 * among equals the newer one, whatever the lengths of both.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "grid/series.h"

#define LONGEST_S (366 * SECONDS_PER_DAY)

const char *const grid_note_names[GRID_NOTES] = {
	[GRID_NOTE_TWICE] = "twice",          [GRID_NOTE_MEASURED] = "measured_stays",
	[GRID_NOTE_SMALL] = "small",          [GRID_NOTE_CLOCK] = "clock",
	[GRID_NOTE_KIND] = "kind_not_stated", [GRID_NOTE_ZERO] = "zero",
};

static int64_t end_of(const struct grid_slot *slot)
{
	return slot->start_s + slot->seconds;
}

static int rank_of(const struct grid_slot *slot)
{
	if (isnan(slot->g_per_kwh))
		return 0;
	return slot->issued_s ? 1 : slot->estimated ? 2 : 3;
}

/* Whether newer counts where both have a value. */
static bool wins(const struct grid_slot *newer, const struct grid_slot *older)
{
	int a = rank_of(newer), b = rank_of(older);
	return a != b ? a > b : newer->issued_s >= older->issued_s;
}

static bool same_value(const struct grid_slot *a, const struct grid_slot *b)
{
	bool same = isnan(a->g_per_kwh) ? isnan(b->g_per_kwh)
					: fabs(a->g_per_kwh - b->g_per_kwh) < 1e-9;
	return same && a->estimated == b->estimated && a->issued_s == b->issued_s;
}

void grid_series_note(struct grid_series *series, enum grid_note note, int64_t at_s)
{
	struct grid_noted *noted = &series->notes[note];
	if (!noted->n++ || at_s < noted->first_s)
		noted->first_s = at_s;
}

/* ---- order ---------------------------------------------------------------------------------- */

struct ordered {
	struct grid_slot slot;
	size_t at;
};

/* Sorts equal starts so that the slot to keep is last. */
static int by_start(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int rank = rank_of(&x->slot) - rank_of(&y->slot);
	if (x->slot.start_s != y->slot.start_s)
		return x->slot.start_s < y->slot.start_s ? -1 : 1;
	if (rank)
		return rank;
	if (x->slot.issued_s != y->slot.issued_s)
		return x->slot.issued_s < y->slot.issued_s ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static bool is_sorted(const struct grid_series *series)
{
	for (size_t i = 1; i < series->n; i++)
		if (series->slots[i].start_s <= series->slots[i - 1].start_s)
			return false;
	return true;
}

/* Notes that the start of b is there twice: with two values, or with one. */
static void note_twice(struct grid_series *series, const struct grid_slot *a,
		       const struct grid_slot *b)
{
	if (!rank_of(a) || rank_of(a) != rank_of(b) || a->issued_s != b->issued_s)
		return;
	if (same_value(a, b)) {
		grid_series_note(series, GRID_NOTE_REPEATED, a->start_s);
		return;
	}
	if (!series->notes[GRID_NOTE_TWICE].n) {
		series->twice[0] = a->g_per_kwh;
		series->twice[1] = b->g_per_kwh;
	}
	grid_series_note(series, GRID_NOTE_TWICE, b->start_s);
}

void grid_series_sort(struct grid_series *series)
{
	if (is_sorted(series))
		return;
	struct ordered *items = mem_zalloc(series->n, sizeof(*items));
	if (!items)
		return; /* left as it is: the reader checks the order again */
	for (size_t i = 0; i < series->n; i++)
		items[i] = (struct ordered){series->slots[i], i};
	qsort(items, series->n, sizeof(*items), by_start);
	size_t kept = 0;
	for (size_t i = 0; i < series->n; i++) {
		if (i + 1 < series->n && items[i + 1].slot.start_s == items[i].slot.start_s)
			note_twice(series, &items[i].slot, &items[i + 1].slot);
		else
			series->slots[kept++] = items[i].slot;
	}
	series->n = kept;
	mem_free(items);
}

/* ---- lengths -------------------------------------------------------------------------------- */

/* The time from the start of a slot to that of the next one; 0: it is the last. */
static int64_t step_at(const struct grid_series *series, size_t i)
{
	return i + 1 < series->n ? series->slots[i + 1].start_s - series->slots[i].start_s : 0;
}

/*
 * The length of the slot that the two before i halve, which are alone so short: an odd half hour
 * among hours. 0: there is none.
 */
static int64_t halved_before(const struct grid_series *series, size_t i)
{
	if (i < 3)
		return 0;
	int64_t half = step_at(series, i - 1), before = step_at(series, i - 3);
	bool halves = step_at(series, i - 2) == half && before == 2 * half &&
		      series->slots[i - 3].seconds == before;
	return halves ? before : 0;
}

/*
 * The length of slot i by its neighbours, which are read as runs of equal steps. before: the length
 * of the slot before it; 0: it is the first. A step twice as long as the slot before is a gap,
 * unless a run of such steps begins there, of an hour at most: then the series became coarser.
 */
static int64_t length_at(const struct grid_series *series, size_t i, int64_t before)
{
	int64_t next = step_at(series, i), second = next ? step_at(series, i + 1) : 0;
	int64_t third = second ? step_at(series, i + 2) : 0;
	if (!before) {
		bool halves =
			second == third && next == second + third && step_at(series, i + 3) == next;
		return second && next >= 2 * second && !halves ? second : next;
	}
	if (next && next < 2 * before)
		return next;
	int64_t whole = halved_before(series, i);
	if (!next)
		return whole ? whole : before;
	bool run = second == next && (!third || third == next);
	bool coarser = next <= SECONDS_PER_HOUR && (run || (!second && whole == next));
	return coarser ? next : before;
}

#define SHOWING_STEPS 3

/* Whether the steps close to slot i show its length: a few rows far apart may be corrections. */
static bool is_shown(const struct grid_series *series, size_t i)
{
	size_t equal = 0;
	for (size_t k = i > SHOWING_STEPS ? i - SHOWING_STEPS - 1 : 0; k < i + SHOWING_STEPS; k++)
		equal += k < series->n && step_at(series, k) == series->slots[i].seconds;
	return equal >= SHOWING_STEPS;
}

static void set_lengths(struct grid_series *series, int64_t otherwise)
{
	int64_t before = 0;
	for (size_t i = 0; i < series->n; i++) {
		struct grid_slot *slot = &series->slots[i];
		bool stated = slot->seconds > 0;
		if (!stated)
			slot->seconds = length_at(series, i, before);
		slot->guessed = !stated && !is_shown(series, i);
		if (slot->seconds <= 0)
			slot->seconds = otherwise;
		if (slot->seconds > LONGEST_S)
			slot->seconds = LONGEST_S;
		before = slot->seconds;
	}
}

/* ---- overlaps ------------------------------------------------------------------------------- */

/*
 * Cuts what two slots of one document both cover: the later one counts from its start, unless it
 * has a lower rank. Two values of one rank are noted.
 */
static void cut_overlaps(struct grid_series *series)
{
	size_t n = 0;
	for (size_t i = 0; i < series->n; i++) {
		struct grid_slot slot = series->slots[i];
		while (n && slot.seconds > 0 && end_of(&series->slots[n - 1]) > slot.start_s) {
			struct grid_slot *last = &series->slots[n - 1];
			if (!same_value(last, &slot))
				note_twice(series, last, &slot);
			if (!wins(&slot, last)) {
				slot.seconds = end_of(&slot) - end_of(last);
				slot.start_s = end_of(last);
				break;
			}
			last->seconds = slot.start_s - last->start_s;
			if (last->seconds > 0)
				break;
			n--;
		}
		if (slot.seconds > 0)
			series->slots[n++] = slot;
	}
	series->n = n;
}

void grid_series_settle(struct grid_series *series, int64_t otherwise)
{
	grid_series_sort(series);
	set_lengths(series, otherwise);
	cut_overlaps(series);
}

/* ---- plausible values ----------------------------------------------------------------------- */

#define HUNDREDS_G_PER_KWH 100
#define LEAST_G_PER_KWH 2 /* over the life cycle: hydropower alone has more (AR5, median: 24) */

void grid_series_note_small(struct grid_series *series)
{
	bool is_cycle = series->id.kind == GRID_AVERAGE && series->id.scope == GRID_LIFECYCLE;
	size_t large = 0, hundreds = 0;
	for (size_t i = 0; i < series->n; i++) {
		large += series->slots[i].g_per_kwh >= LEAST_G_PER_KWH;
		hundreds += series->slots[i].g_per_kwh >= HUNDREDS_G_PER_KWH;
	}
	/* What is burnt may be next to nothing for an hour, but hardly all the time. */
	if (large && !is_cycle)
		return;
	for (size_t i = 0; i < series->n; i++) {
		double g = series->slots[i].g_per_kwh;
		if (g > 0 && g < LEAST_G_PER_KWH)
			grid_series_note(series, GRID_NOTE_SMALL, series->slots[i].start_s);
		if (is_cycle && hundreds && g <= 0)
			grid_series_note(series, GRID_NOTE_ZERO, series->slots[i].start_s);
	}
}

/* ---- merging -------------------------------------------------------------------------------- */

struct merge {
	struct grid_series *to;
	const struct grid_slot *last; /* of which the last slot of to is a piece */
};

/* Adds the piece [from_s, to_s) of a slot. */
static bool add_piece(struct merge *merge, const struct grid_slot *slot, int64_t from_s,
		      int64_t to_s)
{
	struct grid_series *to = merge->to;
	if (to->n && merge->last == slot && end_of(&to->slots[to->n - 1]) == from_s) {
		to->slots[to->n - 1].seconds += to_s - from_s;
		return true;
	}
	struct grid_slot piece = *slot;
	piece.start_s = from_s;
	piece.seconds = to_s - from_s;
	merge->last = slot;
	return grid_series_add(to, &piece);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The next slot of a series from a moment on, and when it begins and ends there. */
struct side {
	const struct grid_series *series;
	size_t i;
	const struct grid_slot *slot; /* NULL: there is none */
	int64_t from_s, to_s;
};

static void look_from(struct side *side, int64_t at_s)
{
	const struct grid_series *series = side->series;
	while (side->i < series->n && end_of(&series->slots[side->i]) <= at_s)
		side->i++;
	side->slot = side->i < series->n ? &series->slots[side->i] : NULL;
	side->from_s = !side->slot                  ? INT64_MAX
		       : side->slot->start_s > at_s ? side->slot->start_s
						    : at_s;
	side->to_s = side->slot ? end_of(side->slot) : INT64_MAX;
}

/* The length of a guessed slot among the stored ones, of which look has the first after its start.
 */
static int64_t followed(const struct side *look, const struct grid_slot *slot)
{
	const struct grid_slot *at = look->slot, *before = NULL;
	int64_t seconds = slot->seconds;
	if (at && at->start_s == slot->start_s)
		return at->seconds;
	if (at && at->start_s < slot->start_s)
		return least(seconds, end_of(at) - slot->start_s);
	if (look->i)
		before = &look->series->slots[look->i - 1];
	if (before && end_of(before) == slot->start_s)
		seconds = before->seconds;
	return at ? least(seconds, at->start_s - slot->start_s) : seconds;
}

/* Gives the guessed slots of from the lengths of those in to, up to the next slot of from. */
static void follow_stored(const struct grid_series *to, struct grid_series *from)
{
	struct side look = {.series = to};
	for (size_t i = 0; i < from->n; i++) {
		struct grid_slot *slot = &from->slots[i];
		int64_t step = step_at(from, i);
		if (!slot->guessed)
			continue;
		look_from(&look, slot->start_s);
		slot->seconds = followed(&look, slot);
		if (step && slot->seconds > step)
			slot->seconds = step;
	}
}

int grid_series_merge(struct grid_series *to, struct grid_series *from, size_t *ret_changed,
		      struct frugal_error *reterr)
{
	const struct grid_series before = *to;
	struct side old = {.series = &before}, new = {.series = from};
	const struct grid_slot *counted = NULL, *noted = NULL;
	int64_t at_s = INT64_MIN;
	bool good = true;
	*ret_changed = 0;
	follow_stored(to, from);
	to->slots = NULL;
	to->n = to->cap = 0;
	struct merge merge = {.to = to};
	look_from(&old, at_s);
	look_from(&new, at_s);
	while (good && (old.slot || new.slot)) {
		bool both = old.from_s == new.from_s;
		int64_t from_s = least(old.from_s, new.from_s);
		int64_t to_s = both                      ? least(old.to_s, new.to_s)
			       : old.from_s < new.from_s ? least(old.to_s, new.from_s)
							 : least(new.to_s, old.from_s);
		bool is_new = both ? wins(new.slot, old.slot) : new.from_s < old.from_s;
		if (is_new && new.slot != counted && !(both && same_value(new.slot, old.slot))) {
			counted = new.slot;
			++*ret_changed;
		}
		if (both && !is_new && new.slot != noted &&new.slot->estimated &&
		    rank_of(new.slot) == 2 &&
		    !old.slot->estimated &&fabs(new.slot->g_per_kwh - old.slot->g_per_kwh) >=
			    1e-9) {
			noted = new.slot;
			grid_series_note(from, GRID_NOTE_MEASURED, from_s);
		}
		good = add_piece(&merge, is_new ? new.slot : old.slot, from_s, to_s);
		at_s = to_s;
		look_from(&old, at_s);
		look_from(&new, at_s);
	}
	mem_free(before.slots);
	return good ? 0 : error_nomem(reterr);
}
