/* SPDX-License-Identifier: Apache-2.0 */
/* frugal factors: lists the factor tables, the rows of one, or one row with source and licence. */
#include <time.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "factor/import.h"
#include "model/knowledge.h"
#include "report/answer.h"
#include "report/layout.h"

#define IMPORT_MAX_BYTES ((size_t)64 << 20)

struct factors_options {
	bool json;
	bool csv;
	struct option_list map;
	bool dry_run;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct factors_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct factors_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_LIST(struct factors_options, map, "map", N_("THEIRS=OURS"),
		 N_("import the column THEIRS as OURS[UNIT], and only columns named so")),
	OPT_FLAG(struct factors_options, dry_run, 0, "dry-run", N_("import nothing, say what would be")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("TABLE"), ARGUMENT_OPTIONAL, COMPLETE_TABLES, NULL},
	{N_("KEY"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{N_("FILE"), ARGUMENT_OPTIONAL, COMPLETE_FILES, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal factors", N_("list the tables")},
	{"frugal factors zones FR",
	 N_("the carbon intensity of France, year by year, with sources")},
	{"frugal factors gpus \"A100 SXM4 80GB\" --json", N_("one row, for a program")},
	{"frugal factors import gpus mine.csv", N_("add rows of your own, which then go first")},
	{"frugal factors import cpus theirs.csv --map Name=key --map 'TDP=tdp[W]'",
	 N_("the same from a file with other names of columns")},
	{NULL, NULL},
};

/* ---- the list of tables ---- */

static int list_tables(struct cli *cli, struct tables *tables, const struct factors_options *asked,
		       struct buf *to, struct frugal_error *reterr)
{
	const char *const *names;
	struct jsonw json = {.out = to, .pretty = true};
	struct columns columns;
	columns_init(&columns, &cli->context.arena, 3);
	columns.right[1] = true;
	int r = tables_names(tables, &names, reterr);
	if (asked->json)
		jsonw_array(&json, NULL);
	if (asked->csv)
		buf_puts(to, "table,rows,columns\n");
	for (; r == 0 && *names; names++) {
		const struct table *table;
		r = tables_get(tables, *names, &table, reterr);
		if (r < 0)
			break;
		if (asked->json) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, "table", *names);
			jsonw_int(&json, "rows", table_rows(table));
			jsonw_int(&json, "columns", table_columns(table));
			jsonw_object_end(&json);
		} else if (asked->csv) {
			csv_put(to, str_of(*names));
			buf_addf(to, ",%u,%u\n", table_rows(table), table_columns(table));
		} else {
			columns_add(&columns, *names);
			columns_add(&columns,
				    arena_printf(&cli->context.arena, "%u", table_rows(table)));
			columns_add(&columns, _("rows"));
		}
	}
	if (asked->json)
		jsonw_array_end(&json);
	if (asked->json)
		buf_putc(to, '\n');
	if (!asked->json && !asked->csv)
		columns_print(&columns, to, 0);
	columns_release(&columns);
	return r;
}

/* ---- rows ---- */

static void header_cell(const struct table_column *column, struct buf *to)
{
	buf_puts(to, column->name);
	if (column->unit_name)
		buf_addf(to, "[%s]", column->unit_name);
}

static void rows_csv(const struct table *table, const uint32_t *rows, uint32_t n, struct buf *to)
{
	for (uint32_t c = 0; c < table_columns(table); c++) {
		buf_puts(to, c ? "," : "");
		header_cell(table_column(table, c), to);
	}
	buf_putc(to, '\n');
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t c = 0; c < table_columns(table); c++) {
			buf_puts(to, c ? "," : "");
			csv_put(to, str_of(table_text(table, rows[i], c)));
		}
		buf_putc(to, '\n');
	}
}

