/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds a group from the sums of the ledger by phase, outcome, zone, machine, month and service:
 * these are its cells, and every other sum adds cells. group_runs.c reads what only single runs
 * contain, group_service.c what the register contains.
 */
#include "insight/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "insight/group_inside.h"
#include "record/words.h"

#define CELL_KEYS                                                                                  \
	(USE_PHASE | USE_OUTCOME | USE_END | USE_ZONE | USE_MACHINE | USE_MONTH | USE_SERVICE)

struct group_question group_question_of(const char *label)
{
	return (struct group_question){
		.label = label, .pue = NAN, .wue_l_per_kwh = NAN, .renewable = NAN, .units = NAN};
}

/* ---- sums ----------------------------------------------------------------------------------- */

unsigned char group_quality_weaker(unsigned char a, unsigned char b)
{
	return a > b ? a : b;
}

const char *group_quality_name(unsigned char quality)
{
	return quality && quality != GROUP_QUALITY_UNKNOWN
		       ? frugal_quality_name((enum frugal_quality)(quality - 1))
		       : NULL;
}

void group_sum_add(struct group_sum *to, const struct group_sum *more)
{
	use_add(&to->use, &more->use);
	to->quality.energy = group_quality_weaker(to->quality.energy, more->quality.energy);
	to->quality.carbon = group_quality_weaker(to->quality.carbon, more->quality.carbon);
	to->quality.embodied = group_quality_weaker(to->quality.embodied, more->quality.embodied);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		to->quality.criteria[i] =
			group_quality_weaker(to->quality.criteria[i], more->quality.criteria[i]);
	to->it_wh += more->it_wh;
}

struct group_sum group_sum_of(const struct run_group *group, group_fits *fits)
{
	struct group_sum sum = {0};
	for (size_t i = 0; i < group->n_cells; i++)
		if (fits(&group->cells[i]))
			group_sum_add(&sum, &group->cells[i].sum);
	return sum;
}

bool group_failed(const struct group_cell *cell)
{
	return cell->end != END_OK || strcmp(cell->outcome, "failed") == 0;
}

bool group_shipped(const struct group_cell *cell)
{
	return !group_failed(cell) && strcmp(cell->outcome, RUN_OUTCOME_SHIPPED) == 0;
}

bool group_abandoned(const struct group_cell *cell)
{
	return !group_failed(cell) && cell->outcome[0] && !group_shipped(cell);
}

bool group_untold(const struct group_cell *cell)
{
	return !group_failed(cell) && !cell->outcome[0];
}

bool group_before(const struct group_cell *cell)
{
	return run_phase_role(cell->phase) == PHASE_BEFORE;
}

bool group_final(const struct group_cell *cell)
{
	return !group_failed(cell) && !group_before(cell);
}

bool group_early(const struct group_cell *cell)
{
	return !group_failed(cell) && group_before(cell);
}

bool group_inference(const struct group_cell *cell)
{
	return run_phase_role(cell->phase) == PHASE_USE;
}

bool group_others(const struct group_cell *cell)
{
	return !group_inference(cell);
}

const struct group_sum *group_phase(const struct run_group *group, const char *phase)
{
	for (size_t i = 0; i < group->phases.n; i++)
		if (strcmp(group->phases.items[i].key, phase) == 0)
			return &group->phases.items[i].sum;
	return NULL;
}

struct use_figure group_carbon_and_embodied(const struct use *use)
{
	struct use_figure sum = use->carbon_g;
	if (!group_is_whole(&use->embodied_g, use->carbon_g.runs) ||
	    !group_is_whole(&use->carbon_g, use->embodied_g.runs) ||
	    (use->runs > 0 && !(use->carbon_g.runs > 0)))
		return (struct use_figure){.value = NAN, .low = NAN, .high = NAN};
	sum.value += use->embodied_g.value;
	sum.low += use->embodied_g.low;
	sum.high += use->embodied_g.high;
	return sum;
}

bool group_is_whole(const struct use_figure *figure, double runs)
{
	return figure->runs > runs - 0.5;
}

double group_value(const struct use_figure *figure, double runs)
{
	return runs > 0 && !(figure->runs > 0) ? (double)NAN : figure->value;
}

struct use_figure group_per(const struct use_figure *figure, double runs, double n)
{
	if (!(n > 0) || !(figure->runs > 0) || !group_is_whole(figure, runs))
		return (struct use_figure){.value = NAN, .low = NAN, .high = NAN};
	return (struct use_figure){.runs = figure->runs,
				   .value = figure->value / n,
				   .low = figure->low / n,
				   .high = figure->high / n};
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const char *phase_of(const struct group_cell *cell)
{
	return cell->phase;
}

static const char *zone_of(const struct group_cell *cell)
{
	return cell->zone;
}

static const char *machine_of(const struct group_cell *cell)
{
	return cell->machine;
}

static const char *month_of(const struct group_cell *cell)
{
	return cell->month;
}

int group_rows_by(struct gathering *of, cell_key *key, struct group_rows *ret)
{
	const struct run_group *group = of->to;
	ret->n = 0;
	ret->items = arena_array(of->arena, group->n_cells + 1, sizeof(*ret->items));
	if (!ret->items)
		return error_nomem(of->reterr);
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_cell *cell = &group->cells[i];
		size_t k = 0;
		while (k < ret->n && strcmp(ret->items[k].key, key(cell)) != 0)
			k++;
		if (k == ret->n)
			ret->items[ret->n++] =
				(struct group_row){.key = key(cell), .from_us = cell->from_us};
		struct group_row *row = &ret->items[k];
		group_sum_add(&row->sum, &cell->sum);
		row->from_us = cell->from_us && cell->from_us < row->from_us ? cell->from_us
									     : row->from_us;
	}
	return 0;
}

