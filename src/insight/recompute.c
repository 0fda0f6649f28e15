/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks models/run.model once more with the measured energy of a stored run and the factors of
 * today (the hours of the run where they are stored), of another year or of another zone, and
 * splits a change of carbon into energy and factors.
 */
#include "insight/recompute.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/num.h"
#include "insight/derivation.h"
#include "insight/electricity.h"
#include "meter/figures.h"

/* In base units. */
static double figure_of(const struct run_figure *figures, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		struct unit unit;
		if (strcmp(figures[i].name, name) != 0 ||
		    strcmp(figures[i].perimeter, RECOMPUTE_PERIMETER) != 0 ||
		    unit_parse(str_of(figures[i].unit), &unit, NULL) < 0)
			continue;
		return figures[i].value * unit.scale;
	}
	return MISSING;
}

/* Base units are Wh and g. */
static double thousands_of(const struct run_record *run, const char *name)
{
	return figure_of(run->figures, run->n_figures, name) / 1000;
}

static void criteria_of(const struct run_record *run, double to[USE_CRITERIA])
{
	for (size_t i = 0; i < USE_CRITERIA; i++)
		to[i] = figure_of(run->figures, run->n_figures, use_criterion_names[i]);
}

/* The inputs that the user gave when the run ran are in its derivation. */
static const struct quantity *stated(const struct answer *why, const char *name,
				     struct quantity *to)
{
	const struct answer_line *line = why ? answer_find(why, name) : NULL;
	if (!line || line->quality != FRUGAL_DECLARED)
		return NULL;
	*to = (struct quantity){line->value, line->low, line->high, line->unit.dim, false};
	return to;
}

static void stated_then(const struct answer *why, struct figures_options *ret, struct quantity *pue,
			struct quantity *wue)
{
	const struct answer_line *line;
	ret->pue = stated(why, "pue", pue);
	ret->wue = stated(why, "wue", wue);
	line = why ? answer_find(why, "machine") : NULL;
	if (line && line->text && line->quality != FRUGAL_DEFAULT)
		ret->machine = line->text;
	line = why ? answer_find(why, "vm_threads") : NULL;
	if (line && !isnan(line->value))
		ret->vm_threads = (int)line->value;
}

static int year_of(int64_t at_us)
{
	time_t at = (time_t)(at_us / US_PER_SECOND);
	struct tm utc = {0};
	return gmtime_r(&at, &utc) ? utc.tm_year + 1900 : 0;
}

/* By the hours of the run or by a row; see recompute_run. */
static void choose_electricity(const struct context *context, const struct run_electricity *place,
			       const struct run_record *run, const char *zone, bool is_asked,
			       struct run_hours *hours, struct figures_options *how,
			       struct recomputed *ret)
{
	const int32_t year = context->factors_year;
	if (place->zone[0] || !(is_asked || year || context->source)) {
		run_electricity_figures(context, place, run, zone, hours, how);
	} else {
		how->zone = zone;
		if (!is_asked) /* only to name them */
			run_hours_find(context, run, zone, true, hours);
	}
	ret->by_hours = how->intensity != NULL;
	ret->not_of = year && hours->found && year_of(run->started_us) != year ? year : 0;
}

int recompute_run(struct context *context, const struct knowledge *knowledge, const char *zone,
		  struct run_record *run, struct recomputed *ret, struct frugal_error *reterr)
{
	struct figures_options how = {0};
	struct figures figures = {0};
	struct answer *why = NULL;
	struct quantity pue, wue;
	struct run_electricity place = {0};
	struct run_hours hours = {0};
	memcpy(ret->id, run->id, sizeof(ret->id));
	ret->energy = thousands_of(run, "energy");
	ret->carbon = thousands_of(run, "carbon");
	criteria_of(run, ret->criteria);
	ret->zone_before = arena_strdup(&context->arena, run->zone);
	ret->name = arena_strdup(&context->arena, run->name);
	knowledge_answer_options(context, &how.answer);
	if (derivation_read(run->derivation, &why, NULL) < 0)
		why = NULL;
	stated_then(why, &how, &pue, &wue);
	const bool is_asked = zone != NULL;
	if (!zone && !run->zone_is_default)
		zone = ret->zone_before;
	int r = run_electricity_find(context, knowledge->catalogue, zone, 0, &place, reterr);
	if (r == 0)
		choose_electricity(context, &place, run, zone, is_asked, &hours, &how, ret);
	if (r == 0)
		r = figures_of_run(knowledge->catalogue, &how, run, &figures, reterr);
	if (r == 0) {
		ret->new_energy = thousands_of(run, "energy");
		ret->new_carbon = thousands_of(run, "carbon");
		criteria_of(run, ret->new_criteria);
		ret->zone_after = arena_strdup(&context->arena, run->zone);
		if (!ret->zone_before || !ret->zone_after || !ret->name)
			r = error_nomem(reterr);
	}
	figures_release(&figures);
	answer_free(why);
	return r;
}

/* With energy e and intensity f: the change of e at the mean f, and of f at the mean e. */
struct split split_of(double e0, double c0, double e1, double c1)
{
	double f0 = c0 / e0, f1 = c1 / e1;
	return (struct split){c1 - c0, (e1 - e0) * (f0 + f1) / 2, (f1 - f0) * (e0 + e1) / 2};
}

bool can_split(double e0, double c0, double e1, double c1)
{
	return e0 > 0 && e1 > 0 && !isnan(c0) && !isnan(c1);
}
