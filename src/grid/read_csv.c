/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads tables with a time column. A column of values is recognised by its name: those of
 * Electricity Maps ("Carbon intensity gCO2eq/kWh (direct)", "(LCA)", "(Life cycle)"), ci_direct...,
 * ci_lca..., or one of the plain words. A table with neither zone nor such a column has one column
 * for each zone.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/intl.h"
#include "base/num.h"
#include "grid/mix.h"

#define MOST_G_PER_KWH 5000 /* beyond it is another unit */

struct column {
	size_t at;
	char zone[GRID_ZONE]; /* "": of the row */
	bool has_scope;
	enum grid_scope scope;
};

struct table {
	const char *name;
	const struct grid_hints *hints;
	struct csv csv;
	struct arena arena;
	size_t n_columns, time, zone, estimated;
	bool maps; /* of Electricity Maps: consumption */
	struct column values[CSV_MAX_FIELDS];
	size_t n_values;
	struct {
		size_t at;
		double g_per_kwh;
		enum grid_source is;
	} sources[CSV_MAX_FIELDS]; /* of a mix */
	size_t n_sources;
	bool imports;
};

#define NONE SIZE_MAX

static int at_line(const struct table *table, struct frugal_error *reterr)
{
	return error_where(reterr, "%s:%u", table->name, table->csv.line);
}

static bool holds(struct str text, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= text.n; i++) {
		size_t k = 0;
		while (k < n && tolower((unsigned char)text.p[i + k]) == word[k])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

static bool is_one_of(struct str text, const char *const *words)
{
	for (; *words; words++)
		if (text.n == strlen(*words) && holds(text, *words))
			return true;
	return false;
}

static void add_value(struct table *table, size_t at, struct str zone, bool has_scope,
		      enum grid_scope scope)
{
	struct column *column = &table->values[table->n_values++];
	*column = (struct column){.at = at, .has_scope = has_scope, .scope = scope};
	memcpy(column->zone, zone.p, zone.n);
}

/*
 * Adds a column of a mix: power of a source or of imports. Columns of intensity are not read then.
 */
static int add_source(struct table *table, size_t at, struct str name, struct frugal_error *reterr)
{
	double g_per_kwh = 0;
	enum grid_source is = table->hints->mix->find(table->hints->mix->context, name, &g_per_kwh);
	if (is == GRID_GENERATION || is == GRID_IMPORT) {
		table->sources[table->n_sources].at = at;
		table->sources[table->n_sources].is = is;
		table->imports |= is == GRID_IMPORT;
		table->sources[table->n_sources++].g_per_kwh = g_per_kwh;
	}
	if (is != GRID_SOURCE_UNKNOWN || holds(name, "intensity") || holds(name, "g_per_kwh"))
		return 0;
	error_set(reterr, FRUGAL_EDATA,
		  _("column '%.*s' is neither a source of electricity nor a neighbour"),
		  (int)(name.n < 80 ? name.n : 80), name.p);
	error_todo(reterr, "%s", "frugal factors grid_sources");
	return at_line(table, reterr);
}

static int read_header(struct table *table, const struct str *fields, size_t n,
		       struct frugal_error *reterr)
{
	static const char *const times[] = {"time_utc", "datetime",  "time",           "timestamp",
					    "start",    "start_utc", "datetime (utc)", NULL};
	static const char *const zones[] = {"zone", "zone id", "zone_id", NULL};
	static const char *const plain[] = {
		"g_per_kwh", "ci", "carbon_intensity", "intensity", "value", "gco2e_per_kwh", NULL};
	table->time = table->zone = table->estimated = NONE;
	table->n_columns = n;
	for (size_t i = 0; i < n; i++) {
		struct str field = str_trim(fields[i]);
		if (table->time == NONE && is_one_of(field, times))
			table->time = i;
		else if (is_one_of(field, zones))
			table->zone = i;
		else if (holds(field, "estimated") && !holds(field, "method"))
			table->estimated = i;
		else if (table->hints->mix) {
			int r = add_source(table, i, field, reterr);
			if (r < 0)
				return r;
		} else if ((holds(field, "carbon intensity") && holds(field, "direct")) ||
			   holds(field, "ci_direct"))
			add_value(table, i, STR(""), true, GRID_DIRECT);
		else if ((holds(field, "carbon intensity") && holds(field, "l")) ||
			 holds(field, "ci_lca"))
			add_value(table, i, STR(""), true, GRID_LIFECYCLE);
		else if (is_one_of(field, plain))
			add_value(table, i, STR(""), false, GRID_LIFECYCLE);
		table->maps |= holds(field, "carbon intensity g");
	}
	if (table->time == NONE) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("no column of the table is a time"));
		error_todo(reterr, "%s", _("name it time_utc, and the value g_per_kwh"));
		return at_line(table, reterr);
	}
	bool wide = !table->hints->mix && !table->n_values && table->zone == NONE;
	for (size_t i = 0; wide && i < n; i++)
		if (i != table->time && grid_zone_is_good(str_trim(fields[i])))
			add_value(table, i, str_trim(fields[i]), false, GRID_LIFECYCLE);
	if (table->n_values || table->n_sources)
		return 0;
	error_set(reterr, FRUGAL_EDATA, "%s", _("no column of the table is a carbon intensity"));
	error_todo(reterr, "%s", _("name it time_utc, and the value g_per_kwh"));
	return at_line(table, reterr);
}

