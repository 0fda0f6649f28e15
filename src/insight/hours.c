/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the stored series of a run's zone over the time of the run and takes its mean, once the
 * series knows nine tenths of that time. Nothing is fetched from a service.
 */
#include "insight/hours.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "grid/kept.h"
#include "quantity/unit.h"

#define KNOWN 0.9

static bool open_series(const struct context *context, const char *zone, struct grid_series *ret)
{
	const struct grid_hints wanted = {.has_kind = true,
					  .has_scope = true,
					  .id = {.kind = GRID_AVERAGE, .scope = GRID_LIFECYCLE}};
	/* "FR:2022" asks for that year. */
	return zone && !strchr(zone, ':') && grid_kept_find(context, zone, &wanted, ret, NULL) == 0;
}

bool run_hours_stored(const struct context *context, const char *zone)
{
	struct grid_series series;
	bool found = open_series(context, zone, &series);
	if (found)
		grid_series_release(&series);
	return found;
}

bool run_hours_of_another_kind(const struct context *context, const char *zone, struct grid_id *ret)
{
	struct arena arena = {0};
	struct grid_id *ids;
	size_t n;
	bool found = !run_hours_stored(context, zone) &&
		     grid_kept_list(context, zone, &arena, &ids, &n, NULL) == 0 && n;
	if (found)
		*ret = ids[0];
	arena_release(&arena);
	return found;
}

bool run_hours_between(const struct context *context, const char *zone, int64_t from_s,
		       int64_t to_s, double known, struct run_hours *hours)
{
	char from[GRID_TIME], to[GRID_TIME];
	struct grid_series series;
	struct unit unit;
	if (!open_series(context, zone, &series))
		return false;
	struct grid_mean mean = grid_series_mean(&series, from_s, to_s);
	bool found = mean.known > 0 && mean.known >= known &&
		     unit_parse(STR("gCO2e/kWh"), &unit, NULL) == 0;
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
		    bool has_year, struct run_hours *hours)
{
	if (!hours->looked) {
		int64_t to_s = run->ended_us ? run->ended_us / US_PER_SECOND : (int64_t)time(NULL);
		hours->looked = run->ended_us != 0;
		hours->found = run_hours_between(context, zone, run->started_us / US_PER_SECOND,
						 to_s + 1, has_year ? KNOWN : 0, hours);
	}
	return hours->found;
}
