/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads what only single runs contain, from the newest of a group: the PUE that each has,
 * accelerators, first start and last end.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "insight/group_inside.h"
#include "quantity/unit.h"
#include "record/perimeter.h"
#include "record/run.h"
#include "record/words.h"

struct looking {
	struct gathering *of;
	struct group_runs *to;
	struct group_names boards, devices;
};

int group_name_add(struct gathering *of, struct group_names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return 0;
	if (!name[0])
		return 0;
	if (names->n == GROUP_NAMES) {
		names->more = true;
		return 0;
	}
	names->items[names->n] = arena_strdup(of->arena, name);
	return names->items[names->n++] ? 0 : error_nomem(of->reterr);
}

const char *group_names_joined(struct arena *arena, const struct group_names *names,
			       const char *between)
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

static const char *const *kept_names(struct arena *arena, const struct group_names *names)
{
	const char **kept = arena_array(arena, names->n + 1, sizeof(*kept));
	for (size_t i = 0; kept && i < names->n; i++)
		kept[i] = names->items[i];
	return kept;
}

/* ---- runs alike ----------------------------------------------------------------------------- */

static bool alike(const struct group_cell *a, const struct group_cell *b)
{
	return a->end == b->end && strcmp(a->outcome, b->outcome) == 0 &&
	       strcmp(a->phase, b->phase) == 0 && strcmp(a->zone, b->zone) == 0 &&
	       strcmp(a->machine, b->machine) == 0 && strcmp(a->month, b->month) == 0 &&
	       strcmp(a->service, b->service) == 0;
}

/* The place of the first cell like this one among the first n; n_places where there is none. */
static size_t place_among(const struct gathering *of, const struct group_cell *cell, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (alike(&of->to->cells[i], cell))
			return of->to->cells[i].place;
	return of->n_places;
}

static int make_places(struct gathering *of)
{
	struct run_group *group = of->to;
	for (size_t i = 0; i < group->n_cells; i++) {
		struct group_cell *cell = &group->cells[i];
		cell->place = place_among(of, cell, i);
		of->n_places += cell->place == of->n_places;
	}
	of->seen = arena_array(of->arena, of->n_places + 1, sizeof(*of->seen));
	return of->seen ? 0 : error_nomem(of->reterr);
}

static size_t place_of_run(const struct gathering *of, const struct run_record *run)
{
	char month[CLOCK_TEXT];
	clock_utc_text(run->started_us, month);
	month[7] = '\0'; /* "2026-11" */
	const struct group_cell cell = {.phase = run->phase,
					.outcome = use_outcome_of(run),
					.end = use_end_of(run),
					.zone = run->zone_is_default ? "" : run->zone,
					.machine = run->machine ? run->machine : "",
					.month = month,
					.service = run->service};
	return place_among(of, &cell, of->to->n_cells);
}

/* Of the share perimeter in base units of unit_name; NULL: the run has none. */
static const struct run_figure *figure_of(const struct run_record *run, const char *name,
					  const char *unit_name, double *ret_scale)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct unit unit, wanted;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0 ||
	    unit_parse(str_of(unit_name), &wanted, NULL) < 0)
		return NULL;
	*ret_scale = unit.scale / wanted.scale;
	return figure;
}

static void see_pue(struct group_seen *to, const struct run_record *run)
{
	struct perimeter_energy machines;
	double scale = 0;
	const struct run_figure *energy = figure_of(run, "energy", "Wh", &scale);
	double wh = energy ? energy->value * scale : 0;
	perimeter_of_run(run, PERIMETER_SHARE, &machines);
	double it_wh = machines.value.j > 0 ? energy_wh(machines.value) : wh;
	if (!(it_wh > 0))
		return;
	to->least_pue = to->most_pue > 0 ? fmin(to->least_pue, wh / it_wh) : wh / it_wh;
	to->most_pue = fmax(to->most_pue, wh / it_wh);
}

static void see_quality(unsigned char *to, const struct run_record *run, const char *name)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	unsigned char quality = figure ? (unsigned char)(1 + figure->quality) : 0;
	if (figure && figure->value > 0 && quality > *to)
		*to = quality;
}

/* ---- accelerators, sensors, times ----------------------------------------------------------- */

