/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the rows of a table with a time column, whose header table.c reads. A cell that marks a
 * missing value is a gap. Numbers have a point; where ';' or a tab separates the cells they may
 * have a decimal comma, but not both in one table. A moment with two values is refused, and so are
 * values over the life cycle that only another unit can explain.
 */
#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "grid/clocks.h"
#include "grid/row.h"

#define MOST_G_PER_KWH 5000 /* beyond it is another unit */
#define SHOWN(text) (int)((text).n < 80 ? (text).n : 80), (text).p
#define LONGEST_NUMBER 40

struct reading {
	struct grid_table *table;
	struct grid_found *found;
	struct frugal_error *reterr;
	bool has_commas, has_points, has_decimals, has_hundreds,
		is_local;        /* is_local: times without an offset */
	int64_t first_s;         /* the first time of the table */
	char zone[GRID_ZONE];    /* of the first row, if it has one */
	struct heading row;      /* what the row states */
	unsigned thousands_line; /* of the first comma before three digits */
};

/* ---- cells ---------------------------------------------------------------------------------- */

static int not_a(const struct reading *reading, const char *text, struct str cell)
{
	error_set(reading->reterr, FRUGAL_EDATA, text, SHOWN(cell));
	return grid_table_at_line(reading->table, reading->reterr);
}

/* Reads a number with a decimal comma: commas are points then. */
static bool read_comma(struct reading *reading, struct str cell, double *ret)
{
	char text[LONGEST_NUMBER];
	const char *comma = memchr(cell.p, ',', cell.n);
	if (reading->table->csv.separator == ',' || cell.n > sizeof(text) ||
	    memchr(cell.p, '.', cell.n))
		return false;
	memcpy(text, cell.p, cell.n);
	text[comma - cell.p] = '.';
	reading->has_commas = true;
	size_t places = (size_t)(cell.p + cell.n - comma) - 1;
	if (places != 3)
		reading->has_decimals = true;
	if (!reading->thousands_line && places == 3)
		reading->thousands_line = reading->table->csv.line;
	return num_parse((struct str){text, cell.n}, ret) == cell.n;
}

/* NaN: the cell marks a missing value. */
static int read_number(struct reading *reading, struct str cell, double *ret)
{
	bool comma = cell.n && memchr(cell.p, ',', cell.n);
	*ret = (double)NAN;
	if (cell_is_missing(cell))
		return 0;
	bool good = comma ? read_comma(reading, cell, ret) : num_parse(cell, ret) == cell.n;
	reading->has_hundreds |= !comma && good && *ret >= 100 && fabs(*ret - round(*ret)) <= 0;
	reading->has_points |= memchr(cell.p, '.', cell.n) != NULL;
	if (good && !(reading->has_commas && reading->has_points))
		return 0;
	if (good)
		return not_a(reading, _("'%.*s': the table mixes decimal commas and points"), cell);
	int r = not_a(reading, _("'%.*s' is not a number"), cell);
	if (comma)
		error_todo(reading->reterr, "%s", _("write 1.5 with a point, not with a comma"));
	return r;
}

static int read_time(struct reading *reading, struct str cell, int64_t *ret_s)
{
	if (grid_time_parse(cell, ret_s))
		return 0;
	return not_a(reading, _("'%.*s' is not a time"), cell);
}

static struct str cell_at(const struct str *fields, size_t at)
{
	return at == NO_COLUMN ? STR("") : str_trim(fields[at]);
}

