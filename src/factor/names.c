/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds the index of names. A name that several rows of a group repeat is stored once; a name that
 * several groups share is a chain, which match.c reports as ambiguous.
 */
#include "factor/names.h"

#include "factor/inside.h"

void names_release(struct name_index *index)
{
	map_release(&index->exact);
	map_release(&index->normal);
	map_release(&index->brief);
	map_release(&index->word);
	mem_free(index->briefs);
	mem_free(index->names);
	mem_free(index->words);
	mem_free(index->word_texts);
	arena_release(&index->arena);
	rules_release(&index->rules);
	*index = (struct name_index){0};
}

static bool add_word(struct name_index *index, struct str word)
{
	uint32_t number = (uint32_t)index->word.n;
	bool known;
	struct str kept = word;
	if (!map_get(&index->word, word, &number)) {
		kept.p = arena_strndup(&index->arena, word.p, word.n);
		if (!kept.p || !map_put(&index->word, kept, number, &known) ||
		    !mem_grow(&index->word_texts, number + 1, &index->cap_word_texts,
			      sizeof(*index->word_texts), 0))
			return false;
		index->word_texts[number] = kept.p;
		index->word_texts[number + 1] = NULL;
	}
	if (!mem_grow(&index->words, index->n_words, &index->cap_words, sizeof(*index->words), 0))
		return false;
	index->words[index->n_words++] = number;
	return true;
}

/* Adds the name to the chain of its normalised text, once for each group. */
static bool add_normal(struct name_index *index, uint32_t number)
{
	struct name *name = &index->names[number];
	struct str text = str_of(name->normal);
	uint32_t head;
	if (text.n == 0)
		return true;
	if (!map_get(&index->normal, text, &head))
		return map_put(&index->normal, text, number, NULL);
	for (uint32_t i = head; i != NAME_NONE; i = index->names[i].next_normal)
		if (index->names[i].group == name->group)
			return true;
	name->next_normal = index->names[head].next_normal;
	index->names[head].next_normal = number;
	return true;
}

/* The joined words but those that say nothing, or those too that a short name leaves out. */
static struct str brief_of(const struct name_rules *rules, const struct words *words, bool usual,
			   char *text)
{
	size_t n = 0, left = 0;
	for (size_t i = 0; i < words->n; i++) {
		struct str word = words->word[i];
		enum word_kind kind = rules_kind(rules, word);
		if (kind == WORD_DRESS || (usual && kind == WORD_USUAL)) {
			left += (kind == WORD_USUAL) == usual;
			continue;
		}
		if (n && word_joins_number(text[n - 1], word))
			text[n++] = '.';
		memcpy(text + n, word.p, word.n);
		n += word.n;
	}
	return (struct str){text, left ? n : 0};
}

/* Adds the text to the chain of its like. */
static bool put_brief(struct name_index *index, struct str brief, uint32_t group, bool usual)
{
	uint32_t head = NAME_NONE, number = (uint32_t)index->n_briefs;
	if (!brief.n)
		return true;
	(void)map_get(&index->brief, brief, &head);
	for (uint32_t i = head; i != NAME_NONE; i = index->briefs[i].next)
		if (index->briefs[i].group == group && index->briefs[i].usual == usual)
			return true;
	if (!mem_grow(&index->briefs, number, &index->cap_briefs, sizeof(*index->briefs), 0))
		return false;
	index->n_briefs++;
	if (head != NAME_NONE) {
		index->briefs[number] = (struct brief){group, index->briefs[head].next, usual};
		index->briefs[head].next = number;
		return true;
	}
	index->briefs[number] = (struct brief){group, NAME_NONE, usual};
	brief.p = arena_strndup(&index->arena, brief.p, brief.n);
	return brief.p && map_put(&index->brief, brief, number, NULL);
}

static bool add_brief(struct name_index *index, const struct words *words, uint32_t group,
		      bool usual)
{
	char text[WORDS_TEXT];
	return put_brief(index, brief_of(&index->rules, words, usual, text), group, usual);
}

