/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a planning question from JSON, calls the planner of its type and writes the answer. */
#include "plan/instance.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "base/mem.h"
#include "plan/elastic.h"
#include "plan/fleet.h"
#include "plan/fleet_load.h"
#include "plan/place.h"

#define MOST_SLOTS 2000000
#define MOST_ITEMS 100000

/* Keeps the first fault and its place; reading goes on with harmless values. */
struct reader {
	const char *name;
	struct arena arena;
	struct frugal_error *reterr;
	int r;
};

static void fault(struct reader *in, const char *where, const char *what)
{
	if (in->r < 0)
		return;
	in->r = error_set(in->reterr, FRUGAL_EDATA, "%s: %s", where, what);
	(void)error_where(in->reterr, "%s", in->name);
}

static const json_t *member(struct reader *in, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!value)
		fault(in, key, _("the field is missing"));
	return value;
}

static double number(struct reader *in, const json_t *object, const char *key)
{
	const json_t *value = member(in, object, key);
	if (!json_is_number(value)) {
		fault(in, key, _("a number is expected"));
		return 1;
	}
	return json_number_value(value);
}

static double number_or(struct reader *in, const json_t *object, const char *key, double otherwise)
{
	return json_object_get(object, key) ? number(in, object, key) : otherwise;
}

static double positive(struct reader *in, const json_t *object, const char *key)
{
	double x = number(in, object, key);
	if (!(x > 0) || !isfinite(x)) {
		fault(in, key, _("a number above 0 is expected"));
		return 1;
	}
	return x;
}

static double at_least_0(struct reader *in, const json_t *object, const char *key, double otherwise)
{
	double x = number_or(in, object, key, otherwise);
	if (!(x >= 0)) {
		fault(in, key, _("a number of 0 or more is expected"));
		return 0;
	}
	return x;
}

static size_t whole(struct reader *in, const json_t *object, const char *key)
{
	const json_t *value = member(in, object, key);
	json_int_t x = json_is_integer(value) ? json_integer_value(value) : -1;
	if (x < 0 || x > MOST_SLOTS) {
		fault(in, key, _("a whole number of 0 or more is expected"));
		return 1;
	}
	return (size_t)x;
}

static const char *text(struct reader *in, const json_t *object, const char *key)
{
	const json_t *value = member(in, object, key);
	const char *s = json_string_value(value);
	if (!s)
		fault(in, key, _("a text is expected"));
	return s ? s : "";
}

/* Reads numbers, NaN where one is null. */
static const double *numbers(struct reader *in, const json_t *object, const char *key,
			     size_t *ret_n)
{
	const json_t *array = member(in, object, key);
	size_t n = json_array_size(array);
	*ret_n = 0;
	double *values = n && n <= MOST_SLOTS ? arena_array(&in->arena, n, sizeof(*values)) : NULL;
	if (!values) {
		fault(in, key, _("an array of numbers is expected"));
		return NULL;
	}
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(array, i);
		if (!json_is_number(item) && !json_is_null(item))
			fault(in, key, _("an array of numbers is expected"));
		values[i] = json_is_number(item) ? json_number_value(item) : (double)NAN;
	}
	*ret_n = n;
	return values;
}

