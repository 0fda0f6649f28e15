/* SPDX-License-Identifier: Apache-2.0 */
/* Planted by tests/doors.py: a service that answers {"door": [{"at": TIME, "g": 42}]}. */
#include "base/clock.h"
#include "base/intl.h"
#include "grid/service.h"

static int door_url(const struct grid_page *page, const char *key, struct buf *to,
		    struct frugal_error *reterr)
{
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/knock?from=", page->base);
	url_add_time(to, page->from_s, "%Y-%m-%dT%H:%MZ");
	return 0;
}

static int read_door(const struct json_document *doc, const json_t *root, const json_t *records)
{
	const struct grid_id id = {.scope = GRID_DIRECT, .basis = GRID_PRODUCTION};
	int r = 0;
	(void)root;
	for (size_t i = 0; r == 0 && i < json_array_size(records); i++) {
		const json_t *record = json_array_get(records, i);
		struct grid_slot slot = {.seconds = SECONDS_PER_HOUR};
		if (!json_time_of(json_object_get(record, "at"), &slot.start_s))
			return json_fault(doc, _("a record has no time"));
		r = json_read_number(doc, json_object_get(record, "g"), &slot.g_per_kwh);
		if (r == 0)
			r = json_add_slot(doc, "DOOR", id, "the door", "CC0-1.0", &slot);
	}
	return r;
}

static const struct json_shape shapes[] = {
	{"door", "g", NULL, false, .read = read_door},
	{0},
};

const struct grid_service grid_service_door = {
	.name = "door",
	.base = "http://127.0.0.1:9",
	.zone = "DOOR",
	.page_s = 24 * SECONDS_PER_HOUR,
	.align_s = SECONDS_PER_HOUR,
	.url = door_url,
	.shapes = shapes,
};
