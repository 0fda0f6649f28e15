/* SPDX-License-Identifier: Apache-2.0 */
#include "quantity/print.h"

#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/num.h"

#define THIN_SPACE "\xE2\x80\xAF" /* narrow no-break space */

const struct number_style NUMBERS_EN = {".", THIN_SPACE};
const struct number_style NUMBERS_FR = {",", THIN_SPACE};

struct rung {
	double scale;
	const char *text;
};

static const struct rung energy_rungs[] = {{1e-6, "µWh"}, {1e-3, "mWh"}, {1, "Wh"},
					   {1e3, "kWh"},  {1e6, "MWh"},  {1e9, "GWh"},
					   {1e12, "TWh"}, {0, NULL}};
static const struct rung power_rungs[] = {{1e-3, "mW"}, {1, "W"},    {1e3, "kW"},
					  {1e6, "MW"},  {1e9, "GW"}, {0, NULL}};
static const struct rung carbon_rungs[] = {{1e-6, "µg CO2e"}, {1e-3, "mg CO2e"}, {1, "g CO2e"},
					   {1e3, "kg CO2e"},  {1e6, "t CO2e"},   {1e9, "kt CO2e"},
					   {1e12, "Mt CO2e"}, {0, NULL}};
static const struct rung metal_rungs[] = {
	{1e-9, "ng Sb eq"}, {1e-6, "µg Sb eq"}, {1e-3, "mg Sb eq"}, {1, "g Sb eq"},
	{1e3, "kg Sb eq"},  {1e6, "t Sb eq"},   {0, NULL}};
static const struct rung water_rungs[] = {{1e-6, "µL"}, {1e-3, "mL"},    {1, "L"},
					  {1e3, "m3"},  {1e6, "10³ m3"}, {0, NULL}};
static const struct rung time_rungs[] = {
	{1.0 / 3.6e9, "µs"}, {1.0 / 3.6e6, "ms"}, {1.0 / 3600, "s"}, {1.0 / 60, "min"}, {1, "h"},
	{1e3, "kh"},         {1e6, "Mh"},         {0, NULL}};
/*
 * Values that a model gives in years or megajoules (a payback, primary energy) are printed in
 * these.
 */
static const struct rung year_rungs[] = {{1.0 / 3600, "s"}, {1.0 / 60, "min"}, {1, "h"},
					 {24, "d"},         {8760, "yr"},      {0, NULL}};
static const struct rung joule_rungs[] = {
	{1e-6 / 3600, "µJ"}, {1e-3 / 3600, "mJ"}, {1.0 / 3600, "J"},   {1e3 / 3600, "kJ"},
	{1e6 / 3600, "MJ"},  {1e9 / 3600, "GJ"},  {1e12 / 3600, "TJ"}, {0, NULL}};
static const struct rung data_rungs[] = {{1, "B"},     {1e3, "kB"},  {1e6, "MB"}, {1e9, "GB"},
					 {1e12, "TB"}, {1e15, "PB"}, {0, NULL}};
static const struct rung intensity_rungs[] = {{1e-3, "g CO2e/kWh"}, {0, NULL}};

static const struct ladder {
	struct dimension dim;
	const struct rung *rungs;
	const char *unit; /* only for values that the model gives in a unit with this end */
} ladders[] = {
	{{{[KIND_ENERGY] = 1}}, joule_rungs, "MJ"},
	{{{[KIND_TIME] = 1}}, year_rungs, "yr"},
	{{{[KIND_ENERGY] = 1}}, energy_rungs, NULL},
	{{{[KIND_ENERGY] = 1, [KIND_TIME] = -1}}, power_rungs, NULL},
	{{{[KIND_CO2E] = 1}}, carbon_rungs, NULL},
	{{{[KIND_SBE] = 1}}, metal_rungs, NULL},
	{{{[KIND_WATER] = 1}}, water_rungs, NULL},
	{{{[KIND_TIME] = 1}}, time_rungs, NULL},
	{{{[KIND_DATA] = 1}}, data_rungs, NULL},
	{{{[KIND_CO2E] = 1, [KIND_ENERGY] = -1}}, intensity_rungs, NULL},
};

