/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compute and energy items of the Model Documentation Form of the EU's Code of Practice for
 * general-purpose AI: MWh, days, reported FLOP. The phases of training count (data, development,
 * search, training, fine-tuning); the method line states them and those that are left out. The time
 * is that in which at least one run of these was at work: gaps between runs do not count.
 * Bands and thresholds are rows of factors/form_bands.csv.
 */
#include "base/clock.h"
#include "report/escape.h"
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>

#include "base/intl.h"
#include "base/json.h"
#include "report/form_tables.h"

#define KWH_PER_MWH 1e3
#define HOURS_PER_DAY 24

/* At least two significant figures, as the form requires; more where they are known. */
static void add_figures(struct buf *to, double x)
{
	buf_addf(to, x >= 100 && x < 1e6 ? "%.0f" : "%#.3g", x);
	if (to->n && buf_text(to)[to->n - 1] == '.')
		buf_putc(to, '0');
}

/* Output as a table of Markdown or an object of JSON, one row per item, with its recipients. */
struct gpai {
	struct buf *to;
	struct jsonw json;
	bool as_json;
	struct tables *tables;
	struct frugal_error *reterr;
	int r; /* of the tables */
};

static void gpai_item(struct gpai *out, const char *item, const char *recipients, const char *value)
{
	if (!out->as_json) {
		buf_addf(out->to, "| %s | ", item);
		escape_markdown(out->to, value);
		buf_addf(out->to, " | %s |\n", recipients);
		return;
	}
	jsonw_object(&out->json, NULL);
	jsonw_string(&out->json, "item", item);
	jsonw_string(&out->json, "value", value);
	jsonw_string(&out->json, "recipients", recipients);
	jsonw_object_end(&out->json);
}

static void gpai_number(struct gpai *out, const char *item, const char *recipients, double x,
			const char *missing)
{
	struct buf value = {0};
	if (isnan(x))
		buf_puts(&value, missing);
	else
		add_figures(&value, x);
	gpai_item(out, item, recipients, buf_text(&value));
	out->to->failed |= value.failed;
	buf_release(&value);
}

/* Amounts that are not known have no band, and the item has the reason. */
static void gpai_band(struct gpai *out, const char *item, const char *recipients, const char *band,
		      double amount, const char *missing)
{
	const char *name = missing;
	if (!isnan(amount) && out->r == 0)
		out->r = form_band(out->tables, band, amount, &name, out->reterr);
	gpai_item(out, item, recipients, out->r == 0 ? name : "");
}

/* "2.42 machine-days on: A machine; with 4 × NVIDIA H100" */
static void gpai_hardware(struct gpai *out, const struct form_subject *s,
			  const struct form_use *training)
{
	struct buf value = {0}, hardware = {0};
	add_figures(&value, training->hours / HOURS_PER_DAY);
	buf_puts(&value, " machine-days on: ");
	form_add_hardware(&hardware, s, form_covers_training);
	buf_puts(&value, hardware.n ? buf_text(&hardware) : "not reported");
	value.failed |= hardware.failed;
	buf_release(&hardware);
	gpai_item(out, "training time, hardware-days", "AIO", buf_text(&value));
	out->to->failed |= value.failed;
	buf_release(&value);
}

/* The time in which runs of training were at work, and the period with its gaps. */
static void gpai_time(struct gpai *out, const struct form_subject *s,
		      const struct form_use *training)
{
	const struct group_period period = group_period_of(&s->spans, form_covers_training);
	double days = period.runs ? (double)period.busy_us / US_PER_DAY : (double)NAN,
	       all = ((double)period.to_us - (double)period.from_us) / US_PER_DAY;
	struct buf text = {0};
	gpai_band(out, "training time, band", "NCA", "gpai-training-time", days,
		  "N/A: the times of the runs are not known");
	gpai_number(out, "training time, wall-clock days", "AIO", days,
		    "N/A: the times of the runs are not known");
	gpai_hardware(out, s, training);
	form_add_days(&text, s, form_covers_training);
	if (period.runs) {
		buf_puts(&text, ": ");
		add_figures(&text, all);
		buf_puts(&text, " days, of which a run of training was at work on ");
		add_figures(&text, days);
	}
	if (all > 2 * days)
		buf_puts(&text, "; the gaps exceed the work: add the training that was not "
				"measured");
	if (period.is_part)
		buf_addf(&text, "; the newest %d runs", GROUP_SPANS);
	gpai_item(out, "training time, period measured", "AIO", buf_text(&text));
	out->to->failed |= text.failed;
	buf_release(&text);
}

