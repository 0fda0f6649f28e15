/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the rules of names from the tables of the image. Their texts live in the image; only the
 * lists and the normalised names are copied.
 */
#include "factor/rules.h"

#include "factor/inside.h"

struct reading {
	const struct table *table;
	uint32_t tables; /* its column of that name */
	const char *of;  /* the table whose names are looked up */
};

static const char *cell(const struct reading *reading, uint32_t row, const char *column)
{
	return table_text(reading->table, row, table_column_find(reading->table, str_of(column)));
}

/* Whether the row is about the table: its column `tables` has it, or is empty. */
static bool is_about(const struct reading *reading, uint32_t row)
{
	struct str list = str_of(table_text(reading->table, row, reading->tables));
	if (!list.n)
		return true;
	while (list.n) {
		const char *end = memchr(list.p, ';', list.n);
		size_t n = end ? (size_t)(end - list.p) : list.n;
		if (str_is((struct str){list.p, n}, reading->of))
			return true;
		list.p += n + (end != NULL);
		list.n -= n + (end != NULL);
	}
	return false;
}

static bool add_word(const struct reading *reading, uint32_t row, struct name_rules *rules)
{
	static const struct {
		const char *name;
		enum word_kind kind;
	} kinds[] = {{"variant", WORD_VARIANT},
		     {"usual", WORD_USUAL},
		     {"dress", WORD_DRESS},
		     {"noise", WORD_NOISE},
		     {"code", WORD_CODE}};
	if (!mem_grow(&rules->rules, rules->n_rules, &rules->cap_rules, sizeof(*rules->rules), 0))
		return false;
	struct word_rule *rule = &rules->rules[rules->n_rules];
	*rule = (struct word_rule){.maker = cell(reading, row, "maker"),
				   .leads = strcmp(cell(reading, row, "kind"), "leader") == 0};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(cell(reading, row, "kind"), kinds[i].name) == 0)
			rule->kind = kinds[i].kind;
	struct str word = str_of(table_text(reading->table, row, 0));
	return map_put(&rules->word, word, (uint32_t)rules->n_rules++, NULL);
}

static void split(const char *pattern, struct str *ret_before, struct str *ret_after)
{
	const char *name = strstr(pattern, "{}");
	*ret_before = name ? (struct str){pattern, (size_t)(name - pattern)} : str_of(pattern);
	*ret_after = str_of(name ? name + 2 : "");
}

static bool add_dress(const struct reading *reading, uint32_t row, struct name_rules *rules)
{
	if (!mem_grow(&rules->dress, rules->n_dress, &rules->cap_dress, sizeof(*rules->dress), 0))
		return false;
	struct dress *dress = &rules->dress[rules->n_dress++];
	split(table_text(reading->table, row, 0), &dress->before, &dress->after);
	split(cell(reading, row, "becomes"), &dress->left_before, &dress->left_after);
	dress->point = cell(reading, row, "point")[0];
	return true;
}

static bool add_common(const struct reading *reading, uint32_t row, struct name_rules *rules)
{
	struct words words;
	words_of(str_of(table_text(reading->table, row, 0)), &words);
	struct str normal = words_joined(&words);
	char *kept = arena_strndup(&rules->arena, normal.p, normal.n);
	if (!kept || !mem_grow(&rules->common, rules->n_common, &rules->cap_common,
			       sizeof(*rules->common), 0))
		return false;
	rules->common[rules->n_common] =
		(struct common){.row = cell(reading, row, "row"),
				.alias = strcmp(cell(reading, row, "kind"), "alias") == 0};
	return map_put(&rules->name, (struct str){kept, normal.n}, (uint32_t)rules->n_common++,
		       NULL);
}

typedef bool add_rule(const struct reading *reading, uint32_t row, struct name_rules *rules);

/* Adds the rows of a table of rules that are about ours. */
static int read_table(const struct image *image, const char *table_name, struct reading *reading,
		      add_rule *add, struct name_rules *rules, struct frugal_error *reterr)
{
	struct table *table;
	int r = table_open(image, table_name, NULL, &table, reterr);
	if (r < 0 || !table)
		return r;
	reading->table = table;
	reading->tables = table_column_find(table, STR("tables"));
	bool room = true;
	for (uint32_t row = 0; room && row < table_rows(table); row++)
		room = !is_about(reading, row) || add(reading, row, rules);
	table_free(table);
	return room ? 0 : error_nomem(reterr);
}

int rules_read(const struct image *image, const char *name, struct name_rules *ret,
	       struct frugal_error *reterr)
{
	struct reading reading = {.of = name};
	*ret = (struct name_rules){0};
	int r = read_table(image, "name_words", &reading, add_word, ret, reterr);
	if (r == 0)
		r = read_table(image, "name_dress", &reading, add_dress, ret, reterr);
	if (r == 0)
		r = read_table(image, "name_common", &reading, add_common, ret, reterr);
	if (r < 0)
		rules_release(ret);
	return r;
}

void rules_release(struct name_rules *rules)
{
	map_release(&rules->word);
	map_release(&rules->name);
	mem_free(rules->rules);
	mem_free(rules->dress);
	mem_free(rules->common);
	arena_release(&rules->arena);
	*rules = (struct name_rules){0};
}

static const struct word_rule *find_word(const struct name_rules *rules, struct str word)
{
	uint32_t i;
	return map_get(&rules->word, word, &i) ? &rules->rules[i] : NULL;
}

static size_t trailing_digits(struct str word)
{
	size_t n = 0;
	while (n < word.n && word.p[word.n - 1 - n] >= '0' && word.p[word.n - 1 - n] <= '9')
		n++;
	return n;
}

enum word_kind rules_kind(const struct name_rules *rules, struct str word)
{
	const struct word_rule *rule = find_word(rules, word);
	if (rule && rule->kind != WORD_PLAIN)
		return rule->kind;
	struct str number = {word.p, word.n > 2 ? word.n - 2 : 0};
	bool size = number.n && trailing_digits(number) == number.n &&
		    str_is((struct str){word.p + number.n, 2}, "gb");
	rule = size ? find_word(rules, STR("{gb}")) : NULL;
	return rule ? rule->kind : WORD_PLAIN;
}

enum word_kind rules_date_kind(const struct name_rules *rules)
{
	const struct word_rule *rule = find_word(rules, STR("{date}"));
	return rule ? rule->kind : WORD_PLAIN;
}

const char *rules_maker(const struct name_rules *rules, struct str name)
{
	struct words words;
	words_all_of(name, &words);
	for (size_t i = 0; i < words.n; i++) {
		struct str word = words.word[i];
		const struct word_rule *rule = find_word(rules, word);
		word.n -= trailing_digits(word);
		if ((!rule || !rule->maker[0]) && word.n)
			rule = find_word(rules, word);
		if (rule && rule->maker[0] && (i == 0 || !rule->leads))
			return rule->maker;
	}
	return NULL;
}

const struct common *rules_common(const struct name_rules *rules, const struct words *words)
{
	uint32_t i;
	return map_get(&rules->name, words_joined(words), &i) ? &rules->common[i] : NULL;
}
