/* SPDX-License-Identifier: Apache-2.0 */
#include "report/escape.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/json.h"
#include "base/num.h"
#include "record/words.h"

#define G_PER_T 1e6
#define KWH_PER_MWH 1e3
#define HOURS_PER_DAY 24

void form_add_time(struct buf *to, int64_t us, const char *layout)
{
	char text[64];
	time_t s = (time_t)(us / 1000000);
	struct tm utc = {0};
	if (gmtime_r(&s, &utc) && strftime(text, sizeof(text), layout, &utc) > 0)
		buf_puts(to, text);
}

double form_measured_percent(const struct form_use *use)
{
	return use->energy_kwh.value > 0 ? 100 * use->measured_kwh / use->energy_kwh.value : 0;
}

int form_method(const struct form_subject *s, const struct form_use *use, struct buf *text,
		struct frugal_error *reterr)
{
	const struct form_amount *kwh = &use->energy_kwh;
	double pue = form_held_pue(use);
	buf_addf(text, "frugal %s: %.4g kWh [%.4g, %.4g] of the machines", s->version, kwh->value,
		 kwh->low, kwh->high);
	if (pue > FORM_SOME_PUE)
		buf_addf(text, " times a PUE of %.3g", pue);
	buf_addf(text, ", %.0f %% by counters, the rest modelled; location-based, use alone",
		 form_measured_percent(use));
	return text->failed ? error_nomem(reterr) : 0;
}

double form_held_pue(const struct form_use *use)
{
	return use->it_kwh > 0 ? use->energy_kwh.value / use->it_kwh : 1;
}

void form_add_amount(struct form_amount *to, const struct form_amount *more)
{
	to->value += more->value;
	to->low += more->low;
	to->high += more->high;
}

void form_split(const struct form_subject *s, struct form_use *ret_before, struct form_use *ret_use)
{
	*ret_before = *ret_use = (struct form_use){.phase = ""};
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *from = &s->phases[i];
		struct form_use *to = strcmp(from->phase, "inference") == 0 ? ret_use : ret_before;
		form_add_amount(&to->energy_kwh, &from->energy_kwh);
		form_add_amount(&to->carbon_g, &from->carbon_g);
		form_add_amount(&to->embodied_g, &from->embodied_g);
		form_add_amount(&to->water_l, &from->water_l);
		to->runs += from->runs;
		to->making_runs += from->making_runs;
		to->it_kwh += from->it_kwh;
		to->measured_kwh += from->measured_kwh;
		to->hours += from->hours;
	}
}

int form_wants_making(const struct form_use *use, struct frugal_error *reterr)
{
	if (use->making_runs >= use->runs)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE,
		  _("of %zu runs %zu tell no making of their machines, and SCI has to hold it"),
		  use->runs, use->runs - use->making_runs);
	return error_todo(reterr, "%s", "frugal recompute");
}

/* ---- Hugging Face: grams -------------------------------------------------------------------- */

static const char *training_type(const struct form_subject *s)
{
	double training = 0, tuning = 0;
	for (size_t i = 0; i < s->n_phases; i++) {
		enum phase_role role = run_phase_role(s->phases[i].phase);
		if (role == PHASE_LEARN)
			training += s->phases[i].energy_kwh.value;
		if (role == PHASE_ADAPT)
			tuning += s->phases[i].energy_kwh.value;
	}
	return tuning > training ? "fine-tuning" : training > 0 ? "pre-training" : NULL;
}

