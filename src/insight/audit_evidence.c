/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "factor/table.h"
#include "insight/audit.h"
#include "insight/epochs.h"
#include "insight/trend.h"
#include "record/words.h"

struct audit_evidence {
	struct ledger *ledger;
	const struct run_filter *filter;
	const struct service *service; /* may be NULL */
	const struct tables *tables;
	int64_t now_s; /* UTC */
	struct arena *arena;
	struct use all, training, tuning, development, failed, in_service;
	const char *only_service; /* "" none yet */
	bool several_services, told_epochs;
	struct epochs epochs;
	const char **ids; /* of registered services */
	size_t n_ids, ids_room;
};

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool is_registered(const struct audit_evidence *e, const char *id)
{
	for (size_t i = 0; i < e->n_ids; i++)
		if (is(e->ids[i], id))
			return true;
	return false;
}

static int add_id(void *context, const char *id, struct frugal_error *reterr)
{
	struct audit_evidence *e = context;
	if (!mem_grow(&e->ids, e->n_ids, &e->ids_room, sizeof(*e->ids), 0))
		return error_nomem(reterr);
	e->ids[e->n_ids] = arena_strdup(e->arena, id);
	return e->ids[e->n_ids++] ? 0 : error_nomem(reterr);
}

static int add_group(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct audit_evidence *e = context;
	const struct use *use = &group->use;
	enum phase_role role = run_phase_role(group->phase);
	use_add(&e->all, use);
	if (role == PHASE_LEARN)
		use_add(&e->training, use);
	if (role == PHASE_ADAPT)
		use_add(&e->tuning, use);
	if (role == PHASE_BEFORE)
		use_add(&e->development, use);
	if (group->end != END_OK || is(group->outcome, "failed"))
		use_add(&e->failed, use);
	if (is_registered(e, group->service))
		use_add(&e->in_service, use);
	if (!group->service[0] || is(group->service, e->only_service))
		return 0;
	e->several_services |= e->only_service[0] != '\0';
	e->only_service = arena_strdup(e->arena, group->service);
	return e->only_service ? 0 : error_nomem(reterr);
}

int audit_evidence_new(struct ledger *ledger, const struct run_filter *filter,
		       const struct service *service, const struct tables *tables, int64_t now_s,
		       struct arena *arena, struct audit_evidence **ret,
		       struct frugal_error *reterr)
{
	struct audit_evidence *e = arena_alloc(arena, sizeof(*e));
	if (!e)
		return error_nomem(reterr);
	*e = (struct audit_evidence){.ledger = ledger,
				     .filter = filter,
				     .service = service,
				     .tables = tables,
				     .now_s = now_s,
				     .arena = arena,
				     .only_service = ""};
	int r = ledger_services(ledger, add_id, e, reterr);
	if (r == 0)
		r = ledger_sum(ledger, filter, USE_PHASE | USE_END | USE_OUTCOME | USE_SERVICE,
			       add_group, e, reterr);
	const char **kept = arena_array(arena, e->n_ids + 1, sizeof(*kept));
	if (kept && e->n_ids)
		memcpy(kept, e->ids, e->n_ids * sizeof(*kept));
	mem_free(e->ids);
	e->ids = kept;
	*ret = e;
	return r == 0 && !kept ? error_nomem(reterr) : r;
}

bool audit_evidence_has_runs(const struct audit_evidence *evidence)
{
	return evidence->all.runs > 0;
}

const char *audit_evidence_service(const struct audit_evidence *evidence)
{
	return evidence->several_services || !evidence->only_service[0] ? NULL
									: evidence->only_service;
}

void audit_evidence_set_service(struct audit_evidence *evidence, const struct service *service)
{
	evidence->service = service;
}

/* ---- figures -------------------------------------------------------------------------------- */

static double share(double part, double all)
{
	return all > 0 ? part / all : (double)NAN;
}

static int read_epochs(struct audit_evidence *e, struct frugal_error *reterr)
{
	const char *target = e->service ? service_fact(e->service, "target") : "";
	if (e->told_epochs)
		return 0;
	e->told_epochs = true;
	if (!epochs_target(target, e->arena, &e->epochs))
		return 0;
	return epochs_read(e->ledger, e->filter, &e->epochs, reterr);
}

static double development_and_failed(const struct audit_evidence *e)
{
	return (e->development.runs > 0) + (e->failed.runs > 0);
}

static int factor_age(struct audit_evidence *e, double *ret, struct frugal_error *reterr)
{
	const struct table *zones;
	struct tm now;
	time_t s = (time_t)e->now_s;
	double newest = NAN;
	int r = tables_get((struct tables *)(uintptr_t)e->tables, "zones", &zones, reterr);
	if (r < 0)
		return r;
	uint32_t column = table_column_find(zones, STR("year"));
	for (uint32_t row = 0; column != TABLE_NO_COLUMN && row < table_rows(zones); row++)
		newest = fmax(table_number(zones, row, column), newest);
	*ret = gmtime_r(&s, &now) ? now.tm_year + 1900 - newest : (double)NAN;
	return 0;
}

static int named(struct audit_evidence *e, double *ret, struct frugal_error *reterr)
{
	size_t n = 0;
	int r = read_epochs(e, reterr);
	if (r == 0)
		r = ledger_named_with_metric(e->ledger, e->filter, e->epochs.metric, &n, reterr);
	*ret = n ? (double)n : (double)NAN;
	return r;
}

