/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads actual generation by type (A75) of ENTSO-E Transparency, a GL_MarketDocument. Each
 * TimeSeries is a type (psrType) into a bidding zone; a series out of one is the consumption of
 * pumps, which is left out. A curve A01 has every position, A03 leaves out those equal to the one
 * before. Each element is a row of the table below; entsoe_slots.c turns powers into slots.
 */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "grid/entsoe.h"
#include "grid/expat.h"

#define MOST_POSITIONS 200000
#define MOST_MW 1e6
#define NO_DATA "999" /* the code of an acknowledgement: no matching data found */

struct point {
	int64_t position;
	double quantity;
};

struct document {
	const char *name;
	const struct expat *lib;
	struct frugal_error *reterr;
	XML_Parser parser;
	int result;
	struct buf text;
	int depth;
	bool is_generation, is_acknowledgement, no_data, in_series, in_period, out;
	char kind[ENTSOE_WORD], psr[ENTSOE_WORD], area[ENTSOE_WORD], curve[ENTSOE_WORD],
		unit[ENTSOE_WORD], reason[160];
	int64_t start_s, end_s, resolution_s;
	struct point point, *points;
	size_t n_points, cap_points;
	struct entsoe_items items;
};

static void fail(struct document *doc, const char *what)
{
	if (doc->result < 0)
		return;
	error_set(doc->reterr, FRUGAL_EDATA, "%s", what);
	doc->result = error_where(doc->reterr, "%s:%lu", doc->name,
				  (unsigned long)doc->lib->line(doc->parser));
	(void)doc->lib->stop(doc->parser, XML_FALSE);
}

static void fail_nomem(struct document *doc)
{
	if (doc->result == 0)
		doc->result = error_nomem(doc->reterr);
	(void)doc->lib->stop(doc->parser, XML_FALSE);
}

static void copy(char *to, size_t size, struct str from)
{
	size_t n = from.n < size - 1 ? from.n : size - 1;
	memcpy(to, from.p, n);
	to[n] = '\0';
}

/* Seconds of "PT15M", "PT60M", "PT1H"; 0: anything else. */
static int64_t seconds_of(struct str text)
{
	int64_t n;
	if (text.n < 4 || memcmp(text.p, "PT", 2) != 0 ||
	    !num_parse_int((struct str){text.p + 2, text.n - 3}, 1, 1440, &n))
		return 0;
	char unit = text.p[text.n - 1];
	return unit == 'M' ? n * 60 : unit == 'H' ? n * SECONDS_PER_HOUR : 0;
}

/* ---- a period ------------------------------------------------------------------------------- */

static int type_of(struct document *doc)
{
	struct entsoe_items *items = &doc->items;
	for (size_t i = 0; i < items->n_types; i++)
		if (strcmp(items->types[i], doc->psr) == 0)
			return (int)i;
	if (items->n_types == ENTSOE_MOST_TYPES)
		return -1;
	memcpy(items->types[items->n_types], doc->psr, ENTSOE_WORD);
	return (int)items->n_types++;
}

/* Positions from..to, the last excluded, with one power. */
static bool add_items(struct document *doc, int type, int64_t from, int64_t to, double power)
{
	for (int64_t at = from; at < to; at++) {
		const struct entsoe_item item = {doc->start_s + (at - 1) * doc->resolution_s,
						 doc->resolution_s, type, power};
		if (!entsoe_add(&doc->items, &item))
			return false;
	}
	return true;
}

/* What is wrong with the period that ends here, or NULL. */
static const char *period_fault(const struct document *doc, int64_t n)
{
	const char *whose = doc->items.area;
	if (!doc->psr[0] || n > MOST_POSITIONS ||
	    (doc->curve[0] && strcmp(doc->curve, "A03") != 0 && strcmp(doc->curve, "A01") != 0))
		return _("a series has no type, or an unknown curve");
	if (doc->unit[0] && strcmp(doc->unit, "MAW") != 0)
		return _("a series is not in MW (MAW)");
	if (whose[0] && strcmp(whose, doc->area) != 0)
		return _("the document covers more than one bidding zone");
	return NULL;
}

static void add_points(struct document *doc, int type, int64_t n)
{
	bool carries = strcmp(doc->curve, "A03") == 0;
	for (size_t i = 0; i < doc->n_points; i++) {
		const struct point *point = &doc->points[i];
		int64_t next = i + 1 < doc->n_points ? doc->points[i + 1].position : n + 1;
		if (point->position < 1 || point->position > n || next <= point->position) {
			fail(doc, _("the positions of a period do not ascend or lie outside it"));
			return;
		}
		if (!doc->out &&
		    !add_items(doc, type, point->position, carries ? next : point->position + 1,
			       point->quantity)) {
			fail_nomem(doc);
			return;
		}
	}
}

