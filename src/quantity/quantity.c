/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads quantities and intervals from text. A term is a number with or without a unit; the terms of
 * one quantity may share the unit at its end. The units themselves are read by unit.c.
 */
#include "quantity/quantity.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"

/* A number with its own unit, or without. */
struct term {
	double number; /* as written, with a bare prefix applied */
	struct unit unit;
	bool bare;
	struct str unit_text;
};

static struct str rest_of(struct str text, size_t n)
{
	return str_trim((struct str){text.p + n, text.n - n});
}

/* "70G": a prefix with no unit behind it. */
static double bare_prefix(struct str *rest)
{
	static const char letters[] = "kMGTPE";
	double factor = 1;
	if (!rest->n)
		return factor;
	const char *at = memchr(letters, rest->p[0], sizeof(letters) - 1);
	bool alone = rest->n == 1 || rest->p[1] == ' ' || rest->p[1] == ',' || rest->p[1] == ']' ||
		     rest->p[1] == '[';
	if (!at || !alone)
		return factor;
	for (const char *p = letters; p <= at; p++)
		factor *= 1000;
	*rest = rest_of(*rest, 1);
	return factor;
}

static int bad_number(struct str text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a number"), STR_ARG(text));
	error_todo(reterr, "%s", _("write a finite number with a point and a unit, as 1.5 kWh"));
	return FRUGAL_EUSAGE;
}

/* Reads a term at the start of *text and moves past it. */
static int parse_term(struct str *text, struct term *ret, struct frugal_error *reterr)
{
	double number;
	size_t n = num_parse(*text, &number);
	if (!n)
		return bad_number(*text, reterr);
	struct str rest = rest_of(*text, n);
	*ret = (struct term){.number = number, .unit = {1, DIMENSIONLESS}};
	/* "1/kWh" reads as the number 1 and the unit 1/kWh. */
	struct unit unit;
	n = rest.n && rest.p[0] == '/' ? 0 : unit_parse_prefix(rest, &unit);
	if (rest.n && rest.p[0] == '/') {
		size_t m = unit_parse_name(rest_of(rest, 1), &unit);
		if (m) {
			struct str after = rest_of(rest, 1);
			ret->unit = (struct unit){1 / unit.scale,
						  dimension_div(DIMENSIONLESS, unit.dim)};
			ret->unit_text = rest;
			*text = rest_of(after, m);
			return 0;
		}
	}
	if (n > 1 || (n && rest.p[0] != '1')) {
		ret->unit = unit;
		ret->unit_text = (struct str){rest.p, n};
		*text = rest_of(rest, n);
		return 0;
	}
	ret->bare = true;
	double factor = bare_prefix(&rest);
	ret->number *= factor;
	*text = rest;
	return 0;
}

static int trailing(struct str rest, struct frugal_error *reterr)
{
	struct unit unit;
	size_t n = 0;
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '[' && rest.p[n] != ',')
		n++;
	struct str word = {rest.p, n ? n : rest.n};
	char c = word.n ? word.p[0] : '\0';
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
		int r = unit_parse(word, &unit, reterr);
		if (r < 0)
			return r;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unexpected '%.*s' after a quantity"), STR_ARG(rest));
	if (c == ',')
		error_todo(reterr, "%s", _("write 1.5 with a point, not with a comma"));
	else if (c >= '0' && c <= '9')
		error_todo(reterr, "%s", _("write 1500 without a space"));
	return FRUGAL_EUSAGE;
}

static int bad_interval(struct str text, const char *why, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not an interval: %s"), STR_ARG(text), why);
	error_todo(reterr, "%s", _("write value [low, high] with low <= value <= high"));
	return FRUGAL_EUSAGE;
}

/* Reads "[lo, hi]" at the start of *text; terms without a unit wait for the common one. */
static int parse_interval(struct str *text, struct term bounds[2], struct frugal_error *reterr)
{
	struct str whole = *text;
	*text = rest_of(*text, 1);
	int r = text->n ? parse_term(text, &bounds[0], reterr) : 0;
	if (r < 0)
		return r;
	if (!text->n || (text->p[0] != ',' && text->p[0] != ';'))
		return bad_interval(whole, _("it requires two numbers with a comma between them"),
				    reterr);
	*text = rest_of(*text, 1);
	r = text->n ? parse_term(text, &bounds[1], reterr) : 0;
	if (r < 0)
		return r;
	if (!text->n || text->p[0] != ']')
		return bad_interval(whole, _("']' is missing"), reterr);
	*text = rest_of(*text, 1);
	return 0;
}

/* A bound without unit takes the unit of the value. */
static int resolve_bound(const struct term *bound, const struct term *value, struct str text,
			 double *ret, struct frugal_error *reterr)
{
	if (bound->bare) {
		*ret = bound->number * value->unit.scale;
		return 0;
	}
	if (!dimension_eq(bound->unit.dim, value->unit.dim))
		return bad_interval(text, _("its bounds and its value have different units"),
				    reterr);
	*ret = bound->number * bound->unit.scale;
	return 0;
}

