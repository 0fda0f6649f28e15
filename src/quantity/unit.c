/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of units, and the reader of unit expressions. Identities only: 60 min in an hour, 1024
 * B in a KiB, a year of 365 days (8 760 h, as life-cycle databases count). A number that could be
 * argued about belongs in factors/.
 */
#include "quantity/unit.h"

#include <math.h>

#include "base/intl.h"

bool dimension_eq(struct dimension a, struct dimension b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

bool dimension_is_none(struct dimension a)
{
	return dimension_eq(a, DIMENSIONLESS);
}

/* Cuts an exponent that is too large for any unit, so that it cannot wrap round to a valid one. */
static int8_t bounded(int e)
{
	return (int8_t)(e < -100 ? -100 : e > 100 ? 100 : e);
}

struct dimension dimension_mul(struct dimension a, struct dimension b)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		a.exponent[i] = bounded(a.exponent[i] + b.exponent[i]);
	return a;
}

struct dimension dimension_div(struct dimension a, struct dimension b)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		a.exponent[i] = bounded(a.exponent[i] - b.exponent[i]);
	return a;
}

bool dimension_pow(struct dimension a, int power, struct dimension *ret)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		int e = a.exponent[i] * power;
		if (e < -100 || e > 100)
			return false;
		a.exponent[i] = (int8_t)e;
	}
	*ret = a;
	return true;
}

bool dimension_root(struct dimension a, int root, struct dimension *ret)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (a.exponent[i] % root)
			return false;
		a.exponent[i] = (int8_t)(a.exponent[i] / root);
	}
	*ret = a;
	return true;
}

enum prefixes {
	PLAIN,  /* no prefix */
	SI,     /* n to E */
	BIG,    /* k to E: a millitonne is not in use */
	BINARY, /* k to E and Ki to Ei */
};

