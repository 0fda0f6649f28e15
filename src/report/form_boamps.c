/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BoAmps 1.1.0 (Boavizta, model/report_schema.json and the schemas it refers to): kWh, one measure
 * per phase. A missing value that the schema requires is an error; one that it allows to leave out
 * is left out.
 */
#include "base/clock.h"
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "record/words.h"

#define BOAMPS_VERSION "1.1.0"
#define BOAMPS_URI "https://github.com/Boavizta/BoAmps/tree/main/model"
#define TIME_LAYOUT "%Y-%m-%d %H:%M:%S"
#define URN "urn:uuid:"
#define PARAMETERS_OF_ONE 1e9 /* it counts in billions */

static void put_time(struct jsonw *json, const char *key, int64_t us)
{
	struct buf text = {0};
	form_add_time(&text, us, TIME_LAYOUT);
	jsonw_string(json, key, buf_text(&text));
	buf_release(&text);
}

static const char *stage_of(const char *phase)
{
	static const char *const stages[][2] = {
		{"data", "preprocessing"},
		{"fine-tuning", "finetuning"},
		{"", "other"},
	};
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		if (strcmp(stages[i][0], phase) == 0)
			return stages[i][1];
	return phase;
}

static void put_header(struct jsonw *json, const struct form_subject *s, const char *id)
{
	jsonw_object(json, "header");
	jsonw_string(json, "formatVersion", BOAMPS_VERSION);
	jsonw_string(json, "formatVersionSpecificationUri", BOAMPS_URI);
	jsonw_string(json, "reportId", id);
	put_time(json, "reportDatetime", s->written_us);
	jsonw_string(json, "reportStatus", "draft");
	jsonw_object_end(json);
}

static void put_dataset(struct jsonw *json, const struct form_subject *s)
{
	bool tokens = !isnan(s->stated.tokens);
	jsonw_array(json, "dataset");
	jsonw_object(json, NULL);
	jsonw_string(json, "dataUsage", "input");
	jsonw_string(json, "dataType", tokens ? "token" : "other");
	if (tokens)
		jsonw_number(json, "dataQuantity", s->stated.tokens);
	jsonw_object_end(json);
	jsonw_array_end(json);
}

/* "; measures in order: training (FR), inference (SE, SE-SE3)": each with the zones of its own
 * runs. */
static void add_measures(struct buf *to, const struct form_subject *s)
{
	if (s->n_phases < 2 && !(s->n_phases && s->phases[0].n_zones > 1))
		return;
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		buf_addf(to, "%s%s", i ? ", " : "; measures in order: ", stage_of(use->phase));
		for (size_t j = 0; j < use->n_zones; j++)
			buf_addf(to, "%s%s", j ? ", " : " (",
				 use->zones[j].name[0] ? use->zones[j].name : "zone not reported");
		buf_puts(to, use->n_zones ? ")" : "");
	}
}

static int put_task(struct jsonw *json, const struct form_subject *s, struct frugal_error *reterr)
{
	struct buf stages = {0}, method = {0};
	bool has_use = false, only_models = true;
	for (size_t i = 0; i < s->n_phases; i++) {
		buf_addf(&stages, "%s%s", i ? "+" : "", stage_of(s->phases[i].phase));
		enum phase_role role = run_phase_role(s->phases[i].phase);
		has_use = has_use || role == PHASE_USE;
		only_models = only_models && (role == PHASE_USE || role == PHASE_ADAPT);
	}
	int r = form_method(s, &s->all, form_covers_all, &method, reterr);
	add_measures(&method, s);
	jsonw_object(json, "task");
	jsonw_string(json, "taskStage", buf_text(&stages));
	jsonw_string(json, "taskFamily", s->stated.task);
	if (has_use && s->units > 0)
		jsonw_number(json, "nbRequest", s->units);
	jsonw_array(json, "algorithms");
	jsonw_object(json, NULL);
	/* A model that was trained before is a foundation model, and no algorithm. */
	jsonw_string(json, only_models ? "foundationModelName" : "algorithmName", s->name);
	if (!isnan(s->stated.parameters))
		jsonw_number(json, "parametersNumber", s->stated.parameters / PARAMETERS_OF_ONE);
	if (s->epochs.runs == 1)
		jsonw_number(json, "epochsNumber", s->epochs.value);
	jsonw_object_end(json);
	jsonw_array_end(json);
	put_dataset(json, s);
	if (s->accuracy.runs == 1)
		jsonw_number(json, "measuredAccuracy", s->accuracy.value);
	jsonw_string(json, "taskDescription", buf_text(&method));
	jsonw_object_end(json);
	r = r == 0 && (stages.failed || method.failed) ? error_nomem(reterr) : r;
	buf_release(&stages);
	buf_release(&method);
	return r;
}

