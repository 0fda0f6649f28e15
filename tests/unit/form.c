/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of others, written from runs made by hand and read back. */
#include "check.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/form.h"
#include "report/form_check.h"
#include "report/form_parts.h"
#include "report/forms.h"

/* e kWh of a phase at 1 kW: 50 g and 10 g of embodied emissions a kWh, 0.9 to 1.2 of it. */
static struct form_use use_of(const char *phase, double e)
{
	return (struct form_use){
		.phase = phase,
		.runs = 1,
		.energy_kwh = {e, e * 0.9, e * 1.2, 1},
		.carbon_g = {e * 50, e * 45, e * 60, 1},
		.embodied_g = {e * 10, e * 9, e * 12, 1},
		.it_kwh = e,
		.measured_kwh = e * 0.8,
		.hours = e,
		.from_us = 1000000,
	};
}

static struct form_use uses[2];

/* Two runs of training overlap by an hour, one is within another, use is between them. */
#define HOUR_US INT64_C(3600000000)
static const struct group_span spans[] = {
	{"training", 1 * HOUR_US, 4 * HOUR_US},    {"training", 2 * HOUR_US, 3 * HOUR_US},
	{"fine-tuning", 3 * HOUR_US, 5 * HOUR_US}, {"inference", 6 * HOUR_US, 20 * HOUR_US},
	{"data", 24 * HOUR_US, 26 * HOUR_US},      {"", 30 * HOUR_US, 31 * HOUR_US},
};

static struct form_zone grids[2];
static struct tables *tables;
static struct form_ranges ranges;
static const char *const h100s[] = {"NVIDIA H100", "b H100"};
static const char *const machines[] = {"a machine", "another machine"};
static const struct group_board boards[] = {{"NVIDIA H100", 2, 2}, {"NVIDIA A100", 1, 1}};
static const struct group_hardware hardware[] = {
	{"training", 1, &boards[0], 1, false, "powercap intel-rapl:0", "NVML NVIDIA H100"},
	{"inference", 1, &boards[1], 1, false, "model pc_power", "NVML NVIDIA A100"},
};
static const char *const mixed[] = {"NVIDIA H100", "NVIDIA A100"};

static void free_tables(void)
{
	tables_free(tables);
}

static void read_tables(void)
{
	const struct tables_options options = {0};
	if (tables)
		return;
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(atexit(free_tables), 0);
	CHECK_INT(form_ranges_read(tables, &ranges, NULL), 0);
}

/* Nine parts of training, one of use; all that people can state is stated. */
static struct form_subject subject_of(double kwh)
{
	read_tables();
	uses[0] = use_of("training", kwh * 0.9);
	uses[1] = use_of("inference", kwh * 0.1);
	for (size_t i = 0; i < 2; i++) {
		grids[i] = (struct form_zone){"FR", uses[i].energy_kwh.value};
		uses[i].zones = &grids[i];
		uses[i].n_zones = 1;
		uses[i].machines = &machines[i];
		uses[i].n_machines = 1;
		uses[i].hardware = &hardware[i];
	}
	return (struct form_subject){
		.tables = tables,
		.name = "a model",
		.phases = uses,
		.n_phases = 2,
		.all = use_of("", kwh),
		.zone = "FR",
		.hardware = "a machine",
		.machines = 1,
		.from_us = 1000000,
		.to_us = 86400000000,
		.spans = {spans, sizeof(spans) / sizeof(*spans), false},
		.flop = 1e18,
		.units = 10000,
		.unit_name = "request",
		.version = "1",
		.numbers = &NUMBERS_FR,
		.lang = "en",
		.boards = {.runs = 10,
			   .n = 1,
			   .wh = {kwh, kwh, kwh, 10},
			   .least_wh = kwh / 10,
			   .most_wh = kwh / 10,
			   .names = "NVIDIA H100",
			   .devices = h100s,
			   .n_devices = 1},
		.stated = {.pue = 1.2,
			   .wue_l_per_kwh = 0.3,
			   .renewable = 0.6,
			   .it_kwh = (double)NAN,
			   .site_kwh = (double)NAN,
			   .water_l = (double)NAN,
			   .reused_kwh = kwh / 100,
			   .parameters = 2e9,
			   .tokens = 3e9,
			   .journey = 5,
			   .task = "image-captioning",
			   .counted = "gross"},
		.written_us = 86400000000,
	};
}

