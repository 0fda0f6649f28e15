/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Electricity Maps v3: carbon-intensity and power-breakdown, each as latest, history, past-range
 * and forecast, and its records as a list; also the answers of CO2 Signal, its service before. The
 * basis is consumption; the scope is life cycle unless emissionFactorType is direct. Future rows
 * without a value are left out.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/headings.h"
#include "grid/mix.h"
#include "grid/service.h"

static int maps_url(const struct grid_page *page, const char *key, struct buf *to,
		    struct frugal_error *reterr)
{
	const char *what = page->mix ? "power-breakdown" : "carbon-intensity";
	bool direct = page->reader->hints.has_scope && page->reader->hints.id.scope == GRID_DIRECT;
	/* The last day is free of charge; more is asked for by its ends. */
	bool day = !page->asked->has_from && page->to_s - page->from_s <= SECONDS_PER_DAY;
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/%s/%s?zone=", page->base, what,
		 page->asked->ahead ? "forecast"
		 : day              ? "history"
				    : "past-range");
	url_add_escaped(to, page->asked->zone);
	buf_puts(to, "&shouldUseFallbackCallerLookup=false");
	if (!page->mix)
		buf_addf(to, "&emissionFactorType=%s", direct ? "direct" : "lifecycle");
	if (!page->asked->ahead && !day) {
		buf_puts(to, "&start=");
		url_add_time(to, page->from_s, "%Y-%m-%dT%H:%M:%SZ");
		buf_puts(to, "&end=");
		url_add_time(to, page->to_s, "%Y-%m-%dT%H:%M:%SZ");
	}
	return 0;
}

/* ---- the length of a slot ------------------------------------------------------------------- */

/* The seconds of n calendar months from a moment on. */
static int64_t months_of(int64_t start_s, int n)
{
	char from[GRID_TIME], to[GRID_TIME];
	int64_t end_s;
	int year = 0, month = 0;
	grid_time_text(start_s, from);
	for (int i = 0; i < 4; i++)
		year = year * 10 + from[i] - '0';
	month = (from[5] - '0') * 10 + from[6] - '0' - 1 + n;
	(void)snprintf(to, sizeof(to), "%04d-%02d-01", (year + month / 12) % 10000, month % 12 + 1);
	return grid_time_parse(str_of(to), &end_s) && end_s > start_s ? end_s - start_s : 0;
}

/* As the record or the answer states it; 0: it does not. */
static int64_t length_of(const json_t *root, const json_t *record, int64_t start_s)
{
	static const struct {
		const char *word;
		int64_t seconds;
		int months;
	} words[] = {
		{"5_minutes", 300, 0},         {"15_minutes", 900, 0},
		{"30_minutes", 1800, 0},       {"hourly", SECONDS_PER_HOUR, 0},
		{"daily", SECONDS_PER_DAY, 0}, {"monthly", 0, 1},
		{"quarterly", 0, 3},           {"yearly", 0, 12},
	};
	const char *word = json_string_value(json_object_get(record, "temporalGranularity"));
	if (!word)
		word = json_string_value(json_object_get(root, "temporalGranularity"));
	for (size_t i = 0; word && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(word, words[i].word) == 0)
			return words[i].months ? months_of(start_s, words[i].months)
					       : words[i].seconds;
	return 0;
}

/* A slot ends where the next begins whose value is null: that one is a gap and not read. */
static int64_t until_null(const json_t *records, size_t i, const char *field, int64_t start_s)
{
	const json_t *next = json_array_get(records, i + 1);
	int64_t next_s;
	bool is_null = next && json_is_null(json_object_get(next, field));
	return is_null && json_time_of(json_object_get(next, "datetime"), &next_s) &&
			       next_s > start_s
		       ? next_s - start_s
		       : 0;
}

