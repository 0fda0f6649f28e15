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

#define LONGEST_S SECONDS_PER_DAY

/* Reads the time of a record, which its regions share. */
static int slot_of(const struct json_document *doc, const json_t *record, struct grid_slot *ret)
{
	int64_t end_s;
	*ret = (struct grid_slot){0};
	if (!json_time_of(json_object_get(record, "from"), &ret->start_s) ||
	    !json_time_of(json_object_get(record, "to"), &end_s) || end_s <= ret->start_s ||
	    end_s - ret->start_s > LONGEST_S)
		return json_fault(doc, _("a record has no time"));
	ret->seconds = end_s - ret->start_s;
	return 0;
}

/* first_s: the start of the answer, which has no date: a forecast is not older. */
static int add_intensity(const struct json_document *doc, const char *zone, const json_t *intensity,
			 int64_t first_s, struct grid_slot slot)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int r = json_read_number(doc, json_object_get(intensity, "actual"), &slot.g_per_kwh);
	if (r == 0 && isnan(slot.g_per_kwh)) {
		slot.issued_s = first_s;
		r = json_read_number(doc, json_object_get(intensity, "forecast"), &slot.g_per_kwh);
	}
	if (r < 0 || isnan(slot.g_per_kwh))
		return r;
	return json_add_slot(doc, zone, id, "NESO Carbon Intensity API", "CC-BY-4.0", &slot);
}

/* The record at i of a list; records itself where it is one, as when a half hour is asked for. */
static const json_t *record_at(const json_t *records, size_t i)
{
	return json_is_object(records) && i == 0 ? records : json_array_get(records, i);
}

static int read_records(const struct json_document *doc, const char *zone, const json_t *records)
{
	const json_t *record;
	int64_t first_s = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && (record = record_at(records, i)); i++) {
		struct grid_slot slot;
		r = slot_of(doc, record, &slot);
		first_s = first_s ? first_s : slot.start_s;
		if (r == 0)
			r = add_intensity(doc, zone, json_object_get(record, "intensity"), first_s,
					  slot);
	}
	return r;
}

static int britain(const struct json_document *doc, const json_t *root, const json_t *records)
{
	(void)root;
	return read_records(doc, "GB", records);
}

static void region_zone(const json_t *region, char zone[GRID_ZONE])
{
	json_int_t number = json_integer_value(json_object_get(region, "regionid"));
	(void)snprintf(zone, GRID_ZONE, "GB-region-%d", (int)number);
}

/* Reads a region with its records: the answer for a postcode. */
static int britain_region(const struct json_document *doc, const json_t *root, const json_t *region)
{
	char zone[GRID_ZONE];
	const json_t *records = json_object_get(region, "data");
	(void)root;
	region_zone(region, zone);
	return json_is_array(records) || json_is_object(records)
		       ? read_records(doc, zone, records)
		       : json_fault(doc, _("a region has no records"));
}

static int britain_regions(const struct json_document *doc, const json_t *root,
			   const json_t *regions)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(regions); i++)
		r = britain_region(doc, root, json_array_get(regions, i));
	return r;
}

/* Reads records of all regions at once. */
static int britain_at_once(const struct json_document *doc, const json_t *root,
			   const json_t *records)
{
	const json_t *record;
	int64_t first_s = 0;
	int r = 0;
	(void)root;
	for (size_t i = 0; r == 0 && (record = record_at(records, i)); i++) {
		const json_t *region;
		const json_t *regions = json_object_get(record, "regions");
		struct grid_slot slot;
		size_t k;
		r = slot_of(doc, record, &slot);
		first_s = first_s ? first_s : slot.start_s;
		json_array_foreach(regions, k, region)
		{
			char zone[GRID_ZONE];
			region_zone(region, zone);
			if (r == 0)
				r = add_intensity(doc, zone, json_object_get(region, "intensity"),
						  first_s, slot);
		}
	}
	return r;
}

static const struct json_shape shapes[] = {
	{"data", "regionid", NULL, false, .read = britain_regions},
	{"data", "regionid", NULL, false, britain_region, .one = true},
	{"data", "regions", NULL, false, .read = britain_at_once},
	{"data", "regions", NULL, false, britain_at_once, .one = true},
	{"data", "intensity", NULL, false, .read = britain},
	{"data", "intensity", NULL, false, britain, .one = true},
	{"", "intensity", NULL, false, .read = britain},
	{NULL, "intensity", "from", false, .read = britain},
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
