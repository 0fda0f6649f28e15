/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds the inputs of models/run.model from the parts, asks it by perimeter, and copies its lines
 * into the record. model_figure() turns intervals into the support of an input.
 */
#include "meter/figures.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "factor/table.h"
#include "model/ask.h"

#define MODEL "run"

/* For one perimeter, the energy of the parts of one kind: from counters, or not. */
struct portion {
	struct energy value, low, high;
	enum frugal_quality quality;
	struct buf sensors;
};

static bool gave_energy(const struct run_part *part)
{
	return !part->is_check && (part->state == SOURCE_OK || part->energy.j > 0);
}

static void portion_of(const struct run_record *run, enum perimeter perimeter, bool measured,
		       struct portion *ret)
{
	*ret = (struct portion){
		.quality = measured ? FRUGAL_MEASURED : FRUGAL_MODELLED,
	};
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (!gave_energy(part) || (part->quality == FRUGAL_MEASURED) != measured)
			continue;
		struct energy energy = perimeter_of_part(part, run->share, perimeter);
		ret->value = energy_add(ret->value, energy);
		ret->low = energy_add(ret->low, energy_share(energy, part->low_factor));
		ret->high = energy_add(ret->high, energy_share(energy, part->high_factor));
		if (part->quality > ret->quality)
			ret->quality = part->quality;
		if (part->sensor && part->sensor[0] &&
		    !strstr(buf_text(&ret->sensors), part->sensor))
			buf_addf(&ret->sensors, "%s%s", ret->sensors.n ? ", " : "", part->sensor);
	}
}

/* ---- the inputs of the model ---------------------------------------------------------------- */

#define MOST_INPUTS 12

struct asking {
	struct model_input inputs[MOST_INPUTS];
	size_t n;
	struct portion measured, modelled; /* their texts live as long as the inputs */
};

static void add(struct asking *asking, struct model_input input)
{
	asking->inputs[asking->n++] = input;
}

static void add_quantity(struct asking *asking, const char *name, const struct quantity *quantity,
			 enum frugal_quality quality, const char *source)
{
	if (quantity)
		add(asking, (struct model_input){.name = name,
						 .number = *quantity,
						 .quality = quality,
						 .source = source});
}

/* The intervals of parts contain 90 %. */
static void add_energy(struct asking *asking, const char *name, const struct portion *portion,
		       double measured_share)
{
	add(asking, model_figure(name, portion->value.j, portion->low.j, portion->high.j, "J",
				 portion->quality, measured_share, buf_text(&portion->sensors)));
}

/* The accelerators of a run; kind: the row of embodied.csv, NULL: none. */
struct cards {
	double n;
	const char *kind;
};

#define UNKNOWN_CARD "gpu_generic"

/* The row of embodied.csv for the name that a driver gives a board; NULL: a board that gpus.csv
 * lacks. */
static const char *card_of(struct catalogue *catalogue, const char *device)
{
	const struct table *gpus;
	struct table_search search = {.miss = TABLE_MISS_NONE};
	struct frugal_error unread;
	if (!device || !device[0] ||
	    tables_get(catalogue_tables(catalogue), "gpus", &gpus, NULL) < 0 ||
	    table_search(gpus, "gpu", str_of(device), &search, &unread) < 0)
		return NULL;
	uint32_t column = table_column_find(gpus, STR("card"));
	const char *card = column == TABLE_NO_COLUMN ? "" : table_text(gpus, search.row, column);
	return card[0] ? card : UNKNOWN_CARD;
}

/*
 * A card that draws was made. Graphics within a processor has a part like a card's by the kernel's
 * monitors ("gpu.card0"): there only what the table has counts.
 */
static void count_card(struct cards *cards, struct catalogue *catalogue,
		       const struct run_part *part, double share)
{
	const char *card = card_of(catalogue, part->device);
	if (!card && strncmp(part->part, "gpu.card", strlen("gpu.card")) == 0)
		return;
	if (!card || (cards->kind && strcmp(card, cards->kind) != 0))
		card = UNKNOWN_CARD;
	cards->kind = card;
	cards->n += share;
}

/* Those of a laptop or of a board are within what it was made of. */
static void add_cards(struct asking *asking, struct catalogue *catalogue,
		      const struct figures_options *options, const struct run_record *run,
		      enum perimeter perimeter)
{
	struct cards cards = {0};
	if (options->machine && strcmp(options->machine, "desktop_generic") != 0)
		return;
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (perimeter_is_board(part) && gave_energy(part))
			count_card(&cards, catalogue, part,
				   perimeter == PERIMETER_SHARE
					   ? perimeter_work_share(part, run->share)
					   : 1);
	}
	if (!cards.kind)
		return;
	add(asking, model_exact("cards", cards.n));
	add(asking, model_text("card", cards.kind));
}