/* Strings of JSON are strings of YAML. */
static int hugging_face(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to};
	struct buf method = {0};
	int r = form_method(s, &s->all, &method, reterr);
	const char *type = training_type(s);
	buf_puts(to, "---\nco2_eq_emissions:\n  emissions: ");
	jsonw_number(&json, NULL, s->all.carbon_g.value);
	buf_puts(to, " # grams of CO2eq\n  source: ");
	json.need_comma = false;
	jsonw_string(&json, NULL, buf_text(&method));
	if (type)
		buf_addf(to, "\n  training_type: %s", type);
	if (s->zone[0]) {
		buf_puts(to, "\n  geographical_location: ");
		json.need_comma = false;
		jsonw_string(&json, NULL, s->zone);
	}
	buf_puts(to, "\n  hardware_used: ");
	json.need_comma = false;
	jsonw_string(&json, NULL, s->hardware);
	buf_puts(to, "\n---\n");
	buf_release(&method);
	return r;
}

/* ---- CycloneDX 1.6: kWh and tonnes ---------------------------------------------------------- */

static const char *activity_of(const char *phase)
{
	static const char *const activities[][2] = {
		{"data", "data-preparation"}, {"development", "design"},
		{"training", "training"},     {"fine-tuning", "fine-tuning"},
		{"evaluation", "validation"}, {"inference", "inference"},
	};
	for (size_t i = 0; i < sizeof(activities) / sizeof(activities[0]); i++)
		if (strcmp(activities[i][0], phase) == 0)
			return activities[i][1];
	return "other";
}

static void amount_json(struct jsonw *json, const char *key, double value, const char *unit)
{
	jsonw_object(json, key);
	jsonw_number(json, "value", value);
	jsonw_string(json, "unit", unit);
	jsonw_object_end(json);
}

static int cyclonedx(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	(void)reterr;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "bomFormat", "CycloneDX");
	jsonw_string(&json, "specVersion", "1.6");
	jsonw_int(&json, "version", 1);
	jsonw_array(&json, "components");
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "machine-learning-model");
	jsonw_string(&json, "name", s->name);
	jsonw_object(&json, "modelCard");
	jsonw_object(&json, "considerations");
	jsonw_object(&json, "environmentalConsiderations");
	jsonw_array(&json, "energyConsumptions");
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "activity", activity_of(use->phase));
		jsonw_array(&json, "energyProviders");
		jsonw_object(&json, NULL);
		jsonw_object(&json, "organization");
		jsonw_string(&json, "name", s->zone[0] ? s->zone : "unknown");
		jsonw_object_end(&json);
		jsonw_string(&json, "energySource", "unknown");
		amount_json(&json, "energyProvided", use->energy_kwh.value, "kWh");
		jsonw_object_end(&json);
		jsonw_array_end(&json);
		amount_json(&json, "activityEnergyCost", use->energy_kwh.value, "kWh");
		amount_json(&json, "co2CostEquivalent", use->carbon_g.value / G_PER_T, "tCO2eq");
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	for (int i = 0; i < 4; i++)
		jsonw_object_end(&json);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return 0;
}

/* ---- SPDX 3.0.1, AI profile: kWh ------------------------------------------------------------ */

static void spdx_use(struct jsonw *json, const struct form_subject *s, const char *key,
		     const char *const *phases)
{
	double kwh = 0;
	for (size_t i = 0; i < s->n_phases; i++)
		for (const char *const *phase = phases; *phase; phase++)
			if (strcmp(*phase, s->phases[i].phase) == 0)
				kwh += s->phases[i].energy_kwh.value;
	if (!(kwh > 0))
		return;
	jsonw_array(json, key);
	jsonw_object(json, NULL);
	jsonw_string(json, "type", "ai_EnergyConsumptionDescription");
	jsonw_number(json, "ai_energyQuantity", kwh);
	jsonw_string(json, "ai_energyUnit", "kilowattHour");
	jsonw_object_end(json);
	jsonw_array_end(json);
}

