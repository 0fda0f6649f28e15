/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WattTime v3: the marginal signal in lb/MWh, as history and as forecast. A log-in with user and
 * password gives the token.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/headings.h"
#include "grid/service.h"

#define KWH_PER_MWH 1000.0

static int watttime_url(const struct grid_page *page, const char *key, struct buf *to,
			struct frugal_error *reterr)
{
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/v3/%s?signal_type=co2_moer&region=", page->base,
		 page->asked->ahead ? "forecast" : "historical");
	url_add_escaped(to, page->asked->zone);
	if (page->asked->ahead) {
		buf_puts(to, "&horizon_hours=72");
		return 0;
	}
	buf_puts(to, "&start=");
	url_add_time(to, page->from_s, "%Y-%m-%dT%H:%MZ");
	buf_puts(to, "&end=");
	url_add_time(to, page->to_s, "%Y-%m-%dT%H:%MZ");
	return 0;
}

static int watttime_points(const struct json_document *doc, const json_t *meta,
			   const json_t *points, int64_t issued_s)
{
	const char *region = json_string_value(json_object_get(meta, "region"));
	const char *units = json_string_value(json_object_get(meta, "units"));
	const char *signal = json_string_value(json_object_get(meta, "signal_type"));
	bool average = signal && strcmp(signal, "co2_aoer") == 0;
	struct grid_id id = {.kind = average ? GRID_AVERAGE : GRID_MARGINAL,
			     .scope = GRID_DIRECT,
			     .basis = GRID_PRODUCTION};
	double seconds;
	int r = json_read_number(doc, json_object_get(meta, "data_point_period_seconds"), &seconds);
	if (!units || strcmp(units, "lbs_co2_per_mwh") != 0)
		return json_fault(
			doc, _("the unit is not lbs_co2_per_mwh: the values are not intensities"));
	for (size_t i = 0; r == 0 && i < json_array_size(points); i++) {
		const json_t *point = json_array_get(points, i);
		struct grid_slot slot = {.issued_s = issued_s,
					 .seconds = seconds >= 1 && seconds < 1e6 ? (int64_t)seconds
										  : 0};
		if (!json_time_of(json_object_get(point, "point_time"), &slot.start_s))
			return json_fault(doc, _("a record has no time"));
		r = json_read_number(doc, json_object_get(point, "value"), &slot.g_per_kwh);
		slot.g_per_kwh *= G_PER_LB / KWH_PER_MWH;
		slot.estimated = json_is_true(json_object_get(point, "imputed_data_used"));
		if (r == 0 && !isnan(slot.g_per_kwh))
			r = json_add_slot(doc, region, id, "WattTime", "", &slot);
	}
	return r;
}

static int watttime(const struct json_document *doc, const json_t *root, const json_t *data)
{
	const json_t *meta = json_object_get(root, "meta");
	const json_t *first = json_array_get(data, 0);
	int64_t issued_s = 0;
	int r = 0;
	if (!json_object_get(first, "forecast")) {
		(void)json_time_of(json_object_get(meta, "generated_at"), &issued_s);
		return watttime_points(doc, meta, data, issued_s);
	}
	for (size_t i = 0; r == 0 && i < json_array_size(data); i++) {
		const json_t *issue = json_array_get(data, i);
		if (!json_time_of(json_object_get(issue, "generated_at"), &issued_s))
			return json_fault(doc, _("the forecast does not state when it was made"));
		r = watttime_points(doc, meta, json_object_get(issue, "forecast"), issued_s);
	}
	return r;
}

static const struct json_shape shapes[] = {
	{"data", "point_time", "meta", false, .read = watttime},
	{"data", "forecast", "meta", false, .read = watttime},
	{0},
};

const struct grid_service grid_service_watttime = {
	.name = "watttime",
	.base = "https://api.watttime.org",
	.key = "user:password",
	.variable = "FRUGAL_KEY_WATTTIME",
	.page_s = 31 * SECONDS_PER_DAY,
	.align_s = 300,
	.has_ahead = true,
	.is_marginal = true,
	.header = "Authorization: Bearer %s",
	.log_in = "/login",
	.url = watttime_url,
	.shapes = shapes,
};
