/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts the site into the figures of each cell of a group: the WUE of the group, and one PUE: the
 * given one, else that of the register for the service of the cell, else the one that its runs were
 * recorded with. A cell has one service, so that the figures of a run do not depend on the runs
 * that it is grouped with.
 */
#include <math.h>
#include <string.h>

#include "insight/group_inside.h"

#define SAME_PUE 0.01 /* largest difference of two values of one ratio */
#define SOME_PUE 1.005
#define NO_CHANGE 1e-6 /* largest difference of two figures that are the same */

/* ---- the register --------------------------------------------------------------------------- */

static struct group_pue *pue_of_service(const struct run_group *group, const char *id)
{
	for (size_t i = 0; i < group->pues.n; i++)
		if (strcmp(group->pues.items[i].service, id) == 0)
			return &group->pues.items[i];
	return NULL;
}

/* Adds the service with its PUE, NaN where the register has none. */
static int add_service(struct gathering *of, const char *id)
{
	struct group_pues *pues = &of->to->pues;
	struct service service = {0};
	double pue = NAN;
	int r = ledger_get_service(of->ledger, id, &service, of->reterr);
	if (r == 0 && service.id)
		r = group_fact_number(&service, "pue", "1", &pue, of->reterr);
	if (service.id)
		service_release(&service);
	pues->items[pues->n++] = (struct group_pue){.service = id, .pue = pue};
	return r;
}

static void drop_unknown(struct group_pues *pues)
{
	size_t n = 0;
	for (size_t i = 0; i < pues->n; i++)
		if (!isnan(pues->items[i].pue))
			pues->items[n++] = pues->items[i];
	pues->n = n;
}

int group_find_pue(struct gathering *of)
{
	struct run_group *group = of->to;
	group->pue = (struct stated){NAN, STATED_NOWHERE};
	if (!isnan(of->question->pue)) {
		group->pue = (struct stated){of->question->pue, STATED_BY_OPTION};
		return 0;
	}
	if (of->question->as_kept)
		return 0;
	group->pues.items = arena_array(of->arena, group->n_cells + 1, sizeof(*group->pues.items));
	int r = group->pues.items ? 0 : error_nomem(of->reterr);
	for (size_t i = 0; r == 0 && i < group->n_cells; i++) {
		const char *id = group->cells[i].service;
		if (id[0] && !pue_of_service(group, id))
			r = add_service(of, id);
	}
	drop_unknown(&group->pues);
	if (group->pues.n)
		group->pue.by = STATED_BY_REGISTER;
	return r;
}

/* ---- into the figures ----------------------------------------------------------------------- */

static void scale_figure(struct use_figure *figure, double factor)
{
	figure->value *= factor;
	figure->low *= factor;
	figure->high *= factor;
	figure->squares *= factor * factor;
}

static void add_times(struct use_figure *to, const struct use_figure *more, double times)
{
	to->value += times * more->value;
	to->low += times * more->low;
	to->high += times * more->high;
}

/*
 * What is of electricity grows with the site; the machines' share does not, nor the water of the
 * site, which is in that of all.
 */
static void scale_use(struct use *use, double factor)
{
	scale_figure(&use->energy_wh, factor);
	scale_figure(&use->carbon_g, factor);
	scale_figure(&use->criteria[USE_ADPE], factor);
	scale_figure(&use->criteria[USE_PRIMARY_ENERGY], factor);
	scale_figure(&use->criteria[USE_WATER], factor);
	add_times(&use->criteria[USE_WATER], &use->criteria[USE_SITE_WATER], 1 - factor);
	use->measured_wh *= factor;
	use->marginal_wh *= factor;
}

static void note_pue(struct group_runs *runs, double least, double most, bool *first)
{
	runs->least_pue = *first ? least : fmin(runs->least_pue, least);
	runs->most_pue = *first ? most : fmax(runs->most_pue, most);
	*first = false;
}

/*
 * The least and the most that a run has; 1 and 1 where they were not looked at. Of the runs of a
 * cell that were too many to read, their mean counts.
 */
static void kept_pue(struct gathering *of)
{
	struct group_runs *runs = &of->to->runs;
	bool first = true;
	runs->least_pue = runs->most_pue = 1;
	for (size_t i = 0; i < of->n_places; i++) {
		const struct group_seen *seen = &of->seen[i];
		if (!(seen->most_pue > 0))
			continue;
		note_pue(runs, seen->least_pue, seen->most_pue, &first);
	}
	for (size_t i = 0; of->n_places && i < of->to->n_cells; i++) {
		const struct group_cell *cell = &of->to->cells[i];
		double mean = cell->sum.use.energy_wh.value / cell->sum.it_wh;
		if (cell->sum.it_wh > 0 && cell->sum.use.runs > (double)of->seen[cell->place].runs)
			note_pue(runs, mean, mean, &first);
	}
}