static bool str_ends(const char *text, const char *end)
{
	size_t n = strlen(text), n_end = strlen(end);
	return n >= n_end && strcmp(text + n - n_end, end) == 0;
}

static const struct rung *find_rungs(struct dimension dim, const char *text)
{
	for (size_t i = 0; i < sizeof(ladders) / sizeof(ladders[0]); i++)
		if (dimension_eq(dim, ladders[i].dim) &&
		    (!ladders[i].unit || (text && str_ends(text, ladders[i].unit))))
			return ladders[i].rungs;
	return NULL;
}

/* Zero has the rung of size one, so that it never prints as "0 µWh". */
static const struct rung *rung_for(const struct rung *rungs, double value)
{
	const struct rung *best = rungs;
	double size = fabs(value) > 0 ? fabs(value) : 1;
	for (const struct rung *rung = rungs; rung->text; rung++)
		if (size >= rung->scale * 0.9995)
			best = rung;
	return best;
}

void display_unit_for(double value, struct dimension dim, struct unit fallback,
		      const char *fallback_text, struct display_unit *ret)
{
	const struct rung *rungs = find_rungs(dim, fallback_text);
	if (rungs) {
		const struct rung *rung = rung_for(rungs, value);
		ret->scale = rung->scale;
		ret->text = rung->text;
		return;
	}
	if (fallback_text) {
		ret->scale = fallback.scale;
		ret->text = strcmp(fallback_text, "1") == 0 ? "" : fallback_text;
		return;
	}
	struct buf text = {0};
	dimension_text(&text, dim);
	(void)snprintf(ret->own, sizeof(ret->own), "%s",
		       dimension_is_none(dim) ? "" : buf_text(&text));
	buf_release(&text);
	ret->scale = 1;
	ret->text = ret->own;
}

/*
 * x, or the next number away from zero where it is a tie in decimals but not in binary: 0.585 kWh
 * becomes 0.59 as 585 Wh become 590. Numbers with more digits than this stay as they are.
 */
static double tie_away(double x, int decimals)
{
	return fabs(x) * pow(10, decimals) < 1e11 ? x * (1 + 1e-13) : x;
}

void print_number(struct buf *to, double x, int decimals, const struct number_style *style)
{
	char text[400];
	if (!isfinite(x)) {
		buf_puts(to, "?");
		return;
	}
	if (decimals < 0) {
		double step = pow(10, -decimals);
		x = round(x / step) * step;
		decimals = 0;
	}
	if (fabs(x) >= 1e15 || (fabs(x) > 0 && fabs(x) < 1e-12)) {
		(void)snprintf(text, sizeof(text), "%.2e", x);
	} else {
		(void)snprintf(text, sizeof(text), "%.*f", decimals > 12 ? 12 : decimals,
			       tie_away(x, decimals));
	}
	size_t digits = 0, start = text[0] == '-';
	while (text[start + digits] >= '0' && text[start + digits] <= '9')
		digits++;
	for (size_t i = 0; text[i]; i++) {
		bool whole = i >= start && i < start + digits;
		size_t left = start + digits - i;
		if (whole && i > start && digits > 4 && left % 3 == 0)
			buf_puts(to, style->group);
		if (text[i] == '.' || text[i] == ',')
			buf_puts(to, style->decimal);
		else
			buf_putc(to, text[i]);
	}
}

/* The number of decimals that gives x this number of significant figures. */
static int decimals_for(double x, int figures)
{
	double size = fabs(x);
	if (!(size > 0) || !isfinite(size))
		return 0;
	int decade = (int)floor(log10(size));
	/* 9.996 at 3 figures becomes 10.0, not 10.00 */
	if (size * (1 + 0.5 * pow(10, -figures)) >= pow(10, decade + 1))
		decade++;
	return figures - 1 - decade;
}