/* A record that has a method of estimation is estimated where it does not state it. */
static bool is_estimated(const json_t *record)
{
	const json_t *stated = json_object_get(record, "isEstimated");
	const char *method = json_string_value(json_object_get(record, "estimationMethod"));
	return json_is_true(stated) || (!json_is_boolean(stated) && method && method[0]);
}

/* ---- records -------------------------------------------------------------------------------- */

/* records: those of the answer, of which this is the one at i; NULL: it is alone. */
static int maps_record(const struct json_document *doc, const json_t *root, const json_t *records,
		       size_t i, int64_t issued_s)
{
	const json_t *record = records ? json_array_get(records, i) : root;
	const char *zone = json_string_value(json_object_get(root, "zone"));
	const char *factors = json_string_value(json_object_get(record, "emissionFactorType"));
	const char *own = json_string_value(json_object_get(record, "zone"));
	struct grid_id id = {.scope = factors && strcmp(factors, "direct") == 0 ? GRID_DIRECT
										: GRID_LIFECYCLE,
			     .basis = GRID_CONSUMPTION};
	struct grid_slot slot = {.issued_s = issued_s};
	if (!json_time_of(json_object_get(record, "datetime"), &slot.start_s))
		return json_fault(doc, _("a record has no time"));
	if (doc->hints->has_scope && !factors)
		id.scope = doc->hints->id.scope;
	slot.seconds = length_of(root, record, slot.start_s);
	if (!slot.seconds)
		slot.seconds = until_null(records, i, "carbonIntensity", slot.start_s);
	slot.estimated = is_estimated(record);
	int r = json_read_number(doc, json_object_get(record, "carbonIntensity"), &slot.g_per_kwh);
	if (r < 0 || isnan(slot.g_per_kwh))
		return r;
	return json_add_slot(doc, own ? own : zone, id, "Electricity Maps", "", &slot);
}

static int maps_records(const struct json_document *doc, const json_t *root, const json_t *records,
			int64_t issued_s)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = maps_record(doc, root, records, i, issued_s);
	return r;
}

static int maps_past(const struct json_document *doc, const json_t *root, const json_t *records)
{
	return maps_records(doc, root, records, 0);
}

static int maps_ahead(const struct json_document *doc, const json_t *root, const json_t *records)
{
	int64_t issued_s;
	if (!json_time_of(json_object_get(root, "updatedAt"), &issued_s))
		return json_fault(doc, _("the forecast does not state when it was made"));
	return maps_records(doc, root, records, issued_s);
}

/* Multiplies by the unit that units.carbonIntensity of root states, if it does. */
static int apply_unit(const struct json_document *doc, const json_t *root, double *g_per_kwh)
{
	const json_t *units = json_object_get(root, "units");
	const char *text = json_string_value(json_object_get(units, "carbonIntensity"));
	struct heading is;
	if (!text)
		return 0;
	if (!heading_states(str_of(text), &is) || !(is.unit_g_per_kwh > 0) || is.is_usual_unit) {
		error_set(doc->reterr, FRUGAL_EDATA, _("'%.*s' is not a unit of carbon intensity"),
			  80, text);
		return error_where(doc->reterr, "%s", doc->name);
	}
	*g_per_kwh *= is.unit_g_per_kwh;
	return 0;
}

/* CO2 Signal: the one record is root.data, its zone root.countryCode. */
static int signal_latest(const struct json_document *doc, const json_t *root, const json_t *record)
{
	const char *zone = json_string_value(json_object_get(root, "countryCode"));
	struct grid_id id = {.scope = GRID_LIFECYCLE, .basis = GRID_CONSUMPTION};
	struct grid_slot slot = {0};
	if (!json_time_of(json_object_get(record, "datetime"), &slot.start_s))
		return json_fault(doc, _("a record has no time"));
	int r = json_read_number(doc, json_object_get(record, "carbonIntensity"), &slot.g_per_kwh);
	if (r == 0)
		r = apply_unit(doc, root, &slot.g_per_kwh);
	if (r < 0 || isnan(slot.g_per_kwh))
		return r;
	return json_add_slot(doc, zone, id, "Electricity Maps (CO2 Signal)", "", &slot);
}

