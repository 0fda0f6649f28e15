/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of services. Electricity Maps v3: carbon-intensity/latest, history, past-range, forecast;
 * consumption, life cycle unless emissionFactorType says direct. GB Carbon Intensity API:
 * generation, combustion only, forecast where there is no actual. RTE eCO2mix by ODRE: taux_co2,
 * direct, production; or with a mix, power-breakdown and the columns of power. WattTime v3:
 * marginal, in lb/MWh. Future rows without a value are left out.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/num.h"
#include "grid/mix.h"

#define G_PER_LB 453.59237 /* the pound of 1959, exactly */
#define KWH_PER_MWH 1000.0

struct document {
	const char *name;
	const struct grid_hints *hints;
	struct grid_found *found;
	struct frugal_error *reterr;
};

static int fault(const struct document *doc, const char *what)
{
	error_set(doc->reterr, FRUGAL_EDATA, "%s", what);
	return error_where(doc->reterr, "%s", doc->name);
}

/* A number, or one that is written as a text; NaN when there is none. */
static double number_of(const json_t *value)
{
	double x;
	const char *text = json_string_value(value);
	if (json_is_number(value))
		return json_number_value(value);
	return text && num_parse(str_of(text), &x) == strlen(text) ? x : (double)NAN;
}

static bool time_of(const json_t *value, int64_t *ret_s)
{
	const char *text = json_string_value(value);
	return text && grid_time_parse(str_of(text), ret_s);
}

static int add(const struct document *doc, const char *zone, struct grid_id id, const char *source,
	       const char *licence, const struct grid_slot *slot)
{
	if (doc->hints->zone)
		zone = doc->hints->zone;
	if (!zone || !grid_zone_is_good(str_of(zone)))
		return fault(doc, _("the document does not say its zone"));
	if (slot->g_per_kwh < 0 || slot->g_per_kwh > 5000)
		return fault(doc, _("a value is no carbon intensity"));
	memcpy(id.zone, zone, strlen(zone) + 1);
	struct grid_series *series = grid_found_series(doc->found, &id, source, licence);
	return series && grid_series_add(series, slot) ? 0 : error_nomem(doc->reterr);
}

/* ---- Electricity Maps ----------------------------------------------------------------------- */

static int maps_record(const struct document *doc, const char *zone, const json_t *record,
		       int64_t issued_s)
{
	const char *factors = json_string_value(json_object_get(record, "emissionFactorType"));
	const char *own = json_string_value(json_object_get(record, "zone"));
	struct grid_id id = {.scope = factors && strcmp(factors, "direct") == 0 ? GRID_DIRECT
										: GRID_LIFECYCLE,
			     .basis = GRID_CONSUMPTION};
	struct grid_slot slot = {.issued_s = issued_s};
	if (!time_of(json_object_get(record, "datetime"), &slot.start_s))
		return fault(doc, _("a record has no time"));
	if (doc->hints->has_scope && !factors)
		id.scope = doc->hints->id.scope;
	slot.g_per_kwh = number_of(json_object_get(record, "carbonIntensity"));
	slot.estimated = json_is_true(json_object_get(record, "isEstimated"));
	if (isnan(slot.g_per_kwh))
		return 0;
	return add(doc, own ? own : zone, id, "Electricity Maps", "", &slot);
}

static int maps(const struct document *doc, const json_t *root, const json_t *records,
		bool forecast)
{
	const char *zone = json_string_value(json_object_get(root, "zone"));
	int64_t issued_s = 0;
	int r = 0;
	if (forecast && !time_of(json_object_get(root, "updatedAt"), &issued_s))
		return fault(doc, _("the forecast does not say when it was made"));
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = maps_record(doc, zone, json_array_get(records, i), issued_s);
	return r;
}

