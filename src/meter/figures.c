/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/figures.h"

#include <math.h>

#include "base/intl.h"

#define MODEL STR("run")
#define ZONE STR("zone")

/* Of one perimeter, the energy of the parts of one kind: read from counters, or not. */
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

/* A number in base units of what unit names. */
static struct quantity number(double value, double low, double high, const char *unit)
{
	struct unit u = {0};
	(void)unit_parse(str_of(unit), &u, NULL);
	return (struct quantity){
		.value = value * u.scale,
		.low = (low < value ? low : value) * u.scale,
		.high = (high > value ? high : value) * u.scale,
		.dim = u.dim,
	};
}

/*
 * The intervals of parts hold 90 %, the model language wants the support of a triangle: the one
 * whose 5 to 95 % is the interval, so that it reaches the figure neither narrower nor wider. A
 * triangle with its mode at v has its 5 % at a + sqrt(0.05 (b - a) (v - a)), and so above.
 */
static void support_of(double v, double low, double high, double *ret_low, double *ret_high)
{
	double a = low, b = high;
	for (int i = 0; i < 40; i++) {
		double down = sqrt(0.05 * (b - a) * (v - a)), up = sqrt(0.05 * (b - a) * (b - v));
		a = low - down > 0 ? low - down : 0;
		b = high + up;
	}
	*ret_low = a;
	*ret_high = b;
}

static int set_energy(struct question *question, const struct run_record *run,
		      enum perimeter perimeter, bool measured, struct frugal_error *reterr)
{
	struct portion portion;
	portion_of(run, perimeter, measured, &portion);
	double low, high;
	support_of(portion.value.j, fmin(portion.low.j, portion.value.j),
		   fmax(portion.high.j, portion.value.j), &low, &high);
	struct quantity energy = number(portion.value.j, low, high, "J");
	int r = portion.sensors.failed
			? error_nomem(reterr)
			: question_set_number(question, measured ? "measured" : "modelled", &energy,
					      portion.quality, measured ? 1 : 0,
					      buf_text(&portion.sensors), reterr);
	buf_release(&portion.sensors);
	return r;
}

/*
 * The making of the machine: all of it for the machine, the run's share for the share. The run
 * added nothing to it: without a duration the marginal perimeter has no such figure. Its times are
 * measured, but no part of the impact is.
 */
static int set_making(struct question *question, const struct figures_options *options,
		      const struct run_record *run, enum perimeter perimeter,
		      struct frugal_error *reterr)
{
	if (perimeter == PERIMETER_MARGINAL)
		return 0;
	double share = perimeter == PERIMETER_SHARE ? run->share : 1;
	struct quantity duration = number(run->duration.s, run->duration.s, run->duration.s, "s");
	struct quantity portion = number(share, share, share, "1");
	int r = question_set_number(question, "duration", &duration, FRUGAL_MEASURED, 0, NULL,
				    reterr);
	if (r == 0)
		r = question_set_number(question, "machine_share", &portion, FRUGAL_MEASURED, 0,
					NULL, reterr);
	if (r == 0 && options->vm_threads > 0) {
		double n = options->vm_threads;
		struct quantity threads = number(n, n, n, "1");
		r = question_set_number(question, "vm_threads", &threads, FRUGAL_MEASURED, 0, NULL,
					reterr);
	}
	return r;
}

static int set_site(struct question *question, const struct figures_options *options,
		    struct frugal_error *reterr)
{
	int r = 0;
	if (options->zone && options->zone[0])
		r = question_set_text(question, ZONE, str_of(options->zone), BARE_REFUSED, NULL,
				      reterr);
	if (r == 0 && options->intensity)
		r = question_set_field(question, "zone.intensity", options->intensity,
				       FRUGAL_MODELLED, options->intensity_source, reterr);
	if (r == 0 && options->pue)
		r = question_set_number(question, "pue", options->pue, FRUGAL_DECLARED, 0, NULL,
					reterr);
	return r;
}

static int ask(const struct program *program, const struct figures_options *options,
	       const struct run_record *run, enum perimeter perimeter, struct answer **ret,
	       struct frugal_error *reterr)
{
	struct question *question = NULL;
	int r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_site(question, options, reterr);
	if (r == 0)
		r = set_energy(question, run, perimeter, true, reterr);
	if (r == 0)
		r = set_energy(question, run, perimeter, false, reterr);
	if (r == 0)
		r = set_making(question, options, run, perimeter, reterr);
	if (r == 0)
		r = question_answer(question, &options->answer, ret, reterr);
	question_free(question);
	return r;
}

/* ---- into the record ------------------------------------------------------------------------ */

static bool has_value(const struct answer_line *line)
{
	return line->figure && isfinite(line->value);
}

static int keep_figures(const struct figures *figures, struct run_record *run,
			struct frugal_error *reterr)
{
	size_t n = 0;
	for (enum perimeter p = 0; p < PERIMETERS; p++)
		for (size_t i = 0; i < figures->answers[p]->n_lines; i++)
			n += has_value(&figures->answers[p]->lines[i]);
	/* A record that is filled again, in the course of a run, has them already. */
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
			if (!has_value(line))
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
	run->zone_is_default = !options->zone || !options->zone[0];
	if (!run->zone || strcmp(run->zone, key) != 0)
		run->zone = arena_strdup(&run->arena, key);
	return run->zone ? 0 : error_nomem(reterr);
}

int figures_of_run(struct library *library, const struct figures_options *options,
		   struct run_record *run, struct figures *figures, struct frugal_error *reterr)
{
	static const struct figures_options none;
	const struct program *program;
	bool any = false;
	if (!options)
		options = &none;
	figures_release(figures);
	for (size_t i = 0; i < run->n_parts; i++)
		any |= gave_energy(&run->parts[i]);
	int r = library_program(library, MODEL, &program, reterr);
	if (r == 0 && !any) {
		run->n_figures = 0;
		return figures_check_zone(library, options->zone, reterr);
	}
	for (enum perimeter p = 0; r == 0 && p < PERIMETERS; p++)
		r = ask(program, options, run, p, &figures->answers[p], reterr);
	if (r == 0)
		r = keep_figures(figures, run, reterr);
	if (r == 0)
		r = keep_zone(figures, options, run, reterr);
	if (r < 0)
		figures_release(figures);
	return r;
}

int figures_check_zone(struct library *library, const char *zone, struct frugal_error *reterr)
{
	const struct program *program;
	struct question *question = NULL;
	struct figures_options options = {.zone = zone};
	int r = library_program(library, MODEL, &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_site(question, &options, reterr);
	question_free(question);
	return r;
}

void figures_release(struct figures *figures)
{
	for (enum perimeter p = 0; p < PERIMETERS; p++)
		answer_free(figures->answers[p]);
	*figures = (struct figures){0};
}
