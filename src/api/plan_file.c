/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hands a plan over: makes struct planned_job (report/emit.h) of it and of what the caller asks
 * for. The moment is one to come: the plan of an hour that has begun starts at once, and one whose
 * time has passed is refused.
 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/places.h"

#define PASSED_S 300 /* between planning and handing over */
#define WEEK_H 168   /* as far as hours are forecast */

/* ---- when ----------------------------------------------------------------------------------- */

static int64_t to_minute(int64_t s)
{
	return (s + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE * SECONDS_PER_MINUTE;
}

static int64_t seconds_of(double hours)
{
	return (int64_t)llround(hours * SECONDS_PER_HOUR);
}

/* The way that is to be carried out, in one piece. */
static int way_of(const struct job_plan *plan, const struct job_way **ret, int64_t *ret_s,
		  struct frugal_error *reterr)
{
	size_t at = 0;
	int64_t to_s;
	*ret = plan->waits ? &plan->ways[plan->best] : &plan->now;
	if (plan->asked.throughput)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("an elastic job cannot be interrupted, reserved or written "
				   "for a scheduler"));
	(void)job_next_piece(plan, *ret, &at, ret_s, &to_s);
	if (at < (*ret)->n_slots) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("an interruptible job in several pieces cannot be emitted"));
		return error_where(reterr, "%s", "interruptible");
	}
	return 0;
}

/* The latest start that was asked for: by the deadline, and by the hours that are allowed. */
static void set_latest(const struct job_plan *plan, const struct frugal_planned_job *asked,
		       struct planned_job *to)
{
	const struct job_question *q = &plan->asked;
	int64_t end_s = q->from_s + seconds_of(q->window_h),
		least_s = to->start_s + SECONDS_PER_MINUTE;
	if (asked->keeps_deadline)
		to->deadline_s = end_s;
	if (q->n_only) {
		int64_t open_s = allowed_for(q->only, q->n_only, to->start_s,
					     seconds_of(q->window_h) + SECONDS_PER_DAY);
		if (!asked->keeps_deadline || to->start_s + open_s < end_s)
			end_s = to->start_s + open_s;
		to->has_hours = true;
	}
	if (asked->keeps_deadline || q->n_only) {
		int64_t latest_s = end_s - seconds_of(q->hours);
		to->latest_s = latest_s > least_s ? latest_s : least_s;
	}
}

static int set_moment(const struct job_plan *plan, int64_t slot_s, int64_t now_s,
		      struct planned_job *to, struct frugal_error *reterr)
{
	const struct job_question *q = &plan->asked;
	int64_t begin_s = slot_s > q->from_s ? slot_s : q->from_s;
	to->start_s = to_minute(begin_s);
	to->at_once = begin_s <= now_s || (!plan->waits && q->from_s <= now_s);
	if (!to->at_once)
		return 0;
	to->start_s = now_s;
	if (now_s <= q->from_s + seconds_of(q->window_h - q->hours) + PASSED_S)
		return 0;
	char text[GRID_TIME];
	grid_time_text(begin_s, text);
	error_set(reterr, FRUGAL_EUSAGE, _("the plan begins at %s, which has passed"), text);
	return error_todo(reterr, "%s", _("plan from now on"));
}

/* ---- where ---------------------------------------------------------------------------------- */

/* Splits "DE=ssh de-node {}" and finds the key of its zone. */
static int read_line(const struct context *context, const char *text, struct job_zone *ret,
		     const char **ret_line, struct frugal_error *reterr)
{
	char name[GRID_ZONE];
	size_t n = strcspn(text, "=");
	if (!n || !text[n] || n >= sizeof(name)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a zone and its command line"),
			  text);
		return error_todo(reterr, "%s", "DE='ssh de-node {}'");
	}
	memcpy(name, text, n);
	name[n] = '\0';
	*ret_line = text + n + 1;
	int r = job_zone_read(context, name, ret, reterr);
	return r < 0 ? r : emit_away_check(*ret_line, reterr);
}

