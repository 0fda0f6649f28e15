/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the row for a name. It tries several ways, strictest first, and the first way that finds a
 * key decides: one key is the answer, several are an error that lists them. A looser way never
 * breaks the tie of a stricter one.
 *
 *   exact       the text of a key, name or alias
 *   alias       another name of one product (factors/name_common.csv), or nowhere
 *   normalised  the same without case, accents, punctuation, vendors (words.h)
 *   same words  in any order, numbers in theirs; the query may have noise besides ("the", "Tensor
 *               Core", "rev a1", the name of a chip): "RTX 4090 Laptop" is not "RTX 4090"
 *   common      a family name ("H100") for its commonest variant (factors/name_common.csv)
 *   rest        what a name adds to its key ("Europe (Paris)" of a region)
 *   left out    the query lacks words that may be left out (factors/name_words.csv)
 *
 * Each is tried on the name, then on what is left of it without the dress of services (dress.c),
 * layer by layer. A code of letters is not looked for among words: YT is not Yukon.
 */
#include "base/intl.h"
#include "factor/inside.h"
#include "factor/pair.h"
#include "factor/refuse.h"

#define OTHERS_SHOWN 3 /* other products, of an unknown name */

/* What was found so far. */
struct search {
	const struct table *table;
	struct found found;
	struct found others; /* the name may mean them too */
	bool taken;          /* one of several that the name may mean */
	bool nowhere;        /* the product is known, and the table does not have it */
};

static bool has(const struct found *found, uint32_t group)
{
	for (uint32_t i = 0; i < found->n && i < TABLE_MAX_CANDIDATES; i++)
		if (found->groups[i] == group)
			return true;
	return false;
}

static void found_add(struct found *found, uint32_t group)
{
	if (has(found, group))
		return;
	if (found->n < TABLE_MAX_CANDIDATES)
		found->groups[found->n] = group;
	found->n++;
}

static void by_text(struct search *search, const struct query *query)
{
	const struct name_index *index = search->table->index;
	uint32_t i = NAME_NONE;
	(void)map_get(&index->exact, query->text, &i);
	for (; i != NAME_NONE; i = index->names[i].next_exact)
		found_add(&search->found, index->names[i].group);
}

static void by_normal(struct search *search, const struct query *query)
{
	const struct name_index *index = search->table->index;
	uint32_t i = NAME_NONE;
	(void)map_get(&index->normal, words_joined(&query->words), &i);
	for (; i != NAME_NONE; i = index->names[i].next_normal)
		found_add(&search->found, index->names[i].group);
}

/* The best pairing of the query with a name of the group. */
static enum pairing pair_group(const struct name_index *index, uint32_t group,
			       const struct query *query)
{
	enum pairing best = NOT_PAIRED;
	for (uint32_t i = index->group_names[group]; i < index->group_names[group + 1]; i++) {
		enum pairing one = pair_words(index, &index->names[i], query);
		best = one > best ? one : best;
	}
	return best;
}

/* All words, or failing that all words and noise. */
static void by_words(struct search *search, const struct query *query)
{
	struct found noise = {0};
	for (uint32_t group = 0; group < search->table->n_groups; group++) {
		enum pairing pairing = pair_group(search->table->index, group, query);
		if (pairing == PAIRED_ALL)
			found_add(&search->found, group);
		else if (pairing == PAIRED_NOISE)
			found_add(&noise, group);
	}
	if (!search->found.n)
		search->found = noise;
}

static void by_rest(struct search *search, const struct query *query)
{
	const struct name_index *index = search->table->index;
	if (!query->known)
		return;
	for (uint32_t group = 0; group < search->table->n_groups; group++) {
		uint32_t key = index->group_names[group], end = index->group_names[group + 1];
		for (uint32_t i = key + 1; i < end; i++)
			if (pair_rest(index, &index->names[key], &index->names[i], query))
				found_add(&search->found, group);
	}
}

/* Adds the groups with a name that has all words of the query. */
static void with_all_words(const struct table *table, const struct query *query, struct found *ret)
{
	const struct name_index *index = table->index;
	if (!query->known || !query->words.n)
		return;
	for (uint32_t group = 0; group < table->n_groups; group++)
		for (uint32_t i = index->group_names[group]; i < index->group_names[group + 1]; i++)
			if (pair_all(index, &index->names[i], query)) {
				found_add(ret, group);
				break;
			}
}

/* Another name of a product: it leads to its row, or nowhere. */
static void by_alias(struct search *search, const struct query *query)
{
	const struct common *common = rules_common(&search->table->index->rules, &query->words);
	uint32_t group;
	if (!common || !common->alias)
		return;
	search->nowhere = !groups_find(search->table, str_of(common->row), &group);
	if (!search->nowhere)
		found_add(&search->found, group);
}

static void by_common(struct search *search, const struct query *query)
{
	const struct common *common = rules_common(&search->table->index->rules, &query->words);
	uint32_t group;
	if (!common || !groups_find(search->table, str_of(common->row), &group))
		return;
	found_add(&search->found, group);
	search->taken = !common->alias;
	for (uint32_t other = 0; search->taken && other < search->table->n_groups; other++)
		if (pair_group(search->table->index, other, query) != NOT_PAIRED)
			found_add(&search->others, other);
}

/* The same without what stands between words: "llama3-1-70b-instruct". */
static void by_brief(struct search *search, const struct query *query)
{
	const struct name_index *index = search->table->index;
	struct found usual = {0};
	uint32_t i = NAME_NONE;
	(void)map_get(&index->brief, words_joined(&query->words), &i);
	for (; i != NAME_NONE; i = index->briefs[i].next)
		found_add(index->briefs[i].usual ? &usual : &search->found, index->briefs[i].group);
	search->taken = !search->found.n;
	if (search->taken)
		search->found = usual;
}

static void by_left_out(struct search *search, const struct query *query)
{
	struct found usual = {0};
	for (uint32_t group = 0; group < search->table->n_groups; group++) {
		enum pairing pairing = pair_group(search->table->index, group, query);
		if (pairing == PAIRED_DRESS)
			found_add(&search->found, group);
		else if (pairing == PAIRED_USUAL)
			found_add(&usual, group);
	}
	search->taken = !search->found.n;
	if (search->taken)
		search->found = usual;
	if (!search->found.n)
		by_brief(search, query);
}

typedef void way(struct search *search, const struct query *query);

/*
 * Tries the ways, strictest first, on every text: on those with the fewest layers taken off, or on
 * all, so that the name of a maker does not choose among snapshots ("mistralai/mistral-large").
 */
static void try_ways(struct search *search, const struct undressed *texts, way *const *ways,
		     size_t n_ways, bool all)
{
	for (size_t i = 0; i < texts->n; i++) {
		if (search->found.n && !all && texts->n_layers[i] > texts->n_layers[i - 1])
			return;
		struct query query;
		struct search one = {.table = search->table};
		query_init(search->table->index, undressed_text(texts, i), &query);
		for (size_t w = 0; w < n_ways && !one.found.n && !one.nowhere; w++)
			ways[w](&one, &query);
		if (one.nowhere) {
			*search = one;
			return;
		}
		for (uint32_t g = 0; g < one.found.n && g < TABLE_MAX_CANDIDATES; g++)
			found_add(&search->found, one.found.groups[g]);
		if (one.found.n) {
			search->others = one.others;
			search->taken |= one.taken;
		}
	}
}

/* "YT", "usa", "US-CA": two or three letters, with two or three more after a hyphen. */
static bool is_code(struct str text)
{
	size_t n[2] = {0, 0}, part = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (c == '-' && part == 0)
			part++;
		else if (letter)
			n[part]++;
		else
			return false;
	}
	return n[0] >= 2 && n[0] <= 3 && (!part || (n[1] >= 2 && n[1] <= 3));
}

