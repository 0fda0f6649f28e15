/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the stored series of a run's zone over the time of the run and takes its mean, once the
 * series knows nine tenths of that time. Nothing is fetched from a service.
 */
#include "insight/hours.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/kept.h"
#include "quantity/unit.h"

#define KNOWN 0.9

static bool look(const struct context *context, const struct run_record *run, const char *zone_name,
		 struct run_hours *hours)
{
	char zone[GRID_ZONE], from[GRID_TIME], to[GRID_TIME];
	const struct grid_hints wanted = {.has_kind = true,
					  .has_scope = true,
					  .id = {.kind = GRID_AVERAGE, .scope = GRID_LIFECYCLE}};
	struct grid_series series;
	struct unit unit;
	/* "FR:2022" asks for that year. */
	if (!zone_name || strlen(zone_name) >= sizeof(zone) || strchr(zone_name, ':'))
		return false;
	(void)snprintf(zone, sizeof(zone), "%s", zone_name);
	if (!grid_zone_is_good(str_of(zone)) ||
	    grid_kept_find(context, zone, &wanted, &series, NULL) < 0)
		return false;
	int64_t from_s = run->started_us / US_PER_SECOND, to_s = run->ended_us / US_PER_SECOND + 1;
	struct grid_mean mean = grid_series_mean(&series, from_s, to_s);
	bool found = mean.known >= KNOWN && unit_parse(STR("gCO2e/kWh"), &unit, NULL) == 0;
	if (found) {
		double g = mean.g_per_kwh * unit.scale;
		hours->intensity =
			(struct quantity){.value = g, .low = g, .high = g, .dim = unit.dim};
		grid_time_text(from_s, from);
		grid_time_text(to_s, to);
		(void)snprintf(hours->source, sizeof(hours->source),
			       mean.forecast > 0 ? _("its hours, %s to %s, partly forecast: %s")
						 : _("its hours, %s to %s: %s"),
			       from, to, series.source);
	}
	grid_series_release(&series);
	return found;
}

bool run_hours_find(const struct context *context, const struct run_record *run, const char *zone,
		    struct run_hours *hours)
{
	if (!hours->looked) {
		hours->looked = true;
		hours->found = look(context, run, zone, hours);
	}
	return hours->found;
}
