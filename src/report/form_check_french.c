/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the French sheet for public purchases back, by the labels of its rows (form_french.h) and
 * with decimal commas, and checks its figures against each other.
 */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/form_check_parts.h"
#include "report/form_french.h"

#define DIGITS_MOST 40
#define PERCENT 100

/* The text from the first occurrence of a word on; empty without one. */
static struct str from_word(struct str text, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= text.n; i++)
		if (memcmp(text.p + i, word, n) == 0)
			return (struct str){text.p + i, text.n - i};
	return STR("");
}

/* From a title to the next one. */
static struct str section(struct str text, const char *title)
{
	struct str at = from_word(text, title);
	if (!at.n)
		return at;
	struct str rest = {at.p + 3, at.n - 3}, next = from_word(rest, "\n## ");
	if (next.n)
		at.n = (size_t)(next.p - at.p);
	return at;
}

/* The digit or sign that a raised one at the beginning of text is; it is taken from text. */
static bool read_raised(struct str *text, char *ret)
{
	static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻"};
	for (size_t i = 0; i < sizeof(raised) / sizeof(*raised); i++)
		if (str_after(*text, raised[i], text)) {
			*ret = "0123456789-"[i];
			return true;
		}
	return false;
}

/* Whether text begins with "× 10⁻⁵"; as "e-5" to digits. */
static bool read_power(struct str text, char digits[DIGITS_MOST], size_t *n)
{
	if (*n == DIGITS_MOST || !str_after(text, "× 10", &text))
		return false;
	digits[(*n)++] = 'e';
	while (*n < DIGITS_MOST && read_raised(&text, &digits[*n]))
		(*n)++;
	return true;
}

/* "12 345,6 ", "1,77 × 10⁻⁵": spaces between thousands, no-break ones too, are left out. NaN: no
 * number. */
static double french_number(struct str text)
{
	char digits[DIGITS_MOST];
	size_t n = 0;
	double value;
	for (size_t i = 0; i < text.n && n < sizeof(digits); i++) {
		char c = text.p[i];
		if (c == '|' || c == '\n' ||
		    read_power((struct str){text.p + i, text.n - i}, digits, &n))
			break;
		if (c == ',')
			digits[n++] = '.';
		else if (c != 0 && strchr("0123456789.eE+-", c))
			digits[n++] = c;
		else if (c != ' ' && (unsigned char)c < 0x80)
			return (double)NAN;
	}
	struct str number = {digits, n};
	return n && num_parse(number, &value) == n ? value : (double)NAN;
}

/* The value of the row with a label; NaN: none, or N/A. */
static double row_of(struct str part, const char *label)
{
	char start[128];
	(void)snprintf(start, sizeof(start), "\n| %s |", label);
	struct str row = from_word(part, start);
	size_t n = strlen(start);
	return row.n ? french_number((struct str){row.p + n, row.n - n}) : (double)NAN;
}

static double part_of(struct str part, const char *what, const char *unit)
{
	char label[96];
	(void)snprintf(label, sizeof(label), "%s%s", what, unit);
	return row_of(part, label);
}

/* The energy with the site, or else the machines', as the form has it. */
static double energy_of(struct str part)
{
	double site = row_of(part, FRENCH_ENERGY);
	return isnan(site) ? row_of(part, FRENCH_IT) : site;
}

/* served: use of the months with known inferences only, when the sheet mentions it. */
static void check_parts(struct check *c, struct str part, const char *what, double how_many,
			bool served)
{
	double kwh = energy_of(part);
	double kg = row_of(part, FRENCH_ELECTRICITY) + row_of(part, FRENCH_MAKING);
	double litres = row_of(part, FRENCH_WATER);
	if (served && !isnan(row_of(part, FRENCH_SERVED_ENERGY))) {
		kwh = row_of(part, FRENCH_SERVED_ENERGY);
		kg = row_of(part, FRENCH_SERVED_GASES);
		litres = row_of(part, FRENCH_SERVED_WATER);
	}
	check_energy(c, what, part_of(part, what, FRENCH_PART_WH) * how_many / 1e3, kwh);
	check_equal(c, what, part_of(part, what, FRENCH_PART_G) * how_many / 1e3, kg);
	check_equal(c, what, part_of(part, what, FRENCH_PART_ML) * how_many / 1e3, litres);
}

static void check_phase(struct check *c, struct str part)
{
	double it = row_of(part, FRENCH_IT), site = row_of(part, FRENCH_ENERGY);
	double kg = row_of(part, FRENCH_ELECTRICITY), units = row_of(part, FRENCH_UNITS);
	check_pue(c, "PUE", row_of(part, "PUE"), site, it);
	check_carbon(c, FRENCH_ELECTRICITY, kg * 1e3, energy_of(part));
	check_equal(c, FRENCH_CUE, row_of(part, FRENCH_CUE), kg / it);
	check_equal(c, FRENCH_WATER, row_of(part, FRENCH_WATER), row_of(part, FRENCH_WUE) * it);
	check_share(c, FRENCH_RENEWABLE, row_of(part, FRENCH_RENEWABLE), PERCENT);
	check_parts(c, part, FRENCH_ONE, units, true);
	check_parts(c, part, FRENCH_ONE_HOUR, row_of(part, FRENCH_HOURS), false);
	check_parts(c, part, FRENCH_ONE_JOURNEY, units / row_of(part, FRENCH_JOURNEY), true);
}

/* "81,0 à 108 ; d'après 1 exécution sur 2 |" */
static void check_range(struct check *c, const char *where, double value, struct str cell)
{
	static const char to[] = " à ";
	struct str high = from_word(cell, to);
	if (!high.n)
		return;
	struct str low = {cell.p, cell.n - high.n};
	high = (struct str){high.p + sizeof(to) - 1, high.n - (sizeof(to) - 1)};
	high.n -= from_word(high, " ;").n;
	check_interval(c, where, french_number(low), value, french_number(high));
}

/* Of each row: "| label | value | interval |". */
static void check_ranges(struct check *c, struct str text)
{
	struct str line = from_word(text, "\n| ");
	while (line.n) {
		struct str rest = {line.p + 3, line.n - 3}, end = from_word(rest, "\n");
		struct str row = {rest.p, rest.n - end.n}, cell = from_word(row, " | ");
		char label[128];
		(void)snprintf(label, sizeof(label), "%.*s", (int)(row.n - cell.n), row.p);
		if (cell.n) {
			struct str value = {cell.p + 3, cell.n - 3};
			struct str range = from_word(value, " | ");
			value.n -= range.n;
			if (range.n)
				check_range(c, label, french_number(value),
					    (struct str){range.p + 3, range.n - 3});
		}
		line = from_word(rest, "\n| ");
	}
}

int check_achat_ia(struct check *c, struct str text)
{
	check_phase(c, section(text, "## " FRENCH_TRAINING));
	check_phase(c, section(text, "## " FRENCH_USE));
	check_ranges(c, text);
	return 0;
}
