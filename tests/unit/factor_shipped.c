/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables that are built in: each row has a source, each name leads to its row, and values are
 * the published ones that the rows name.
 */
#include <stdlib.h>

#include "base/file.h"
#include "factor/words.h"
#include "factor_bench.h"

static void check_dated_and_sourced(const struct table *table)
{
	CHECK(table_rows(table) > 0);
	for (uint32_t row = 0; row < table_rows(table); row++) {
		bool whole = *text(table, row, "source") && *text(table, row, "licence") &&
			     !isnan(number(table, row, "year"));
		if (!whole)
			print_error("%s: row %u (%s) lacks source, licence or year\n",
				    table_name(table), row, table_text(table, row, 0));
		CHECK(whole);
	}
}

TEST(every_shipped_row_has_source_year_and_licence)
{
	struct tables *tables;
	const char *const *names;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(tables_names(tables, &names, NULL), 0);
	for (size_t i = 0; names[i]; i++)
		check_dated_and_sourced(get(tables, names[i]));
	tables_free(tables);
}

/* The country; a state of the United States has the name too, which therefore is neither. */
static bool is_name_of_two(const char *name)
{
	return strcmp(name, "Georgia") == 0;
}

TEST(every_key_of_ours_leads_to_itself_and_no_name_to_two)
{
	struct tables *tables;
	const char *const *names;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(tables_names(tables, &names, NULL), 0);
	for (size_t i = 0; names[i]; i++) {
		const struct table *t = get(tables, names[i]);
		for (uint32_t row = 0; row < table_rows(t); row++) {
			const char *key = table_text(t, row, 0);
			CHECK_TEXT(found_key(t, key), key);
			const char *name = text(t, row, "name");
			if (*name && !is_name_of_two(name))
				CHECK_TEXT(found_key(t, name), key);
		}
	}
	CHECK_INT(table_find(get(tables, "zones"), NULL, STR("Georgia"), &(uint32_t){0}, NULL),
		  FRUGAL_EUSAGE);
	tables_free(tables);
}

TEST(shipped_values_are_the_published_ones)
{
	struct tables *tables;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	const struct table *zones = get(tables, "zones"), *gpus = get(tables, "gpus");
	/* gCO2e/kWh: Ember; the factors of the papers. */
	CHECK_CLOSE(number(zones, find(zones, "FR:2022"), "intensity") * 1e3, 78.81, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "FR"), "intensity") * 1e3, 44.18, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "WOR"), "intensity") * 1e3, 472.94, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "paper:bloom"), "intensity") * 1e3, 57, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "paper:gpt3"), "intensity") * 1e3, 429, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "paper:gopher"), "intensity") * 1e3, 330, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "paper:opt"), "intensity") * 1e3, 231, 1e-12);
	CHECK_CLOSE(number(zones, find(zones, "paper:llama2"), "intensity") * 1e3, 385, 1e-12);
	CHECK_CLOSE(number(gpus, find(gpus, "A100 PCIe 40GB"), "tdp"), 250, 0);
	CHECK_CLOSE(number(gpus, find(gpus, "A100 PCIe 80GB"), "tdp"), 300, 0);
	CHECK_CLOSE(number(gpus, find(gpus, "A100 SXM4 40GB"), "tdp"), 400, 0);
	CHECK_CLOSE(number(gpus, find(gpus, "A100 SXM4 80GB"), "tdp"), 400, 0);
	CHECK_CLOSE(number(gpus, find(gpus, "H100 SXM5 80GB"), "tdp"), 700, 0);
	CHECK_CLOSE(number(gpus, find(gpus, "Tesla T4"), "tdp"), 70, 0);
	tables_free(tables);
}