static bool truth(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

static struct intensities series(struct reader *in, const json_t *object, double slot_h)
{
	struct intensities ret = {.slot_h = slot_h};
	ret.g_per_kwh = numbers(in, object, "ci", &ret.n);
	return ret;
}

static struct single_job single_job(struct reader *in, const json_t *object)
{
	struct single_job job = {
		.arrival = whole(in, object, "arrival"),
		.deadline = whole(in, object, "deadline"),
		.slots = whole(in, object, "duration_slots"),
		.interruptible = truth(object, "interruptible"),
		.resume_kwh = at_least_0(in, object, "resume_energy_kwh", 0),
		.min_run = (size_t)at_least_0(in, object, "min_run_slots", 0),
	};
	if (json_object_get(object, "profile_kw")) {
		size_t n;
		job.profile_kw = numbers(in, object, "profile_kw", &n);
		if (n != job.slots)
			fault(in, "profile_kw", _("one power for each slot is expected"));
	} else {
		job.power_kw = positive(in, object, "power_kw");
	}
	return job;
}

/* ---- answers -------------------------------------------------------------------------------- */

static void begin_answer(struct jsonw *json, double g, double bound_g)
{
	jsonw_object(json, NULL);
	jsonw_number(json, "objective_gco2e", g);
	jsonw_number(json, "lower_bound_gco2e", bound_g);
	jsonw_number(json, "gap", bound_g > 0 ? (g - bound_g) / bound_g : 0);
}

static void add_slots(struct jsonw *json, const struct single_job *job, const size_t *slots)
{
	jsonw_array(json, "slots");
	for (size_t i = 0; i < job->slots; i++)
		jsonw_int(json, NULL, (int64_t)slots[i]);
	jsonw_array_end(json);
}

static void answer_single(struct reader *in, const json_t *root, struct jsonw *json)
{
	struct single_plan plan;
	struct intensities ci = series(in, root, positive(in, root, "slot_hours"));
	struct single_job job = single_job(in, member(in, root, "job"));
	if (in->r == 0)
		in->r = plan_single(&ci, &job, &plan, in->reterr);
	if (in->r < 0)
		return;
	begin_answer(json, plan.g, plan.g);
	jsonw_number(json, "now_gco2e", plan.now_g);
	jsonw_object(json, "schedule");
	add_slots(json, &job, plan.slots);
	jsonw_object_end(json);
	jsonw_object_end(json);
	mem_free(plan.slots);
}

/* Plans many jobs on one series, each alone: they share no capacity. */
static void answer_independent(struct reader *in, const json_t *root, struct jsonw *json)
{
	struct intensities ci = series(in, root, positive(in, root, "slot_hours"));
	const json_t *array = member(in, root, "jobs");
	size_t n = json_array_size(array);
	struct single_job *jobs =
		n && n <= MOST_ITEMS ? arena_array(&in->arena, n, sizeof(*jobs)) : NULL;
	struct single_plan *plans = jobs ? arena_array(&in->arena, n, sizeof(*plans)) : NULL;
	double g = 0, now_g = 0;
	size_t done = 0;
	if (!plans)
		fault(in, "jobs", _("an array of jobs is expected"));
	for (size_t i = 0; in->r == 0 && i < n; i++)
		jobs[i] = single_job(in, json_array_get(array, i));
	for (; in->r == 0 && done < n; done++) {
		in->r = plan_single(&ci, &jobs[done], &plans[done], in->reterr);
		if (in->r < 0) {
			(void)error_where(in->reterr, "%s, job %zu", in->name, done);
			break;
		}
		g += plans[done].g;
		now_g += plans[done].now_g;
	}
	if (in->r == 0) {
		begin_answer(json, g, g);
		jsonw_number(json, "now_gco2e", now_g);
		jsonw_array(json, "schedule");
		for (size_t i = 0; i < n; i++) {
			jsonw_object(json, NULL);
			jsonw_number(json, "gco2e", plans[i].g);
			add_slots(json, &jobs[i], plans[i].slots);
			jsonw_object_end(json);
		}
		jsonw_array_end(json);
		jsonw_object_end(json);
	}
	for (size_t i = 0; i < done; i++)
		mem_free(plans[i].slots);
}

static size_t find_region(struct reader *in, const struct region *regions, size_t n,
			  const char *name, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(regions[i].name, name) == 0)
			return i;
	fault(in, key, _("no region has this name"));
	return 0;
}

static struct region *read_regions(struct reader *in, const json_t *root, double slot_h,
				   size_t *ret_n)
{
	const json_t *array = member(in, root, "regions");
	const json_t *rtt = json_object_get(root, "rtt_ms");
	size_t n = json_array_size(array);
	struct region *regions =
		n && n <= MOST_ITEMS ? arena_array(&in->arena, n, sizeof(*regions)) : NULL;
	*ret_n = regions ? n : 0;
	if (!regions)
		fault(in, "regions", _("an array of regions is expected"));
	for (size_t i = 0; i < *ret_n; i++) {
		const json_t *object = json_array_get(array, i);
		regions[i] = (struct region){
			.name = text(in, object, "name"),
			.pue = number_or(in, object, "pue", 1),
			.series = series(in, object, slot_h),
			.forbidden = truth(object, "forbidden"),
			.has_data = truth(object, "has_data"),
		};
		if (!(regions[i].pue >= 1))
			fault(in, "pue", _("a number of 1 or more is expected"));
		if (rtt)
			regions[i].rtt_ms = at_least_0(in, rtt, regions[i].name, 0);
	}
	return regions;
}

