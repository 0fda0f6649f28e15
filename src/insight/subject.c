/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What runs used comes from the sums that the ledger keeps. What only their parts tell (the PUE
 * that is in them, accelerators, sensors) is read from the newest of them.
 */
#include "insight/subject.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "insight/group.h"
#include "meter/perimeter.h"
#include "record/run.h"
#include "record/words.h"
#include "store/default.h"
#include "store/sum.h"

#define MOST_PHASES 32
#define MOST_NAMES 16
#define MOST_READ 1000 /* runs whose parts are read */
#define J_PER_WH 3600
#define J_PER_KWH 3.6e6
#define WH_PER_KWH 1e3

/* A few names, each once, in the order in which they came. */
struct names {
	const char *items[MOST_NAMES];
	size_t n;
	bool more;
};

/* Of the runs that were read one by one. */
struct parts_read {
	size_t runs;
	double kwh, it_kwh;
	struct form_amount water_l;
};

struct gathering {
	struct arena *arena;
	struct form_use phases[MOST_PHASES];
	struct parts_read read[MOST_PHASES], read_all;
	size_t n_phases;
	struct form_use all;
	struct names zones, machines, boards;
	struct form_boards board_sums;
	const char *cpu_sensor;
	int64_t from_us, to_us;
};

static int add_name(struct gathering *to, struct names *names, const char *name,
		    struct frugal_error *reterr)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return 0;
	if (!name[0])
		return 0;
	if (names->n == MOST_NAMES) {
		names->more = true;
		return 0;
	}
	names->items[names->n] = arena_strdup(to->arena, name);
	return names->items[names->n++] ? 0 : error_nomem(reterr);
}

/* ---- sums ----------------------------------------------------------------------------------- */

static void add_amount(struct form_amount *to, const struct use_figure *figure, double scale)
{
	to->value += figure->value * scale;
	to->low += figure->low * scale;
	to->high += figure->high * scale;
}

static void add_use(struct form_use *to, const struct use *use)
{
	to->runs += (size_t)(use->runs + 0.5);
	to->making_runs += (size_t)(use->embodied_g.runs + 0.5);
	to->hours += use->duration_s / 3600;
	to->measured_kwh += use->measured_wh / WH_PER_KWH;
	add_amount(&to->energy_kwh, &use->energy_wh, 1 / WH_PER_KWH);
	add_amount(&to->carbon_g, &use->carbon_g, 1);
	add_amount(&to->embodied_g, &use->embodied_g, 1);
}

static size_t find_phase(const struct gathering *of, const char *phase)
{
	size_t i = 0;
	while (i < of->n_phases && strcmp(of->phases[i].phase, phase) != 0)
		i++;
	return i;
}

static int add_sum(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	struct gathering *to = context;
	size_t i = find_phase(to, sum->phase);
	if (i == to->n_phases && i < MOST_PHASES) {
		to->phases[i].phase = arena_strdup(to->arena, sum->phase);
		if (!to->phases[i].phase)
			return error_nomem(reterr);
		to->n_phases++;
	}
	if (i < MOST_PHASES)
		add_use(&to->phases[i], &sum->use);
	add_use(&to->all, &sum->use);
	int r = add_name(to, &to->zones, sum->zone, reterr);
	return r == 0 ? add_name(to, &to->machines, sum->machine, reterr) : r;
}

/* In the order of a model's life. */
static int by_life(const void *a, const void *b)
{
	size_t x = run_phase_place(((const struct form_use *)a)->phase);
	size_t y = run_phase_place(((const struct form_use *)b)->phase);
	return (x > y) - (x < y);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void add_water(struct form_amount *to, const struct run_record *run)
{
	const struct run_figure *figure = run_figure_find(run, "water", "share");
	struct unit unit, litre;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0 ||
	    unit_parse(STR("L"), &litre, NULL) < 0)
		return;
	double scale = unit.scale / litre.scale;
	to->value += figure->value * scale;
	to->low += figure->low * scale;
	to->high += figure->high * scale;
}

static void add_parts(struct parts_read *to, const struct run_record *run)
{
	const struct run_figure *energy = run_figure_find(run, "energy", "share");
	struct perimeter_energy machines;
	struct unit unit;
	double kwh = 0;
	if (energy && unit_parse(str_of(energy->unit), &unit, NULL) == 0)
		kwh = energy->value * unit.scale / WH_PER_KWH;
	perimeter_of_run(run, PERIMETER_SHARE, &machines);
	to->runs++;
	to->kwh += kwh;
	to->it_kwh += machines.value.j > 0 ? machines.value.j / J_PER_KWH : kwh;
	add_water(&to->water_l, run);
}

/* "nvml" of "nvml NVML NVIDIA H100 80GB": the first word; the rest says what it read. */
static const char *board_name(const struct run_part *part)
{
	const char *space = strchr(part->sensor, ' ');
	return space ? space + 1 : part->sensor;
}

/* Accelerators whole, whoever used them: so their protocol counts. */
static int add_boards(struct gathering *to, const struct run_record *run,
		      struct frugal_error *reterr)
{
	struct form_boards *sums = &to->board_sums;
	struct form_amount wh = {0, 0, 0};
	size_t n = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (strncmp(part->part, "gpu", 3) != 0 || part->is_check || !(part->energy.j > 0))
			continue;
		double all = part->energy.j / J_PER_WH;
		n++;
		wh.value += all;
		wh.low += all * part->low_factor;
		wh.high += all * part->high_factor;
		sums->modelled = sums->modelled || part->quality != FRUGAL_MEASURED;
		r = add_name(to, &to->boards, board_name(part), reterr);
	}
	if (n == 0)
		return r;
	sums->least_wh = sums->runs ? fmin(sums->least_wh, wh.value) : wh.value;
	sums->most_wh = fmax(sums->most_wh, wh.value);
	sums->runs++;
	sums->n = n > sums->n ? n : sums->n;
	sums->wh.value += wh.value;
	sums->wh.low += wh.low;
	sums->wh.high += wh.high;
	return r;
}

