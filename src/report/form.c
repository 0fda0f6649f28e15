/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/json.h"
#include "base/num.h"
#include "base/uuid.h"
#include "record/words.h"

#define MOST_ZONES ((size_t)32)

#define MOST_NAMED 3 /* runs in a message */

void form_add_time(struct buf *to, int64_t us, const char *layout)
{
	char text[64];
	time_t s = (time_t)(us / US_PER_SECOND);
	struct tm utc = {0};
	if (gmtime_r(&s, &utc) && strftime(text, sizeof(text), layout, &utc) > 0)
		buf_puts(to, text);
}

double form_measured_percent(const struct form_use *use)
{
	return use->energy_kwh.value > 0 ? 100 * use->measured_kwh / use->energy_kwh.value : 0;
}

bool form_covers_all(const char *phase)
{
	(void)phase;
	return true;
}

bool form_covers_use(const char *phase)
{
	return run_phase_role(phase) == PHASE_USE;
}

bool form_covers_tuning(const char *phase)
{
	return run_phase_role(phase) == PHASE_ADAPT;
}

bool form_covers_before(const char *phase)
{
	return !form_covers_use(phase);
}

/*
 * The phases up to the end of training; evaluation comes after, a phase without a name may be
 * anything.
 */
bool form_covers_training(const char *phase)
{
	enum phase_role role = run_phase_role(phase);
	return role == PHASE_LEARN || role == PHASE_ADAPT ||
	       (role == PHASE_BEFORE && strcmp(phase, "evaluation") != 0);
}

/* The names of the phases that a figure covers, or of those that it does not. */
static void add_phases(struct buf *to, const struct form_subject *s, form_covers *covers, bool does,
		       const char *between)
{
	for (size_t i = 0; i < s->n_phases; i++) {
		const char *phase = s->phases[i].phase;
		if (covers(phase) != does)
			continue;
		buf_puts(to, between);
		/* Imported runs may have any word as phase. */
		if (run_phase_role(phase) != PHASE_UNSAID)
			buf_puts(to, phase);
		else
			buf_puts(to, phase[0] ? "others" : "not reported");
		between = ", ";
	}
}

/* The first start and the last end of the phases, or of all runs where single ones are unknown. */
void form_add_days(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	struct group_period period = group_period_of(&s->spans, covers);
	if (!period.runs)
		period = (struct group_period){.from_us = s->from_us, .to_us = s->to_us};
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		if (covers(use->phase) && use->from_us && use->from_us < period.from_us)
			period.from_us = use->from_us;
	}
	form_add_time(to, period.from_us, "%Y-%m-%d");
	buf_puts(to, " to ");
	form_add_time(to, period.to_us, "%Y-%m-%d");
}

void form_add_covers(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	add_phases(to, s, covers, true, "phases: ");
	add_phases(to, s, covers, false, "; left out: ");
	buf_puts(to, "; runs of ");
	form_add_days(to, s, covers);
}

int form_method(const struct form_subject *s, const struct form_use *use, form_covers *covers,
		struct buf *text, struct frugal_error *reterr)
{
	const struct form_amount *kwh = &use->energy_kwh;
	double pue = form_held_pue(use);
	if (!kwh->runs) {
		buf_addf(text, "frugal %s: no run has an energy; ", s->version);
		form_add_covers(text, s, covers);
		return text->failed ? error_nomem(reterr) : 0;
	}
	buf_addf(text, "frugal %s: %.4g kWh [%.4g, %.4g] (90 %%) of the machines", s->version,
		 kwh->value, kwh->low, kwh->high);
	if (!form_is_whole(use, kwh))
		buf_addf(text, " (from %zu of %zu runs)", kwh->runs, use->runs);
	if (pue > FORM_SOME_PUE)
		buf_addf(text, " times a PUE of %.3g", pue);
	if (pue > FORM_SOME_PUE && s->pue_by && s->pue_by[0])
		buf_addf(text, " (by %s)", s->pue_by);
	buf_addf(text, ", %.0f %% by counters, the rest modelled; location-based, usage alone; ",
		 form_measured_percent(use));
	form_add_covers(text, s, covers);
	return text->failed ? error_nomem(reterr) : 0;
}