#define D(kind)                                                                                    \
	{                                                                                          \
		{                                                                                  \
			[KIND_##kind] = 1                                                          \
		}                                                                                  \
	}
#define PER_HOUR(kind)                                                                             \
	{                                                                                          \
		{                                                                                  \
			[KIND_##kind] = 1, [KIND_TIME] = -1                                        \
		}                                                                                  \
	}

static const struct unit_row {
	const char *name;
	double scale;
	enum prefixes prefixes;
	struct dimension dim;
} units[] = {
	{"Wh", 1, SI, D(ENERGY)},
	{"J", 1.0 / 3600, SI, D(ENERGY)},
	{"W", 1, SI, PER_HOUR(ENERGY)},
	{"h", 1, BIG, D(TIME)},
	{"hour", 1, BIG, D(TIME)},
	{"hours", 1, BIG, D(TIME)},
	{"min", 1.0 / 60, PLAIN, D(TIME)},
	{"s", 1.0 / 3600, SI, D(TIME)},
	{"d", 24, PLAIN, D(TIME)},
	{"day", 24, PLAIN, D(TIME)},
	{"days", 24, PLAIN, D(TIME)},
	{"week", 168, PLAIN, D(TIME)},
	{"weeks", 168, PLAIN, D(TIME)},
	{"month", 730, PLAIN, D(TIME)},
	{"months", 730, PLAIN, D(TIME)},
	{"yr", 8760, PLAIN, D(TIME)},
	{"year", 8760, PLAIN, D(TIME)},
	{"years", 8760, PLAIN, D(TIME)},
	{"g", 1, SI, D(MASS)},
	{"t", 1e6, BIG, D(MASS)},
	{"m", 1, SI, D(LENGTH)},
	{"cm", 0.01, PLAIN, D(LENGTH)},
	{"gCO2e", 1, SI, D(CO2E)},
	{"gCO2eq", 1, SI, D(CO2E)},
	{"gCO2", 1, SI, D(CO2E)},
	{"tCO2e", 1e6, BIG, D(CO2E)},
	{"tCO2eq", 1e6, BIG, D(CO2E)},
	{"tCO2", 1e6, BIG, D(CO2E)},
	{"gSbe", 1, SI, D(SBE)},
	{"gSbeq", 1, SI, D(SBE)},
	{"gSb", 1, SI, D(SBE)},
	{"L", 1, SI, D(WATER)},
	{"l", 1, SI, D(WATER)},
	{"m3", 1000, PLAIN, D(WATER)},
	{"B", 1, BINARY, D(DATA)},
	{"bytes", 1, PLAIN, D(DATA)},
	{"token", 1, BIG, D(TOKEN)},
	{"tokens", 1, BIG, D(TOKEN)},
	{"request", 1, BIG, D(REQUEST)},
	{"requests", 1, BIG, D(REQUEST)},
	{"FLOP", 1, BIG, D(FLOP)},
	{"FLOPS", 3600, BIG, PER_HOUR(FLOP)},
	{"EUR", 1, BIG, D(EUR)},
	{"USD", 1, BIG, D(USD)},
	{"item", 1, BIG, D(ITEM)},
	{"items", 1, BIG, D(ITEM)},
	{"%", 0.01, PLAIN, {{0}}},
};

static const struct prefix {
	const char *name;
	double factor;
	bool divides; /* value / factor, exact where value * 0.001 is not */
	enum prefixes from;
} prefix_table[] = {
	{"n", 1e9, true, SI},
	{"u", 1e6, true, SI},
	{"µ", 1e6, true, SI},
	{"m", 1e3, true, SI},
	{"Ki", 1024.0, false, BINARY},
	{"Mi", 1048576.0, false, BINARY},
	{"Gi", 1073741824.0, false, BINARY},
	{"Ti", 1099511627776.0, false, BINARY},
	{"Pi", 1125899906842624.0, false, BINARY},
	{"k", 1e3, false, PLAIN},
	{"M", 1e6, false, PLAIN},
	{"G", 1e9, false, PLAIN},
	{"T", 1e12, false, PLAIN},
	{"P", 1e15, false, PLAIN},
	{"E", 1e18, false, PLAIN},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct unit_row *find_unit(struct str name)
{
	for (size_t i = 0; i < COUNT(units); i++)
		if (str_is(name, units[i].name))
			return &units[i];
	return NULL;
}

static bool prefix_fits(const struct prefix *prefix, const struct unit_row *unit)
{
	if (unit->prefixes == PLAIN)
		return false;
	return prefix->from == PLAIN || prefix->from == unit->prefixes;
}

static bool find_prefixed(struct str name, struct unit *ret)
{
	const struct unit_row *row = find_unit(name);
	if (row) {
		*ret = (struct unit){row->scale, row->dim};
		return true;
	}
	for (size_t i = 0; i < COUNT(prefix_table); i++) {
		const struct prefix *prefix = &prefix_table[i];
		struct str rest;
		if (!str_after(name, prefix->name, &rest))
			continue;
		row = find_unit(rest);
		if (!row || !prefix_fits(prefix, row))
			continue;
		double scale =
			prefix->divides ? row->scale / prefix->factor : row->scale * prefix->factor;
		*ret = (struct unit){scale, row->dim};
		return true;
	}
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The bytes of the word at the start of text: letters, "µ", digits after letters; or "%". */
static size_t word_length(struct str text)
{
	size_t i = 0;
	if (text.n && text.p[0] == '%')
		return 1;
	while (i < text.n) {
		if (is_letter(text.p[i]) || (i && text.p[i] >= '0' && text.p[i] <= '9') ||
		    (i && text.p[i] == '_'))
			i++;
		else if (i + 1 < text.n && memcmp(text.p + i, "µ", 2) == 0)
			i += 2;
		else
			break;
	}
	return i;
}

/* "mm2": a length, an area or a volume by its last digit. m3 alone is the water unit. */
static bool find_power(struct str name, struct unit *ret)
{
	if (name.n < 2 || (name.p[name.n - 1] != '2' && name.p[name.n - 1] != '3'))
		return false;
	struct unit base;
	if (!find_prefixed((struct str){name.p, name.n - 1}, &base) ||
	    base.dim.exponent[KIND_LENGTH] != 1)
		return false;
	int power = name.p[name.n - 1] - '0';
	ret->scale = pow(base.scale, power);
	return dimension_pow(base.dim, power, &ret->dim);
}

size_t unit_parse_name(struct str text, struct unit *ret)
{
	size_t n = word_length(text);
	struct str name = {text.p, n};
	if (n && (find_prefixed(name, ret) || find_power(name, ret)))
		return n;
	return 0;
}

bool unit_is_name(struct str word)
{
	struct unit unit;
	return word.n && unit_parse_name(word, &unit) == word.n;
}

/* Reads "^-2" after a unit name; changes nothing when it is not there. */
static size_t parse_exponent(struct str text, struct unit *unit)
{
	size_t i = 0;
	bool negative = false;
	if (i == text.n || text.p[i++] != '^')
		return 0;
	if (i < text.n && text.p[i] == '-') {
		negative = true;
		i++;
	}
	if (i == text.n || text.p[i] < '1' || text.p[i] > '9')
		return 0;
	int power = text.p[i++] - '0';
	power = negative ? -power : power;
	struct dimension dim;
	if (!dimension_pow(unit->dim, power, &dim))
		return 0;
	*unit = (struct unit){pow(unit->scale, power), dim};
	return i;
}

static size_t skip_blanks(struct str text, size_t i)
{
	while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
		i++;
	return i;
}

static struct str from(struct str text, size_t i)
{
	return (struct str){text.p + i, text.n - i};
}

size_t unit_parse_prefix(struct str text, struct unit *ret)
{
	struct unit unit;
	size_t i = unit_parse_name(text, &unit);
	bool one = false;
	if (!i) {
		if (!text.n || text.p[0] != '1' ||
		    (text.n > 1 && ((text.p[1] >= '0' && text.p[1] <= '9') || text.p[1] == '.')))
			return 0;
		unit = (struct unit){1, DIMENSIONLESS};
		i = 1;
		one = true;
	}
	if (!one)
		i += parse_exponent(from(text, i), &unit);
	for (;;) {
		size_t j = skip_blanks(text, i);
		if (j == text.n || (text.p[j] != '*' && text.p[j] != '/'))
			break;
		bool divide = text.p[j] == '/';
		j = skip_blanks(text, j + 1);
		struct unit next;
		size_t n = unit_parse_name(from(text, j), &next);
		if (!n)
			break;
		j += n;
		j += parse_exponent(from(text, j), &next);
		unit.scale = divide ? unit.scale / next.scale : unit.scale * next.scale;
		unit.dim = divide ? dimension_div(unit.dim, next.dim)
				  : dimension_mul(unit.dim, next.dim);
		i = j;
	}
	if (!(unit.scale > 0) || !isfinite(unit.scale))
		return 0;
	*ret = unit;
	return i;
}

int unit_parse(struct str text, struct unit *ret, struct frugal_error *reterr)
{
	struct str trimmed = str_trim(text);
	size_t n = unit_parse_prefix(trimmed, ret);
	if (n && n == trimmed.n)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a unit"), STR_ARG(trimmed));
	const char *names[COUNT(units) + 1];
	for (size_t i = 0; i < COUNT(units); i++)
		names[i] = units[i].name;
	names[COUNT(units)] = NULL;
	const char *near = str_nearest(trimmed, names);
	if (near)
		error_todo(reterr, _("did you mean %s ?"), near);
	return FRUGAL_EUSAGE;
}

static const struct {
	struct dimension dim;
	const char *word;
} dimension_words[] = {
	{{{0}}, N_("a plain number")},
	{D(ENERGY), N_("an energy")},
	{PER_HOUR(ENERGY), N_("a power")},
	{D(TIME), N_("a time")},
	{D(MASS), N_("a mass")},
	{D(LENGTH), N_("a length")},
	{{{[KIND_LENGTH] = 2}}, N_("an area")},
	{D(CO2E), N_("a mass of greenhouse gases")},
	{{{[KIND_CO2E] = 1, [KIND_ENERGY] = -1}}, N_("a carbon intensity")},
	{D(SBE), N_("a depletion of metals")},
	{D(WATER), N_("a volume of water")},
	{{{[KIND_WATER] = 1, [KIND_ENERGY] = -1}}, N_("water for energy")},
	{D(DATA), N_("an amount of data")},
	{D(TOKEN), N_("a number of tokens")},
	{D(REQUEST), N_("a number of requests")},
	{D(FLOP), N_("a number of operations")},
	{PER_HOUR(FLOP), N_("a computing speed")},
	{D(EUR), N_("an amount of money")},
	{D(USD), N_("an amount of money")},
	{D(ITEM), N_("a number of items")},
	{{{[KIND_ENERGY] = 1, [KIND_DATA] = -1}}, N_("an energy for data")},
	{{{[KIND_DATA] = 1, [KIND_TIME] = -1}}, N_("a data rate")},
};

const char *dimension_word(struct dimension dim)
{
	for (size_t i = 0; i < COUNT(dimension_words); i++)
		if (dimension_eq(dim, dimension_words[i].dim))
			return _(dimension_words[i].word);
	return NULL;
}

void dimension_text(struct buf *to, struct dimension dim)
{
	static const char *const names[KIND_COUNT] = {"Wh",   "h",   "g",   "m",     "gCO2e",
						      "gSbe", "L",   "B",   "token", "request",
						      "FLOP", "EUR", "USD", "item"};
	struct dimension watt = PER_HOUR(ENERGY);
	if (dimension_eq(dim, watt)) {
		buf_putc(to, 'W');
		return;
	}
	bool any = false;
	for (int sign = 1; sign >= -1; sign -= 2) {
		for (size_t i = 0; i < KIND_COUNT; i++) {
			int e = dim.exponent[i] * sign;
			if (e <= 0)
				continue;
			if (sign < 0)
				buf_puts(to, any ? "/" : "1/");
			else if (any)
				buf_putc(to, '*');
			buf_puts(to, names[i]);
			if (e > 1)
				buf_addf(to, "^%d", e);
			any = true;
		}
	}
	if (!any)
		buf_putc(to, '1');
}
