/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The closed lists of headings, units and marks of missing values, each with who writes so. Case,
 * brackets and signs do not count: "Carbon intensity gCO2eq/kWh (direct)" is the words carbon,
 * intensity, gco2eq, kwh, direct.
 */
#include "grid/headings.h"

#include <ctype.h>
#include <math.h>

#define MOST_BYTES 120
#define MOST_WORDS 12
#define KWH_PER_MWH 1000.0
#define G_PER_KG 1000.0
#define G_PER_T 1e6

/* ---- whole headings ------------------------------------------------------------------------- */

enum mark { NO_MARK, OF_UTC, OF_MAPS, OF_BRITAIN, OF_SIGNAL, OF_BASIS };

static const struct known {
	const char *words;
	enum heading_role role;
	enum mark mark;
} known[] = {
	{"time", HEADING_TIME, NO_MARK},
	{"datetime", HEADING_TIME, NO_MARK},
	{"date time", HEADING_TIME, NO_MARK},
	{"timestamp", HEADING_TIME, NO_MARK}, /* WattTime */
	{"start", HEADING_TIME, NO_MARK},
	{"start time", HEADING_TIME, NO_MARK},
	{"from", HEADING_TIME, NO_MARK},         /* NESO */
	{"point time", HEADING_TIME, OF_SIGNAL}, /* WattTime v3 */
	{"date heure", HEADING_TIME, NO_MARK},   /* RTE */
	{"time utc", HEADING_TIME, OF_UTC},
	{"utc time", HEADING_TIME, OF_UTC},
	{"datetime utc", HEADING_TIME, OF_UTC}, /* Electricity Maps */
	{"date time utc", HEADING_TIME, OF_UTC},
	{"timestamp utc", HEADING_TIME, OF_UTC},
	{"utc timestamp", HEADING_TIME, OF_UTC}, /* Open Power System Data */
	{"start utc", HEADING_TIME, OF_UTC},     /* frugal */
	{"start time utc", HEADING_TIME, OF_UTC},
	{"from utc", HEADING_TIME, OF_UTC},
	{"end", HEADING_END, NO_MARK},
	{"end time", HEADING_END, NO_MARK},
	{"to", HEADING_END, NO_MARK}, /* NESO */
	{"end utc", HEADING_END, OF_UTC},
	{"end time utc", HEADING_END, OF_UTC},
	{"to utc", HEADING_END, OF_UTC},
	{"seconds", HEADING_SECONDS, NO_MARK},   /* frugal */
	{"frequency", HEADING_SECONDS, NO_MARK}, /* WattTime */
	{"zone", HEADING_ZONE, NO_MARK},
	{"zone id", HEADING_ZONE, NO_MARK}, /* Electricity Maps */
	{"location", HEADING_ZONE, NO_MARK},
	{"region", HEADING_ZONE, NO_MARK},
	{"ba", HEADING_ZONE, NO_MARK}, /* WattTime v2: balancing authority */
	{"unit", HEADING_UNIT, NO_MARK},
	{"units", HEADING_UNIT, NO_MARK},
	{"value unit", HEADING_UNIT, NO_MARK},
	{"value units", HEADING_UNIT, NO_MARK}, /* EIA */
	{"unit of measure", HEADING_UNIT, NO_MARK},
	{"unite", HEADING_UNIT, NO_MARK},
	{"kind", HEADING_KIND, NO_MARK},
	{"scope", HEADING_KIND, NO_MARK},
	{"basis", HEADING_KIND, OF_BASIS},
	{"signal", HEADING_KIND, NO_MARK},
	{"signal type", HEADING_KIND, NO_MARK}, /* WattTime */
	{"signaltype", HEADING_KIND, NO_MARK},
	{"intensity type", HEADING_KIND, NO_MARK},
	{"factor type", HEADING_KIND, NO_MARK},
	{"emission factor type", HEADING_KIND, NO_MARK},
	{"emissionfactortype", HEADING_KIND, NO_MARK}, /* Electricity Maps */
	{"type", HEADING_KIND, NO_MARK},               /* EIA: D is demand, as are the next three */
	{"type name", HEADING_KIND, NO_MARK},
	{"fueltype", HEADING_KIND, NO_MARK},
	{"fuel type", HEADING_KIND, NO_MARK},
	{"timezone", HEADING_OFFSET, NO_MARK},
	{"time zone", HEADING_OFFSET, NO_MARK},
	{"tz", HEADING_OFFSET, NO_MARK},
	{"offset", HEADING_OFFSET, NO_MARK},
	{"utc offset", HEADING_OFFSET, NO_MARK},
	{"utcoffset", HEADING_OFFSET, NO_MARK},
	{"hour", HEADING_CLOCK, NO_MARK},
	{"hours", HEADING_CLOCK, NO_MARK},
	{"heure", HEADING_CLOCK, NO_MARK},
	{"hour ending", HEADING_CLOCK, NO_MARK},
	{"hour of day", HEADING_CLOCK, NO_MARK},
	{"settlement period", HEADING_CLOCK, NO_MARK}, /* Elexon */
	{"estimated", HEADING_ESTIMATED, NO_MARK},
	{"is estimated", HEADING_ESTIMATED, NO_MARK},
	{"isestimated", HEADING_ESTIMATED, NO_MARK},
	{"data estimated", HEADING_ESTIMATED, NO_MARK}, /* Electricity Maps */
	{"issued", HEADING_ISSUED, NO_MARK},
	{"issued utc", HEADING_ISSUED, NO_MARK}, /* frugal */
	{"generated at", HEADING_ISSUED, NO_MARK},
	{"generatedat", HEADING_ISSUED, NO_MARK}, /* Carbon Aware SDK */
	/* Of Electricity Maps. */
	{"country", HEADING_LEFT_OUT, NO_MARK},
	{"zone name", HEADING_LEFT_OUT, OF_MAPS},
	{"low carbon percentage", HEADING_LEFT_OUT, NO_MARK},
	{"renewable percentage", HEADING_LEFT_OUT, NO_MARK},
	{"carbon free percentage", HEADING_LEFT_OUT, NO_MARK},
	{"carbon free energy percentage", HEADING_LEFT_OUT, NO_MARK},
	{"carbon free energy percentage cfe", HEADING_LEFT_OUT, NO_MARK},
	{"renewable energy percentage", HEADING_LEFT_OUT, NO_MARK},
	{"renewable energy percentage re", HEADING_LEFT_OUT, NO_MARK},
	{"data source", HEADING_LEFT_OUT, NO_MARK},
	{"data estimation method", HEADING_METHOD, NO_MARK},
	{"estimation method", HEADING_METHOD, NO_MARK},
	{"estimationmethod", HEADING_METHOD, NO_MARK},
	/* Of WattTime. */
	{"moer version", HEADING_LEFT_OUT, NO_MARK},
	{"version", HEADING_LEFT_OUT, NO_MARK},
	{"last updated", HEADING_LEFT_OUT, NO_MARK},
	/* Of NESO. */
	{"index", HEADING_LEFT_OUT, OF_BRITAIN},
	{"intensity index", HEADING_LEFT_OUT, OF_BRITAIN},
	/* Local times next to those of UTC, and what else is common. */
	{"local time", HEADING_LEFT_OUT, NO_MARK},
	{"time local", HEADING_LEFT_OUT, NO_MARK},
	{"datetime local", HEADING_LEFT_OUT, NO_MARK},
	{"timestamp local", HEADING_LEFT_OUT, NO_MARK},
	{"source", HEADING_LEFT_OUT, NO_MARK},
	{"licence", HEADING_LEFT_OUT, NO_MARK},
	{"license", HEADING_LEFT_OUT, NO_MARK},
	{"note", HEADING_LEFT_OUT, NO_MARK},
	{"comment", HEADING_LEFT_OUT, NO_MARK},
};

