/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Great Britain: the Carbon Intensity API of NESO, national and by region. Emissions of combustion,
 * for generation; the forecast value where the actual value is missing.
 */
#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/service.h"

static int britain_url(const struct grid_page *page, const char *key, struct buf *to,
		       struct frugal_error *reterr)
{
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/intensity/", page->base);
	url_add_time(to, page->from_s, "%Y-%m-%dT%H:%MZ");
	buf_putc(to, '/');
	if (page->asked->ahead)
		buf_puts(to, "fw48h");
	else
		url_add_time(to, page->to_s, "%Y-%m-%dT%H:%MZ");
	return 0;
}

static int britain(const struct json_document *doc, const json_t *root, const json_t *records)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int64_t first_s = 0;
	int r = 0;
	(void)root;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		const json_t *intensity = json_object_get(record, "intensity");
		struct grid_slot slot = {0};
		int64_t end_s;
		if (!json_time_of(json_object_get(record, "from"), &slot.start_s) ||
		    !json_time_of(json_object_get(record, "to"), &end_s) || end_s <= slot.start_s)
			return json_fault(doc, _("a record has no time"));
		first_s = first_s ? first_s : slot.start_s;
		slot.seconds = end_s - slot.start_s;
		slot.g_per_kwh = json_number_of(json_object_get(intensity, "actual"));
		if (isnan(slot.g_per_kwh)) {
			slot.g_per_kwh = json_number_of(json_object_get(intensity, "forecast"));
			slot.issued_s = first_s; /* the answer has no date: not before its start */
		}
		if (!isnan(slot.g_per_kwh))
			r = json_add_slot(doc, "GB", id, "NESO Carbon Intensity API", "CC-BY-4.0",
					  &slot);
	}
	return r;
}

static int britain_regions(const struct json_document *doc, const json_t *root,
			   const json_t *regions)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(regions); i++) {
		const json_t *region = json_array_get(regions, i);
		char zone[GRID_ZONE];
		json_int_t number = json_integer_value(json_object_get(region, "regionid"));
		struct grid_hints hints = *doc->hints;
		struct json_document inner = *doc;
		(void)snprintf(zone, sizeof(zone), "GB-region-%d", (int)number);
		if (!hints.zone)
			hints.zone = zone;
		inner.hints = &hints;
		r = britain(&inner, root, json_object_get(region, "data"));
	}
	return r;
}

static const struct json_shape shapes[] = {
	{"data", "regionid", NULL, false, britain_regions},
	{"data", "intensity", NULL, false, britain},
	{0},
};

const struct grid_service grid_service_gb = {
	.name = "gb",
	.base = "https://api.carbonintensity.org.uk",
	.zone = "GB",
	.page_s = 13 * SECONDS_PER_DAY,
	.align_s = 1800,
	.has_ahead = true,
	.url = britain_url,
	.shapes = shapes,
};
