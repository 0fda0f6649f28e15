/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws the uncertain params of a question and runs its program over the draws in blocks. Intervals
 * are quantiles of the figures; the sensitivity swaps one dimension at a time (Jansen 1999). Params
 * that mean the same fact share a dimension.
 */
#include "model/spread.h"

#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/draws.h"

#define EXACT UINT32_MAX
#define LOW_QUANTILE 0.05
#define HIGH_QUANTILE 0.95

/* ---- params ---- */

static struct spread_param field_param(const struct spread *spread, const struct param *param)
{
	const struct input *input = &spread->question->program->inputs[param->input];
	uint32_t row = spread->rows[param->input];
	if (row == TABLE_NO_ROW)
		return (struct spread_param){MISSING, MISSING, MISSING, EXACT};
	const struct table_column *column = table_column(input->table, param->column);
	double value = table_number(input->table, row, param->column);
	double low = column->low == TABLE_NO_COLUMN ? MISSING
						    : table_number(input->table, row, column->low);
	double high = column->high == TABLE_NO_COLUMN
			      ? MISSING
			      : table_number(input->table, row, column->high);
	return (struct spread_param){value, isnan(low) ? value : low, isnan(high) ? value : high,
				     EXACT};
}

static struct spread_param param_of(const struct spread *spread, size_t index)
{
	const struct question *question = spread->question;
	const struct param *param = &question->program->params[index];
	if (param->kind == PARAM_CONSTANT)
		return (struct spread_param){param->value, param->low, param->high, EXACT};
	if (param->kind == PARAM_FIELD) {
		const struct quantity *q = &question->overrides[index].quantity;
		if (question->overrides[index].given)
			return (struct spread_param){q->value, q->low, q->high, EXACT};
		return field_param(spread, param);
	}
	const struct value *value = &question->values[param->input];
	const struct input *input = &question->program->inputs[param->input];
	if (param->kind == PARAM_TEXT) {
		double is = param_text_holds(question->program, param, spread->rows[param->input]);
		return (struct spread_param){is, is, is, EXACT};
	}
	if (param->kind == PARAM_CHOICE) {
		double choice = value->given         ? (double)value->choice
				: input->has_default ? (double)input->choice
						     : MISSING;
		return (struct spread_param){choice, choice, choice, EXACT};
	}
	if (value->given)
		return (struct spread_param){value->quantity.value, value->quantity.low,
					     value->quantity.high, EXACT};
	if (input->has_default)
		return (struct spread_param){input->value, input->low, input->high, EXACT};
	return (struct spread_param){MISSING, MISSING, MISSING, EXACT};
}

/* The same field of the same row, by way of two inputs. */
static bool same_cell(const struct spread *spread, size_t a, size_t b)
{
	const struct program *program = spread->question->program;
	const struct param *x = &program->params[a], *y = &program->params[b];
	const struct value *overrides = spread->question->overrides;
	return x->column == y->column && !overrides[a].given && !overrides[b].given &&
	       spread->rows[x->input] == spread->rows[y->input] &&
	       program->inputs[x->input].table == program->inputs[y->input].table;
}

/* The same number of the same file, by way of two uses of one model. */
static bool same_constant(const struct program *program, size_t a, size_t b)
{
	return program->params[a].entry != NO_ENTRY && program->params[b].entry != NO_ENTRY &&
	       program->entries[program->params[a].entry].name.p ==
		       program->entries[program->params[b].entry].name.p;
}

/* The dimension of a param that means the same fact as an earlier one: a fact is drawn once. */
static uint32_t shared_dimension(const struct spread *spread, size_t index)
{
	const struct program *program = spread->question->program;
	enum param_kind kind = program->params[index].kind;
	for (size_t i = 0; i < index; i++) {
		if (program->params[i].kind != kind || spread->params[i].dimension == EXACT)
			continue;
		if ((kind == PARAM_FIELD && same_cell(spread, i, index)) ||
		    (kind == PARAM_CONSTANT && same_constant(program, i, index)))
			return spread->params[i].dimension;
	}
	return EXACT;
}

int spread_init(struct spread *spread, const struct question *question, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	*spread = (struct spread){.question = question};
	spread->params = mem_zalloc(program->n_params + 1, sizeof(struct spread_param));
	spread->rows = mem_zalloc(program->n_inputs + 1, sizeof(uint32_t));
	if (!spread->params || !spread->rows) {
		spread_release(spread);
		return error_nomem(reterr);
	}
	for (size_t i = 0; i < program->n_inputs; i++)
		spread->rows[i] = question_row(question, i);
	for (size_t i = 0; i < program->n_params; i++) {
		struct spread_param *param = &spread->params[i];
		*param = param_of(spread, i);
		if (!(param->low < param->high))
			continue;
		param->dimension = shared_dimension(spread, i);
		if (param->dimension == EXACT)
			param->dimension = spread->n_uncertain++;
	}
	return 0;
}

void spread_release(struct spread *spread)
{
	mem_free(spread->params);
	mem_free(spread->rows);
	*spread = (struct spread){0};
}

/* ---- draws ---- */

static void set_params(const struct spread *spread, struct machine *machine)
{
	const struct program *program = spread->question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		machine_set(machine, program->params[i].reg, spread->params[i].value);
		if (spread->params[i].dimension != EXACT)
			machine_vary(machine, program->params[i].reg);
	}
	machine_settle(machine);
}