/*
 * Adds the embodied emissions of the machine: all of them for the machine, the run's share for the
 * share. The run added none: without a duration the marginal perimeter has no such figure. The
 * times are measured, but no part of the impact is.
 */
static void add_making(struct asking *asking, struct catalogue *catalogue,
		       const struct figures_options *options, const struct run_record *run,
		       enum perimeter perimeter)
{
	if (perimeter == PERIMETER_MARGINAL)
		return;
	double share = perimeter == PERIMETER_SHARE ? run->share : 1;
	add(asking, model_number("duration", run->duration.s, "s"));
	add(asking, model_exact("machine_share", share));
	if (options->machine)
		add(asking, model_text("machine", options->machine));
	if (options->vm_threads > 0)
		add(asking, model_exact("vm_threads", options->vm_threads));
	add_cards(asking, catalogue, options, run, perimeter);
}

static void add_site(struct asking *asking, const struct figures_options *options)
{
	if (options->zone && options->zone[0])
		add(asking, model_text("zone", options->zone));
	add_quantity(asking, "zone.intensity", options->intensity, FRUGAL_MODELLED,
		     options->intensity_source);
	add_quantity(asking, "pue", options->pue, FRUGAL_DECLARED, NULL);
	add_quantity(asking, "wue", options->wue, FRUGAL_DECLARED, NULL);
}

static int ask(struct catalogue *catalogue, const struct figures_options *options,
	       const struct run_record *run, enum perimeter perimeter, struct answer **ret,
	       struct frugal_error *reterr)
{
	struct asking asking = {.n = 0};
	portion_of(run, perimeter, true, &asking.measured);
	portion_of(run, perimeter, false, &asking.modelled);
	add_site(&asking, options);
	add_energy(&asking, "measured", &asking.measured, 1);
	add_energy(&asking, "modelled", &asking.modelled, 0);
	add_making(&asking, catalogue, options, run, perimeter);
	int r = asking.measured.sensors.failed || asking.modelled.sensors.failed
			? error_nomem(reterr)
			: model_ask(catalogue, MODEL, asking.inputs, asking.n, &options->answer,
				    ret, reterr);
	buf_release(&asking.measured.sensors);
	buf_release(&asking.modelled.sensors);
	return r;
}

/* ---- a zone that is not a row --------------------------------------------------------------- */

static bool is_among(const char *name, const char *const *names)
{
	while (*names && strcmp(name, *names) != 0)
		names++;
	return *names != NULL;
}

static void take_away(struct answer_line *line, const char *why)
{
	line->value = line->low = line->high = MISSING;
	line->absent = why;
	line->absent_stated = _(why);
	line->where = line->source = "";
	line->measured_share = 0;
}

/* The model ran on its default zone, which must not answer for another one. */
static int name_place(struct answer *answer, const struct figures_options *options,
		      struct frugal_error *reterr)
{
	static const char *const carbon[] = {"carbon", "zone.intensity", NULL};
	static const char *const others[] = {
		"water",          "usage_adpe",  "adpe",          "usage_pe", "pe",
		"criteria.water", "criteria.pe", "criteria.adpe", NULL};
	struct answer_line *zone = NULL;
	for (size_t i = 0; i < answer->n_lines; i++) {
		struct answer_line *line = &answer->lines[i];
		if (strcmp(line->name, "zone") == 0)
			zone = line;
		if (strcmp(line->name, "criteria") == 0)
			line->text = line->where = line->source = "";
		if (!options->intensity && is_among(line->name, carbon))
			take_away(line, N_("the hours of its zone are not stored"));
		if (is_among(line->name, others))
			take_away(line, N_("table electricity does not have its zone"));
	}
	if (!zone)
		return 0;
	zone->text = arena_strdup(&answer->arena, options->place);
	zone->where = zone->source = "";
	zone->quality = FRUGAL_DECLARED;
	return zone->text ? 0 : error_nomem(reterr);
}

int figures_intensity(struct catalogue *catalogue, const struct figures_options *options,
		      struct frugal_interval *ret_g_per_wh, struct frugal_error *reterr)
{
	struct asking asking = {.n = 0};
	struct answer *answer = NULL;
	add_site(&asking, options);
	add(&asking, model_number("measured", 1, "kWh"));
	add(&asking, model_number("modelled", 0, "kWh"));
	int r = model_ask(catalogue, MODEL, asking.inputs, asking.n, &options->answer, &answer,
			  reterr);
	if (r == 0 && options->place)
		r = name_place(answer, options, reterr);
	if (r < 0) {
		answer_free(answer);
		return r;
	}
	const struct answer_line *energy = answer_find(answer, "energy");
	const struct answer_line *carbon = answer_find(answer, "carbon");
	*ret_g_per_wh = (struct frugal_interval){MISSING, MISSING, MISSING};
	if (energy && carbon)
		*ret_g_per_wh = (struct frugal_interval){carbon->value / energy->value,
							 carbon->low / energy->value,
							 carbon->high / energy->value};
	answer_free(answer);
	return isfinite(ret_g_per_wh->value)
		       ? 0
		       : error_set(reterr, FRUGAL_EUSAGE, "%s",
				   _("the emissions of electricity are unknown"));
}

