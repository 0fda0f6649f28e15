/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The factor tables: names, heads, cells, rows by name, rows of the user. A frugal_table is a table
 * of the room factor under another name; it belongs to the library.
 */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "api/inside.h"
#include "base/intl.h"
#include "factor/import.h"

const struct table *table_of(const frugal_table *table)
{
	return (const struct table *)table;
}

int frugal_tables(frugal_library *library, const char *const **ret_names,
		  struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct knowledge *knowledge;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_names)
		return missing_argument("ret_names", reterr);
	int r = library_knowledge(library, &knowledge, reterr);
	return r == 0 ? tables_names(knowledge->tables, ret_names, reterr) : r;
}

int frugal_table_get(frugal_library *library, const char *name, const frugal_table **ret_table,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct knowledge *knowledge;
	const struct table *table;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_table)
		return missing_argument("ret_table", reterr);
	int r = library_knowledge(library, &knowledge, reterr);
	if (r == 0)
		r = tables_get(knowledge->tables, name, &table, reterr);
	if (r == 0)
		*ret_table = (const frugal_table *)table;
	return r;
}

/* ---- heads and cells ------------------------------------------------------------------------ */

const char *frugal_table_name(const frugal_table *table)
{
	return table ? table_name(table_of(table)) : NULL;
}

uint32_t frugal_table_rows(const frugal_table *table)
{
	return table ? table_rows(table_of(table)) : 0;
}

uint32_t frugal_table_columns(const frugal_table *table)
{
	return table ? table_columns(table_of(table)) : 0;
}

int frugal_table_column(const frugal_table *table, uint32_t column,
			struct frugal_table_head *ret_head)
{
	if (!ret_head || column >= frugal_table_columns(table))
		return FRUGAL_EUSAGE;
	const struct table_column *inside = table_column(table_of(table), column);
	*ret_head = (struct frugal_table_head){
		.name = inside->name,
		.unit = inside->unit_name,
		.low = inside->low == TABLE_NO_COLUMN ? FRUGAL_NONE : inside->low,
		.high = inside->high == TABLE_NO_COLUMN ? FRUGAL_NONE : inside->high,
	};
	return 0;
}

uint32_t frugal_table_column_find(const frugal_table *table, const char *name)
{
	uint32_t column =
		table && name ? table_column_find(table_of(table), str_of(name)) : TABLE_NO_COLUMN;
	return column == TABLE_NO_COLUMN ? FRUGAL_NONE : column;
}

static bool has_cell(const frugal_table *table, uint32_t row, uint32_t column)
{
	return row < frugal_table_rows(table) && column < frugal_table_columns(table);
}

const char *frugal_table_text(const frugal_table *table, uint32_t row, uint32_t column)
{
	return has_cell(table, row, column) ? table_text(table_of(table), row, column) : "";
}

double frugal_table_number(const frugal_table *table, uint32_t row, uint32_t column)
{
	if (!has_cell(table, row, column))
		return (double)NAN;
	const struct table *inside = table_of(table);
	if (!table_column(inside, column)->unit_name)
		return (double)NAN;
	return table_number(inside, row, column) / table_column(inside, column)->unit.scale;
}

int frugal_table_where(const frugal_table *table, uint32_t row, char *to, size_t size)
{
	struct buf text = {0};
	if (!to || !size || row >= frugal_table_rows(table))
		return FRUGAL_EUSAGE;
	table_where(table_of(table), row, &text);
	(void)snprintf(to, size, "%s", buf_text(&text));
	buf_release(&text);
	return 0;
}

/* ---- rows by name --------------------------------------------------------------------------- */

