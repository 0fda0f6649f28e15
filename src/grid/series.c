/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series in memory: adds slots, and computes means, even steps and filled gaps. slots.c sorts,
 * measures and merges them.
 */
#include "grid/series.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"

const char *const grid_kind_names[] = {N_("average"), N_("marginal"), NULL};
const char *const grid_scope_names[] = {N_("direct"), N_("lifecycle"), NULL};
const char *const grid_basis_names[] = {N_("production"), N_("consumption"), NULL};

bool grid_zone_is_good(struct str zone)
{
	for (size_t i = 0; i < zone.n; i++)
		if (!isalnum((unsigned char)zone.p[i]) && !memchr("-_.", zone.p[i], 3))
			return false;
	return zone.n > 0 && zone.n < GRID_ZONE && zone.p[0] != '.';
}

bool grid_id_same(const struct grid_id *a, const struct grid_id *b)
{
	return a->kind == b->kind && a->scope == b->scope && a->basis == b->basis &&
	       strcmp(a->zone, b->zone) == 0;
}

bool grid_series_add(struct grid_series *series, const struct grid_slot *slot)
{
	if (!mem_grow(&series->slots, series->n, &series->cap, sizeof(*series->slots), 0))
		return false;
	series->slots[series->n++] = *slot;
	return true;
}

void grid_series_release(struct grid_series *series)
{
	mem_free(series->slots);
	*series = (struct grid_series){0};
}

/* ---- found ---------------------------------------------------------------------------------- */

struct grid_series *grid_found_series(struct grid_found *found, const struct grid_id *id,
				      const char *source, const char *licence)
{
	for (size_t i = found->n; i > 0; i--)
		if (grid_id_same(&found->series[i - 1].id, id))
			return &found->series[i - 1];
	if (!mem_grow(&found->series, found->n, &found->cap, sizeof(*found->series), 0))
		return NULL;
	struct grid_series *series = &found->series[found->n++];
	*series = (struct grid_series){.id = *id};
	(void)snprintf(series->source, sizeof(series->source), "%s", source);
	(void)snprintf(series->licence, sizeof(series->licence), "%s", licence);
	return series;
}

void grid_found_release(struct grid_found *found)
{
	for (size_t i = 0; i < found->n; i++)
		grid_series_release(&found->series[i]);
	mem_free(found->series);
	*found = (struct grid_found){0};
}

/* ---- reading values ------------------------------------------------------------------------- */

/* The first slot that ends after a moment. */
static size_t first_after(const struct grid_series *series, int64_t s)
{
	size_t low = 0, high = series->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct grid_slot *slot = &series->slots[middle];
		if (slot->start_s + slot->seconds <= s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct grid_mean grid_series_mean(const struct grid_series *series, int64_t from_s, int64_t to_s)
{
	double sum = 0, known_s = 0, forecast_s = 0;
	for (size_t i = first_after(series, from_s); i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		if (slot->start_s >= to_s)
			break;
		int64_t begin = slot->start_s > from_s ? slot->start_s : from_s;
		int64_t end = slot->start_s + slot->seconds;
		end = end < to_s ? end : to_s;
		/* Slots of two lengths may overlap: the later one counts from its start. */
		if (i + 1 < series->n && series->slots[i + 1].start_s < end)
			end = series->slots[i + 1].start_s;
		if (isnan(slot->g_per_kwh) || end <= begin)
			continue;
		double length = (double)(end - begin);
		sum += slot->g_per_kwh * length;
		known_s += length;
		forecast_s += slot->issued_s ? length : 0;
	}
	return (struct grid_mean){
		.g_per_kwh = known_s > 0 ? sum / known_s : (double)NAN,
		.known = to_s > from_s ? known_s / (double)(to_s - from_s) : 0,
		.forecast = known_s > 0 ? forecast_s / known_s : 0,
	};
}

void grid_series_resample(const struct grid_series *series, int64_t from_s, int64_t step_s,
			  double *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t at = from_s + (int64_t)i * step_s;
		struct grid_mean mean = grid_series_mean(series, at, at + step_s);
		/* A step with less than half of its time known is missing. */
		values[i] = mean.known >= 0.5 ? mean.g_per_kwh : (double)NAN;
	}
}

#define LINE_S 10800
#define WEEK_S 604800

double grid_series_fill(const struct grid_series *series, int64_t from_s, int64_t step_s,
			double *values, size_t n)
{
	size_t filled = 0;
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && isnan(values[end]))
			end++;
		/* Missing steps before the first or after the last value are not filled. */
		bool within = end > i && i > 0 && end < n;
		bool line = within && (int64_t)(end - i) * step_s <= LINE_S;
		for (size_t k = i; within && k < end; k++) {
			int64_t at = from_s + (int64_t)k * step_s - WEEK_S;
			double share = (double)(k - i + 1) / (double)(end - i + 1);
			values[k] = line ? values[i - 1] + share * (values[end] - values[i - 1])
					 : grid_series_mean(series, at, at + step_s).g_per_kwh;
			filled += isnan(values[k]) ? 0 : 1;
		}
		i = end > i ? end : i + 1;
	}
	return n ? (double)filled / (double)n : 0;
}
