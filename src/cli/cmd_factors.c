/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal factors: lists the factor tables, the rows of one, or one row with its source and licence;
 * imports rows of a CSV file to the user's folder. The room factor reads and checks the tables.
 */
#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/tables.h"

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
		 N_("import column THEIRS as OURS[UNIT], and only columns given this way")),
	OPT_FLAG(struct factors_options, dry_run, 0, "dry-run",
		 N_("import nothing; print what would be imported")),
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
	{"frugal factors", N_("the tables")},
	{"frugal factors zones FR",
	 N_("the carbon intensity of France, year by year, with sources")},
	{"frugal factors gpus \"A100 SXM4 80GB\" --json", N_("one row, in JSON")},
	{"frugal factors import gpus mine.csv", N_("add your own rows, which take precedence")},
	{"frugal factors import cpus theirs.csv --map Name=key --map 'TDP=tdp[W]'",
	 N_("the same from a file with other column names")},
	{NULL, NULL},
};

static void put_json(struct buf *to, const struct table *table, const uint32_t *rows, uint32_t n)
{
	struct jsonw json = {.out = to, .pretty = true};
	table_rows_json(&json, table, rows, n);
	buf_putc(to, '\n');
}

static int list_tables(struct cli *cli, const struct factors_options *asked, struct buf *to,
		       struct frugal_error *reterr)
{
	const char *const *names;
	size_t n = 0;
	int r = frugal_tables(cli->library, &names, reterr);
	if (r < 0)
		return r;
	while (names[n])
		n++;
	const struct table **tables = arena_array(&cli->arena, n + 1, sizeof(*tables));
	if (!tables)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const frugal_table *table;
		r = frugal_table_get(cli->library, names[i], &table, reterr);
		if (r == 0)
			tables[i] = table_of(table);
	}
	if (r < 0)
		return r;
	if (asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		tables_json(&json, tables, n);
		buf_putc(to, '\n');
	} else if (asked->csv) {
		tables_csv(to, tables, n);
	} else {
		tables_text(to, tables, n);
	}
	return 0;
}

/* The rows asked for: all, or those that share the key that was found (the answer first). */
static int choose_rows(struct cli *cli, const frugal_table *table, uint32_t **ret, uint32_t *ret_n,
		       struct frugal_found *ret_found, struct frugal_error *reterr)
{
	uint32_t all = frugal_table_rows(table);
	uint32_t *rows = arena_array(&cli->arena, (size_t)all + 1, sizeof(uint32_t));
	struct frugal_found found;
	*ret_found = (struct frugal_found){.kind = FRUGAL_FOUND};
	if (!rows)
		return error_nomem(reterr);
	*ret = rows;
	*ret_n = all;
	for (uint32_t i = 0; i < all; i++)
		rows[i] = i;
	if (cli->n_args < 2)
		return 0;
	int r = frugal_table_find(table, cli->args[1], &found, reterr);
	if (r < 0)
		return r;
	*ret_found = found;
	/* "FR:2022" selects that row alone. */
	rows[0] = found.row;
	*ret_n = 1;
	if (!strchr(cli->args[1], ':'))
		*ret_n = frugal_table_same_key(table, found.row, rows, all);
	return 0;
}

/* "note: 'H100' is taken as H100 SXM5 80GB; also: ..." */
static void taken_text(struct buf *to, const frugal_table *table, const char *name,
		       const struct frugal_found *found)
{
	buf_addf(to, "\n%s ", _("note:"));
	buf_addf(to, _("'%s' is taken as %s"), name, frugal_table_text(table, found->row, 0));
	for (uint32_t i = 0; i < found->n_candidates; i++)
		buf_addf(to, "%s%s", i ? ", " : _("; also: "),
			 frugal_table_text(table, found->candidates[i], 0));
	buf_putc(to, '\n');
}

