/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/form_runs.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "cli/group.h"
#include "meter/perimeter.h"
#include "report/run.h"

#define MOST_PHASES 32
#define MOST_NAMES 16
#define J_PER_WH 3600
#define J_PER_KWH 3.6e6

/* A few names, each once, in the order in which they came. */
struct names {
	const char *items[MOST_NAMES];
	size_t n;
	bool more;
};

struct gathering {
	struct arena *arena;
	struct form_use phases[MOST_PHASES];
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

static void add_amount(struct form_amount *to, const struct run_record *run, const char *name,
		       const char *unit_name)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct unit unit, wanted;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0 ||
	    unit_parse(str_of(unit_name), &wanted, NULL) < 0)
		return;
	double scale = unit.scale / wanted.scale;
	to->value += figure->value * scale;
	to->low += figure->low * scale;
	to->high += figure->high * scale;
}

static void add_use(struct form_use *to, const struct run_record *run)
{
	const struct run_figure *energy = run_figure_find(run, "energy", "share");
	struct form_amount before = to->energy_kwh;
	struct perimeter_energy machines;
	perimeter_of_run(run, PERIMETER_SHARE, &machines);
	to->runs++;
	to->hours += run->duration.s / 3600;
	add_amount(&to->energy_kwh, run, "energy", "kWh");
	add_amount(&to->carbon_g, run, "carbon", "gCO2e");
	add_amount(&to->embodied_g, run, "embodied", "gCO2e");
	add_amount(&to->water_l, run, "water", "L");
	double kwh = to->energy_kwh.value - before.value;
	to->it_kwh += machines.value.j > 0 ? machines.value.j / J_PER_KWH : kwh;
	if (energy)
		to->measured_kwh += kwh * energy->measured_share;
	if (!to->from_us || run->started_us < to->from_us)
		to->from_us = run->started_us;
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

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct gathering *to = context;
	size_t i = 0;
	while (i < to->n_phases && strcmp(to->phases[i].phase, run->phase) != 0)
		i++;
	if (i == to->n_phases && i < MOST_PHASES) {
		to->phases[i].phase = arena_strdup(to->arena, run->phase);
		if (!to->phases[i].phase)
			return error_nomem(reterr);
		to->n_phases++;
	}
	if (i < MOST_PHASES)
		add_use(&to->phases[i], run);
	add_use(&to->all, run);
	if (!to->from_us || run->started_us < to->from_us)
		to->from_us = run->started_us;
	if (run->ended_us > to->to_us)
		to->to_us = run->ended_us;
	int r = run->zone_is_default ? 0 : add_name(to, &to->zones, run->zone, reterr);
	if (r == 0)
		r = add_name(to, &to->machines, run->machine, reterr);
	if (r == 0)
		r = add_boards(to, run, reterr);
	return r == 0 ? note_cpu_sensor(to, run, reterr) : r;
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

int form_runs_gather(struct cli *cli, const char *label, struct form_subject *ret,
		     struct frugal_error *reterr)
{
	struct gathering *gathered = arena_alloc(&cli->arena, sizeof(*gathered));
	if (!gathered)
		return error_nomem(reterr);
	*gathered = (struct gathering){.arena = &cli->arena, .all = {.phase = ""}};
	int r = group_visit(cli, label, RUN_WHOLE, add_run, gathered, reterr);
	if (r < 0)
		return r;
	*ret = (struct form_subject){
		.name = label,
		.phases = gathered->phases,
		.n_phases = gathered->n_phases,
		.all = gathered->all,
		.zone = joined(&cli->arena, &gathered->zones, ", "),
		.hardware = joined(&cli->arena, &gathered->machines, "; "),
		.machines = gathered->machines.n,
		.from_us = gathered->from_us,
		.to_us = gathered->to_us,
		.version = FRUGAL_VERSION,
		.numbers = cli->numbers,
		.lang = cli->lang,
		.boards = gathered->board_sums,
		.cpu_sensor = gathered->cpu_sensor ? gathered->cpu_sensor : "",
		.written_us = (int64_t)time(NULL) * 1000000,
	};
	ret->boards.names = joined(&cli->arena, &gathered->boards, "; ");
	return ret->zone && ret->hardware && ret->boards.names ? 0 : error_nomem(reterr);
}