static json_t *json_of(const char *form, const struct form_subject *subject)
{
	struct buf text = {0};
	struct frugal_error error = {0};
	CHECK_INT(form_write(form, subject, &text, &error), 0);
	json_t *root = json_loadb(text.p, text.n, 0, NULL);
	CHECK(root != NULL);
	buf_release(&text);
	return root;
}

static double of(const json_t *root, const char *key)
{
	return json_number_value(json_object_get(root, key));
}

static void check_hardware(const struct form_subject *subject, form_covers *covers,
			   const char *expected)
{
	struct buf text = {0};
	form_add_hardware(&text, subject, covers);
	CHECK_TEXT(buf_text(&text), expected);
	buf_release(&text);
}

TEST(hardware_is_that_of_the_phases_covered)
{
	struct form_subject subject = subject_of(100);
	check_hardware(&subject, form_covers_training, "a machine; with 2 × NVIDIA H100");
	check_hardware(&subject, form_covers_use, "another machine; with 1 × NVIDIA A100");
	check_hardware(&subject, form_covers_tuning, "");
	check_hardware(&subject, form_covers_all,
		       "a machine; another machine; with 2 × NVIDIA H100; 1 × NVIDIA A100");
	uses[1].machines = machines;
	uses[1].hardware = NULL;
	uses[1].runs = 4;
	check_hardware(&subject, form_covers_all,
		       "a machine; with 2 × NVIDIA H100; accelerators as the newest 1 of 5 runs "
		       "have them");
}

TEST(hardware_beyond_what_is_named_is_not_dropped_silently)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
					    "j", "k", "l", "m", "n", "o", "p", "q", "r"};
	struct group_board many[FORM_BOARDS];
	struct group_hardware first = {"training", 1, many, FORM_BOARDS, false, "", ""};
	struct form_subject subject = subject_of(100);
	char text[FORM_BOARDS][4];
	bool more = true;
	struct group_board found[FORM_BOARDS];
	for (size_t i = 0; i < FORM_BOARDS; i++) {
		(void)snprintf(text[i], sizeof(text[i]), "%zu", i);
		many[i] = (struct group_board){text[i], 3, 4};
	}
	uses[0].hardware = &first;
	CHECK_INT(form_boards_of(&subject, form_covers_training, found, &more), FORM_BOARDS);
	CHECK(!more);
	CHECK_INT(form_boards_of(&subject, form_covers_all, found, &more), FORM_BOARDS);
	CHECK(more);
	first.n_boards = 0;
	uses[0].machines = names;
	uses[0].n_machines = sizeof(names) / sizeof(*names);
	check_hardware(&subject, form_covers_training,
		       "a; b; c; d; e; f; g; h; i; j; k; l; m; n; o; p; ...");
	first.more_boards = true;
	first.n_boards = 1;
	check_hardware(&subject, form_covers_training,
		       "a; b; c; d; e; f; g; h; i; j; k; l; m; n; o; p; ...; with 3 to 4 × 0; "
		       "...");
}

TEST(the_time_of_training_is_the_union_of_its_runs)
{
	const struct form_subject subject = subject_of(100);
	const struct group_spans none = {0};
	struct group_period period = group_period_of(&subject.spans, form_covers_training);
	CHECK_INT(period.runs, 4);
	CHECK_CLOSE((double)period.busy_us, 6. * HOUR_US, 0); /* 1 to 5 and 24 to 26 */
	CHECK_CLOSE((double)period.from_us, 1. * HOUR_US, 0);
	CHECK_CLOSE((double)period.to_us, 26. * HOUR_US, 0);
	period = group_period_of(&subject.spans, form_covers_use);
	CHECK_CLOSE((double)period.busy_us, 14. * HOUR_US, 0);
	CHECK_INT(group_period_of(&none, form_covers_training).runs, 0);
}