static int add_board(struct looking *at, const struct run_part *part)
{
	struct buf name = {0};
	int r = group_name_add(at->of, &at->devices, part->device);
	at->to->boards.some_unknown |= !part->device[0];
	group_board_name(&name, part);
	if (r == 0)
		r = name.failed ? error_nomem(at->of->reterr)
				: group_name_add(at->of, &at->boards, buf_text(&name));
	buf_release(&name);
	return r;
}

/*
 * Adds the whole energy of the accelerators, whichever process used them, as the protocol of AI
 * Energy Score does.
 */
static int see_boards(struct looking *at, const struct run_record *run)
{
	struct group_boards *sums = &at->to->boards;
	double wh = 0, low = 0, high = 0;
	size_t n = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (!group_is_board(part))
			continue;
		double all = energy_wh(part->energy);
		n++;
		wh += all;
		low += all * part->low_factor;
		high += all * part->high_factor;
		sums->modelled = sums->modelled || part->quality != FRUGAL_MEASURED;
		r = add_board(at, part);
	}
	if (n == 0)
		return r;
	sums->least_wh = sums->runs ? fmin(sums->least_wh, wh) : wh;
	sums->most_wh = fmax(sums->most_wh, wh);
	sums->runs++;
	sums->n = n > sums->n ? n : sums->n;
	sums->wh += wh;
	sums->low += low;
	sums->high += high;
	return r;
}

static void note_start(struct looking *at, size_t place, int64_t us)
{
	struct gathering *of = at->of;
	if (!at->to->from_us || us < at->to->from_us)
		at->to->from_us = us;
	if (place < of->n_places && (!of->seen[place].from_us || us < of->seen[place].from_us))
		of->seen[place].from_us = us;
}

/* Names a run that lacks figures; the sums have it among their runs. */
static int note_gap(struct looking *at, const struct run_record *run)
{
	unsigned lacks = (run_figure_find(run, "energy", "share") ? 0u : GROUP_ENERGY) |
			 (run_figure_find(run, "carbon", "share") ? 0u : GROUP_CARBON) |
			 (run_figure_find(run, "embodied", "share") ? 0u : GROUP_EMBODIED);
	if (!lacks || at->to->n_gaps == GROUP_GAPS)
		return 0;
	struct group_gap *gap = &at->to->gaps[at->to->n_gaps++];
	*gap = (struct group_gap){arena_strdup(at->of->arena, run->id),
				  arena_strdup(at->of->arena, run->phase ? run->phase : ""), lacks};
	return gap->id && gap->phase ? 0 : error_nomem(at->of->reterr);
}

/* Its last accuracy: that of validation, or else "accuracy"; NaN: none, or several validations. */
static double last_accuracy(const struct run_record *run)
{
	const char *checked = NULL;
	bool several = false;
	double plain = NAN, value = NAN;
	for (size_t i = 0; i < run->n_metrics; i++) {
		const struct run_metric *metric = &run->metrics[i];
		if (!strcasestr(metric->key, "accuracy"))
			continue;
		if (str_eq_nocase(str_of(metric->key), STR("accuracy")))
			plain = metric->value;
		if (!strcasestr(metric->key, "val") && !strcasestr(metric->key, "test"))
			continue;
		several |= checked && strcmp(checked, metric->key) != 0;
		checked = metric->key;
		value = metric->value;
	}
	return several ? (double)NAN : checked ? value : plain;
}

/* One in percent, or of another scale, is none. */
static void see_reported(struct group_runs *to, const struct run_record *run)
{
	enum phase_role role = run_phase_role(run->phase ? run->phase : "");
	double accuracy = last_accuracy(run), epochs = 0;
	if (accuracy >= 0 && accuracy <= 1)
		to->accuracy = (struct group_reported){to->accuracy.runs + 1, accuracy};
	for (size_t i = 0; i < run->n_sections; i++)
		if (strcmp(run->sections[i].kind, "epoch") == 0)
			epochs = fmax(epochs, (double)run->sections[i].number);
	if (epochs > 0 && (role == PHASE_LEARN || role == PHASE_ADAPT))
		to->epochs = (struct group_reported){to->epochs.runs + 1, epochs};
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct looking *at = context;
	struct gathering *of = at->of;
	size_t place = place_of_run(of, run);
	(void)reterr;
	note_start(at, place, run->started_us);
	if (run->ended_us > at->to->to_us)
		at->to->to_us = run->ended_us;
	if (place < of->n_places) {
		of->seen[place].runs++;
		see_pue(&of->seen[place], run);
		see_quality(&of->seen[place].quality.energy, run, "energy");
		see_quality(&of->seen[place].quality.carbon, run, "carbon");
		see_quality(&of->seen[place].quality.embodied, run, "embodied");
		for (size_t i = 0; i < USE_CRITERIA; i++)
			see_quality(&of->seen[place].quality.criteria[i], run,
				    use_criterion_names[i]);
	}
	see_reported(at->to, run);
	int r = see_boards(at, run);
	if (r == 0)
		r = note_gap(at, run);
	return r == 0 ? group_hardware_see(of, run) : r;
}

