/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ENTSO-E Transparency: actual generation by type (A75), a GL_MarketDocument. Each TimeSeries is a
 * type (psrType) into a bidding zone; out of one it is what pumps take, which is left out. Curves
 * A01 tell every position, A03 leave out those that are as the one before. Types of one document
 * may have different resolutions: the finest is taken. The parser is expat, loaded when needed.
 */
#include <dlfcn.h>
#include <expat.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/num.h"
#include "base/symbol.h"
#include "grid/mix.h"

#define LIBRARY "libexpat.so.1"
#define MOST_POSITIONS 200000
#define MOST_ITEMS 4000000
#define MOST_TYPES 64
#define MOST_MW 1e6
#define WORD 48

static struct {
	void *library;
	XML_Parser (*create)(const XML_Char *);
	void (*free)(XML_Parser);
	void (*set_user_data)(XML_Parser, void *);
	void (*set_element)(XML_Parser, XML_StartElementHandler, XML_EndElementHandler);
	void (*set_text)(XML_Parser, XML_CharacterDataHandler);
	void (*set_doctype)(XML_Parser, XML_StartDoctypeDeclHandler);
	enum XML_Status (*parse)(XML_Parser, const char *, int, int);
	enum XML_Status (*stop)(XML_Parser, XML_Bool);
	enum XML_Error (*error)(XML_Parser);
	const XML_LChar *(*error_text)(enum XML_Error);
	XML_Size (*line)(XML_Parser);
} lib;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
	lib.library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!lib.library)
		return;
	bool all = symbol_find(lib.library, "XML_ParserCreate", &lib.create) &&
		   symbol_find(lib.library, "XML_ParserFree", &lib.free) &&
		   symbol_find(lib.library, "XML_SetUserData", &lib.set_user_data) &&
		   symbol_find(lib.library, "XML_SetElementHandler", &lib.set_element) &&
		   symbol_find(lib.library, "XML_SetCharacterDataHandler", &lib.set_text) &&
		   symbol_find(lib.library, "XML_SetStartDoctypeDeclHandler", &lib.set_doctype) &&
		   symbol_find(lib.library, "XML_Parse", &lib.parse) &&
		   symbol_find(lib.library, "XML_StopParser", &lib.stop) &&
		   symbol_find(lib.library, "XML_GetErrorCode", &lib.error) &&
		   symbol_find(lib.library, "XML_ErrorString", &lib.error_text) &&
		   symbol_find(lib.library, "XML_GetCurrentLineNumber", &lib.line);
	if (!all) {
		dlclose(lib.library);
		lib.library = NULL;
	}
}

/* Power of a type over a while. */
struct item {
	int64_t start_s, seconds;
	int type;
	double power;
};

struct point {
	int64_t position;
	double quantity;
};

struct document {
	const char *name;
	const struct grid_hints *hints;
	struct frugal_error *reterr;
	XML_Parser parser;
	int result;
	struct buf text;
	int depth;
	bool is_generation, is_acknowledgement, in_series, in_period, out;
	char kind[WORD], psr[WORD], area[WORD], curve[WORD], unit[WORD], reason[160];
	char whose[WORD]; /* area of the first series */
	int64_t start_s, end_s, resolution_s;
	struct point point, *points;
	size_t n_points, cap_points;
	char types[MOST_TYPES][WORD];
	size_t n_types;
	struct item *items;
	size_t n_items, cap_items;
};

static void fail(struct document *doc, const char *what)
{
	if (doc->result < 0)
		return;
	error_set(doc->reterr, FRUGAL_EDATA, "%s", what);
	doc->result =
		error_where(doc->reterr, "%s:%lu", doc->name, (unsigned long)lib.line(doc->parser));
	(void)lib.stop(doc->parser, XML_FALSE);
}

static void fail_nomem(struct document *doc)
{
	if (doc->result == 0)
		doc->result = error_nomem(doc->reterr);
	(void)lib.stop(doc->parser, XML_FALSE);
}

static void copy(char *to, size_t size, struct str from)
{
	size_t n = from.n < size - 1 ? from.n : size - 1;
	memcpy(to, from.p, n);
	to[n] = '\0';
}

