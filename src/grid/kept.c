/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads and writes series as text files: a line with source and licence, a header, then one line
 * per slot. It also lists the stored series and finds the one of a zone that plans prefer.
 */
#include "grid/kept.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "base/places.h"
#include "grid/zone_key.h"

#define SUFFIX ".grid.csv"
#define MOST_BYTES ((size_t)256 << 20)

int grid_kept_dir(const struct context *context, struct buf *ret, struct frugal_error *reterr)
{
	if (context->grid && context->grid[0])
		buf_puts(ret, context->grid);
	else if (!place_add(ret, PLACE_DATA, "frugal/grid"))
		return error_set(reterr, FRUGAL_EENV, "%s", _("HOME is not set"));
	return ret->failed ? error_nomem(reterr) : 0;
}

static int path_of(const struct context *context, const struct grid_id *id, struct buf *ret,
		   struct frugal_error *reterr)
{
	int r = grid_kept_dir(context, ret, reterr);
	if (r < 0)
		return r;
	buf_addf(ret, "/%s,%s,%s,%s" SUFFIX, id->zone, grid_kind_names[id->kind],
		 grid_scope_names[id->scope], grid_basis_names[id->basis]);
	return ret->failed ? error_nomem(reterr) : 0;
}

/* ---- saving --------------------------------------------------------------------------------- */

int grid_kept_save(const struct context *context, const struct grid_series *series,
		   struct frugal_error *reterr)
{
	struct buf text = {0}, path = {0}, dir = {0};
	int r = grid_kept_dir(context, &dir, reterr);
	if (r == 0)
		r = file_make_dirs(buf_text(&dir), reterr);
	if (r == 0)
		r = path_of(context, &series->id, &path, reterr);
	buf_puts(&text, "source,");
	csv_put(&text, str_of(series->source));
	buf_puts(&text, ",licence,");
	csv_put(&text, str_of(series->licence));
	buf_puts(&text, "\nstart_utc,seconds,g_per_kwh,estimated,issued_utc\n");
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		char start[GRID_TIME], issued[GRID_TIME] = "", value[NUM_TEXT] = "";
		grid_time_text(slot->start_s, start);
		if (slot->issued_s)
			grid_time_text(slot->issued_s, issued);
		if (!isnan(slot->g_per_kwh))
			num_format(slot->g_per_kwh, value);
		buf_addf(&text, "%s,%lld,%s,%s,%s\n", start, (long long)slot->seconds, value,
			 slot->estimated ? "true" : "", issued);
	}
	if (r == 0)
		r = text.failed ? error_nomem(reterr)
				: file_write(buf_text(&path), buf_str(&text), reterr);
	buf_release(&text);
	buf_release(&path);
	buf_release(&dir);
	return r;
}

/* ---- loading -------------------------------------------------------------------------------- */

static int bad_line(const struct csv *csv, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, "%s", _("this is not a line of a stored series"));
	error_todo(reterr, "%s", _("remove the file and import it again"));
	return error_where(reterr, "%s:%u", csv->name, csv->line);
}

static int read_slots(struct csv *csv, struct grid_series *ret, struct frugal_error *reterr)
{
	struct str f[8];
	size_t n;
	int r = csv_next(csv, f, 8, &n, reterr);
	if (r > 0 && n == 4 && str_is(f[0], "source")) {
		(void)snprintf(ret->source, sizeof(ret->source), "%.*s", (int)f[1].n, f[1].p);
		(void)snprintf(ret->licence, sizeof(ret->licence), "%.*s", (int)f[3].n, f[3].p);
		r = csv_next(csv, f, 8, &n, reterr);
	}
	if (r == 0 || (r > 0 && (n != 5 || !str_is(f[0], "start_utc"))))
		return bad_line(csv, reterr);
	while (r >= 0 && (r = csv_next(csv, f, 8, &n, reterr)) > 0) {
		struct grid_slot slot = {.g_per_kwh = (double)NAN};
		bool good = n == 5 && grid_time_parse(f[0], &slot.start_s) &&
			    num_parse_int(f[1], 1, 366 * SECONDS_PER_DAY, &slot.seconds) &&
			    (f[2].n == 0 || num_parse(f[2], &slot.g_per_kwh) == f[2].n) &&
			    (f[4].n == 0 || grid_time_parse(f[4], &slot.issued_s));
		slot.estimated = good && str_is(f[3], "true");
		if (!good)
			return bad_line(csv, reterr);
		if (!grid_series_add(ret, &slot))
			return error_nomem(reterr);
	}
	grid_series_settle(ret, SECONDS_PER_HOUR); /* older files may have overlaps */
	return r < 0 ? r : 0;
}

static int load(const char *path, const struct grid_id *id, struct grid_series *ret,
		struct frugal_error *reterr)
{
	struct buf text = {0};
	struct arena arena = {0};
	struct csv csv;
	*ret = (struct grid_series){.id = *id};
	int r = file_read_plain(path, MOST_BYTES, &text, reterr);
	if (r == 0) {
		csv_init(&csv, path, buf_str(&text), &arena);
		r = read_slots(&csv, ret, reterr);
	}
	if (r < 0)
		grid_series_release(ret);
	arena_release(&arena);
	buf_release(&text);
	return r;
}

