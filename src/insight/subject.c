/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Converts a group from its units (Wh, g, s) to those of forms (kWh, g, hours), and copies the
 * names of its machines and zones. It sums nothing.
 */
#include "insight/subject.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"

static size_t whole(double runs)
{
	return (size_t)(runs + 0.5);
}

struct form_amount form_amount_of(const struct use_figure *figure, double scale)
{
	return (struct form_amount){figure->value * scale, figure->low * scale,
				    figure->high * scale, whole(figure->runs)};
}

static struct form_use use_of(const char *phase, const struct group_sum *sum, int64_t from_us)
{
	const struct use *use = &sum->use;
	struct form_use ret = {
		.phase = phase,
		.runs = whole(use->runs),
		.energy_kwh = form_amount_of(&use->energy_wh, 1 / WH_PER_KWH),
		.carbon_g = form_amount_of(&use->carbon_g, 1),
		.embodied_g = form_amount_of(&use->embodied_g, 1),
		.water_l = form_amount_of(&use->criteria[USE_WATER], 1),
		.it_kwh = sum->it_wh / WH_PER_KWH,
		.measured_kwh = use->measured_wh / WH_PER_KWH,
		.hours = use->duration_s / SECONDS_PER_HOUR,
		.from_us = from_us,
	};
	for (size_t i = 0; i < USE_CRITERIA; i++)
		ret.criteria[i] = form_amount_of(&use->criteria[i], 1);
	return ret;
}

static struct form_boards boards_of(const struct group_boards *boards)
{
	return (struct form_boards){.runs = boards->runs,
				    .n = boards->n,
				    .wh = {boards->wh, boards->low, boards->high, boards->runs},
				    .least_wh = boards->least_wh,
				    .most_wh = boards->most_wh,
				    .modelled = boards->modelled,
				    .names = boards->names,
				    .devices = boards->devices,
				    .n_devices = boards->n_devices,
				    .some_unknown = boards->some_unknown};
}

/* A PUE of the runs is in their figures already, and the form reads it there. */
static double stated_beside(const struct stated *said)
{
	return said->by == STATED_BY_RUNS ? (double)NAN : said->value;
}

/* The zones of the runs of a phase: those of the group are not those of each phase. */
static int add_zones(struct arena *arena, const struct run_group *group, struct form_use *to,
		     struct frugal_error *reterr)
{
	struct form_zone *zones = arena_array(arena, group->n_cells + 1, sizeof(*zones));
	size_t n = 0;
	if (!zones)
		return error_nomem(reterr);
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_cell *cell = &group->cells[i];
		size_t at = 0;
		if (strcmp(cell->phase, to->phase) != 0)
			continue;
		while (at < n && strcmp(zones[at].name, cell->zone) != 0)
			at++;
		if (at == n)
			zones[n++] = (struct form_zone){cell->zone, 0};
		zones[at].energy_kwh += cell->sum.use.energy_wh.value / WH_PER_KWH;
	}
	to->zones = zones;
	to->n_zones = n;
	return 0;
}

/* What the runs of a phase ran on. */
static int add_hardware(struct arena *arena, const struct run_group *group, struct form_use *to,
			struct frugal_error *reterr)
{
	const struct group_runs *runs = &group->runs;
	const char **machines = arena_array(arena, group->n_cells + 1, sizeof(*machines));
	size_t n = 0;
	if (!machines)
		return error_nomem(reterr);
	for (size_t i = 0; i < group->n_cells; i++) {
		const struct group_cell *cell = &group->cells[i];
		size_t at = 0;
		if (strcmp(cell->phase, to->phase) != 0)
			continue;
		while (at < n && strcmp(machines[at], cell->machine) != 0)
			at++;
		if (at == n)
			machines[n++] = cell->machine;
	}
	for (size_t i = 0; i < runs->n_hardware; i++)
		if (strcmp(runs->hardware[i].phase, to->phase) == 0 && runs->hardware[i].runs)
			to->hardware = &runs->hardware[i];
	to->machines = machines;
	to->n_machines = n;
	return 0;
}

int subject_of_group(struct context *context, const struct run_group *group,
		     struct form_subject *ret, struct frugal_error *reterr)
{
	static const char *const by[] = {"", "runs", "register", "option"};
	const struct group_runs *runs = &group->runs;
	struct form_use *phases =
		arena_array(&context->arena, group->phases.n + 1, sizeof(*phases));
	if (!phases)
		return error_nomem(reterr);
	for (size_t i = 0; i < group->phases.n; i++) {
		const struct group_row *row = &group->phases.items[i];
		phases[i] = use_of(row->key, &row->sum, row->from_us);
		int r = add_zones(&context->arena, group, &phases[i], reterr);
		if (r == 0)
			r = add_hardware(&context->arena, group, &phases[i], reterr);
		if (r < 0)
			return r;
	}
	*ret = (struct form_subject){
		.name = group->label,
		.phases = phases,
		.n_phases = group->phases.n,
		.all = use_of("", &group->all, runs->from_us),
		.zone = runs->zones,
		.some_unzoned = runs->some_unzoned,
		.hardware = runs->machines,
		.machines = runs->n_machines,
		.from_us = runs->from_us,
		.to_us = runs->to_us,
		.spans = group->spans,
		.flop = NAN,
		.units = group->units.value,
		.unit_name = group->unit_name[0] ? group->unit_name : NULL,
		.served = use_of("inference", &group->served, 0),
		.gaps = runs->gaps,
		.n_gaps = runs->n_gaps,
		.least_pue = group->pue.by <= STATED_BY_RUNS ? runs->least_pue : 0,
		.most_pue = group->pue.by <= STATED_BY_RUNS ? runs->most_pue : 0,
		.pue_by = by[group->pue.by],
		.version = FRUGAL_VERSION,
		.numbers = context->numbers,
		.lang = context->lang,
		.boards = boards_of(&runs->boards),
		.accuracy = runs->accuracy,
		.epochs = runs->epochs,
		.stated = {.pue = stated_beside(&group->pue),
			   .wue_l_per_kwh = group->wue_l_per_kwh.value,
			   .renewable = group->renewable.value,
			   .it_kwh = NAN,
			   .site_kwh = NAN,
			   .water_l = NAN,
			   .reused_kwh = NAN,
			   .parameters = NAN,
			   .tokens = NAN,
			   .journey = NAN},
		.written_us = context->now_s * US_PER_SECOND,
	};
	return 0;
}
