/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one group run by run, or from the sums of the ledger when it has more than
 * COMPARE_MOST_HELD runs. Runs that failed are left out; of a baseline also those that are compared
 * with it, but where a sum on both sides keeps their ids apart.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "insight/compare.h"
#include "insight/selection.h"
#include "quantity/change.h"
#include "quantity/unit.h"
#include "store/sum.h"

bool compare_push(struct compare_values *to, double x)
{
	if (!mem_grow(&to->x, to->n, &to->cap, sizeof(double), 0))
		return false;
	to->x[to->n++] = x;
	return true;
}

struct selection_of {
	const char *metric;
	const struct compare_ids *without;
	struct compare_group *group;
	bool keeps_failed;
	double failed, wh, measured_wh;
	struct use use;
};

/* Adds one figure of a run, or with -1 takes it out of the sum. */
static void add_figure(struct use_figure *to, const struct run_record *run, const char *name,
		       double sign)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct unit unit;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
		return;
	to->runs += sign;
	to->value += sign * figure->value * unit.scale;
	to->low += sign * figure->low * unit.scale;
	to->high += sign * figure->high * unit.scale;
}

/* Embodied emissions and the criteria: a run may lack them. */
static void add_further(struct use *to, const struct run_record *run, double sign)
{
	add_figure(&to->embodied_g, run, "embodied", sign);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		add_figure(&to->criteria[i], run, use_criterion_names[i], sign);
}

/* A figure that some of the runs lack keeps their number: its mean is of those. */
static void divide(struct use_figure *figure)
{
	if (!(figure->runs > 0))
		return;
	figure->value /= figure->runs;
	figure->low /= figure->runs;
	figure->high /= figure->runs;
}

static void divide_further(struct use *use)
{
	divide(&use->embodied_g);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		divide(&use->criteria[i]);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(a, b);
}

void compare_ids_sort(struct compare_ids *ids)
{
	if (ids->n)
		qsort(ids->items, ids->n, sizeof(*ids->items), by_id);
}

static bool is_among(const struct compare_ids *ids, const char *id)
{
	return ids && ids->n && bsearch(id, ids->items, ids->n, sizeof(*ids->items), by_id);
}

static bool push_id(struct compare_ids *to, const char *id)
{
	if (!mem_grow(&to->items, to->n, &to->cap, sizeof(*to->items), 0))
		return false;
	memcpy(to->items[to->n++], id, RUN_ID_SIZE);
	return true;
}

bool compare_ids_add(struct compare_ids *to, const struct compare_ids *more)
{
	bool good = true;
	for (size_t i = 0; good && i < more->n; i++)
		good = push_id(to, more->items[i]);
	return good;
}

static bool note_place(struct compare_place *to, const char *name)
{
	if (to->name) {
		to->several |= strcmp(to->name, name) != 0;
		return true;
	}
	to->name = mem_strdup(name);
	return to->name != NULL;
}

static bool note_places(struct compare_group *group, const char *machine, const char *zone)
{
	return note_place(&group->machine, machine) && note_place(&group->zone, zone);
}

static void forget_places(struct compare_group *group)
{
	mem_free(group->machine.name);
	mem_free(group->zone.name);
	group->machine = group->zone = (struct compare_place){0};
}

/* What crashes uses less: neither a run that failed nor a part of one is an amount of the work. */
static bool is_failure(enum run_end end, const char *outcome)
{
	return end != END_OK || strcmp(outcome, "failed") == 0;
}

static bool asks_for_failed(const struct run_filter *filter)
{
	for (size_t i = 0; i < filter->n_tags; i++)
		if (strcmp(filter->tags[i], "outcome:failed") == 0)
			return true;
	return filter->id || filter->outcome == RUN_FAILED ||
	       (filter->statuses & RUN_STATUS_BIT(RUN_INTERRUPTED));
}

