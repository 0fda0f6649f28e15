/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the names of models, accelerators, zones and regions in a sentence, by the
 * look-ups that `frugal estimate` uses. The longest text that leads to one row is the name; failing
 * that, the longest that may mean several rows. An open name is kept as such; so is one with a word
 * behind it that makes another product, of which no table has a row ("RTX 4090 Max-Q").
 */
#include <string.h>

#include "insight/ask_inside.h"

#define MAX_WORDS ((size_t)6)
#define SHORT_NAME ((size_t)3)

static const char *const TABLES[ASK_TABLES] = {"llms",    "gpus",         "zones",
					       "regions", "image_models", "video_models"};

const char *ask_table_name(enum ask_table table)
{
	return TABLES[table];
}

int ask_tables_get(struct tables *tables, struct ask_tables *ret, struct frugal_error *reterr)
{
	int r = 0;
	for (int i = 0; r == 0 && i < ASK_TABLES; i++)
		r = tables_get(tables, TABLES[i], &ret->table[i], reterr);
	return r;
}

static bool is_number(const struct ask_words *words, struct str text)
{
	double number;
	bool size;
	return ask_digits_read(words, TONGUE_EN, text, &number, &size) != DIGITS_NONE;
}

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (char_is_digit(text.p[i]))
			return true;
	return false;
}

/* Names of models that are words of their own in English, French or Italian. */
static bool is_ordinary(struct str text)
{
	static const char *const ORDINARY[] = {"flux", "sana", "mochi", "allegro", "wan"};
	for (size_t i = 0; i < sizeof(ORDINARY) / sizeof(ORDINARY[0]); i++)
		if (str_eq_nocase(text, str_of(ORDINARY[i])))
			return true;
	return false;
}

/*
 * Whether a text that leads to a row is meant as its name. Places are written with a capital or
 * stand behind a word of place; a code of two or three letters needs both.
 */
static bool is_meant(enum ask_table table, struct str text, bool placed)
{
	if (table == ASK_LLM || table == ASK_GPU)
		return text.n >= SHORT_NAME || has_digit(text);
	if (table == ASK_IMAGE_MODEL || table == ASK_VIDEO_MODEL)
		return !is_ordinary(text) || ask_is_capital(text);
	if (table == ASK_REGION)
		return placed || has_digit(text);
	return text.n <= SHORT_NAME ? placed && ask_is_capital(text)
				    : placed || ask_is_capital(text);
}

/* Whether a text that may mean several rows is meant for one of them. */
static int is_open_name(const struct ask_tables *tables, enum ask_table table, struct str text,
			bool placed, bool *ret, struct frugal_error *reterr)
{
	*ret = false;
	if (text.n < SHORT_NAME)
		return 0;
	if (table == ASK_ZONE || table == ASK_REGION) {
		*ret = placed && ask_is_capital(text);
		return 0;
	}
	if (table == ASK_GPU && has_digit(text)) {
		*ret = true;
		return 0;
	}
	return table_knows_maker(tables->table[table], text, ret, reterr);
}

static int look_up(const struct ask_tables *tables, enum ask_table table, struct str text,
		   bool placed, struct ask_found *open, struct ask_found *ret, size_t n,
		   struct frugal_error *reterr)
{
	struct ask_found found = {.table = table, .n = n};
	struct frugal_error refused = {0};
	int r = table_probe(tables->table[table], text, &found.search, &refused);
	if (r == 0 && is_meant(table, text, placed)) {
		*ret = found;
	} else if (r == FRUGAL_EUSAGE && !open->n && found.search.miss == TABLE_MISS_AMBIGUOUS) {
		bool meant;
		int s = is_open_name(tables, table, text, placed, &meant, reterr);
		if (s < 0)
			return s;
		if (meant)
			*open = found;
	}
	if (r == FRUGAL_EENV || r == FRUGAL_EDATA) {
		*reterr = refused;
		return r;
	}
	return 0;
}

