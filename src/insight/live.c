/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look of the activity meter copied into the structs of frugal.h: processes as they come, those
 * of a control group added up. Rows and rest at rest add up to the machine.
 */
#include "insight/live.h"

#include <math.h>
#include <time.h>

#include "base/intl.h"
#include "base/log.h"
#include "insight/electricity.h"
#include "meter/activity.h"
#include "meter/power_models.h"

#define KEEP_EVERY_NS (60 * (int64_t)NS_PER_SECOND)
#define RENEW_EVERY_S 60 /* the intensity */
#define WORLD "WOR"
#define OUTSIDE 0.05 /* of an interval, on either side */

/* ---- the electricity ------------------------------------------------------------------------ */

/* The hour that is now, which a zone with a year does not have; else the year. */
static void renew_intensity(struct live *live)
{
	struct run_hours hours = {0};
	int64_t now_s = (int64_t)time(NULL);
	if (live->renewed_s && now_s / RENEW_EVERY_S == live->renewed_s / RENEW_EVERY_S)
		return;
	live->renewed_s = now_s;
	struct frugal_interval *g = &live->ends.g_per_kwh;
	*g = live->year_g_per_kwh;
	live->ends.is_hour =
		run_hours_between(live->context, live->zone, now_s, now_s + 1, 0, &hours);
	if (live->ends.is_hour)
		*g = (struct frugal_interval){hours.intensity.value * 1e3,
					      hours.intensity.low * 1e3,
					      hours.intensity.high * 1e3}; /* from g/Wh */
	live->look.g_per_kwh = g->value;
}

/* A cell with its support, a triangle, as value and interval. */
static struct frugal_interval year_of(const struct table *zones, uint32_t row, uint32_t column)
{
	const struct table_column *about = table_column(zones, column);
	double value = table_number(zones, row, column) * 1e3; /* from g/Wh */
	struct frugal_interval ret = {value, value, value};
	if (about->low == TABLE_NO_COLUMN || about->high == TABLE_NO_COLUMN)
		return ret;
	double low = table_number(zones, row, about->low) * 1e3;
	double high = table_number(zones, row, about->high) * 1e3;
	if (!(low <= value && value <= high))
		return ret;
	ret.low = low + sqrt(OUTSIDE * (high - low) * (value - low));
	ret.high = high - sqrt(OUTSIDE * (high - low) * (high - value));
	return ret;
}

/* The row of a zone; *ret_key is the table's. NaN: it has no intensity. */
static int find_year(const struct knowledge *knowledge, const char *zone, const char **ret_key,
		     struct frugal_interval *ret_g_per_kwh, struct frugal_error *reterr)
{
	const struct table *zones;
	uint32_t row;
	int r = tables_get(knowledge->tables, "zones", &zones, reterr);
	if (r == 0)
		r = table_find(zones, "zone", str_of(zone), &row, reterr);
	if (r < 0)
		return r;
	uint32_t column = table_column_find(zones, STR("intensity"));
	if (column != TABLE_NO_COLUMN) {
		*ret_g_per_kwh = year_of(zones, row, column);
	}
	*ret_key = table_text(zones, row, 0);
	return 0;
}

static int find_intensity(struct live *live, const struct context *context,
			  const struct knowledge *knowledge, const char *asked,
			  struct frugal_error *reterr)
{
	const char *zone = asked ? asked : WORLD;
	struct run_electricity place = {0};
	const char *key = place.zone;
	int r = asked ? run_electricity_region(context, knowledge, asked, &live->arena, &zone,
					       reterr)
		      : 0;
	if (r == 0)
		r = run_electricity_find(context, knowledge->catalogue, asked ? zone : NULL,
					 (int64_t)time(NULL), &place, reterr);
	live->year_g_per_kwh = (struct frugal_interval){NAN, NAN, NAN};
	if (r == 0 && !place.zone[0])
		r = find_year(knowledge, zone, &key, &live->year_g_per_kwh, reterr);
	if (r < 0)
		return r;
	live->context = context;
	live->look.zone = arena_strdup(&live->arena, key);
	live->look.zone_is_default = !asked;
	live->zone = asked ? arena_strdup(&live->arena, zone) : NULL;
	if (!live->look.zone || (asked && !live->zone))
		return error_nomem(reterr);
	renew_intensity(live);
	if (!place.zone[0] && isnan(live->look.g_per_kwh))
		return error_set(reterr, FRUGAL_EDATA, _("zone '%s' has no intensity"), zone);
	return 0;
}

/* ---- the day -------------------------------------------------------------------------------- */