/* ---- into the record ------------------------------------------------------------------------ */

/* Criteria other than carbon are kept of the share alone, which is the one that is added up. */
static bool is_kept(const struct answer_line *line, enum perimeter perimeter)
{
	static const char *const everywhere[] = {"energy", "carbon", "embodied", NULL};
	return line->figure && isfinite(line->value) &&
	       (perimeter == PERIMETER_SHARE || is_among(line->name, everywhere));
}

static int keep_figures(const struct figures *figures, struct run_record *run,
			struct frugal_error *reterr)
{
	size_t n = 0;
	for (enum perimeter p = 0; p < PERIMETERS; p++)
		for (size_t i = 0; i < figures->answers[p]->n_lines; i++)
			n += is_kept(&figures->answers[p]->lines[i], p);
	/* A record that is filled again during a run has room already. */
	if (n > run->n_figures || !run->figures) {
		run->n_figures = 0;
		run->figures = arena_array(&run->arena, n, sizeof(*run->figures));
		if (!run->figures)
			return error_nomem(reterr);
	}
	run->n_figures = 0;
	for (enum perimeter p = 0; p < PERIMETERS; p++) {
		for (size_t i = 0; i < figures->answers[p]->n_lines; i++) {
			const struct answer_line *line = &figures->answers[p]->lines[i];
			if (!is_kept(line, p))
				continue;
			const struct run_figure *old = &run->figures[run->n_figures];
			bool same = old->name && strcmp(old->name, line->name) == 0 &&
				    strcmp(old->unit, line->unit_text) == 0;
			struct run_figure figure = {
				.name = same ? old->name : arena_strdup(&run->arena, line->name),
				.perimeter = perimeter_name(p),
				.unit = same ? old->unit
					     : arena_strdup(&run->arena, line->unit_text),
				.value = answer_in_unit(line, line->value),
				.low = answer_in_unit(line, line->low),
				.high = answer_in_unit(line, line->high),
				.quality = line->quality,
				.measured_share = line->measured_share,
			};
			if (!figure.name || !figure.unit)
				return error_nomem(reterr);
			run->figures[run->n_figures++] = figure;
		}
	}
	return 0;
}

static int keep_zone(const struct figures *figures, const struct figures_options *options,
		     struct run_record *run, struct frugal_error *reterr)
{
	const struct answer_line *zone = answer_find(figures->answers[PERIMETER_SHARE], "zone");
	const char *key = zone && zone->text ? zone->text : "";
	run->zone_is_default = !options->place && (!options->zone || !options->zone[0]);
	if (!run->zone || strcmp(run->zone, key) != 0)
		run->zone = arena_strdup(&run->arena, key);
	return run->zone ? 0 : error_nomem(reterr);
}

int figures_of_run(struct catalogue *catalogue, const struct figures_options *options,
		   struct run_record *run, struct figures *figures, struct frugal_error *reterr)
{
	static const struct figures_options none;
	bool any = false;
	if (!options)
		options = &none;
	figures_release(figures);
	for (size_t i = 0; i < run->n_parts; i++)
		any |= gave_energy(&run->parts[i]);
	int r = 0;
	if (!any) {
		run->n_figures = 0;
		return figures_check_zone(catalogue, options->zone, reterr);
	}
	for (enum perimeter p = 0; r == 0 && p < PERIMETERS; p++)
		r = ask(catalogue, options, run, p, &figures->answers[p], reterr);
	for (enum perimeter p = 0; r == 0 && options->place && p < PERIMETERS; p++)
		r = name_place(figures->answers[p], options, reterr);
	if (r == 0)
		r = keep_figures(figures, run, reterr);
	if (r == 0)
		r = keep_zone(figures, options, run, reterr);
	if (r < 0)
		figures_release(figures);
	return r;
}

int figures_check_zone(struct catalogue *catalogue, const char *zone, struct frugal_error *reterr)
{
	const struct figures_options options = {.zone = zone};
	struct asking asking = {.n = 0};
	struct question *question = NULL;
	add_site(&asking, &options);
	int r = model_question(catalogue, MODEL, asking.inputs, asking.n, &question, reterr);
	question_free(question);
	return r;
}

void figures_release(struct figures *figures)
{
	for (enum perimeter p = 0; p < PERIMETERS; p++)
		answer_free(figures->answers[p]);
	*figures = (struct figures){0};
}
