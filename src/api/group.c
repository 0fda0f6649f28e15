/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A group of runs, and a project, as handles. The room insight computes the sums once, so that all
 * answers of a handle agree; here they are copied into the structs of frugal.h.
 */
#include <math.h>
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "record/ranges.h"

/* ---- groups --------------------------------------------------------------------------------- */

#define GIVEN_BITS (FRUGAL_GIVEN_WUE | FRUGAL_GIVEN_RENEWABLE | FRUGAL_GIVEN_UNITS)

/* A value that may be 0 where the question has its bit; NaN: it was not given. */
static double given(const struct frugal_group_question *q, double value, unsigned bit)
{
	return fpclassify(value) == FP_ZERO && !(q->given & bit) ? (double)NAN : value;
}

/* Facts of the site and the units that its runs served. */
static int read_said(const struct frugal_group_question *q, struct group_question *ret,
		     struct frugal_error *reterr)
{
	const struct number_range numbers[] = {
		{"pue", q->pue, PUE_LEAST, PUE_MOST, true},
		{"wue", q->wue_l_per_kwh, 0, WUE_MOST, true},
		{"renewable", q->renewable, 0, SHARE_MOST, true},
		{"units", q->units, UNITS_LEAST, UNITS_MOST, true},
	};
	ret->pue = given(q, q->pue, 0);
	ret->wue_l_per_kwh = given(q, q->wue_l_per_kwh, FRUGAL_GIVEN_WUE);
	ret->renewable = given(q, q->renewable, FRUGAL_GIVEN_RENEWABLE);
	ret->units = given(q, q->units, FRUGAL_GIVEN_UNITS);
	if (q->given & ~(unsigned)GIVEN_BITS)
		return error_set(reterr, FRUGAL_EUSAGE, _("given has unknown bits: %u"), q->given);
	return ranges_check(numbers, sizeof(numbers) / sizeof(*numbers), reterr);
}

static int question_read(const struct frugal_group_question *from, struct arena *arena,
			 struct run_filter *filter, struct group_question *ret,
			 struct frugal_error *reterr)
{
	struct frugal_group_question q = {.size = sizeof(q)};
	int r = from ? copy_sized(from, &q, sizeof(q), "group_question", reterr) : 0;
	if (r == 0)
		r = filter_read_group(q.filter, arena, filter, reterr);
	*ret = group_question_of(q.words);
	ret->filter = filter;
	ret->unit_name = q.unit;
	ret->one_by_one = q.one_by_one != 0;
	if (r == 0)
		r = read_said(&q, ret, reterr);
	if (r == 0 && q.unit) {
		ret->unit_name = arena_strdup(arena, q.unit);
		r = ret->unit_name ? 0 : error_nomem(reterr);
	}
	return r;
}

/* Copies the caller's label into the arena of the group. */
static int keep_label(frugal_group *group, struct group_question *question,
		      struct frugal_error *reterr)
{
	if (!question->label)
		return 0;
	question->label = arena_strdup(&group->arena, question->label);
	return question->label ? 0 : error_nomem(reterr);
}

int frugal_group_read(frugal_ledger *ledger, const struct frugal_group_question *question,
		      frugal_group **ret_group, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct group_question asked;
	struct run_filter filter;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!ret_group)
		return missing_argument("ret_group", reterr);
	frugal_group *group = mem_zalloc(1, sizeof(*group));
	if (!group)
		return error_nomem(reterr);
	group->group = &group->own;
	int r = question_read(question, &group->arena, &filter, &asked, reterr);
	if (r == 0)
		r = keep_label(group, &asked, reterr);
	if (r == 0)
		r = group_read(ledger->ledger, &asked, &group->arena, &group->own, reterr);
	if (r < 0) {
		frugal_group_free(group);
		return r;
	}
	*ret_group = group;
	return 0;
}

void frugal_group_free(frugal_group *group)
{
	if (!group)
		return;
	group_release(&group->own);
	arena_release(&group->arena);
	mem_free(group);
}

const struct run_group *group_of(const frugal_group *group)
{
	return group->group;
}

struct frugal_amount amount_of(const struct use_figure *figure)
{
	return (struct frugal_amount){figure->value, figure->low, figure->high, figure->runs};
}