/* ---- the words of an intensity -------------------------------------------------------------- */

enum word_is {
	WORD_INTENSITY, /* enough alone */
	WORD_VALUE,     /* enough, but with electricity it may be energy or a price */
	WORD_CARBON,
	WORD_ENERGETIC,
	WORD_PART,   /* of a longer name */
	WORD_MASS,   /* value: grams */
	WORD_ENERGY, /* value: kWh */
	WORD_KIND,   /* value: enum */
	WORD_SCOPE,
	WORD_BASIS,
	WORD_SIGNAL, /* of WattTime; value: its kind */
	WORD_FORECAST,
};

static const struct word {
	const char *text;
	enum word_is is;
	double value;
} words[] = {
	{"ci", WORD_INTENSITY, 0},
	{"intensity", WORD_INTENSITY, 0},
	{"carbonintensity", WORD_INTENSITY, 0},
	{"value", WORD_VALUE, 0},
	{"rating", WORD_INTENSITY, 0}, /* Carbon Aware SDK */
	{"taux", WORD_INTENSITY, 0},   /* RTE: taux_co2 */
	{"carbon", WORD_CARBON, 0},
	{"co2", WORD_CARBON, 0},
	{"co2e", WORD_CARBON, 0},
	{"co2eq", WORD_CARBON, 0},
	{"ghg", WORD_CARBON, 0},
	{"emission", WORD_CARBON, 0},
	{"emissions", WORD_CARBON, 0},
	{"factor", WORD_PART, 0},
	{"rate", WORD_PART, 0},
	{"grid", WORD_ENERGETIC, 0},
	{"electricity", WORD_ENERGETIC, 0},
	{"reference", WORD_PART, 0},
	{"per", WORD_PART, 0},
	{"of", WORD_PART, 0},
	{"de", WORD_PART, 0}, /* RTE: Taux de CO2 (g/kWh) */
	{"assessment", WORD_PART, 0},
	{"actual", WORD_PART, 0}, /* NESO */
	{"measured", WORD_PART, 0},
	{"g", WORD_MASS, 1},
	{"gco2", WORD_MASS, 1},
	{"gco2e", WORD_MASS, 1},
	{"gco2eq", WORD_MASS, 1},
	{"gram", WORD_MASS, 1},
	{"grams", WORD_MASS, 1},
	{"kg", WORD_MASS, G_PER_KG},
	{"kgco2", WORD_MASS, G_PER_KG},
	{"kgco2e", WORD_MASS, G_PER_KG},
	{"kgco2eq", WORD_MASS, G_PER_KG},
	{"t", WORD_MASS, G_PER_T},
	{"tco2", WORD_MASS, G_PER_T},
	{"tco2e", WORD_MASS, G_PER_T},
	{"tco2eq", WORD_MASS, G_PER_T},
	{"tonne", WORD_MASS, G_PER_T},
	{"tonnes", WORD_MASS, G_PER_T},
	{"lb", WORD_MASS, G_PER_LB},
	{"lbs", WORD_MASS, G_PER_LB},
	{"lbco2", WORD_MASS, G_PER_LB},
	{"lbsco2", WORD_MASS, G_PER_LB},
	{"lbco2e", WORD_MASS, G_PER_LB},
	{"pounds", WORD_MASS, G_PER_LB},
	{"kwh", WORD_ENERGY, 1},
	{"mwh", WORD_ENERGY, KWH_PER_MWH},
	{"gwh", WORD_ENERGY, 1e6},
	{"average", WORD_KIND, GRID_AVERAGE},
	{"avg", WORD_KIND, GRID_AVERAGE},
	{"marginal", WORD_KIND, GRID_MARGINAL},
	{"direct", WORD_SCOPE, GRID_DIRECT},
	{"lifecycle", WORD_SCOPE, GRID_LIFECYCLE},
	{"life", WORD_SCOPE, GRID_LIFECYCLE},
	{"cycle", WORD_PART, 0},
	{"lca", WORD_SCOPE, GRID_LIFECYCLE},
	{"production", WORD_BASIS, GRID_PRODUCTION},
	{"consumption", WORD_BASIS, GRID_CONSUMPTION},
	{"moer", WORD_SIGNAL, GRID_MARGINAL}, /* marginal operating emissions rate */
	{"aoer", WORD_SIGNAL, GRID_AVERAGE},
	{"forecast", WORD_FORECAST, 0},
};

