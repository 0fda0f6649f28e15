/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Factor tables: reading, refusing, choosing a row, finding a name. Expected values are written by
 * hand from the text next to them, or are the published ones that the shipped tables name.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "factor/words.h"
#include "factor_bench.h"

static struct table *load_text(const char *text, const struct tables_options *options)
{
	struct table_text source = {.name = "t.csv", .text = str_of(text)};
	struct table *table = NULL;
	struct frugal_error error = {0};
	int r = table_load("t", &source, 1, NULL, options, &table, &error);
	if (r < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK_INT(r, 0);
	return table;
}

/* The text must be refused at the place, with a message that contains part. */
static void check_refused(const char *text, const char *where, const char *part)
{
	struct table_text source = {.name = "t.csv", .text = str_of(text)};
	struct table *table = NULL;
	struct frugal_error error = {0};
	CHECK_INT(table_load("t", &source, 1, NULL, NULL, &table, &error), FRUGAL_EDATA);
	CHECK_TEXT(error.where, where);
	CHECK_HOLDS(error.what, part);
	CHECK(table == NULL);
}

static struct frugal_error refusal(const struct table *table, const char *name)
{
	uint32_t row = TABLE_NO_ROW;
	struct frugal_error error = {0};
	CHECK_INT(table_find(table, "thing", str_of(name), &row, &error), FRUGAL_EUSAGE);
	CHECK(row == TABLE_NO_ROW);
	return error;
}

/* ---- reading ---- */

TEST(numbers_are_in_base_units_and_texts_as_written)
{
	struct table *t = load_text("# a comment\n"
				    "key,name,tdp[W],energy[kWh],count[1],year\n"
				    "a,Thing A,700,1.5,3,2022\r\n"
				    "\"b\", \"Thing \"\"B\"\"\" ,1e3, 2 ,4,\n",
				    NULL);
	CHECK_INT(table_rows(t), 2);
	CHECK_INT(table_columns(t), 6);
	CHECK_TEXT(table_name(t), "t");
	CHECK_CLOSE(number(t, 0, "tdp"), 700, 0);
	CHECK_CLOSE(number(t, 0, "energy"), 1500, 1e-15); /* Wh */
	CHECK_CLOSE(number(t, 1, "tdp"), 1000, 0);
	CHECK_CLOSE(number(t, 0, "year"), 2022, 0);
	CHECK_TEXT(text(t, 0, "tdp"), "700");
	CHECK_TEXT(text(t, 0, "year"), "2022");
	CHECK_TEXT(text(t, 1, "energy"), "2");
	CHECK_TEXT(table_column(t, 2)->unit_name, "W");
	CHECK(table_column(t, 1)->unit_name == NULL);
	CHECK(isnan(table_number(t, 1, 1)));
	CHECK_CLOSE(table_number(t, 1, 2), 1000, 0);
	table_free(t);
}

TEST(an_empty_cell_is_missing_and_never_zero)
{
	struct table *t = load_text("key,tdp[W],note,year\na,,,\nb,0,x,2020\n", NULL);
	CHECK(isnan(number(t, 0, "tdp")));
	CHECK(isnan(number(t, 0, "year")));
	CHECK(isnan(number(t, 0, "note")));
	CHECK(isnan(number(t, 0, "no_such_column")));
	CHECK(isnan(number(t, 7, "tdp")));
	CHECK_TEXT(text(t, 0, "tdp"), "");
	CHECK_TEXT(text(t, 7, "note"), "");
	CHECK_CLOSE(number(t, 1, "tdp"), 0, 0);
	table_free(t);
}

TEST(a_quoted_cell_keeps_commas_quotes_and_line_breaks)
{
	struct table *t = load_text("key,note\na,\"x, \"\"y\"\"\nz\"\nb,plain\n", NULL);
	struct buf where = {0};
	CHECK_TEXT(text(t, 0, "note"), "x, \"y\"\nz");
	CHECK_TEXT(text(t, 1, "note"), "plain");
	table_where(t, 1, &where);
	CHECK_TEXT(buf_text(&where), "t.csv:4");
	buf_release(&where);
	table_free(t);
}

TEST(a_support_belongs_to_its_column)
{
	struct table *t = load_text("key,x_high,x[kg],x_low[g]\na,3,2,1000\nb,,5,\n", NULL);
	const struct table_column *x = table_column(t, table_column_find(t, STR("x")));
	CHECK_INT(x->low, 3);
	CHECK_INT(x->high, 1);
	CHECK_CLOSE(table_number(t, 0, x->low), 1000, 0);
	CHECK_CLOSE(table_number(t, 0, x->high), 3000, 0);
	CHECK(isnan(table_number(t, 1, x->low)));
	table_free(t);
}

TEST(semicolons_and_a_byte_order_mark_are_read)
{
	struct table *t = load_text("\xEF\xBB\xBFkey;tdp[W]\na;1.5\n", NULL);
	CHECK_CLOSE(number(t, 0, "tdp"), 1.5, 0);
	table_free(t);
}

TEST(a_table_may_have_no_rows)
{
	struct table *t = load_text("key,tdp[W]\n", NULL);
	CHECK_INT(table_rows(t), 0);
	CHECK(table_find_key(t, STR("a")) == TABLE_NO_ROW);
	CHECK_HOLDS(refusal(t, "a").what, "unknown thing 'a'");
	table_free(t);
}

/* ---- refusing ---- */

TEST(a_bad_header_is_refused_with_its_line)
{
	check_refused("", "t.csv:1", "the first column of a factor table must be 'key'");
	check_refused("# c\nname,key\n", "t.csv:2",
		      "the first column of a factor table must be 'key'");
	check_refused("key,tdp[W\n", "t.csv:1", "'tdp[W' is not a column name");
	check_refused("key,\n", "t.csv:1", "is not a column name");
	check_refused("key,2x\n", "t.csv:1", "'2x' is not a column name");
	check_refused("key,a b\n", "t.csv:1", "'a b' is not a column name");
	check_refused("key,tdp[Watts]\n", "t.csv:1", "column 'tdp'");
	check_refused("key,tdp[]\n", "t.csv:1", "column 'tdp'");
	check_refused("key,tdp[W],tdp[W]\n", "t.csv:1", "'tdp' appears twice");
	check_refused("key,source[W]\n", "t.csv:1", "'source' contains text");
	check_refused("key,x_low\n", "t.csv:1", "support of 'x'");
	check_refused("key,x,x_low\n", "t.csv:1", "not a column of numbers");
	check_refused("key,x[W],x_low[J]\n", "t.csv:1", "'x_low' is in J, but 'x' is in W");
}

TEST(a_bad_cell_is_refused_with_its_line)
{
	check_refused("key,x[W]\na,1\nb,nan\n", "t.csv:3", "column 'x': 'nan' is not a number");
	check_refused("key,x[W]\na,inf\n", "t.csv:2", "not a number");
	check_refused("key,x[W]\na,1e999\n", "t.csv:2", "not a number");
	check_refused("key,x[GW]\na,1e300\n", "t.csv:2", "not a number");
	check_refused("key,x[W]\na,12 W\n", "t.csv:2", "'12 W' is not a number");
	check_refused("key,x[W]\na,\"1,5\"\n", "t.csv:2", "'1,5' is not a number");
	check_refused("key,x[W]\na,0x10\n", "t.csv:2", "not a number");
	check_refused("key,x[W]\n,1\n", "t.csv:2", "no key");
	check_refused("key,x[W]\na\n", "t.csv:2", "cells in the row: 1, in the header: 2");
	check_refused("key,x[W]\na,1,2\n", "t.csv:2", "cells in the row: 3, in the header: 2");
	check_refused("key,year\na,20\n", "t.csv:2", "'20' is not a year");
	check_refused("key,year\na,2020.5\n", "t.csv:2", "not a year");
	check_refused("key,x\na,\"b\n", "t.csv:2", "not closed");
	check_refused("key,x\na,b\n\xFF\xFE,c\n", "t.csv:3", "not UTF-8");
}

TEST(a_bad_support_is_refused)
{
	check_refused("key,x[W],x_low,x_high\na,2,3,1\n", "t.csv:2", "above the high end");
	check_refused("key,x[W],x_low,x_high\na,5,1,3\n", "t.csv:2", "outside its support");
	check_refused("key,x[W],x_low,x_high\na,5,1,\n", "t.csv:2", "one end");
	check_refused("key,x[W],x_low,x_high\na,,1,3\n", "t.csv:2", "no value");
}

/* ---- choosing ---- */

static const char DATED[] = "key,name,v[1],year,source\n"
			    "FR,France,22,2022,Ember\n"
			    "FR,France,24,2024,Ember\n"
			    "FR,France,23,2023,Ember\n"
			    "FR,France,99,2023,ADEME\n"
			    "DE,Germany,1,,Ember\n";

TEST(the_newest_row_answers_when_nothing_is_asked)
{
	struct table *t = load_text(DATED, NULL);
	CHECK_CLOSE(number(t, find(t, "FR"), "v"), 24, 0);
	CHECK_CLOSE(number(t, table_find_key(t, STR("FR")), "v"), 24, 0);
	CHECK(table_find_key(t, STR("France")) == TABLE_NO_ROW);
	table_free(t);
}

TEST(a_year_after_the_name_picks_its_row)
{
	struct table *t = load_text(DATED, NULL);
	CHECK_CLOSE(number(t, find(t, "FR:2022"), "v"), 22, 0);
	CHECK_CLOSE(number(t, find(t, "france:2023"), "v"), 23, 0); /* the first of the two */
	table_free(t);
}

TEST(a_year_without_a_row_names_the_years_there_are)
{
	struct table *t = load_text(DATED, NULL);
	struct frugal_error error = refusal(t, "FR:2019");
	CHECK_TEXT(error.what, "thing 'FR' has no row for 2019");
	CHECK_HOLDS(error.todo, "2022, 2023, 2024");
	CHECK_HOLDS(refusal(t, "DE:2020").todo, "have no year");
	table_free(t);
}

TEST(factors_year_takes_the_newest_not_after_it)
{
	struct tables_options options = {.factors_year = 2023};
	struct table *t = load_text(DATED, &options);
	CHECK_CLOSE(number(t, find(t, "FR"), "v"), 23, 0);
	CHECK_CLOSE(number(t, find(t, "DE"), "v"), 1, 0);
	CHECK_CLOSE(number(t, find(t, "FR:2024"), "v"), 24, 0); /* said aloud, it wins */
	table_free(t);
	options.factors_year = 2010; /* before all: the oldest stands in */
	t = load_text(DATED, &options);
	CHECK_CLOSE(number(t, find(t, "FR"), "v"), 22, 0);
	table_free(t);
}

TEST(a_preferred_source_goes_before_the_year)
{
	struct tables_options options = {.source = "ADEME"};
	struct table *t = load_text(DATED, &options);
	CHECK_CLOSE(number(t, find(t, "FR"), "v"), 99, 0);
	CHECK_CLOSE(number(t, find(t, "DE"), "v"), 1, 0);
	table_free(t);
}

TEST(rows_of_one_key_are_listed_newest_first)
{
	struct table *t = load_text(DATED, NULL);
	uint32_t rows[4] = {0}, two[2] = {0};
	CHECK_INT(table_same_key(t, find(t, "FR"), rows, 4), 4);
	CHECK_INT(rows[0], 1);
	CHECK_INT(rows[1], 2);
	CHECK_INT(rows[2], 3);
	CHECK_INT(rows[3], 0);
	CHECK_INT(table_same_key(t, 0, two, 2), 4);
	CHECK_INT(two[0], 1);
	CHECK_INT(two[1], 2);
	CHECK_INT(table_same_key(t, find(t, "DE"), NULL, 0), 1);
	table_free(t);
}

TEST(the_row_that_answers_is_listed_before_newer_ones)
{
	struct tables_options options = {.source = "ADEME"};
	struct table *t = load_text(DATED, &options);
	uint32_t rows[4] = {0};
	CHECK_INT(table_same_key(t, 0, rows, 4), 4);
	CHECK_INT(rows[0], 3); /* ADEME, 2023 */
	CHECK_INT(rows[1], 1);
	CHECK_INT(rows[2], 2);
	CHECK_INT(rows[3], 0);
	table_free(t);
}

/* ---- finding ---- */

static const char GPUS[] = "key,name,aliases\n"
			   "A100 PCIe 40GB,NVIDIA A100 PCIe 40GB,\n"
			   "A100 SXM4 80GB,NVIDIA A100 SXM4 80GB,NVIDIA A100-SXM4-80GB; big one\n"
			   "RTX 4090,NVIDIA GeForce RTX 4090,shared\n"
			   "RTX 4090 Ti,NVIDIA GeForce RTX 4090 Ti,shared\n"
			   "L4,NVIDIA L4,\n"
			   "KR,South Korea,\n";

TEST(a_name_is_tried_exactly_then_normalised_then_by_words)
{
	struct table *t = load_text(GPUS, NULL);
	CHECK_TEXT(found_key(t, "L4"), "L4");
	CHECK_TEXT(found_key(t, " L4 "), "L4");
	CHECK_TEXT(found_key(t, "big one"), "A100 SXM4 80GB");
	CHECK_TEXT(found_key(t, "RTX 4090"), "RTX 4090");
	CHECK_TEXT(found_key(t, "Rtx-4090"), "RTX 4090");
	CHECK_TEXT(found_key(t, "GeForce(R) RTX\xE2\x84\xA2 4090 GPU"), "RTX 4090");
	CHECK_TEXT(found_key(t, "4090 rtx"), "RTX 4090");
	CHECK_HOLDS(refusal(t, "sxm4").todo, "A100 SXM4 80GB"); /* a form is not a product */
	CHECK_TEXT(found_key(t, "80GiB sxm4 A100"), "A100 SXM4 80GB");
	CHECK_TEXT(found_key(t, "L4 Tensor Core device"), "L4");
	table_free(t);
}

TEST(an_ambiguous_name_lists_its_candidates)
{
	struct table *t = load_text(GPUS, NULL);
	CHECK_TEXT(refusal(t, "A100").what,
		   "thing 'A100' is ambiguous: A100 PCIe 40GB, A100 SXM4 80GB");
	CHECK_TEXT(refusal(t, "shared").what, "thing 'shared' is ambiguous: RTX 4090, RTX 4090 Ti");
	table_free(t);
}

TEST(a_long_list_of_candidates_is_cut_at_eight)
{
	struct table *t =
		load_text("key\nX 1\nX 2\nX 3\nX 4\nX 5\nX 6\nX 7\nX 8\nX 9\nX 10\n", NULL);
	CHECK_TEXT(refusal(t, "x").what,
		   "thing 'x' is ambiguous: X 1, X 2, X 3, X 4, X 5, X 6, X 7, "
		   "X 8 and 2 more");
	table_free(t);
}

TEST(an_unknown_name_gets_near_misses)
{
	struct table *t = load_text(GPUS, NULL);
	struct frugal_error error = refusal(t, "RTX 409O");
	CHECK_TEXT(error.what, "unknown thing 'RTX 409O'");
	CHECK_HOLDS(error.todo, "RTX 4090");
	CHECK_HOLDS(refusal(t, "A100 SXM9 80GB huge").todo, "A100 SXM4 80GB");
	CHECK_HOLDS(refusal(t, "korea north").todo, "KR (South Korea)");
	CHECK_HOLDS(refusal(t, "zzzzzzzzz").todo, "`frugal factors t`");
	CHECK_HOLDS(refusal(t, "KP").todo, "`frugal factors t`"); /* a code is not like KR */
	CHECK_HOLDS(refusal(t, "").what, "missing");
	CHECK_HOLDS(refusal(t, "!!?").what, "unknown thing '!!?'");
	table_free(t);
}

/* As the words of a choice are; six rows have near misses, as above. */
TEST(an_unknown_name_in_a_table_of_few_rows_gets_all_of_them)
{
	struct table *t =
		load_text("key,year\nbig,2024\nsmall,2024\nsmall,2025\nin between,2024\n", NULL);
	CHECK_TEXT(refusal(t, "smal").what, "unknown thing 'smal'");
	CHECK_TEXT(refusal(t, "smal").todo, "choose big, small, in between");
	CHECK_TEXT(refusal(t, "zzz").todo, "choose big, small, in between");
	table_free(t);
}

TEST(a_search_says_why_it_failed_and_which_rows_could_be_meant)
{
	struct table *t = load_text(GPUS, NULL);
	struct table_search search;
	CHECK_INT(table_search(t, "thing", STR("L4"), &search, NULL), 0);
	CHECK_INT(search.miss, TABLE_MISS_NONE);
	CHECK_INT(search.row, 4);
	CHECK(table_search(t, "thing", STR("A100"), &search, NULL) < 0);
	CHECK_INT(search.miss, TABLE_MISS_AMBIGUOUS);
	CHECK_INT(search.row, TABLE_NO_ROW);
	CHECK_INT(search.n_candidates, 2);
	CHECK_INT(search.candidates[0], 0);
	CHECK_INT(search.candidates[1], 1);
	CHECK(table_search(t, "thing", STR("RTX 409O"), &search, NULL) < 0);
	CHECK_INT(search.miss, TABLE_MISS_UNKNOWN);
	CHECK_INT(search.candidates[0], 2);
	CHECK(table_search(t, "thing", STR("zzzzzzzzz"), &search, NULL) < 0);
	CHECK_INT(search.miss, TABLE_MISS_UNKNOWN);
	CHECK_INT(search.n_candidates, 0);
	CHECK(table_search(t, "thing", STR(" "), &search, NULL) < 0);
	CHECK_INT(search.miss, TABLE_MISS_EMPTY);
	CHECK(table_search(t, "thing", STR("L4:2019"), &search, NULL) < 0);
	CHECK_INT(search.miss, TABLE_MISS_YEAR);
	CHECK_INT(search.candidates[0], 4);
	table_free(t);
}

TEST(a_word_that_makes_another_product_is_never_dropped)
{
	struct table *t = load_text(GPUS, NULL);
	(void)refusal(t, "RTX 4090 Laptop");
	(void)refusal(t, "RTX 4090 SUPER");
	(void)refusal(t, "L4 24GB");
	(void)refusal(t, "RTX 4090 L4");
	table_free(t);
}

TEST(a_very_long_name_is_unknown_not_a_crash)
{
	char name[3001];
	struct table *t = load_text(GPUS, NULL);
	memset(name, 'a', 3000);
	name[3000] = '\0';
	(void)refusal(t, name);
	for (size_t i = 1; i < 3000; i += 2)
		name[i] = ' ';
	(void)refusal(t, name);
	table_free(t);
}

/* ---- folders ---- */

static char *make_folder(const char *file, const char *text)
{
	static char dir[2][64];
	static int turn;
	char path[128];
	char *to = dir[turn++ % 2];
	snprintf(to, sizeof(dir[0]), "/tmp/frugal-factor-XXXXXX");
	CHECK(mkdtemp(to) != NULL);
	snprintf(path, sizeof(path), "%s/%s", to, file);
	CHECK_INT(file_write(path, str_of(text), NULL), 0);
	return to;
}

static void remove_folder(const char *dir, const char *file)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", dir, file);
	unlink(path);
	rmdir(dir);
}