static int set_zone(const frugal_plan *plan, const struct frugal_planned_job *asked, size_t zone,
		    struct planned_job *to, struct frugal_error *reterr)
{
	const struct job_zone *zones = plan->plan.asked.zones;
	const struct knowledge *knowledge;
	const struct table *table;
	struct frugal_error unread;
	uint32_t row;
	to->zone = zones[zone].zone;
	to->home = zone ? zones[0].zone : NULL;
	for (size_t i = 0; i < asked->n_at_zones; i++) {
		struct job_zone there;
		const char *line = "";
		int r = read_line(&plan->library->context, asked->at_zones[i], &there, &line,
				  reterr);
		if (r < 0)
			return error_where(reterr, "%s", "at-zone");
		if (zone && strcmp(there.zone, to->zone) == 0)
			to->away_line = line;
	}
	/* A zone of the user's own has figures only as long as its hours are stored. */
	if (library_knowledge(plan->library, &knowledge, &unread) == 0 &&
	    tables_get(knowledge->tables, "zones", &table, &unread) == 0 &&
	    table_find(table, "zone", str_of(to->zone), &row, &unread) == 0)
		to->metered_zone = to->zone;
	return 0;
}

/* ---- again and again ------------------------------------------------------------------------ */

static const double period_h[] = {
	[REPEAT_HOUR] = 1, [REPEAT_DAY] = 24, [REPEAT_WEEK] = WEEK_H, [REPEAT_MONTH] = 672};

static int read_every(const char *text, enum repeat *ret, struct frugal_error *reterr)
{
	*ret = REPEAT_NEVER;
	for (size_t i = 0; text && plan_repeats[i]; i++)
		if (strcmp(text, plan_repeats[i]) == 0)
			*ret = (enum repeat)i;
	if (!text || *ret != REPEAT_NEVER)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("unknown period '%s'"), text);
	return error_todo(reterr, "%s", "hour, day, week, month");
}

/* Whether frugal run can be asked the same question. */
static bool can_ask_again(const struct job_question *q, const struct frugal_planned_job *asked)
{
	const struct job_question usual = job_question_default();
	bool plain = !q->profile_kw && !(q->g_per_eur > 0) && !(q->g_per_h > 0) && !q->reserves &&
		     !q->fills && !(q->capacity_kw > 0) && !(q->resume_kwh > 0) &&
		     !(q->transfer.data_gb > 0) && !(q->transfer.back_gb > 0) &&
		     fabs(q->threshold - usual.threshold) < 1e-12 && !asked->unmetered;
	for (size_t i = 0; i < q->n_zones; i++) {
		const struct job_zone *zone = &q->zones[i];
		plain &= zone->pue <= 1 && !(zone->rtt_ms > 0) && isnan(zone->eur_per_kwh) &&
			 !zone->has_data;
	}
	return plain && q->n_zones <= 1 + asked->n_at_zones;
}

/* Whether the job fits into the allowed hours within window_h of from_s. */
static bool fits(const struct job_question *q, int64_t from_s, double window_h)
{
	int64_t need_s = (int64_t)(q->hours * SECONDS_PER_HOUR),
		end_s = from_s + (int64_t)(window_h * SECONDS_PER_HOUR);
	for (int64_t s = from_s; s + need_s <= end_s; s += SECONDS_PER_MINUTE)
		if (allowed_for(q->only, q->n_only, s, need_s) >= need_s)
			return true;
	return false;
}

/* The days on which a job of each day finds hours: none is planned on a Saturday for Mon-Fri. */
static void set_days(const struct job_question *q, const struct local_clock *clock, int64_t from_s,
		     double window_h, struct repeat_time *to)
{
	for (int64_t s = from_s; q->n_only && s < from_s + 7 * SECONDS_PER_DAY;
	     s += SECONDS_PER_DAY)
		if (q->interruptible || fits(q, s, window_h))
			to->days |= 1u << local_clock_time(clock, s).weekday;
}

/* When it begins to plan: as the allowed hours begin, else at the start of the period. */
static void set_time(const struct job_question *q, const struct local_clock *clock, double window_h,
		     struct planned_job *to)
{
	int64_t from_s = to_minute(q->from_s), end_s = from_s + 8 * SECONDS_PER_DAY;
	to->at = (struct repeat_time){.weekday = 1};
	for (int64_t s = from_s; q->n_only && s < end_s; s += SECONDS_PER_MINUTE)
		if (allowed_all(q->only, q->n_only, s, s + SECONDS_PER_MINUTE) &&
		    !allowed_all(q->only, q->n_only, s - SECONDS_PER_MINUTE, s)) {
			struct local_time t = local_clock_time(clock, s);
			to->at = (struct repeat_time){t.minute, t.hour, t.weekday, 0};
			if (to->every == REPEAT_DAY)
				set_days(q, clock, s, window_h, &to->at);
			break;
		}
	if (to->every == REPEAT_HOUR)
		to->at.minute = 0;
}