static void answer_spatial(struct reader *in, const json_t *root, struct jsonw *json)
{
	size_t n;
	struct place_plan plan;
	struct region *regions = read_regions(in, root, positive(in, root, "slot_hours"), &n);
	const json_t *object = member(in, root, "job");
	struct single_job job = single_job(in, object);
	size_t home = find_region(in, regions, n, text(in, object, "home"), "home");
	struct transfer transfer = {
		.data_gb = at_least_0(in, object, "data_gb", 0),
		.back_gb = at_least_0(in, object, "back_gb", 0),
		.kwh_per_gb = at_least_0(in, object, "kwh_per_gb", 0),
		.bandwidth_gbps = number_or(in, object, "bandwidth_gbps", 10),
	};
	double max_rtt_ms = number_or(in, object, "max_rtt_ms", (double)INFINITY);
	if (!(transfer.bandwidth_gbps > 0))
		fault(in, "bandwidth_gbps", _("a number above 0 is expected"));
	if (in->r == 0)
		in->r = plan_place(regions, n, home, &job, &transfer, max_rtt_ms, &plan,
				   in->reterr);
	if (in->r < 0)
		return;
	const struct placed *best = &plan.regions[plan.best];
	begin_answer(json, best->plan.g, best->plan.g);
	jsonw_number(json, "now_gco2e", plan.now_g);
	jsonw_number(json, "transfer_gco2e", best->transfer_g);
	jsonw_object(json, "schedule");
	jsonw_string(json, "region", regions[plan.best].name);
	add_slots(json, &job, best->plan.slots);
	jsonw_object_end(json);
	jsonw_object(json, "per_region");
	for (size_t i = 0; i < n; i++)
		if (plan.regions[i].allowed)
			jsonw_number(json, regions[i].name, plan.regions[i].plan.g);
	jsonw_object_end(json);
	jsonw_object_end(json);
	place_plan_release(&plan);
}