/* "eu-north-1" is of one cloud and "eu-north1" of another: where the table says so a mark counts.
 */
static bool is_marked_code(const struct name_rules *rules, struct str text)
{
	bool mark = false, digit = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool here = rules_kind(rules, (struct str){text.p + i, 1}) == WORD_CODE;
		mark |= here;
		digit |= char_is_digit(c);
		if (!here && !char_is_digit(c) && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return mark && digit;
}

static void find(struct search *search, struct str text, struct undressed *texts)
{
	static way *const code[] = {by_text, by_normal};
	static way *const strict[] = {by_text, by_alias, by_normal, by_words};
	static way *const common[] = {by_common};
	static way *const loose[] = {by_rest, by_left_out};
	const struct name_rules *rules = &search->table->index->rules;
	undress(rules, text, texts);
	if (is_marked_code(rules, text)) {
		try_ways(search, texts, code, 1, false);
		return;
	}
	if (is_code(text)) {
		try_ways(search, texts, code, 2, false);
		return;
	}
	try_ways(search, texts, strict, 4, false);
	if (!search->found.n && !search->nowhere)
		try_ways(search, texts, common, 1, false);
	if (!search->found.n && !search->nowhere)
		try_ways(search, texts, loose, 2, true);
}

/* Copies the other rows that the name may mean. */
static void keep_others(const struct search *search, struct table_search *ret)
{
	ret->taken = search->taken;
	ret->n_candidates = 0;
	for (uint32_t i = 0; i < search->others.n && i < TABLE_MAX_CANDIDATES; i++)
		if (search->others.groups[i] != search->found.groups[0])
			ret->candidates[ret->n_candidates++] =
				table_best(search->table, search->others.groups[i]);
}

/* Writes a blank between the letters that a word begins with and its digits: "llama 3.2". */
static bool split_digits(struct str text, char to[WORDS_TEXT])
{
	size_t n = 0, letters = 0;
	bool split = false;
	for (size_t i = 0; i < text.n && n + 2 < WORDS_TEXT; i++) {
		char c = text.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (char_is_digit(c) && letters > 2) {
			to[n++] = ' ';
			split = true;
		}
		letters = letter ? letters + 1 : 0;
		to[n++] = c;
	}
	to[n] = '\0';
	return split;
}

/* Whether all that was found has a variant in common that the query lacks: o3 is not o3-mini. */
static bool is_variant(const struct table *table, const struct found *found,
		       const struct query *query)
{
	const struct name_index *index = table->index;
	uint32_t common = NAME_NONE;
	for (uint32_t g = 0; g < found->n && g < TABLE_MAX_CANDIDATES; g++) {
		uint32_t group = found->groups[g], variant = NAME_NONE;
		for (uint32_t i = index->group_names[group]; i < index->group_names[group + 1]; i++)
			if (pair_all(index, &index->names[i], query)) {
				variant = pair_variant(index, &index->names[i], query);
				break;
			}
		if (variant == NAME_NONE || (g && variant != common))
			return false;
		common = variant;
	}
	return common != NAME_NONE;
}

/* Finds the rows that the name may stand for. False: they are other products, which are near. */
static bool may_mean(struct search *search, const struct undressed *texts)
{
	struct query query;
	struct found *found = &search->found;
	char split[WORDS_TEXT];
	for (size_t i = 0; i < 2 * texts->n && !found->n; i++) {
		bool splits = i >= texts->n;
		struct str text = undressed_text(texts, splits ? i - texts->n : i);
		if (splits && !split_digits(text, split))
			continue;
		query_init(search->table->index, splits ? str_of(split) : text, &query);
		with_all_words(search->table, &query, found);
		if (found->n)
			return !is_variant(search->table, found, &query);
	}
	return true;
}

static int refuse(struct search *search, const char *what, struct str text,
		  const struct undressed *texts, struct table_search *ret,
		  struct frugal_error *reterr)
{
	struct found *found = &search->found;
	bool means = found->n || is_code(text) || may_mean(search, texts);
	near_of_maker(search->table, text, found);
	if (found->n > 1 && means && !search->nowhere)
		return refuse_ambiguous(search->table, what ? what : search->table->name, text,
					found, ret, reterr);
	if (!what) {
		ret->miss = TABLE_MISS_UNKNOWN;
		return FRUGAL_EUSAGE;
	}
	if (found->n > OTHERS_SHOWN)
		found->n = OTHERS_SHOWN;
	return refuse_unknown(search->table, what, texts, found, ret, reterr);
}

static int find_group(const struct table *table, const char *what, struct str text,
		      uint32_t *ret_group, struct table_search *ret, struct frugal_error *reterr)
{
	if (groups_find(table, text, ret_group))
		return 0;
	int r = names_build(table, reterr);
	if (r < 0)
		return r;
	struct search search = {.table = table};
	struct undressed *texts = mem_zalloc(1, sizeof(*texts));
	if (!texts)
		return error_nomem(reterr);
	find(&search, text, texts);
	if (search.found.n == 1) {
		*ret_group = search.found.groups[0];
		keep_others(&search, ret);
	} else {
		r = refuse(&search, what, text, texts, ret, reterr);
	}
	mem_free(texts);
	return r;
}

/* "FR:2022" is "FR" and 2022; a name without year has year 0. */
static struct str split_year(struct str text, int *ret_year)
{
	int64_t year;
	*ret_year = 0;
	if (text.n < 6 || text.p[text.n - 5] != ':' ||
	    !num_parse_int((struct str){text.p + text.n - 4, 4}, 1900, 2200, &year))
		return text;
	*ret_year = (int)year;
	return str_trim((struct str){text.p, text.n - 5});
}

/* what is NULL: without near misses. */
static int search_name(const struct table *table, const char *what, struct str name,
		       struct table_search *ret, struct frugal_error *reterr)
{
	struct str text = str_trim(name);
	uint32_t group;
	int year = 0;
	*ret = (struct table_search){.row = TABLE_NO_ROW};
	if (text.n == 0)
		return refuse_empty(table, what ? what : table->name, ret, reterr);
	if (!groups_find(table, text, &group)) {
		text = split_year(text, &year);
		int r = find_group(table, what, text, &group, ret, reterr);
		if (r < 0)
			return r;
	}
	uint32_t row = year ? choice_of_group(table, group, year) : table_best(table, group);
	if (row == TABLE_NO_ROW)
		return refuse_year(table, what ? what : table->name, text, group, year, ret,
				   reterr);
	ret->row = row;
	return 0;
}

int table_search(const struct table *table, const char *what, struct str name,
		 struct table_search *ret, struct frugal_error *reterr)
{
	return search_name(table, what ? what : table->name, name, ret, reterr);
}

int table_probe(const struct table *table, struct str name, struct table_search *ret,
		struct frugal_error *reterr)
{
	return search_name(table, NULL, name, ret, reterr);
}

int table_find(const struct table *table, const char *what, struct str name, uint32_t *ret_row,
	       struct frugal_error *reterr)
{
	struct table_search search;
	int r = table_search(table, what, name, &search, reterr);
	if (r == 0)
		*ret_row = search.row;
	return r;
}

int table_knows_maker(const struct table *table, struct str name, bool *ret,
		      struct frugal_error *reterr)
{
	int r = names_build(table, reterr);
	if (r == 0)
		*ret = rules_maker(&table->index->rules, name) != NULL;
	return r;
}

int table_makes_variant(const struct table *table, struct str text, bool *ret,
			struct frugal_error *reterr)
{
	struct words words;
	int r = names_build(table, reterr);
	words_all_of(text, &words);
	*ret = r == 0 && words.n > 0;
	for (size_t i = 0; *ret && i < words.n; i++) {
		enum word_kind kind = rules_kind(&table->index->rules, words.word[i]);
		*ret = (kind == WORD_VARIANT || kind == WORD_USUAL) &&
		       !char_is_digit(words.word[i].p[0]);
	}
	return r;
}