static void end_period(struct document *doc, struct str text)
{
	(void)text;
	doc->in_period = false;
	if (doc->resolution_s <= 0 || doc->end_s <= doc->start_s) {
		fail(doc, _("a period has no time or no resolution"));
		return;
	}
	int64_t n = (doc->end_s - doc->start_s) / doc->resolution_s;
	const char *wrong = period_fault(doc, n);
	if (wrong) {
		fail(doc, wrong);
		return;
	}
	memcpy(doc->items.area, doc->area, ENTSOE_WORD);
	int type = doc->out ? 0 : type_of(doc);
	if (type < 0)
		fail(doc, _("a series has no type, or an unknown curve"));
	else
		add_points(doc, type, n);
}

/* ---- elements ------------------------------------------------------------------------------- */

static void begin_series(struct document *doc)
{
	doc->in_series = true;
	doc->out = false;
	doc->psr[0] = doc->area[0] = doc->curve[0] = doc->unit[0] = '\0';
}

static void begin_period(struct document *doc)
{
	doc->in_period = true;
	doc->start_s = doc->end_s = doc->resolution_s = 0;
	doc->n_points = 0;
}

static void begin_point(struct document *doc)
{
	doc->point = (struct point){.position = 0, .quantity = (double)NAN};
}

static void end_series(struct document *doc, struct str text)
{
	(void)text;
	doc->in_series = false;
}

static void end_point(struct document *doc, struct str text)
{
	(void)text;
	if (!mem_grow(&doc->points, doc->n_points, &doc->cap_points, sizeof(doc->point),
		      MOST_POSITIONS))
		fail_nomem(doc);
	else
		doc->points[doc->n_points++] = doc->point;
}

static void take_reason(struct document *doc, struct str text)
{
	copy(doc->reason, sizeof(doc->reason), text);
}

static void take_code(struct document *doc, struct str text)
{
	doc->no_data |= str_is(text, NO_DATA);
}

static void take_kind(struct document *doc, struct str text)
{
	copy(doc->kind, ENTSOE_WORD, text);
}

static void take_psr(struct document *doc, struct str text)
{
	copy(doc->psr, ENTSOE_WORD, text);
}

static void take_area(struct document *doc, struct str text)
{
	copy(doc->area, ENTSOE_WORD, text);
	doc->out = false;
}

static void take_area_left(struct document *doc, struct str text)
{
	copy(doc->area, ENTSOE_WORD, text);
	doc->out = true;
}

static void take_curve(struct document *doc, struct str text)
{
	copy(doc->curve, ENTSOE_WORD, text);
}

static void take_unit(struct document *doc, struct str text)
{
	copy(doc->unit, ENTSOE_WORD, text);
}

static void take_time(struct document *doc, struct str text, int64_t *to)
{
	if (!grid_time_parse(text, to))
		fail(doc, _("a record has no time"));
}

static void take_start(struct document *doc, struct str text)
{
	take_time(doc, text, &doc->start_s);
}

static void take_end(struct document *doc, struct str text)
{
	take_time(doc, text, &doc->end_s);
}

static void take_resolution(struct document *doc, struct str text)
{
	doc->resolution_s = seconds_of(text);
}

static void take_position(struct document *doc, struct str text)
{
	if (!num_parse_int(text, 1, MOST_POSITIONS, &doc->point.position))
		fail(doc, _("the positions of a period do not ascend or lie outside it"));
}

static void take_quantity(struct document *doc, struct str text)
{
	if (text.n == 0 || num_parse(text, &doc->point.quantity) != text.n ||
	    !(fabs(doc->point.quantity) <= MOST_MW))
		fail(doc, _("a quantity is not a power in MW"));
}

enum within { ACKNOWLEDGEMENT, TOP, SERIES, PERIOD, GENERATION };

/* Other elements are ignored; a name counts only within these parents. */
static const struct element {
	const char *name;
	enum within within;
	void (*begin)(struct document *doc); /* or NULL */
	void (*end)(struct document *doc, struct str text);
} elements[] = {
	{"code", ACKNOWLEDGEMENT, NULL, take_code},
	{"text", ACKNOWLEDGEMENT, NULL, take_reason},
	{"type", TOP, NULL, take_kind},
	{"TimeSeries", GENERATION, begin_series, end_series},
	{"psrType", SERIES, NULL, take_psr},
	{"inBiddingZone_Domain.mRID", SERIES, NULL, take_area},
	{"outBiddingZone_Domain.mRID", SERIES, NULL, take_area_left},
	{"curveType", SERIES, NULL, take_curve},
	{"quantity_Measure_Unit.name", SERIES, NULL, take_unit},
	{"Period", GENERATION, begin_period, end_period},
	{"start", PERIOD, NULL, take_start},
	{"end", PERIOD, NULL, take_end},
	{"resolution", PERIOD, NULL, take_resolution},
	{"Point", PERIOD, begin_point, end_point},
	{"position", PERIOD, NULL, take_position},
	{"quantity", PERIOD, NULL, take_quantity},
};