static int spdx(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	static const char *const training[] = {
		"data", "development", "search", "training", "evaluation", "", NULL};
	static const char *const tuning[] = {"fine-tuning", NULL}, *const use[] = {"inference",
										   NULL};
	struct jsonw json = {.out = to, .pretty = true};
	struct buf text = {0};
	int r = form_method(s, &s->all, &text, reterr);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
	jsonw_array(&json, "@graph");
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "CreationInfo");
	jsonw_string(&json, "@id", "_:creationinfo");
	jsonw_string(&json, "specVersion", "3.0.1");
	struct buf created = {0};
	form_add_time(&created, s->to_us, "%Y-%m-%dT%H:%M:%SZ");
	jsonw_string(&json, "created", buf_text(&created));
	buf_release(&created);
	jsonw_array(&json, "createdBy");
	jsonw_string(&json, NULL, "urn:frugal:tool");
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "SoftwareAgent");
	jsonw_string(&json, "spdxId", "urn:frugal:tool");
	jsonw_string(&json, "creationInfo", "_:creationinfo");
	jsonw_string(&json, "name", "frugal");
	jsonw_object_end(&json);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "ai_AIPackage");
	jsonw_string(&json, "spdxId", "urn:frugal:model");
	jsonw_string(&json, "creationInfo", "_:creationinfo");
	jsonw_string(&json, "name", s->name);
	jsonw_string(&json, "comment", buf_text(&text));
	jsonw_object(&json, "ai_energyConsumption");
	jsonw_string(&json, "type", "ai_EnergyConsumption");
	spdx_use(&json, s, "ai_trainingEnergyConsumption", training);
	spdx_use(&json, s, "ai_finetuningEnergyConsumption", tuning);
	spdx_use(&json, s, "ai_inferenceEnergyConsumption", use);
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	buf_release(&text);
	return r;
}

/* ---- GPAI Code of Practice: MWh, days, FLOP ------------------------------------------------- */

/* Two significant figures at least, as the form asks; more where they are known. */
static void add_figures(struct buf *to, double x)
{
	buf_addf(to, x >= 100 && x < 1e6 ? "%.0f" : "%#.3g", x);
	if (to->n && buf_text(to)[to->n - 1] == '.')
		buf_putc(to, '0');
}

/* As a table of Markdown or as an object of JSON, an item each, with who is to have it. */
struct gpai {
	struct buf *to;
	struct jsonw json;
	bool as_json;
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

static const char *months_band(double days)
{
	return days < 30.5   ? "less than 1 month"
	       : days < 91.5 ? "1 to 3 months"
	       : days < 183  ? "3 to 6 months"
			     : "more than 6 months";
}

static const char *parameters_band(double n)
{
	static const struct {
		double below;
		const char *band;
	} bands[] = {{5e8, "1 to 500 million"},          {5e9, "500 million to 5 billion"},
		     {1.5e10, "5 to 15 billion"},        {5e10, "15 to 50 billion"},
		     {1e11, "50 to 100 billion"},        {5e11, "100 to 500 billion"},
		     {1e12, "500 billion to 1 trillion"}};
	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++)
		if (n < bands[i].below)
			return bands[i].band;
	return isnan(n) ? "N/A: not told (--parameters)" : "more than 1 trillion";
}

/* Regulation (EU) 2024/1689, Art. 51(2), and the Commission's guidelines of July 2025. */
static const char *flop_note(double flop)
{
	return isnan(flop)    ? "N/A: no computation is told"
	       : flop >= 1e25 ? "10^25 or more: presumed to be of systemic risk"
	       : flop >= 1e23 ? "10^23 or more: indicates a general-purpose model"
			      : "below 10^23";
}