/* Whether a zone's key is another, or a part of it: "US-VA" of "US". */
static bool is_within(const char *zone, const char *whole)
{
	size_t n = strlen(whole);
	return strncmp(zone, whole, n) == 0 && (zone[n] == '-' || !zone[n]);
}

/* The zone of a place, "" of an open one. */
static const char *zone_of(const struct ask_tables *tables, const struct ask_found *place)
{
	const struct table *table = tables->table[place->table];
	if (place->search.row == TABLE_NO_ROW)
		return "";
	return place->table == ASK_ZONE ? table_text(table, place->search.row, 0)
					: ask_cell(table, place->search.row, "zone");
}

bool ask_place_is_in(const struct ask_tables *tables, const struct ask_found *place,
		     const struct ask_found *whole)
{
	const char *zone = zone_of(tables, place), *of = zone_of(tables, whole);
	return zone[0] && of[0] && is_within(zone, of);
}

/* "New Zealand" begins with a word of its own, "our New Mexico site" likewise. */
static bool is_new(struct str text)
{
	static const char *const NEW[] = {"new", "nouveau", "nouvelle"};
	for (size_t i = 0; i < sizeof(NEW) / sizeof(NEW[0]); i++)
		if (str_eq_nocase(text, str_of(NEW[i])))
			return ask_is_capital(text);
	return false;
}

bool ask_begins_place(const struct ask_tokens *tokens, size_t first)
{
	return first + 1 < tokens->n && !tokens->token[first + 1].breaks &&
	       is_new(tokens->token[first].text) && ask_is_capital(tokens->token[first + 1].text);
}

/* "80 Go" is "80 GB", "H100s" are "H100": the text as the tables have it. */
static struct str as_listed(const struct ask_tokens *tokens, size_t first, size_t n, char *scratch,
			    size_t size)
{
	struct str span = ask_span(tokens, first, n);
	struct str last = tokens->token[first + n - 1].text;
	if (span.n >= size)
		return span;
	memcpy(scratch, span.p, span.n);
	size_t head = span.n - last.n;
	if (str_eq_nocase(last, STR("go")) && n > 1) {
		scratch[span.n - 1] = 'B';
		scratch[span.n - 2] = 'G';
	} else if (str_eq_nocase(last, STR("portable")) && n > 1) {
		memcpy(scratch + head, "laptop", 6);
		span.n = head + 6;
	} else if (last.n > 2 && last.p[last.n - 1] == 's' && char_is_digit(last.p[last.n - 2])) {
		span.n--;
	}
	return (struct str){scratch, span.n};
}

/* How many tokens a name that begins at first may have. */
static size_t most_tokens(const struct ask_tokens *tokens, size_t first)
{
	size_t n = 1;
	while (n < MAX_WORDS && first + n < tokens->n && !tokens->token[first + n].breaks)
		n++;
	return n;
}

/* "d'ici", "s'il": not the end of a name. */
static bool is_elided(const struct ask_tokens *tokens, size_t at)
{
	struct str text = tokens->token[at].text;
	const char *next = at + 1 < tokens->n ? tokens->token[at + 1].text.p : text.p + text.n;
	struct str rest = {text.p + text.n, (size_t)(next - text.p) - text.n};
	return str_after(rest, "'", &(struct str){0}) ||
	       str_after(rest, "\u2019", &(struct str){0});
}

/* "H100 x 8" */
static bool is_times(const struct ask_words *words, const struct ask_tokens *tokens, size_t at)
{
	const struct ask_word *word = ask_word_any(words, tokens->tongue, tokens->token[at].text);
	return word && word->means == MEANS_TIMES && at + 1 < tokens->n &&
	       is_number(words, tokens->token[at + 1].text);
}

/* Whether the token may make another product of a name in the table that ends before it. */
static int is_variant(const struct ask_tables *tables, enum ask_table table,
		      const struct ask_words *words, const struct ask_tokens *tokens, size_t at,
		      bool *ret, struct frugal_error *reterr)
{
	struct str text = tokens->token[at].text;
	*ret = table == ASK_GPU && str_eq_nocase(text, STR("portable"));
	if (*ret || table == ASK_ZONE || table == ASK_REGION || tokens->token[at].breaks ||
	    is_elided(tokens, at) || is_times(words, tokens, at))
		return 0;
	return table_makes_variant(tables->table[table], text, ret, reterr);
}