int grid_kept_load(const struct context *context, const struct grid_id *id, struct grid_series *ret,
		   struct frugal_error *reterr)
{
	struct buf path = {0};
	struct stat st;
	int r = path_of(context, id, &path, reterr);
	if (r == 0 && stat(buf_text(&path), &st) != 0)
		r = error_set(reterr, FRUGAL_EUSAGE, _("no series of '%s' is stored"), id->zone);
	if (r == 0)
		r = load(buf_text(&path), id, ret, reterr);
	buf_release(&path);
	return r;
}

/* ---- listing -------------------------------------------------------------------------------- */

static bool word_of(struct str *rest, const char *const *names, int *ret)
{
	for (int i = 0; names[i]; i++) {
		size_t n = strlen(names[i]);
		if (rest->n >= n && memcmp(rest->p, names[i], n) == 0 &&
		    (rest->n == n || rest->p[n] == ',')) {
			*ret = i;
			n += rest->n > n;
			*rest = (struct str){rest->p + n, rest->n - n};
			return true;
		}
	}
	return false;
}

/* "FR,average,lifecycle,consumption.grid.csv" */
static bool id_of(const char *name, struct grid_id *ret)
{
	size_t n = strlen(name), zone = strcspn(name, ",");
	int kind, scope, basis;
	if (n <= sizeof(SUFFIX) || zone >= GRID_ZONE || name[zone] != ',')
		return false;
	struct str rest = {name + zone + 1, n - zone - 1 - (sizeof(SUFFIX) - 1)};
	*ret = (struct grid_id){0};
	memcpy(ret->zone, name, zone);
	if (!grid_zone_is_good(str_of(ret->zone)) || !word_of(&rest, grid_kind_names, &kind) ||
	    !word_of(&rest, grid_scope_names, &scope) ||
	    !word_of(&rest, grid_basis_names, &basis) || rest.n)
		return false;
	ret->kind = (enum grid_kind)kind;
	ret->scope = (enum grid_scope)scope;
	ret->basis = (enum grid_basis)basis;
	return true;
}

int grid_kept_list(const struct context *context, const char *zone, struct arena *arena,
		   struct grid_id **ret, size_t *ret_n, struct frugal_error *reterr)
{
	struct buf dir = {0};
	struct stat st;
	char **names = NULL;
	size_t n = 0;
	*ret_n = 0;
	int r = grid_kept_dir(context, &dir, reterr);
	if (r == 0 && stat(buf_text(&dir), &st) == 0)
		r = file_list(arena, buf_text(&dir), SUFFIX, &names, &n, reterr);
	*ret = arena_array(arena, n + 1, sizeof(**ret));
	if (r == 0 && !*ret)
		r = error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct grid_id id;
		if (id_of(names[i], &id))
			(*ret)[(*ret_n)++] = id;
	}
	if (r == 0 && zone)
		r = grid_zone_choose(context, zone, *ret, ret_n, reterr);
	buf_release(&dir);
	return r;
}

int grid_kept_zone(const struct context *context, const char *text, char ret[GRID_ZONE],
		   struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct grid_id *ids;
	size_t n;
	char grid[GRID_ZONE] = "";
	int r = grid_kept_list(context, text, &arena, &ids, &n, reterr);
	if (r == 0 && !n)
		r = grid_zone_grid(context, text, grid, reterr);
	if (r == 0 && grid[0])
		r = grid_kept_list(context, text = grid, &arena, &ids, &n, reterr);
	if (r == 0 && n)
		memcpy(ret, ids[0].zone, GRID_ZONE);
	else if (r == 0)
		r = grid_zone_read(context, text, ret, reterr);
	arena_release(&arena);
	return r;
}

static int preference(const struct grid_id *id)
{
	return (id->kind == GRID_AVERAGE ? 4 : 0) + (id->scope == GRID_LIFECYCLE ? 2 : 0) +
	       (id->basis == GRID_CONSUMPTION ? 1 : 0);
}

static bool wants(const struct grid_hints *wanted, const struct grid_id *id)
{
	return !wanted || ((!wanted->has_kind || wanted->id.kind == id->kind) &&
			   (!wanted->has_scope || wanted->id.scope == id->scope) &&
			   (!wanted->has_basis || wanted->id.basis == id->basis));
}

static int none(const struct context *context, const char *zone, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct grid_id *ids;
	struct buf zones = {0};
	size_t n;
	error_set(reterr, FRUGAL_EUSAGE, _("no such series of '%s' is stored"), zone);
	if (grid_kept_list(context, NULL, &arena, &ids, &n, NULL) == 0 && n) {
		for (size_t i = 0; i < n && i < 12; i++)
			if (i == 0 || strcmp(ids[i].zone, ids[i - 1].zone) != 0)
				buf_addf(&zones, "%s%s", zones.n ? ", " : "", ids[i].zone);
		error_todo(reterr, _("stored zones: %s%s; add more with frugal grid import FILE"),
			   buf_text(&zones), n > 12 ? "..." : "");
	} else {
		error_todo(reterr, "%s", "frugal grid import FILE");
	}
	buf_release(&zones);
	arena_release(&arena);
	return FRUGAL_EUSAGE;
}

int grid_kept_find(const struct context *context, const char *zone, const struct grid_hints *wanted,
		   struct grid_series *ret, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct grid_id *ids;
	const struct grid_id *best = NULL;
	size_t n;
	int r = grid_kept_list(context, zone, &arena, &ids, &n, reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (wants(wanted, &ids[i]) && (!best || preference(&ids[i]) > preference(best)))
			best = &ids[i];
	if (r == 0)
		r = best ? grid_kept_load(context, best, ret, reterr) : none(context, zone, reterr);
	arena_release(&arena);
	return r;
}