int form_add_urn(struct buf *to, const char *form, const struct form_subject *s,
		 struct frugal_error *reterr)
{
	char uuid[UUID_TEXT];
	struct buf content = {0};
	buf_addf(&content, "%s\n%s\n%s\n%s\n%lld %lld\n", form, s->name, s->hardware, s->zone,
		 (long long)s->from_us, (long long)s->to_us);
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		buf_addf(&content, "%s %zu %a %a %a %lld\n", use->phase, use->runs,
			 use->energy_kwh.value, use->carbon_g.value, use->embodied_g.value,
			 (long long)use->from_us);
	}
	for (size_t i = 0; i < s->spans.n; i++)
		buf_addf(&content, "%lld %lld\n", (long long)s->spans.items[i].from_us,
			 (long long)s->spans.items[i].to_us);
	uuid_of(buf_str(&content), uuid);
	bool failed = content.failed;
	buf_release(&content);
	buf_addf(to, "urn:uuid:%s", uuid);
	return failed || to->failed ? error_nomem(reterr) : 0;
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
	to->runs += more->runs;
}

bool form_is_whole(const struct form_use *use, const struct form_amount *amount)
{
	return amount->runs > 0 && amount->runs >= use->runs;
}

static void add_use(struct form_use *to, const struct form_use *from)
{
	form_add_amount(&to->energy_kwh, &from->energy_kwh);
	form_add_amount(&to->carbon_g, &from->carbon_g);
	form_add_amount(&to->embodied_g, &from->embodied_g);
	form_add_amount(&to->water_l, &from->water_l);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		form_add_amount(&to->criteria[i], &from->criteria[i]);
	to->runs += from->runs;
	to->it_kwh += from->it_kwh;
	to->measured_kwh += from->measured_kwh;
	to->hours += from->hours;
}

struct form_use form_sum(const struct form_subject *s, form_covers *covers)
{
	struct form_use sum = {.phase = ""};
	for (size_t i = 0; i < s->n_phases; i++)
		if (covers(s->phases[i].phase))
			add_use(&sum, &s->phases[i]);
	return sum;
}

struct form_use form_served(const struct form_subject *s)
{
	return s->served.runs ? s->served : form_sum(s, form_covers_use);
}

/* The names of some runs of the phases that lack the figure. */
static void add_gaps(struct buf *to, const struct form_subject *s, form_covers *covers,
		     unsigned figure)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_gaps && n < MOST_NAMED; i++)
		if (covers(s->gaps[i].phase) && (s->gaps[i].figures & figure))
			buf_addf(to, "%s%s", n++ ? ", " : "", s->gaps[i].id);
}

int form_requires(const struct form_subject *s, form_covers *covers, unsigned figures,
		  struct frugal_error *reterr)
{
	const struct form_use use = form_sum(s, covers);
	const struct {
		unsigned figure;
		const struct form_amount *amount;
		const char *lacks;
	} needs[] = {
		{GROUP_ENERGY, &use.energy_kwh,
		 N_("this form requires the energy of every run; missing in %zu of %zu")},
		{GROUP_CARBON, &use.carbon_g,
		 N_("this form requires the carbon of every run; missing in %zu of %zu")},
		{GROUP_EMBODIED, &use.embodied_g,
		 N_("this form requires the embodied emissions of every run; missing in %zu of "
		    "%zu")},
	};
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if (!(figures & needs[i].figure) || !use.runs ||
		    form_is_whole(&use, needs[i].amount))
			continue;
		struct buf names = {0};
		error_set(reterr, FRUGAL_EUSAGE, _(needs[i].lacks),
			  use.runs - needs[i].amount->runs, use.runs);
		add_gaps(&names, s, covers, needs[i].figure);
		if (names.n && !names.failed)
			error_where(reterr, "%s", buf_text(&names));
		buf_release(&names);
		return error_todo(reterr, "%s",
				  needs[i].figure == GROUP_ENERGY ? "frugal runs"
								  : "frugal recompute");
	}
	return 0;
}