/* Lower case, with blanks for signs, and a 2 for the subscript of "gCO₂eq". False: too long. */
static bool plain_words(struct str text, char to[MOST_BYTES])
{
	static const char subscript[] = "\xe2\x82\x82";
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (text.n - i >= 3 && memcmp(text.p + i, subscript, 3) == 0) {
			c = '2';
			i += 2;
		}
		bool is_sign = (unsigned char)c < 0x80 && !isalnum((unsigned char)c);
		if (is_sign && (n == 0 || to[n - 1] == ' '))
			continue;
		if (n + 1 == MOST_BYTES)
			return false;
		to[n++] = is_sign ? ' ' : (char)tolower((unsigned char)c);
	}
	n -= n && to[n - 1] == ' ';
	to[n] = '\0';
	return true;
}

static const struct word *word_of(struct str text)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_is(text, words[i].text))
			return &words[i];
	return NULL;
}

struct meaning {
	bool is_intensity, is_value, is_carbon, is_energetic, is_signal;
	double mass_g, energy_kwh;
};

/* False: another unit stands before it. */
static bool set_unit(double value, double *unit)
{
	bool good = *unit <= 0 || fabs(*unit - value) < 1e-9;
	*unit = value;
	return good;
}

/* False: the word contradicts those before it. */
static bool add_word(const struct word *word, struct heading *to, struct meaning *meaning)
{
	int value = (int)word->value;
	bool had_kind = to->has_kind, had_scope = to->has_scope, had_basis = to->has_basis;
	enum grid_kind kind = to->id.kind;
	enum grid_scope scope = to->id.scope;
	switch (word->is) {
	case WORD_INTENSITY:
		meaning->is_intensity = true;
		return true;
	case WORD_VALUE:
		meaning->is_value = true;
		return true;
	case WORD_CARBON:
		meaning->is_carbon = true;
		return true;
	case WORD_ENERGETIC:
		meaning->is_energetic = true;
		return true;
	case WORD_PART:
		return true;
	case WORD_MASS:
		return set_unit(word->value, &meaning->mass_g);
	case WORD_ENERGY:
		return set_unit(word->value, &meaning->energy_kwh);
	case WORD_SIGNAL:
		meaning->is_signal = true;
		__attribute__((fallthrough));
	case WORD_KIND:
		to->has_kind = true;
		to->id.kind = (enum grid_kind)value;
		return !had_kind || kind == to->id.kind;
	case WORD_SCOPE:
		to->has_scope = true;
		to->id.scope = (enum grid_scope)value;
		return !had_scope || scope == to->id.scope;
	case WORD_BASIS:
		meaning->is_energetic = true;
		to->has_basis = true;
		to->id.basis = (enum grid_basis)value;
		return !had_basis;
	case WORD_FORECAST:
		to->is_forecast = true;
		return true;
	}
	return false;
}

