/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stored series of carbon intensity: lists them, opens one, reads its slots and means, and tests
 * the forecast. series_ahead.c has the hours ahead.
 */
#include <math.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "grid/forecast.h"
#include "grid/window.h"

#define USUAL_HOURS 24

const struct grid_series *series_of(const frugal_series *series)
{
	return &series->series;
}

void frugal_series_free(frugal_series *series)
{
	if (!series)
		return;
	if (!series->is_lent)
		grid_series_release(&series->series);
	mem_free(series->low);
	mem_free(series->high);
	mem_free(series);
}

/* ---- words ---------------------------------------------------------------------------------- */

static int index_of(const char *key, const char *word, const char *const *list, int *ret,
		    struct frugal_error *reterr)
{
	struct buf names = {0};
	for (*ret = 0; list[*ret]; (*ret)++)
		if (strcmp(list[*ret], word) == 0)
			return 0;
	for (size_t i = 0; list[i]; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", list[i]);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown %s '%s'"), key, word);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

int hints_read(const char *kind, const char *scope, const char *basis, struct grid_hints *to,
	       struct frugal_error *reterr)
{
	int k = GRID_AVERAGE, s = GRID_LIFECYCLE, b = GRID_CONSUMPTION;
	int r = kind ? index_of("kind", kind, grid_kind_names, &k, reterr) : 0;
	if (r == 0 && scope)
		r = index_of("scope", scope, grid_scope_names, &s, reterr);
	if (r == 0 && basis)
		r = index_of("basis", basis, grid_basis_names, &b, reterr);
	if (r < 0)
		return r;
	to->has_kind = kind != NULL;
	to->has_scope = scope != NULL;
	to->has_basis = basis != NULL;
	to->id.kind = (enum grid_kind)k;
	to->id.scope = (enum grid_scope)s;
	to->id.basis = (enum grid_basis)b;
	return 0;
}

static int read_choice(const struct frugal_series_choice *from, struct frugal_series_choice *ret,
		       struct grid_hints *wanted, struct frugal_error *reterr)
{
	*ret = (struct frugal_series_choice){0};
	*wanted = (struct grid_hints){0};
	int r = copy_sized(from, ret, sizeof(*ret), "series_choice", reterr);
	if (r == 0 && !ret->zone)
		r = missing_argument("choice->zone", reterr);
	return r == 0 ? hints_read(ret->kind, ret->scope, ret->basis, wanted, reterr) : r;
}

/* ---- stored --------------------------------------------------------------------------------- */

int frugal_series_open(frugal_library *library, const struct frugal_series_choice *choice,
		       frugal_series **ret_series, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_series_choice asked;
	struct grid_hints wanted;
	reterr = reterr ? reterr : &unread;
	if (!library || !choice || !ret_series)
		return missing_argument(!library  ? "library"
					: !choice ? "choice"
						  : "ret_series",
					reterr);
	int r = read_choice(choice, &asked, &wanted, reterr);
	if (r < 0)
		return r;
	frugal_series *series = mem_zalloc(1, sizeof(*series));
	if (!series)
		return error_nomem(reterr);
	r = grid_kept_find(&library->context, asked.zone, &wanted, &series->series, reterr);
	if (r < 0) {
		mem_free(series);
		return r;
	}
	*ret_series = series;
	return 0;
}

int frugal_series_list(frugal_library *library, const char *zone, frugal_series_visit *visit,
		       void *context, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct arena arena = {0};
	struct grid_id *ids;
	size_t n;
	reterr = reterr ? reterr : &unread;
	if (!library || !visit)
		return missing_argument(library ? "visit" : "library", reterr);
	int r = grid_kept_list(&library->context, zone, &arena, &ids, &n, reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		frugal_series series = {0};
		r = grid_kept_load(&library->context, &ids[i], &series.series, reterr);
		if (r < 0)
			break;
		r = visit(context, &series, reterr);
		grid_series_release(&series.series);
	}
	arena_release(&arena);
	return r < 0 ? r : 0;
}

