/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens what a reader of grid data needs: the set of factors of a mix, the intensities of
 * neighbours, the codes of bidding zones. It also merges the series that were read into the stored
 * ones.
 */
#include "grid/reader.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/lock.h"
#include "grid/zone_key.h"

const char *const grid_mixes[] = {"ar5", "srren", "direct", NULL};

static int keep_locked(const struct context *context, struct grid_series *found,
		       size_t *ret_changed, struct frugal_error *reterr)
{
	struct grid_series stored;
	int r = grid_kept_load(context, &found->id, &stored, reterr);
	if (r == FRUGAL_EUSAGE) {
		stored = (struct grid_series){.id = found->id};
		r = 0;
	}
	if (r < 0)
		return r;
	memcpy(stored.source, found->source, sizeof(stored.source));
	memcpy(stored.licence, found->licence, sizeof(stored.licence));
	r = grid_series_merge(&stored, found, ret_changed, reterr);
	if (r == 0 && *ret_changed)
		r = grid_kept_save(context, &stored, reterr);
	grid_series_release(&stored);
	return r;
}

int grid_keep(const struct context *context, struct grid_series *found, size_t *ret_changed,
	      struct frugal_error *reterr)
{
	struct buf dir = {0};
	int lock = -1;
	int r = grid_kept_dir(context, &dir, reterr);
	if (r == 0)
		r = folder_lock(buf_text(&dir), &lock, reterr);
	if (r == 0)
		r = keep_locked(context, found, ret_changed, reterr);
	folder_unlock(lock);
	buf_release(&dir);
	return r;
}

/* Finds a row by its key, or by the name that a service gives it, as written. */
static uint32_t row_of_name(const struct table *table, struct str name)
{
	uint32_t row = table_find_key(table, name);
	uint32_t aliases = table_column_find(table, STR("aliases"));
	for (uint32_t i = 0; row == TABLE_NO_ROW && i < table_rows(table); i++)
		for (const char *p = table_text(table, i, aliases); *p;) {
			size_t n = strcspn(p, ";");
			if (str_eq((struct str){p, n}, name))
				row = i;
			p += n + (p[n] == ';');
		}
	return row;
}

/* Finds a source or a neighbour; its intensity is that of the set, else that of its last year. */
static enum grid_source find_source(void *context, struct str name, double *ret_g_per_kwh)
{
	const struct grid_reader *reader = context;
	const struct mix_factors *mix = &reader->factors;
	uint32_t row = row_of_name(mix->sources, name);
	bool source = row != TABLE_NO_ROW;
	double value = source ? table_number(mix->sources, row, mix->column) : (double)NAN;
	uint32_t neighbour = table_find_key(
		mix->zones, source ? str_of(table_text(mix->sources, row, 0)) : name);
	bool zone = neighbour != TABLE_NO_ROW;
	if (!source && !zone)
		return GRID_SOURCE_UNKNOWN;
	if (zone && mix->direct) /* domestic production only */
		return GRID_SOURCE_LEFT_OUT;
	if (zone && isnan(value))
		value = table_number(mix->zones, neighbour,
				     table_column_find(mix->zones, STR("intensity")));
	*ret_g_per_kwh = value * 1e3; /* from g/Wh */
	return isnan(value) ? GRID_SOURCE_LEFT_OUT : zone ? GRID_IMPORT : GRID_GENERATION;
}

/* Names for all of one source: the power of the others of its family is part of theirs. */
static const struct family {
	const char *key;
	char family;
	bool is_part;
} families[] = {
	{"Biomass", 'b', false},
	{"bioenergies", 'b', false},
	{"Coal", 'c', false},
	{"charbon", 'c', false},
	{"Fossil Hard coal", 'c', true},
	{"Fossil Brown coal/Lignite", 'c', true},
	{"Gas", 'g', false},
	{"gaz", 'g', false},
	{"Fossil Gas", 'g', false},
	{"Oil", 'o', false},
	{"fioul", 'o', false},
	{"Fossil Oil", 'o', false},
	{"Hydro", 'h', false},
	{"hydraulique", 'h', false},
	{"Hydro Run-of-river and poundage", 'h', true},
	{"Hydro Water Reservoir", 'h', true},
	{"Nuclear", 'n', false},
	{"nucleaire", 'n', false},
	{"Solar", 's', false},
	{"solaire", 's', false},
	{"Wind", 'w', false},
	{"eolien", 'w', false},
	{"Wind Onshore", 'w', true},
	{"Wind Offshore", 'w', true},
};

static const struct family *family_of(const char *key)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (strcmp(families[i].key, key) == 0)
			return &families[i];
	return NULL;
}