static void rows_json(const struct table *table, const uint32_t *rows, uint32_t n, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct buf where = {0};
	jsonw_array(&json, NULL);
	for (uint32_t i = 0; i < n; i++) {
		jsonw_object(&json, NULL);
		for (uint32_t c = 0; c < table_columns(table); c++) {
			const struct table_column *column = table_column(table, c);
			const char *text = table_text(table, rows[i], c);
			if (!text[0])
				continue;
			if (!column->unit_name) {
				jsonw_string(&json, column->name, text);
				continue;
			}
			jsonw_object(&json, column->name);
			jsonw_number(&json, "value",
				     table_number(table, rows[i], c) / column->unit.scale);
			jsonw_string(&json, "unit", column->unit_name);
			jsonw_object_end(&json);
		}
		buf_clear(&where);
		table_where(table, rows[i], &where);
		jsonw_string(&json, "where", buf_text(&where));
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	buf_putc(to, '\n');
	buf_release(&where);
}

/* A row as people read it: a value a line, with its support, then where it comes from. */
static void row_text(struct cli *cli, const struct table *table, uint32_t row, struct buf *to)
{
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &cli->context.arena, 2);
	for (uint32_t c = 0; c < table_columns(table); c++) {
		const struct table_column *column = table_column(table, c);
		const char *text = table_text(table, row, c);
		size_t n = strlen(column->name);
		bool support = (n > 4 && strcmp(column->name + n - 4, "_low") == 0) ||
			       (n > 5 && strcmp(column->name + n - 5, "_high") == 0);
		if (!text[0] || (support && column->unit_name))
			continue;
		buf_clear(&cell);
		buf_puts(&cell, text);
		if (column->low != TABLE_NO_COLUMN && table_text(table, row, column->low)[0])
			buf_addf(&cell, " [%s, %s]", table_text(table, row, column->low),
				 table_text(table, row, column->high));
		if (column->unit_name && strcmp(column->unit_name, "1") != 0)
			buf_addf(&cell, " %s", column->unit_name);
		columns_add(&columns, column->name);
		columns_add(&columns, buf_text(&cell));
	}
	buf_clear(&cell);
	table_where(table, row, &cell);
	columns_add(&columns, _("file"));
	columns_add(&columns, buf_text(&cell));
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&cell);
}

/* The whole table: key, numbers with units in the head, year and source. */
static void table_grid(struct cli *cli, const struct table *table, const uint32_t *rows, uint32_t n,
		       struct buf *to)
{
	uint32_t shown[COLUMNS_MOST];
	size_t n_shown = 0;
	struct buf head = {0};
	for (uint32_t c = 0; c < table_columns(table) && n_shown < 5; c++) {
		const struct table_column *column = table_column(table, c);
		size_t length = strlen(column->name);
		bool support = (length > 4 && strcmp(column->name + length - 4, "_low") == 0) ||
			       (length > 5 && strcmp(column->name + length - 5, "_high") == 0);
		if (c == 0 || (column->unit_name && !support && strcmp(column->name, "year") != 0))
			shown[n_shown++] = c;
	}
	static const char *const ends[] = {"year", "source"};
	for (size_t i = 0; i < 2; i++) {
		uint32_t c = table_column_find(table, str_of(ends[i]));
		if (c != TABLE_NO_COLUMN)
			shown[n_shown++] = c;
	}
	struct columns columns;
	columns_init(&columns, &cli->context.arena, n_shown);
	for (size_t i = 0; i < n_shown; i++) {
		buf_clear(&head);
		header_cell(table_column(table, shown[i]), &head);
		columns_add(&columns,
			    strcmp(buf_text(&head), "year[1]") == 0 ? "year" : buf_text(&head));
		columns.right[i] = i > 0 && table_column(table, shown[i])->unit_name;
	}
	for (uint32_t r = 0; r < n; r++)
		for (size_t i = 0; i < n_shown; i++)
			columns_add(&columns, table_text(table, rows[r], shown[i]));
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&head);
}

/* The rows asked for: all, or those that share the key that was found (newest first). */
static int choose_rows(struct cli *cli, const struct table *table, uint32_t **ret, uint32_t *ret_n,
		       struct frugal_error *reterr)
{
	uint32_t all = table_rows(table);
	uint32_t *rows = arena_array(&cli->context.arena, (size_t)all + 1, sizeof(uint32_t));
	if (!rows)
		return error_nomem(reterr);
	*ret = rows;
	*ret_n = all;
	for (uint32_t i = 0; i < all; i++)
		rows[i] = i;
	if (cli->n_args < 2)
		return 0;
	uint32_t row;
	/* TRANSLATORS: "no row of gpus is called 'X'", "row of gpus 'X' is ambiguous" */
	const char *what = arena_printf(&cli->context.arena, _("row of %s"), table_name(table));
	if (!what)
		return error_nomem(reterr);
	int r = table_find(table, what, str_of(cli->args[1]), &row, reterr);
	if (r < 0)
		return r;
	/* "FR:2022" asks for that row alone. */
	rows[0] = row;
	*ret_n = 1;
	if (!strchr(cli->args[1], ':'))
		*ret_n = table_same_key(table, row, rows, all);
	return 0;
}

static int show_table(struct cli *cli, struct tables *tables, const struct factors_options *asked,
		      struct buf *to, struct frugal_error *reterr)
{
	const struct table *table;
	uint32_t *rows = NULL;
	uint32_t n = 0;
	int r = tables_get(tables, cli->args[0], &table, reterr);
	if (r == 0)
		r = choose_rows(cli, table, &rows, &n, reterr);
	if (r < 0)
		return r;
	if (asked->json) {
		rows_json(table, rows, n, to);
	} else if (asked->csv) {
		rows_csv(table, rows, n, to);
	} else if (cli->n_args < 2) {
		table_grid(cli, table, rows, n, to);
	} else {
		for (uint32_t i = 0; i < n; i++) {
			buf_puts(to, i ? "\n" : "");
			row_text(cli, table, rows[i], to);
		}
	}
	return 0;
}