static void gpai_items(struct gpai *out, const struct form_subject *s,
		       const struct form_use *training, const char *method)
{
	double days = ((double)s->to_us - (double)s->from_us) / 86400e6;
	gpai_number(out, "total parameters", "AIO, NCA, DP", s->told.parameters,
		    "N/A: not told (--parameters)");
	gpai_item(out, "total parameters, band", "NCA, DP", parameters_band(s->told.parameters));
	gpai_item(out, "training time, band", "NCA", months_band(days));
	gpai_number(out, "training time, wall-clock days", "AIO", days, "");
	gpai_number(out, "training time, hardware-days (machines)", "AIO",
		    training->hours / HOURS_PER_DAY, "");
	gpai_number(out, "computation used for training, FLOP", "AIO, NCA (order of magnitude)",
		    s->flop, "N/A: not told to the meter (--flop, --flop-method)");
	gpai_item(out, "threshold of computation", "AIO, NCA", flop_note(s->flop));
	gpai_item(out, "how the computation was found", "AIO, NCA",
		  isnan(s->flop)   ? "N/A"
		  : s->flop_method ? s->flop_method
				   : "as told by the provider");
	gpai_number(out, "energy used for training, MWh", "AIO, NCA",
		    training->energy_kwh.value / KWH_PER_MWH, "");
	gpai_item(out, "how the energy was found; boundary", "AIO, NCA", method);
	gpai_item(out, "benchmarked computation for inference, FLOP", "AIO, NCA",
		  "N/A: no benchmark of inference is in these runs");
}

static int gpai(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct form_use training, use;
	struct buf method = {0};
	struct gpai out = {.to = to, .as_json = s->as_json};
	form_split(s, &training, &use);
	if (!(training.energy_kwh.value > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("these runs tell no energy of training"));
		return error_todo(reterr, "%s", "frugal run --phase training");
	}
	int r = form_method(s, &training, &method, reterr);
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
	return r;
}

/* ---- SCI: grams per unit -------------------------------------------------------------------- */

static int sci(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	const struct form_use *all = &s->all;
	if (!(s->units > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("SCI is per functional unit, and none is told"));
		return error_todo(reterr, "%s", "--units 1000 --unit request");
	}
	int r = form_wants_making(all, reterr);
	if (r < 0)
		return r;
	double i = all->energy_kwh.value > 0 ? all->carbon_g.value / all->energy_kwh.value : 0;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "specification", "ISO/IEC 21031:2024");
	jsonw_string(&json, "software", s->name);
	jsonw_number(&json, "sci", (all->energy_kwh.value * i + all->embodied_g.value) / s->units);
	jsonw_string(&json, "unit", "gCO2eq per R");
	jsonw_string(&json, "R", s->unit_name ? s->unit_name : "unit");
	jsonw_number(&json, "R_count", s->units);
	jsonw_number(&json, "E_kwh", all->energy_kwh.value);
	jsonw_number(&json, "I_g_per_kwh", i);
	jsonw_string(&json, "I_kind", "location-based, average");
	jsonw_number(&json, "M_g", all->embodied_g.value);
	jsonw_string(&json, "boundary",
		     "the machines of the runs: reserved energy by share of processor time, "
		     "their making by time; no network, no storage elsewhere");
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return 0;
}

/* ---- for people ----------------------------------------------------------------------------- */

static void add_quantity(struct buf *to, const struct form_subject *s, const struct form_amount *x,
			 double scale, enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, x->value * scale, x->low * scale, x->high * scale, dim,
		       (struct unit){1, dim}, NULL, s->numbers);
}