TEST(rows_of_the_user_win_over_ours_and_over_younger_ones)
{
	const char *dir = make_folder("zones.csv", "key,intensity[kgCO2e/kWh],year,source,mine[1]\n"
						   "FR,0.05,2020,me,7\nMARS,0.001,2020,me,\n");
	struct tables_options options = {.dir = dir};
	struct tables *tables;
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	const struct table *zones = get(tables, "zones");
	uint32_t row = find(zones, "FR");
	CHECK_CLOSE(number(zones, row, "intensity"), 0.05, 1e-15); /* g/Wh */
	CHECK_TEXT(text(zones, row, "intensity"), "50");           /* in the table's unit, g/kWh */
	CHECK_CLOSE(number(zones, row, "mine"), 7, 0);
	CHECK(isnan(number(zones, row, "intensity_low")));
	CHECK_CLOSE(number(zones, find(zones, "FR:2022"), "intensity"), 0.07881, 1e-12);
	CHECK(isnan(number(zones, find(zones, "DE"), "mine")));
	CHECK_CLOSE(number(zones, find(zones, "MARS"), "intensity"), 0.001, 1e-15);
	struct buf where = {0};
	table_where(zones, row, &where);
	CHECK_HOLDS(buf_text(&where), "/zones.csv:2");
	buf_release(&where);
	CHECK(get(tables, "zones") == zones);
	tables_free(tables);
	remove_folder(dir, "zones.csv");
}