static int maps_latest(const struct json_document *doc, const json_t *root, const json_t *record)
{
	(void)record;
	return maps_record(doc, root, NULL, 0, 0);
}

/* Reads consumption, with flows between zones traced, or domestic production. */
static int maps_breakdown(const struct json_document *doc, const json_t *root, const json_t *record)
{
	const struct grid_hints *hints = doc->hints;
	bool home = hints->id.scope == GRID_DIRECT ||
		    (hints->has_basis && hints->id.basis == GRID_PRODUCTION);
	const char *zone = json_string_value(json_object_get(root, "zone"));
	const char *own = json_string_value(json_object_get(record, "zone")), *name;
	json_t *parts = json_object_get(record, home ? "powerProductionBreakdown"
						     : "powerConsumptionBreakdown"),
	       *power;
	struct grid_id id = {0};
	struct grid_slot slot = {0};
	struct mix_sum sum = {0};
	int r = mix_label(hints, home ? GRID_PRODUCTION : GRID_CONSUMPTION, &id, doc->reterr);
	if (r == 0 && !json_time_of(json_object_get(record, "datetime"), &slot.start_s))
		return json_fault(doc, _("a record has no time"));
	json_object_foreach(parts, name, power)
	{
		double mw = 0;
		if (r == 0 && !json_is_null(power)) { /* null: the zone has no such plant */
			r = json_read_number(doc, power, &mw);
			if (r == 0 && mix_add(hints->mix, &sum, str_of(name), mw, doc->reterr) < 0)
				r = error_where(doc->reterr, "%s", doc->name);
		}
	}
	if (r < 0)
		return r;
	slot.g_per_kwh = mix_g_per_kwh(&sum);
	slot.seconds = length_of(root, record, slot.start_s);
	slot.estimated = is_estimated(record);
	return isnan(slot.g_per_kwh)
		       ? 0
		       : json_add_slot(doc, own ? own : zone, id, "Electricity Maps", "", &slot);
}

static int maps_breakdowns(const struct json_document *doc, const json_t *root,
			   const json_t *records)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = maps_breakdown(doc, root, json_array_get(records, i));
	return r;
}

static int maps_latest_breakdown(const struct json_document *doc, const json_t *root,
				 const json_t *record)
{
	return maps_breakdown(doc, root, record);
}

#define BREAKDOWN(array, reader)                                                                   \
	{array, "powerConsumptionBreakdown", NULL, true, .read = reader},                          \
	{                                                                                          \
		array, "powerProductionBreakdown", NULL, true, .read = reader                      \
	}

static const struct json_shape shapes[] = {
	{NULL, "carbonIntensity", NULL, false, .read = maps_latest},
	{"history", "carbonIntensity", NULL, false, .read = maps_past},
	{"data", "carbonIntensity", NULL, false, .read = maps_past},
	{"forecast", "carbonIntensity", NULL, false, .read = maps_ahead},
	{"", "carbonIntensity", NULL, false, .read = maps_past},
	{"data", "carbonIntensity", "countryCode", false, signal_latest, .one = true},
	BREAKDOWN(NULL, maps_latest_breakdown),
	BREAKDOWN("history", maps_breakdowns),
	BREAKDOWN("data", maps_breakdowns),
	BREAKDOWN("", maps_breakdowns),
	{0},
};

const struct grid_service grid_service_maps = {
	.name = "electricitymaps",
	.base = "https://api.electricitymaps.com/v3",
	.key = "auth-token",
	.variable = "FRUGAL_KEY_ELECTRICITYMAPS",
	.page_s = 10 * SECONDS_PER_DAY,
	.align_s = SECONDS_PER_HOUR,
	.has_ahead = true,
	.header = "auth-token: %s",
	.url = maps_url,
	.shapes = shapes,
};