int frugal_series_about(const frugal_series *series, struct frugal_series_about *ret,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!series || !ret)
		return missing_argument(series ? "ret" : "series", reterr);
	const struct grid_series *s = &series->series;
	const struct grid_slot *last = s->n ? &s->slots[s->n - 1] : NULL;
	const struct frugal_series_about about = {
		.zone = s->id.zone,
		.kind = grid_kind_names[s->id.kind],
		.scope = grid_scope_names[s->id.scope],
		.basis = grid_basis_names[s->id.basis],
		.source = s->source,
		.licence = s->licence,
		.from_s = last ? s->slots[0].start_s : 0,
		.to_s = last ? last->start_s + last->seconds : 0,
		.slots = s->n,
	};
	return sized_fill(ret, ret->size, &about, sizeof(about), reterr);
}

size_t frugal_series_count(const frugal_series *series)
{
	return series ? series->series.n : 0;
}

int frugal_series_slot(const frugal_series *series, size_t index, struct frugal_slot *ret_slot)
{
	if (!series || !ret_slot || index >= series->series.n)
		return FRUGAL_EUSAGE;
	const struct grid_slot *slot = &series->series.slots[index];
	*ret_slot = (struct frugal_slot){
		.start_s = slot->start_s,
		.seconds = slot->seconds,
		.g_per_kwh = slot->g_per_kwh,
		.low = series->low ? series->low[index] : slot->g_per_kwh,
		.high = series->high ? series->high[index] : slot->g_per_kwh,
		.issued_s = slot->issued_s,
		.estimated = slot->estimated,
	};
	return 0;
}

int frugal_series_warning(const frugal_series *series, size_t index,
			  struct frugal_series_warning *ret_warning)
{
	struct frugal_error unread;
	for (size_t note = 0; series && ret_warning && note < GRID_NOTES; note++) {
		const struct grid_noted *noted = &series->series.notes[note];
		if (!grid_note_names[note] || !noted->n || index-- > 0)
			continue;
		const struct frugal_series_warning filled = {
			.kind = grid_note_names[note],
			.count = noted->n,
			.first_s = noted->first_s,
		};
		return sized_fill(ret_warning, ret_warning->size, &filled, sizeof(filled), &unread);
	}
	return FRUGAL_EUSAGE;
}

int frugal_series_mean(const frugal_series *series, int64_t from_s, int64_t to_s,
		       struct frugal_grid_mean *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!series || !ret)
		return missing_argument(series ? "ret" : "series", reterr);
	int r = check_moment(from_s, "from_s", reterr);
	if (r == 0)
		r = check_moment(to_s, "to_s", reterr);
	if (r < 0)
		return r;
	if (from_s >= to_s) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("the start is not before the end"));
		return error_where(reterr, "%s", "from");
	}
	struct grid_mean mean = grid_series_mean(&series->series, from_s, to_s);
	*ret = (struct frugal_grid_mean){mean.g_per_kwh, mean.known, mean.forecast};
	return 0;
}

int frugal_series_backtest(const frugal_series *series, struct frugal_backtest *ret,
			   struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct grid_backtest test = {0};
	reterr = reterr ? reterr : &unread;
	if (!series || !ret)
		return missing_argument(series ? "ret" : "series", reterr);
	const struct grid_series *s = &series->series;
	int64_t from_s = s->n ? s->slots[0].start_s / SECONDS_PER_HOUR * SECONDS_PER_HOUR : 0;
	int64_t to_s = s->n ? s->slots[s->n - 1].start_s : 0;
	size_t n = (size_t)((to_s - from_s) / SECONDS_PER_HOUR);
	double *hours = mem_zalloc(n + 1, sizeof(*hours));
	if (!hours)
		return error_nomem(reterr);
	grid_series_resample(s, from_s, SECONDS_PER_HOUR, hours, n);
	int r = grid_backtest(hours, n, &test, reterr);
	mem_free(hours);
	if (r < 0)
		return r;
	if (!test.origins)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("a test of the forecast requires more than three weeks of "
				   "hours"));
	const struct frugal_backtest filled = {.origins = test.origins,
					       .error = test.mape,
					       .saving = test.saving,
					       .saving_once = test.saving_once,
					       .oracle_saving = test.oracle_saving};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}
