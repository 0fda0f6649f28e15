/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SCI for AI (Green Software Foundation): the emissions of the use of a model, per functional unit,
 * and those of its development, per FLOP, training token or parameter. The two are never added up.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>

#include "base/intl.h"

struct reference {
	const char *name;
	double count; /* NaN: missing */
};

static double intensity(const struct form_use *use)
{
	return use->carbon_g.value / use->energy_kwh.value; /* null where both are 0 */
}

static void put_inputs(struct jsonw *json, const struct form_use *use, const char *boundary)
{
	jsonw_number(json, "E_kwh", use->energy_kwh.value);
	jsonw_number(json, "I_g_per_kwh", intensity(use));
	jsonw_string(json, "I_kind", "location-based, average");
	jsonw_number(json, "M_g", use->embodied_g.value);
	jsonw_string(json, "boundary", boundary);
}

static void put_score(struct jsonw *json, const struct form_use *use, const struct reference *r)
{
	jsonw_number(json, "sci", (use->carbon_g.value + use->embodied_g.value) / r->count);
	jsonw_number(json, "sci_low", (use->carbon_g.low + use->embodied_g.low) / r->count);
	jsonw_number(json, "sci_high", (use->carbon_g.high + use->embodied_g.high) / r->count);
	jsonw_string(json, "unit", "gCO2eq per R");
	jsonw_string(json, "R", r->name);
	jsonw_number(json, "R_count", r->count);
}

static int put_method(struct jsonw *json, const struct form_subject *s, const struct form_use *use,
		      form_covers *covers, struct frugal_error *reterr)
{
	struct buf text = {0};
	int r = form_method(s, use, covers, &text, reterr);
	jsonw_string(json, "method", buf_text(&text));
	buf_release(&text);
	return r;
}

/* Section 8.1 of SCI for AI, and the same in French. "token" of LLMs, "execution" of agents... */
static bool is_consumer_unit(const char *name)
{
	static const char *const units[] = {"token",     "second",    "image", "execution",
					    "page",      "inference", "jeton", "seconde",
					    "exécution", "inférence"};
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		struct str rest;
		if (str_after(str_of(name), units[i], &rest) && (!rest.n || str_is(rest, "s")))
			return true;
	}
	return false;
}

static int consumer(struct jsonw *json, const struct form_subject *s, const struct form_use *use,
		    struct frugal_error *reterr)
{
	const struct reference r = {s->unit_name ? s->unit_name : "unit", s->units};
	if (use->runs == 0 || isnan(s->units)) {
		jsonw_null(json, "consumer");
		jsonw_string(json, "consumer_not_told",
			     use->runs == 0 ? "N/A: no run has the phase inference"
					    : "N/A: units served not reported (units)");
		return 0;
	}
	jsonw_object(json, "consumer");
	put_score(json, use, &r);
	if (!is_consumer_unit(r.name))
		jsonw_string(json, "R_not_of_the_specification",
			     "units of consumers are token, second, image, execution, page, "
			     "inference (8.1)");
	put_inputs(json, use,
		   "the machines of inference; no network, no storage elsewhere, no terminals");
	int result = put_method(json, s, use, form_covers_use, reterr);
	jsonw_object_end(json);
	return result;
}

static int provider(struct jsonw *json, const struct form_subject *s, const struct form_use *use,
		    const struct reference *references, size_t n, struct frugal_error *reterr)
{
	if (use->runs == 0 || n == 0) {
		jsonw_null(json, "provider");
		jsonw_string(json, "provider_not_told",
			     use->runs == 0
				     ? "N/A: no run has a phase before inference"
				     : "N/A: nothing to divide by (flop, tokens, parameters)");
		return 0;
	}
	jsonw_object(json, "provider");
	jsonw_array(json, "scores");
	for (size_t i = 0; i < n; i++) {
		jsonw_object(json, NULL);
		put_score(json, use, &references[i]);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_string(json, "R_counted", s->stated.counted);
	jsonw_string(json, "R_counted_how", s->flop_method);
	put_inputs(json, use,
		   "the machines of all runs before inference: data, search, training with all its "
		   "epochs, runs stopped early or failed; no network, no storage elsewhere");
	int r = put_method(json, s, use, form_covers_before, reterr);
	jsonw_object_end(json);
	return r;
}

static int sci_ai(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	const struct reference all[] = {{"FLOP", s->flop},
					{"training token", s->stated.tokens},
					/* 8.2: "per parameter" is per billion of them. */
					{"billion parameters", s->stated.parameters / 1e9}};
	struct reference references[sizeof(all) / sizeof(all[0])];
	const struct form_use before = form_sum(s, form_covers_before), use = form_served(s);
	size_t n = 0;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!isnan(all[i].count))
			references[n++] = all[i];
	if ((use.runs == 0 || isnan(s->units)) && (before.runs == 0 || n == 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("neither score has both its runs and its functional unit"));
		return error_todo(reterr, "%s", "units=1000 unit=token flop=3e21FLOP");
	}
	if (before.runs && n && !s->stated.counted) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("it is not stated whether FLOP, tokens and parameters are gross or "
			    "effective"));
		return error_todo(reterr, "%s", "counted=gross");
	}
	int r = form_requires(s, form_covers_all, GROUP_ENERGY | GROUP_CARBON | GROUP_EMBODIED,
			      reterr);
	if (r < 0)
		return r;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "specification", "SCI for AI, on ISO/IEC 21031:2024");
	jsonw_string(&json, "model", s->name);
	jsonw_string(&json, "note", "two scores of two boundaries: they are not added up");
	r = consumer(&json, s, &use, reterr);
	if (r == 0)
		r = provider(&json, s, &before, references, n, reterr);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return r;
}

/* Consumer and provider, never added up. */
const struct form sci_ai_form = {
	.write = sci_ai,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_UNITS | FORM_HAS_UNIT | FORM_HAS_FLOP |
		  FORM_HAS_TOKENS | FORM_HAS_PARAMETERS | FORM_HAS_FLOP_METHOD | FORM_HAS_COUNTED,
	.pairs = {{FORM_HAS_UNIT, FORM_HAS_UNITS},
		  {FORM_HAS_FLOP_METHOD, FORM_HAS_FLOP | FORM_HAS_TOKENS | FORM_HAS_PARAMETERS},
		  {FORM_HAS_COUNTED, FORM_HAS_FLOP | FORM_HAS_TOKENS | FORM_HAS_PARAMETERS}},
	.formats = {"json"},
	.keys = {"consumer", "provider"},
	.check_json = check_sci_ai,
};
