/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a user's rows into a table of the user's folder. It renames the columns of the file, fills
 * year, source and licence where the file has none, merges the rows with those already in the
 * folder, and loads the result with the built-in table as a check before it replaces the file under
 * a lock.
 */
#include "factor/import.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/lock.h"
#include "factor/inside.h"

/* Columns that every row of a table has; the import fills those that the file lacks. */
static const char *const OWED[] = {"year", "source", "licence"};
#define N_OWED (sizeof(OWED) / sizeof(*OWED))

/* ---- the file under our names ---- */

static bool find_rename(const struct import_options *options, struct str theirs, struct str *ret)
{
	for (size_t i = 0; i < options->n_renames; i++) {
		if (str_eq(options->renames[i].theirs, theirs)) {
			*ret = options->renames[i].ours;
			return true;
		}
	}
	return false;
}

struct columns {
	bool kept[CSV_MAX_FIELDS];
	size_t n; /* of the file */
	bool owed[N_OWED];
};

static void note_owed(struct columns *columns, struct str name)
{
	for (size_t i = 0; i < N_OWED; i++)
		if (str_is(name, OWED[i]))
			columns->owed[i] = false;
}

static int every_rename_found(const struct import_options *options, const struct str *cells,
			      size_t n, struct frugal_error *reterr)
{
	for (size_t i = 0; i < options->n_renames; i++) {
		bool found = false;
		for (size_t c = 0; c < n && !found; c++)
			found = str_eq(str_trim(cells[c]), options->renames[i].theirs);
		if (!found) {
			error_set(reterr, FRUGAL_EUSAGE, _("the file has no column '%.*s'"),
				  STR_ARG(options->renames[i].theirs));
			return error_where(reterr, "%s", options->name);
		}
	}
	return 0;
}

static void put_header(const struct import_options *options, const struct str *cells,
		       struct columns *columns, struct buf *to)
{
	bool first = true;
	for (size_t c = 0; c < columns->n; c++) {
		struct str name = str_trim(cells[c]);
		columns->kept[c] = !options->n_renames || find_rename(options, name, &name);
		if (!columns->kept[c])
			continue;
		note_owed(columns, name);
		buf_puts(to, first ? "" : ",");
		csv_put(to, name);
		first = false;
	}
	for (size_t i = 0; i < N_OWED; i++)
		if (columns->owed[i])
			buf_addf(to, ",%s", OWED[i]);
	buf_putc(to, '\n');
}

/* Appends the row and returns how many lines it takes. */
static uint32_t put_row(const struct import_options *options, const struct str *cells, size_t n,
			const struct columns *columns, struct buf *to)
{
	bool first = true;
	size_t start = to->n;
	for (size_t c = 0; c < n; c++) {
		if (c < columns->n && !columns->kept[c])
			continue;
		buf_puts(to, first ? "" : ",");
		csv_put(to, cells[c]);
		first = false;
	}
	for (size_t i = 0; i < N_OWED; i++) {
		if (!columns->owed[i])
			continue;
		buf_putc(to, ',');
		if (i == 0)
			buf_addf(to, "%d", options->year);
		else
			csv_put(to, i == 1 ? str_of(options->name) : STR("own"));
	}
	buf_putc(to, '\n');
	uint32_t lines = 0;
	for (size_t i = start; i < to->n; i++)
		lines += to->p[i] == '\n';
	return lines;
}

/*
 * Renames the columns of text. Rows keep their line numbers, so that messages name the lines of the
 * file.
 */
static int under_our_names(struct str text, const struct import_options *options,
			   struct arena *arena, struct buf *to, struct frugal_error *reterr)
{
	struct csv csv;
	struct str *cells = arena_array(arena, CSV_MAX_FIELDS, sizeof(*cells));
	struct columns *columns = arena_array(arena, 1, sizeof(*columns));
	if (!cells || !columns)
		return error_nomem(reterr);
	csv_init(&csv, options->name, text, arena);
	int r = csv_next(&csv, cells, CSV_MAX_FIELDS, &columns->n, reterr);
	if (r == 0) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("the file is empty"));
		return error_where(reterr, "%s", options->name);
	}
	if (r < 0)
		return r;
	for (size_t i = 0; i < N_OWED; i++)
		columns->owed[i] = true;
	r = every_rename_found(options, cells, columns->n, reterr);
	if (r < 0)
		return r;
	for (uint32_t line = 1; line < csv.line; line++)
		buf_putc(to, '\n');
	uint32_t line = csv.line + 1;
	put_header(options, cells, columns, to);
	size_t n;
	while ((r = csv_next(&csv, cells, CSV_MAX_FIELDS, &n, reterr)) > 0) {
		if (n != columns->n) {
			error_set(reterr, FRUGAL_EDATA,
				  _("cells in the row: %zu, in the header: %zu"), n, columns->n);
			return error_where(reterr, "%s:%u", options->name, csv.line);
		}
		for (; line < csv.line; line++)
			buf_putc(to, '\n');
		line += put_row(options, cells, n, columns, to);
	}
	return r < 0 ? r : to->failed ? error_nomem(reterr) : 0;
}

