/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/power_models.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "model/answer.h"

#define CURVES "cpu_curves"
#define IDS "cpu_ids"
#define OUTPUT "power"
/* A tenth of the usual: eleven answers are wanted, and they stand by the run that is measured. */
#define DRAWS 512

/* ---- the microarchitecture ------------------------------------------------------------------ */

/*
 * The row of cpu_curves for this processor: by vendor, family, model and stepping, then without
 * the stepping, then by the family alone. TABLE_NO_ROW when nobody knows it, as when a virtual
 * machine hides it.
 */
static uint32_t curve_of(struct tables *tables, const struct table *curves,
			 const struct cpu_facts *facts)
{
	const struct table *ids;
	char keys[3][96];
	if (!facts->vendor[0] || !facts->family || tables_get(tables, IDS, &ids, NULL) < 0)
		return TABLE_NO_ROW;
	(void)snprintf(keys[0], sizeof(keys[0]), "%s-%d-%d-%d", facts->vendor, facts->family,
		       facts->model, facts->stepping);
	(void)snprintf(keys[1], sizeof(keys[1]), "%s-%d-%d", facts->vendor, facts->family,
		       facts->model);
	(void)snprintf(keys[2], sizeof(keys[2]), "%s-%d", facts->vendor, facts->family);
	uint32_t column = table_column_find(ids, STR("curve"));
	for (size_t i = 0; i < 3 && column != TABLE_NO_COLUMN; i++) {
		uint32_t row = table_find_key(ids, str_of(keys[i]));
		if (row != TABLE_NO_ROW)
			return table_find_key(curves, str_of(table_text(ids, row, column)));
	}
	return TABLE_NO_ROW;
}

/* *ret_known: the processor has a row of its own, which makes the answer a better one. */
static int set_curve(struct library *library, struct question *question,
		     const struct cpu_facts *facts, bool *ret_known, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	*ret_known = false;
	for (size_t i = 0; i < program->n_inputs; i++) {
		const struct input *input = &program->inputs[i];
		if (input->kind != INPUT_ROW || !str_is(input->table_name, CURVES))
			continue;
		uint32_t row = curve_of(library_tables(library), input->table, facts);
		if (row == TABLE_NO_ROW)
			return 0;
		*ret_known = true;
		return question_set_text(question, input->name,
					 str_of(table_text(input->table, row, 0)), BARE_REFUSED,
					 NULL, reterr);
	}
	return 0;
}

/* ---- asking --------------------------------------------------------------------------------- */

/* Tells the model a number, if it has such an input; one that is not known (0) is not told. */
static int tell(struct question *question, const char *name, double value, const char *unit_name,
		struct frugal_error *reterr)
{
	struct unit unit;
	if (!(value > 0) || program_input(question->program, str_of(name)) == SIZE_MAX)
		return 0;
	int r = unit_parse(str_of(unit_name), &unit, reterr);
	double base = value * unit.scale;
	struct quantity quantity = {.value = base, .low = base, .high = base, .dim = unit.dim};
	return r < 0 ? r
		     : question_set_number(question, name, &quantity, FRUGAL_MEASURED, 0, NULL,
					   reterr);
}

static int tell_facts(struct question *question, const struct cpu_facts *facts,
		      struct frugal_error *reterr)
{
	const struct {
		const char *name;
		double value;
		const char *unit;
	} told[] = {
		{"cores", facts->cores, "1"},
		{"sockets", facts->sockets, "1"},
		{"threads", facts->threads, "1"},
		{"vm_threads", facts->hypervisor ? facts->threads : 0, "1"},
		{"memory", (double)facts->memory_bytes, "B"},
	};
	int r = 0;
	for (size_t i = 0; r == 0 && i < sizeof(told) / sizeof(told[0]); i++)
		r = tell(question, told[i].name, told[i].value, told[i].unit, reterr);
	return r;
}

/* The power that the question has for an answer, in watts. */
static int watts(const struct question *question, double *ret, double *ret_low, double *ret_high,
		 struct frugal_error *reterr)
{
	const struct answer_options options = {.draws = DRAWS};
	struct answer *answer = NULL;
	struct unit watt;
	int r = unit_parse(STR("W"), &watt, reterr);
	if (r == 0)
		r = question_answer(question, &options, &answer, reterr);
	if (r < 0)
		return r;
	const struct answer_line *line = answer_find(answer, OUTPUT);
	if (line && isfinite(line->value) && line->value >= 0 &&
	    dimension_eq(line->unit.dim, watt.dim)) {
		*ret = line->value / watt.scale;
		*ret_low = line->low / watt.scale;
		*ret_high = line->high / watt.scale;
	} else {
		r = error_set(reterr, FRUGAL_EDATA, _("model %s gives no power"), answer->model);
	}
	answer_free(answer);
	return r;
}

/* One interval for the whole curve: that of its mean. */
static void set_factors(struct power_curve *curve, double low, double high)
{
	double sum = 0;
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
		sum += curve->w[i];
	curve->low_factor = sum > 0 ? low / sum : 1;
	curve->high_factor = sum > 0 ? high / sum : 1;
}

static int server_point(struct library *library, const struct program *program,
			const struct cpu_facts *facts, double load, double *ret, double *ret_low,
			double *ret_high, bool *ret_known, struct frugal_error *reterr)
{
	struct question *question = NULL;
	struct quantity at = {.value = load, .low = load, .high = load};
	int r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_curve(library, question, facts, ret_known, reterr);
	if (r == 0)
		r = tell_facts(question, facts, reterr);
	if (r == 0)
		r = question_set_number(question, "load", &at, FRUGAL_MEASURED, 1, NULL, reterr);
	if (r == 0)
		r = watts(question, ret, ret_low, ret_high, reterr);
	question_free(question);
	return r;
}

static int server_curve(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			struct frugal_error *reterr)
{
	struct library *library = context;
	const struct program *program;
	struct power_curve curve = {0};
	double low = 0, high = 0;
	bool known = false;
	int r = library_program(library, STR("cpu_power"), &program, reterr);
	for (size_t i = 0; r == 0 && i < POWER_CURVE_POINTS; i++) {
		double load = (double)i / (POWER_CURVE_POINTS - 1), point_low, point_high;
		r = server_point(library, program, facts, load, &curve.w[i], &point_low,
				 &point_high, &known, reterr);
		if (r == 0) {
			low += point_low;
			high += point_high;
		}
	}
	if (r < 0)
		return r;
	set_factors(&curve, low, high);
	(void)snprintf(curve.method, sizeof(curve.method), "model cpu_power %s",
		       known ? "T1" : "T0");
	*ret = curve;
	return 0;
}

static int ram_power(void *context, double gigabytes, struct power_curve *ret,
		     struct frugal_error *reterr)
{
	const struct program *program;
	struct question *question = NULL;
	double value, low, high;
	int r = library_program(context, STR("ram_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = tell(question, "memory", gigabytes, "GB", reterr);
	if (r == 0)
		r = watts(question, &value, &low, &high, reterr);
	question_free(question);
	if (r < 0)
		return r;
	*ret = (struct power_curve){.method = "model ram_power"};
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = value;
	set_factors(ret, low * POWER_CURVE_POINTS, high * POWER_CURVE_POINTS);
	return 0;
}

struct power_models power_models_of(struct library *library)
{
	return (struct power_models){
		.server_curve = server_curve,
		.ram_power = ram_power,
		.context = library,
	};
}