TEST(a_user_column_of_another_dimension_is_refused)
{
	const char *dir = make_folder("zones.csv", "key,intensity[W]\nFR,1\n");
	struct tables_options options = {.user_dir = dir};
	struct tables *tables;
	const struct table *zones;
	struct frugal_error error = {0};
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(tables_get(tables, "zones", &zones, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "'intensity' has type W here, but gCO2e/kWh");
	CHECK_HOLDS(error.where, "/zones.csv");
	tables_free(tables);
	remove_folder(dir, "zones.csv");
}

TEST(tables_of_the_user_are_listed_and_the_folder_asked_for_must_exist)
{
	const char *dir = make_folder("bikes.csv", "key,mass[kg]\nmine,12\n");
	struct tables_options options = {.dir = dir, .user_dir = "/nonexistent/frugal"};
	struct tables *tables;
	const char *const *names;
	struct frugal_error error = {0};
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(tables_names(tables, &names, NULL), 0);
	bool listed = false;
	for (size_t i = 0; names[i]; i++) {
		CHECK(i == 0 || strcmp(names[i - 1], names[i]) < 0);
		listed |= strcmp(names[i], "bikes") == 0;
	}
	CHECK(listed);
	CHECK_CLOSE(number(get(tables, "bikes"), 0, "mass"), 12000, 0);
	const struct table *table;
	CHECK_INT(tables_get(tables, "zone", &table, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "zones");
	CHECK_INT(tables_get(tables, "../bikes", &table, NULL), FRUGAL_EUSAGE);
	tables_free(tables);
	remove_folder(dir, "bikes.csv");
	options.dir = "/nonexistent/frugal";
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(tables_names(tables, &names, &error), FRUGAL_EENV);
	tables_free(tables);
}

/* ---- memory ---- */

/* All that a session does, with an answer or an error; 0 only when everything came through. */
static int whole_session(void)
{
	struct tables_options options = {.user_dir = "/nonexistent/frugal", .source = "Ember"};
	struct tables *tables = NULL;
	const struct table *table;
	uint32_t row;
	int r = tables_new(&options, &tables, NULL);
	if (r < 0)
		return r;
	r = tables_get(tables, "embodied", &table, NULL);
	if (r == 0)
		r = table_find(table, "part", STR("Motherboard "), &row, NULL);
	if (r == 0)
		r = table_find(table, "part", STR("h100"), &row, NULL);
	if (r == 0) {
		r = table_find(table, "part", STR("class"), &row, NULL);
		r = r == FRUGAL_EUSAGE ? 0 : r;
	}
	if (r == 0) {
		r = table_find(table, "part", STR("motherbord"), &row, NULL);
		r = r == FRUGAL_EUSAGE ? 0 : r;
	}
	tables_free(tables);
	return r;
}

TEST(memory_that_runs_out_anywhere_is_an_error_of_the_machine)
{
	int r = FRUGAL_EENV;
	for (int64_t n = 0; r == FRUGAL_EENV; n++) {
		CHECK(n < 100000);
		mem_fail_after(n);
		r = whole_session();
		mem_fail_after(-1);
	}
	CHECK_INT(r, 0);
}

RUN_TESTS(CASE(numbers_are_in_base_units_and_texts_as_written),
	  CASE(an_empty_cell_is_missing_and_never_zero),
	  CASE(a_quoted_cell_keeps_commas_quotes_and_line_breaks),
	  CASE(a_support_belongs_to_its_column), CASE(semicolons_and_a_byte_order_mark_are_read),
	  CASE(a_table_may_have_no_rows), CASE(a_bad_header_is_refused_with_its_line),
	  CASE(a_bad_cell_is_refused_with_its_line), CASE(a_bad_support_is_refused),
	  CASE(the_newest_row_answers_when_nothing_is_asked),
	  CASE(a_year_after_the_name_picks_its_row),
	  CASE(a_year_without_a_row_names_the_years_there_are),
	  CASE(factors_year_takes_the_newest_not_after_it),
	  CASE(a_preferred_source_goes_before_the_year),
	  CASE(rows_of_one_key_are_listed_newest_first),
	  CASE(the_row_that_answers_is_listed_before_newer_ones),
	  CASE(a_name_is_tried_exactly_then_normalised_then_by_words),
	  CASE(an_ambiguous_name_lists_its_candidates),
	  CASE(a_long_list_of_candidates_is_cut_at_eight), CASE(an_unknown_name_gets_near_misses),
	  CASE(an_unknown_name_in_a_table_of_few_rows_gets_all_of_them),
	  CASE(a_search_says_why_it_failed_and_which_rows_could_be_meant),
	  CASE(a_word_that_makes_another_product_is_never_dropped),
	  CASE(a_very_long_name_is_unknown_not_a_crash),
	  CASE(rows_of_the_user_win_over_ours_and_over_younger_ones),
	  CASE(a_user_column_of_another_dimension_is_refused),
	  CASE(tables_of_the_user_are_listed_and_the_folder_asked_for_must_exist),
	  CASE(memory_that_runs_out_anywhere_is_an_error_of_the_machine))