TEST(a_family_name_is_taken_as_its_commonest_variant_and_the_others_are_listed)
{
	struct tables *tables;
	struct table_search search;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	const struct table *gpus = get(tables, "gpus"), *llms = get(tables, "llms");
	CHECK_INT(table_search(gpus, "gpu", STR("NVIDIA A100"), &search, NULL), 0);
	CHECK_TEXT(table_text(gpus, search.row, 0), "A100 SXM4 80GB");
	CHECK(search.taken);
	static const char *const others[] = {"A100 PCIe 40GB", "A100 PCIe 80GB", "A100 SXM4 40GB",
					     "A100 SXM4 64GB"};
	CHECK_INT(search.n_candidates, 4);
	for (size_t i = 0; i < 4; i++)
		CHECK_TEXT(table_text(gpus, search.candidates[i], 0), others[i]);
	CHECK_INT(table_search(gpus, "gpu", STR("A6000"), &search, NULL), 0);
	CHECK_TEXT(table_text(gpus, search.row, 0), "RTX A6000");
	CHECK(!search.taken); /* another name of the same product */
	CHECK_INT(
		table_search(llms, "llm", STR("openrouter/meta-llama/llama-3-70b"), &search, NULL),
		0);
	CHECK_TEXT(table_text(llms, search.row, 0), "meta-llama/Meta-Llama-3-70B-Instruct");
	CHECK(search.taken);
	CHECK_INT(search.n_candidates, 1);
	CHECK_TEXT(table_text(llms, search.candidates[0], 0), "meta-llama/Meta-Llama-3-70B");
	CHECK_INT(table_search(llms, "llm", STR("claude-opus-4"), &search, NULL), 0);
	CHECK_TEXT(table_text(llms, search.row, 0), "claude-opus-4-20250514");
	CHECK(search.taken);
	CHECK_INT(table_search(llms, "llm", STR("azure/gpt-4o"), &search, NULL), 0);
	CHECK(!search.taken);
	CHECK_INT(search.n_candidates, 0);
	tables_free(tables);
}

/* Whether the text leads to the key, or to a row that has all its words. */
static bool leads_to(const struct table *table, const char *text, const char *key)
{
	uint32_t row;
	return table_find(table, "thing", str_of(text), &row, NULL) == 0 &&
	       strcmp(table_text(table, row, 0), key) == 0;
}

/* Neither the key with the word, nor the key without it, is the same row. */
static void check_variant(const struct table *table, const char *key, const char *word)
{
	char text[256];
	struct words words;
	words_of(str_of(key), &words);
	bool has = false;
	size_t n = 0;
	for (size_t i = 0; i < words.n; i++) {
		if (str_is(words.word[i], word))
			has = true;
		else
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%.*s ",
					      STR_ARG(words.word[i]));
	}
	if (!has)
		snprintf(text, sizeof(text), "%s %s", key, word);
	if (n && leads_to(table, text, key))
		print_error("%s: '%s' is %s\n", table_name(table), text, key);
	CHECK(!n || !leads_to(table, text, key));
}

TEST(a_word_of_a_variant_is_neither_left_out_nor_added)
{
	static const char *const names[] = {"gpus", "llms", "cpu_processors"};
	struct tables *tables;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	const struct table *rules = get(tables, "name_words");
	uint32_t kind = table_column_find(rules, STR("kind"));
	size_t checked = 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct table *t = get(tables, names[i]);
		for (uint32_t w = 0; w < table_rows(rules); w++) {
			if (strcmp(table_text(rules, w, kind), "variant") != 0)
				continue;
			for (uint32_t row = 0; row < table_rows(t); row += 151, checked++)
				check_variant(t, table_text(t, row, 0), table_text(rules, w, 0));
		}
	}
	CHECK(checked > 200);
	tables_free(tables);
}

TEST(shipped_embodied_values_are_the_published_ones)
{
	struct tables *tables;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	const struct table *made = get(tables, "embodied"), *cpus = get(tables, "cpu_curves");
	CHECK_CLOSE(number(made, find(made, "server_generic"), "gwp"), 3660e3, 1e-12);
	CHECK_CLOSE(number(made, find(made, "server_bloom"), "gwp"), 2500e3, 1e-12);
	CHECK_CLOSE(number(made, find(made, "server_bloom"), "lifetime"), 6 * 8760, 1e-12);
	CHECK_CLOSE(number(made, find(made, "gpu_bloom"), "gwp"), 150e3, 1e-12);
	CHECK_CLOSE(number(made, find(made, "server_chatgpt"), "gwp"), 3700e3, 1e-12);
	CHECK_CLOSE(number(made, find(made, "gpu_h100"), "gwp"), 164e3, 1e-12);
	CHECK_CLOSE(number(cpus, find(cpus, "cascadelake"), "launch"), 2019, 0);
	CHECK_INT(table_rows(cpus), 28);
	/* Power rises with the load. */
	for (uint32_t row = 0; row < table_rows(cpus); row++) {
		static const char *const shares[] = {"f10", "f20", "f30", "f40", "f50",
						     "f60", "f70", "f80", "f90"};
		double before = 0;
		for (size_t i = 0; i < 9; i++) {
			double share = number(cpus, row, shares[i]);
			CHECK(share > before && share < 1);
			before = share;
		}
	}
	tables_free(tables);
}