/* Of a service with a whole reference scenario alone: without one there is no sheet. */
static int over_forecast(struct audit_evidence *e, double *ret, struct frugal_error *reterr)
{
	struct trend trend;
	if (!e->service || !service_fact(e->service, "reference")[0] ||
	    !service_fact(e->service, "reference_per_use")[0])
		return 0;
	int r = trend_read(e->ledger, e->service, e->arena, &trend, reterr);
	if (r == 0)
		*ret = share(trend.units_of_pairs, trend.expected_of_pairs);
	return r;
}

/* ---- tags, marks, facts --------------------------------------------------------------------- */

struct tagged {
	double runs, wh, kinds;
};

static int add_tag(void *context, const char *tag, const struct use *use,
		   struct frugal_error *reterr)
{
	struct tagged *to = context;
	(void)tag;
	(void)reterr;
	to->kinds++;
	to->runs += use->runs;
	to->wh += use->energy_wh.value;
	return 0;
}

static int tagged(struct audit_evidence *e, const char *prefix, const char *phase,
		  struct tagged *ret, struct frugal_error *reterr)
{
	struct run_filter filter = *e->filter;
	*ret = (struct tagged){0};
	filter.phase = phase ? phase : filter.phase;
	return ledger_sum_tags(e->ledger, &filter, prefix, add_tag, ret, reterr);
}

/* Retraining is the second training. */
static int trigger_share(struct audit_evidence *e, double *ret, struct frugal_error *reterr)
{
	struct tagged training, tuning;
	int r = tagged(e, "trigger:", "training", &training, reterr);
	if (r == 0)
		r = tagged(e, "trigger:", "fine-tuning", &tuning, reterr);
	double runs = e->training.runs + e->tuning.runs;
	if (r == 0 && runs > 1 && training.runs + tuning.runs > 0)
		*ret = fmin((training.runs + tuning.runs) / runs, 1);
	return r;
}

static int mark_mean(struct audit_evidence *e, const char *name, double *ret,
		     struct frugal_error *reterr)
{
	struct point_sums points;
	int r = ledger_points(e->ledger, e->filter, name, &points, reterr);
	if (r == 0 && points.n > 0)
		*ret = points.y / points.n;
	return r;
}

static double facts_told(const struct audit_evidence *e, struct str names)
{
	double told = 0;
	while (names.n && e->service) {
		const char *comma = memchr(names.p, ',', names.n);
		size_t n = comma ? (size_t)(comma - names.p) : names.n;
		for (size_t i = 0; i < e->service->n_facts; i++)
			told += str_is((struct str){names.p, n}, e->service->facts[i].key);
		names = comma ? (struct str){names.p + n + 1, names.n - n - 1} : (struct str){0};
	}
	return told > 0 ? told : (double)NAN;
}

int audit_evidence_value(struct audit_evidence *e, const char *name, double *ret,
			 struct frugal_error *reterr)
{
	struct str text = str_of(name), rest;
	struct tagged tags;
	int r = 0;
	*ret = NAN;
	if (str_after(text, "facts:", &rest)) {
		*ret = facts_told(e, rest);
		return 0;
	}
	if (!audit_evidence_has_runs(e))
		return 0;
	if (str_after(text, "mark:", &rest))
		return mark_mean(e, rest.p, ret, reterr);
	if (str_after(text, "tag_kinds:", &rest)) {
		r = tagged(e, rest.p, NULL, &tags, reterr);
		*ret = tags.kinds > 0 ? tags.kinds : (double)NAN;
	} else if (str_after(text, "tag_share:", &rest)) {
		r = tagged(e, rest.p, NULL, &tags, reterr);
		*ret = tags.runs > 0 ? fmin(tags.runs / e->all.runs, 1) : (double)NAN;
	} else if (is(name, "forecast_share")) {
		r = tagged(e, "trial:", NULL, &tags, reterr);
		*ret = tags.runs > 0 ? fmin(share(tags.wh, e->all.energy_wh.value), 1)
				     : (double)NAN;
	} else if (is(name, "trigger_share")) {
		r = trigger_share(e, ret, reterr);
	} else if (is(name, "service_share")) {
		*ret = share(e->in_service.runs, e->all.runs);
	} else if (is(name, "tracked_share")) {
		*ret = share(e->all.energy_wh.runs, e->all.runs);
	} else if (is(name, "idle_share")) {
		if (e->all.marginal_wh > 0)
			*ret = 1 - share(e->all.marginal_wh, e->all.energy_wh.value);
	} else if (is(name, "fine_tuning_share")) {
		*ret = share(e->tuning.energy_wh.value,
			     e->tuning.energy_wh.value + e->training.energy_wh.value);
	} else if (is(name, "development_and_failed")) {
		*ret = development_and_failed(e);
	} else if (is(name, "compared_names")) {
		r = named(e, ret, reterr);
	} else if (is(name, "factor_age_years")) {
		r = factor_age(e, ret, reterr);
	} else if (is(name, "use_over_forecast")) {
		r = over_forecast(e, ret, reterr);
	} else if (is(name, "after_best_share") || is(name, "after_target_share")) {
		r = read_epochs(e, reterr);
		bool best = is(name, "after_best_share");
		if (e->epochs.runs && (best || e->epochs.met))
			*ret = share(best ? e->epochs.after_best_wh : e->epochs.after_target_wh,
				     e->epochs.wh);
	} else {
		error_set(reterr, FRUGAL_EDATA, "practice_rules.csv: evidence '%s'", name);
		return FRUGAL_EDATA;
	}
	return r;
}