static int show_table(struct cli *cli, const struct factors_options *asked, struct buf *to,
		      struct frugal_error *reterr)
{
	const frugal_table *table;
	struct frugal_found found;
	uint32_t *rows = NULL;
	uint32_t n = 0;
	int r = frugal_table_get(cli->library, cli->args[0], &table, reterr);
	if (r == 0)
		r = choose_rows(cli, table, &rows, &n, &found, reterr);
	if (r < 0)
		return r;
	const struct table *inside = table_of(table);
	if (asked->json) {
		put_json(to, inside, rows, n);
	} else if (asked->csv) {
		table_rows_csv(to, inside, rows, n);
	} else if (cli->n_args < 2) {
		table_rows_text(to, inside, rows, n, cli->numbers);
	} else {
		for (uint32_t i = 0; i < n; i++) {
			buf_puts(to, i ? "\n" : "");
			table_row_text(to, inside, rows[i], cli->numbers);
		}
		if (found.kind == FRUGAL_TAKEN)
			taken_text(to, table, cli->args[1], &found);
	}
	return 0;
}

/* ---- rows of the user's own ---- */

static void import_text(const struct frugal_imported *imported, const struct factors_options *asked,
			struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	if (asked->json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "file", imported->path);
		jsonw_int(&json, "rows", imported->read);
		jsonw_int(&json, "added", imported->added);
		jsonw_int(&json, "winning", imported->winning);
		jsonw_bool(&json, "written", !asked->dry_run && imported->added);
		jsonw_object_end(&json);
		buf_putc(to, '\n');
		return;
	}
	buf_addf(to,
		 asked->dry_run ? _("%u of %u rows would be added to %s; %u of them would take "
				    "precedence over built-in rows\n")
				: _("%u of %u rows added to %s; %u of them take precedence "
				    "over built-in rows\n"),
		 imported->added, imported->read, imported->path, imported->winning);
}

static int import(struct cli *cli, const struct factors_options *asked, struct buf *to,
		  struct frugal_error *reterr)
{
	struct buf text = {.max = IMPORT_MAX_BYTES};
	struct frugal_imported imported;
	if (cli->n_args != 3) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("import requires a table and a file"));
		return error_todo(reterr, "frugal factors import TABLE FILE");
	}
	const char *path = cli->args[2];
	int r = file_read(path, IMPORT_MAX_BYTES, &text, reterr);
	const struct frugal_import wanted = {
		.size = sizeof(wanted),
		.table = cli->args[1],
		.name = strcmp(path, "-") == 0 ? "standard input" : path,
		.text = buf_text(&text),
		.n_text = text.n,
		.renames = asked->map.items,
		.n_renames = asked->map.n,
		.dry_run = asked->dry_run,
	};
	if (r == 0)
		r = frugal_table_import(cli->library, &wanted, &imported, reterr);
	if (r == 0)
		import_text(&imported, asked, to);
	buf_release(&text);
	return r;
}

static int print_answer(struct cli *cli, const struct factors_options *asked, struct buf *to,
			struct frugal_error *reterr)
{
	if (cli->n_args && strcmp(cli->args[0], "import") == 0)
		return import(cli, asked, to, reterr);
	if (cli->n_args > 2)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 cli->args[2]);
	if (asked->map.n || asked->dry_run)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s can be used with import only"),
				 asked->dry_run ? "--dry-run" : "--map");
	return cli->n_args ? show_table(cli, asked, to, reterr)
			   : list_tables(cli, asked, to, reterr);
}

static int factors(struct cli *cli, struct frugal_error *reterr)
{
	const struct factors_options *asked = cli->options;
	struct buf text = {0};
	if (asked->json && asked->csv)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s cannot be used with %s"), "--json",
				 "--csv");
	int r = print_answer(cli, asked, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

const struct command command_factors = {
	.name = "factors",
	.group = GROUP_ESTIMATE,
	.brief = N_("list the factor tables, or show the rows of one"),
	.text = N_("Lists the factor tables, the rows of TABLE, or the rows for KEY: each value "
		   "with its unit, interval, source, year and licence.\n\n`import TABLE FILE` "
		   "adds the rows of a CSV file to your own folder, where they take precedence "
		   "over built-in rows of the same key. If one row has an error, nothing is "
		   "written. Importing the same rows again changes nothing."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct factors_options),
	.examples = examples,
	.function = factors,
};