struct frugal_sum sum_of_use(const struct use *use)
{
	return (struct frugal_sum){.size = sizeof(struct frugal_sum),
				   .runs = use->runs,
				   .duration_s = use->duration_s,
				   .energy_wh = amount_of(&use->energy_wh),
				   .carbon_g = amount_of(&use->carbon_g),
				   .embodied_g = amount_of(&use->embodied_g),
				   .water_l = amount_of(&use->criteria[USE_WATER]),
				   .usage_adpe_g = amount_of(&use->criteria[USE_ADPE]),
				   .embodied_adpe_g = amount_of(&use->criteria[USE_EMBODIED_ADPE]),
				   .usage_pe_wh = amount_of(&use->criteria[USE_PRIMARY_ENERGY]),
				   .embodied_pe_wh =
					   amount_of(&use->criteria[USE_EMBODIED_PRIMARY_ENERGY]),
				   .measured_wh = use->measured_wh,
				   .marginal_wh = use->marginal_wh,
				   .it_wh = NAN};
}

/* The WUE is of the energy of the machines alone; the interval is that of the energy. */
static struct frugal_amount site_water_of(const struct run_group *group,
					  const struct group_sum *sum)
{
	const struct use_figure *energy = &sum->use.energy_wh;
	double l = group->wue_l_per_kwh.value * sum->it_wh / WH_PER_KWH;
	bool known = !isnan(l) && energy->runs > 0 && energy->value > 0;
	return (struct frugal_amount){.value = known ? l : 0,
				      .low = known ? l * (energy->low / energy->value) : 0,
				      .high = known ? l * (energy->high / energy->value) : 0,
				      .runs = known ? energy->runs : 0};
}

static struct frugal_sum sum_of(const struct run_group *group, const struct group_sum *from)
{
	struct frugal_sum sum = sum_of_use(&from->use);
	sum.it_wh = from->it_wh;
	sum.site_water_l = site_water_of(group, from);
	return sum;
}

static const struct {
	const char *name;
	group_fits *fits; /* NULL: not a sum of cells */
} parts[] = {
	{"all", NULL},
	{"served", NULL},
	{"failed", group_failed},
	{"shipped", group_shipped},
	{"abandoned", group_abandoned},
	{"untold", group_untold},
	{"before", group_before},
	{"inference", group_inference},
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

int frugal_group_sum(const frugal_group *group, const char *part, struct frugal_sum *ret_sum,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	size_t i = 0;
	reterr = reterr ? reterr : &unread;
	if (!group)
		return missing_argument("group", reterr);
	if (!part)
		return missing_argument("part", reterr);
	if (!ret_sum)
		return missing_argument("ret_sum", reterr);
	while (i < PARTS && strcmp(parts[i].name, part) != 0)
		i++;
	if (i == PARTS)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a part of a group"), part);
	const struct run_group *of = group->group;
	struct group_sum sum = i == 0           ? of->all
			       : !parts[i].fits ? of->served
						: group_sum_of(of, parts[i].fits);
	const struct frugal_sum filled = sum_of(of, &sum);
	return sized_fill(ret_sum, ret_sum->size, &filled, sizeof(filled), reterr);
}

int frugal_group_by(const frugal_group *group, const char *key, frugal_sum_visit *visit,
		    void *context, struct frugal_error *reterr)
{
	struct frugal_error unread;
	int r = FRUGAL_VISIT_ON;
	reterr = reterr ? reterr : &unread;
	if (!group)
		return missing_argument("group", reterr);
	if (!key)
		return missing_argument("key", reterr);
	if (!visit)
		return missing_argument("visit", reterr);
	const struct run_group *of = group->group;
	const struct group_rows *rows = strcmp(key, "phase") == 0     ? &of->phases
					: strcmp(key, "month") == 0   ? &of->months
					: strcmp(key, "zone") == 0    ? &of->zones
					: strcmp(key, "machine") == 0 ? &of->machines
								      : NULL;
	if (!rows) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a key of a group"), key);
		return error_todo(reterr, "%s", "phase, month, zone, machine");
	}
	for (size_t i = 0; r == FRUGAL_VISIT_ON && i < rows->n; i++) {
		const struct frugal_sum sum = sum_of(of, &rows->items[i].sum);
		r = visit(context, rows->items[i].key, &sum, reterr);
	}
	return r < 0 ? r : 0;
}

