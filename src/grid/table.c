/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the header of a table: finds the columns of time, zone and marks by the closed list of
 * headings, those of intensity with unit, kind and scope, or the sources of a mix. A table without
 * either has one column for each zone, if its headings are written as zones are and the caller
 * gives no zone.
 */
#include "grid/table.h"

#include "base/intl.h"
#include "grid/mix.h"

#define SHOWN(text) (int)((text).n < 80 ? (text).n : 80), (text).p

int grid_table_at_line(const struct grid_table *table, struct frugal_error *reterr)
{
	return error_where(reterr, "%s:%u", table->name, table->csv.line);
}

/* ---- columns -------------------------------------------------------------------------------- */

static int same_meaning(const struct grid_table *table, size_t a, size_t b,
			struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("columns '%.*s' and '%.*s' have one meaning"),
		  SHOWN(table->titles[a]), SHOWN(table->titles[b]));
	error_todo(reterr, "%s", _("leave only one of them in the table"));
	return grid_table_at_line(table, reterr);
}

/* Where the table keeps the column of a role; NULL: it may have several, or none. */
static size_t *place_of(struct grid_table *table, enum heading_role role)
{
	switch (role) {
	case HEADING_TIME:
		return &table->time;
	case HEADING_END:
		return &table->end;
	case HEADING_SECONDS:
		return &table->seconds;
	case HEADING_ZONE:
		return &table->zone;
	case HEADING_ESTIMATED:
		return &table->estimated;
	case HEADING_ISSUED:
		return &table->issued;
	case HEADING_METHOD:
		return &table->method;
	case HEADING_UNIT:
		return &table->unit;
	case HEADING_OFFSET:
		return &table->offset;
	case HEADING_CLOCK:
		return &table->clock;
	case HEADING_UNKNOWN:
	case HEADING_KIND:
	case HEADING_VALUE:
	case HEADING_LEFT_OUT:
		break;
	}
	return NULL;
}

/* Of two times the one that is stated to be of UTC counts. */
static int place_column(struct grid_table *table, size_t at, struct frugal_error *reterr)
{
	size_t *place = place_of(table, table->headings[at].role);
	if (table->headings[at].role == HEADING_KIND) {
		if (table->n_kinds == MOST_KINDS)
			return same_meaning(table, table->kinds[0], at, reterr);
		table->kinds[table->n_kinds++] = at;
	}
	if (!place)
		return 0;
	bool is_utc = table->headings[at].is_utc;
	bool was_utc = *place != NO_COLUMN && table->headings[*place].is_utc;
	if (*place != NO_COLUMN && is_utc == was_utc)
		return same_meaning(table, *place, at, reterr);
	if (*place == NO_COLUMN || is_utc)
		*place = at;
	return 0;
}

static void add_value(struct grid_table *table, size_t at, struct str zone, struct heading is)
{
	struct value_column *column = &table->values[table->n_values++];
	*column = (struct value_column){.at = at, .forecast = NO_COLUMN, .is = is};
	memcpy(column->zone, zone.p, zone.n);
}

/* ---- a mix ---------------------------------------------------------------------------------- */

/* Adds the power of a source or of imports. Columns of intensity are not read then. */
static int add_source(struct grid_table *table, size_t at, struct frugal_error *reterr)
{
	double g_per_kwh = 0;
	struct str name = table->titles[at];
	const struct grid_mix *mix = table->hints->mix;
	const char *home = table->hints->zone;
	enum grid_source is = mix->find(mix->context, name, &g_per_kwh);
	if (is == GRID_GENERATION || is == GRID_IMPORT) {
		for (size_t i = 0; i < table->n_sources; i++)
			if (mix_overlap(mix, name, table->titles[table->sources[i].at]))
				return same_meaning(table, table->sources[i].at, at, reterr);
		if (is == GRID_IMPORT && home && mix_overlap(mix, name, str_of(home))) {
			error_set(reterr, FRUGAL_EDATA, _("column '%.*s' is the zone itself"),
				  SHOWN(name));
			error_todo(reterr, "%s", _("leave it out: a mix has neighbours alone"));
			return grid_table_at_line(table, reterr);
		}
		table->imports |= is == GRID_IMPORT;
		table->sources[table->n_sources++] =
			(struct source_column){.at = at, .g_per_kwh = g_per_kwh, .is = is};
	}
	if (is != GRID_SOURCE_UNKNOWN)
		return 0;
	if (table->headings[at].role != HEADING_UNKNOWN)
		return place_column(table, at, reterr);
	error_set(reterr, FRUGAL_EDATA,
		  _("column '%.*s' is neither a source of electricity nor a neighbour"),
		  SHOWN(name));
	error_todo(reterr, "%s", "frugal factors grid_sources");
	return grid_table_at_line(table, reterr);
}

