/* SPDX-License-Identifier: Apache-2.0 */
/* What a form says that it takes of the runs (`figures`) is what changes its text, and no more. */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/form.h"
#include "report/form_check.h"
#include "report/form_parts.h"

static struct tables *tables;

static void free_tables(void)
{
	tables_free(tables);
}

/* A subject whose every figure has a factor of its own, by the bit of enum form_figure. */
struct made {
	struct form_use use[2];
	struct form_zone zone;
	const char *machine;
	struct group_hardware hardware;
	struct group_span span;
	struct form_subject subject;
};

static struct form_use use_of(const struct made *made, const char *phase, unsigned changed)
{
	double e = changed & FORM_OF_ENERGY ? 3 : 2, c = changed & FORM_OF_CARBON ? 300 : 200;
	double m = changed & FORM_OF_EMBODIED ? 30 : 20, w = changed & FORM_OF_WATER ? 3 : 2;
	struct form_use use = {.phase = phase,
			       .runs = 1,
			       .energy_kwh = {e, e, e, 1},
			       .carbon_g = {c, c, c, 1},
			       .embodied_g = {m, m, m, 1},
			       .water_l = {w, w, w, 1},
			       .it_kwh = e,
			       .measured_kwh = e / 2,
			       .hours = 1,
			       .from_us = made->subject.from_us,
			       .zones = &made->zone,
			       .n_zones = 1,
			       .machines = &made->machine,
			       .n_machines = 1,
			       .hardware = &made->hardware};
	for (size_t i = 0; i < USE_CRITERIA; i++)
		use.criteria[i] = use.water_l;
	return use;
}

static void make(struct made *made, unsigned changed)
{
	static const char *const devices[] = {"NVIDIA H100"};
	static const struct group_board board = {"NVIDIA H100", 1, 1};
	struct form_subject *s = &made->subject;
	double b = changed & FORM_OF_BOARDS ? 1100 : 1000;
	int64_t day = INT64_C(86400) * 1000000, from = changed & FORM_OF_DAYS ? 9 * day : day;
	memset(made, 0, sizeof(*made));
	made->machine = changed & FORM_OF_HARDWARE ? "another machine" : "a machine";
	made->zone.name = changed & FORM_OF_ZONE ? "SE" : "FR";
	made->zone.energy_kwh = changed & FORM_OF_ENERGY ? 3 : 2;
	made->hardware = (struct group_hardware){"training", 1, &board, 1, false, "", ""};
	made->span = (struct group_span){"training", from, from + day / 2};
	*s = (struct form_subject){.tables = tables,
				   .name = "a model",
				   .phases = made->use,
				   .n_phases = 2,
				   .zone = made->zone.name,
				   .hardware = made->machine,
				   .machines = 1,
				   .from_us = from,
				   .to_us = from + day / 2,
				   .spans = {&made->span, 1, false},
				   .flop = 1e18,
				   .units = 10000,
				   .unit_name = "request",
				   .version = "1",
				   .numbers = &NUMBERS_EN,
				   .lang = "en",
				   .boards = {.runs = 10,
					      .n = 1,
					      .wh = {b, b, b, 10},
					      .least_wh = b / 10,
					      .most_wh = b / 10,
					      .names = "NVIDIA H100",
					      .devices = devices,
					      .n_devices = 1},
				   .stated = {.pue = 1.2,
					      .wue_l_per_kwh = (double)NAN,
					      .renewable = 0.6,
					      .it_kwh = (double)NAN,
					      .site_kwh = (double)NAN,
					      .water_l = (double)NAN,
					      .reused_kwh = (double)NAN,
					      .parameters = 2e9,
					      .tokens = 3e9,
					      .journey = (double)NAN,
					      .task = "image-captioning",
					      .counted = "gross"},
				   .written_us = 100 * day};
	made->use[0] = use_of(made, "training", changed);
	made->use[1] = use_of(made, "inference", changed);
	s->all = use_of(made, "", changed);
	s->all.runs = 2;
	struct form_amount *const of_all[] = {&s->all.energy_kwh, &s->all.carbon_g,
					      &s->all.embodied_g, &s->all.water_l};
	for (size_t i = 0; i < sizeof(of_all) / sizeof(of_all[0]); i++)
		of_all[i]->runs = 2;
}

/* The text, without what only names it. */
static char *text_of(const char *form, unsigned changed)
{
	struct made made;
	struct buf text = {0};
	struct frugal_error error = {0};
	make(&made, changed);
	CHECK_INT(form_write(form, &made.subject, &text, &error), 0);
	char *own = strdup(buf_text(&text));
	for (char *urn = strstr(own, "urn:uuid:"); urn; urn = strstr(urn + 9, "urn:uuid:"))
		memset(urn + 9, '-', strcspn(urn + 9, "\"#"));
	buf_release(&text);
	return own;
}

static void a_form_takes_of_the_runs_what_it_says(void **state)
{
	const struct tables_options options = {0};
	int wrong = 0;
	(void)state;
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(atexit(free_tables), 0);
	for (size_t i = 0; form_names[i]; i++) {
		char *as_it_is = text_of(form_names[i], 0);
		for (unsigned bit = 1; bit <= FORM_OF_BOARDS; bit <<= 1) {
			char *other = text_of(form_names[i], bit);
			bool says = (form_figures(form_names[i]) & bit) != 0;
			bool differs = strcmp(as_it_is, other) != 0;
			if (says != differs)
				(void)fprintf(stderr, "# %s, figure %u: says %d, differs %d\n",
					      form_names[i], bit, says, differs);
			wrong += says != differs;
			free(other);
		}
		free(as_it_is);
	}
	CHECK_INT(wrong, 0);
}

RUN_TESTS(CASE(a_form_takes_of_the_runs_what_it_says))