static int sentence(const struct form_subject *s, bool latex, struct buf *to,
		    struct frugal_error *reterr)
{
	struct buf energy = {0}, carbon = {0}, embodied = {0}, text = {0};
	add_quantity(&energy, s, &s->all.energy_kwh, 1e3, KIND_ENERGY);
	add_quantity(&carbon, s, &s->all.carbon_g, 1, KIND_CO2E);
	if (s->all.making_runs)
		add_quantity(&embodied, s, &s->all.embodied_g, 1, KIND_CO2E);
	else
		buf_puts(&embodied, _("an amount that is not known"));
	/* TRANSLATORS: of a paper; runs, energy, machines, zone, carbon, embodied carbon */
	buf_addf(
		&text,
		_("The %zu runs of %s used %s (%.0f %% measured by counters, the rest modelled) on "
		  "%s; "
		  "with the electricity of %s this emitted %s, to which the making of the machines "
		  "adds %s (frugal %s)."),
		s->all.runs, s->name, buf_text(&energy), form_measured_percent(&s->all),
		s->hardware, s->zone[0] ? s->zone : _("the world's average"), buf_text(&carbon),
		buf_text(&embodied), s->version);
	if (latex)
		escape_latex(to, buf_text(&text));
	else
		buf_add_clean(to, buf_text(&text));
	buf_putc(to, '\n');
	bool failed = text.failed || energy.failed || carbon.failed || embodied.failed;
	buf_release(&energy);
	buf_release(&carbon);
	buf_release(&embodied);
	buf_release(&text);
	return failed ? error_nomem(reterr) : 0;
}

static void badge_box(struct buf *to, int x, int width, const char *colour, const char *text)
{
	buf_addf(to, "<rect x=\"%d\" width=\"%d\" height=\"20\" fill=\"%s\"/>", x, width, colour);
	buf_addf(to, "<text x=\"%d\" y=\"14\" text-anchor=\"middle\">%s</text>", x + width / 2,
		 text);
}

/* A figure, no label: no grade, no colour that judges. */
static int badge(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct buf energy = {0}, carbon = {0};
	struct form_amount kwh = s->all.energy_kwh, g = s->all.carbon_g;
	kwh.low = kwh.high = kwh.value;
	g.low = g.high = g.value;
	add_quantity(&energy, s, &kwh, 1e3, KIND_ENERGY);
	add_quantity(&carbon, s, &g, 1, KIND_CO2E);
	buf_addf(to,
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"260\" height=\"20\" "
		 "role=\"img\" "
		 "font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" fill=\"#fff\">"
		 "<title>%s, %s</title>",
		 buf_text(&energy), buf_text(&carbon));
	badge_box(to, 0, 70, "#444", "frugal");
	badge_box(to, 70, 85, "#00695c", buf_text(&energy));
	badge_box(to, 155, 105, "#37474f", buf_text(&carbon));
	buf_puts(to, "</svg>\n");
	bool failed = energy.failed || carbon.failed;
	buf_release(&energy);
	buf_release(&carbon);
	return failed ? error_nomem(reterr) : 0;
}

static int citation(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return sentence(s, false, to, reterr);
}

static int latex(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return sentence(s, true, to, reterr);
}

/* ---- the table ------------------------------------------------------------------------------ */

#define FORMS(ROW)                                                                                 \
	ROW("hf", hugging_face)                                                                    \
	ROW("cyclonedx", cyclonedx)                                                                \
	ROW("spdx", spdx)                                                                          \
	ROW("gpai", gpai)                                                                          \
	ROW("sci", sci)                                                                            \
	ROW("sci-ai", form_sci_ai)                                                                 \
	ROW("achat-ia", form_achat_ia)                                                             \
	ROW("datacentre", form_datacentre)                                                         \
	ROW("ai-energy-score", form_energy_score)                                                  \
	ROW("boamps", form_boamps)                                                                 \
	ROW("citation", citation)                                                                  \
	ROW("latex", latex)                                                                        \
	ROW("badge", badge)

#define NAME_OF(name, function) name,
const char *const form_names[] = {FORMS(NAME_OF) NULL};
#undef NAME_OF

#define WRITER_OF(name, function) function,
static form_writer *const writers[] = {FORMS(WRITER_OF)};
#undef WRITER_OF

int form_write(const char *form, const struct form_subject *s, struct buf *to,
	       struct frugal_error *reterr)
{
	size_t i = 0;
	while (form_names[i] && strcmp(form_names[i], form) != 0)
		i++;
	if (!form_names[i])
		return error_set(reterr, FRUGAL_EBUG, "no form '%s'", form);
	int r = writers[i](s, to, reterr);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
