/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence of the ledger for a practice: sums of the runs of the subject, their tags and marks, and
 * the register of its service. NaN means no evidence, which is not a no.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/audit_inside.h"
#include "insight/epochs.h"
#include "insight/group.h"
#include "insight/trend.h"
#include "record/words.h"
#include "store/estimate.h"

struct audit_evidence {
	struct ledger *ledger;
	const struct run_filter *filter;
	const struct service *service; /* may be NULL */
	int64_t now_s;
	struct arena *arena;
	struct group_rows months;
	struct use all, training, tuning, development, failed, in_service;
	const char *only_service; /* "" none yet */
	bool several_services, stated_epochs;
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
	return e->ids[e->n_ids++] ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

static void add_cell(struct audit_evidence *e, const struct group_cell *cell)
{
	const struct use *use = &cell->sum.use;
	enum phase_role role = run_phase_role(cell->phase);
	if (role == PHASE_LEARN)
		use_add(&e->training, use);
	if (role == PHASE_ADAPT)
		use_add(&e->tuning, use);
	if (is_registered(e, cell->service))
		use_add(&e->in_service, use);
	if (!cell->service[0] || is(cell->service, e->only_service))
		return;
	e->several_services |= e->only_service[0] != '\0';
	e->only_service = cell->service;
}

/* The sums are those of every view of the group. */
static int read_sums(struct audit_evidence *e, struct frugal_error *reterr)
{
	struct group_question question = group_question_of(NULL);
	struct run_group group;
	question.filter = e->filter;
	question.as_kept = true; /* comparable with the sums of tags, which are as kept */
	int r = group_read_any(e->ledger, &question, e->arena, &group, reterr);
	if (r == 0) {
		e->all = group.all.use;
		e->months = group.months;
		e->development = group_sum_of(&group, group_before).use;
		e->failed = group_sum_of(&group, group_failed).use;
	}
	for (size_t i = 0; r == 0 && i < group.n_cells; i++)
		add_cell(e, &group.cells[i]);
	group_release(&group);
	return r;
}

int audit_evidence_new(struct ledger *ledger, const struct run_filter *filter,
		       const struct service *service, int64_t now_s, struct arena *arena,
		       struct audit_evidence **ret, struct frugal_error *reterr)
{
	struct audit_evidence *e = arena_alloc(arena, sizeof(*e));
	if (!e)
		return error_nomem(reterr);
	*e = (struct audit_evidence){.ledger = ledger,
				     .filter = filter,
				     .service = service,
				     .now_s = now_s,
				     .arena = arena,
				     .only_service = ""};
	int r = ledger_services(ledger, add_id, e, reterr);
	if (r == 0)
		r = read_sums(e, reterr);
	const char **kept = arena_array(arena, e->n_ids + 1, sizeof(*kept));
	if (kept && e->n_ids)
		memcpy(kept, e->ids, e->n_ids * sizeof(*kept));
	mem_free(e->ids);
	e->ids = kept;
	*ret = e;
	return r == 0 && !kept ? error_nomem(reterr) : r;
}

double audit_evidence_counted(const struct audit_evidence *evidence)
{
	const struct use *all = &evidence->all;
	return all->energy_wh.value > 0 ? all->measured_wh / all->energy_wh.value : 0;
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
	if (e->stated_epochs)
		return 0;
	e->stated_epochs = true;
	struct run_filter training = *e->filter;
	int r = 0;
	if (!epochs_target(target, e->arena, &e->epochs))
		return 0;
	/* Epochs of inference and evaluation bound no training. */
	for (size_t i = 0; r == 0 && run_phases[i]; i++) {
		enum phase_role role = run_phase_role(run_phases[i]);
		training.phase = run_phases[i];
		if (role == PHASE_LEARN || role == PHASE_ADAPT)
			r = epochs_read(e->ledger, &training, &e->epochs, reterr);
	}
	return r;
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

/* Services without a complete reference scenario have no expectation to compare usage with. */
static int over_forecast(struct audit_evidence *e, double *ret, struct frugal_error *reterr)
{
	(void)reterr;
	if (e->service && service_fact(e->service, "reference")[0] &&
	    service_fact(e->service, "reference_per_use")[0])
		*ret = trend_over_forecast(e->service, e->now_s);
	return 0;
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
	return FRUGAL_VISIT_ON;
}

static int tagged(struct audit_evidence *e, const char *prefix, const char *phase,
		  struct tagged *ret, struct frugal_error *reterr)
{
	struct run_filter filter = *e->filter;
	*ret = (struct tagged){0};
	filter.phase = phase ? phase : filter.phase;
	return ledger_sum_tags(e->ledger, &filter, prefix, add_tag, ret, reterr);
}

/* The share of the runs with a trigger; a retraining requires a second run. */
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
	double stated = 0;
	while (names.n && e->service) {
		const char *comma = memchr(names.p, ',', names.n);
		size_t n = comma ? (size_t)(comma - names.p) : names.n;
		for (size_t i = 0; i < e->service->n_facts; i++)
			stated += str_is((struct str){names.p, n}, e->service->facts[i].key);
		names = comma ? (struct str){names.p + n + 1, names.n - n - 1} : (struct str){0};
	}
	return stated > 0 ? stated : (double)NAN;
}

/* ---- the table of evidence ------------------------------------------------------------------ */

/* Each function finds one figure; rest is the text after its name in the rule. */
static int find_facts(struct audit_evidence *e, struct str rest, double *ret,
		      struct frugal_error *reterr)
{
	(void)reterr;
	*ret = facts_told(e, rest);
	return 0;
}

static int find_mark(struct audit_evidence *e, struct str rest, double *ret,
		     struct frugal_error *reterr)
{
	return mark_mean(e, rest.p, ret, reterr);
}

static int find_tag_kinds(struct audit_evidence *e, struct str rest, double *ret,
			  struct frugal_error *reterr)
{
	struct tagged tags;
	int r = tagged(e, rest.p, NULL, &tags, reterr);
	*ret = tags.kinds > 0 ? tags.kinds : (double)NAN;
	return r;
}

static int find_tag_share(struct audit_evidence *e, struct str rest, double *ret,
			  struct frugal_error *reterr)
{
	struct tagged tags;
	int r = tagged(e, rest.p, NULL, &tags, reterr);
	*ret = tags.runs > 0 ? fmin(tags.runs / e->all.runs, 1) : (double)NAN;
	return r;
}

static int find_forecast_share(struct audit_evidence *e, struct str rest, double *ret,
			       struct frugal_error *reterr)
{
	struct tagged tags;
	(void)rest;
	int r = tagged(e, "trial:", NULL, &tags, reterr);
	*ret = tags.runs > 0 ? fmin(share(tags.wh, e->all.energy_wh.value), 1) : (double)NAN;
	return r;
}

/* Estimates of the subject: whether one is older than its runs from training on. */
struct estimates {
	const struct run_filter *filter;
	int64_t first_us; /* INT64_MAX: none yet */
	bool before, any;
};

static int see_estimate(void *context, const struct kept_estimate *estimate,
			struct frugal_error *reterr)
{
	struct estimates *to = context;
	const struct run_filter *of = to->filter;
	(void)reterr;
	bool own = (of->project && is(of->project, estimate->project)) ||
		   (of->service && is(of->service, estimate->service));
	to->any |= own;
	to->before |= own && estimate->at_us <= to->first_us;
	return FRUGAL_VISIT_ON;
}

int audit_evidence_has_estimates(struct audit_evidence *e, bool *ret, struct frugal_error *reterr)
{
	struct estimates seen = {.filter = e->filter, .first_us = INT64_MAX};
	int r = ledger_estimates(e->ledger, see_estimate, &seen, reterr);
	*ret = seen.any;
	return r;
}

static int see_first(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct estimates *to = context;
	(void)reterr;
	to->first_us = run->started_us < to->first_us ? run->started_us : to->first_us;
	return FRUGAL_VISIT_STOP;
}

static int estimated_before(struct audit_evidence *e, bool *ret, struct frugal_error *reterr)
{
	struct estimates seen = {.filter = e->filter, .first_us = INT64_MAX};
	struct run_filter first = *e->filter;
	int r = 0;
	first.limit = 1;
	first.oldest_first = true;
	for (size_t i = 0; r == 0 && run_phases[i]; i++) {
		first.phase = run_phases[i];
		if (run_phase_role(run_phases[i]) != PHASE_BEFORE)
			r = ledger_list(e->ledger, &first, RUN_HEAD, see_first, &seen, reterr);
	}
	if (r == 0)
		r = ledger_estimates(e->ledger, see_estimate, &seen, reterr);
	*ret = seen.before;
	return r;
}

/* The whole was estimated before its training and use, or a part of it by trials. */
static int find_estimated_share(struct audit_evidence *e, struct str rest, double *ret,
				struct frugal_error *reterr)
{
	bool before = false;
	int r = estimated_before(e, &before, reterr);
	if (r == 0 && before)
		*ret = 1;
	return r < 0 || before || !audit_evidence_has_runs(e)
		       ? r
		       : find_forecast_share(e, rest, ret, reterr);
}

static int find_trigger_share(struct audit_evidence *e, struct str rest, double *ret,
			      struct frugal_error *reterr)
{
	(void)rest;
	return trigger_share(e, ret, reterr);
}

static int find_service_share(struct audit_evidence *e, struct str rest, double *ret,
			      struct frugal_error *reterr)
{
	(void)rest;
	(void)reterr;
	*ret = share(e->in_service.runs, e->all.runs);
	return 0;
}

/* Months of runs whose units are known, where the register has a target for one unit. */
static int find_steered_months(struct audit_evidence *e, struct str rest, double *ret,
			       struct frugal_error *reterr)
{
	double n = 0;
	(void)rest;
	(void)reterr;
	if (!e->service || !service_fact(e->service, "unit_target")[0])
		return 0;
	for (size_t i = 0; i < e->service->n_months; i++)
		for (size_t k = 0; k < e->months.n; k++)
			n += e->service->months[i].units > 0 &&
			     e->months.items[k].sum.use.energy_wh.runs > 0 &&
			     is(e->service->months[i].month, e->months.items[k].key);
	*ret = n;
	return 0;
}

static int find_idle_share(struct audit_evidence *e, struct str rest, double *ret,
			   struct frugal_error *reterr)
{
	(void)rest;
	(void)reterr;
	if (e->all.marginal_wh > 0)
		*ret = 1 - share(e->all.marginal_wh, e->all.energy_wh.value);
	return 0;
}

static int find_fine_tuning_share(struct audit_evidence *e, struct str rest, double *ret,
				  struct frugal_error *reterr)
{
	(void)rest;
	(void)reterr;
	*ret = share(e->tuning.energy_wh.value,
		     e->tuning.energy_wh.value + e->training.energy_wh.value);
	return 0;
}

static int find_development_and_failed(struct audit_evidence *e, struct str rest, double *ret,
				       struct frugal_error *reterr)
{
	(void)rest;
	(void)reterr;
	if (e->development.runs > 0 && e->failed.runs > 0)
		*ret = 2;
	return 0;
}

static int find_compared_names(struct audit_evidence *e, struct str rest, double *ret,
			       struct frugal_error *reterr)
{
	(void)rest;
	return named(e, ret, reterr);
}

static int find_over_forecast(struct audit_evidence *e, struct str rest, double *ret,
			      struct frugal_error *reterr)
{
	(void)rest;
	return over_forecast(e, ret, reterr);
}

static int find_after_best(struct audit_evidence *e, struct str rest, double *ret,
			   struct frugal_error *reterr)
{
	(void)rest;
	int r = read_epochs(e, reterr);
	if (e->epochs.runs)
		*ret = share(e->epochs.after_best_wh, e->epochs.wh);
	return r;
}

static int find_after_target(struct audit_evidence *e, struct str rest, double *ret,
			     struct frugal_error *reterr)
{
	(void)rest;
	int r = read_epochs(e, reterr);
	if (e->epochs.runs && e->epochs.met)
		*ret = share(e->epochs.after_target_wh, e->epochs.wh);
	return r;
}

/*
 * The words that the column evidence of practice_rules.csv may contain; a name with a colon takes
 * an argument.
 */
static const struct {
	const char *name;
	int (*find)(struct audit_evidence *e, struct str rest, double *ret,
		    struct frugal_error *reterr);
	bool without_runs; /* needs the register only */
} kinds[] = {
	{"facts:", find_facts, true},
	{"mark:", find_mark, false},
	{"tag_kinds:", find_tag_kinds, false},
	{"tag_share:", find_tag_share, false},
	{"forecast_share", find_forecast_share, false},
	{"estimated_share", find_estimated_share, true},
	{"trigger_share", find_trigger_share, false},
	{"service_share", find_service_share, false},
	{"steered_months", find_steered_months, false},
	{"idle_share", find_idle_share, false},
	{"fine_tuning_share", find_fine_tuning_share, false},
	{"development_and_failed", find_development_and_failed, false},
	{"compared_names", find_compared_names, false},
	{"use_over_forecast", find_over_forecast, false},
	{"after_best_share", find_after_best, false},
	{"after_target_share", find_after_target, false},
};

int audit_evidence_value(struct audit_evidence *e, const char *name, double *ret,
			 struct frugal_error *reterr)
{
	struct str rest;
	*ret = NAN;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		bool goes_on = kinds[i].name[strlen(kinds[i].name) - 1] == ':';
		if (!str_after(str_of(name), kinds[i].name, &rest) || (rest.n && !goes_on))
			continue;
		return kinds[i].without_runs || audit_evidence_has_runs(e)
			       ? kinds[i].find(e, rest, ret, reterr)
			       : 0;
	}
	return error_set(reterr, FRUGAL_EDATA, _("practice_rules.csv: unknown evidence '%s'"),
			 name);
}