/* ---- Hugging Face: grams -------------------------------------------------------------------- */

static const char *training_type(const struct form_subject *s)
{
	struct form_use training = {0}, tuning = {0};
	for (size_t i = 0; i < s->n_phases; i++) {
		enum phase_role role = run_phase_role(s->phases[i].phase);
		if (role == PHASE_LEARN)
			add_use(&training, &s->phases[i]);
		if (role == PHASE_ADAPT)
			add_use(&tuning, &s->phases[i]);
	}
	if (!training.runs)
		return tuning.runs ? "fine-tuning" : NULL;
	return tuning.energy_kwh.value > training.energy_kwh.value ? "fine-tuning" : "pre-training";
}

/* "FR, SE": the zones of the phases that the form covers, each once; nothing where none is known.
 */
static void add_zones(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	const char *seen[MOST_ZONES];
	size_t n = 0;
	bool known = false, open = false;
	for (size_t i = 0; i < s->n_phases; i++)
		for (size_t j = 0; covers(s->phases[i].phase) && j < s->phases[i].n_zones; j++) {
			const char *name = s->phases[i].zones[j].name;
			size_t at = 0;
			while (at < n && strcmp(seen[at], name) != 0)
				at++;
			if (at < n || n == MOST_ZONES)
				continue;
			seen[n++] = name;
			known |= name[0] != '\0';
			open |= !name[0];
			buf_addf(to, "%s%s", to->n && name[0] ? ", " : "", name);
		}
	if (known && open)
		buf_puts(to, "; of some runs not reported");
}

/* YAML 1.1 takes 1e-05 for a text: a number with an exponent has a point there, and a sign. */
static void add_yaml_number(struct buf *to, double x)
{
	char number[NUM_TEXT];
	num_format(x, number);
	const char *e = strchr(number, 'e');
	if (!e || memchr(number, '.', (size_t)(e - number)))
		buf_puts(to, number);
	else
		buf_addf(to, "%.*s.0%s", (int)(e - number), number, e);
}

/* Strings of JSON are strings of YAML. */
static int hugging_face(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to};
	struct buf method = {0}, zones = {0}, hardware = {0};
	const struct form_use training = form_sum(s, form_covers_training);
	const char *type = training_type(s);
	if (!type) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a model card requires a training run, and this group has none"));
		return error_todo(reterr, "%s", "frugal runs set RUN phase=training");
	}
	int r = form_requires(s, form_covers_training, GROUP_CARBON, reterr);
	if (r == 0)
		r = form_method(s, &training, form_covers_training, &method, reterr);
	if (r < 0) {
		buf_release(&method);
		return r;
	}
	buf_puts(to, "---\nco2_eq_emissions:\n  emissions: ");
	add_yaml_number(to, training.carbon_g.value);
	buf_puts(to, " # grams of CO2eq\n  source: ");
	json.need_comma = false;
	jsonw_string(&json, NULL, buf_text(&method));
	buf_addf(to, "\n  training_type: %s", type);
	buf_puts(to, "\n  geographical_location: ");
	json.need_comma = false;
	add_zones(&zones, s, form_covers_training);
	jsonw_string(&json, NULL, zones.n ? buf_text(&zones) : "not reported: world average");
	buf_release(&zones);
	buf_puts(to, "\n  hardware_used: ");
	json.need_comma = false;
	form_add_hardware(&hardware, s, form_covers_training);
	jsonw_string(&json, NULL, hardware.n ? buf_text(&hardware) : "not reported");
	to->failed |= hardware.failed;
	buf_release(&hardware);
	buf_puts(to, "\n---\n");
	buf_release(&method);
	return r;
}

/* ---- SCI: grams per unit -------------------------------------------------------------------- */

