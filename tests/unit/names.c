/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole public lists of names (tests/data/names, made by tools/names/draw.py before the matcher ran
 * on them): no name leads to another thing, most lead to their row, and a refused name is followed
 * by a row of the same maker.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "check.h"
#include "factor/inside.h"
#include "factor/names.h"

struct tally {
	size_t names, there, answered, wrong, refused_there, near, of_maker;
};

/* Letters and digits alone, lower case, without what comes before the last '/'. */
static void plain(struct str text, char *to, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '/')
			n = 0;
		else if ((isalnum(c) || c == ':') && n + 1 < size)
			to[n++] = (char)tolower(c);
	}
	to[n] = '\0';
}

static bool same_thing(struct str a, struct str b)
{
	char x[256], y[256];
	plain(a, x, sizeof(x));
	plain(b, y, sizeof(y));
	return strcmp(x, y) == 0;
}

/* The next of the keys, with ';' between. */
static bool next_key(struct str *rest, struct str *ret)
{
	if (!rest->n)
		return false;
	const char *end = memchr(rest->p, ';', rest->n);
	*ret = (struct str){rest->p, end ? (size_t)(end - rest->p) : rest->n};
	rest->p += ret->n + (end != NULL);
	rest->n -= ret->n + (end != NULL);
	return true;
}

static bool is_right(struct str keys, const char *key)
{
	struct str one;
	while (next_key(&keys, &one))
		if (same_thing(one, str_of(key)))
			return true;
	return false;
}

static bool is_there(const struct table *table, struct str keys)
{
	for (uint32_t row = 0; row < table_rows(table); row++)
		if (is_right(keys, table_text(table, row, 0)))
			return true;
	return false;
}

static const char *maker_of(const struct table *table, uint32_t row)
{
	const struct name_rules *rules = &table->index->rules;
	const char *maker = rules_maker(rules, str_of(table_text(table, row, 0)));
	if (!maker)
		maker = rules_maker(rules, str_of(table_text(table, row, table->name_column)));
	return maker;
}

static bool has_maker(const struct table *table, const char *maker)
{
	for (uint32_t row = 0; row < table_rows(table); row++) {
		const char *one = maker_of(table, row);
		if (one && strcmp(one, maker) == 0)
			return true;
	}
	return false;
}

static void count_near(const struct table *table, struct str name,
		       const struct table_search *search, struct tally *to)
{
	const char *maker = rules_maker(&table->index->rules, name);
	const char *first = search->n_candidates ? maker_of(table, search->candidates[0]) : NULL;
	bool same = maker && first && strcmp(first, maker) == 0;
	if (!maker || (!same && !has_maker(table, maker)))
		return;
	to->near++;
	to->of_maker += same;
	if (!same)
		print_error("'%.*s' (%s): the first near miss is %s\n", STR_ARG(name), maker,
			    search->n_candidates ? table_text(table, search->candidates[0], 0)
						 : "none");
}

static void check_name(const struct table *table, struct str name, struct str keys,
		       struct tally *to)
{
	struct table_search search;
	int r = table_search(table, NULL, name, &search, NULL);
	bool right = r == 0 && is_right(keys, table_text(table, search.row, 0));
	bool there = right || is_there(table, keys);
	to->names++;
	to->there += there;
	if (r < 0) {
		to->refused_there += there;
		if (there && getenv("FRUGAL_NAMES"))
			print_error("'%.*s' is refused, not %.*s\n", STR_ARG(name), STR_ARG(keys));
		count_near(table, name, &search, to);
		return;
	}
	to->answered++;
	if (right)
		return;
	to->wrong++;
	print_error("'%.*s' is %s, not %.*s\n", STR_ARG(name), table_text(table, search.row, 0),
		    STR_ARG(keys));
}

static struct tally check_file(const char *file)
{
	char path[512];
	struct buf list = {0};
	struct arena arena = {0};
	struct csv csv;
	struct str cells[4];
	struct tally tally = {0};
	struct tables *tables;
	const struct table *table = NULL;
	size_t n;
	const char *source = getenv("FRUGAL_SOURCE");
	snprintf(path, sizeof(path), "%s/tests/data/names/%s.csv", source ? source : ".", file);
	CHECK_INT(file_read(path, 1 << 20, &list, NULL), 0);
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	csv_init(&csv, file, buf_str(&list), &arena);
	CHECK_INT(csv_next(&csv, cells, 4, &n, NULL), 1);
	while (csv_next(&csv, cells, 4, &n, NULL) == 1) {
		char name[64];
		CHECK_INT(n, 3);
		snprintf(name, sizeof(name), "%.*s", STR_ARG(cells[0]));
		CHECK_INT(tables_get(tables, name, &table, NULL), 0);
		check_name(table, cells[1], cells[2], &tally);
	}
	tables_free(tables);
	arena_release(&arena);
	buf_release(&list);
	print_message(
		"# %s: %zu names, %zu with a row here, %zu answered, %zu wrong, %zu of %zu near "
		"misses of the maker\n",
		file, tally.names, tally.there, tally.answered, tally.wrong, tally.of_maker,
		tally.near);
	return tally;
}

/* At most share of the names that have a row are refused; none is wrong. */
static struct tally check_list(const char *file, size_t least, double share)
{
	struct tally tally = check_file(file);
	CHECK(tally.names >= least);
	CHECK_INT(tally.wrong, 0);
	CHECK((double)tally.refused_there <= share * (double)tally.there);
	CHECK_INT(tally.of_maker, tally.near);
	return tally;
}

TEST(names_of_chat_models_lead_to_their_model_or_nowhere)
{
	struct tally tally = check_list("chat_models", 1000, 0.03);
	/* Of a table with the models of EcoLogits 0.11.3 three of five are answered. */
	CHECK(tally.answered >= (tally.there >= 550 ? tally.names * 6 / 10 : 390));
}

TEST(names_of_accelerators_lead_to_their_board_or_nowhere)
{
	(void)check_list("accelerators", 500, 0.02);
}

TEST(names_of_processors_lead_to_their_processor_or_nowhere)
{
	(void)check_list("processors", 450, 0.02);
}

TEST(names_of_instances_lead_to_their_instance_or_nowhere)
{
	(void)check_list("instances", 600, 0.02);
}

TEST(codes_and_names_of_countries_lead_to_their_country_or_nowhere)
{
	(void)check_list("countries", 747, 0.1);
}

RUN_TESTS(CASE(names_of_chat_models_lead_to_their_model_or_nowhere),
	  CASE(names_of_accelerators_lead_to_their_board_or_nowhere),
	  CASE(names_of_processors_lead_to_their_processor_or_nowhere),
	  CASE(names_of_instances_lead_to_their_instance_or_nowhere),
	  CASE(codes_and_names_of_countries_lead_to_their_country_or_nowhere))
