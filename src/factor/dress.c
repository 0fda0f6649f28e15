/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes the dress off a name: each pattern of factors/name_dress.csv that fits gives a shorter
 * name, and so on, the fewest layers first.
 */
#include "factor/rules.h"

#define LAYERS_MAX 6

static size_t run_of_digits(struct str text)
{
	size_t n = 0;
	while (n < text.n && char_is_digit(text.p[n]))
		n++;
	return n;
}

/*
 * The length of the start of text that fits the pattern, or SIZE_MAX: '#' is a number, '*' the
 * shortest text without '/' after which the rest fits, or at the end of a pattern all that is left.
 */
static size_t fit(struct str pattern, struct str text)
{
	size_t at = 0;
	for (size_t i = 0; i < pattern.n; i++) {
		struct str rest = {text.p + at, text.n - at};
		if (pattern.p[i] == '*' && i + 1 == pattern.n)
			return rest.n ? text.n : SIZE_MAX;
		if (pattern.p[i] == '*') {
			struct str next = {pattern.p + i + 1, pattern.n - i - 1};
			for (size_t n = 1; n < rest.n && rest.p[n - 1] != '/'; n++) {
				size_t more = fit(next, (struct str){rest.p + n, rest.n - n});
				if (more != SIZE_MAX)
					return at + n + more;
			}
			return SIZE_MAX;
		}
		size_t n = pattern.p[i] == '#' ? run_of_digits(rest)
			   : rest.n && char_lower(rest.p[0]) == char_lower(pattern.p[i]) ? 1
											 : 0;
		if (!n)
			return SIZE_MAX;
		at += n;
	}
	return at;
}

/* The name within the dress; empty when the pattern does not fit. */
static struct str within(const struct dress *dress, struct str text)
{
	static const struct str none = {"", 0};
	size_t before = fit(dress->before, text);
	if (before == SIZE_MAX)
		return none;
	struct str name = {text.p + before, text.n - before};
	if (!dress->after.n)
		return name;
	for (size_t n = 1; n < name.n; n++) {
		struct str rest = {name.p + n, name.n - n};
		if (fit(dress->after, rest) == rest.n)
			return (struct str){name.p, n};
	}
	return none;
}

/* Writes the name as the pattern leaves it: "v3p1" becomes "v3.1" when its point is 'p'. */
static bool write_left(const struct dress *dress, struct str name, char *to)
{
	size_t n = dress->left_before.n;
	if (n + name.n + dress->left_after.n >= WORDS_TEXT)
		return false;
	memcpy(to, dress->left_before.p, n);
	memcpy(to + n, name.p, name.n);
	memcpy(to + n + name.n, dress->left_after.p, dress->left_after.n);
	n += name.n + dress->left_after.n;
	to[n] = '\0';
	for (size_t i = 1; dress->point && i + 1 < n; i++)
		if (to[i] == dress->point && char_is_digit(to[i - 1]) && char_is_digit(to[i + 1]))
			to[i] = '.';
	return true;
}

static bool is_there(const struct undressed *undressed, const char *text)
{
	for (size_t i = 0; i < undressed->n; i++)
		if (strcmp(undressed->text[i], text) == 0)
			return true;
	return false;
}

void undress(const struct name_rules *rules, struct str name, struct undressed *ret)
{
	ret->name = name;
	ret->n = 1;
	ret->n_layers[0] = 0;
	ret->text[0][0] = '\0';
	if (name.n >= WORDS_TEXT)
		return;
	memcpy(ret->text[0], name.p, name.n);
	ret->text[0][name.n] = '\0';
	for (size_t i = 0; i < ret->n && ret->n_layers[i] < LAYERS_MAX; i++)
		for (size_t d = 0; d < rules->n_dress && ret->n < UNDRESSED_MAX; d++) {
			struct str left = within(&rules->dress[d], str_of(ret->text[i]));
			if (!left.n || !write_left(&rules->dress[d], left, ret->text[ret->n]) ||
			    is_there(ret, ret->text[ret->n]))
				continue;
			ret->n_layers[ret->n] = ret->n_layers[i] + 1;
			ret->n++;
		}
}

struct str undressed_text(const struct undressed *undressed, size_t i)
{
	return i ? str_of(undressed->text[i]) : undressed->name;
}