int frugal_group_about(const frugal_group *group, struct frugal_group_about *ret,
		       struct frugal_error *reterr)
{
	static const char *const by[] = {"", "runs", "register", "option"};
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!group)
		return missing_argument("group", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct run_group *of = group->group;
	const struct frugal_group_about about = {
		.size = sizeof(about),
		.service = of->has_service ? of->service.id : "",
		.pue = of->pue.value,
		.wue_l_per_kwh = of->wue_l_per_kwh.value,
		.renewable = of->renewable.value,
		.pue_by = by[of->pue.by],
		.units = of->units.value,
		.unit = of->unit_name,
		.from_us = of->runs.from_us,
		.to_us = of->runs.to_us,
	};
	return sized_fill(ret, ret->size, &about, sizeof(about), reterr);
}

/* ---- sums of the ledger --------------------------------------------------------------------- */

int ledger_totals(frugal_ledger *ledger, const struct frugal_filter *filter, const char *by,
		  struct arena *arena, struct totals *ret, struct frugal_error *reterr)
{
	struct run_filter wanted;
	*ret = (struct totals){0};
	int r = filter_read(filter, arena, &wanted, reterr);
	if (r == 0 && wanted.statuses == RUN_STATUS_BIT(RUN_RUNNING)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("a sum has no runs that are running"));
		r = error_todo(reterr, "%s", _("list them without a sum"));
	}
	if (r == 0)
		r = totals_read(ledger->ledger, &wanted, by, arena, ret, reterr);
	ret->now_s = ledger->library->context.now_s;
	if (r < 0)
		totals_release(ret);
	return r;
}

int frugal_ledger_sum(frugal_ledger *ledger, const struct frugal_filter *filter, const char *key,
		      frugal_sum_visit *visit, void *context, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct arena arena = {0};
	struct totals totals;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!visit)
		return missing_argument("visit", reterr);
	int r = ledger_totals(ledger, filter, key, &arena, &totals, reterr);
	for (size_t i = 0; r == FRUGAL_VISIT_ON && i < totals.n; i++) {
		const struct frugal_sum sum = sum_of_use(&totals.rows[i].use);
		r = visit(context, totals.rows[i].key, &sum, reterr);
	}
	totals_release(&totals);
	arena_release(&arena);
	return r < 0 ? r : 0;
}

/* ---- projects ------------------------------------------------------------------------------- */

int frugal_project_read(frugal_ledger *ledger, const char *name, const struct frugal_filter *filter,
			const char *metric, int32_t less_is_better, frugal_project **ret_project,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct run_filter within;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_project)
		return missing_argument("ret_project", reterr);
	frugal_project *project = mem_zalloc(1, sizeof(*project));
	if (!project)
		return error_nomem(reterr);
	struct arena *arena = &project->group.arena;
	const char *kept = arena_strdup(arena, name);
	const char *quality = metric ? arena_strdup(arena, metric) : NULL;
	int r = kept && (quality || !metric) ? 0 : error_nomem(reterr);
	if (r == 0)
		r = check_metric(less_is_better != 0, metric, reterr);
	if (r == 0)
		r = filter_read_group(filter, arena, &within, reterr);
	if (r == 0)
		r = project_read(ledger->ledger, kept, &within, quality, less_is_better != 0, arena,
				 &project->project, reterr);
	project->group.group = &project->project.group;
	if (r < 0) {
		frugal_project_free(project);
		return r;
	}
	*ret_project = project;
	return 0;
}

void frugal_project_free(frugal_project *project)
{
	if (!project)
		return;
	project_release(&project->project);
	arena_release(&project->group.arena);
	mem_free(project);
}

const struct project *project_of(const frugal_project *project)
{
	return &project->project;
}

const frugal_group *frugal_project_group(const frugal_project *project)
{
	return project ? &project->group : NULL;
}

int frugal_project_shares(const frugal_project *project, struct frugal_project_shares *ret,
			  struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!project)
		return missing_argument("project", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct project *of = &project->project;
	const struct frugal_project_shares shares = {
		.size = sizeof(shares),
		.before = of->before_share,
		.failed = project_share(of, &of->failed),
		.idle = of->idle_share,
		.never_shipped = of->never_shipped_share,
		.after_best =
			of->epochs.wh > 0 ? of->epochs.after_best_wh / of->epochs.wh : (double)NAN,
		.metric = of->epochs.metric ? of->epochs.metric : "",
	};
	return sized_fill(ret, ret->size, &shares, sizeof(shares), reterr);
}
