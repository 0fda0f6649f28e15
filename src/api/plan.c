/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan of one job as a handle: reads the question, plans with plan_ask (insight/job.h), as every
 * face does, and copies the plan into the structs of frugal.h.
 */
#include <math.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "record/ranges.h"
#include "report/job.h"

#define MOST_ZONES 256
#define MOST_UNITS 4096

const struct job_plan *plan_of(const frugal_plan *plan)
{
	return &plan->plan;
}

void frugal_plan_free(frugal_plan *plan)
{
	if (!plan)
		return;
	job_plan_release(&plan->plan);
	plan_question_release(&plan->question);
	arena_release(&plan->arena);
	mem_free(plan);
}

/* ---- the question --------------------------------------------------------------------------- */

int frugal_plan_defaults(struct frugal_plan_question *question, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	const struct job_question usual = job_question_default();
	const struct frugal_plan_question defaults = {
		.hours = usual.hours,
		.deadline_h = usual.window_h,
		.network_kwh_per_gb = usual.transfer.kwh_per_gb,
		.bandwidth_gbit_s = usual.transfer.bandwidth_gbps,
		.max_rtt_ms = usual.max_rtt_ms,
		.least_saving = usual.threshold,
	};
	return sized_fill(question, question->size, &defaults, sizeof(defaults), reterr);
}

static int read_zones(const struct context *context, const struct frugal_plan_question *from,
		      struct arena *arena, struct job_question *to, struct frugal_error *reterr)
{
	if (from->n_zones > MOST_ZONES)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("too many zones"));
	int r = check_texts(from->zones, from->n_zones, "zones", reterr);
	if (r < 0)
		return r;
	struct job_zone *zones = arena_array(arena, from->n_zones + 1, sizeof(*zones));
	r = zones ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < from->n_zones; i++)
		r = job_zone_read(context, from->zones[i], &zones[i], reterr);
	to->zones = zones;
	to->n_zones = from->n_zones;
	return r;
}

/* One power, or several for equal parts of the duration. */
static int read_power(const char *text, struct arena *arena, struct job_question *to,
		      struct frugal_error *reterr)
{
	double *values = arena_array(arena, MOST_UNITS, sizeof(double));
	int r = values ? job_powers_parse(text, values, MOST_UNITS, &to->n_profile, reterr)
		       : error_nomem(reterr);
	if (r < 0)
		return r;
	to->power_kw = 0;
	for (size_t i = 0; i < to->n_profile; i++)
		to->power_kw = fmax(to->power_kw, values[i]);
	to->profile_kw = to->n_profile > 1 ? values : NULL;
	return 0;
}

static int read_throughput(const struct frugal_plan_question *from, struct arena *arena,
			   struct job_question *to, struct frugal_error *reterr)
{
	size_t n = from->n_throughput;
	double *values = n && n <= MOST_UNITS ? arena_array(arena, n, sizeof(double)) : NULL;
	for (size_t i = 0; values && i < n; i++) {
		if (!isfinite(from->throughput[i]) ||
		    !(from->throughput[i] > (i ? values[i - 1] : 0)))
			return error_set(reterr, FRUGAL_EUSAGE,
					 _("throughput of %zu units is not above that of fewer "
					   "units"),
					 i + 1);
		values[i] = from->throughput[i];
	}
	if (!values)
		return error_set(reterr, FRUGAL_EUSAGE, _("throughput must have 1 to %d values"),
				 MOST_UNITS);
	to->throughput = values;
	to->most_units = n;
	return 0;
}

static int keep_text(const char *text, struct arena *arena, const char **ret,
		     struct frugal_error *reterr)
{
	*ret = text ? arena_strdup(arena, text) : NULL;
	return text && !*ret ? error_nomem(reterr) : 0;
}

#define GBIT_PER_GB 8
#define W_PER_KW 1e3