/* ---- rows of the user's own ---- */

static int read_map(struct cli *cli, const struct option_list *map, struct import_options *ret,
		    struct frugal_error *reterr)
{
	struct import_rename *renames =
		arena_array(&cli->context.arena, map->n + 1, sizeof(struct import_rename));
	if (!renames)
		return error_nomem(reterr);
	for (size_t i = 0; i < map->n; i++) {
		const char *equals = strchr(map->items[i], '=');
		if (!equals || equals == map->items[i] || !equals[1]) {
			error_set(reterr, FRUGAL_EUSAGE, _("--map '%s' names no two columns"),
				  map->items[i]);
			return error_todo(reterr, "%s", _("write THEIRS=OURS, as 'TDP=tdp[W]'"));
		}
		renames[i].theirs = (struct str){map->items[i], (size_t)(equals - map->items[i])};
		renames[i].ours = str_of(equals + 1);
	}
	ret->renames = renames;
	ret->n_renames = map->n;
	return 0;
}

static void import_text(const struct import_report *report, const struct factors_options *asked,
			struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	if (asked->json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "file", report->path);
		jsonw_int(&json, "rows", report->read);
		jsonw_int(&json, "added", report->added);
		jsonw_int(&json, "winning", report->winning);
		jsonw_bool(&json, "written", !asked->dry_run && report->added);
		jsonw_object_end(&json);
		buf_putc(to, '\n');
		return;
	}
	buf_addf(to,
		 asked->dry_run ? _("%u of %u rows would be added to %s; %u of them would go "
				    "before built-in ones\n")
				: _("%u of %u rows added to %s; %u of them go before built-in "
				    "ones\n"),
		 report->added, report->read, report->path, report->winning);
}

static int this_year(void)
{
	time_t now = time(NULL);
	struct tm utc;
	return gmtime_r(&now, &utc) ? utc.tm_year + 1900 : 0;
}

static int import(struct cli *cli, struct tables *tables, const struct factors_options *asked,
		  struct buf *to, struct frugal_error *reterr)
{
	struct buf text = {.max = IMPORT_MAX_BYTES};
	struct import_report report;
	if (cli->n_args != 3) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("import wants a table and a file"));
		return error_todo(reterr, "frugal factors import TABLE FILE");
	}
	const char *path = cli->args[2];
	struct import_options wanted = {
		.table = cli->args[1],
		.name = strcmp(path, "-") == 0 ? "standard input" : path,
		.year = this_year(),
		.dry_run = asked->dry_run,
	};
	int r = read_map(cli, &asked->map, &wanted, reterr);
	if (r == 0)
		r = file_read(path, IMPORT_MAX_BYTES, &text, reterr);
	if (r == 0)
		r = tables_import(tables, buf_str(&text), &wanted, &cli->context.arena, &report,
				  reterr);
	if (r == 0)
		import_text(&report, asked, to);
	buf_release(&text);
	return r;
}

static int answer(struct cli *cli, struct tables *tables, const struct factors_options *asked,
		  struct buf *to, struct frugal_error *reterr)
{
	if (cli->n_args && strcmp(cli->args[0], "import") == 0)
		return import(cli, tables, asked, to, reterr);
	if (cli->n_args > 2)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 cli->args[2]);
	if (asked->map.n || asked->dry_run)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s goes with import only"),
				 asked->dry_run ? "--dry-run" : "--map");
	return cli->n_args ? show_table(cli, tables, asked, to, reterr)
			   : list_tables(cli, tables, asked, to, reterr);
}

static int factors(struct cli *cli, struct frugal_error *reterr)
{
	const struct factors_options *asked = cli->options;
	struct knowledge knowledge;
	struct buf text = {0};
	if (asked->json && asked->csv)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s does not go with %s"), "--json",
				 "--csv");
	int r = knowledge_open(&cli->context, &knowledge, reterr);
	if (r < 0)
		return r;
	r = answer(cli, knowledge.tables, asked, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	knowledge_close(&knowledge);
	return r;
}

const struct command command_factors = {
	.name = "factors",
	.group = GROUP_ESTIMATE,
	.brief = N_("list the factor tables, or show rows of one"),
	.text = N_(
		"Lists the factor tables, the rows of TABLE, or the rows for KEY: each value with "
		"its unit, interval, source, year and licence.\n\n"
		"`import TABLE FILE` adds the rows of a CSV file to your own folder, where they go "
		"before built-in rows of the same key. Nothing is written unless the whole file "
		"holds; the same rows again change nothing."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct factors_options),
	.examples = examples,
	.function = factors,
};