/* Reads what all values of a row share. */
static int read_slot(struct reading *reading, const struct str *fields, struct grid_slot *ret)
{
	const struct grid_table *table = reading->table;
	struct str time = cell_at(fields, table->time), end = cell_at(fields, table->end);
	struct str seconds = cell_at(fields, table->seconds);
	struct str issued = cell_at(fields, table->issued);
	int64_t end_s = 0;
	*ret = (struct grid_slot){0};
	int r = grid_row_estimated(table, fields, &ret->estimated, reading->reterr);
	if (r == 0)
		r = read_time(reading, time, &ret->start_s);
	if (r == 0)
		r = grid_row_check_time(table, fields, time, reading->reterr);
	if (r == 0 && end.n) {
		r = read_time(reading, end, &end_s);
		ret->seconds = end_s - ret->start_s;
		if (r == 0 && ret->seconds <= 0)
			return not_a(reading, _("'%.*s' is not after the start of its slot"), end);
	} else if (r == 0 && seconds.n &&
		   !num_parse_int(seconds, 1, 366 * SECONDS_PER_DAY, &ret->seconds)) {
		return not_a(reading, _("'%.*s' is not a length in seconds"), seconds);
	}
	if (r == 0 && !cell_is_missing(issued))
		r = read_time(reading, issued, &ret->issued_s);
	reading->is_local |= !table->headings[table->time].is_utc && !grid_time_has_offset(time);
	if (!reading->first_s)
		reading->first_s = ret->start_s;
	return r;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The zone of the hints renames that of the rows, which must be one then. */
static int zone_of(struct reading *reading, const struct value_column *column,
		   const struct str *fields, struct grid_id *id)
{
	const struct grid_table *table = reading->table;
	const char *given = table->hints->zone;
	struct str own = column->zone[0] ? str_of(column->zone) : cell_at(fields, table->zone);
	struct str zone = given ? str_of(given) : own;
	if (zone.n == 0) {
		error_set(reading->reterr, FRUGAL_EUSAGE, "%s",
			  _("the file does not state its zone"));
		return error_todo(reading->reterr, "%s", "zone=FR");
	}
	if (!grid_zone_is_good(zone) || (own.n && !grid_zone_is_good(own)))
		return not_a(reading, _("'%.*s' is not a zone"), own.n ? own : zone);
	if (given && own.n && reading->zone[0] && !str_is(own, reading->zone)) {
		error_set(reading->reterr, FRUGAL_EUSAGE,
			  _("the table has more than one zone: %s, %.*s"), reading->zone,
			  SHOWN(own));
		error_todo(reading->reterr, "%s",
			   _("give no zone: each is stored under its own name"));
		return grid_table_at_line(table, reading->reterr);
	}
	if (own.n) {
		memcpy(reading->zone, own.p, own.n);
		reading->zone[own.n] = '\0';
	}
	memcpy(id->zone, zone.p, zone.n);
	id->zone[zone.n] = '\0';
	return 0;
}

static int add_slot(struct reading *reading, const struct value_column *column,
		    const struct str *fields, const struct grid_slot *slot)
{
	const struct grid_table *table = reading->table;
	const struct grid_hints *hints = table->hints;
	struct grid_id id = column->is.id;
	int r = zone_of(reading, column, fields, &id);
	if (r == 0 && !hints->mix)
		r = grid_row_id(table, column, &reading->row, &id, reading->reterr);
	if (r == 0 && hints->mix)
		r = mix_label(hints, table->imports ? GRID_CONSUMPTION : GRID_PRODUCTION, &id,
			      reading->reterr);
	if (r < 0)
		return r;
	const char *source = hints->source    ? hints->source
			     : table->maps    ? "Electricity Maps"
			     : table->britain ? "NESO Carbon Intensity API"
					      : table->name;
	const char *licence = hints->licence   ? hints->licence
			      : table->maps    ? "ODbL-1.0"
			      : table->britain ? "CC-BY-4.0"
					       : "";
	struct grid_series *series = grid_found_series(reading->found, &id, source, licence);
	return series && grid_series_add(series, slot) ? 0 : error_nomem(reading->reterr);
}

static int read_intensity(struct reading *reading, const struct value_column *column, size_t at,
			  const struct str *fields, double *ret)
{
	double unit = 1;
	struct str cell = str_trim(fields[at]);
	int r = read_number(reading, cell, ret);
	if (r == 0 && !isnan(*ret))
		r = grid_row_unit(reading->table, column, at, &reading->row, &unit,
				  reading->reterr);
	*ret *= unit;
	if (r == 0 && (*ret < 0 || *ret > MOST_G_PER_KWH))
		return not_a(reading, _("%.*s is not a carbon intensity in gCO2e/kWh"), cell);
	return r;
}

/* Reads a value; where it is missing, its forecast. */
static int read_value(struct reading *reading, const struct value_column *column,
		      const struct str *fields, struct grid_slot slot)
{
	bool is_forecast = column->is.is_forecast || reading->row.is_forecast;
	int r = read_intensity(reading, column, column->at, fields, &slot.g_per_kwh);
	if (r == 0 && isnan(slot.g_per_kwh) && column->forecast != NO_COLUMN) {
		is_forecast = true;
		r = read_intensity(reading, column, column->forecast, fields, &slot.g_per_kwh);
	}
	if (r == 0 && is_forecast && !slot.issued_s) /* not before the start of the table */
		slot.issued_s = reading->first_s;
	return r == 0 ? add_slot(reading, column, fields, &slot) : r;
}

/* Reads a row of a mix; a row without the power of every source is a gap. */
static int read_mix(struct reading *reading, const struct str *fields, struct grid_slot slot)
{
	static const struct value_column of_the_row = {.zone = ""};
	const struct grid_table *table = reading->table;
	struct mix_sum sum = {0};
	for (size_t i = 0; i < table->n_sources; i++) {
		const struct source_column *source = &table->sources[i];
		double power;
		int r = read_number(reading, str_trim(fields[source->at]), &power);
		if (r < 0)
			return r;
		mix_add_known(&sum, source->is, source->g_per_kwh, power);
	}
	slot.g_per_kwh = mix_g_per_kwh(&sum);
	return add_slot(reading, &of_the_row, fields, &slot);
}

static int read_row(struct reading *reading, const struct str *fields, size_t n)
{
	const struct grid_table *table = reading->table;
	struct grid_slot slot;
	if (n != table->n_columns) {
		error_set(reading->reterr, FRUGAL_EDATA,
			  _("cells in the row: %zu, in the header: %u"), n,
			  (unsigned)table->n_columns);
		return grid_table_at_line(table, reading->reterr);
	}
	int r = read_slot(reading, fields, &slot);
	if (r == 0)
		r = grid_row_states(table, fields, &reading->row, reading->reterr);
	for (size_t i = 0; r == 0 && i < table->n_values; i++)
		r = read_value(reading, &table->values[i], fields, slot);
	if (r == 0 && table->n_sources)
		r = read_mix(reading, fields, slot);
	return r;
}

/* ---- what the whole shows ------------------------------------------------------------------- */

/* Refuses a moment with two values: the later one may be of an hour that local time repeats. */
static int check_twice(const struct reading *reading, const struct grid_series *series)
{
	char at[GRID_TIME], values[2][NUM_TEXT];
	const struct grid_noted *twice = &series->notes[GRID_NOTE_TWICE];
	if (!twice->n)
		return 0;
	grid_time_text(twice->first_s, at);
	num_format(series->twice[0], values[0]);
	num_format(series->twice[1], values[1]);
	error_set(reading->reterr, FRUGAL_EDATA,
		  /* TRANSLATORS: zone, time, two numbers */
		  _("%s: %s is in the table twice, with %s and %s"), series->id.zone, at, values[0],
		  values[1]);
	error_todo(reading->reterr, "%s",
		   reading->is_local ? _("times without an offset are read as UTC: if they are "
					 "local, write their offset (2026-10-25T02:00+01:00)")
				     : _("leave only the right one in the table"));
	return error_where(reading->reterr, "%s", reading->table->name);
}

/* Notes the time that only local clocks skip or repeat. */
static void note_clock(struct grid_series *series)
{
	const struct grid_noted *repeated = &series->notes[GRID_NOTE_REPEATED];
	const char *zone = series->id.zone;
	if (repeated->n && clocks_repeat(zone, repeated->first_s))
		grid_series_note(series, GRID_NOTE_CLOCK, repeated->first_s);
	for (size_t i = 1; i < series->n; i++) {
		const struct grid_slot *last = &series->slots[i - 1];
		int64_t end_s = last->start_s + last->seconds;
		if (clocks_skip(zone, end_s, series->slots[i].start_s - end_s))
			grid_series_note(series, GRID_NOTE_CLOCK, end_s);
	}
}

/* Refuses kilograms under a heading without unit: no grid is so clean over its life cycle. */
static int check_unit(const struct reading *reading, const struct grid_series *series)
{
	const struct grid_table *table = reading->table;
	size_t known = 0;
	for (size_t i = 0; i < series->n; i++)
		known += isnan(series->slots[i].g_per_kwh) ? 0 : 1;
	size_t small = series->notes[GRID_NOTE_SMALL].n;
	bool stated = table->n_sources || !table->n_values || table->unit != NO_COLUMN ||
		      table->values[0].is.unit_g_per_kwh > 0;
	if (stated || !small || small < known || series->id.kind != GRID_AVERAGE ||
	    series->id.scope != GRID_LIFECYCLE)
		return 0;
	error_set(reading->reterr, FRUGAL_EDATA,
		  _("%s: all values are below 2, too little for gCO2e/kWh over the life cycle"),
		  series->id.zone);
	error_todo(reading->reterr, "%s",
		   _("name the unit in the heading of the values: kg_per_kwh, or g_per_kwh"));
	return error_where(reading->reterr, "%s", table->name);
}

/*
 * Refuses "1,234" where every comma has three digits after it and other values are whole: it may
 * be a thousand. has_decimals: of other numbers of digits.
 */
static int check_commas(const struct reading *reading)
{
	if (!reading->has_commas || reading->has_decimals || !reading->has_hundreds)
		return 0;
	error_set(reading->reterr, FRUGAL_EDATA, "%s",
		  _("the commas of the numbers may separate thousands"));
	error_todo(reading->reterr, "%s", _("write 1234 without a comma, or 1.234 with a point"));
	return error_where(reading->reterr, "%s:%u", reading->table->name, reading->thousands_line);
}

static int settle(const struct reading *reading)
{
	int r = check_commas(reading);
	for (size_t i = 0; r == 0 && i < reading->found->n; i++) {
		struct grid_series *series = &reading->found->series[i];
		grid_series_settle(series, SECONDS_PER_HOUR);
		grid_series_note_small(series);
		r = check_twice(reading, series);
		if (r == 0)
			r = check_unit(reading, series);
		if (r == 0 && reading->is_local)
			note_clock(series);
	}
	return r;
}

int grid_read_csv(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr)
{
	struct str fields[CSV_MAX_FIELDS];
	struct grid_table *table = mem_zalloc(1, sizeof(*table));
	struct reading reading = {.table = table, .found = ret, .reterr = reterr};
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
		r = grid_table_header(table, fields, n, reterr);
	while (r >= 0 && (r = csv_next(&table->csv, fields, CSV_MAX_FIELDS, &n, reterr)) > 0)
		r = read_row(&reading, fields, n);
	if (r == 0)
		r = settle(&reading);
	arena_release(&table->arena);
	mem_free(table);
	return r < 0 ? r : 0;
}