/* The ranges of the options of frugal plan, in the units of the struct. */
static int check_numbers(const struct frugal_plan_question *q, struct frugal_error *reterr)
{
	const struct number_range numbers[] = {
		{"hours", q->hours, HOURS_LEAST, HOURS_MOST, false},
		{"deadline_h", q->deadline_h, HOURS_LEAST, HOURS_MOST, false},
		{"resume_kwh", q->resume_kwh, 0, RESUME_MOST, false},
		{"min_run_h", q->min_run_h, 0, HOURS_MOST, false},
		{"work", q->work, WORK_LEAST, WORK_MOST, true},
		{"data_gb", q->data_gb, 0, DATA_MOST, false},
		{"back_gb", q->back_gb, 0, DATA_MOST, false},
		{"network_kwh_per_gb", q->network_kwh_per_gb, 0, NETWORK_MOST, false},
		{"bandwidth_gbit_s", q->bandwidth_gbit_s, BANDWIDTH_LEAST * GBIT_PER_GB,
		 BANDWIDTH_MOST * GBIT_PER_GB, false},
		/* Infinity: no zone is excluded. */
		{"max_rtt_ms", isinf(q->max_rtt_ms) && q->max_rtt_ms > 0 ? 0 : q->max_rtt_ms, 0,
		 RTT_MOST, false},
		{"g_per_eur", q->g_per_eur, 0, CARBON_WORTH_MOST, false},
		{"g_per_h", q->g_per_h, 0, CARBON_WORTH_MOST, false},
		{"least_saving", q->least_saving, 0, SHARE_MOST, false},
		{"capacity_kw", q->capacity_kw, CAPACITY_LEAST / W_PER_KW, CAPACITY_MOST / W_PER_KW,
		 true},
	};
	int r = ranges_check(numbers, sizeof(numbers) / sizeof(*numbers), reterr);
	if (r < 0)
		return error_todo(reterr, "%s", "frugal_plan_defaults");
	return check_moment(q->from_s, "from_s", reterr);
}

static void copy_numbers(const struct frugal_plan_question *from, struct job_question *to)
{
	to->from_s = from->from_s;
	to->hours = from->hours;
	to->window_h = from->deadline_h;
	to->interruptible = from->interruptible;
	to->resume_kwh = from->resume_kwh;
	to->min_run_h = from->min_run_h;
	to->work = from->work;
	to->transfer.data_gb = from->data_gb;
	to->transfer.back_gb = from->back_gb;
	to->transfer.kwh_per_gb = from->network_kwh_per_gb;
	to->transfer.bandwidth_gbps = from->bandwidth_gbit_s;
	to->max_rtt_ms = from->max_rtt_ms;
	to->g_per_eur = from->g_per_eur;
	to->g_per_h = from->g_per_h;
	to->threshold = from->least_saving;
	to->blind = from->looks_back;
	to->fills = from->fills;
	to->front = from->front;
	to->capacity_kw = from->capacity_kw;
	to->reserves = from->reserves;
}

#define MOST_LISTS 64

static int read_only(const struct frugal_plan_question *from, struct arena *arena,
		     struct job_question *to, struct frugal_error *reterr)
{
	if (from->n_only > MOST_LISTS)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("too many lists of hours"));
	int r = check_texts(from->only, from->n_only, "only", reterr);
	if (r < 0 || !from->n_only)
		return r;
	struct allowed_hours *lists = arena_array(arena, from->n_only, sizeof(*lists));
	if (!lists)
		return error_nomem(reterr);
	to->only = lists;
	for (size_t i = 0; r == 0 && i < from->n_only; i++) {
		const char *text = arena_strdup(arena, from->only[i]);
		r = text ? allowed_parse(text, &lists[i], reterr) : error_nomem(reterr);
		to->n_only = i + 1;
	}
	return r < 0 ? error_where(reterr, "%s", "only") : 0;
}

void plan_question_release(struct job_question *question)
{
	struct allowed_hours *lists = (struct allowed_hours *)(uintptr_t)question->only;
	for (size_t i = 0; i < question->n_only; i++)
		allowed_release(&lists[i]);
	question->n_only = 0;
}

int plan_question_read(const struct context *context, const struct frugal_plan_question *from,
		       struct arena *arena, struct job_question *ret, struct frugal_error *reterr)
{
	struct frugal_plan_question q = {0};
	int r = copy_sized(from, &q, sizeof(q), "plan_question", reterr);
	*ret = job_question_default();
	if (r == 0)
		r = check_numbers(&q, reterr);
	if (r == 0)
		r = read_zones(context, &q, arena, ret, reterr);
	if (r == 0)
		r = hints_read(q.kind, q.scope, q.basis, &ret->wanted, reterr);
	if (r == 0 && q.n_throughput && !q.throughput)
		r = missing_argument("throughput", reterr);
	if (r == 0 && q.throughput)
		r = read_throughput(&q, arena, ret, reterr);
	if (r == 0 && q.power)
		r = read_power(q.power, arena, ret, reterr);
	if (r == 0)
		r = keep_text(q.usual_of, arena, &ret->usual_of, reterr);
	if (r == 0)
		r = keep_text(q.name, arena, &ret->name, reterr);
	if (r == 0)
		copy_numbers(&q, ret);
	if (r == 0)
		r = read_only(&q, arena, ret, reterr);
	if (r < 0)
		plan_question_release(ret);
	return r;
}

int frugal_plan_job(frugal_library *library, const struct frugal_plan_question *question,
		    frugal_plan **ret_plan, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library || !question || !ret_plan)
		return missing_argument(!library    ? "library"
					: !question ? "question"
						    : "ret_plan",
					reterr);
	frugal_plan *plan = mem_zalloc(1, sizeof(*plan));
	if (!plan)
		return error_nomem(reterr);
	plan->library = library;
	int r = plan_question_read(&library->context, question, &plan->arena, &plan->question,
				   reterr);
	if (r == 0)
		r = plan_ask(&library->context, &plan->question, &plan->plan, reterr);
	if (r < 0) {
		frugal_plan_free(plan);
		return r;
	}
	*ret_plan = plan;
	return 0;
}

