/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bills of materials: CycloneDX 1.6 (kWh and tonnes, one activity per phase) and SPDX 3.0.1 with
 * its AI profile (kWh). The method is written where the form has a place for it.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <string.h>

#include "base/json.h"

#define G_PER_T 1e6

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
	struct buf method = {0};
	int r = form_requires(s, form_covers_all, GROUP_ENERGY, reterr);
	if (r == 0)
		r = form_method(s, &s->all, form_covers_all, &method, reterr);
	if (r < 0) {
		buf_release(&method);
		return r;
	}
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
		if (form_is_whole(use, &use->carbon_g))
			amount_json(&json, "co2CostEquivalent", use->carbon_g.value / G_PER_T,
				    "tCO2eq");
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_array(&json, "properties");
	jsonw_object(&json, NULL);
	jsonw_string(&json, "name", "frugal:method");
	jsonw_string(&json, "value", buf_text(&method));
	jsonw_object_end(&json);
	jsonw_array_end(&json);
	for (int i = 0; i < 4; i++)
		jsonw_object_end(&json);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	buf_release(&method);
	return r;
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
	int r = form_requires(s, form_covers_all, GROUP_ENERGY, reterr);
	if (r == 0)
		r = form_method(s, &s->all, form_covers_all, &text, reterr);
	if (r < 0) {
		buf_release(&text);
		return r;
	}
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

const struct form cyclonedx_form = {
	.write = cyclonedx,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE,
	.formats = {"json"},
	.keys = {"bomFormat"},
	.check_json = check_cyclonedx,
};

const struct form spdx_form = {
	.write = spdx,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE,
	.formats = {"json"},
	.keys = {"@graph"},
	.check_json = check_spdx,
};
