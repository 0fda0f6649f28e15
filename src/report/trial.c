/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the results of insight/trial.h; report/elsewhere.c writes other machines and zones. */
#include "report/trial.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "quantity/print.h"
#include "report/elsewhere.h"
#include "report/layout.h"
#include "report/number.h"

/* ---- for people ----------------------------------------------------------------------------- */

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

static void add_figure(struct buf *to, const struct trial *trial, int f, double value, double low,
		       double high)
{
	print_quantity(to, value, low, high, dims[f], (struct unit){1, dims[f]}, NULL,
		       trial->context->numbers);
}

/* Writes the columns and releases them, their cell and their arena. */
static void put_columns(struct columns *columns, struct buf *cell, struct arena *arena,
			struct buf *to)
{
	columns_print(columns, to, 2);
	to->failed |= columns->failed || cell->failed;
	columns_release(columns);
	buf_release(cell);
	arena_release(arena);
}

static void runs_table(const struct trial *trial, struct buf *to)
{
	const struct number_style *numbers = trial->context->numbers;
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 1 + COMPARE_FIGURES);
	columns.right[0] = true;
	for (size_t i = 0; i < trial->size.n; i++) {
		buf_addf(&cell, _("%s %%"),
			 number_digits(NUMBER_OWN, 100 * trial->size.x[i], 3, numbers));
		columns_take(&columns, &cell);
		for (int f = 0; f < COMPARE_FIGURES; f++) {
			double x = trial->figures[f].x[i];
			add_figure(&cell, trial, f, x, x, x);
			columns_take(&columns, &cell);
		}
	}
	put_columns(&columns, &cell, &arena, to);
}

static void whole_table(const struct trial *trial, struct buf *to)
{
	const struct number_style *numbers = trial->context->numbers;
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 3);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure whole = trial_figure(trial, (enum compare_figure)f);
		columns_add(&columns, _(compare_figure_names[f]));
		add_figure(&cell, trial, f, whole.value, whole.low, whole.high);
		columns_take(&columns, &cell);
		if (trial->flat[f])
			buf_puts(&cell, _("(the share makes no difference)"));
		else
			buf_addf(&cell, _("(grows with the share to the power of %s)"),
				 number_fixed(NUMBER_OWN, trial->whole[f].exponent, 2, numbers));
		columns_take(&columns, &cell);
	}
	put_columns(&columns, &cell, &arena, to);
}

void trial_text(const struct trial *trial, struct buf *to)
{
	runs_table(trial, to);
	buf_puts(to, _("the whole (intervals: 90 %):\n"));
	whole_table(trial, to);
	if (trial->flat[COMPARE_ENERGY] || trial->flat[COMPARE_DURATION])
		buf_puts(to, _("the share makes no difference that these runs show: does the "
			       "command read {}, or is its fixed part larger? Runs of larger "
			       "shares decide: sizes=20%,40%,80%\n"));
	double others = trial_unrest(trial);
	if (others >= TRIAL_UNREST)
		buf_addf(to,
			 _("other processes used %.0f %% of the processors during the runs, which "
			   "affects the time\n"),
			 100 * others);
	if (trial->looks_elsewhere)
		elsewhere_text(&trial->elsewhere, to);
}

void trial_whole_text(const struct trial *trial, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 3);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		double x = trial->actual[f];
		const struct stat_scaling *whole = &trial->whole[f];
		columns_add(&columns, _(compare_figure_names[f]));
		add_figure(&cell, trial, f, x, x, x);
		columns_take(&columns, &cell);
		buf_puts(&cell, x >= whole->low && x <= whole->high
					? _("actual: inside the forecast by the same meter, ")
					: _("actual: outside the forecast by the same meter, "));
		add_figure(&cell, trial, f, whole->value, whole->low, whole->high);
		columns_take(&columns, &cell);
	}
	put_columns(&columns, &cell, &arena, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
static const double scales[COMPARE_FIGURES] = {1, 1, SECONDS_PER_HOUR};

static void runs_json(const struct trial *trial, struct jsonw *json)
{
	jsonw_array(json, "runs");
	for (size_t i = 0; i < trial->size.n; i++) {
		jsonw_object(json, NULL);
		jsonw_number(json, "size", trial->size.x[i]);
		for (int f = 0; f < COMPARE_FIGURES; f++)
			jsonw_number(json, keys[f], trial->figures[f].x[i] * scales[f]);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void whole_json(const struct trial *trial, int f, struct jsonw *json)
{
	const struct stat_scaling *whole = &trial->whole[f];
	const struct forecast_figure figure = trial_figure(trial, (enum compare_figure)f);
	jsonw_object(json, keys[f]);
	jsonw_number(json, "value", whole->value * scales[f]);
	jsonw_number(json, "low", figure.low * scales[f]);
	jsonw_number(json, "high", figure.high * scales[f]);
	/* Without the error common to the runs: what the whole is compared with. */
	jsonw_number(json, "held_low", whole->low * scales[f]);
	jsonw_number(json, "held_high", whole->high * scales[f]);
	jsonw_number(json, "exponent", whole->exponent);
	jsonw_bool(json, "flat", trial->flat[f]);
	if (trial->has_actual)
		jsonw_number(json, "actual", trial->actual[f] * scales[f]);
	jsonw_object_end(json);
}

static void cpu_json(const struct trial *trial, struct jsonw *json)
{
	jsonw_object(json, "cpu_s");
	jsonw_number(json, "value", trial->whole_cpu.value * SECONDS_PER_HOUR);
	jsonw_number(json, "low", trial->whole_cpu.low * SECONDS_PER_HOUR);
	jsonw_number(json, "high", trial->whole_cpu.high * SECONDS_PER_HOUR);
	jsonw_number(json, "exponent", trial->whole_cpu.exponent);
	if (trial->has_actual)
		jsonw_number(json, "actual", trial->actual_cpu_h * SECONDS_PER_HOUR);
	jsonw_object_end(json);
}

void trial_json(const struct trial *trial, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "trial");
	jsonw_string(&json, "id", trial->id);
	runs_json(trial, &json);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		whole_json(trial, f, &json);
	if (trial->has_cpu)
		cpu_json(trial, &json);
	jsonw_number(&json, "others_share", trial_unrest(trial));
	if (trial->looks_elsewhere)
		elsewhere_json(&trial->elsewhere, &json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