static int set_planning(const struct job_question *q, const struct frugal_planned_job *asked,
			struct handover *to, struct frugal_error *reterr)
{
	double most_h = fmin(period_h[to->job.every], WEEK_H);
	struct emit_planning planning = {
		.zone = q->zones[0].zone,
		.hours = q->hours,
		.window_h = asked->keeps_deadline ? q->window_h : most_h,
		.only = arena_array(&to->arena, q->n_only + 1, sizeof(char *)),
		.at_zones = (const char **)(uintptr_t)asked->at_zones,
		.n_only = q->n_only,
		.n_at_zones = asked->n_at_zones,
		.pausable = q->interruptible,
		.min_run_h = q->min_run_h,
	};
	if (!planning.only)
		return error_nomem(reterr);
	if (!can_ask_again(q, asked)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a job that recurs is planned by its zone, duration, deadline and "
			    "allowed hours alone"));
		return error_where(reterr, "%s", "every");
	}
	if (planning.window_h > most_h || q->hours > most_h) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a job that recurs must end before its next start"));
		return error_where(reterr, "%s",
				   planning.window_h > most_h ? "deadline" : "duration");
	}
	for (size_t i = 0; i < q->n_only; i++) {
		/* A container has another clock than the machine that these hours are of. */
		const struct allowed_hours *only = &q->only[i];
		bool names = !only->has_zone && only->clock.name[0];
		planning.only[i] =
			names ? arena_printf(&to->arena, "%s %s", only->text, only->clock.name)
			      : only->text;
		if (!planning.only[i])
			return error_nomem(reterr);
	}
	set_time(q, &to->clock, planning.window_h, &to->job);
	to->job.away_line = NULL;
	to->job.home = NULL;
	to->job.zone = q->zones[0].zone;
	return emit_planning(&to->arena, &planning, &to->job.planning, &to->job.n_planning, reterr);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int check_variables(const char *const *list, size_t n, const char *name,
			   struct frugal_error *reterr)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
	int r = check_texts(list, n, name, reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		size_t length = strspn(list[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
						"yz_0123456789");
		if (length && strchr(letters, list[i][0]) && list[i][length] == '=')
			continue;
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a variable and its value"),
			  list[i]);
		error_where(reterr, "%s", name);
		r = error_todo(reterr, "%s", "NAME=value");
	}
	return r;
}

static int check_asked(const struct frugal_planned_job *asked, struct frugal_error *reterr)
{
	int r = check_texts(asked->command, asked->n_words, "command", reterr);
	if (r == 0)
		r = check_variables(asked->environment, asked->n_environment, "environment",
				    reterr);
	if (r == 0)
		r = check_variables(asked->surroundings, asked->n_surroundings, "surroundings",
				    reterr);
	if (r == 0)
		r = check_texts(asked->at_zones, asked->n_at_zones, "at_zones", reterr);
	if (r == 0 && asked->folder && asked->folder[0] != '/') {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not an absolute path"), asked->folder);
		r = error_where(reterr, "%s", "folder");
	}
	return r;
}

void handover_release(struct handover *handover)
{
	local_clock_release(&handover->clock);
	arena_release(&handover->arena);
}

/* The user's clock, and whether daemons go by another one. */
static int set_clock(struct handover *to, struct frugal_error *reterr)
{
	struct local_clock of_daemons;
	int64_t s = to->job.start_s;
	int r = local_clock_open(NULL, &to->clock, reterr);
	if (r == 0)
		r = local_clock_open_system(&of_daemons, reterr);
	if (r < 0)
		return r;
	to->job.daemons_differ = to->job.time_zone && local_clock_offset(&of_daemons, s) !=
							      local_clock_offset(&to->clock, s);
	local_clock_release(&of_daemons);
	return 0;
}

/*
 * When the file is written: at the time that the library is given, for a plan from a given moment.
 * One that is over before now is written as at that moment, and says so: who asks for the past
 * looks at what would have been.
 */