/* What is consumed, flows between zones traced; or what is made at home. */
static int maps_breakdown(const struct document *doc, const char *zone, const json_t *record)
{
	const struct grid_hints *hints = doc->hints;
	bool home = hints->id.scope == GRID_DIRECT ||
		    (hints->has_basis && hints->id.basis == GRID_PRODUCTION);
	const char *own = json_string_value(json_object_get(record, "zone")), *name;
	json_t *parts = json_object_get(record, home ? "powerProductionBreakdown"
						     : "powerConsumptionBreakdown"),
	       *power;
	struct grid_id id = {0};
	struct grid_slot slot = {0};
	struct mix_sum sum = {0};
	int r = mix_label(hints, home ? GRID_PRODUCTION : GRID_CONSUMPTION, &id, doc->reterr);
	if (r == 0 && !time_of(json_object_get(record, "datetime"), &slot.start_s))
		return fault(doc, _("a record has no time"));
	json_object_foreach(parts, name,
			    power) if (r == 0 &&
				       !json_is_null(power)) /* null: there is no such plant */
		r = mix_add(hints->mix, &sum, str_of(name), number_of(power), doc->reterr);
	if (r < 0)
		return r;
	slot.g_per_kwh = mix_g_per_kwh(&sum);
	slot.estimated = json_is_true(json_object_get(record, "isEstimated"));
	return isnan(slot.g_per_kwh)
		       ? 0
		       : add(doc, own ? own : zone, id, "Electricity Maps", "", &slot);
}

static int maps_breakdowns(const struct document *doc, const json_t *root, const json_t *records)
{
	const char *zone = json_string_value(json_object_get(root, "zone"));
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = maps_breakdown(doc, zone, json_array_get(records, i));
	return r;
}

/* ---- Great Britain -------------------------------------------------------------------------- */

static int britain(const struct document *doc, const json_t *records)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int64_t first_s = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		const json_t *intensity = json_object_get(record, "intensity");
		struct grid_slot slot = {0};
		int64_t end_s;
		if (!time_of(json_object_get(record, "from"), &slot.start_s) ||
		    !time_of(json_object_get(record, "to"), &end_s) || end_s <= slot.start_s)
			return fault(doc, _("a record has no time"));
		first_s = first_s ? first_s : slot.start_s;
		slot.seconds = end_s - slot.start_s;
		slot.g_per_kwh = number_of(json_object_get(intensity, "actual"));
		if (isnan(slot.g_per_kwh)) {
			slot.g_per_kwh = number_of(json_object_get(intensity, "forecast"));
			slot.issued_s =
				first_s; /* the answer does not tell: not before its start */
		}
		if (!isnan(slot.g_per_kwh))
			r = add(doc, "GB", id, "NESO Carbon Intensity API", "CC-BY-4.0", &slot);
	}
	return r;
}

static int britain_regions(const struct document *doc, const json_t *regions)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(regions); i++) {
		const json_t *region = json_array_get(regions, i);
		char zone[GRID_ZONE];
		json_int_t number = json_integer_value(json_object_get(region, "regionid"));
		struct grid_hints hints = *doc->hints;
		struct document inner = *doc;
		(void)snprintf(zone, sizeof(zone), "GB-region-%d", (int)number);
		if (!hints.zone)
			hints.zone = zone;
		inner.hints = &hints;
		r = britain(&inner, json_object_get(region, "data"));
	}
	return r;
}

/* ---- France --------------------------------------------------------------------------------- */

static int france(const struct document *doc, const json_t *records)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		struct grid_slot slot = {0};
		if (!time_of(json_object_get(record, "date_heure"), &slot.start_s))
			return fault(doc, _("a record has no time"));
		slot.g_per_kwh = number_of(json_object_get(record, "taux_co2"));
		if (!isnan(slot.g_per_kwh)) /* null and "ND": not yet, or never */
			r = add(doc, "FR", id, "RTE eCO2mix (ODRE)", "Licence Ouverte 2.0", &slot);
	}
	return r;
}