/* "PT15M", "PT60M", "PT1H"; 0: another. */
static int64_t seconds_of(struct str text)
{
	int64_t n;
	if (text.n < 4 || memcmp(text.p, "PT", 2) != 0 ||
	    !num_parse_int((struct str){text.p + 2, text.n - 3}, 1, 1440, &n))
		return 0;
	char unit = text.p[text.n - 1];
	return unit == 'M' ? n * 60 : unit == 'H' ? n * 3600 : 0;
}

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
			fail(doc, _("this XML is no generation of ENTSO-E (A75)"));
	} else if (strcmp(name, "TimeSeries") == 0) {
		doc->in_series = true;
		doc->out = false;
		doc->psr[0] = doc->area[0] = doc->curve[0] = doc->unit[0] = '\0';
	} else if (strcmp(name, "Period") == 0) {
		doc->in_period = true;
		doc->start_s = doc->end_s = doc->resolution_s = 0;
		doc->n_points = 0;
	} else if (strcmp(name, "Point") == 0) {
		doc->point = (struct point){.position = 0, .quantity = (double)NAN};
	}
}

static int type_of(struct document *doc)
{
	for (size_t i = 0; i < doc->n_types; i++)
		if (strcmp(doc->types[i], doc->psr) == 0)
			return (int)i;
	if (doc->n_types == MOST_TYPES)
		return -1;
	memcpy(doc->types[doc->n_types], doc->psr, WORD);
	return (int)doc->n_types++;
}

/* Positions from..to, the last excluded, with one power. */
static bool add_items(struct document *doc, int type, int64_t from, int64_t to, double power)
{
	for (int64_t at = from; at < to; at++) {
		if (!mem_grow(&doc->items, doc->n_items, &doc->cap_items, sizeof(*doc->items),
			      MOST_ITEMS))
			return false;
		doc->items[doc->n_items++] =
			(struct item){doc->start_s + (at - 1) * doc->resolution_s,
				      doc->resolution_s, type, power};
	}
	return true;
}