/* ---- one column for each zone --------------------------------------------------------------- */

/* Whether the columns are zones: none is an intensity or has the zone of the row. */
static bool is_wide(const struct grid_table *table)
{
	size_t codes = 0, values = 0;
	for (size_t i = 0; i < table->n_columns; i++) {
		enum heading_role role = table->headings[i].role;
		bool code = heading_is_zone(table->titles[i]);
		if (!code && (role == HEADING_VALUE || role == HEADING_ZONE))
			return false;
		codes += code;
		values += code && role == HEADING_VALUE;
	}
	/* "CI" alone is an intensity, and not Ivory Coast. */
	return !table->hints->mix && !table->hints->zone && codes > values;
}

static int neither(const struct grid_table *table, size_t at, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("column '%.*s' is neither a known heading nor a zone"),
		  SHOWN(table->titles[at]));
	error_todo(reterr, "%s", _("name it time_utc, and the value g_per_kwh"));
	return grid_table_at_line(table, reterr);
}

static int add_zone(struct grid_table *table, size_t at, struct frugal_error *reterr)
{
	static const struct heading any = {.role = HEADING_VALUE};
	struct str zone = table->titles[at];
	if (!heading_is_zone(zone)) {
		if (table->headings[at].role != HEADING_UNKNOWN)
			return place_column(table, at, reterr);
		return neither(table, at, reterr);
	}
	for (size_t i = 0; i < table->n_values; i++)
		if (str_is(zone, table->values[i].zone))
			return same_meaning(table, table->values[i].at, at, reterr);
	add_value(table, at, zone, any);
	return 0;
}

/* ---- intensities ---------------------------------------------------------------------------- */

/* What only one publisher's tables have states the rest of what they are. */
static void add_signature(struct grid_table *table)
{
	bool maps = false, index = false, forecast = false;
	for (size_t i = 0; i < table->n_columns; i++) {
		maps |= table->headings[i].of_maps;
		index |= table->headings[i].of_britain;
		forecast |= table->headings[i].is_forecast;
	}
	table->maps = maps && table->zone != NO_COLUMN;
	table->britain = index && forecast;
	for (size_t i = 0; i < table->n_values; i++) {
		struct heading *is = &table->values[i].is;
		if (!table->maps && !table->britain)
			continue;
		is->has_kind = is->has_basis = true;
		is->id.kind = GRID_AVERAGE;
		is->id.basis = table->maps ? GRID_CONSUMPTION : GRID_PRODUCTION;
		is->has_scope |= table->britain;
	}
}

static bool contradicts(const struct heading *is, const struct grid_hints *hints)
{
	return (hints->has_kind && is->has_kind && hints->id.kind != is->id.kind) ||
	       (hints->has_scope && is->has_scope && hints->id.scope != is->id.scope) ||
	       (hints->has_basis && is->has_basis && hints->id.basis != is->id.basis);
}

/* Leaves the columns that the hints do not contradict. */
static int choose_values(struct grid_table *table, struct frugal_error *reterr)
{
	size_t kept = 0;
	for (size_t i = 0; i < table->n_values; i++)
		if (!contradicts(&table->values[i].is, table->hints))
			table->values[kept++] = table->values[i];
	if (kept || !table->n_values) {
		table->n_values = kept;
		return 0;
	}
	const struct value_column *first = &table->values[0];
	/* TRANSLATORS: a heading; average or marginal; direct or lifecycle */
	error_set(reterr, FRUGAL_EUSAGE, _("column '%.*s' is: %s, %s, %s"),
		  SHOWN(table->titles[first->at]), _(grid_kind_names[first->is.id.kind]),
		  _(grid_scope_names[first->is.id.scope]), _(grid_basis_names[first->is.id.basis]));
	error_todo(reterr, "%s", _("leave out the kind, scope or basis that contradicts it"));
	return grid_table_at_line(table, reterr);
}

