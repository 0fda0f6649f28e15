/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the JSON of the Carbon Aware SDK (Green Software Foundation): emissions by location as its
 * service and command line answer them and its data files have them, means of a period, and current
 * forecasts. A rating that is null is a gap. Names are in lower or Pascal case. Ratings are in
 * gCO2e/kWh; whether they are marginal depends on the source that the SDK was set up with, and is
 * not stated.
 */
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "grid/service.h"

#define SOURCE "Carbon Aware SDK"
#define LONGEST_S (366 * SECONDS_PER_DAY)

static const json_t *get(const json_t *record, const char *name)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)record, key, value)
	{
		if (strcasecmp(key, name) == 0)
			return value;
	}
	return NULL;
}

/* "08:00:00", with days "1.08:00:00", or minutes; 0: not stated. */
static int64_t length_of(const json_t *value)
{
	const char *text = json_string_value(value);
	if (json_is_number(value)) {
		double s = json_number_value(value) * 60;
		return s >= 1 && s <= (double)LONGEST_S ? (int64_t)s : 0;
	}
	if (!text)
		return 0;
	const char *dot = strchr(text, '.'), *colon = strchr(text, ':');
	int64_t parts[3] = {0}, days = 0;
	if (dot && colon && dot < colon) {
		if (!num_parse_int((struct str){text, (size_t)(dot - text)}, 0, 366, &days))
			return 0;
		text = dot + 1;
	}
	for (int i = 0; i < 3; i++) {
		size_t n = strcspn(text, i < 2 ? ":" : "."); /* fractions of seconds are left out */
		if (!num_parse_int((struct str){text, n}, 0, 59, &parts[i]))
			return 0;
		text += n + (i < 2 && text[n] == ':');
	}
	return days * SECONDS_PER_DAY + parts[0] * SECONDS_PER_HOUR + parts[1] * 60 + parts[2];
}

static int add(const struct json_document *doc, const char *zone, const json_t *value,
	       struct grid_slot *slot)
{
	const struct grid_hints *hints = doc->hints;
	const struct grid_id id = {
		.kind = hints->id.kind,
		.scope = hints->has_scope ? hints->id.scope : GRID_LIFECYCLE,
		.basis = hints->has_basis ? hints->id.basis : GRID_CONSUMPTION,
	};
	size_t n = doc->found->n;
	int r = json_read_number(doc, value, &slot->g_per_kwh);
	if (r == 0)
		r = json_add_slot(doc, zone, id, SOURCE, "", slot);
	if (r == 0 && !hints->has_kind && doc->found->n > n) /* a series begins */
		grid_series_note(&doc->found->series[n], GRID_NOTE_KIND, slot->start_s);
	return r;
}

static int emission(const struct json_document *doc, const json_t *root, const json_t *record)
{
	struct grid_slot slot = {.seconds = length_of(get(record, "duration"))};
	(void)root;
	if (!json_time_of(get(record, "time"), &slot.start_s))
		return json_fault(doc, _("a record has no time"));
	return add(doc, json_string_value(get(record, "location")), get(record, "rating"), &slot);
}

static int emissions(const struct json_document *doc, const json_t *root, const json_t *records)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = emission(doc, root, json_array_get(records, i));
	return r;
}

/* The mean of a period: emissions/average-carbon-intensity. */
static int average(const struct json_document *doc, const json_t *root, const json_t *record)
{
	const json_t *value = get(record, "carbonIntensity");
	struct grid_slot slot = {0};
	int64_t end_s;
	(void)root;
	if (!value)
		return json_fault(doc, _("this JSON is from an unknown service"));
	if (!json_time_of(get(record, "startTime"), &slot.start_s) ||
	    !json_time_of(get(record, "endTime"), &end_s) || end_s <= slot.start_s)
		return json_fault(doc, _("a record has no time"));
	slot.seconds = end_s - slot.start_s;
	return add(doc, json_string_value(get(record, "location")), value, &slot);
}

static int averages(const struct json_document *doc, const json_t *root, const json_t *records)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = average(doc, root, json_array_get(records, i));
	return r;
}

static int forecast(const struct json_document *doc, const json_t *root, const json_t *record)
{
	const char *zone = json_string_value(get(record, "location"));
	const json_t *points = get(record, "forecastData");
	int64_t issued_s;
	int r = 0;
	(void)root;
	if (!json_time_of(get(record, "generatedAt"), &issued_s))
		return json_fault(doc, _("the forecast does not state when it was made"));
	for (size_t i = 0; r == 0 && i < json_array_size(points); i++) {
		const json_t *point = json_array_get(points, i);
		const char *own = json_string_value(get(point, "location"));
		const json_t *value = get(point, "value"), *time = get(point, "timestamp");
		struct grid_slot slot = {.seconds = length_of(get(point, "duration")),
					 .issued_s = issued_s};
		if (!json_time_of(time ? time : get(point, "time"), &slot.start_s))
			return json_fault(doc, _("a record has no time"));
		r = add(doc, own ? own : zone, value ? value : get(point, "rating"), &slot);
	}
	return r;
}

static int forecasts(const struct json_document *doc, const json_t *root, const json_t *records)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++)
		r = forecast(doc, root, json_array_get(records, i));
	return r;
}

const struct json_shape grid_sdk_shapes[] = {
	{"", "rating", NULL, false, .read = emissions},
	{"", "Rating", NULL, false, .read = emissions},
	{"emissions", "rating", NULL, false, .read = emissions},
	{"Emissions", "Rating", NULL, false, .read = emissions},
	{NULL, "rating", NULL, false, .read = emission},
	{NULL, "Rating", NULL, false, .read = emission},
	{"", "startTime", NULL, false, .read = averages},
	{"", "StartTime", NULL, false, .read = averages},
	{NULL, "startTime", "carbonIntensity", false, .read = average},
	{NULL, "StartTime", "CarbonIntensity", false, .read = average},
	{"", "forecastData", NULL, false, .read = forecasts},
	{"", "ForecastData", NULL, false, .read = forecasts},
	{NULL, "forecastData", NULL, false, .read = forecast},
	{NULL, "ForecastData", NULL, false, .read = forecast},
	{0},
};
