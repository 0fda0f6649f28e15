/* SPDX-License-Identifier: Apache-2.0 */
/*
 * France: RTE's eCO2mix as ODRE publishes it. taux_co2 has direct emissions of production; with a
 * set of factors the columns of power are read instead. Missing hours are null or "ND".
 */
#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/mix.h"
#include "grid/service.h"

#define SOURCE "RTE eCO2mix (ODRE)"
#define LICENCE "Licence Ouverte 2.0"

/* Writes the address; hours older than some weeks, once consolidated, are in another data set. */
static int france_url(const struct grid_page *page, const char *key, struct buf *to,
		      struct frugal_error *reterr)
{
	bool recent = (int64_t)time(NULL) - page->from_s < 45 * SECONDS_PER_DAY;
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/api/explore/v2.1/catalog/datasets/%s/records?where=", page->base,
		 recent ? "eco2mix-national-tr" : "eco2mix-national-cons-def");
	url_add_escaped(to, "date_heure >= date'");
	url_add_time(to, page->from_s, "%Y-%m-%dT%H:%M:%SZ");
	url_add_escaped(to, "' and date_heure < date'");
	url_add_time(to, page->to_s, "%Y-%m-%dT%H:%M:%SZ");
	url_add_escaped(to, "'");
	buf_puts(to, "&order_by=date_heure&limit=100&timezone=UTC");
	return 0;
}

static int france(const struct json_document *doc, const json_t *root, const json_t *records)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int r = 0;
	(void)root;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		struct grid_slot slot = {0};
		if (!json_time_of(json_object_get(record, "date_heure"), &slot.start_s))
			return json_fault(doc, _("a record has no time"));
		r = json_read_number(doc, json_object_get(record, "taux_co2"), &slot.g_per_kwh);
		if (r == 0 && !isnan(slot.g_per_kwh)) /* null and "ND": not yet, or never */
			r = json_add_slot(doc, "FR", id, SOURCE, LICENCE, &slot);
	}
	return r;
}

static int add_power(const struct json_document *doc, const json_t *record, const char *name,
		     struct mix_sum *sum)
{
	double power;
	int r = json_read_number(doc, json_object_get(record, name), &power);
	if (r == 0 && mix_add(doc->hints->mix, sum, str_of(name), power, doc->reterr) < 0)
		r = error_where(doc->reterr, "%s", doc->name);
	return r;
}

/* Reads its columns of power; the columns of parts (eolien_offshore) are included in them. */
static int france_mix(const struct json_document *doc, const json_t *root, const json_t *records)
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
	(void)root;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		struct grid_slot slot = {0};
		struct mix_sum sum = {0};
		if (!json_time_of(json_object_get(record, "date_heure"), &slot.start_s))
			return json_fault(doc, _("a record has no time"));
		for (size_t k = 0; r == 0 && k < sizeof(sources) / sizeof(*sources); k++)
			r = add_power(doc, record, sources[k], &sum);
		for (size_t k = 0; r == 0 && !direct && k < sizeof(imports) / sizeof(*imports); k++)
			r = add_power(doc, record, imports[k], &sum);
		slot.g_per_kwh = mix_g_per_kwh(&sum);
		if (r == 0 && !isnan(slot.g_per_kwh)) /* null and "ND": not yet, or never */
			r = json_add_slot(doc, "FR", id, SOURCE, LICENCE, &slot);
	}
	return r;
}

static const struct json_shape shapes[] = {
	{"results", "date_heure", NULL, false, .read = france},
	{"results", "date_heure", NULL, true, .read = france_mix},
	{0},
};

const struct grid_service grid_service_rte = {
	.name = "rte",
	.base = "https://odre.opendatasoft.com",
	.zone = "FR",
	.page_s = SECONDS_PER_DAY, /* 96 quarters of 100 records */
	.align_s = 900,
	.url = france_url,
	.shapes = shapes,
};