/* B07 and B08 of ENTSO-E have one factor, but are two sources. */
static bool is_code(struct str name)
{
	return name.n == 3 && name.p[0] == 'B';
}

static bool names_overlap(void *context, struct str a, struct str b)
{
	const struct grid_reader *reader = context;
	const struct table *sources = reader->factors.sources;
	uint32_t row_a = row_of_name(sources, a), row_b = row_of_name(sources, b);
	if (row_a == TABLE_NO_ROW || row_b == TABLE_NO_ROW)
		return false;
	if (is_code(a) && is_code(b))
		return str_eq(a, b);
	if (row_a == row_b)
		return true;
	const struct family *one = family_of(table_text(sources, row_a, 0));
	const struct family *other = family_of(table_text(sources, row_b, 0));
	if (!one || !other || one->family != other->family)
		return false;
	/* Peat and oil shale are no part of what is called coal only by their code. */
	bool whole = (!one->is_part && !is_code(a)) || (!other->is_part && !is_code(b));
	return whole || (!one->is_part && !other->is_part);
}

static const char *zone_of_area(void *context, struct str code)
{
	const struct grid_reader *reader = context;
	uint32_t row = row_of_name(reader->areas, code);
	return row == TABLE_NO_ROW ? NULL : table_text(reader->areas, row, 0);
}

/* Labels the series by the set of factors; other options must not contradict it. */
static int label(const char *mix, struct grid_reader *reader, struct frugal_error *reterr)
{
	struct grid_hints *hints = &reader->hints;
	enum grid_scope scope = reader->factors.direct ? GRID_DIRECT : GRID_LIFECYCLE;
	if ((hints->has_scope && hints->id.scope != scope) || hints->id.kind != GRID_AVERAGE) {
		error_set(reterr, FRUGAL_EUSAGE, _("the mix %s gives: %s, %s"), mix,
			  _(grid_kind_names[GRID_AVERAGE]), _(grid_scope_names[scope]));
		return error_where(reterr, "%s", "mix");
	}
	hints->has_scope = true;
	hints->id.scope = scope;
	hints->mix = &reader->mix;
	return 0;
}

static int find_factors(const char *mix, struct grid_reader *reader, struct frugal_error *reterr)
{
	struct tables *tables = reader->knowledge.tables;
	struct mix_factors *factors = &reader->factors;
	int r = tables_get(tables, "grid_sources", &factors->sources, reterr);
	if (r == 0)
		r = tables_get(tables, "zones", &factors->zones, reterr);
	if (r < 0)
		return r;
	factors->column = table_column_find(factors->sources, str_of(mix));
	factors->direct = strcmp(mix, "direct") == 0;
	reader->mix = (struct grid_mix){find_source, zone_of_area, names_overlap, reader};
	return factors->column == TABLE_NO_COLUMN
		       ? error_set(reterr, FRUGAL_EDATA, _("grid_sources has no column '%s'"), mix)
		       : label(mix, reader, reterr);
}

int grid_reader_open(struct context *context, const char *mix, const struct grid_hints *hints,
		     struct grid_reader *ret, struct frugal_error *reterr)
{
	*ret = (struct grid_reader){.hints = *hints};
	int r = knowledge_open(context, &ret->knowledge, reterr);
	ret->opened = true;
	if (r == 0)
		r = tables_get(ret->knowledge.tables, "grid_areas", &ret->areas, reterr);
	if (r == 0 && hints->zone) {
		r = grid_reader_zone(ret, hints->zone, ret->zone, reterr);
		ret->hints.zone = ret->zone;
	}
	if (r == 0 && mix)
		r = find_factors(mix, ret, reterr);
	return r;
}

int grid_reader_zone(const struct grid_reader *reader, const char *text, char ret[GRID_ZONE],
		     struct frugal_error *reterr)
{
	const struct table *zones;
	int r = tables_get(reader->knowledge.tables, "zones", &zones, reterr);
	return r == 0 ? grid_zone_key(zones, text, ret, reterr) : r;
}

void grid_reader_close(struct grid_reader *reader)
{
	if (reader->opened)
		knowledge_close(&reader->knowledge);
	reader->opened = false;
}

int grid_reader_area(const struct grid_reader *reader, const char *zone, const char **ret,
		     struct frugal_error *reterr)
{
	uint32_t row = table_find_key(reader->areas, str_of(zone));
	if (row == TABLE_NO_ROW) {
		error_set(reterr, FRUGAL_EUSAGE, _("the area code of zone '%s' is unknown"), zone);
		return error_todo(reterr, "%s", "frugal factors grid_areas");
	}
	*ret = table_text(reader->areas, row, table_column_find(reader->areas, STR("aliases")));
	return 0;
}