/* ---- what is there already, and what comes ---- */

static bool same_cells(const struct table *table, uint32_t a, uint32_t b)
{
	for (uint32_t c = 0; c < table_columns(table); c++)
		if (strcmp(table_text(table, a, c), table_text(table, b, c)) != 0)
			return false;
	return true;
}

/* Whether an earlier row of the same key has the same cells. */
static bool repeated(const struct table *table, uint32_t row)
{
	for (uint32_t other = table_first(table, table_group(table, row));
	     other != TABLE_NO_ROW && other < row; other = table_next(table, other))
		if (same_cells(table, other, row))
			return true;
	return false;
}

static void put_table(const struct table *table, struct buf *to)
{
	for (uint32_t c = 0; c < table_columns(table); c++) {
		const struct table_column *column = table_column(table, c);
		buf_puts(to, c ? "," : "");
		buf_puts(to, column->name);
		if (column->unit_name && c != table->year_column)
			buf_addf(to, "[%s]", column->unit_name);
	}
	buf_putc(to, '\n');
	for (uint32_t row = 0; row < table_rows(table); row++) {
		if (repeated(table, row))
			continue;
		for (uint32_t c = 0; c < table_columns(table); c++) {
			buf_puts(to, c ? "," : "");
			csv_put(to, str_of(table_text(table, row, c)));
		}
		buf_putc(to, '\n');
	}
}

/*
 * Counts the rows of the first file that differ from all before, and those that replace a built-in
 * row.
 */
static void count(const struct table *both, uint32_t read, const struct table *ours,
		  struct import_report *ret)
{
	ret->read = read;
	for (uint32_t row = 0; row < read; row++) {
		bool there = repeated(both, row);
		for (uint32_t other = table_next(both, row); other != TABLE_NO_ROW && !there;
		     other = table_next(both, other))
			there = other >= read && same_cells(both, other, row);
		ret->added += !there;
		ret->winning +=
			!there && ours &&
			table_find_key(ours, str_of(table_text(both, row, 0))) != TABLE_NO_ROW;
	}
}

static int merge(const char *table_name, const struct table_text *texts, size_t n,
		 const struct table *ours, struct buf *to, struct import_report *ret,
		 struct frugal_error *reterr)
{
	struct table *both = NULL, *read = NULL;
	int r = table_load(table_name, texts, 1, NULL, NULL, &read, reterr);
	if (r == 0)
		r = table_load(table_name, texts, n, NULL, NULL, &both, reterr);
	if (r == 0) {
		count(both, table_rows(read), ours, ret);
		put_table(both, to);
		r = to->failed ? error_nomem(reterr) : 0;
	}
	table_free(read);
	table_free(both);
	return r;
}

/* Reads the text with the other files of the table, whose columns it must match. */
static int check_fit(const char *table_name, const struct table_text *text,
		     const struct table *ours, struct frugal_error *reterr)
{
	struct table *table = NULL;
	int r = table_load(table_name, text, 1, ours, NULL, &table, reterr);
	table_free(table);
	return r;
}

int tables_import(struct tables *tables, struct str text, const struct import_options *options,
		  struct arena *arena, struct import_report *ret, struct frugal_error *reterr)
{
	struct buf renamed = {.max = 2 * TABLE_MAX_BYTES}, old = {.max = 2 * TABLE_MAX_BYTES};
	struct buf merged = {.max = 4 * TABLE_MAX_BYTES};
	struct table_text texts[2];
	struct table *ours = NULL;
	const char *folder;
	size_t n = 0;
	int lock = -1;
	*ret = (struct import_report){0};
	int r = tables_own_folder(tables, options->table, &folder, reterr);
	if (r == 0)
		r = tables_open_built_in(tables, options->table, &ours, reterr);
	if (r == 0)
		r = under_our_names(text, options, arena, &renamed, reterr);
	ret->path = r == 0 ? arena_printf(arena, "%s/%s.csv", folder, options->table) : "";
	if (r == 0 && !ret->path)
		r = error_nomem(reterr);
	texts[n++] = (struct table_text){.name = options->name, .text = buf_str(&renamed)};
	if (r == 0)
		r = check_fit(options->table, &texts[0], ours, reterr);
	struct stat st;
	if (r == 0 && !options->dry_run)
		r = folder_lock(folder, &lock, reterr);
	if (r == 0 && lstat(ret->path, &st) == 0) {
		r = file_read_plain(ret->path, TABLE_MAX_BYTES, &old, reterr);
		texts[n++] = (struct table_text){.name = ret->path, .text = buf_str(&old)};
	}
	if (r == 0)
		r = merge(options->table, texts, n, ours, &merged, ret, reterr);
	if (r == 0 && !options->dry_run && ret->added)
		r = file_write(ret->path, buf_str(&merged), reterr);
	folder_unlock(lock);
	table_free(ours);
	buf_release(&renamed);
	buf_release(&old);
	buf_release(&merged);
	return r;
}