static void end_period(struct document *doc)
{
	doc->in_period = false;
	if (doc->resolution_s <= 0 || doc->end_s <= doc->start_s) {
		fail(doc, _("a period has no time or no resolution"));
		return;
	}
	int64_t n = (doc->end_s - doc->start_s) / doc->resolution_s;
	bool carries = strcmp(doc->curve, "A03") == 0;
	if (!doc->psr[0] || n > MOST_POSITIONS ||
	    (doc->curve[0] && !carries && strcmp(doc->curve, "A01") != 0)) {
		fail(doc, _("a series has no type, or a curve that is not known here"));
		return;
	}
	if (doc->unit[0] && strcmp(doc->unit, "MAW") != 0) {
		fail(doc, _("a series is not in MW (MAW)"));
		return;
	}
	if (!doc->whose[0])
		memcpy(doc->whose, doc->area, WORD);
	if (strcmp(doc->whose, doc->area) != 0) {
		fail(doc, _("the document is of more than one bidding zone"));
		return;
	}
	int type = doc->out ? 0 : type_of(doc);
	if (type < 0) {
		fail(doc, _("a series has no type, or a curve that is not known here"));
		return;
	}
	for (size_t i = 0; i < doc->n_points; i++) {
		const struct point *point = &doc->points[i];
		int64_t next = i + 1 < doc->n_points ? doc->points[i + 1].position : n + 1;
		if (point->position < 1 || point->position > n || next <= point->position) {
			fail(doc, _("positions of a period do not ascend within it"));
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

static void end(void *context, const XML_Char *name)
{
	struct document *doc = context;
	struct str text = str_trim(buf_str(&doc->text));
	bool in_time = doc->in_period;
	doc->depth--;
	if (doc->text.failed) {
		fail_nomem(doc);
	} else if (doc->is_acknowledgement) {
		if (strcmp(name, "text") == 0)
			copy(doc->reason, sizeof(doc->reason), text);
	} else if (strcmp(name, "type") == 0 && doc->depth == 1) {
		copy(doc->kind, WORD, text);
	} else if (doc->in_series && strcmp(name, "psrType") == 0) {
		copy(doc->psr, WORD, text);
	} else if (doc->in_series && (strcmp(name, "inBiddingZone_Domain.mRID") == 0 ||
				      strcmp(name, "outBiddingZone_Domain.mRID") == 0)) {
		copy(doc->area, WORD, text);
		doc->out = name[0] == 'o';
	} else if (doc->in_series && strcmp(name, "curveType") == 0) {
		copy(doc->curve, WORD, text);
	} else if (doc->in_series && strcmp(name, "quantity_Measure_Unit.name") == 0) {
		copy(doc->unit, WORD, text);
	} else if (in_time && strcmp(name, "start") == 0) {
		if (!grid_time_parse(text, &doc->start_s))
			fail(doc, _("a record has no time"));
	} else if (in_time && strcmp(name, "end") == 0) {
		if (!grid_time_parse(text, &doc->end_s))
			fail(doc, _("a record has no time"));
	} else if (in_time && strcmp(name, "resolution") == 0) {
		doc->resolution_s = seconds_of(text);
	} else if (in_time && strcmp(name, "position") == 0) {
		if (!num_parse_int(text, 1, MOST_POSITIONS, &doc->point.position))
			fail(doc, _("positions of a period do not ascend within it"));
	} else if (in_time && strcmp(name, "quantity") == 0) {
		if (text.n == 0 || num_parse(text, &doc->point.quantity) != text.n ||
		    !(fabs(doc->point.quantity) <= MOST_MW))
			fail(doc, _("a quantity is not a power in MW"));
	} else if (in_time && strcmp(name, "Point") == 0) {
		if (!mem_grow(&doc->points, doc->n_points, &doc->cap_points, sizeof(doc->point),
			      MOST_POSITIONS))
			fail_nomem(doc);
		else
			doc->points[doc->n_points++] = doc->point;
	} else if (strcmp(name, "Period") == 0) {
		end_period(doc);
	} else if (strcmp(name, "TimeSeries") == 0) {
		doc->in_series = false;
	}
	buf_clear(&doc->text);
}

static void take_text(void *context, const XML_Char *text, int n)
{
	struct document *doc = context;
	if (doc->text.n < 4096)
		buf_add(&doc->text, text, (size_t)n);
}

/* No answer of the service has one: entities have no place in data. */
static void refuse_doctype(void *context, const XML_Char *name, const XML_Char *where,
			   const XML_Char *named, int has_subset)
{
	(void)name;
	(void)where;
	(void)named;
	(void)has_subset;
	fail(context, _("this XML is no generation of ENTSO-E (A75)"));
}

static int parse(struct document *doc, struct str text)
{
	lib.set_user_data(doc->parser, doc);
	lib.set_element(doc->parser, begin, end);
	lib.set_text(doc->parser, take_text);
	lib.set_doctype(doc->parser, refuse_doctype);
	enum XML_Status status = XML_STATUS_OK;
	for (size_t at = 0; status == XML_STATUS_OK && at <= text.n;) {
		size_t n = text.n - at < (1u << 20) ? text.n - at : 1u << 20;
		bool last = at + n == text.n;
		status = lib.parse(doc->parser, text.p + at, (int)n, last);
		at += n;
		if (last)
			break;
	}
	if (doc->result < 0 || status == XML_STATUS_OK)
		return doc->result;
	error_set(doc->reterr, FRUGAL_EDATA, _("this is not XML: %s"),
		  lib.error_text(lib.error(doc->parser)));
	return error_where(doc->reterr, "%s:%lu", doc->name, (unsigned long)lib.line(doc->parser));
}

/* ---- from items to slots -------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return x->start_s != y->start_s ? (x->start_s > y->start_s ? 1 : -1) : x->type - y->type;
}

/* Items of longer slots become several of the finest. */
static bool refine(struct document *doc, int64_t step_s)
{
	size_t n = doc->n_items;
	for (size_t i = 0; i < n; i++) {
		struct item item = doc->items[i];
		for (int64_t at = step_s; at < item.seconds; at += step_s) {
			if (!mem_grow(&doc->items, doc->n_items, &doc->cap_items,
				      sizeof(*doc->items), MOST_ITEMS))
				return false;
			doc->items[doc->n_items] = item;
			doc->items[doc->n_items++].start_s += at;
		}
	}
	return true;
}

static int add_slots(struct document *doc, const struct grid_id *id, int64_t step_s,
		     struct grid_found *found)
{
	struct grid_series *series = grid_found_series(found, id, "ENTSO-E Transparency", "");
	if (!series)
		return error_nomem(doc->reterr);
	for (size_t i = 0; i < doc->n_items;) {
		struct grid_slot slot = {.start_s = doc->items[i].start_s, .seconds = step_s};
		struct mix_sum sum = {0};
		size_t types = 0;
		int last = -1;
		for (; i < doc->n_items && doc->items[i].start_s == slot.start_s; i++) {
			const struct item *item = &doc->items[i];
			int r = mix_add(doc->hints->mix, &sum, str_of(doc->types[item->type]),
					item->power, doc->reterr);
			if (r < 0)
				return error_where(doc->reterr, "%s", doc->name);
			types += item->type != last;
			last = item->type;
		}
		/* Where a type is silent the mix is not known. */
		slot.g_per_kwh = types == doc->n_types ? mix_g_per_kwh(&sum) : (double)NAN;
		if (!grid_series_add(series, &slot))
			return error_nomem(doc->reterr);
	}
	return 0;
}

static int zone_of(struct document *doc, struct grid_id *id)
{
	const struct grid_mix *mix = doc->hints->mix;
	const char *zone = doc->hints->zone;
	if (!zone && mix->zone_of)
		zone = mix->zone_of(mix->context, str_of(doc->whose));
	if (zone && grid_zone_is_good(str_of(zone))) {
		memcpy(id->zone, zone, strlen(zone) + 1);
		return 0;
	}
	error_set(doc->reterr, FRUGAL_EDATA, _("the zone of '%s' is not known here"), doc->whose);
	error_where(doc->reterr, "%s", doc->name);
	return error_todo(doc->reterr, "%s", "--zone FR");
}

static int to_series(struct document *doc, struct grid_found *found)
{
	struct grid_id id = {0};
	int64_t step_s = INT64_MAX;
	if (doc->is_acknowledgement || strcmp(doc->kind, "A75") != 0) {
		error_set(doc->reterr, FRUGAL_EDATA,
			  doc->is_acknowledgement ? _("the service answers: %s")
						  : _("document type '%s' is not generation (A75)"),
			  doc->is_acknowledgement ? doc->reason : doc->kind);
		return error_where(doc->reterr, "%s", doc->name);
	}
	if (!doc->hints->mix) {
		error_set(doc->reterr, FRUGAL_EUSAGE, "%s",
			  _("generation by source becomes an intensity by a set of factors"));
		return error_todo(doc->reterr, "%s", "--mix ar5");
	}
	int r = zone_of(doc, &id);
	if (r == 0)
		r = mix_label(doc->hints, GRID_PRODUCTION, &id, doc->reterr);
	for (size_t i = 0; i < doc->n_items; i++)
		if (doc->items[i].seconds < step_s)
			step_s = doc->items[i].seconds;
	for (size_t i = 0; r == 0 && i < doc->n_items; i++)
		if (doc->items[i].seconds % step_s)
			r = error_set(doc->reterr, FRUGAL_EDATA, "%s",
				      _("resolutions of the series do not fit each other"));
	if (r == 0 && !refine(doc, step_s))
		r = error_nomem(doc->reterr);
	if (r < 0 || doc->n_items == 0)
		return r;
	qsort(doc->items, doc->n_items, sizeof(*doc->items), by_start);
	return add_slots(doc, &id, step_s, found);
}

int grid_read_xml(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr)
{
	struct document *doc = mem_zalloc(1, sizeof(*doc));
	(void)pthread_once(&once, load);
	if (!doc)
		return error_nomem(reterr);
	if (!lib.library) {
		mem_free(doc);
		error_set(reterr, FRUGAL_EENV, _("%s is not installed: XML cannot be read"),
			  LIBRARY);
		return error_todo(reterr, "%s", "apt install libexpat1");
	}
	doc->name = name;
	doc->hints = hints;
	doc->reterr = reterr;
	doc->parser = lib.create(NULL);
	int r = doc->parser ? parse(doc, text) : error_nomem(reterr);
	if (r == 0)
		r = to_series(doc, ret);
	if (doc->parser)
		lib.free(doc->parser);
	buf_release(&doc->text);
	mem_free(doc->points);
	mem_free(doc->items);
	mem_free(doc);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		grid_series_sort(&ret->series[i]);
	return r;
}