/* Reads known words alone, with a whole unit or none. */
static bool read_words(const char *text, struct heading *to, struct meaning *meaning)
{
	struct str rest = str_of(text);
	*meaning = (struct meaning){0};
	*to = (struct heading){.role = HEADING_VALUE};
	while (rest.n) {
		const char *blank = memchr(rest.p, ' ', rest.n);
		size_t n = blank ? (size_t)(blank - rest.p) : rest.n;
		const struct word *word = word_of((struct str){rest.p, n});
		if (!word || !add_word(word, to, meaning))
			return false;
		n += blank != NULL;
		rest = (struct str){rest.p + n, rest.n - n};
	}
	bool whole = meaning->mass_g > 0 && meaning->energy_kwh > 0;
	if (!whole && (meaning->mass_g > 0 || meaning->energy_kwh > 0))
		return false;
	if (whole)
		to->unit_g_per_kwh = meaning->mass_g / meaning->energy_kwh;
	if (meaning->is_signal) { /* in lb/MWh, of what is burnt */
		to->is_usual_unit = !whole;
		to->unit_g_per_kwh = whole ? to->unit_g_per_kwh : G_PER_LB / KWH_PER_MWH;
		to->has_scope = to->has_basis = true;
		to->id.scope = GRID_DIRECT;
		to->id.basis = GRID_PRODUCTION;
	}
	return true;
}

/* The heading of an intensity: not of a share ("intensity (%)") or of money. */
static bool is_value(struct str title, const char *plain, struct heading *to)
{
	struct meaning is;
	bool other = memchr(title.p, '%', title.n) || memchr(title.p, '$', title.n);
	if (other || !read_words(plain, to, &is))
		return false;
	bool value = is.is_value && (is.is_carbon || !is.is_energetic);
	return to->unit_g_per_kwh > 0 || is.is_intensity || value || is.is_signal;
}

bool heading_states(struct str cell, struct heading *ret)
{
	char plain[MOST_BYTES];
	struct meaning is;
	return plain_words(cell, plain) && read_words(plain, ret, &is);
}

struct heading heading_of(struct str text)
{
	static const struct heading unknown = {.role = HEADING_UNKNOWN};
	char plain[MOST_BYTES];
	struct heading value;
	if (!plain_words(text, plain))
		return unknown;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].words, plain) == 0)
			return (struct heading){.role = known[i].role,
						.is_utc = known[i].mark == OF_UTC,
						.of_maps = known[i].mark == OF_MAPS,
						.of_britain = known[i].mark == OF_BRITAIN,
						.of_signal = known[i].mark == OF_SIGNAL,
						.of_basis = known[i].mark == OF_BASIS};
	return is_value(text, plain, &value) ? value : unknown;
}

bool heading_has_word(struct str text)
{
	char plain[MOST_BYTES];
	return plain_words(text, plain) && word_of(str_of(plain));
}

/* ---- missing values ------------------------------------------------------------------------- */

bool cell_is_missing(struct str cell)
{
	/* n/e: ENTSO-E, not expected; ND: RTE, non disponible. */
	static const char *const marks[] = {
		"-",    "--",   "n/a",     "na",      "#n/a",   "n/e", "n.e.",
		"n.a.", "nan",  "null",    "nil",     "none",   "nd",  "n.d.",
		"n/d",  "void", "missing", "no data", "nodata", "?",   "\xe2\x80\x93"};
	if (!cell.n)
		return true;
	if (isdigit((unsigned char)cell.p[0]) || cell.n > 8)
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_eq_nocase(cell, str_of(marks[i])))
			return true;
	return false;
}