static void gpai_items(struct gpai *out, const struct form_subject *s,
		       const struct form_use *training, const char *method)
{
	gpai_number(out, "total parameters", "AIO, NCA, DP", s->stated.parameters,
		    "N/A: not reported (parameters)");
	gpai_band(out, "total parameters, band", "NCA, DP", "gpai-parameters", s->stated.parameters,
		  "N/A: not reported (parameters)");
	gpai_time(out, s, training);
	gpai_number(out, "computation used for training, FLOP", "AIO, NCA (order of magnitude)",
		    s->flop, "N/A: not reported to the meter (flop, flop-method)");
	gpai_band(out, "threshold of computation", "AIO, NCA", "gpai-computation", s->flop,
		  "N/A: no computation is reported");
	gpai_item(out, "how the computation was found", "AIO, NCA",
		  isnan(s->flop)   ? "N/A"
		  : s->flop_method ? s->flop_method
				   : "as reported by the provider");
	gpai_number(out, "energy used for training, MWh", "AIO, NCA",
		    training->energy_kwh.value / KWH_PER_MWH, "");
	gpai_item(out, "how the energy was found; boundary", "AIO, NCA", method);
	gpai_item(out, "benchmarked computation for inference, FLOP", "AIO, NCA",
		  "N/A: these runs have no benchmark of inference");
	gpai_item(out, "how inference was benchmarked: task, hardware", "AIO, NCA",
		  "N/A: these runs have no benchmark of inference");
}

static int gpai(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	const struct form_use training = form_sum(s, form_covers_training);
	struct buf method = {0};
	struct gpai out = {.to = to, .as_json = s->as_json, .tables = s->tables, .reterr = reterr};
	if (!training.runs) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("these runs have no training energy"));
		return error_todo(reterr, "%s", "frugal runs set RUN phase=training");
	}
	int r = form_requires(s, form_covers_training, GROUP_ENERGY, reterr);
	if (r < 0)
		return r;
	r = form_method(s, &training, form_covers_training, &method, reterr);
	out.json = (struct jsonw){.out = to, .pretty = true};
	if (out.as_json) {
		jsonw_object(&out.json, NULL);
		jsonw_string(&out.json, "form",
			     "GPAI Model Documentation Form, compute and energy");
		jsonw_string(&out.json, "model", s->name);
		jsonw_array(&out.json, "items");
	} else {
		buf_puts(to, "# ");
		escape_markdown(to, s->name);
		buf_puts(to, ": Model Documentation Form, compute and energy\n\n");
		buf_puts(to,
			 "The items of computation and energy; the other sections of the form are "
			 "for the provider.\n"
			 "AIO: AI Office; NCA: national authorities; DP: downstream providers.\n\n"
			 "| item | value | for |\n|---|---|---|\n");
	}
	gpai_items(&out, s, &training, buf_text(&method));
	if (out.as_json) {
		jsonw_array_end(&out.json);
		jsonw_object_end(&out.json);
		buf_putc(to, '\n');
	}
	buf_release(&method);
	return r < 0 ? r : out.r;
}

const struct form gpai_form = {
	.write = gpai,
	.figures = FORM_OF_ENERGY | FORM_OF_HARDWARE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_PARAMETERS | FORM_HAS_FLOP |
		  FORM_HAS_FLOP_METHOD,
	.pairs = {{FORM_HAS_FLOP_METHOD, FORM_HAS_FLOP}},
	.formats = {"md", "json"},
	.keys = {"items"},
	.other_key = "form",
	.line = "energy used for training, MWh",
	.check_json = check_gpai_json,
	.check_text = check_gpai,
};