static int add_first(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct looking *at = context;
	(void)reterr;
	note_start(at, place_of_run(at->of, run), run->started_us);
	return FRUGAL_VISIT_ON;
}

bool group_is_first_of_phase(const struct run_group *group, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(group->cells[i].phase, group->cells[at].phase) == 0)
			return false;
	return true;
}

/* The first of each phase need not be among the newest. */
static int find_first(struct looking *at)
{
	const struct run_group *group = at->of->to;
	struct run_filter one = group->which.filter;
	int r = 0;
	one.limit = 1;
	one.oldest_first = true;
	for (size_t i = 0; r == 0 && i < group->n_cells; i++) {
		one.phase = group->cells[i].phase;
		if (group_is_first_of_phase(group, i))
			r = ledger_list(at->of->ledger, &one, RUN_FIGURES, add_first, at,
					at->of->reterr);
	}
	return r;
}

/* ---- into the cells ------------------------------------------------------------------------- */

/* What the sums of the ledger do not have, for the runs alike. */
static void use_seen(struct gathering *of)
{
	for (size_t i = 0; i < of->to->n_cells; i++) {
		struct group_cell *cell = &of->to->cells[i];
		const struct group_seen *seen = &of->seen[cell->place];
		cell->from_us = seen->from_us;
		if (seen->runs)
			cell->sum.quality = seen->quality;
		else
			memset(&cell->sum.quality, GROUP_QUALITY_UNKNOWN,
			       sizeof(cell->sum.quality));
	}
}

static int join_names(struct gathering *of, struct looking *at)
{
	struct group_names zones = {0}, machines = {0};
	struct group_runs *to = at->to;
	int r = 0;
	for (size_t i = 0; r == 0 && i < of->to->n_cells; i++) {
		r = group_name_add(of, &zones, of->to->cells[i].zone);
		to->some_unzoned |= !of->to->cells[i].zone[0];
		if (r == 0)
			r = group_name_add(of, &machines, of->to->cells[i].machine);
	}
	to->zones = group_names_joined(of->arena, &zones, ", ");
	to->machines = group_names_joined(of->arena, &machines, "; ");
	to->n_machines = machines.n;
	to->boards.names = group_names_joined(of->arena, &at->boards, "; ");
	to->boards.devices = kept_names(of->arena, &at->devices);
	to->boards.n_devices = at->devices.n;
	to->boards.some_unknown |= at->devices.more;
	return r == 0 && (!to->zones || !to->machines || !to->boards.names || !to->boards.devices)
		       ? error_nomem(of->reterr)
		       : r;
}

int group_look_at_runs(struct gathering *of)
{
	struct looking at = {.of = of, .to = &of->to->runs};
	double runs = 0;
	int r = make_places(of);
	if (r == 0)
		r = group_hardware_begin(of);
	struct run_filter newest = of->to->which.filter;
	newest.limit = GROUP_READ;
	for (size_t i = 0; i < of->to->n_cells; i++)
		runs += of->to->cells[i].sum.use.runs;
	if (r == 0 && runs > GROUP_READ)
		r = find_first(&at);
	if (r == 0)
		r = ledger_list(of->ledger, &newest, RUN_WHOLE, add_run, &at, of->reterr);
	if (runs > GROUP_READ) /* what older ones reported is not known */
		of->to->runs.accuracy.runs = of->to->runs.epochs.runs = 0;
	if (r == 0)
		use_seen(of);
	if (r == 0)
		r = group_hardware_keep(of);
	return r == 0 ? join_names(of, &at) : r;
}