/* The last value of the metric in the run. */
static double quality_of(const struct run_record *run, const char *metric)
{
	double value = NAN;
	int64_t at_us = INT64_MIN;
	for (size_t i = 0; metric && i < run->n_metrics; i++)
		if (strcmp(run->metrics[i].key, metric) == 0 && run->metrics[i].at_us >= at_us) {
			value = run->metrics[i].value;
			at_us = run->metrics[i].at_us;
		}
	return value;
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct selection_of *of = context;
	struct compare_group *group = of->group;
	double energy = NAN;
	if (!of->keeps_failed && is_failure(use_end_of(run), use_outcome_of(run)))
		return FRUGAL_VISIT_ON;
	if (is_among(of->without, run->id)) {
		group->shared++;
		return FRUGAL_VISIT_ON;
	}
	bool good = push_id(&group->ids, run->id) &&
		    note_places(group, run->machine, run->zone_is_default ? "" : run->zone);
	for (int f = COMPARE_ENERGY; f <= COMPARE_CARBON; f++) {
		const struct run_figure *figure =
			run_figure_find(run, compare_figure_names[f], "share");
		struct unit unit;
		if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
			continue;
		good &= compare_push(&group->figures[f], figure->value * unit.scale);
		group->common_low[f] += figure->low * unit.scale;
		group->common_high[f] += figure->high * unit.scale;
		if (f != COMPARE_ENERGY)
			continue;
		energy = figure->value * unit.scale;
		of->wh += energy;
		of->measured_wh += energy * figure->measured_share;
	}
	group->per_run.runs++;
	add_further(&group->per_run, run, 1);
	good &= compare_push(&group->figures[COMPARE_DURATION], duration_h(run->duration));
	double quality = quality_of(run, of->metric);
	if (!isnan(quality) && !isnan(energy))
		good = good && compare_push(&group->quality, quality) &&
		       compare_push(&group->cost_of_quality, energy);
	return good ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

/* From the sums that the ledger keeps. */
static int add_sum(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	struct selection_of *of = context;
	bool failed = is_failure(sum->end, sum->outcome);
	of->failed += failed ? sum->use.runs : 0;
	if (failed && !of->keeps_failed)
		return FRUGAL_VISIT_ON;
	use_add(&of->use, &sum->use);
	return note_places(of->group, sum->machine, sum->zone) ? FRUGAL_VISIT_ON
							       : error_nomem(reterr);
}

static int count_runs(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	(void)reterr;
	*(double *)context += sum->use.runs;
	return FRUGAL_VISIT_ON;
}

static void describe_sums(struct compare_group *group, const struct use *use)
{
	const struct use_figure *figures[] = {&use->energy_wh, &use->carbon_g};
	for (int f = COMPARE_ENERGY; f <= COMPARE_CARBON; f++) {
		stat_describe_sums(figures[f]->runs, figures[f]->value, figures[f]->squares,
				   COMPARE_LEVEL, &group->of_figures[f]);
		group->common_low[f] = figures[f]->low;
		group->common_high[f] = figures[f]->high;
	}
	stat_describe_sums(use->runs, use->duration_s / SECONDS_PER_HOUR,
			   use->duration_squares / (SECONDS_PER_HOUR * SECONDS_PER_HOUR),
			   COMPARE_LEVEL, &group->of_figures[COMPARE_DURATION]);
}

static void take_out(struct use_figure *of, const struct run_record *run, enum compare_figure f)
{
	struct compare_common one = {0};
	compare_common_add(&one, run, f);
	if (!run_figure_find(run, compare_figure_names[f], "share"))
		return;
	of->runs--;
	of->value -= one.value;
	of->squares -= one.value * one.value;
	of->low -= one.low;
	of->high -= one.high;
}

static int subtract_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct selection_of *of = context;
	double h = duration_h(run->duration);
	(void)reterr;
	if (!of->keeps_failed && is_failure(use_end_of(run), use_outcome_of(run)))
		return FRUGAL_VISIT_ON;
	of->group->shared++;
	of->use.runs--;
	of->use.duration_s -= run->duration.s;
	of->use.duration_squares -= h * h * SECONDS_PER_HOUR * SECONDS_PER_HOUR;
	take_out(&of->use.energy_wh, run, COMPARE_ENERGY);
	take_out(&of->use.carbon_g, run, COMPARE_CARBON);
	add_further(&of->use, run, -1);
	return FRUGAL_VISIT_ON;
}

/* Takes the runs that are compared with a baseline out of its sums. */
static int leave_out(struct ledger *ledger, const struct run_filter *filter,
		     struct selection_of *of, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; of->without && r == 0 && i < of->without->n; i++) {
		struct run_filter one = *filter;
		one.id = of->without->items[i];
		r = ledger_list(ledger, &one, RUN_FIGURES, subtract_run, of, reterr);
	}
	return r;
}

