/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the value of a figure is. The inputs of most models have values that somebody measured or
 * declared, and a figure is what its formula gives at these: central. Where a model multiplies
 * skewed guesses, the figure at their most likely values is far below what the same guesses give on
 * average, and a sum of such figures is too low: the value is the mean of the draws.
 *
 * A mean of sums is the sum of the means, so that the figures of one answer add up. It stays so
 * where the draws of one figure are not all known and its value is central: the figures that it is
 * a sum of, or a term of, are central too.
 */
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/answer_inside.h"

/* Draws of one dimension alone, to find what moves a mean away from the central value. */
#define SHIFT_DRAWS 512

/* ---- which figures are means ---- */

static const struct step *step_to(const struct program *program, uint32_t reg)
{
	for (size_t i = program->n_steps; i-- > 0;)
		if (program->steps[i].to == reg)
			return &program->steps[i];
	return NULL;
}

/* Whether reg adds to the sum that another register is. */
static bool adds_to(const struct program *program, uint32_t sum, uint32_t reg)
{
	const struct step *step = step_to(program, sum);
	if (sum == reg)
		return true;
	if (!step)
		return false;
	if (step->op == OP_NEG)
		return adds_to(program, step->a, reg);
	return (step->op == OP_ADD || step->op == OP_SUB) &&
	       (adds_to(program, step->a, reg) || adds_to(program, step->b, reg));
}

/* Makes central what a central figure is a sum or a term of; returns whether there was any. */
static bool spread_central(const struct program *program, struct headline_values *headlines,
			   size_t n)
{
	bool changed = false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			if (i == k || headlines[i].is_mean == headlines[k].is_mean ||
			    !adds_to(program, headlines[i].reg, headlines[k].reg))
				continue;
			headlines[i].is_mean = headlines[k].is_mean = false;
			changed = true;
		}
	return changed;
}

static void settle_value(struct headline_values *headline)
{
	const struct spread_summary *draws = &headline->draws;
	headline->value = headline->is_mean ? draws->mean : headline->central;
	headline->low = draws->n_finite ? draws->low : headline->central;
	headline->high = draws->n_finite ? draws->high : headline->central;
	headline->widened = headline->value < headline->low || headline->value > headline->high;
	headline->low = fmin(headline->low, headline->value);
	headline->high = fmax(headline->high, headline->value);
}

void headlines_settle(const struct program *program, size_t draws,
		      struct headline_values *headlines, size_t n)
{
	bool partial = false;
	for (size_t i = 0; i < n; i++) {
		headlines[i].is_mean = program->model->headline == HEADLINE_MEAN &&
				       headlines[i].draws.n_finite == draws;
		partial |= !headlines[i].is_mean && !isnan(headlines[i].central);
	}
	while (partial && program->model->headline == HEADLINE_MEAN &&
	       spread_central(program, headlines, n))
		;
	for (size_t i = 0; i < n; i++)
		settle_value(&headlines[i]);
}

/* ---- the lines of an answer ---- */

/* A line that is not a figure shows its formula: it stays central. */
static void set_line(struct answer_line *line, const struct headline_values *headline,
		     uint32_t unknown)
{
	line->low = headline->low;
	line->high = headline->high;
	line->widened = headline->widened;
	line->median = headline->draws.n_finite ? headline->draws.median : line->central;
	line->mean = headline->draws.n_finite ? headline->draws.mean : line->central;
	line->value = headline->value;
	line->n_unknown = unknown;
	line->headline = headline->is_mean ? HEADLINE_MEAN : HEADLINE_CENTRAL;
}

/* The lines with a value that want an interval, figures first. Returns how many are figures. */
static size_t wanted_lines(const struct answer *answer, bool all_lines, uint32_t *wanted,
			   size_t *ret_n)
{
	size_t n = 0, n_figures = 0;
	for (int figures = 1; figures >= !all_lines; figures--) {
		for (size_t i = 0; i < answer->n_lines; i++)
			if (answer->lines[i].figure == figures && !isnan(answer->lines[i].value))
				wanted[n++] = (uint32_t)i;
		n_figures = figures ? n : n_figures;
	}
	*ret_n = n;
	return n_figures;
}