static void use_pue(struct group_sum *sum, double pue, struct group_pue *of_service)
{
	double kept = sum->use.energy_wh.value;
	if (isnan(pue) || !(sum->it_wh > 0) || !(kept > 0))
		return;
	double factor = pue * sum->it_wh / kept;
	if (of_service)
		of_service->changes |= fabs(factor - 1) > NO_CHANGE;
	scale_use(&sum->use, factor);
}

/*
 * The water of the site by the WUE of the group, in the place of the runs' own. The energy of the
 * machines is that of all runs of a cell with an energy: where some of these have no water of their
 * electricity, the cell has none.
 */
static void use_wue(struct group_sum *sum, double l_per_kwh)
{
	const struct use_figure *energy = &sum->use.energy_wh;
	struct use_figure *water = &sum->use.criteria[USE_WATER];
	struct use_figure *site = &sum->use.criteria[USE_SITE_WATER];
	const double l = l_per_kwh * sum->it_wh / WH_PER_KWH;
	if (isnan(l_per_kwh) || !(energy->runs > 0) || !(energy->value > 0))
		return;
	add_times(water, site, -1);
	*site = (struct use_figure){.runs = energy->runs,
				    .value = l,
				    .low = l * (energy->low / energy->value),
				    .high = l * (energy->high / energy->value)};
	add_times(water, site, 1);
	if (water->runs < energy->runs - 0.5)
		*water = (struct use_figure){0};
}

/* The PUE of the register for all cells; NaN: they differ, or some have none. */
static double common_pue(const struct run_group *group)
{
	double common = NAN;
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_pue *one = pue_of_service(group, group->cells[i].service);
		if (!one || (i > 0 && fabs(one->pue / common - 1) > NO_CHANGE))
			return NAN;
		common = i > 0 ? common : one->pue;
	}
	return common;
}

static void put_pue(struct gathering *of)
{
	struct run_group *group = of->to;
	const struct group_runs *runs = &group->runs;
	if (group->pue.by == STATED_NOWHERE) {
		if (runs->most_pue > SOME_PUE &&
		    fabs(runs->least_pue / runs->most_pue - 1) <= SAME_PUE)
			group->pue = (struct stated){runs->most_pue, STATED_BY_RUNS};
		return;
	}
	for (size_t i = 0; i < group->n_cells; i++) {
		struct group_cell *cell = &group->cells[i];
		struct group_pue *own = pue_of_service(group, cell->service);
		use_pue(&cell->sum, own ? own->pue : group->pue.value, own);
	}
	if (group->pue.by == STATED_BY_REGISTER)
		group->pue.value = common_pue(group);
}

void group_use_site(struct gathering *of)
{
	struct run_group *group = of->to;
	kept_pue(of);
	put_pue(of);
	for (size_t i = 0; i < group->n_cells; i++)
		use_wue(&group->cells[i].sum, group->wue_l_per_kwh.value);
}

/* ---- figures as recorded -------------------------------------------------------------------- */

static int add_left(struct group_pues *to, const struct group_pue *one, struct arena *arena,
		    struct frugal_error *reterr)
{
	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->items[i].service, one->service) == 0)
			return 0;
	struct group_pue *items = arena_array(arena, to->n + 1, sizeof(*items));
	const char *service = arena_strdup(arena, one->service);
	if (!items || !service)
		return error_nomem(reterr);
	if (to->n)
		memcpy(items, to->items, to->n * sizeof(*items));
	items[to->n] = *one;
	items[to->n].service = service;
	to->items = items;
	to->n++;
	return 0;
}

struct search {
	struct ledger *ledger;
	bool found;
};

static int has_pue(void *context, const char *id, struct frugal_error *reterr)
{
	struct search *search = context;
	struct service service;
	int r = ledger_get_service(search->ledger, id, &service, reterr);
	if (r < 0)
		return r;
	search->found = service.id && service_fact(&service, "pue")[0];
	service_release(&service);
	return search->found ? FRUGAL_VISIT_STOP : FRUGAL_VISIT_ON;
}

/* The group is read only where some service has a PUE: single runs take long to read. */
int group_pues_left(struct ledger *ledger, const char *label, const struct run_filter *filter,
		    struct arena *arena, struct group_pues *to, struct frugal_error *reterr)
{
	struct group_question question = group_question_of(label);
	struct run_group group;
	struct search search = {.ledger = ledger};
	question.filter = filter;
	int r = ledger_services(ledger, has_pue, &search, reterr);
	if (r < 0 || !search.found)
		return r;
	r = group_read_any(ledger, &question, arena, &group, reterr);
	for (size_t i = 0; r == 0 && i < group.pues.n; i++)
		if (group.pues.items[i].changes)
			r = add_left(to, &group.pues.items[i], arena, reterr);
	group_release(&group);
	return r;
}