/* The row of an element whose parents are open; depth counts them. */
static const struct element *element_of(const struct document *doc, const char *name, int depth)
{
	const bool open[] = {
		[ACKNOWLEDGEMENT] = doc->is_acknowledgement,
		[TOP] = depth == 1 && !doc->is_acknowledgement,
		[SERIES] = doc->in_series,
		[PERIOD] = doc->in_period,
		[GENERATION] = !doc->is_acknowledgement,
	};
	for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		if (strcmp(elements[i].name, name) == 0 && open[elements[i].within])
			return &elements[i];
	return NULL;
}

/* ---- the parser ----------------------------------------------------------------------------- */

static void begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct document *doc = context;
	(void)attributes;
	doc->depth++;
	buf_clear(&doc->text);
	if (doc->depth == 1) {
		doc->is_generation = strcmp(name, "GL_MarketDocument") == 0;
		doc->is_acknowledgement = strcmp(name, "Acknowledgement_MarketDocument") == 0;
		if (!doc->is_generation && !doc->is_acknowledgement)
			fail(doc, _("this XML is not an ENTSO-E generation document (A75)"));
		return;
	}
	const struct element *element = element_of(doc, name, doc->depth - 1);
	if (element && element->begin)
		element->begin(doc);
}

static void end(void *context, const XML_Char *name)
{
	struct document *doc = context;
	doc->depth--;
	const struct element *element = element_of(doc, name, doc->depth);
	if (doc->text.failed)
		fail_nomem(doc);
	else if (element)
		element->end(doc, str_trim(buf_str(&doc->text)));
	buf_clear(&doc->text);
}

static void take_text(void *context, const XML_Char *text, int n)
{
	struct document *doc = context;
	if (doc->text.n < 4096)
		buf_add(&doc->text, text, (size_t)n);
}

/* Refuses a document type: no answer of the service has one, and entities are a risk. */
static void refuse_doctype(void *context, const XML_Char *name, const XML_Char *where,
			   const XML_Char *named, int has_subset)
{
	(void)name;
	(void)where;
	(void)named;
	(void)has_subset;
	fail(context, _("this XML is not an ENTSO-E generation document (A75)"));
}

static int parse(struct document *doc, struct str text)
{
	const struct expat *lib = doc->lib;
	lib->set_user_data(doc->parser, doc);
	lib->set_element(doc->parser, begin, end);
	lib->set_text(doc->parser, take_text);
	lib->set_doctype(doc->parser, refuse_doctype);
	enum XML_Status status = XML_STATUS_OK;
	for (size_t at = 0; status == XML_STATUS_OK && at <= text.n;) {
		size_t n = text.n - at < (1u << 20) ? text.n - at : 1u << 20;
		bool last = at + n == text.n;
		status = lib->parse(doc->parser, text.p + at, (int)n, last);
		at += n;
		if (last)
			break;
	}
	if (doc->result < 0 || status == XML_STATUS_OK)
		return doc->result;
	error_set(doc->reterr, FRUGAL_EDATA, _("this is not XML: %s"),
		  lib->error_text(lib->error(doc->parser)));
	return error_where(doc->reterr, "%s:%lu", doc->name, (unsigned long)lib->line(doc->parser));
}

static int to_series(struct document *doc, const struct grid_hints *hints, struct grid_found *found)
{
	if (!doc->is_acknowledgement && strcmp(doc->kind, "A75") == 0)
		return entsoe_series(doc->name, hints, &doc->items, found, doc->reterr);
	error_set(doc->reterr, FRUGAL_EDATA,
		  doc->is_acknowledgement ? _("the service answers: %s")
					  : _("document type '%s' is not generation (A75)"),
		  doc->is_acknowledgement ? doc->reason : doc->kind);
	return error_where(doc->reterr, "%s", doc->name);
}

int grid_read_xml(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr)
{
	const struct expat *lib = expat_load();
	if (!lib) {
		error_set(reterr, FRUGAL_EENV, _("%s is not installed: XML cannot be read"),
			  EXPAT_LIBRARY);
		return error_todo(reterr, "%s", _("on Debian: sudo apt install libexpat1"));
	}
	struct document *doc = mem_zalloc(1, sizeof(*doc));
	if (!doc)
		return error_nomem(reterr);
	doc->name = name;
	doc->lib = lib;
	doc->reterr = reterr;
	doc->parser = lib->create(NULL);
	int r = doc->parser ? parse(doc, text) : error_nomem(reterr);
	if (r == 0)
		r = to_series(doc, hints, ret);
	ret->no_data |= doc->no_data;
	if (doc->parser)
		lib->free(doc->parser);
	buf_release(&doc->text);
	mem_free(doc->points);
	mem_free(doc->items.items);
	mem_free(doc);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		grid_series_settle(&ret->series[i], SECONDS_PER_HOUR);
	return r;
}