/* Its columns of power; those of its parts (eolien_offshore) are within them. */
static int france_mix(const struct document *doc, const json_t *records)
{
	static const char *const sources[] = {"fioul",  "charbon", "gaz",         "nucleaire",
					      "eolien", "solaire", "hydraulique", "bioenergies"};
	static const char *const imports[] = {"ech_comm_angleterre", "ech_comm_espagne",
					      "ech_comm_italie", "ech_comm_suisse",
					      "ech_comm_allemagne_belgique"};
	bool direct = doc->hints->id.scope == GRID_DIRECT;
	struct grid_id id = {0};
	int r = mix_label(doc->hints, direct ? GRID_PRODUCTION : GRID_CONSUMPTION, &id,
			  doc->reterr);
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		struct grid_slot slot = {0};
		struct mix_sum sum = {0};
		if (!time_of(json_object_get(record, "date_heure"), &slot.start_s))
			return fault(doc, _("a record has no time"));
		for (size_t k = 0; r == 0 && k < sizeof(sources) / sizeof(*sources); k++)
			r = mix_add(doc->hints->mix, &sum, str_of(sources[k]),
				    number_of(json_object_get(record, sources[k])), doc->reterr);
		for (size_t k = 0; r == 0 && !direct && k < sizeof(imports) / sizeof(*imports); k++)
			r = mix_add(doc->hints->mix, &sum, str_of(imports[k]),
				    number_of(json_object_get(record, imports[k])), doc->reterr);
		slot.g_per_kwh = mix_g_per_kwh(&sum);
		if (r == 0 && !isnan(slot.g_per_kwh)) /* null and "ND": not yet, or never */
			r = add(doc, "FR", id, "RTE eCO2mix (ODRE)", "Licence Ouverte 2.0", &slot);
	}
	return r;
}

/* ---- WattTime ------------------------------------------------------------------------------- */

static int watttime_points(const struct document *doc, const json_t *meta, const json_t *points,
			   int64_t issued_s)
{
	const char *region = json_string_value(json_object_get(meta, "region"));
	const char *units = json_string_value(json_object_get(meta, "units"));
	const char *signal = json_string_value(json_object_get(meta, "signal_type"));
	bool average = signal && strcmp(signal, "co2_aoer") == 0;
	struct grid_id id = {.kind = average ? GRID_AVERAGE : GRID_MARGINAL,
			     .scope = GRID_DIRECT,
			     .basis = GRID_PRODUCTION};
	int r = 0;
	if (!units || strcmp(units, "lbs_co2_per_mwh") != 0)
		return fault(doc, _("the unit is not lbs_co2_per_mwh: this is no intensity"));
	for (size_t i = 0; r == 0 && i < json_array_size(points); i++) {
		const json_t *point = json_array_get(points, i);
		double seconds = number_of(json_object_get(meta, "data_point_period_seconds"));
		struct grid_slot slot = {.issued_s = issued_s,
					 .seconds = seconds >= 1 && seconds < 1e6 ? (int64_t)seconds
										  : 0};
		if (!time_of(json_object_get(point, "point_time"), &slot.start_s))
			return fault(doc, _("a record has no time"));
		slot.g_per_kwh =
			number_of(json_object_get(point, "value")) * G_PER_LB / KWH_PER_MWH;
		slot.estimated = json_is_true(json_object_get(point, "imputed_data_used"));
		if (!isnan(slot.g_per_kwh))
			r = add(doc, region, id, "WattTime", "", &slot);
	}
	return r;
}

static int watttime(const struct document *doc, const json_t *root, const json_t *meta)
{
	const json_t *data = json_object_get(root, "data");
	const json_t *first = json_array_get(data, 0);
	int64_t issued_s = 0;
	int r = 0;
	if (!json_object_get(first, "forecast")) {
		(void)time_of(json_object_get(meta, "generated_at"), &issued_s);
		return watttime_points(doc, meta, data, issued_s);
	}
	for (size_t i = 0; r == 0 && i < json_array_size(data); i++) {
		const json_t *issue = json_array_get(data, i);
		if (!time_of(json_object_get(issue, "generated_at"), &issued_s))
			return fault(doc, _("the forecast does not say when it was made"));
		r = watttime_points(doc, meta, json_object_get(issue, "forecast"), issued_s);
	}
	return r;
}

/* ---- which it is ---------------------------------------------------------------------------- */

