/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Near misses of an unknown name: the name that differs by one typing error, else the keys that
 * share most of its words, the shortest first. Of a name whose maker is known only rows of that
 * maker: who asks for a Neoverse does not mean a Pentium.
 */
#include "factor/names.h"
#include "factor/refuse.h"

#define NEAR_MISSES 3
#define LEAST_LETTERS 4 /* too many shorter words differ by one typing error */

struct looking {
	const struct table *table;
	const char *maker; /* NULL: not known */
};

static const char *maker_of(const struct table *table, uint32_t group)
{
	const struct name_rules *rules = &table->index->rules;
	uint32_t row = table_first(table, group);
	const uint32_t columns[] = {0, table->name_column, table->aliases_column};
	const char *maker = NULL;
	for (size_t i = 0; i < 3 && !maker; i++)
		maker = rules_maker(rules, str_of(table_text(table, row, columns[i])));
	return maker;
}

static bool is_of_maker(const struct looking *looking, uint32_t group)
{
	if (!looking->maker)
		return true;
	const char *maker = maker_of(looking->table, group);
	return maker && strcmp(maker, looking->maker) == 0;
}

/* Finds the group whose normalised name differs by one typing error; false when memory is out. */
static bool nearest_name(const struct looking *looking, struct str normal, struct found *ret)
{
	const struct name_index *index = looking->table->index;
	const char **names = mem_zalloc(index->n_names + 1, sizeof(*names));
	if (!names)
		return false;
	size_t n = 0;
	for (size_t i = 0; i < index->n_names; i++)
		if (index->names[i].normal[0])
			names[n++] = index->names[i].normal;
	const char *nearest = normal.n ? str_nearest(normal, names) : NULL;
	uint32_t name;
	if (nearest && map_get(&index->normal, str_of(nearest), &name) &&
	    is_of_maker(looking, index->names[name].group))
		ret->groups[ret->n++] = index->names[name].group;
	mem_free(names);
	return true;
}

/* A word of the query, or the word of a name that differs from it by one typing error. */
struct clue {
	uint32_t number;
	size_t letters;
};

/* The number of a product: another one is another product, not a typing error. */
static bool is_number(struct str word)
{
	size_t n = 0;
	while (n < word.n && char_is_digit(word.p[n]))
		n++;
	return n == word.n;
}

/* Finds the words of the query in names, exactly or with one typing error ("a1oo"). */
static size_t clues_of(const struct name_index *index, const struct words *words,
		       struct clue *clues)
{
	size_t n = 0;
	for (size_t i = 0; i < words->n; i++) {
		struct str word = words->word[i];
		if (word.n < 2 && (word.p[0] < '0' || word.p[0] > '9'))
			continue;
		bool known = map_get(&index->word, word, &clues[n].number);
		if (!known && word.n >= LEAST_LETTERS && !is_number(word)) {
			char text[WORDS_TEXT];
			(void)snprintf(text, sizeof(text), "%.*s", STR_ARG(word));
			const char *nearest = str_nearest(str_of(text), index->word_texts);
			known = nearest && strlen(nearest) >= LEAST_LETTERS &&
				map_get(&index->word, str_of(nearest), &clues[n].number);
		}
		if (!known)
			continue;
		clues[n++].letters = word.n;
	}
	return n;
}

/* Counts the letters of the query's words that the names of the group have. */
static size_t shared_letters(const struct name_index *index, uint32_t group,
			     const struct clue *clues, size_t n_clues)
{
	const struct name *first = &index->names[index->group_names[group]];
	const struct name *last = &index->names[index->group_names[group + 1] - 1];
	size_t end = last->first_word + last->n_words, letters = 0;
	for (size_t i = 0; i < n_clues; i++)
		for (size_t w = first->first_word; w < end; w++)
			if (index->words[w] == clues[i].number) {
				letters += clues[i].letters;
				break;
			}
	return letters;
}

static uint32_t words_of_key(const struct table *table, uint32_t group)
{
	return table->index->names[table->index->group_names[group]].n_words;
}

/* Puts the group before those whose keys have more words. */
static void insert(const struct table *table, uint32_t group, struct found *to)
{
	uint32_t at = to->n < NEAR_MISSES ? to->n : NEAR_MISSES;
	while (at && words_of_key(table, to->groups[at - 1]) > words_of_key(table, group))
		at--;
	if (at == NEAR_MISSES)
		return;
	if (to->n < NEAR_MISSES)
		to->n++;
	for (uint32_t i = to->n - 1; i > at; i--)
		to->groups[i] = to->groups[i - 1];
	to->groups[at] = group;
}

/* Finds the groups that share the most letters. */
static void sharing_words(const struct looking *looking, const struct words *words,
			  struct found *ret)
{
	const struct table *table = looking->table;
	struct clue clues[WORDS_MAX];
	size_t n_clues = table->index->word_texts ? clues_of(table->index, words, clues) : 0;
	size_t best = 2; /* a digit is too little */
	for (uint32_t group = 0; group < table->n_groups; group++) {
		size_t letters = shared_letters(table->index, group, clues, n_clues);
		if (letters < best || !is_of_maker(looking, group))
			continue;
		if (letters > best)
			ret->n = 0;
		best = letters;
		insert(table, group, ret);
	}
}

void near_of_maker(const struct table *table, struct str text, struct found *found)
{
	struct looking looking = {table, rules_maker(&table->index->rules, text)};
	struct found kept = {0};
	uint32_t shown = found->n < TABLE_MAX_CANDIDATES ? found->n : TABLE_MAX_CANDIDATES;
	for (uint32_t i = 0; i < shown; i++)
		if (is_of_maker(&looking, found->groups[i]))
			kept.groups[kept.n++] = found->groups[i];
	if (kept.n < shown)
		*found = kept;
}

/* Finds the first groups of the maker. */
static void of_maker(const struct looking *looking, struct found *ret)
{
	for (uint32_t group = 0; looking->maker && group < looking->table->n_groups; group++)
		if (ret->n < NEAR_MISSES && is_of_maker(looking, group))
			ret->groups[ret->n++] = group;
}

int near_misses(const struct table *table, const struct undressed *texts, struct found *near,
		bool *ret_alike, struct frugal_error *reterr)
{
	struct looking looking = {table, rules_maker(&table->index->rules, texts->name)};
	struct found nearest = {0}, sharing = {0};
	struct words words;
	words_of(undressed_text(texts, texts->n - 1), &words);
	/* Any two codes of countries differ by a letter or two: Mayotte is not like Austria. */
	*ret_alike = looking.maker || texts->name.n >= LEAST_LETTERS;
	if (!*ret_alike)
		return 0;
	if (!nearest_name(&looking, words_joined(&words), &nearest))
		return error_nomem(reterr);
	if (nearest.n && (!near->n || near->groups[0] != nearest.groups[0]))
		near->groups[near->n++] = nearest.groups[0];
	/* "a1oo" may be a word of a name too: "A100 PCIe" */
	if (near->n && words.n > 1)
		return 0;
	sharing_words(&looking, &words, &sharing);
	for (uint32_t i = 0; i < sharing.n && near->n < NEAR_MISSES; i++)
		if (!(near->n && near->groups[0] == sharing.groups[i]))
			near->groups[near->n++] = sharing.groups[i];
	*ret_alike = near->n > 0;
	if (!near->n)
		of_maker(&looking, near);
	return 0;
}
