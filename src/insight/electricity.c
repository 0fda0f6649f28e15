/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds a zone in the table of zones, then among the stored hours. Only a whole key counts there: a
 * near miss is an error of the first.
 */
#include "insight/electricity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/log.h"
#include "factor/regions.h"
#include "quantity/unit.h"

/* at_s 0: hours of any time. */
static bool has_hours(const struct context *context, const char *zone, int64_t at_s)
{
	struct run_hours hours = {0};
	if (!at_s)
		return run_hours_stored(context, zone);
	return run_hours_between(context, zone, at_s, at_s + 1, 0, &hours);
}

static int no_hours(const char *zone, int64_t at_s, struct frugal_error *reterr)
{
	char at[GRID_TIME];
	grid_time_text(at_s, at);
	error_set(reterr, FRUGAL_EUSAGE,
		  _("zone '%s' has no yearly intensity, and no stored hours at %s"), zone, at);
	return error_todo(reterr, "%s", _("import hours of this time"));
}

static int other_kind(const struct grid_id *id, struct frugal_error *reterr)
{
	/* TRANSLATORS: zone; average or marginal; direct or lifecycle */
	error_set(reterr, FRUGAL_EUSAGE, _("hours of '%s' are stored, but they are: %s, %s"),
		  id->zone, _(grid_kind_names[id->kind]), _(grid_scope_names[id->scope]));
	return error_todo(reterr, "%s", _("import hours that are average, over the life cycle"));
}

int run_electricity_find(const struct context *context, struct catalogue *catalogue,
			 const char *zone, int64_t at_s, struct run_electricity *ret,
			 struct frugal_error *reterr)
{
	struct frugal_error unknown;
	if (ret->looked)
		return 0;
	struct grid_id id;
	*ret = (struct run_electricity){.looked = true};
	int r = figures_check_zone(catalogue, zone, &unknown);
	if (r == 0)
		return 0;
	size_t n = r == FRUGAL_EUSAGE && zone ? strcspn(zone, ":") : sizeof(ret->zone);
	if (n < sizeof(ret->zone)) {
		memcpy(ret->zone, zone, n);
		if (has_hours(context, zone, at_s))
			return 0;
	}
	*ret = (struct run_electricity){0};
	if (n < sizeof(ret->zone) && at_s && run_hours_stored(context, zone))
		return no_hours(zone, at_s, reterr);
	if (n < sizeof(ret->zone) && run_hours_of_another_kind(context, zone, &id))
		return other_kind(&id, reterr);
	if (reterr)
		*reterr = unknown;
	return r;
}

int run_electricity_region(const struct context *context, const struct knowledge *knowledge,
			   const char *asked, struct arena *arena, const char **zone,
			   struct frugal_error *reterr)
{
	const struct table *zones;
	struct table_search search;
	struct region_grid region;
	int r = tables_get(knowledge->tables, "zones", &zones, reterr);
	if (r < 0)
		return r;
	(void)table_probe(zones, str_of(asked), &search, NULL);
	if (search.miss != TABLE_MISS_UNKNOWN || run_hours_stored(context, asked))
		return 0;
	r = region_find(knowledge->tables, str_of(asked), &region, reterr);
	if (r < 0 || !region.zone)
		return r;
	*zone = arena_strdup(arena, region.zone);
	if (!*zone)
		return error_nomem(reterr);
	log_note("electricity", "%s is on the grid of zone %s", region.region, region.zone);
	return 0;
}

void run_electricity_figures(const struct context *context, const struct run_electricity *place,
			     const struct run_record *run, const char *zone,
			     struct run_hours *hours, struct figures_options *to)
{
	bool in_table = !place->zone[0];
	to->zone = in_table ? zone : NULL;
	to->place = in_table ? NULL : place->zone;
	if (run_hours_find(context, run, zone, in_table, hours)) {
		to->intensity = &hours->intensity;
		to->intensity_source = hours->source;
	}
}

int run_electricity_input(const struct context *context, struct catalogue *catalogue,
			  const char *zone, struct run_electricity *place, struct model_input *ret,
			  struct frugal_error *reterr)
{
	struct run_hours hours = {0};
	int64_t now_s = (int64_t)time(NULL);
	*place = (struct run_electricity){0};
	int r = run_electricity_find(context, catalogue, zone, 0, place, reterr);
	if (r < 0)
		return r;
	*ret = model_text("zone", zone);
	if (!place->zone[0])
		return 0;
	if (!run_hours_between(context, zone, now_s - 7 * SECONDS_PER_DAY, now_s, 0, &hours))
		return no_hours(zone, now_s, reterr);
	place->intensity = hours.intensity;
	(void)snprintf(place->source, sizeof(place->source), "%s", hours.source);
	*ret = (struct model_input){.name = "zone.intensity",
				    .number = place->intensity,
				    .quality = FRUGAL_MODELLED,
				    .source = place->source};
	return 0;
}