int print_decimals(double value, double low, double high)
{
	int most = decimals_for(value, 3);
	int least = decimals_for(value, 1);
	double width = high - low;
	if (!(width > 0))
		return most < 0 ? 0 : most;
	if (!(fabs(value) > 0)) {
		int from_width = decimals_for(width, 2);
		return from_width < 0 ? 0 : from_width;
	}
	int decimals = decimals_for(width, 2);
	if (decimals > most)
		decimals = most;
	if (decimals < least)
		decimals = least;
	return decimals;
}

const char *print_between(const struct number_style *style)
{
	return style->decimal[0] == ',' ? THIN_SPACE "; " : ", ";
}

/*
 * Decimals in a unit of this scale that reach a place; its own for a value below the place, and
 * where it would be printed outside its interval.
 */
static int decimals_to(double place, double scale, double value, double low, double high)
{
	int own = print_decimals(value, low, high);
	if (!(place > 0) || fabs(value) * scale < place)
		return own;
	int decimals = (int)ceil(log10(scale / place) - 1e-9);
	double step = pow(10, -decimals), printed = round(value / step) * step;
	bool outside = low < high && (printed < low || printed > high);
	return outside && own > decimals ? own : decimals;
}

static void print_in(struct buf *to, double value, double low, double high,
		     const struct display_unit *unit, double place,
		     const struct number_style *style)
{
	double v = value / unit->scale, lo = low / unit->scale, hi = high / unit->scale;
	int decimals = decimals_to(place, unit->scale, v, lo, hi);
	print_number(to, v, decimals, style);
	if (unit->text[0]) {
		buf_putc(to, ' ');
		buf_puts(to, unit->text);
	}
	if (lo < hi) {
		buf_puts(to, " [");
		print_number(to, lo, print_decimals(lo, lo, hi), style);
		buf_puts(to, print_between(style));
		print_number(to, hi, print_decimals(hi, lo, hi), style);
		buf_putc(to, ']');
	}
}

void print_quantity_in(struct buf *to, double value, double low, double high,
		       const struct display_unit *unit, const struct number_style *style)
{
	print_in(to, value, low, high, unit, 0, style);
}

void print_quantity_to(struct buf *to, double value, double low, double high, struct dimension dim,
		       struct unit fallback, const char *fallback_text, double place,
		       const struct number_style *style)
{
	struct display_unit unit;
	/* Of a zero the ends have a size: 0 kg [0, 770]. */
	display_unit_for(fabs(value) > 0 ? value : fmax(fabs(low), fabs(high)), dim, fallback,
			 fallback_text, &unit);
	print_in(to, value, low, high, &unit, place, style);
}

void print_quantity(struct buf *to, double value, double low, double high, struct dimension dim,
		    struct unit fallback, const char *fallback_text,
		    const struct number_style *style)
{
	print_quantity_to(to, value, low, high, dim, fallback, fallback_text, 0, style);
}

double print_place(double value, double low, double high, struct dimension dim,
		   struct unit fallback, const char *fallback_text, int figures)
{
	struct display_unit unit;
	display_unit_for(value, dim, fallback, fallback_text, &unit);
	double v = value / unit.scale;
	int decimals = print_decimals(v, low / unit.scale, high / unit.scale);
	int least = decimals_for(v, figures);
	return pow(10, -(decimals > least ? decimals : least)) * unit.scale;
}

void print_duration(struct buf *to, double seconds, const struct number_style *style)
{
	if (!(seconds >= 0)) {
		buf_putc(to, '?');
		return;
	}
	if (seconds < 60) {
		print_number(to, seconds, seconds < 1 ? 3 : seconds < 10 ? 2 : 1, style);
		buf_puts(to, " s");
		return;
	}
	uint64_t s = (uint64_t)llround(seconds);
	uint64_t days = s / SECONDS_PER_DAY, hours = s / SECONDS_PER_HOUR % 24,
		 minutes = s / 60 % 60;
	if (days)
		buf_addf(to, "%llu d %llu h", (unsigned long long)days, (unsigned long long)hours);
	else if (hours)
		buf_addf(to, "%llu h %02llu min", (unsigned long long)hours,
			 (unsigned long long)minutes);
	else
		buf_addf(to, "%llu min %02llu s", (unsigned long long)minutes,
			 (unsigned long long)(s % 60));
}