/* In the order of a model's life. */
static int by_life(const void *a, const void *b)
{
	const char *x = ((const struct group_row *)a)->key, *y = ((const struct group_row *)b)->key;
	size_t i = run_phase_place(x), k = run_phase_place(y);
	return i != k ? (i > k) - (i < k) : strcmp(x, y);
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct group_row *)a)->key, ((const struct group_row *)b)->key);
}

static int make_rows(struct gathering *of)
{
	struct run_group *group = of->to;
	int r = group_rows_by(of, phase_of, &group->phases);
	if (r == 0)
		r = group_rows_by(of, zone_of, &group->zones);
	if (r == 0)
		r = group_rows_by(of, machine_of, &group->machines);
	if (r == 0)
		r = group_rows_by(of, month_of, &group->months);
	if (r < 0)
		return r;
	qsort(group->phases.items, group->phases.n, sizeof(*group->phases.items), by_life);
	qsort(group->months.items, group->months.n, sizeof(*group->months.items), by_key);
	for (size_t i = 0; i < group->n_cells; i++)
		group_sum_add(&group->all, &group->cells[i].sum);
	return 0;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static int add_cell(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	struct gathering *of = context;
	struct run_group *group = of->to;
	const struct {
		const char *from;
	} words[] = {{sum->phase},   {sum->outcome}, {sum->zone},
		     {sum->machine}, {sum->period},  {sum->service}};
	const char *kept[sizeof(words) / sizeof(*words)];
	if (!mem_grow(&group->cells, group->n_cells, &of->room, sizeof(*group->cells), 0))
		return error_nomem(reterr);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		kept[i] = arena_strdup(of->arena, words[i].from);
		if (!kept[i])
			return error_nomem(reterr);
	}
	group->cells[group->n_cells++] =
		(struct group_cell){.phase = kept[0],
				    .outcome = kept[1],
				    .zone = kept[2],
				    .machine = kept[3],
				    .month = kept[4],
				    .service = kept[5],
				    .end = sum->end,
				    .sum = {.use = sum->use, .it_wh = sum->use.machines_wh}};
	return FRUGAL_VISIT_ON;
}

static int read_cells(struct gathering *of)
{
	struct run_group *group = of->to;
	int r = ledger_sum(of->ledger, &group->which.filter, CELL_KEYS, add_cell, of, of->reterr);
	struct group_cell *kept = arena_array(of->arena, group->n_cells + 1, sizeof(*kept));
	if (r == 0 && !kept)
		r = error_nomem(of->reterr);
	if (kept && group->n_cells)
		memcpy(kept, group->cells, group->n_cells * sizeof(*kept));
	mem_free(group->cells);
	group->cells = kept;
	group->n_cells = kept ? group->n_cells : 0;
	return r;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int choose(struct gathering *of)
{
	struct run_group *group = of->to;
	const struct group_question *question = of->question;
	struct run_filter within = {0};
	if (question->filter)
		within = *question->filter;
	within.statuses = within.statuses ? within.statuses : SELECTION_ENDED;
	int r = selection_read(of->ledger, question->label, &within, of->arena, &group->which,
			       of->reterr);
	group->label = r == 0 ? group->which.label : "";
	return r;
}

int group_read_any(struct ledger *ledger, const struct group_question *question,
		   struct arena *arena, struct run_group *ret, struct frugal_error *reterr)
{
	struct gathering of = {.ledger = ledger,
			       .question = question,
			       .arena = arena,
			       .to = ret,
			       .reterr = reterr};
	*ret = (struct run_group){.unit_name = ""};
	int r = choose(&of);
	if (r == 0)
		r = read_cells(&of);
	if (r == 0)
		r = group_find_service(&of);
	if (r == 0)
		r = group_find_pue(&of);
	if (r == 0 && ret->n_cells && question->one_by_one)
		r = group_look_at_runs(&of);
	if (r == 0 && ret->n_cells && question->spans)
		r = group_find_spans(&of);
	if (r == 0)
		group_use_site(&of);
	if (r == 0)
		r = make_rows(&of);
	return r == 0 ? group_count_units(&of) : r;
}

int group_read(struct ledger *ledger, const struct group_question *question, struct arena *arena,
	       struct run_group *ret, struct frugal_error *reterr)
{
	int r = group_read_any(ledger, question, arena, ret, reterr);
	return r == 0 && !ret->n_cells ? selection_is_empty(ret->label, reterr) : r;
}

void group_release(struct run_group *group)
{
	if (group->has_service)
		service_release(&group->service);
	group->has_service = false;
}