int quantity_parse(struct str text, struct quantity *ret, struct frugal_error *reterr)
{
	struct str whole = str_trim(text);
	struct str rest = whole;
	struct term value, bounds[2];
	bool interval = false;
	if (whole.n && whole.p[0] == '[')
		return bad_interval(whole, _("the value before it is missing"), reterr);
	int r = parse_term(&rest, &value, reterr);
	if (r < 0)
		return r;
	if (rest.n && rest.p[0] == '[') {
		interval = true;
		r = parse_interval(&rest, bounds, reterr);
		if (r < 0)
			return r;
		/* "10 [8, 12] h": the unit at the end applies to all three numbers. */
		struct unit unit;
		size_t n = rest.n ? unit_parse_prefix(rest, &unit) : 0;
		if (value.bare && (n > 1 || (n && rest.p[0] != '1'))) {
			value.unit = unit;
			value.bare = false;
			rest = rest_of(rest, n);
		}
	}
	if (rest.n)
		return trailing(rest, reterr);
	struct quantity q = {
		.value = value.number * value.unit.scale,
		.dim = value.unit.dim,
		.bare = value.bare,
	};
	q.low = q.high = q.value;
	for (int i = 0; interval && i < 2; i++) {
		r = resolve_bound(&bounds[i], &value, whole, i ? &q.high : &q.low, reterr);
		if (r < 0)
			return r;
	}
	if (q.low > q.high)
		return bad_interval(whole, _("its low end is above its high end"), reterr);
	if (q.value < q.low || q.value > q.high)
		return bad_interval(whole, _("it does not contain its own value"), reterr);
	if (!isfinite(q.value) || !isfinite(q.low) || !isfinite(q.high))
		return bad_number(whole, reterr);
	*ret = q;
	return 0;
}

/* A mass where gCO2e or gSbe is required: "73.3t", "57 g/kWh". */
static bool mass_stands_for(struct dimension got, struct dimension want)
{
	static const enum kind kinds[] = {KIND_CO2E, KIND_SBE};
	for (size_t i = 0; i < 2; i++) {
		struct dimension swapped = got;
		swapped.exponent[kinds[i]] =
			(int8_t)(swapped.exponent[kinds[i]] + swapped.exponent[KIND_MASS]);
		swapped.exponent[KIND_MASS] = 0;
		if (got.exponent[KIND_MASS] && dimension_eq(swapped, want))
			return true;
	}
	return false;
}

bool dimension_is_counted(struct dimension dim)
{
	static const enum kind kinds[] = {KIND_TOKEN, KIND_REQUEST, KIND_ITEM, KIND_FLOP};
	if (dimension_is_none(dim))
		return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct dimension one = DIMENSIONLESS;
		one.exponent[kinds[i]] = 1;
		if (dimension_eq(dim, one))
			return true;
	}
	return false;
}

static void describe(struct buf *to, struct dimension dim)
{
	const char *word = dimension_word(dim);
	if (word)
		buf_puts(to, word);
	else
		dimension_text(to, dim);
}

static void offer_unit(struct str text, const char *name, const struct term *term,
		       const char *unit_name, struct frugal_error *reterr)
{
	char number[NUM_TEXT];
	(void)num_format(term->number, number);
	/* "1083kW" for hours: keep the prefix if it makes a unit. */
	char prefix[2] = {0};
	char with_prefix[64];
	struct unit unit;
	if (term->unit_text.n > 1 && memchr("kMGT", term->unit_text.p[0], 4))
		prefix[0] = term->unit_text.p[0];
	(void)snprintf(with_prefix, sizeof(with_prefix), "%s%s", prefix, unit_name);
	struct str try = str_of(with_prefix);
	bool fits = strchr(unit_name, '/') == NULL && unit_parse_prefix(try, &unit) == try.n;
	const char *offered = fits ? with_prefix : unit_name;
	(void)text;
	error_todo(reterr, _("did you mean %s=%s%s ?"), name, number,
		   strcmp(offered, "1") == 0 ? "" : offered);
}

static int wrong_dimension(struct str text, const char *name, struct unit unit,
			   const char *unit_name, const struct quantity *q,
			   struct frugal_error *reterr)
{
	struct buf want = {0}, got = {0};
	struct term term;
	struct str rest = str_trim(text);
	if (parse_term(&rest, &term, NULL) < 0)
		return bad_number(text, reterr);
	describe(&want, unit.dim);
	if (!dimension_is_none(unit.dim))
		buf_addf(&want, " (%s)", unit_name);
	if (q->bare) {
		/* TRANSLATORS: "gpu_hours requires a time (h), got a number without unit" */
		error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s, got a number without unit"),
			  name, buf_text(&want));
	} else {
		describe(&got, q->dim);
		buf_addf(&got, " (%.*s)", STR_ARG(term.unit_text));
		/* TRANSLATORS: "gpu_hours requires a time (h), got a power (kW)" */
		error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s, got %s"), name, buf_text(&want),
			  buf_text(&got));
	}
	offer_unit(text, name, &term, unit_name, reterr);
	buf_release(&want);
	buf_release(&got);
	return FRUGAL_EUSAGE;
}

int quantity_take_as(struct str text, const char *name, struct unit unit, const char *unit_name,
		     enum quantity_bare bare, struct quantity *q, struct frugal_error *reterr)
{
	if (q->bare && (bare == BARE_IN_UNIT || dimension_is_counted(unit.dim))) {
		q->value *= unit.scale;
		q->low *= unit.scale;
		q->high *= unit.scale;
		q->dim = unit.dim;
		/* A product may leave the range of a double. */
		if (!isfinite(q->low) || !isfinite(q->high)) {
			(void)bad_number(text, reterr);
			return error_where(reterr, "%s", name);
		}
	} else if (mass_stands_for(q->dim, unit.dim)) {
		q->dim = unit.dim;
	} else if (!dimension_eq(q->dim, unit.dim)) {
		return wrong_dimension(text, name, unit, unit_name, q, reterr);
	}
	return 0;
}

int quantity_parse_as(struct str text, const char *name, struct unit unit, const char *unit_name,
		      enum quantity_bare bare, struct quantity *ret, struct frugal_error *reterr)
{
	struct quantity q;
	int r = quantity_parse(text, &q, reterr);
	if (r < 0) {
		error_where(reterr, "%s", name);
		return r;
	}
	r = quantity_take_as(text, name, unit, unit_name, bare, &q, reterr);
	if (r == 0)
		*ret = q;
	return r;
}