static void check_name(struct tables *tables, struct str table_name, struct str name,
		       struct str want)
{
	char table[64];
	snprintf(table, sizeof(table), "%.*s", STR_ARG(table_name));
	const struct table *t = get(tables, table);
	struct frugal_error error = {0};
	uint32_t row = TABLE_NO_ROW;
	int r = table_find(t, "name", name, &row, &error);
	const char *got = r == 0                            ? table_text(t, row, 0)
			  : strstr(error.what, "ambiguous") ? "ambiguous"
							    : "unknown";
	if (!str_is(want, got))
		print_error("'%.*s' is %s, not %.*s\n", STR_ARG(name), got, STR_ARG(want));
	CHECK(str_is(want, got));
}

TEST(names_as_machines_print_them_lead_where_they_must)
{
	char path[512];
	struct buf list = {0};
	struct arena arena = {0};
	struct csv csv;
	struct str cells[4];
	size_t n, checked = 0;
	struct tables *tables;
	const char *source = getenv("FRUGAL_SOURCE");
	snprintf(path, sizeof(path), "%s/tests/data/names.csv", source ? source : ".");
	CHECK_INT(file_read(path, 1 << 20, &list, NULL), 0);
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	csv_init(&csv, "names.csv", buf_str(&list), &arena);
	CHECK_INT(csv_next(&csv, cells, 4, &n, NULL), 1);
	while (csv_next(&csv, cells, 4, &n, NULL) == 1) {
		CHECK_INT(n, 3);
		check_name(tables, cells[0], cells[1], cells[2]);
		checked++;
	}
	CHECK(checked >= 200);
	tables_free(tables);
	arena_release(&arena);
	buf_release(&list);
}

TEST(a_probe_finds_what_a_search_finds_and_suggests_nothing)
{
	static const char *const NAMES[] = {"H100", "rtx 4090", "A1OO", "sandwich", "", "A100 80"};
	struct tables *tables;
	const struct table *table;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(tables_get(tables, "gpus", &table, NULL), 0);
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(*NAMES); i++) {
		struct table_search searched, probed;
		struct frugal_error error = {0};
		int r = table_search(table, NULL, str_of(NAMES[i]), &searched, &error);
		CHECK_INT(table_probe(table, str_of(NAMES[i]), &probed, &error), r);
		CHECK_INT(probed.row, searched.row);
		CHECK_INT(probed.miss, searched.miss);
		if (probed.miss == TABLE_MISS_UNKNOWN)
			CHECK_INT(probed.n_candidates, 0);
	}
	tables_free(tables);
}

TEST(a_name_of_a_known_maker_is_meant_for_a_row_and_a_common_word_is_not)
{
	struct tables *tables;
	const struct table *table;
	bool known = false;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(tables_get(tables, "llms", &table, NULL), 0);
	CHECK_INT(table_knows_maker(table, STR("Claude"), &known, NULL), 0);
	CHECK(known);
	CHECK_INT(table_knows_maker(table, STR("sandwich"), &known, NULL), 0);
	CHECK(!known);
	CHECK_INT(table_knows_maker(table, STR(""), &known, NULL), 0);
	CHECK(!known);
	tables_free(tables);
}

RUN_TESTS(CASE(every_shipped_row_has_source_year_and_licence),
	  CASE(every_key_of_ours_leads_to_itself_and_no_name_to_two),
	  CASE(shipped_values_are_the_published_ones),
	  CASE(a_family_name_is_taken_as_its_commonest_variant_and_the_others_are_listed),
	  CASE(a_word_of_a_variant_is_neither_left_out_nor_added),
	  CASE(shipped_embodied_values_are_the_published_ones),
	  CASE(names_as_machines_print_them_lead_where_they_must),
	  CASE(a_probe_finds_what_a_search_finds_and_suggests_nothing),
	  CASE(a_name_of_a_known_maker_is_meant_for_a_row_and_a_common_word_is_not))
