/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the cells of a row that state what its values are. Each is of a closed list: a cell with
 * another word is refused, since the value would be taken for what it is not.
 */
#include "grid/row.h"

#include <math.h>

#include "base/intl.h"

#define SHOWN(text) (int)((text).n < 80 ? (text).n : 80), (text).p

static int refuse(const struct grid_table *table, const char *text, struct str cell,
		  struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, text, SHOWN(cell));
	return grid_table_at_line(table, reterr);
}

static struct str cell_of(const struct str *fields, size_t at)
{
	return at == NO_COLUMN ? STR("") : str_trim(fields[at]);
}

static bool is_among(struct str cell, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (str_eq_nocase(cell, str_of(words[i])))
			return true;
	return false;
}

/* ---- unit, kind, scope, basis --------------------------------------------------------------- */

/* Adds what a cell states to what others state. False: they contradict each other. */
static bool join(const struct heading *cell, struct heading *to)
{
	if ((cell->has_kind && to->has_kind && cell->id.kind != to->id.kind) ||
	    (cell->has_scope && to->has_scope && cell->id.scope != to->id.scope) ||
	    (cell->has_basis && to->has_basis && cell->id.basis != to->id.basis))
		return false;
	if (cell->has_kind)
		to->id.kind = cell->id.kind;
	if (cell->has_scope)
		to->id.scope = cell->id.scope;
	if (cell->has_basis)
		to->id.basis = cell->id.basis;
	to->has_kind |= cell->has_kind;
	to->has_scope |= cell->has_scope;
	to->has_basis |= cell->has_basis;
	to->is_forecast |= cell->is_forecast;
	bool states = cell->unit_g_per_kwh > 0 && !cell->is_usual_unit;
	if (states || !(to->unit_g_per_kwh > 0)) {
		to->unit_g_per_kwh = cell->unit_g_per_kwh;
		to->is_usual_unit = cell->is_usual_unit;
	}
	return true;
}

int grid_row_states(const struct grid_table *table, const struct str *fields, struct heading *ret,
		    struct frugal_error *reterr)
{
	struct str unit = cell_of(fields, table->unit);
	struct heading is;
	*ret = (struct heading){.role = HEADING_VALUE};
	if (table->n_sources) /* power: its unit is that of all */
		return 0;
	if (!cell_is_missing(unit)) {
		if (!heading_states(unit, &is) || !(is.unit_g_per_kwh > 0) || is.is_usual_unit)
			return refuse(table, _("'%.*s' is not a unit of carbon intensity"), unit,
				      reterr);
		(void)join(&is, ret);
	}
	for (size_t i = 0; i < table->n_kinds; i++) {
		struct str cell = cell_of(fields, table->kinds[i]);
		bool of_basis = table->headings[table->kinds[i]].of_basis;
		if (cell_is_missing(cell))
			continue;
		/* A type "production" may be of energy: the heading of the column is "basis". */
		if (!heading_states(cell, &is) ||
		    (is.has_basis && !is.has_kind && !is.has_scope && !of_basis))
			return refuse(table, _("'%.*s' is not a kind of carbon intensity"), cell,
				      reterr);
		if (!join(&is, ret))
			return refuse(table, _("'%.*s' contradicts what else the row states"), cell,
				      reterr);
	}
	return 0;
}

/* A value of WattTime may be marginal, in lb/MWh, or the damage to health. */
static int check_signal(const struct grid_table *table, const struct value_column *column,
			const struct heading *row, double unit, struct frugal_error *reterr)
{
	bool kind = column->is.has_kind || row->has_kind || table->hints->has_kind;
	if (!table->headings[table->time].of_signal || (kind && unit > 0))
		return 0;
	(void)refuse(table, _("the values of WattTime ('%.*s') have no unit or no kind"),
		     table->titles[column->at], reterr);
	return error_todo(reterr, "%s",
			  _("name them moer (marginal, in lb/MWh), or add columns unit and kind"));
}

