/* SPDX-License-Identifier: Apache-2.0 */
/* Planted by tests/doors.py: a meter that writes its microjoules into one file. */
#include "base/intl.h"
#include "sensor/kept_file.h"

#define PATH "/run/door/energy_uj"
#define UPDATE_S 1

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	char text[64];
	if (host_read_file(host, PATH, text, sizeof(text)) < 0)
		return 0;
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = "rail.door";
	source->detail = "door meter";
	source->path = PATH;
	source->cover = COVER_RAIL;
	source->counter = true;
	source->unit = 1e-6;
	source->update.s = UPDATE_S;
	source->low_factor = source->high_factor = 1;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

const struct sensor_class door_class = {
	.name = "door",
	.brief = N_("energy of the door"),
	.probe = probe,
	.open = kept_file_open,
	.read = kept_file_read,
	.close = kept_file_close,
};
