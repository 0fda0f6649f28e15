/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the JSON forms of data centres, SCI for AI, AI Energy Score and BoAmps back, and checks
 * their figures against each other.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/form_check_parts.h"

static void above(struct check *c, const char *where, double value, double most, const char *what)
{
	if (!(value > 0))
		return;
	c->ret->compared++;
	if (value > most)
		check_beyond(c, where, what, value);
}

void check_datacentre(struct check *c, const json_t *root)
{
	double it = check_number(root, "E_IT_kwh"), site = check_number(root, "E_DC_kwh");
	double m3 = check_number(root, "WUE_m3_per_kwh"), l = check_number(root, "WUE_l_per_kwh");
	double erf = check_number(root, "ERF"), ref = check_number(root, "REF");
	check_pue(c, "PUE", check_number(root, "PUE"), site, it);
	check_equal(c, "WUE_l_per_kwh", l, m3 * 1e3);
	check_equal(c, "WUE_m3_per_kwh", m3, check_number(root, "W_IN_m3") / it);
	above(c, "WUE, L/kWh", isnan(m3) ? l : m3 * 1e3, c->ranges->water_l_per_kwh.most,
	      _("more water than any site uses: L/kWh instead of m3/kWh?"));
	check_share(c, "ERF", erf, 1);
	check_share(c, "REF", ref, 1);
	check_equal(c, "ERF", erf, check_number(root, "E_REUSE_kwh") / site);
	check_equal(c, "REF", ref, check_number(root, "E_RES_TOT_kwh") / site);
}

/* ---- SCI for AI ----------------------------------------------------------------------------- */

static double check_inputs(struct check *c, const char *where, const json_t *boundary)
{
	double e = check_number(boundary, "E_kwh"), i = check_number(boundary, "I_g_per_kwh");
	const char *method = json_string_value(json_object_get(boundary, "method"));
	check_carbon(c, where, i, 1);
	if (method)
		check_energy(c, where, e, check_kwh_in(str_of(method)));
	return (e > 0 ? e * i : 0) + check_number(boundary, "M_g");
}

static void check_score(struct check *c, const char *where, const json_t *score, double grams)
{
	double sci = check_number(score, "sci");
	check_equal(c, where, sci, grams / check_number(score, "R_count"));
	check_interval(c, where, check_number(score, "sci_low"), sci,
		       check_number(score, "sci_high"));
}

void check_sci_ai(struct check *c, const json_t *root)
{
	const json_t *consumer = json_object_get(root, "consumer");
	const json_t *provider = json_object_get(root, "provider");
	const json_t *scores = json_object_get(provider, "scores");
	if (json_is_object(consumer))
		check_score(c, "consumer", consumer, check_inputs(c, "consumer", consumer));
	double grams = json_is_object(provider) ? check_inputs(c, "provider", provider) : 0;
	for (size_t i = 0; i < json_array_size(scores); i++) {
		char where[64];
		(void)snprintf(where, sizeof(where), "provider.scores[%zu]", i);
		check_score(c, where, json_array_get(scores, i), grams);
	}
	double sum = check_number(root, "sci");
	if (!isnan(sum))
		check_beyond(c, "sci",
			     _("the scores of consumer and provider must not be added up"), sum);
}

/* ---- AI Energy Score ------------------------------------------------------------------------ */

/* Ours, or the GPU_ENERGY_SUMMARY.json of the protocol's own tools. */
void check_energy_score(struct check *c, const json_t *root)
{
	double score = check_number(root, "gpu_energy_wh_per_1000_queries");
	double run_wh = check_number(root, "gpu_energy_wh_per_run");
	double queries = check_number(root, "queries_per_run");
	double runs = check_number(root, "runs");
	const char *method = json_string_value(json_object_get(root, "method"));
	double phases = check_number(root, "preprocess_wh") + check_number(root, "prefill_wh") +
			check_number(root, "decode_wh");
	check_unit(c, "units", json_object_get(root, "units"), "Wh");
	check_equal(c, "total", check_number(root, "total"), phases);
	check_equal(c, "gpu_energy_wh_per_1000_queries", score, run_wh / queries * 1e3);
	check_interval(c, "gpu_energy_wh_per_1000_queries", check_number(root, "low"), score,
		       check_number(root, "high"));
	if (method)
		check_energy(c, "gpu_energy_wh_per_run", run_wh * runs / 1e3,
			     check_kwh_in(str_of(method)));
}

/* ---- BoAmps --------------------------------------------------------------------------------- */

static double components_of(struct check *c, const json_t *root)
{
	const json_t *list = json_object_get(json_object_get(root, "infrastructure"), "components");
	double n = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		double items = check_number(one, "nbComponent");
		n += items > 0 ? items : 0;
		check_share(c, "components.share", check_number(one, "share"), 1);
	}
	return n;
}

static void check_parameters(struct check *c, const json_t *task)
{
	const json_t *list = json_object_get(task, "algorithms");
	for (size_t i = 0; i < json_array_size(list); i++)
		above(c, "algorithms.parametersNumber",
		      check_number(json_array_get(list, i), "parametersNumber"),
		      c->ranges->model_billions.most, _("the form requires billions"));
}

void check_boamps(struct check *c, const json_t *root)
{
	const json_t *measures = json_object_get(root, "measures");
	const json_t *task = json_object_get(root, "task");
	const char *text = json_string_value(json_object_get(task, "taskDescription"));
	double components = components_of(c, root), kwh = 0;
	for (size_t i = 0; i < json_array_size(measures); i++) {
		const json_t *one = json_array_get(measures, i);
		double energy = check_number(one, "powerConsumption");
		double hours = check_number(one, "measurementDuration") / SECONDS_PER_HOUR;
		char where[64];
		(void)snprintf(where, sizeof(where), "measures[%zu].powerConsumption", i);
		check_unit(c, where, json_object_get(one, "unit"), "kWh");
		if (components > 0 && hours > 0)
			above(c, where, energy * 1e3 / hours / components,
			      c->ranges->component_w.most,
			      _("more power than any component draws (Wh for kWh, hours for "
				"seconds?)"));
		kwh += energy;
	}
	if (text)
		check_energy(c, "measures.powerConsumption", kwh, check_kwh_in(str_of(text)));
	check_carbon(
		c, "environment.powerSourceCarbonIntensity",
		check_number(json_object_get(root, "environment"), "powerSourceCarbonIntensity"),
		1);
	check_parameters(c, task);
}