static int read_values(struct ledger *ledger, const struct run_filter *filter,
		       struct selection_of *of, struct frugal_error *reterr)
{
	struct compare_group *ret = of->group;
	forget_places(ret);
	ret->per_run = (struct use){0};
	int r = ledger_list(ledger, filter, of->metric ? RUN_WHOLE : RUN_FIGURES, add_run, of,
			    reterr);
	ret->runs = ret->ids.n;
	for (int f = 0; f < COMPARE_FIGURES; f++)
		stat_describe(ret->figures[f].x, ret->figures[f].n, COMPARE_LEVEL,
			      &ret->of_figures[f]);
	return r;
}

/* Independent errors add by their squares: that of the mean over repeats and the common one. */
static void spread(struct compare_group *group)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct stat_summary *s = &group->of_figures[f];
		double n = (double)s->n, mean = s->mean;
		double half = s->n > 1 ? s->high - mean : 0;
		group->common_low[f] =
			f == COMPARE_DURATION || !s->n ? mean : group->common_low[f] / n;
		group->common_high[f] =
			f == COMPARE_DURATION || !s->n ? mean : group->common_high[f] / n;
		group->low[f] = mean - hypot(half, mean - group->common_low[f]);
		group->high[f] = mean + hypot(half, group->common_high[f] - mean);
	}
}

static int read_points(struct ledger *ledger, const struct run_filter *filter, const char *metric,
		       struct compare_group *ret, struct frugal_error *reterr)
{
	struct point_sums points;
	int r = ledger_points(ledger, filter, metric, &points, reterr);
	const struct stat_sums sums = {points.n,  points.x,  points.y,
				       points.xx, points.xy, points.yy};
	stat_describe_sums(points.n, points.y, points.yy, COMPARE_LEVEL, &ret->of_quality);
	stat_cloud_of_sums(&sums, &ret->cloud);
	return r;
}

static size_t whole(double runs)
{
	return (size_t)(runs + 0.5);
}

/* Counts the interrupted runs of the words: a part of a job is not comparable with a whole one. */
static int count_interrupted(struct ledger *ledger, const struct run_filter *finished,
			     struct compare_group *ret, struct frugal_error *reterr)
{
	struct run_filter filter = *finished;
	double runs = 0;
	if (filter.statuses != RUN_STATUS_BIT(RUN_FINISHED) || filter.outcome != RUN_ANY_OUTCOME)
		return 0;
	filter.statuses = RUN_STATUS_BIT(RUN_INTERRUPTED);
	int r = ledger_sum(ledger, &filter, 0, count_runs, &runs, reterr);
	ret->interrupted = whole(runs);
	return r;
}

static int nothing_finished(const struct selection *selection, size_t interrupted,
			    struct frugal_error *reterr)
{
	if (!interrupted)
		return selection_is_empty(selection->label, reterr);
	error_set(reterr, FRUGAL_EUSAGE,
		  _("'%s' has no finished run (interrupted runs left out: %zu)"), selection->label,
		  interrupted);
	return error_todo(reterr, "%s", "frugal runs");
}

/* One by one; a baseline that has no other run is read whole. */
static int read_held(struct ledger *ledger, const struct run_filter *filter,
		     struct selection_of *of, struct frugal_error *reterr)
{
	int r = read_values(ledger, filter, of, reterr);
	if (r < 0 || of->group->runs || !of->group->shared)
		return r;
	of->group->is_itself = true;
	of->group->shared = 0;
	of->without = NULL;
	return read_values(ledger, filter, of, reterr);
}

static int read_summed(struct ledger *ledger, const struct run_filter *filter,
		       struct selection_of *of, struct frugal_error *reterr)
{
	struct compare_group *group = of->group;
	int r = leave_out(ledger, filter, of, reterr);
	group->runs = whole(of->use.runs);
	describe_sums(group, &of->use);
	group->per_run = of->use;
	of->wh = of->use.energy_wh.value;
	of->measured_wh = of->use.measured_wh;
	return r == 0 && of->metric ? read_points(ledger, filter, of->metric, group, reterr) : r;
}

static int tally(struct ledger *ledger, const struct run_filter *filter, struct selection_of *of,
		 struct frugal_error *reterr)
{
	forget_places(of->group);
	of->use = (struct use){0};
	of->failed = 0;
	return ledger_sum(ledger, filter, USE_END | USE_OUTCOME | USE_MACHINE | USE_ZONE, add_sum,
			  of, reterr);
}