static void answer_elastic(struct reader *in, const json_t *root, struct jsonw *json)
{
	struct elastic_plan plan;
	struct intensities ci = series(in, root, positive(in, root, "slot_hours"));
	const json_t *object = member(in, root, "job");
	struct elastic_job job = {
		.arrival = whole(in, object, "arrival"),
		.deadline = whole(in, object, "deadline"),
		.work = positive(in, object, "work"),
		.unit_kw = positive(in, object, "unit_kw"),
	};
	job.throughput = numbers(in, object, "throughput", &job.most_units);
	if (in->r == 0)
		in->r = plan_elastic(&ci, &job, &plan, in->reterr);
	if (in->r < 0)
		return;
	begin_answer(json, plan.g, plan.g);
	jsonw_number(json, "now_gco2e", plan.now_g);
	jsonw_array(json, "schedule");
	for (size_t t = job.arrival; t < job.deadline; t++) {
		if (!(plan.units[t - job.arrival] > 0))
			continue;
		jsonw_array(json, NULL);
		jsonw_int(json, NULL, (int64_t)t);
		jsonw_number(json, NULL, plan.units[t - job.arrival]);
		jsonw_array_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
	mem_free(plan.units);
}

/* ---- fleets --------------------------------------------------------------------------------- */

static size_t fleet_region_of(struct reader *in, const struct fleet *fleet, const char *name)
{
	for (size_t i = 0; i < fleet->n_regions; i++)
		if (strcmp(fleet->regions[i].name, name) == 0)
			return i;
	fault(in, "home", _("no region has this name"));
	return 0;
}

static void read_fleet_regions(struct reader *in, const json_t *root, struct fleet *fleet)
{
	const json_t *array = member(in, root, "regions");
	size_t n = json_array_size(array);
	struct fleet_region *regions =
		n && n <= MOST_ITEMS ? arena_array(&in->arena, n, sizeof(*regions)) : NULL;
	if (!regions) {
		fault(in, "regions", _("an array of regions is expected"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const json_t *object = json_array_get(array, i);
		size_t slots;
		regions[i].name = text(in, object, "name");
		regions[i].pue = number_or(in, object, "pue", 1);
		regions[i].series = series(in, object, fleet->slot_h);
		regions[i].capacity = numbers(in, object, "capacity", &slots);
		if (slots < fleet->slots || regions[i].series.n < fleet->slots)
			fault(in, "regions", _("a number for each slot is expected"));
	}
	fleet->regions = regions;
	fleet->n_regions = n;
}

static void read_fleet_jobs(struct reader *in, const json_t *root, struct fleet *fleet, bool gangs)
{
	const json_t *array = member(in, root, "jobs");
	size_t n = json_array_size(array);
	struct fleet_job *jobs =
		n && n <= MOST_ITEMS ? arena_array(&in->arena, n, sizeof(*jobs)) : NULL;
	if (!jobs) {
		fault(in, "jobs", _("an array of jobs is expected"));
		return;
	}
	for (size_t i = 0; i < n && in->r == 0; i++) {
		const json_t *object = json_array_get(array, i);
		jobs[i] = (struct fleet_job){
			.id = text(in, object, "id"),
			.home = fleet_region_of(in, fleet, text(in, object, "home")),
			.arrival = whole(in, object, "arrival"),
			.deadline = whole(in, object, "deadline"),
		};
		if (gangs) {
			jobs[i].slots = whole(in, object, "duration_slots");
			jobs[i].units = positive(in, object, "units");
			jobs[i].data_gb = at_least_0(in, object, "data_gb", 0);
			jobs[i].kwh_per_gb = at_least_0(in, object, "kwh_per_gb", 0);
			jobs[i].bandwidth_gbps = number_or(in, object, "bandwidth_gbps", 10);
		} else {
			jobs[i].work = positive(in, object, "work_unit_slots");
			jobs[i].max_units = positive(in, object, "max_units");
			jobs[i].remote_g = at_least_0(in, object, "remote_g_per_unit_slot", 0);
		}
	}
	fleet->jobs = jobs;
	fleet->n_jobs = n;
}

static void read_tiers(struct reader *in, const json_t *root, struct fleet *fleet)
{
	const json_t *array = json_object_get(root, "tiers");
	size_t n = json_array_size(array);
	struct fleet_tier *tiers = n ? arena_array(&in->arena, n, sizeof(*tiers)) : NULL;
	for (size_t i = 0; tiers && i < n; i++) {
		const json_t *pair = json_array_get(array, i);
		tiers[i] = (struct fleet_tier){json_number_value(json_array_get(pair, 0)),
					       json_number_value(json_array_get(pair, 1))};
		bool rises = i == 0 || (tiers[i].share > tiers[i - 1].share &&
					tiers[i].g_per_kwh >= tiers[i - 1].g_per_kwh);
		if (!rises || !(tiers[i].share > 0) || tiers[i].share > 1)
			fault(in, "tiers",
			      _("rising shares up to 1 with rising prices are expected"));
	}
	fleet->tiers = tiers;
	fleet->n_tiers = tiers ? n : 0;
}

static void add_uses(struct jsonw *json, const struct fleet *fleet, const struct fleet_plan *plan,
		     bool gangs)
{
	jsonw_array(json, "schedule");
	for (size_t i = 0; i < plan->n; i++) {
		const struct fleet_use *use = &plan->uses[i];
		jsonw_array(json, NULL);
		jsonw_string(json, NULL, fleet->jobs[use->job].id);
		jsonw_string(json, NULL, fleet->regions[use->region].name);
		jsonw_int(json, NULL, (int64_t)use->slot);
		if (!gangs)
			jsonw_number(json, NULL, use->units);
		jsonw_array_end(json);
	}
	jsonw_array_end(json);
}

static void answer_fleet(struct reader *in, const json_t *root, bool gangs,
			 const struct instance_options *options, struct jsonw *json)
{
	struct fleet_plan plan;
	struct fleet fleet = {
		.slot_h = positive(in, root, "slot_hours"),
		.slots = whole(in, root, "slots"),
		.unit_kw = positive(in, root, "unit_kw"),
	};
	read_fleet_regions(in, root, &fleet);
	read_fleet_jobs(in, root, &fleet, gangs);
	read_tiers(in, root, &fleet);
	if (in->r == 0)
		in->r = gangs ? plan_gangs(&fleet, options->seed, options->rounds, &plan,
					   in->reterr)
			      : plan_fleet(&fleet, &plan, in->reterr);
	if (in->r < 0)
		return;
	begin_answer(json, plan.g, plan.bound_g);
	jsonw_bool(json, "optimum", plan.is_optimum);
	add_uses(json, &fleet, &plan, gangs);
	fleet_load_json(&fleet, &plan, gangs, json);
	jsonw_object_end(json);
	mem_free(plan.uses);
}

int instance_answer(const char *name, struct str text_of, const struct instance_options *options,
		    struct buf *to, struct frugal_error *reterr)
{
	json_error_t error;
	struct jsonw json = {.out = to};
	struct reader in = {.name = name, .reterr = reterr};
	json_t *root = json_loadb(text_of.p, text_of.n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		error_set(reterr, FRUGAL_EDATA, _("this is not JSON: %s"), error.text);
		return error_where(reterr, "%s:%d", name, error.line);
	}
	const char *type = json_is_object(root) ? text(&in, root, "type") : "";
	if (strcmp(type, "single") == 0)
		answer_single(&in, root, &json);
	else if (strcmp(type, "independent") == 0)
		answer_independent(&in, root, &json);
	else if (strcmp(type, "spatial") == 0)
		answer_spatial(&in, root, &json);
	else if (strcmp(type, "elastic") == 0)
		answer_elastic(&in, root, &json);
	else if (strcmp(type, "fleet_flow") == 0 || strcmp(type, "fleet_gang") == 0)
		answer_fleet(&in, root, strcmp(type, "fleet_gang") == 0, options, &json);
	else
		fault(&in, "type",
		      _("one of single, independent, spatial, elastic, fleet_flow, fleet_gang is "
			"expected"));
	json_decref(root);
	arena_release(&in.arena);
	return in.r;
}