static void local_date(char to[11])
{
	time_t now = time(NULL);
	struct tm local = {0};
	if (!localtime_r(&now, &local) || strftime(to, 11, "%Y-%m-%d", &local) == 0)
		to[0] = '\0';
}

static bool earlier(void *context, enum day_kind kind, const char *key, double *ret)
{
	const struct live *live = context;
	struct frugal_error error;
	double known = NAN;
	if (live->keeper.ledger)
		(void)ledger_day_use(live->keeper.ledger, live->keeper.owner.host, live->day, kind,
				     key, &known, &error);
	if (!isnan(known))
		*ret = known;
	return !isnan(known);
}

/* What cannot be kept now (a ledger that is locked) is kept by the next one. */
static void keep_day(struct live *live)
{
	struct frugal_error error;
	size_t n;
	const struct day_use *uses = activity_day(live->meter, &n);
	if (uses && live->keeper.ledger &&
	    ledger_note_day(live->keeper.ledger, live->keeper.owner.host, live->day, uses, n,
			    &error) < 0)
		log_note("insight.live", "%s", error.what);
}

static void go_on_with_day(struct live *live)
{
	char today[11];
	int64_t now_ns = host_monotonic_ns(session_host(live->session));
	local_date(today);
	bool new_day = strcmp(today, live->day) != 0;
	if (!live->kept_ns)
		live->kept_ns = now_ns;
	if (!new_day && now_ns - live->kept_ns < KEEP_EVERY_NS)
		return;
	keep_day(live);
	live->kept_ns = now_ns;
	if (new_day) {
		memcpy(live->day, today, sizeof(today));
		activity_begin_day(live->meter);
		live->counted_j = 0;
		live->ends.today_g = (struct frugal_interval){0};
	}
}

/* ---- rows ----------------------------------------------------------------------------------- */

static struct frugal_live_row row_of(const struct live *live, const struct activity_row *from)
{
	return (struct frugal_live_row){
		.pid = from->pid,
		.uid = from->uid,
		.ended = from->ended,
		.is_rest = from->name[0] == '\0',
		.name = from->name,
		.group = from->name[0] ? activity_group(live->meter, from->group) : "",
		.cpu = from->cpu,
		.cpu_w = from->cpu_w,
		.board_w = from->board_w,
		.joules = from->joules,
	};
}

static bool add_to_group(struct live *live, const struct activity_row *from)
{
	struct frugal_look *look = &live->look;
	for (size_t i = 0; from->pid && i < look->n_groups; i++) {
		struct frugal_live_row *to = &live->groups[i];
		if (!to->pid || live->group_of[i] != from->group)
			continue;
		to->cpu += from->cpu;
		to->cpu_w += from->cpu_w;
		to->board_w += from->board_w;
		return true;
	}
	if (!mem_grow(&live->groups, look->n_groups, &live->cap_groups, sizeof(*live->groups), 0) ||
	    !mem_grow(&live->group_of, look->n_groups, &live->cap_group_of, sizeof(*live->group_of),
		      0))
		return false;
	live->group_of[look->n_groups] = from->group;
	live->groups[look->n_groups] = row_of(live, from);
	if (from->pid)
		live->groups[look->n_groups].joules =
			activity_group_joules(live->meter, from->group);
	look->n_groups++;
	return true;
}

static bool take_rows(struct live *live, const struct activity *activity)
{
	struct frugal_look *look = &live->look;
	look->n_processes = look->n_groups = 0;
	for (size_t i = 0; i < activity->n_rows; i++) {
		if (!mem_grow(&live->processes, look->n_processes, &live->cap_processes,
			      sizeof(*live->processes), 0) ||
		    !add_to_group(live, &activity->rows[i]))
			return false;
		live->processes[look->n_processes++] = row_of(live, &activity->rows[i]);
	}
	return true;
}

static bool take_boards(struct live *live, const struct activity *activity)
{
	struct frugal_look *look = &live->look;
	look->n_boards = look->n_uses = 0;
	for (size_t i = 0; i < activity->n_boards; i++) {
		const struct activity_board *board = &activity->boards[i];
		if (!mem_grow(&live->boards, i, &live->cap_boards, sizeof(*live->boards), 0))
			return false;
		live->boards[look->n_boards++] = (struct frugal_live_board){
			board->part, board->detail, board->w, board->idle_w, board->joules};
	}
	for (size_t i = 0; i < activity->n_uses; i++) {
		const struct activity_use *use = &activity->uses[i];
		if (!mem_grow(&live->uses, i, &live->cap_uses, sizeof(*live->uses), 0))
			return false;
		live->uses[look->n_uses++] = (struct frugal_live_use){use->board, use->pid, use->w};
	}
	return true;
}

