/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the results of insight/trial.h; report/elsewhere.c writes other machines and zones. */
#include "report/trial.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "quantity/print.h"
#include "report/elsewhere.h"

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

void trial_text(const struct trial *trial, struct buf *to)
{
	for (size_t i = 0; i < trial->size.n; i++) {
		buf_addf(to, "%6.3g %%  ", 100 * trial->size.x[i]);
		for (int f = 0; f < COMPARE_FIGURES; f++) {
			double x = trial->figures[f].x[i];
			add_figure(to, trial, f, x, x, x);
			buf_puts(to, f + 1 < COMPARE_FIGURES ? "  " : "\n");
		}
	}
	buf_puts(to, _("the whole (intervals: 90 %):\n"));
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure whole = trial_figure(trial, (enum compare_figure)f);
		buf_addf(to, "  %-9s ", _(compare_figure_names[f]));
		add_figure(to, trial, f, whole.value, whole.low, whole.high);
		buf_addf(to, _("  (grows with the share to the power of %.2f)\n"),
			 trial->whole[f].exponent);
	}
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
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		double x = trial->actual[f];
		const struct stat_scaling *whole = &trial->whole[f];
		buf_addf(to, "  %-9s ", _(compare_figure_names[f]));
		add_figure(to, trial, f, x, x, x);
		buf_puts(to, x >= whole->low && x <= whole->high
				     ? _("  actual: inside the interval\n")
				     : _("  actual: outside the interval\n"));
	}
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