static int sci(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct form_use all = form_sum(s, form_covers_before);
	const struct form_use served = form_served(s);
	struct buf method = {0};
	add_use(&all, &served);
	if (!(s->units > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("SCI requires a number of functional units"));
		return error_todo(reterr, "%s", "units=1000 unit=request");
	}
	int r = form_requires(s, form_covers_all, GROUP_ENERGY | GROUP_CARBON | GROUP_EMBODIED,
			      reterr);
	if (r == 0)
		r = form_method(s, &all, form_covers_all, &method, reterr);
	if (r < 0) {
		buf_release(&method);
		return r;
	}
	double i = all.carbon_g.value / all.energy_kwh.value; /* null where both are 0 */
	jsonw_object(&json, NULL);
	jsonw_string(&json, "specification", "ISO/IEC 21031:2024");
	jsonw_string(&json, "software", s->name);
	jsonw_number(&json, "sci", (all.carbon_g.value + all.embodied_g.value) / s->units);
	jsonw_number(&json, "sci_low", (all.carbon_g.low + all.embodied_g.low) / s->units);
	jsonw_number(&json, "sci_high", (all.carbon_g.high + all.embodied_g.high) / s->units);
	jsonw_string(&json, "unit", "gCO2eq per R");
	jsonw_string(&json, "R", s->unit_name ? s->unit_name : "unit");
	jsonw_number(&json, "R_count", s->units);
	jsonw_number(&json, "E_kwh", all.energy_kwh.value);
	jsonw_number(&json, "I_g_per_kwh", i);
	jsonw_string(&json, "I_kind", "location-based, average");
	jsonw_number(&json, "M_g", all.embodied_g.value);
	/* The parts of M (TE, EL, ToR) are of a machine: a sum of runs has none of its own. */
	jsonw_string(&json, "M_how",
		     "sum over the runs of TE x TiR / EL x RR / ToR; TE, EL and the share of each: "
		     "frugal explain RUN embodied");
	jsonw_number(&json, "TiR_h", all.hours);
	jsonw_string(&json, "boundary",
		     "the machines of the runs: reserved energy by share of processor time, "
		     "their embodied emissions by time; no network, no storage elsewhere");
	jsonw_string(&json, "method", buf_text(&method));
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	buf_release(&method);
	return 0;
}

/* ---- the table ------------------------------------------------------------------------------ */

const struct form hf_form = {
	.write = hugging_face,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_HARDWARE | FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE,
	.formats = {"md"},
	.line = "co2_eq_emissions:",
	.check_text = check_hugging_face,
};

/* That of a root with the score of SCI for AI by mistake has no R_count there. */
const struct form sci_form = {
	.write = sci,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_UNITS | FORM_HAS_UNIT,
	.formats = {"json"},
	.keys = {"sci"},
	.other_key = "R_count",
	.check_json = check_sci,
};

#define FORM_POINTER(file, id, name) &id##_form,
const struct form *const forms[] = {FORMS(FORM_POINTER) NULL};

#define FORM_NAME(file, id, name) name,
const char *const form_counts[] = {"gross", "effective", NULL};
const char *const form_names[] = {FORMS(FORM_NAME) NULL};

static const struct form *form_of(const char *name)
{
	for (size_t i = 0; forms[i]; i++)
		if (strcmp(form_names[i], name) == 0)
			return forms[i];
	return NULL;
}

unsigned form_places(const char *name)
{
	const struct form *form = form_of(name);
	return form ? form->places : 0;
}

unsigned form_figures(const char *name)
{
	const struct form *form = form_of(name);
	return form ? form->figures : 0;
}

const struct form_pair *form_pairs(const char *name)
{
	static const struct form_pair none = {0, 0};
	const struct form *form = form_of(name);
	return form ? form->pairs : &none;
}

const char *form_format(const char *name, size_t index)
{
	const struct form *form = form_of(name);
	return form && index < sizeof(form->formats) / sizeof(form->formats[0])
		       ? form->formats[index]
		       : NULL;
}

int form_write(const char *name, const struct form_subject *s, struct buf *to,
	       struct frugal_error *reterr)
{
	const struct form *form = form_of(name);
	if (!form)
		return error_set(reterr, FRUGAL_EBUG, "no form '%s'", name);
	int r = form->write(s, to, reterr);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