TEST(from_microwatt_hours_to_terawatt_hours_no_form_slips_on_the_way_back)
{
	for (int exponent = -9; exponent < 10; exponent++) {
		struct form_subject subject = subject_of(pow(10, exponent));
		for (size_t i = 0; form_names[i]; i++) {
			struct buf text = {0}, lines = {0};
			struct frugal_error error = {0};
			struct form_found found;
			CHECK_INT(form_write(form_names[i], &subject, &text, &error), 0);
			int r = form_check("form", buf_str(&text), &ranges, &NUMBERS_EN, &lines,
					   &found, &error);
			if (r == 0) {
				CHECK_TEXT(found.form, form_names[i]);
				CHECK_TEXT(buf_text(&lines), "");
			} else { /* for people: a sentence, a badge */
				CHECK(!forms[i]->check_json && !forms[i]->check_text);
			}
			buf_release(&text);
			buf_release(&lines);
		}
	}
}

/* Use: 0.002 kWh, 0.0024 kWh * 50 g/kWh with the site. Training: 1.08 g, whose low end is 0.97 g.
 */
TEST(the_french_form_writes_small_numbers_in_one_way)
{
	struct form_subject subject = subject_of(0.02);
	struct buf text = {0};
	struct frugal_error error = {0};
	CHECK_INT(form_write("achat-ia", &subject, &text, &error), 0);
	CHECK_HOLDS(buf_text(&text), "0,00200 | 0,00180 à 0,00240");
	CHECK_HOLDS(buf_text(&text), "1,20 × 10⁻⁴ | 1,08 × 10⁻⁴ à 1,44 × 10⁻⁴");
	CHECK_HOLDS(buf_text(&text), "0,00108 | 0,000972 à 0,00130");
	CHECK(!strstr(buf_text(&text), "e-0"));
	buf_release(&text);
}

TEST(water_is_told_per_cubic_metre_and_per_litre)
{
	struct form_subject subject = subject_of(100);
	json_t *root = json_of("datacentre", &subject);
	CHECK_CLOSE(of(root, "E_DC_kwh"), 120, 1e-12);
	CHECK_CLOSE(of(root, "WUE_l_per_kwh"), 0.3, 1e-12);
	CHECK_CLOSE(of(root, "WUE_m3_per_kwh"), 0.0003, 1e-12);
	CHECK_CLOSE(of(root, "W_IN_m3"), 0.03, 1e-12); /* 100 kWh * 0.3 L */
	CHECK_CLOSE(of(root, "ERF"), 1. / 120, 1e-12);
	CHECK_CLOSE(of(root, "REF"), 0.6, 1e-12);
	json_decref(root);
}