/* ---- what it is ----------------------------------------------------------------------------- */

int frugal_plan_about(const frugal_plan *plan, struct frugal_plan_about *ret,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!plan || !ret)
		return missing_argument(plan ? "ret" : "plan", reterr);
	const struct job_plan *p = &plan->plan;
	const struct green_window *window = &p->windows[p->ways[p->best].zone];
	const struct frugal_plan_about about = {
		.waits = p->waits,
		.saving = p->saving,
		.saving_low = p->saving_low,
		.saving_high = p->saving_high,
		.marginal_g = p->marginal_g,
		.marginal_now_g = p->marginal_now_g,
		.actual_g = p->actual_g,
		.oracle_g = p->oracle_g,
		.hours = p->asked.hours,
		.usual_runs = p->usual_runs,
		.usual_h = p->usual_h,
		.kind = grid_kind_names[window->id.kind],
		.scope = grid_scope_names[window->id.scope],
		.basis = grid_basis_names[window->id.basis],
		.source = window->source,
		.forecast_share = window->forecast,
		.own_forecast_share = window->own_forecast,
		.filled_share = window->filled,
		.reservation = p->reserved.id,
		.n_zones = p->n_zones,
		.n_front = p->n_front,
	};
	return sized_fill(ret, ret->size, &about, sizeof(about), reterr);
}

static const struct job_way *way_at(const struct job_plan *plan, enum frugal_ways ways,
				    size_t index)
{
	switch (ways) {
	case FRUGAL_WAY_BEST:
		return index == 0 ? &plan->ways[plan->best] : NULL;
	case FRUGAL_WAY_NOW:
		return index == 0 ? &plan->now : NULL;
	case FRUGAL_WAY_ZONE:
		return index < plan->n_zones ? &plan->ways[index] : NULL;
	case FRUGAL_WAY_FRONT:
		return index < plan->n_front ? &plan->front[index] : NULL;
	default:
		return NULL;
	}
}

static int find_way(const frugal_plan *plan, enum frugal_ways ways, size_t index,
		    const struct job_way **ret, struct frugal_error *reterr)
{
	if (!plan)
		return missing_argument("plan", reterr);
	*ret = way_at(&plan->plan, ways, index);
	return *ret ? 0
		    : error_set(reterr, FRUGAL_EUSAGE, _("the plan has no way %zu of this kind"),
				index);
}

int frugal_plan_way(const frugal_plan *plan, enum frugal_ways ways, size_t index,
		    struct frugal_way *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct job_way *way;
	size_t pieces = 0;
	int64_t from_s, to_s;
	reterr = reterr ? reterr : &unread;
	int r = find_way(plan, ways, index, &way, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct job_plan *p = &plan->plan;
	size_t zone = ways == FRUGAL_WAY_ZONE ? index : way->zone;
	for (size_t at = 0; job_next_piece(p, way, &at, &from_s, &to_s);)
		pieces++;
	const struct frugal_way filled = {
		.zone = p->windows[zone].id.zone,
		.carbon_g = pieces ? way->g : (double)NAN,
		.transfer_g = pieces ? way->transfer_g : (double)NAN,
		.eur = pieces ? way->eur : (double)NAN,
		.end_s = pieces ? p->windows[0].from_s +
					  (int64_t)llround(way->end_h * SECONDS_PER_HOUR)
				: 0,
		.pieces = pieces,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_plan_piece(const frugal_plan *plan, enum frugal_ways ways, size_t index, size_t piece,
		      struct frugal_piece *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct job_way *way;
	reterr = reterr ? reterr : &unread;
	int r = find_way(plan, ways, index, &way, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	struct frugal_piece filled = {0};
	for (size_t at = 0, first = 0, n = 0;
	     job_next_piece(&plan->plan, way, &at, &filled.from_s, &filled.to_s); first = at) {
		if (n++ != piece)
			continue;
		filled.units = way->units ? way->units[first] : 1;
		*ret = filled;
		return 0;
	}
	return error_set(reterr, FRUGAL_EUSAGE, _("the way has no piece %zu"), piece);
}

/* ---- documents ------------------------------------------------------------------------------ */

int frugal_plan_json(const frugal_plan *plan, char **ret_text, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct buf text = {0};
	reterr = reterr ? reterr : &unread;
	if (!plan || !ret_text)
		return missing_argument(plan ? "ret_text" : "plan", reterr);
	job_as_json(&plan->plan, &text);
	return text_give(&text, ret_text, reterr);
}