int frugal_table_find(const frugal_table *table, const char *name, struct frugal_found *ret_found,
		      struct frugal_error *reterr)
{
	static const enum frugal_found_kind kinds[] = {
		[TABLE_MISS_NONE] = FRUGAL_FOUND,          [TABLE_MISS_EMPTY] = FRUGAL_UNKNOWN,
		[TABLE_MISS_UNKNOWN] = FRUGAL_UNKNOWN,     [TABLE_MISS_YEAR] = FRUGAL_OTHER_YEAR,
		[TABLE_MISS_AMBIGUOUS] = FRUGAL_AMBIGUOUS,
	};
	struct frugal_error unread;
	struct table_search search;
	reterr = reterr ? reterr : &unread;
	if (!table)
		return missing_argument("table", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_found)
		return missing_argument("ret_found", reterr);
	struct buf what = {0};
	/* TRANSLATORS: "no row of gpus is called 'X'", "row of gpus 'X' is ambiguous" */
	buf_addf(&what, _("row of %s"), frugal_table_name(table));
	int r = table_search(table_of(table), buf_text(&what), str_of(name), &search, reterr);
	buf_release(&what);
	*ret_found = (struct frugal_found){
		.kind = search.taken ? FRUGAL_TAKEN : kinds[search.miss],
		.row = search.row == TABLE_NO_ROW ? FRUGAL_NONE : search.row,
		.n_candidates = search.n_candidates,
	};
	memcpy(ret_found->candidates, search.candidates, sizeof(ret_found->candidates));
	return r;
}

uint32_t frugal_table_same_key(const frugal_table *table, uint32_t row, uint32_t *rows,
			       uint32_t max)
{
	if (row >= frugal_table_rows(table) || (max && !rows))
		return 0;
	return table_same_key(table_of(table), row, rows, max);
}

/* ---- rows of the user's own ----------------------------------------------------------------- */

static int read_renames(const struct frugal_import *from, struct arena *arena,
			struct import_options *to, struct frugal_error *reterr)
{
	struct import_rename *renames = arena_array(arena, from->n_renames + 1, sizeof(*renames));
	if (!renames)
		return error_nomem(reterr);
	for (size_t i = 0; i < from->n_renames; i++) {
		const char *text = from->renames[i];
		const char *equals = text ? strchr(text, '=') : NULL;
		if (!equals || equals == text || !equals[1]) {
			error_set(reterr, FRUGAL_EUSAGE, _("'%s' does not name two columns"),
				  text ? text : "");
			return error_todo(reterr, "%s", _("write THEIRS=OURS, as 'TDP=tdp[W]'"));
		}
		renames[i].theirs = (struct str){text, (size_t)(equals - text)};
		renames[i].ours = str_of(equals + 1);
	}
	to->renames = renames;
	to->n_renames = from->n_renames;
	return 0;
}

static int year_of(int64_t s)
{
	time_t t = (time_t)s;
	struct tm utc;
	return gmtime_r(&t, &utc) ? utc.tm_year + 1900 : 0;
}

static int check_import(const struct frugal_import *import, struct frugal_error *reterr)
{
	return !import->table                          ? missing_argument("table", reterr)
	       : !import->name                         ? missing_argument("name", reterr)
	       : !import->text && import->n_text       ? missing_argument("text", reterr)
	       : !import->renames && import->n_renames ? missing_argument("renames", reterr)
						       : 0;
}

int frugal_table_import(frugal_library *library, const struct frugal_import *rows,
			struct frugal_imported *ret_imported, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_import copy = {.size = sizeof(copy)};
	const struct knowledge *knowledge;
	struct import_report report;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!rows)
		return missing_argument("rows", reterr);
	int r = copy_sized(rows, &copy, sizeof(copy), "import", reterr);
	if (r == 0)
		r = check_import(&copy, reterr);
	if (r == 0)
		r = library_knowledge(library, &knowledge, reterr);
	struct import_options wanted = {
		.table = copy.table,
		.name = copy.name,
		.year = year_of(library->context.now_s),
		.dry_run = copy.dry_run != 0,
	};
	struct arena *arena = &library->context.arena;
	if (r == 0)
		r = read_renames(&copy, arena, &wanted, reterr);
	if (r == 0)
		r = tables_import(knowledge->tables, (struct str){copy.text, copy.n_text}, &wanted,
				  arena, &report, reterr);
	if (r == 0 && ret_imported)
		*ret_imported = (struct frugal_imported){
			report.path,
			report.read,
			report.added,
			report.winning,
		};
	return r;
}
