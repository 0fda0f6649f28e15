/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers in the text of a form: each is read to the end of its value, since "120,5" is not 120,
 * and an amount of energy with its whole unit, since 300 Wh are not 300 kWh.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/form_check_parts.h"

#define LONGEST 40 /* bytes of a number */

/* ---- amounts of energy ---------------------------------------------------------------------- */

static const struct {
	const char *name;
	double kwh;
} units[] = {{"kWh", 1}, {"Wh", 1e-3}, {"MWh", 1e3}, {"GWh", 1e6}, {"TWh", 1e9}, {"mWh", 1e-6}};

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '/';
}

/* Spaces, also those that do not break: U+00A0 and U+202F. */
static size_t before_spaces(struct str text, size_t end)
{
	for (;;) {
		if (end >= 1 && text.p[end - 1] == ' ')
			end--;
		else if (end >= 2 && memcmp(text.p + end - 2, "\xC2\xA0", 2) == 0)
			end -= 2;
		else if (end >= 3 && memcmp(text.p + end - 3, "\xE2\x80\xAF", 3) == 0)
			end -= 3;
		else
			return end;
	}
}

/* Commas between groups of three digits: 1,200 and 12,000,000, not 0,300. */
static bool has_groups(struct str number)
{
	size_t first = 0, digits = 0;
	for (size_t i = 0; i < number.n; i++) {
		if (number.p[i] == '.')
			break;
		if (number.p[i] != ',') {
			digits++;
			continue;
		}
		if (first ? digits != 3 : digits < 1 || digits > 3 || number.p[0] == '0')
			return false;
		first = i;
		digits = 0;
	}
	return first && digits == 3;
}

/* The whole of number, with a decimal point or comma, groups or underscores; false: it is none. */
static bool read_number(struct str number, double *ret)
{
	char plain[LONGEST];
	size_t n = 0;
	bool groups = has_groups(number);
	if (number.n >= LONGEST)
		return false;
	for (size_t i = 0; i < number.n; i++) {
		if (number.p[i] == '_' || (number.p[i] == ',' && groups))
			continue;
		plain[n++] = number.p[i] == ',' ? '.' : number.p[i];
	}
	return n && num_parse((struct str){plain, n}, ret) == n;
}

/* The one space that stands before end: its first byte; end where there is none, or several. */
static size_t before_space(struct str text, size_t end)
{
	size_t start = before_spaces(text, end);
	return end - start == 1 || (end - start <= 3 && text.p[start] != ' ') ? start : end;
}

static size_t digits_at(struct str text, size_t start)
{
	size_t n = 0;
	while (start + n < text.n && isdigit((unsigned char)text.p[start + n]))
		n++;
	return n;
}

/*
 * Where the group of thousands before start begins: "300 000" is one number, "in 2024 300" is not;
 * start where there is none.
 */
static size_t thousands_before(struct str text, size_t start)
{
	size_t end = before_space(text, start), first = end;
	if (end == start || digits_at(text, start) != 3)
		return start;
	while (first > 0 && isdigit((unsigned char)text.p[first - 1]))
		first--;
	bool alone = first == 0 || !strchr(".,_", text.p[first - 1]);
	return alone && end > first && end - first <= 3 && text.p[first] != '0' ? first : start;
}

static bool amount_before(struct str text, size_t end, double *ret)
{
	char plain[LONGEST];
	size_t n = 0;
	end = before_spaces(text, end);
	size_t start = end;
	while (start > 0 && strchr("0123456789.,_eE+-", text.p[start - 1]))
		start--;
	while (start < end && strchr(",eE", text.p[start]))
		start++;
	for (size_t group = thousands_before(text, start); group != start;
	     group = thousands_before(text, start))
		start = group;
	for (; start < end && n < LONGEST; start++)
		if (strchr("0123456789.,_eE+-", text.p[start]))
			plain[n++] = text.p[start];
	return read_number((struct str){plain, n}, ret);
}

static bool energy_in(struct str text, const char *unit, double *ret)
{
	size_t n = strlen(unit);
	for (size_t i = 1; i + n <= text.n; i++) {
		bool whole = memcmp(text.p + i, unit, n) == 0 &&
			     (i + n == text.n || !isalnum((unsigned char)text.p[i + n])) &&
			     (isdigit((unsigned char)text.p[i - 1]) || !is_letter(text.p[i - 1]));
		if (whole && amount_before(text, i, ret))
			return true;
	}
	return false;
}

double check_kwh_in(struct str text)
{
	double value;
	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++)
		if (energy_in(text, units[u].name, &value))
			return value * units[u].kwh;
	return (double)NAN;
}

/* ---- the value of a line -------------------------------------------------------------------- */

/* What follows the prefix in its line, from the first byte of its value on. */
static struct str value_after(struct str text, const char *prefix)
{
	size_t n = strlen(prefix);
	for (size_t i = 0; i + n <= text.n; i++) {
		if (memcmp(text.p + i, prefix, n) != 0)
			continue;
		const char *from = text.p + i + n, *stop = text.p + text.n;
		const char *end = memchr(from, '\n', (size_t)(stop - from));
		struct str rest = str_trim((struct str){from, (size_t)((end ? end : stop) - from)});
		while (rest.n && strchr("|: ", rest.p[0]))
			rest = (struct str){rest.p + 1, rest.n - 1};
		return rest;
	}
	return STR("");
}

/* The number that a value begins with, and what is behind it; NaN: it begins with none. */
static double leading_number(struct str rest, struct str *ret_after)
{
	double value;
	size_t n = 0;
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '|' && rest.p[n] != '\t')
		n++;
	struct str number = {rest.p, n};
	*ret_after = str_trim((struct str){rest.p + n, rest.n - n});
	return memchr(number.p, ',', number.n) || !read_number(number, &value) ? (double)NAN
									       : value;
}

double check_amount_after(struct str text, const char *prefix)
{
	struct str after;
	return leading_number(value_after(text, prefix), &after);
}

double check_number_after(struct str text, const char *prefix)
{
	struct str after;
	double value = leading_number(value_after(text, prefix), &after);
	return !after.n || after.p[0] == '#' || after.p[0] == '|' ? value : (double)NAN;
}

bool check_has_digits_after(struct str text, const char *prefix)
{
	struct str rest = value_after(text, prefix);
	return rest.n && (isdigit((unsigned char)rest.p[0]) || strchr("+-.", rest.p[0]));
}
