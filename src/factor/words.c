/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts names into words, byte by byte: ASCII and the accented letters U+00C0..U+017F are folded;
 * letters of other scripts are kept, and match themselves.
 */
#include "factor/words.h"

static const char *const DROPPED[] = {"nvidia", "corporation", "corp",      "inc",     "amd",
				      "ati",    "intel",       "google",    "gpu",     "gpus",
				      "cpu",    "graphics",    "processor", "geforce", "tesla",
				      "radeon", "instinct"};

/* "0" is the first version of a processor, as Intel prints it: "E5-2670 0". */
static const char *const NOISE[] = {"device", "card",  "board",       "rev",        "a1",
				    "pci",    "0",     "express",     "controller", "vga",
				    "hbm2",   "hbm2e", "hbm3",        "hbm3e",      "tensor",
				    "core",   "cores", "accelerator", "the",        "gen"};

/* U+00C0..U+017F without their accents; ' ' is not a letter. */
static const char FOLD[] = "aaaaaaaceeeeiiii"
			   "dnooooo ouuuuyts"
			   "aaaaaaaceeeeiiii"
			   "dnooooo ouuuuyty"
			   "aaaaaaccccccccdd"
			   "ddeeeeeeeeeegggg"
			   "gggghhhhiiiiiiii"
			   "iiiijjkkklllllll"
			   "lllnnnnnnnnnoooo"
			   "oooorrrrrrssssss"
			   "ssttttttuuuuuuuu"
			   "uuuuwwyyyzzzzzzs";

static bool in_list(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, list[i]))
			return true;
	return false;
}

#define IN_LIST(word, list) in_list(word, list, sizeof(list) / sizeof(*(list)))

/* The number of digits at the start of s. */
static size_t digits(struct str s)
{
	size_t n = 0;
	while (n < s.n && char_is_digit(s.p[n]))
		n++;
	return n;
}

/* Reads one letter or mark at s; *ret_letter is 0 for a separator of words. */
static size_t next_letter(struct str s, char *ret_letter)
{
	unsigned char c = (unsigned char)s.p[0];
	*ret_letter = 0;
	if (c >= 'A' && c <= 'Z')
		*ret_letter = (char)(c + ('a' - 'A'));
	else if ((c >= 'a' && c <= 'z') || char_is_digit((char)c))
		*ret_letter = (char)c;
	if (c < 0x80 || s.n < 2)
		return 1;
	if (c == 0xC2)
		return 2;
	if (c >= 0xC3 && c <= 0xC5) {
		size_t at = (size_t)(c - 0xC3) * 64 + ((unsigned char)s.p[1] & 0x3F);
		if (at < sizeof(FOLD) - 1 && FOLD[at] != ' ')
			*ret_letter = FOLD[at];
		return 2;
	}
	if (c == 0xE2 && s.n >= 3) /* dashes, quotes, the trade mark */
		return 3;
	*ret_letter = (char)c;
	return 1;
}

/* The length of "(R)", "(TM)" or "(C)" at s, or 0. */
static size_t mark_length(struct str s)
{
	static const char *const MARKS[] = {"(r)", "(tm)", "(c)"};
	for (size_t i = 0; i < sizeof(MARKS) / sizeof(*MARKS); i++) {
		size_t n = strlen(MARKS[i]);
		if (s.n >= n && str_eq_nocase((struct str){s.p, n}, str_of(MARKS[i])))
			return n;
	}
	return 0;
}

/* Lower case words, one blank after each; false when they do not fit. */
static bool fold(struct str name, char *to, size_t *ret_n)
{
	size_t n = 0;
	while (name.n && !(name.p[0] == '@' && (n == 0 || to[n - 1] == ' '))) {
		char letter = 0;
		size_t used = mark_length(name);
		if (!used)
			used = next_letter(name, &letter);
		name.p += used;
		name.n -= used;
		if (!letter && (n == 0 || to[n - 1] == ' '))
			continue;
		if (n + 2 > WORDS_TEXT)
			return false;
		to[n++] = letter ? letter : ' ';
	}
	if (n && to[n - 1] != ' ')
		to[n++] = ' ';
	*ret_n = n;
	return true;
}