static int note_cpu_sensor(struct gathering *to, const struct run_record *run,
			   struct frugal_error *reterr)
{
	for (size_t i = 0; !to->cpu_sensor && i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (part->is_check || strncmp(part->part, "gpu", 3) == 0)
			continue;
		to->cpu_sensor = arena_strdup(to->arena, part->sensor);
		if (!to->cpu_sensor)
			return error_nomem(reterr);
	}
	return 0;
}

static void note_times(struct gathering *to, const struct run_record *run)
{
	size_t i = find_phase(to, run->phase);
	struct form_use *phase = i < to->n_phases ? &to->phases[i] : NULL;
	if (!to->from_us || run->started_us < to->from_us)
		to->from_us = to->all.from_us = run->started_us;
	if (phase && (!phase->from_us || run->started_us < phase->from_us))
		phase->from_us = run->started_us;
	if (run->ended_us > to->to_us)
		to->to_us = run->ended_us;
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct gathering *to = context;
	size_t i = find_phase(to, run->phase);
	note_times(to, run);
	if (i < to->n_phases)
		add_parts(&to->read[i], run);
	add_parts(&to->read_all, run);
	int r = add_boards(to, run, reterr);
	return r == 0 ? note_cpu_sensor(to, run, reterr) : r;
}

static int add_first(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)reterr;
	note_times(context, run);
	return 0;
}

/* The first of each phase, which need not be among the newest. */
static int find_first(struct ledger *ledger, const struct run_filter *filter, struct gathering *to,
		      struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < to->n_phases; i++) {
		struct run_filter one = *filter;
		one.limit = 1;
		one.oldest_first = true;
		one.phase = to->phases[i].phase;
		r = ledger_list(ledger, &one, RUN_HEAD, add_first, to, reterr);
	}
	return r;
}

/* As in the runs that were read, all of them where they are not too many. */
static void use_read(struct form_use *use, const struct parts_read *read)
{
	double scale = read->runs ? (double)use->runs / (double)read->runs : 0;
	use->it_kwh = read->kwh > 0 ? use->energy_kwh.value * read->it_kwh / read->kwh
				    : use->energy_kwh.value;
	use->water_l = read->water_l;
	if (use->runs == read->runs)
		return;
	use->water_l.value *= scale;
	use->water_l.low *= scale;
	use->water_l.high *= scale;
}

static const char *joined(struct arena *arena, const struct names *names, const char *between)
{
	struct buf text = {0};
	for (size_t i = 0; i < names->n; i++)
		buf_addf(&text, "%s%s", i ? between : "", names->items[i]);
	if (names->more)
		buf_addf(&text, "%s...", between);
	const char *kept = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

static int read_group(struct ledger *ledger, const char *label, struct gathering *to,
		      struct frugal_error *reterr)
{
	struct group group;
	int r = group_read(ledger, label, to->arena, &group, reterr);
	if (r == 0)
		r = ledger_sum(ledger, &group.filter, USE_PHASE | USE_ZONE | USE_MACHINE, add_sum,
			       to, reterr);
	if (r == 0 && to->all.runs == 0)
		return group_is_empty(label, reterr);
	if (r == 0 && to->all.runs > MOST_READ)
		r = find_first(ledger, &group.filter, to, reterr);
	struct run_filter newest = group.filter;
	newest.limit = MOST_READ;
	if (r == 0)
		r = ledger_list(ledger, &newest, RUN_WHOLE, add_run, to, reterr);
	for (size_t i = 0; i < to->n_phases; i++)
		use_read(&to->phases[i], &to->read[i]);
	use_read(&to->all, &to->read_all);
	qsort(to->phases, to->n_phases, sizeof(*to->phases), by_life);
	return r;
}

int subject_read(struct context *context, struct ledger *ledger, const char *label,
		 struct form_subject *ret, struct frugal_error *reterr)
{
	struct gathering *gathered = arena_alloc(&context->arena, sizeof(*gathered));
	if (!gathered)
		return error_nomem(reterr);
	*gathered = (struct gathering){.arena = &context->arena, .all = {.phase = ""}};
	int r = read_group(ledger, label, gathered, reterr);
	if (r < 0)
		return r;
	*ret = (struct form_subject){
		.name = label,
		.phases = gathered->phases,
		.n_phases = gathered->n_phases,
		.all = gathered->all,
		.zone = joined(&context->arena, &gathered->zones, ", "),
		.hardware = joined(&context->arena, &gathered->machines, "; "),
		.machines = gathered->machines.n,
		.from_us = gathered->from_us,
		.to_us = gathered->to_us,
		.version = FRUGAL_VERSION,
		.numbers = context->numbers,
		.lang = context->lang,
		.boards = gathered->board_sums,
		.cpu_sensor = gathered->cpu_sensor ? gathered->cpu_sensor : "",
		.written_us = context->now_s * 1000000,
	};
	ret->boards.names = joined(&context->arena, &gathered->boards, "; ");
	return ret->zone && ret->hardware && ret->boards.names ? 0 : error_nomem(reterr);
}

int subject_gather(struct context *context, const char *label, struct form_subject *ret,
		   struct frugal_error *reterr)
{
	struct ledger *ledger;
	int r = store_open(context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = subject_read(context, ledger, label, ret, reterr);
	ledger_close(ledger);
	return r;
}