/* The part of a country is also the start of its name: "California, United States of America". */
static bool add_part(struct name_index *index, struct str key, struct str name, uint32_t group)
{
	const char *comma = name.n ? memchr(name.p, ',', name.n) : NULL;
	if (!comma || !memchr(key.p, '-', key.n))
		return true;
	struct words words;
	words_of((struct str){name.p, (size_t)(comma - name.p)}, &words);
	return put_brief(index, words_joined(&words), group, false);
}

static bool new_name(struct name_index *index, struct str text, uint32_t group)
{
	struct words words;
	words_of(text, &words);
	if (!mem_grow(&index->names, index->n_names, &index->cap_names, sizeof(*index->names), 0))
		return false;
	struct str normal = words_joined(&words);
	struct name *name = &index->names[index->n_names];
	*name = (struct name){
		.normal = arena_strndup(&index->arena, normal.p, normal.n),
		.group = group,
		.next_exact = NAME_NONE,
		.next_normal = NAME_NONE,
		.first_word = (uint32_t)index->n_words,
		.n_words = (uint32_t)words.n,
	};
	if (!name->normal)
		return false;
	index->n_names++;
	for (size_t i = 0; i < words.n; i++)
		if (!add_word(index, words.word[i]))
			return false;
	uint32_t number = (uint32_t)index->n_names - 1;
	return add_normal(index, number) && add_brief(index, &words, group, false) &&
	       add_brief(index, &words, group, true);
}

static bool add_name(struct name_index *index, struct str text, uint32_t group)
{
	text = str_trim(text);
	if (text.n == 0)
		return true;
	uint32_t head = NAME_NONE, number = (uint32_t)index->n_names;
	(void)map_get(&index->exact, text, &head);
	for (uint32_t i = head; i != NAME_NONE; i = index->names[i].next_exact)
		if (index->names[i].group == group)
			return true;
	if (!new_name(index, text, group))
		return false;
	if (head == NAME_NONE)
		return map_put(&index->exact, text, number, NULL);
	index->names[number].next_exact = index->names[head].next_exact;
	index->names[head].next_exact = number;
	return true;
}

static bool add_aliases(struct name_index *index, struct str list, uint32_t group)
{
	while (list.n) {
		const char *end = memchr(list.p, ';', list.n);
		size_t n = end ? (size_t)(end - list.p) : list.n;
		if (!add_name(index, (struct str){list.p, n}, group))
			return false;
		list.p += n + (end != NULL);
		list.n -= n + (end != NULL);
	}
	return true;
}

static bool add_row(const struct table *table, struct name_index *index, uint32_t row)
{
	uint32_t group = table_group(table, row);
	struct str key = str_of(table_text(table, row, 0));
	struct str name = str_of(table_text(table, row, table->name_column));
	return add_name(index, key, group) && add_name(index, name, group) &&
	       add_part(index, key, name, group) &&
	       add_aliases(index, str_of(table_text(table, row, table->aliases_column)), group);
}

static bool build(const struct table *table, struct name_index *index)
{
	index->group_names = arena_array(&index->arena, (size_t)table->n_groups + 1,
					 sizeof(*index->group_names));
	if (!index->group_names)
		return false;
	for (uint32_t group = 0; group < table->n_groups; group++) {
		index->group_names[group] = (uint32_t)index->n_names;
		for (uint32_t row = table_first(table, group); row != TABLE_NO_ROW;
		     row = table_next(table, row))
			if (!add_row(table, index, row))
				return false;
	}
	index->group_names[table->n_groups] = (uint32_t)index->n_names;
	return true;
}

int names_build(const struct table *table, struct frugal_error *reterr)
{
	struct name_index *index = table->index;
	if (index->built)
		return 0;
	int r = rules_read(table->image, table->name, &index->rules, reterr);
	if (r < 0)
		return r;
	if (!build(table, index)) {
		names_release(index);
		return error_nomem(reterr);
	}
	index->built = true;
	return 0;
}