int grid_row_unit(const struct grid_table *table, const struct value_column *column, size_t at,
		  const struct heading *row, double *ret, struct frugal_error *reterr)
{
	const struct heading *is = &table->headings[at];
	bool states = is->unit_g_per_kwh > 0 && !is->is_usual_unit;
	bool row_states = row->unit_g_per_kwh > 0 && !row->is_usual_unit;
	if (states && row_states && fabs(is->unit_g_per_kwh - row->unit_g_per_kwh) > 1e-9)
		return refuse(table, _("the unit of the row is not that of column '%.*s'"),
			      table->titles[at], reterr);
	double unit = states || (!row_states && is->unit_g_per_kwh > 0) ? is->unit_g_per_kwh
									: row->unit_g_per_kwh;
	if (table->unit != NO_COLUMN && !(unit > 0)) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("the row has a value without its unit"));
		return grid_table_at_line(table, reterr);
	}
	*ret = unit > 0 ? unit : 1;
	return check_signal(table, column, row, unit, reterr);
}

int grid_row_id(const struct grid_table *table, const struct value_column *column,
		const struct heading *row, struct grid_id *id, struct frugal_error *reterr)
{
	const struct grid_hints *hints = table->hints;
	struct heading all = column->is;
	const struct heading asked = {.id = hints->id,
				      .has_kind = hints->has_kind,
				      .has_scope = hints->has_scope,
				      .has_basis = hints->has_basis};
	if (!join(&asked, &all) || !join(row, &all)) {
		(void)refuse(table, _("the row contradicts column '%.*s' or an option"),
			     table->titles[column->at], reterr);
		return error_todo(reterr, "%s",
				  _("leave out the kind, scope or basis that contradicts it"));
	}
	if (row->has_kind)
		id->kind = row->id.kind;
	if (row->has_scope)
		id->scope = row->id.scope;
	if (row->has_basis)
		id->basis = row->id.basis;
	return 0;
}

/* ---- estimates ------------------------------------------------------------------------------ */

int grid_row_estimated(const struct grid_table *table, const struct str *fields, bool *ret,
		       struct frugal_error *reterr)
{
	static const char *const yes[] = {"true",      "yes", "1",    "y", "t",
					  "estimated", "oui", "vrai", NULL};
	static const char *const no[] = {"false",    "no",     "0",   "n",    "f",
					 "measured", "actual", "non", "faux", NULL};
	struct str mark = cell_of(fields, table->estimated);
	struct str method = cell_of(fields, table->method);
	/* A row with a method of estimation is estimated where nothing else states it. */
	*ret = !cell_is_missing(method) && !is_among(method, no);
	if (cell_is_missing(mark))
		return 0;
	*ret = is_among(mark, yes);
	if (*ret || is_among(mark, no))
		return 0;
	(void)refuse(table, _("'%.*s' does not state whether the value is estimated"), mark,
		     reterr);
	return error_todo(reterr, "%s", _("write true or false"));
}

/* ---- times ---------------------------------------------------------------------------------- */

int grid_row_check_time(const struct grid_table *table, const struct str *fields, struct str time,
			struct frugal_error *reterr)
{
	static const char *const utc[] = {"utc",   "z",      "gmt", "etc/utc", "0", "+0",
					  "00:00", "+00:00", "+00", "+0000",   NULL};
	struct str zone = cell_of(fields, table->offset);
	if (table->clock != NO_COLUMN && time.n < sizeof("2026-01-01T00")) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' has its hour in column '%.*s'"),
			  SHOWN(time), SHOWN(table->titles[table->clock]));
		error_todo(reterr, "%s", _("write both in one cell: 2026-03-02T13:00Z"));
		return grid_table_at_line(table, reterr);
	}
	bool known = table->headings[table->time].is_utc || grid_time_has_offset(time);
	if (known || cell_is_missing(zone) || is_among(zone, utc))
		return 0;
	error_set(reterr, FRUGAL_EDATA, _("'%.*s' has its offset in column '%.*s'"), SHOWN(time),
		  SHOWN(table->titles[table->offset]));
	error_todo(reterr, "%s", _("write both in one cell: 2026-10-25T02:00+01:00"));
	return grid_table_at_line(table, reterr);
}