static void put_measures(struct jsonw *json, const struct form_subject *s)
{
	jsonw_array(json, "measures");
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "measurementMethod", "frugal");
		jsonw_string(json, "version", s->version);
		if (use->hardware && use->hardware->cpu_sensors[0])
			jsonw_string(json, "cpuTrackingMode", use->hardware->cpu_sensors);
		if (use->hardware && use->hardware->board_sensors[0])
			jsonw_string(json, "gpuTrackingMode", use->hardware->board_sensors);
		jsonw_number(json, "powerConsumption", use->energy_kwh.value);
		jsonw_number(json, "measurementDuration", use->hours * SECONDS_PER_HOUR);
		put_time(json, "measurementDateTime", use->from_us);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_component(struct jsonw *json, const char *name, const char *type, size_t n)
{
	jsonw_object(json, NULL);
	if (name[0])
		jsonw_string(json, "componentName", name);
	jsonw_string(json, "componentType", type);
	jsonw_int(json, "nbComponent", (int64_t)n);
	jsonw_object_end(json);
}

static void put_infrastructure(struct jsonw *json, const struct form_subject *s)
{
	struct group_board boards[FORM_BOARDS];
	bool more = false;
	size_t n = form_boards_of(s, form_covers_all, boards, &more);
	jsonw_object(json, "infrastructure");
	jsonw_string(json, "infraType", "other");
	jsonw_array(json, "components");
	put_component(json, s->hardware, "server", s->machines ? s->machines : 1);
	for (size_t i = 0; i < n; i++)
		put_component(json, boards[i].name, "gpu", boards[i].most);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

/* "FR, US" of the zones FR, US-CAL-CISO and US-NY-NYIS: each country once. */
static void add_countries(struct buf *to, const struct form_subject *s)
{
	bool open = false;
	for (size_t i = 0; i < s->n_phases; i++)
		for (size_t j = 0; j < s->phases[i].n_zones; j++) {
			const char *zone = s->phases[i].zones[j].name;
			struct buf one = {0};
			open |= !zone[0];
			buf_addf(&one, "%.*s", (int)strcspn(zone, "-"), zone);
			if (zone[0] && !(to->n && strstr(buf_text(to), buf_text(&one))))
				buf_addf(to, "%s%s", to->n ? ", " : "", buf_text(&one));
			to->failed |= one.failed;
			buf_release(&one);
		}
	if (to->n && open)
		buf_puts(to, ", of some runs not reported");
}

/*
 * BoAmps has one environment for all measures: the countries of all runs, whose mean intensity it
 * is. taskDescription says which measure is of which zone.
 */
static void put_environment(struct jsonw *json, const struct form_subject *s)
{
	const struct form_use *all = &s->all;
	struct buf countries = {0};
	add_countries(&countries, s);
	if (!countries.n) {
		buf_release(&countries);
		return;
	}
	jsonw_object(json, "environment");
	jsonw_string(json, "country", buf_text(&countries));
	if (strchr(s->zone, '-'))
		jsonw_string(json, "location", s->zone);
	json->out->failed |= countries.failed;
	buf_release(&countries);
	if (form_is_whole(all, &all->carbon_g) && all->energy_kwh.value > 0)
		jsonw_number(json, "powerSourceCarbonIntensity",
			     all->carbon_g.value / all->energy_kwh.value);
	jsonw_object_end(json);
}

/*
 * The word of BoAmps for the quality, by half the width of the interval; NULL: wider than its words
 * go.
 */
static const char *quality_of(const struct form_amount *kwh)
{
	double error = fmax(kwh->high - kwh->value, kwh->value - kwh->low) / kwh->value;
	return error <= 0.10 ? "high" : error <= 0.25 ? "medium" : error <= 0.5 ? "low" : NULL;
}

static int boamps(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	if (!s->stated.task) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("BoAmps requires the family of the task"));
		return error_todo(reterr, "%s", "task=chatbot");
	}
	int r = form_requires(s, form_covers_all, GROUP_ENERGY, reterr);
	if (r < 0)
		return r;
	struct buf id = {0};
	r = form_add_urn(&id, "boamps", s, reterr);
	jsonw_object(&json, NULL);
	put_header(&json, s, r == 0 ? buf_text(&id) + strlen(URN) : "");
	buf_release(&id);
	if (r == 0)
		r = put_task(&json, s, reterr);
	put_measures(&json, s);
	jsonw_object(&json, "system");
	jsonw_string(&json, "os", "linux");
	jsonw_object_end(&json);
	put_infrastructure(&json, s);
	put_environment(&json, s);
	const char *quality = quality_of(&s->all.energy_kwh);
	if (quality)
		jsonw_string(&json, "quality", quality);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return r;
}

const struct form boamps_form = {
	.write = boamps,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_HARDWARE |
		   FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_UNITS | FORM_HAS_TOKENS |
		  FORM_HAS_PARAMETERS | FORM_HAS_TASK,
	.formats = {"json"},
	.keys = {"measures"},
	.check_json = check_boamps,
};