/*
 * Whether a word that is a variant too says more likely what it says elsewhere: "an H100 server",
 * "GPT-4o plus Claude", "an SDXL image". Such a word is of the name only where a row has it.
 */
static bool is_rather_word(const struct ask_words *words, const struct ask_tokens *tokens,
			   enum ask_table table, size_t at)
{
	struct str text = tokens->token[at].text;
	const struct ask_word *word = ask_word_any(words, tokens->tongue, text);
	if (!word)
		return false;
	if (table == ASK_IMAGE_MODEL || table == ASK_VIDEO_MODEL || word->means == MEANS_SERVER)
		return true;
	return (word->means == MEANS_AND || word->means == MEANS_BOUND) && !ask_is_capital(text);
}

/* Whether a name may end with the token: an ordinary word does not. */
static bool may_end(const struct ask_words *words, const struct ask_tokens *tokens, size_t at)
{
	struct str text = tokens->token[at].text;
	return is_number(words, text) || !ask_word_any(words, tokens->tongue, text) ||
	       str_eq_nocase(text, STR("go"));
}

/* Looks n tokens up in each table where they may be a name. */
static int look_up_all(const struct ask_tables *tables, const struct ask_words *words,
		       const struct ask_tokens *tokens, size_t first, size_t n, bool placed,
		       struct ask_found *open, struct ask_found *ret, struct frugal_error *reterr)
{
	char scratch[200];
	struct str text = as_listed(tokens, first, n, scratch, sizeof(scratch));
	bool ends = n == 1 || may_end(words, tokens, first + n - 1);
	int r = 0;
	for (int i = 0; i < ASK_TABLES && r == 0 && !ret->n; i++) {
		enum ask_table table = (enum ask_table)i;
		bool may = ends;
		if (!may)
			r = is_variant(tables, table, words, tokens, first + n - 1, &may, reterr);
		if (r < 0 || !may)
			continue;
		r = look_up(tables, table, text, placed, open, ret, n, reterr);
	}
	return r;
}

/* What the name is that a variant follows: the open one that has it, or one that no table has. */
static int with_variant(const struct ask_tables *tables, const struct ask_words *words,
			const struct ask_tokens *tokens, size_t first, const struct ask_found *open,
			struct ask_found *ret, struct frugal_error *reterr)
{
	size_t n = ret->n;
	bool variant = n > 0;
	int r = 0;
	while (r == 0 && variant && first + n < tokens->n) {
		r = is_variant(tables, ret->table, words, tokens, first + n, &variant, reterr);
		variant = variant && !is_rather_word(words, tokens, ret->table, first + n);
		n += variant;
	}
	if (r < 0 || n == ret->n)
		return r;
	bool has = open->n >= n && open->table == ret->table;
	struct ask_found unknown = {.table = ret->table, .n = n};
	unknown.search.row = TABLE_NO_ROW;
	*ret = has ? *open : unknown;
	return 0;
}

int ask_name_find(const struct ask_tables *tables, const struct ask_words *words,
		  const struct ask_tokens *tokens, size_t first, bool placed, struct ask_found *ret,
		  struct frugal_error *reterr)
{
	struct ask_found open = {0};
	struct str start = tokens->token[first].text;
	bool is_whole = ask_begins_place(tokens, first);
	*ret = (struct ask_found){0};
	if (is_number(words, start) || (!is_whole && ask_word_any(words, tokens->tongue, start)))
		return 0;
	int r = 0;
	for (size_t n = most_tokens(tokens, first); r == 0 && !ret->n && n > is_whole; n--)
		r = look_up_all(tables, words, tokens, first, n, placed, &open, ret, reterr);
	if (r == 0 && ret->n)
		return with_variant(tables, words, tokens, first, &open, ret, reterr);
	if (r == 0)
		*ret = open;
	return r;
}