/*
 * Fills the columns of the uncertain params with draws; the dimension swapped gets independent
 * draws.
 */
static void draw_block(const struct spread *spread, struct machine *machine, uint64_t seed,
		       uint32_t first, size_t n, uint32_t swapped)
{
	const struct program *program = spread->question->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct spread_param *param = &spread->params[i];
		if (param->dimension == EXACT)
			continue;
		double *column = machine_column(machine, program->params[i].reg);
		if (param->dimension == swapped)
			draws_apart(seed, param->dimension, first, n, column);
		else
			draws_uniform(seed, param->dimension, first, n, column);
		draws_to_triangular(column, n, param->low, param->value, param->high);
	}
}

static void swap(double *a, double *b)
{
	double x = *a;
	*a = *b;
	*b = x;
}

/* The value that rank `at` would have if x were sorted (Hoare's selection); reorders x. */
static double select_rank(double *x, size_t n, size_t at)
{
	size_t lo = 0, hi = n - 1;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (x[mid] < x[lo])
			swap(&x[mid], &x[lo]);
		if (x[hi] < x[lo])
			swap(&x[hi], &x[lo]);
		if (x[hi] < x[mid])
			swap(&x[hi], &x[mid]);
		double pivot = x[mid];
		size_t i = lo, j = hi;
		while (i <= j) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i > j)
				break;
			swap(&x[i++], &x[j]);
			if (j == 0)
				break;
			j--;
		}
		if (at <= j)
			hi = j;
		else if (at >= i)
			lo = i;
		else
			break;
	}
	return x[at];
}

/* The q-quantile between order statistics, as R's type 7. */
static double quantile(double *x, size_t n, double q)
{
	double position = q * (double)(n - 1);
	size_t at = (size_t)position;
	double below = select_rank(x, n, at);
	if (at + 1 >= n)
		return below;
	double above = x[at + 1];
	for (size_t i = at + 2; i < n; i++)
		above = x[i] < above ? x[i] : above;
	return below + (position - (double)at) * (above - below);
}

/* Drops draws in which the line has no finite value; returns how many are left. */
static size_t finite_only(double *x, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(x[i]))
			x[kept++] = x[i];
	return kept;
}

static void set_interval(struct answer_line *line, double *x, size_t n)
{
	n = finite_only(x, n);
	if (!n)
		return;
	double low = quantile(x, n, LOW_QUANTILE), high = quantile(x, n, HIGH_QUANTILE);
	line->median = quantile(x, n, 0.5);
	line->low = low < line->value ? low : line->value;
	line->high = high > line->value ? high : line->value;
}

/* Whether a line needs an interval; those of inputs, fields and constants come from draws too. */
static bool wants_interval(const struct answer_line *line, const struct machine *machine,
			   uint32_t reg, bool all_lines)
{
	return !isnan(line->value) && machine->varies[reg] && (line->figure || all_lines);
}

int spread_intervals(const struct spread *spread, struct answer *answer, bool all_lines,
		     struct frugal_error *reterr)
{
	const struct program *program = spread->question->program;
	size_t draws = answer->draws;
	struct machine machine;
	int r = machine_init_rows(&machine, program, draws < MACHINE_BLOCK ? draws : MACHINE_BLOCK,
				  reterr);
	if (r < 0)
		return r;
	set_params(spread, &machine);
	uint32_t *wanted = mem_zalloc(answer->n_lines + 1, sizeof(uint32_t));
	size_t n_wanted = 0;
	for (size_t i = 0; wanted && i < answer->n_lines; i++)
		if (wants_interval(&answer->lines[i], &machine, program->entries[i].reg, all_lines))
			wanted[n_wanted++] = (uint32_t)i;
	double *columns = mem_zalloc(n_wanted * draws + 1, sizeof(double));
	if (!wanted || !columns)
		r = error_nomem(reterr);
	for (size_t first = 0; r == 0 && first < draws; first += MACHINE_BLOCK) {
		size_t n = draws - first < MACHINE_BLOCK ? draws - first : MACHINE_BLOCK;
		draw_block(spread, &machine, answer->seed, (uint32_t)first, n, EXACT);
		machine_run(&machine, n);
		for (size_t i = 0; i < n_wanted; i++)
			memcpy(columns + i * draws + first,
			       machine_column(&machine, program->entries[wanted[i]].reg),
			       n * sizeof(double));
	}
	for (size_t i = 0; r == 0 && i < n_wanted; i++)
		set_interval(&answer->lines[wanted[i]], columns + i * draws, draws);
	mem_free(columns);
	mem_free(wanted);
	machine_release(&machine);
	return r;
}

/* ---- sensitivity ---- */

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
		draw_block(spread, machine, answer->seed, (uint32_t)first, n, EXACT);
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
			draw_block(spread, machine, answer->seed, (uint32_t)first, n, d);
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
static uint32_t line_of_dimension(const struct spread *spread, uint32_t dimension)
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

int spread_sensitivity(const struct spread *spread, struct answer *answer,
		       struct frugal_error *reterr)
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
		set_params(spread, &machine);
		gather(spread, &machine, answer, figures, n_figures, effects);
		rank_doubts(spread, answer, figures, n_figures, effects);
		machine_release(&machine);
	}
	arena_release(&arena);
	return r;
}