static int fill_lines(const struct spread *spread, struct answer *answer, const uint32_t *wanted,
		      size_t n, size_t n_figures, struct arena *arena, struct frugal_error *reterr)
{
	const struct program *program = spread->question->program;
	struct spread_room room;
	uint32_t *regs = arena_array(arena, n + 1, sizeof(*regs));
	struct spread_summary *summaries = arena_array(arena, n + 1, sizeof(*summaries));
	struct headline_values *headlines = arena_array(arena, n + 1, sizeof(*headlines));
	if (!regs || !summaries || !headlines)
		return error_nomem(reterr);
	int r = spread_room_init(&room, program, answer->draws, n, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++)
		regs[i] = program->entries[wanted[i]].reg;
	spread_summaries(spread, &room, answer->seed, answer->draws, regs, n, summaries);
	for (size_t i = 0; i < n; i++)
		headlines[i] = (struct headline_values){
			.reg = regs[i],
			.central = answer->lines[wanted[i]].value,
			.draws = summaries[i],
		};
	headlines_settle(program, answer->draws, headlines, n_figures);
	for (size_t i = n_figures; i < n; i++)
		settle_value(&headlines[i]);
	for (size_t i = 0; i < n; i++)
		set_line(&answer->lines[wanted[i]], &headlines[i],
			 answer->draws - (uint32_t)headlines[i].draws.n_finite);
	spread_room_release(&room);
	return 0;
}

int headline_fill(const struct spread *spread, struct answer *answer, bool all_lines,
		  struct frugal_error *reterr)
{
	struct arena arena = {0};
	size_t n = 0, n_figures = 0;
	uint32_t *wanted = arena_array(&arena, answer->n_lines + 1, sizeof(*wanted));
	if (wanted)
		n_figures = wanted_lines(answer, all_lines, wanted, &n);
	int r = wanted ? fill_lines(spread, answer, wanted, n, n_figures, &arena, reterr)
		       : error_nomem(reterr);
	arena_release(&arena);
	return r;
}

/* ---- what moves a mean ---- */

/* The spread with one dimension alone. */
static void keep_dimension(const struct spread *from, uint32_t dimension, struct spread *to)
{
	for (size_t i = 0; i < from->question->program->n_params; i++) {
		to->params[i] = from->params[i];
		if (from->params[i].dimension != dimension)
			to->params[i].dimension = SPREAD_EXACT;
	}
}

static void note_shift(struct answer_line *line, double mean, uint32_t cause, double *largest)
{
	double shift = fabs(mean - line->central);
	if (!(shift > *largest))
		return;
	*largest = shift;
	line->shifted_by = cause;
}

int headline_shifts(const struct spread *spread, struct answer *answer, struct frugal_error *reterr)
{
	const struct program *program = spread->question->program;
	struct arena arena = {0};
	struct spread one = *spread;
	one.params = arena_array(&arena, program->n_params + 1, sizeof(*one.params));
	uint32_t *lines = arena_array(&arena, answer->n_lines + 1, sizeof(*lines));
	uint32_t *regs = arena_array(&arena, answer->n_lines + 1, sizeof(*regs));
	double *largest = arena_array(&arena, answer->n_lines + 1, sizeof(*largest));
	struct spread_summary *found = arena_array(&arena, answer->n_lines + 1, sizeof(*found));
	struct spread_room room = {0};
	size_t n = 0;
	int r = 0;
	if (!one.params || !lines || !regs || !largest || !found)
		r = error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < answer->n_lines; i++) {
		if (answer->lines[i].headline != HEADLINE_MEAN || !answer->lines[i].figure)
			continue;
		regs[n] = program->entries[i].reg;
		lines[n++] = (uint32_t)i;
	}
	if (r == 0)
		r = spread_room_init(&room, program, SHIFT_DRAWS, n, reterr);
	for (uint32_t d = 0; r == 0 && n && d < spread->n_uncertain; d++) {
		keep_dimension(spread, d, &one);
		spread_summaries(&one, &room, answer->seed, SHIFT_DRAWS, regs, n, found);
		for (size_t i = 0; i < n; i++)
			note_shift(&answer->lines[lines[i]], found[i].mean,
				   line_of_dimension(spread, d), &largest[i]);
	}
	spread_room_release(&room);
	arena_release(&arena);
	return r;
}