TEST(a_pue_that_the_runs_hold_is_not_counted_again)
{
	struct form_subject subject = subject_of(120);
	subject.all.it_kwh = 100;
	uses[0].it_kwh = 90;
	uses[1].it_kwh = 10;
	json_t *root = json_of("datacentre", &subject);
	CHECK_CLOSE(of(root, "E_IT_kwh"), 100, 1e-12);
	CHECK_CLOSE(of(root, "E_DC_kwh"), 120, 1e-12); /* and not 144 */
	json_decref(root);
	subject.stated.pue = 1.3;
	struct buf text = {0};
	struct frugal_error error = {0};
	CHECK_INT(form_write("achat-ia", &subject, &text, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "pue");
	buf_release(&text);
}

TEST(missing_embodied_emissions_are_not_zero)
{
	struct form_subject subject = subject_of(100);
	struct frugal_error error;
	struct buf text = {0};
	subject.all.embodied_g.runs = 0;
	uses[0].embodied_g.runs = uses[1].embodied_g.runs = 0;
	CHECK_INT(form_write("sci", &subject, &text, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "the embodied emissions of every run; missing in 2 of 2");
	CHECK_INT(form_write("sci-ai", &subject, &text, &error), FRUGAL_EUSAGE);
	CHECK_INT(form_write("citation", &subject, &text, &error), 0);
	CHECK_HOLDS(buf_text(&text), "an unknown amount");
	buf_clear(&text);
	CHECK_INT(form_write("achat-ia", &subject, &text, &error), 0);
	CHECK_HOLDS(buf_text(&text), "ne renseignent pas la fabrication");
	buf_release(&text);
}

/* Refused, with the run that lacks the figure, and nothing written. */
static void check_refused(const char *form, const struct form_subject *subject, const char *what)
{
	struct buf text = {0};
	struct frugal_error error = {0};
	CHECK_INT(form_write(form, subject, &text, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, what);
	CHECK_TEXT(error.where, "00ab");
	buf_release(&text);
}

static void check_written(const char *form, const struct form_subject *subject, const char *holds)
{
	struct buf text = {0};
	struct frugal_error error = {0};
	CHECK_INT(form_write(form, subject, &text, &error), 0);
	CHECK_HOLDS(buf_text(&text), holds);
	buf_release(&text);
}

static const struct group_gap gap = {"00ab", "training", GROUP_ENERGY | GROUP_CARBON};

/* Two runs of training, of which so many have an energy and carbon, and one of inference. */
static struct form_subject partial(size_t energy, size_t carbon)
{
	struct form_subject subject = subject_of(100);
	subject.stated.pue = (double)NAN;
	subject.gaps = &gap;
	subject.n_gaps = 1;
	subject.all.runs = 3;
	uses[0].runs = 2;
	uses[0].energy_kwh.runs = energy;
	uses[0].carbon_g.runs = carbon;
	uses[0].embodied_g.runs = 2;
	subject.all.energy_kwh.runs = energy + 1;
	subject.all.carbon_g.runs = carbon + 1;
	subject.all.embodied_g.runs = 3;
	return subject;
}

TEST(a_form_that_requires_a_figure_is_refused_where_a_run_lacks_it)
{
	static const char *const of_carbon[] = {"hf", "sci", "sci-ai"};
	static const char *const of_energy[] = {"cyclonedx", "spdx",   "gpai",
						"sci",       "sci-ai", "boamps"};
	for (size_t have = 0; have < 2; have++) {
		struct form_subject subject = partial(2, have);
		for (size_t i = 0; i < sizeof(of_carbon) / sizeof(*of_carbon); i++)
			check_refused(of_carbon[i], &subject,
				      "requires the carbon of every run; missing in");
		subject = partial(have, have);
		for (size_t i = 0; i < sizeof(of_energy) / sizeof(*of_energy); i++)
			check_refused(of_energy[i], &subject,
				      "requires the energy of every run; missing in");
	}
}

TEST(an_optional_figure_that_a_run_lacks_is_left_out)
{
	for (size_t have = 0; have < 2; have++) {
		struct form_subject subject = partial(2, have);
		json_t *root = json_of("boamps", &subject);
		const json_t *site = json_object_get(root, "environment");
		CHECK_TEXT(json_string_value(json_object_get(site, "country")), "FR");
		CHECK(json_object_get(site, "powerSourceCarbonIntensity") == NULL);
		json_decref(root);
		struct buf text = {0};
		struct frugal_error error = {0};
		CHECK_INT(form_write("cyclonedx", &subject, &text, &error), 0);
		/* 50 g/kWh * 10 kWh of inference is 0.0005 t; none of training */
		const char *first = strstr(buf_text(&text), "co2CostEquivalent");
		CHECK(first && !strstr(first + 1, "co2CostEquivalent"));
		CHECK_HOLDS(buf_text(&text), "\"value\": 0.0005");
		buf_release(&text);
	}
}

TEST(a_form_for_people_says_of_how_many_runs_its_figures_are)
{
	struct form_subject subject = partial(1, 1);
	check_written("citation", &subject, "The 3 runs of a model used 100");
	check_written("citation", &subject, "(from 2 of 3 runs) (80 % measured by counters");
	check_written("badge", &subject, ">≥ 5,0 kg CO2e<");
	check_written("badge", &subject, "CO2e (from 2 of 3 runs); phases: training, inference");
	check_written("achat-ia", &subject, "| 90,0 | 81,0 à 108 ; d'après 1 exécution sur 2 |");
	subject = partial(0, 0);
	subject.all.energy_kwh.runs = subject.all.carbon_g.runs = 0;
	check_written("citation", &subject, "used an unknown amount of energy on a machine");
	check_written("latex", &subject, "this emitted an unknown amount, to which");
	check_written("badge", &subject, ">Wh: N/A<");
	check_written("badge", &subject, ">CO2e: N/A<");
	check_written("achat-ia", &subject,
		      "| énergie des machines, kWh | N/A : aucune exécution n'a cette valeur |");
}

TEST(a_part_of_a_use_is_of_a_figure_that_each_run_has)
{
	struct form_subject subject = partial(2, 2);
	uses[1].runs = 2; /* of which one has an energy: no inference has a known one */
	check_written(
		"achat-ia", &subject,
		"| une inférence : énergie, Wh | N/A : des exécutions n'ont pas cette valeur |");
	uses[1].runs = 1;
	uses[1].embodied_g.runs = 0; /* 500 g of electricity alone is not the whole */
	check_written("achat-ia", &subject,
		      "| une inférence : gaz à effet de serre, gCO2e | N/A : aucune exécution");
}

TEST(runs_with_and_without_a_pue_have_none_in_common)
{
	struct form_subject subject = partial(2, 2);
	struct buf text = {0};
	struct frugal_error error = {0};
	subject.least_pue = 1;
	subject.most_pue = 1.5;
	CHECK_INT(form_write("achat-ia", &subject, &text, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "the PUE that these runs include is between 1 and 1.5");
	CHECK_TEXT(error.todo, "pue=1.5");
	buf_release(&text);
}

TEST(the_specifications_own_numbers_come_out_as_arithmetic_has_them)
{
	/* SCI for AI, 9.1: 5 000 kg + 1 500 kg over 5e10 tokens is 130 g a million, not 0.13;
	 * 180 000 kg + 20 000 kg over 5e22 FLOP is 4e-15 g each. */
	struct form_subject subject = subject_of(100);
	uses[1].carbon_g.value = 5e6;
	uses[1].embodied_g.value = 1.5e6;
	subject.units = 5e10;
	uses[0].carbon_g.value = 1.8e8;
	uses[0].embodied_g.value = 2e7;
	subject.flop = 5e22;
	json_t *root = json_of("sci-ai", &subject);
	CHECK_CLOSE(of(json_object_get(root, "consumer"), "sci") * 1e6, 130, 1e-12);
	json_t *scores = json_object_get(json_object_get(root, "provider"), "scores");
	CHECK_CLOSE(of(json_array_get(scores, 0), "sci"), 4e-15, 1e-12);
	CHECK(json_object_get(root, "sci") == NULL);
	json_decref(root);
}

TEST(what_leaves_the_protocol_is_not_comparable)
{
	struct form_subject subject = subject_of(100);
	subject.all.runs = 10;
	json_t *root = json_of("ai-energy-score", &subject);
	CHECK(json_is_true(json_object_get(root, "comparable")));
	CHECK_CLOSE(of(root, "gpu_energy_wh_per_1000_queries"), 10, 1e-12);
	json_decref(root);
	subject.boards.devices = mixed;
	subject.boards.n_devices = 2;
	subject.boards.modelled = true;
	root = json_of("ai-energy-score", &subject);
	CHECK(json_is_false(json_object_get(root, "comparable")));
	CHECK_INT((int)json_array_size(json_object_get(root, "not_comparable_because")), 2);
	json_decref(root);
	subject.boards.devices = h100s;
	subject.boards.n_devices = 2;
	subject.boards.modelled = false;
	subject.boards.n = 8;
	root = json_of("ai-energy-score", &subject);
	CHECK_INT((int)json_array_size(json_object_get(root, "not_comparable_because")), 1);
	json_decref(root);
	subject.boards.some_unknown = true; /* one more reason */
	root = json_of("ai-energy-score", &subject);
	CHECK_INT((int)json_array_size(json_object_get(root, "not_comparable_because")), 2);
	json_decref(root);
	subject.boards.some_unknown = false;
	subject.stated.task = "text-generation"; /* large ones have several */
	root = json_of("ai-energy-score", &subject);
	CHECK(json_is_true(json_object_get(root, "comparable")));
	json_decref(root);
}

static const char *band_of(const char *item, double amount)
{
	const char *band = NULL;
	read_tables();
	CHECK_INT(form_band(tables, item, amount, &band, NULL), 0);
	return band;
}

/* Regulation (EU) 2024/1689, Art. 51(2), the guidelines of July 2025, the Code of Practice. */
TEST(an_amount_at_a_threshold_is_of_the_band_above_it)
{
	const char *band;
	struct frugal_error error;
	CHECK_TEXT(band_of("gpai-computation", 9.9e22), "below 10^23");
	CHECK_HOLDS(band_of("gpai-computation", 1e23), "indicates a general-purpose model");
	CHECK_HOLDS(band_of("gpai-computation", 9.9e24), "indicates a general-purpose model");
	CHECK_HOLDS(band_of("gpai-computation", 1e25), "presumed to be of systemic risk");
	CHECK_TEXT(band_of("gpai-parameters", 4.9e8), "1 to 500 million");
	CHECK_TEXT(band_of("gpai-parameters", 5e8), "500 million to 5 billion");
	CHECK_TEXT(band_of("gpai-parameters", 7e10), "50 to 100 billion");
	CHECK_TEXT(band_of("gpai-parameters", 1e12), "more than 1 trillion");
	CHECK_TEXT(band_of("gpai-training-time", 30), "less than 1 month");
	CHECK_TEXT(band_of("gpai-training-time", 31), "1 to 3 months");
	CHECK_TEXT(band_of("gpai-training-time", 365), "more than 6 months");
	CHECK_INT(form_band(tables, "nosuch", 1, &band, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "nosuch");
}

TEST(memory_that_runs_out_is_an_error_and_no_crash)
{
	struct form_subject subject = subject_of(100);
	for (size_t i = 0; form_names[i]; i++)
		for (int64_t n = 0; n < 60; n++) {
			struct buf text = {0}, lines = {0};
			struct frugal_error error = {0};
			struct form_found found;
			mem_fail_after(n);
			int r = form_write(form_names[i], &subject, &text, &error);
			if (r == 0)
				r = form_check("form", buf_str(&text), &ranges, &NUMBERS_EN, &lines,
					       &found, &error);
			mem_fail_after(-1);
			bool read = forms[i]->check_json || forms[i]->check_text;
			CHECK(r == 0 || r == FRUGAL_EENV || (r == FRUGAL_EDATA && !read));
			buf_release(&text);
			buf_release(&lines);
		}
}

RUN_TESTS(CASE(hardware_is_that_of_the_phases_covered),
	  CASE(hardware_beyond_what_is_named_is_not_dropped_silently),
	  CASE(the_time_of_training_is_the_union_of_its_runs),
	  CASE(from_microwatt_hours_to_terawatt_hours_no_form_slips_on_the_way_back),
	  CASE(the_french_form_writes_small_numbers_in_one_way),
	  CASE(water_is_told_per_cubic_metre_and_per_litre),
	  CASE(a_pue_that_the_runs_hold_is_not_counted_again),
	  CASE(missing_embodied_emissions_are_not_zero),
	  CASE(a_form_that_requires_a_figure_is_refused_where_a_run_lacks_it),
	  CASE(an_optional_figure_that_a_run_lacks_is_left_out),
	  CASE(a_form_for_people_says_of_how_many_runs_its_figures_are),
	  CASE(a_part_of_a_use_is_of_a_figure_that_each_run_has),
	  CASE(runs_with_and_without_a_pue_have_none_in_common),
	  CASE(the_specifications_own_numbers_come_out_as_arithmetic_has_them),
	  CASE(what_leaves_the_protocol_is_not_comparable),
	  CASE(an_amount_at_a_threshold_is_of_the_band_above_it),
	  CASE(memory_that_runs_out_is_an_error_and_no_crash))