static bool is_breakdown(const json_t *record)
{
	return json_object_get(record, "powerConsumptionBreakdown") ||
	       json_object_get(record, "powerProductionBreakdown");
}

static int read_mix(const struct document *doc, const json_t *root)
{
	const json_t *data = json_object_get(root, "data"),
		     *history = json_object_get(root, "history"),
		     *results = json_object_get(root, "results");
	if (is_breakdown(root))
		return maps_breakdown(doc, NULL, root);
	if (is_breakdown(json_array_get(history, 0)))
		return maps_breakdowns(doc, root, history);
	if (is_breakdown(json_array_get(data, 0)))
		return maps_breakdowns(doc, root, data);
	if (json_object_get(json_array_get(results, 0), "date_heure"))
		return france_mix(doc, results);
	return fault(doc, _("this JSON holds no generation by source that is known here"));
}

static int wants_mix(const struct document *doc)
{
	error_set(doc->reterr, FRUGAL_EUSAGE, "%s",
		  _("generation by source becomes an intensity by a set of factors"));
	return error_todo(doc->reterr, "%s", "--mix ar5");
}

static int read_root(const struct document *doc, const json_t *root)
{
	const json_t *data = json_object_get(root, "data"), *meta = json_object_get(root, "meta");
	const json_t *first = json_array_get(data, 0);
	const json_t *past = json_object_get(root, "history");
	if (doc->hints->mix)
		return read_mix(doc, root);
	if (is_breakdown(root) || is_breakdown(first) || is_breakdown(json_array_get(past, 0)))
		return wants_mix(doc);
	if (json_object_get(root, "carbonIntensity"))
		return maps_record(doc, NULL, root, 0);
	if (json_object_get(root, "history"))
		return maps(doc, root, json_object_get(root, "history"), false);
	if (json_is_array(json_object_get(root, "forecast")))
		return maps(doc, root, json_object_get(root, "forecast"), true);
	if (json_object_get(first, "carbonIntensity"))
		return maps(doc, root, data, false);
	if (json_object_get(first, "regionid"))
		return britain_regions(doc, data);
	if (json_object_get(first, "intensity"))
		return britain(doc, data);
	if (meta && data)
		return watttime(doc, root, meta);
	if (json_object_get(json_array_get(json_object_get(root, "results"), 0), "date_heure"))
		return france(doc, json_object_get(root, "results"));
	return fault(doc, _("this JSON is of no service that is known here"));
}

int grid_read_json(const char *name, struct str text, const struct grid_hints *hints,
		   struct grid_found *ret, struct frugal_error *reterr)
{
	json_error_t error;
	const struct document doc = {name, hints, ret, reterr};
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		error_set(reterr, FRUGAL_EDATA, _("this is not JSON: %s"), error.text);
		return error_where(reterr, "%s:%d", name, error.line);
	}
	int r = read_root(&doc, root);
	json_decref(root);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		grid_series_set_seconds(&ret->series[i], 3600);
	return r;
}

/* What a service's door shows: a page of errors, of welcome, of log-in. */
static bool is_web_page(struct str text)
{
	static const char *const begins[] = {"<html", "<!doctype html"};
	for (size_t i = 0; i < 2; i++)
		if (text.n >= strlen(begins[i]) &&
		    strncasecmp(text.p, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

int grid_read(const char *name, struct str text, const struct grid_hints *hints,
	      struct grid_found *ret, struct frugal_error *reterr)
{
	struct str start = str_trim(text);
	bool json = start.n && (start.p[0] == '{' || start.p[0] == '[');
	bool xml = start.n && start.p[0] == '<';
	if (xml && is_web_page(start)) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("this is a web page, not data"));
		return error_where(reterr, "%s", name);
	}
	int r = json  ? grid_read_json(name, text, hints, ret, reterr)
		: xml ? grid_read_xml(name, text, hints, ret, reterr)
		      : grid_read_csv(name, text, hints, ret, reterr);
	if (r == 0 && ret->n == 0)
		r = error_set(reterr, FRUGAL_EDATA, _("%s holds no carbon intensity"), name);
	return r;
}
