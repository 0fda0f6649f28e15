/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds what options and the register of services give about a group, but for the PUE
 * (group_pue.c). WUE and renewable share of the register count when all runs of the group have the
 * same service; its units count when the group has all inference of the service, since they are
 * units of all of it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "insight/group_inside.h"
#include "quantity/quantity.h"
#include "record/words.h"

/* ---- the service ---------------------------------------------------------------------------- */

/* The one service of the runs that have any; NULL: none or several. */
static const char *only_service(const struct run_group *group)
{
	const char *only = group->which.filter.service;
	for (size_t i = 0; i < group->n_cells; i++) {
		const char *id = group->cells[i].service;
		if (!id[0])
			continue;
		if (only && strcmp(only, id) != 0)
			return NULL;
		only = id;
	}
	return only && only[0] ? only : NULL;
}

static bool all_of_service(const struct run_group *group)
{
	for (size_t i = 0; i < group->n_cells; i++)
		if (strcmp(group->cells[i].service, group->service.id) != 0)
			return false;
	return true;
}

int group_fact_number(const struct service *service, const char *key, const char *unit_name,
		      double *ret, struct frugal_error *reterr)
{
	const char *text = service_fact(service, key);
	struct quantity quantity;
	struct unit unit;
	*ret = NAN;
	if (!text[0])
		return 0;
	int r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r == 0)
		r = quantity_parse_as(str_of(text), key, unit, unit_name, BARE_REFUSED, &quantity,
				      reterr);
	if (r == 0)
		*ret = quantity.value / unit.scale;
	return r;
}

static struct stated stated_of(double option, double fact)
{
	return !isnan(option) ? (struct stated){option, STATED_BY_OPTION}
	       : !isnan(fact) ? (struct stated){fact, STATED_BY_REGISTER}
			      : (struct stated){NAN, STATED_NOWHERE};
}

int group_find_service(struct gathering *of)
{
	struct run_group *group = of->to;
	const struct group_question *question = of->question;
	const char *id = only_service(group);
	double wue = NAN, renewable = NAN;
	int r = id ? ledger_get_service(of->ledger, id, &group->service, of->reterr) : 0;
	if (r < 0)
		return r;
	group->has_service = group->service.id != NULL;
	if (group->has_service && !question->as_kept && all_of_service(group)) {
		r = group_fact_number(&group->service, "wue", "L/kWh", &wue, of->reterr);
		if (r == 0)
			r = group_fact_number(&group->service, "renewable", "1", &renewable,
					      of->reterr);
	}
	group->wue_l_per_kwh = stated_of(question->wue_l_per_kwh, wue);
	group->renewable = stated_of(question->renewable, renewable);
	return r;
}

/* ---- units ---------------------------------------------------------------------------------- */

static const char *month_of(const struct group_cell *cell)
{
	return cell->month;
}

static int by_month(const void *a, const void *b)
{
	return strcmp(((const struct group_month *)a)->month,
		      ((const struct group_month *)b)->month);
}

static struct group_month *month_called(struct run_group *group, const char *month)
{
	for (size_t i = 0; i < group->n_served_months; i++)
		if (strcmp(group->served_months[i].month, month) == 0)
			return &group->served_months[i];
	struct group_month *added = &group->served_months[group->n_served_months++];
	*added = (struct group_month){.month = month, .units = NAN, .expected = NAN};
	return added;
}

static int make_months(struct gathering *of, bool stated)
{
	struct run_group *group = of->to;
	const struct service *service = &group->service;
	size_t most = group->n_cells + (stated ? service->n_months : 0);
	group->served_months = arena_array(of->arena, most + 1, sizeof(*group->served_months));
	if (!group->served_months)
		return error_nomem(of->reterr);
	for (size_t i = 0; i < group->n_cells; i++)
		if (group_inference(&group->cells[i]))
			use_add(&month_called(group, month_of(&group->cells[i]))->use,
				&group->cells[i].sum.use);
	for (size_t i = 0; stated && i < service->n_months; i++) {
		struct group_month *month = month_called(group, service->months[i].month);
		month->units = service->months[i].units;
		month->expected = service->months[i].expected;
	}
	qsort(group->served_months, group->n_served_months, sizeof(*group->served_months),
	      by_month);
	return 0;
}

static bool is_served(const struct group_month *month)
{
	return month->units > 0 && month->use.energy_wh.runs > 0;
}

/* What the runs of inference used in the months that have units, or all of them. */
static void sum_served(struct run_group *group, bool of_months)
{
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_cell *cell = &group->cells[i];
		if (group_inference(cell) &&
		    (!of_months || is_served(month_called(group, cell->month))))
			group_sum_add(&group->served, &cell->sum);
	}
}

static int add_runs(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	double *runs = context;
	(void)reterr;
	if (run_phase_role(sum->phase) == PHASE_USE)
		*runs += sum->use.runs;
	return FRUGAL_VISIT_ON;
}

/* Whether the group has all inference of the service. */
static int has_all_inference(struct gathering *of, bool *ret)
{
	struct run_group *group = of->to;
	const struct run_filter filter = {.service = group->service.id};
	double runs = 0;
	int r = ledger_sum(of->ledger, &filter, USE_PHASE, add_runs, &runs, of->reterr);
	struct group_sum ours = group_sum_of(group, group_inference);
	*ret = r == 0 && fabs(runs - ours.use.runs) < 0.5;
	return r;
}

int group_count_units(struct gathering *of)
{
	struct run_group *group = of->to;
	const struct group_question *question = of->question;
	bool stated = false;
	double units = 0;
	int r = group->has_service ? has_all_inference(of, &stated) : 0;
	if (r == 0)
		r = make_months(of, stated);
	if (r < 0)
		return r;
	for (size_t i = 0; i < group->n_served_months; i++)
		if (is_served(&group->served_months[i]))
			units += group->served_months[i].units;
	group->units = stated_of(question->units, units > 0 ? units : (double)NAN);
	if (group->units.by != STATED_NOWHERE)
		sum_served(group, group->units.by == STATED_BY_REGISTER);
	group->unit_name = question->unit_name  ? question->unit_name
			   : group->has_service ? service_fact(&group->service, "unit")
						: "";
	return 0;
}