static struct str take_word(struct str *rest)
{
	const char *blank = memchr(rest->p, ' ', rest->n);
	struct str word = {rest->p, blank ? (size_t)(blank - rest->p) : rest->n};
	rest->p += word.n + (blank != NULL);
	rest->n -= word.n + (blank != NULL);
	return word;
}

static bool is_gigabytes(struct str s)
{
	return str_is(s, "gb") || str_is(s, "gib") || str_is(s, "g");
}

bool word_joins_number(char before, struct str word)
{
	return char_is_digit(before) && word.n && char_is_digit(word.p[0]);
}

static bool add_word(struct words *words, size_t *used, struct str word, const char *suffix)
{
	size_t more = strlen(suffix);
	if (words->n == WORDS_MAX || *used + word.n + more + 1 > WORDS_TEXT)
		return false;
	char *at = words->text + *used;
	/* "2.5" is not "25": a point stays between numbers. */
	if (*used && word_joins_number(at[-1], word)) {
		*at++ = '.';
		++*used;
	}
	memcpy(at, word.p, word.n);
	for (size_t i = 0; i < more; i++)
		at[word.n + i] = suffix[i];
	words->word[words->n++] = (struct str){at, word.n + more};
	*used += word.n + more;
	return true;
}

/* Adds the words of rest: "80 gb" and "80gib" become one word, "64 core" none. */
static bool add_words(struct words *words, struct str rest, bool drop)
{
	size_t used = 0;
	while (rest.n) {
		struct str word = take_word(&rest);
		struct str after = rest;
		struct str next = after.n ? take_word(&after) : (struct str){"", 0};
		size_t number = digits(word);
		bool all_digits = number && number == word.n;
		const char *suffix = "";
		if (all_digits && (str_is(next, "core") || str_is(next, "cores"))) {
			rest = after;
			continue;
		}
		if (all_digits && is_gigabytes(next)) {
			rest = after;
			suffix = "gb";
		} else if (number && is_gigabytes((struct str){word.p + number, word.n - number})) {
			word.n = number;
			suffix = "gb";
		}
		if (drop && IN_LIST(word, DROPPED))
			continue;
		if (!add_word(words, &used, word, suffix))
			return false;
	}
	return true;
}

void words_all_of(struct str name, struct words *ret)
{
	char folded[WORDS_TEXT];
	size_t n;
	ret->n = 0;
	if (fold(name, folded, &n) && !add_words(ret, (struct str){folded, n}, false))
		ret->n = 0;
}

void words_of(struct str name, struct words *ret)
{
	char folded[WORDS_TEXT];
	size_t n;
	ret->n = 0;
	if (!fold(name, folded, &n))
		return;
	struct str text = {folded, n};
	bool fits = add_words(ret, text, true);
	/* A name that has only noise keeps it. */
	if (fits && ret->n == 0)
		fits = add_words(ret, text, false);
	if (!fits)
		ret->n = 0;
}

struct str words_joined(const struct words *words)
{
	if (!words->n)
		return (struct str){"", 0};
	const struct str *last = &words->word[words->n - 1];
	return (struct str){words->text, (size_t)(last->p + last->n - words->text)};
}

bool word_is_noise(struct str word)
{
	size_t n = digits(word); /* "13th" Gen */
	if (n && str_is((struct str){word.p + n, word.n - n}, "th"))
		return true;
	return IN_LIST(word, NOISE);
}

bool word_is_chip(struct str word)
{
	static const char *const CHIPS[] = {"ga", "gh", "gb", "gk",   "gm",  "gp",
					    "gv", "ad", "tu", "navi", "vega"};
	for (size_t i = 0; i < sizeof(CHIPS) / sizeof(*CHIPS); i++) {
		struct str rest;
		if (str_after(word, CHIPS[i], &rest) && digits(rest) >= 2)
			return true;
	}
	return false;
}
