/* SPDX-License-Identifier: Apache-2.0 */
/* Hours of electricity, as files and services give them: refused with a reason, or in order. */
#include "fuzz.h"
#include "grid/series.h"

#define MOST_G_PER_KWH 5000

/* Of a mix: columns "F..." are generation, "I..." imports, "S..." storage. */
static enum grid_source find(void *context, struct str name, double *ret_g_per_kwh)
{
	(void)context;
	char kind = name.n ? name.p[0] : '\0';
	*ret_g_per_kwh = 400;
	return kind == 'F'   ? GRID_GENERATION
	       : kind == 'I' ? GRID_IMPORT
	       : kind == 'S' ? GRID_SOURCE_LEFT_OUT
			     : GRID_SOURCE_UNKNOWN;
}

static void read_by(const struct grid_hints *hints, struct str text)
{
	struct grid_found found = {0};
	struct frugal_error error = {0};
	int r = grid_read("fuzz", text, hints, &found, &error);
	REQUIRE(r == 0 || error.what[0]);
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		const struct grid_series *series = &found.series[i];
		REQUIRE(grid_zone_is_good(str_of(series->id.zone)));
		for (size_t k = 0; k < series->n; k++) {
			double value = series->slots[k].g_per_kwh;
			REQUIRE(!(value < 0) && !(value > MOST_G_PER_KWH));
			REQUIRE(series->slots[k].seconds > 0);
			/* No two slots cover one moment. */
			REQUIRE(k == 0 ||
				series->slots[k].start_s >= series->slots[k - 1].start_s +
								    series->slots[k - 1].seconds);
		}
	}
	grid_found_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct grid_mix mix = {.find = find};
	static const struct grid_hints plain = {.zone = "XX"}, mixed = {.zone = "XX", .mix = &mix};
	read_by(&plain, (struct str){(const char *)data, n});
	read_by(&mixed, (struct str){(const char *)data, n});
	return 0;
}