static void compose(const struct heading *is, const struct grid_hints *hints, struct grid_id *to)
{
	*to = (struct grid_id){.kind = is->has_kind ? is->id.kind : hints->id.kind,
			       .scope = is->has_scope      ? is->id.scope
					: hints->has_scope ? hints->id.scope
							   : GRID_LIFECYCLE,
			       .basis = is->has_basis      ? is->id.basis
					: hints->has_basis ? hints->id.basis
							   : GRID_CONSUMPTION};
}

/* Completes the ids of the columns, pairs a value with its forecast, and refuses a second one. */
static int pair_values(struct grid_table *table, struct frugal_error *reterr)
{
	size_t kept = 0;
	for (size_t i = 0; i < table->n_values; i++) {
		struct value_column column = table->values[i], *other = NULL;
		compose(&column.is, table->hints, &column.is.id);
		for (size_t k = 0; k < kept && !other; k++)
			if (strcmp(table->values[k].zone, column.zone) == 0 &&
			    grid_id_same(&table->values[k].is.id, &column.is.id))
				other = &table->values[k];
		if (!other) {
			table->values[kept++] = column;
			continue;
		}
		if (other->is.is_forecast == column.is.is_forecast || other->forecast != NO_COLUMN)
			return same_meaning(table, other->at, column.at, reterr);
		if (column.is.is_forecast) {
			other->forecast = column.at;
		} else {
			column.forecast = other->at;
			*other = column;
		}
	}
	table->n_values = kept;
	return 0;
}

/* ---- the header ----------------------------------------------------------------------------- */

static int missing_column(const struct grid_table *table, const char *what,
			  struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, "%s", what);
	error_todo(reterr, "%s",
		   _("name it time_utc, and the value g_per_kwh, kg_per_kwh, lb_per_mwh or moer"));
	return grid_table_at_line(table, reterr);
}

static int missing_value(const struct grid_table *table, struct frugal_error *reterr)
{
	size_t unknown = NO_COLUMN, n = 0;
	for (size_t i = 0; i < table->n_columns; i++)
		if (table->headings[i].role == HEADING_UNKNOWN && !n++)
			unknown = i;
	/* The one column that is left was meant to be the value, or a zone. */
	if (n != 1 || table->hints->zone || table->hints->mix)
		return missing_column(table, _("no column of the table is a carbon intensity"),
				      reterr);
	return neither(table, unknown, reterr);
}

static int add_column(struct grid_table *table, size_t at, bool wide, struct frugal_error *reterr)
{
	const struct heading *is = &table->headings[at];
	const char *zone = table->hints->zone;
	if (table->hints->mix)
		return add_source(table, at, reterr);
	if (wide && is->role != HEADING_TIME)
		return add_zone(table, at, reterr);
	if (is->role == HEADING_VALUE)
		add_value(table, at, STR(""), *is);
	else if (is->role == HEADING_UNKNOWN && zone && str_is(table->titles[at], zone))
		add_value(table, at, STR(""), (struct heading){.role = HEADING_VALUE});
	return place_column(table, at, reterr);
}

int grid_table_header(struct grid_table *table, const struct str *fields, size_t n,
		      struct frugal_error *reterr)
{
	table->time = table->end = table->seconds = NO_COLUMN;
	table->zone = table->estimated = table->issued = NO_COLUMN;
	table->method = table->unit = table->offset = table->clock = NO_COLUMN;
	table->n_columns = n;
	for (size_t i = 0; i < n; i++) {
		table->titles[i] = str_trim(fields[i]);
		table->headings[i] = heading_of(table->titles[i]);
	}
	bool wide = is_wide(table), has_time = false;
	int r = 0;
	for (size_t i = 0; i < n; i++)
		has_time |= table->headings[i].role == HEADING_TIME;
	if (!has_time)
		return missing_column(table, _("no column of the table is a time"), reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = add_column(table, i, wide, reterr);
	if (r < 0)
		return r;
	if (!table->n_values && !table->n_sources)
		return missing_value(table, reterr);
	add_signature(table);
	r = choose_values(table, reterr);
	return r == 0 ? pair_values(table, reterr) : r;
}