static bool take_parts(struct live *live, const struct activity *activity)
{
	live->ends.n_parts = 0;
	for (size_t i = 0; i < activity->n_parts; i++) {
		const struct activity_part *part = &activity->parts[i];
		if (!mem_grow(&live->parts, i, &live->cap_parts, sizeof(*live->parts), 0))
			return false;
		live->parts[live->ends.n_parts++] = (struct frugal_live_part){
			part->part,  part->detail, part->w,      part->idle_w,
			part->low_w, part->high_w, part->joules, part->quality};
	}
	return true;
}

/* The ends of the look, and the carbon of what was used since the last one. */
static void take_ends(struct live *live, const struct activity *from)
{
	struct frugal_live_ends *ends = &live->ends;
	double kwh = (from->joules - live->counted_j) / JOULES_PER_KWH;
	live->counted_j = from->joules;
	live->rows = (struct row_factors){from->cpu_low, from->cpu_high, from->board_low,
					  from->board_high};
	ends->machine_w = (struct frugal_interval){from->machine_w, from->low_w, from->high_w};
	ends->idle_w = (struct frugal_interval){from->idle_w, from->idle_low_w, from->idle_high_w};
	ends->today_wh =
		(struct frugal_interval){from->joules / JOULES_PER_WH, from->low_j / JOULES_PER_WH,
					 from->high_j / JOULES_PER_WH};
	ends->today_g.value += kwh * ends->g_per_kwh.value;
	if (from->joules > 0) {
		ends->today_g.low += kwh * from->low_j / from->joules * ends->g_per_kwh.low;
		ends->today_g.high += kwh * from->high_j / from->joules * ends->g_per_kwh.high;
	}
}

struct frugal_interval live_watts(const struct live *live, const struct frugal_live_row *row)
{
	return (struct frugal_interval){
		row->cpu_w + row->board_w,
		row->cpu_w * live->rows.cpu_low + row->board_w * live->rows.board_low,
		row->cpu_w * live->rows.cpu_high + row->board_w * live->rows.board_high};
}

int live_look(struct live *live, struct frugal_error *reterr)
{
	const struct activity *activity;
	struct frugal_look *look = &live->look;
	int r = activity_read(live->meter, &activity, reterr);
	if (r < 0)
		return r;
	look->at_us = host_utc_us(session_host(live->session));
	look->machine_w = activity->machine_w;
	look->idle_w = activity->idle_w;
	look->measured_share = activity->measured;
	memcpy(live->shown_day, live->day, sizeof(live->day));
	look->day = live->shown_day;
	look->today_j = activity->joules;
	look->today_s = activity->seconds;
	look->means = scan_means_names[activity->means];
	if (!take_rows(live, activity) || !take_boards(live, activity) ||
	    !take_parts(live, activity))
		return error_nomem(reterr);
	renew_intensity(live);
	take_ends(live, activity);
	go_on_with_day(live);
	return 0;
}

/* ---- beginning and end ---------------------------------------------------------------------- */

int live_open(const struct context *context, const struct knowledge *knowledge,
	      const struct host_options *here, const struct session_options *sources,
	      const struct live_options *options, struct live **ret, struct frugal_error *reterr)
{
	struct live *live = mem_zalloc(1, sizeof(*live));
	if (!live)
		return error_nomem(reterr);
	int r = find_intensity(live, context, knowledge, options->zone, reterr);
	if (r == 0)
		r = session_open(here, sources, &live->session, reterr);
	if (r == 0) {
		struct power_models models = power_models_of(knowledge->catalogue);
		keeper_open(&live->keeper, context, options->keep);
		struct idle_powers idle = keeper_idle_powers(&live->keeper);
		session_setup(live->session, &models, &idle);
		r = activity_new(live->session, options->means, &live->meter, reterr);
	}
	if (r < 0) {
		live_free(live);
		return r;
	}
	local_date(live->day);
	activity_go_on(live->meter, earlier, live);
	*ret = live;
	return 0;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	if (live->meter) {
		struct idle_powers idle = keeper_idle_powers(&live->keeper);
		keep_day(live);
		session_report_idle(live->session, &idle);
	}
	activity_free(live->meter);
	session_free(live->session);
	keeper_close(&live->keeper);
	mem_free(live->processes);
	mem_free(live->groups);
	mem_free(live->group_of);
	mem_free(live->boards);
	mem_free(live->parts);
	mem_free(live->uses);
	arena_release(&live->arena);
	mem_free(live);
}