static int zone_of(struct table *table, const struct column *column, const struct str *fields,
		   struct grid_id *id, struct frugal_error *reterr)
{
	struct str zone = column->zone[0]       ? str_of(column->zone)
			  : table->zone != NONE ? str_trim(fields[table->zone])
			  : table->hints->zone  ? str_of(table->hints->zone)
						: STR("");
	if (zone.n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("the file does not state its zone"));
		return error_todo(reterr, "%s", "zone=FR");
	}
	if (!grid_zone_is_good(zone)) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a zone"), (int)zone.n, zone.p);
		return at_line(table, reterr);
	}
	memcpy(id->zone, zone.p, zone.n);
	id->zone[zone.n] = '\0';
	return 0;
}

/* Reads a number; an empty cell leaves *ret_value as it is. */
static int read_number(const struct table *table, struct str cell, double *ret_value,
		       struct frugal_error *reterr)
{
	cell = str_trim(cell);
	if (cell.n == 0 || num_parse(cell, ret_value) == cell.n)
		return 0;
	error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a number"),
		  (int)(cell.n < 80 ? cell.n : 80), cell.p);
	return at_line(table, reterr);
}

static int add_slot(struct table *table, const struct column *column, const struct str *fields,
		    struct grid_slot slot, struct grid_found *found, struct frugal_error *reterr)
{
	struct grid_id id = table->hints->id;
	id.scope = column->has_scope         ? column->scope
		   : table->hints->has_scope ? table->hints->id.scope
					     : GRID_LIFECYCLE;
	id.basis =
		table->maps || !table->hints->has_basis ? GRID_CONSUMPTION : table->hints->id.basis;
	if (table->estimated != NONE)
		slot.estimated = holds(fields[table->estimated], "true");
	int r = zone_of(table, column, fields, &id, reterr);
	if (r == 0 && table->hints->mix)
		r = mix_label(table->hints, table->imports ? GRID_CONSUMPTION : GRID_PRODUCTION,
			      &id, reterr);
	if (r < 0)
		return r;
	const char *source = table->hints->source ? table->hints->source
			     : table->maps        ? "Electricity Maps"
						  : table->name;
	const char *licence = table->hints->licence ? table->hints->licence
			      : table->maps         ? "ODbL-1.0"
						    : "";
	struct grid_series *series = grid_found_series(found, &id, source, licence);
	return series && grid_series_add(series, &slot) ? 0 : error_nomem(reterr);
}

static int read_value(struct table *table, const struct column *column, const struct str *fields,
		      int64_t start_s, struct grid_found *found, struct frugal_error *reterr)
{
	struct str cell = str_trim(fields[column->at]);
	struct grid_slot slot = {.start_s = start_s, .g_per_kwh = (double)NAN};
	int r = read_number(table, cell, &slot.g_per_kwh, reterr);
	if (r < 0)
		return r;
	if (slot.g_per_kwh < 0 || slot.g_per_kwh > MOST_G_PER_KWH) {
		error_set(reterr, FRUGAL_EDATA, _("%.*s is not a carbon intensity in gCO2e/kWh"),
			  (int)cell.n, cell.p);
		return at_line(table, reterr);
	}
	return add_slot(table, column, fields, slot, found, reterr);
}

/* Reads a row of a mix; a row without the power of every source is a gap. */
static int read_mix(struct table *table, const struct str *fields, int64_t start_s,
		    struct grid_found *found, struct frugal_error *reterr)
{
	static const struct column of_the_row = {.zone = ""};
	struct grid_slot slot = {.start_s = start_s};
	struct mix_sum sum = {0};
	for (size_t i = 0; i < table->n_sources; i++) {
		double power = (double)NAN;
		int r = read_number(table, fields[table->sources[i].at], &power, reterr);
		if (r < 0)
			return r;
		mix_add_known(&sum, table->sources[i].is, table->sources[i].g_per_kwh, power);
	}
	slot.g_per_kwh = mix_g_per_kwh(&sum);
	return add_slot(table, &of_the_row, fields, slot, found, reterr);
}

int grid_read_csv(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr)
{
	struct str fields[CSV_MAX_FIELDS];
	struct table *table = mem_zalloc(1, sizeof(*table));
	size_t n;
	if (!table)
		return error_nomem(reterr);
	table->name = name;
	table->hints = hints;
	csv_init(&table->csv, name, text, &table->arena);
	int r = csv_next(&table->csv, fields, CSV_MAX_FIELDS, &n, reterr);
	if (r == 0)
		r = error_set(reterr, FRUGAL_EDATA, "%s", _("the table is empty"));
	if (r > 0)
		r = read_header(table, fields, n, reterr);
	while (r >= 0 && (r = csv_next(&table->csv, fields, CSV_MAX_FIELDS, &n, reterr)) > 0) {
		int64_t start_s;
		if (n != table->n_columns) {
			error_set(reterr, FRUGAL_EDATA,
				  _("cells in the row: %zu, in the header: %u"), n,
				  (unsigned)table->n_columns);
			r = at_line(table, reterr);
		} else if (!grid_time_parse(fields[table->time], &start_s)) {
			error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a time"),
				  (int)(fields[table->time].n < 80 ? fields[table->time].n : 80),
				  fields[table->time].p);
			r = at_line(table, reterr);
		}
		for (size_t i = 0; r >= 0 && i < table->n_values; i++)
			r = read_value(table, &table->values[i], fields, start_s, ret, reterr);
		if (r >= 0 && table->n_sources)
			r = read_mix(table, fields, start_s, ret, reterr);
	}
	for (size_t i = 0; r >= 0 && i < ret->n; i++)
		grid_series_settle(&ret->series[i], SECONDS_PER_HOUR);
	arena_release(&table->arena);
	mem_free(table);
	return r < 0 ? r : 0;
}
