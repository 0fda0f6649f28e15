/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX 1.6 and 1.7: kWh and tonnes, one activity per phase. The phases that its words do not
 * tell apart, the intervals, the embodied emissions and the method are properties.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <string.h>

#include "base/json.h"
#include "base/num.h"

#define G_PER_T 1e6

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

static void property(struct jsonw *json, const char *name, const char *value)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", name);
	jsonw_string(json, "value", value);
	jsonw_object_end(json);
}

static void number_property(struct jsonw *json, const char *name, double value)
{
	char text[NUM_TEXT];
	num_format(value, text);
	property(json, name, text);
}

/* "metadata": when, and by what. */
static void put_metadata(struct jsonw *json, const struct form_subject *s)
{
	struct buf now = {0};
	form_add_time(&now, s->written_us, "%Y-%m-%dT%H:%M:%SZ");
	jsonw_object(json, "metadata");
	jsonw_string(json, "timestamp", buf_text(&now));
	jsonw_object(json, "tools");
	jsonw_array(json, "components");
	jsonw_object(json, NULL);
	jsonw_string(json, "type", "application");
	jsonw_string(json, "name", "frugal");
	jsonw_string(json, "version", s->version);
	jsonw_object_end(json);
	jsonw_array_end(json);
	jsonw_object_end(json);
	jsonw_object_end(json);
	buf_release(&now);
}

/* What is known of the model as it is given to others. */
static void put_model(struct jsonw *json, const struct form_stated *of)
{
	if (of->model_version)
		jsonw_string(json, "version", of->model_version);
	if (of->supplier) {
		jsonw_object(json, "supplier");
		jsonw_string(json, "name", of->supplier);
		jsonw_object_end(json);
	}
	if (of->licence) {
		jsonw_array(json, "licenses");
		jsonw_object(json, NULL);
		jsonw_string(json, "expression", of->licence);
		jsonw_object_end(json);
		jsonw_array_end(json);
	}
	if (of->download) {
		jsonw_array(json, "externalReferences");
		jsonw_object(json, NULL);
		jsonw_string(json, "type", "distribution");
		jsonw_string(json, "url", of->download);
		jsonw_object_end(json);
		jsonw_array_end(json);
	}
}

/* Names the grid, of which the zone is known, and not the supplier, which is not. */
static void put_provider(struct jsonw *json, const char *zone, double kwh)
{
	struct buf text = {0};
	if (zone[0])
		buf_addf(&text, "the grid of %s; the supplier is not reported", zone);
	else
		buf_puts(&text, "the zone is not reported: world average");
	jsonw_object(json, NULL);
	jsonw_string(json, "description", buf_text(&text));
	jsonw_object(json, "organization");
	if (zone[0]) {
		jsonw_object(json, "address");
		jsonw_str(json, "country", (struct str){zone, strcspn(zone, "-")});
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
	jsonw_string(json, "energySource", "unknown");
	amount_json(json, "energyProvided", kwh, "kWh");
	jsonw_object_end(json);
	buf_release(&text);
}

/* One for each zone in which runs of this phase were, with what they used there. */
static void put_providers(struct jsonw *json, const struct form_use *use)
{
	jsonw_array(json, "energyProviders");
	for (size_t i = 0; i < use->n_zones; i++)
		put_provider(json, use->zones[i].name, use->zones[i].energy_kwh);
	if (!use->n_zones)
		put_provider(json, "", use->energy_kwh.value);
	jsonw_array_end(json);
}

static void put_phase(struct jsonw *json, const struct form_use *use)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "activity", activity_of(use->phase));
	put_providers(json, use);
	amount_json(json, "activityEnergyCost", use->energy_kwh.value, "kWh");
	if (form_is_whole(use, &use->carbon_g))
		amount_json(json, "co2CostEquivalent", use->carbon_g.value / G_PER_T, "tCO2eq");
	jsonw_array(json, "properties");
	property(json, "frugal:phase", use->phase[0] ? use->phase : "not reported");
	number_property(json, "frugal:energy_low_kWh", use->energy_kwh.low);
	number_property(json, "frugal:energy_high_kWh", use->energy_kwh.high);
	if (form_is_whole(use, &use->carbon_g)) {
		number_property(json, "frugal:carbon_low_tCO2eq", use->carbon_g.low / G_PER_T);
		number_property(json, "frugal:carbon_high_tCO2eq", use->carbon_g.high / G_PER_T);
	}
	if (form_is_whole(use, &use->embodied_g))
		number_property(json, "frugal:embodied_tCO2eq", use->embodied_g.value / G_PER_T);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_card(struct jsonw *json, const struct form_subject *s, const char *method)
{
	jsonw_object(json, "modelCard");
	jsonw_object(json, "considerations");
	jsonw_object(json, "environmentalConsiderations");
	jsonw_array(json, "energyConsumptions");
	for (size_t i = 0; i < s->n_phases; i++)
		put_phase(json, &s->phases[i]);
	jsonw_array_end(json);
	jsonw_array(json, "properties");
	property(json, "frugal:method", method);
	jsonw_array_end(json);
	for (int i = 0; i < 3; i++)
		jsonw_object_end(json);
}

static int write_bom(const struct form_subject *s, const char *version, struct buf *to,
		     struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct buf method = {0}, urn = {0};
	int r = form_requires(s, form_covers_all, GROUP_ENERGY, reterr);
	if (r == 0)
		r = form_method(s, &s->all, form_covers_all, &method, reterr);
	if (r == 0)
		r = form_add_urn(&urn, "cyclonedx", s, reterr);
	if (r == 0) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "bomFormat", "CycloneDX");
		jsonw_string(&json, "specVersion", version);
		jsonw_string(&json, "serialNumber", buf_text(&urn));
		jsonw_int(&json, "version", 1);
		put_metadata(&json, s);
		jsonw_array(&json, "components");
		jsonw_object(&json, NULL);
		jsonw_string(&json, "type", "machine-learning-model");
		jsonw_string(&json, "bom-ref", "model");
		jsonw_string(&json, "name", s->name);
		put_model(&json, &s->stated);
		put_card(&json, s, buf_text(&method));
		jsonw_object_end(&json);
		jsonw_array_end(&json);
		jsonw_object_end(&json);
		buf_putc(to, '\n');
	}
	buf_release(&method);
	buf_release(&urn);
	return r;
}

static int cyclonedx_16(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return write_bom(s, "1.6", to, reterr);
}

static int cyclonedx_17(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return write_bom(s, "1.7", to, reterr);
}

const struct form cyclonedx_form = {
	.write = cyclonedx_16,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_MODEL,
	.formats = {"json"},
	.keys = {"bomFormat"},
	.check_json = check_cyclonedx,
};

const struct form cyclonedx_17_form = {
	.write = cyclonedx_17,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_MODEL,
	.formats = {"json"},
	.keys = {"bomFormat"},
	.other_key = "specVersion",
	.other_value = "1.7",
	.check_json = check_cyclonedx,
};