static int64_t written_s(const frugal_plan *plan, struct planned_job *job)
{
	const struct job_question *q = &plan->plan.asked;
	int64_t now_s = (int64_t)time(NULL);
	if (!plan->question.from_s)
		return now_s;
	if (plan->library->options.now_s)
		return plan->library->options.now_s;
	job->is_past = q->from_s + seconds_of(q->window_h) < now_s;
	return job->is_past ? q->from_s : now_s;
}

static int make(const frugal_plan *plan, const struct frugal_planned_job *asked,
		struct handover *to, struct frugal_error *reterr)
{
	struct planned_job *job = &to->job;
	const struct job_way *way = NULL;
	int64_t now_s = written_s(plan, job), slot_s = 0;
	int r = check_asked(asked, reterr);
	if (r == 0)
		r = read_every(asked->every, &job->every, reterr);
	if (r == 0)
		r = way_of(&plan->plan, &way, &slot_s, reterr);
	if (r < 0 && !(job->every != REPEAT_NEVER && plan->plan.asked.interruptible))
		return r;
	bool waited =
		!plan->question.n_zones; /* by frugal_wait: its time is now, though it be late */
	r = set_moment(&plan->plan, slot_s, now_s, job, reterr);
	if (r == 0 || waited || job->every != REPEAT_NEVER)
		r = set_zone(plan, asked, way ? way->zone : 0, job, reterr);
	if (r == 0)
		r = set_clock(to, reterr);
	if (r < 0)
		return r;
	if (job->every != REPEAT_NEVER)
		return set_planning(&plan->plan.asked, asked, to, reterr);
	set_latest(&plan->plan, asked, job);
	return 0;
}

int handover_make(const frugal_plan *plan, const struct frugal_planned_job *asked,
		  struct handover *ret, struct frugal_error *reterr)
{
	struct frugal_planned_job own = {0};
	*ret = (struct handover){0};
	int r = copy_sized(asked, &own, sizeof(own), "planned_job", reterr);
	if (r < 0)
		return r;
	ret->job = (struct planned_job){
		.command = own.command,
		.n = own.n_words,
		.folder = own.folder,
		.name = own.name,
		.environment = own.environment,
		.n_environment = own.n_environment,
		.surroundings = own.surroundings,
		.n_surroundings = own.n_surroundings,
		.image = own.image,
		.unmetered = own.unmetered != 0,
		.program = own.program,
		.limit_h = own.limits_duration ? plan->plan.asked.hours : 0,
		.clock = &ret->clock,
		.time_zone = place_time_zone(),
	};
	r = make(plan, &own, ret, reterr);
	if (r < 0)
		handover_release(ret);
	return r;
}

static int check_scheduler(const char *name, struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; plan_emitters[i]; i++) {
		if (strcmp(plan_emitters[i], name) == 0) {
			buf_release(&names);
			return 0;
		}
		buf_addf(&names, "%s%s", i ? ", " : "", plan_emitters[i]);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown scheduler '%s'"), name);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

int frugal_plan_file(const frugal_plan *plan, const struct frugal_planned_job *job, char **ret_text,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct handover handover;
	struct buf text = {0};
	reterr = reterr ? reterr : &unread;
	if (!plan || !job || !ret_text)
		return missing_argument(!plan ? "plan" : !job ? "job" : "ret_text", reterr);
	if (!job->scheduler)
		return missing_argument("scheduler", reterr);
	int r = check_scheduler(job->scheduler, reterr);
	if (r == 0)
		r = handover_make(plan, job, &handover, reterr);
	if (r < 0)
		return r;
	r = plan_emit(job->scheduler, &handover.job, &text, reterr);
	handover_release(&handover);
	if (r == 0)
		return text_give(&text, ret_text, reterr);
	buf_release(&text);
	return r;
}

int frugal_plan_emit(const frugal_plan *plan, const char *scheduler, const char *const *command,
		     size_t n_words, const char *image, char **ret_text,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!plan || !scheduler || !ret_text)
		return missing_argument(!plan        ? "plan"
					: !scheduler ? "scheduler"
						     : "ret_text",
					reterr);
	const struct frugal_planned_job job = {.size = sizeof(job),
					       .scheduler = scheduler,
					       .command = command,
					       .n_words = n_words,
					       .image = image};
	return frugal_plan_file(plan, &job, ret_text, reterr);
}
