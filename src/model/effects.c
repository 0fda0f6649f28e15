/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of the variance of each figure an uncertain param carries: swaps one dimension of the
 * draws at a time (Jansen 1999).
 */
#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "model/answer_inside.h"

/* Sums over draws for one figure: of f, f^2, and of (f - f with one param swapped)^2. */
struct effects {
	double sum, squares;
	double *swaps;  /* by dimension */
	double *column; /* f of the block */
};

static void gather(const struct spread *spread, struct machine *machine,
		   const struct answer *answer, const uint32_t *figures, size_t n_figures,
		   struct effects *effects)
{
	const struct program *program = spread->question->program;
	for (size_t first = 0; first < answer->draws; first += MACHINE_BLOCK) {
		size_t left = answer->draws - first;
		size_t n = left < MACHINE_BLOCK ? left : MACHINE_BLOCK;
		spread_draw(spread, machine, answer->seed, (uint32_t)first, n, SPREAD_EXACT);
		machine_run(machine, n);
		for (size_t f = 0; f < n_figures; f++) {
			const double *x = machine_column(machine, program->entries[figures[f]].reg);
			memcpy(effects[f].column, x, n * sizeof(double));
			for (size_t j = 0; j < n; j++) {
				effects[f].sum += x[j];
				effects[f].squares += x[j] * x[j];
			}
		}
		for (uint32_t d = 0; d < spread->n_uncertain; d++) {
			spread_draw(spread, machine, answer->seed, (uint32_t)first, n, d);
			machine_run(machine, n);
			for (size_t f = 0; f < n_figures; f++) {
				const double *x =
					machine_column(machine, program->entries[figures[f]].reg);
				for (size_t j = 0; j < n; j++) {
					double gap = x[j] - effects[f].column[j];
					effects[f].swaps[d] += gap * gap;
				}
			}
		}
	}
}

static int by_figure_and_share(const void *a, const void *b)
{
	const struct answer_doubt *x = a, *y = b;
	if (x->figure != y->figure)
		return x->figure < y->figure ? -1 : 1;
	if (x->share > y->share)
		return -1;
	return x->share < y->share ? 1 : (x->line > y->line) - (x->line < y->line);
}

/* The one line that uses an uncertain number within its expression has the better name. */
static uint32_t owner_of(const struct program *program, uint32_t constant)
{
	uint32_t owner = constant;
	size_t owners = 0;
	for (uint32_t i = 0; i < program->n_entries; i++)
		for (size_t u = 0; u < program->entries[i].n_uses; u++)
			if (program->entries[i].uses[u] == constant) {
				owner = i;
				owners++;
			}
	return owners == 1 ? owner : constant;
}

/* The derivation line of the first param with this dimension. */
uint32_t line_of_dimension(const struct spread *spread, uint32_t dimension)
{
	const struct program *program = spread->question->program;
	uint32_t entry = NO_ENTRY;
	for (size_t i = 0; i < program->n_params && entry == NO_ENTRY; i++)
		if (spread->params[i].dimension == dimension)
			entry = program->params[i].entry;
	if (entry != NO_ENTRY && program->entries[entry].kind == ENTRY_CONSTANT)
		entry = owner_of(program, entry);
	return entry;
}

/* Adds a doubt; two uncertain numbers of one line are one doubt. */
static void add_doubt(struct answer *answer, size_t first, struct answer_doubt doubt)
{
	for (size_t i = first; i < answer->n_doubts; i++) {
		if (answer->doubts[i].line == doubt.line) {
			answer->doubts[i].share += doubt.share;
			return;
		}
	}
	answer->doubts[answer->n_doubts++] = doubt;
}

static void rank_doubts(const struct spread *spread, struct answer *answer, const uint32_t *figures,
			size_t n_figures, const struct effects *effects)
{
	for (size_t f = 0; f < n_figures; f++) {
		double total = 0;
		for (uint32_t d = 0; d < spread->n_uncertain; d++)
			total += effects[f].swaps[d];
		if (!(total > 0) || !isfinite(total))
			continue;
		size_t first = answer->n_doubts;
		for (uint32_t d = 0; d < spread->n_uncertain; d++)
			if (effects[f].swaps[d] > 0)
				add_doubt(answer, first,
					  (struct answer_doubt){figures[f],
								line_of_dimension(spread, d),
								effects[f].swaps[d] / total});
	}
	if (answer->n_doubts)
		qsort(answer->doubts, answer->n_doubts, sizeof(struct answer_doubt),
		      by_figure_and_share);
}

int answer_effects(const struct spread *spread, struct answer *answer, struct frugal_error *reterr)
{
	const struct program *program = spread->question->program;
	struct arena arena = {0};
	uint32_t *figures = arena_array(&arena, answer->n_lines + 1, sizeof(uint32_t));
	struct effects *effects = arena_array(&arena, answer->n_lines + 1, sizeof(*effects));
	size_t n_figures = 0;
	bool failed = !figures || !effects;
	for (size_t i = 0; !failed && i < answer->n_lines; i++) {
		if (!answer->lines[i].figure || isnan(answer->lines[i].value))
			continue;
		struct effects *one = &effects[n_figures];
		one->swaps = arena_array(&arena, spread->n_uncertain, sizeof(double));
		one->column = arena_array(&arena, MACHINE_BLOCK, sizeof(double));
		failed = !one->swaps || !one->column;
		figures[n_figures++] = (uint32_t)i;
	}
	answer->doubts = arena_array(&answer->arena, n_figures * spread->n_uncertain + 1,
				     sizeof(struct answer_doubt));
	struct machine machine;
	int r = failed || !answer->doubts ? error_nomem(reterr)
					  : machine_init(&machine, program, reterr);
	if (r == 0) {
		spread_settle(spread, &machine);
		gather(spread, &machine, answer, figures, n_figures, effects);
		rank_doubts(spread, answer, figures, n_figures, effects);
		machine_release(&machine);
	}
	arena_release(&arena);
	return r;
}