static int read_group(struct ledger *ledger, const struct selection *selection,
		      const struct compare_question *question, struct compare_group *ret,
		      struct frugal_error *reterr)
{
	const struct run_filter *filter = &selection->filter;
	struct selection_of of = {.metric = question->metric,
				  .without = question->without,
				  .group = ret,
				  .keeps_failed = asks_for_failed(filter)};
	int r = tally(ledger, filter, &of, reterr);
	if (r == 0 && of.use.runs < 1 && of.failed >= 1) {
		/* They are shown, and judge nothing. */
		of.keeps_failed = true;
		r = tally(ledger, filter, &of, reterr);
	}
	if (r == 0)
		r = count_interrupted(ledger, filter, ret, reterr);
	ret->failed = whole(of.failed);
	ret->has_failed = of.keeps_failed && ret->failed;
	if (r == 0 && of.use.runs < 1)
		return question->or_none && ret->interrupted
			       ? 0
			       : nothing_finished(selection, ret->interrupted, reterr);
	/* The kept points of a metric have neither moments nor hosts. */
	bool apart = of.metric && (filter->since_us || filter->until_us || filter->host);
	ret->summed = whole(of.use.runs) > COMPARE_MOST_HELD && !apart;
	if (r == 0)
		r = ret->summed ? read_summed(ledger, filter, &of, reterr)
				: read_held(ledger, filter, &of, reterr);
	ret->measured_share = share_of(of.measured_wh, of.wh);
	return r;
}

struct naming {
	struct compare_group *group;
	int digits;
};

static int name_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	const struct naming *naming = context;
	char name[64];
	(void)reterr;
	if (!run->name[0])
		return FRUGAL_VISIT_STOP;
	(void)snprintf(name, sizeof(name), "%s", run->name);
	name[str_utf8_valid(str_of(name))] = '\0'; /* not cut within a letter */
	(void)snprintf(naming->group->title, sizeof(naming->group->title), "%s (%.*s)", name,
		       naming->digits, run->id);
	return FRUGAL_VISIT_STOP;
}

/* "small (7c1e)" rather than the digits alone. */
static int name_group(struct ledger *ledger, const struct selection *selection,
		      struct compare_group *ret, struct frugal_error *reterr)
{
	const struct run_filter one = {.id = selection->id};
	struct naming naming = {.group = ret};
	size_t digits;
	(void)snprintf(ret->title, sizeof(ret->title), "%s", ret->label);
	if (!selection->id[0])
		return 0;
	int r = ledger_short_id(ledger, selection->id, &digits, reterr);
	naming.digits = r == 0 ? (int)digits : 0;
	return r == 0 ? ledger_list(ledger, &one, RUN_HEAD, name_run, &naming, reterr) : r;
}

int compare_read(struct ledger *ledger, const char *label, const struct compare_question *question,
		 struct compare_group *ret, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct selection selection;
	*ret = (struct compare_group){.label = label, .measured_share = NAN};
	for (int f = 0; f < COMPARE_FIGURES; f++)
		stat_describe(NULL, 0, COMPARE_LEVEL, &ret->of_figures[f]);
	int r = selection_read(ledger, label, question->within, &arena, &selection, reterr);
	if (r == 0)
		r = name_group(ledger, &selection, ret, reterr);
	if (r == 0)
		r = read_group(ledger, &selection, question, ret, reterr);
	if (!ret->summed) {
		stat_describe(ret->quality.x, ret->quality.n, COMPARE_LEVEL, &ret->of_quality);
		(void)stat_cloud_of_log(ret->cost_of_quality.x, ret->quality.x, ret->quality.n,
					&ret->cloud);
	}
	spread(ret);
	divide_further(&ret->per_run);
	arena_release(&arena);
	if (r < 0)
		compare_release(ret);
	return r;
}

void compare_release(struct compare_group *group)
{
	for (int f = 0; f < COMPARE_FIGURES; f++)
		mem_free(group->figures[f].x);
	mem_free(group->quality.x);
	mem_free(group->cost_of_quality.x);
	mem_free(group->ids.items);
	forget_places(group);
	*group = (struct compare_group){.label = group->label};
}
