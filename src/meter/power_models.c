/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/power_models.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "host/form.h"
#include "model/answer.h"
#include "model/machine.h"
#include "model/sample.h"

/* A few of the usual: what is asked here stands between the end of a short command and its user. */
#define DRAWS 64

/* ---- what is known of the processor --------------------------------------------------------- */

static int set_text(struct question *question, const char *name, const char *text,
		    struct frugal_error *reterr)
{
	return question_set_text(question, str_of(name), str_of(text), BARE_REFUSED, NULL, reterr);
}

/* Numbers that are not known (0) are not told. */
static int set_number(struct question *question, const char *name, double value,
		      const char *unit_name, struct frugal_error *reterr)
{
	struct unit unit;
	if (!(value > 0))
		return 0;
	int r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r < 0)
		return r;
	double base = value * unit.scale;
	struct quantity quantity = {.value = base, .low = base, .high = base, .dim = unit.dim};
	return question_set_number(question, name, &quantity, FRUGAL_MEASURED, 0, NULL, reterr);
}

const char *power_models_uarch(struct tables *tables, const struct cpu_facts *facts)
{
	const struct table *ids;
	char key[64];
	if (tables_get(tables, "cpu_ids", &ids, NULL) < 0)
		return "";
	(void)snprintf(key, sizeof(key), "%s %d %d", facts->vendor, facts->family, facts->model);
	uint32_t row = table_find_key(ids, str_of(key));
	uint32_t column = table_column_find(ids, STR("uarch"));
	return row == TABLE_NO_ROW || column == TABLE_NO_COLUMN ? "" : table_text(ids, row, column);
}

static int tell_facts(struct question *question, struct library *library,
		      const struct cpu_facts *facts, struct frugal_error *reterr)
{
	int r = set_number(question, "cores", facts->cores, "1", reterr);
	if (r == 0)
		r = set_number(question, "memory", (double)facts->memory_bytes, "B", reterr);
	if (r == 0 && facts->hypervisor) {
		/* What it shows of its processor may be a mask. */
		r = set_text(question, "virtual", "yes", reterr);
		return r == 0 ? set_number(question, "threads", facts->threads, "1", reterr) : r;
	}
	if (r == 0)
		r = set_number(question, "sockets", facts->sockets, "1", reterr);
	const char *uarch = power_models_uarch(library_tables(library), facts);
	return r == 0 && uarch[0] ? set_text(question, "uarch", uarch, reterr) : r;
}

/* ---- asking --------------------------------------------------------------------------------- */

/* A line of an answer that is a power, in watts. */
struct watts {
	double value, low, high;
};

static int watts_of(const struct answer *answer, const char *name, struct watts *ret,
		    struct frugal_error *reterr)
{
	struct unit watt;
	int r = unit_parse(STR("W"), &watt, reterr);
	if (r < 0)
		return r;
	const struct answer_line *line = answer_find(answer, name);
	if (!line || !isfinite(line->value) || line->value < 0 ||
	    !dimension_eq(line->unit.dim, watt.dim))
		return error_set(reterr, FRUGAL_EDATA, _("model %s gives no power as '%s'"),
				 answer->model, name);
	*ret = (struct watts){line->value / watt.scale, line->low / watt.scale,
			      line->high / watt.scale};
	return 0;
}

static int new_question(struct library *library, const struct cpu_facts *facts,
			struct question **ret, struct frugal_error *reterr)
{
	const struct program *program;
	int r = library_program(library, STR("cpu_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, ret, reterr);
	return r == 0 ? tell_facts(*ret, library, facts, reterr) : r;
}

static int ask_at(struct question *question, const char *input, double load, struct answer **ret,
		  struct frugal_error *reterr)
{
	const struct answer_options options = {.draws = DRAWS};
	const struct quantity at = {.value = load, .low = load, .high = load};
	int r = question_set_number(question, input, &at, FRUGAL_MEASURED, 1, NULL, reterr);
	return r == 0 ? question_answer(question, &options, ret, reterr) : r;
}

static void set_method(struct power_curve *curve, const struct answer *answer)
{
	const struct answer_line *tier = answer_find(answer, "tier");
	if (tier && tier->value >= 0 && tier->value < 10)
		(void)snprintf(curve->method, sizeof(curve->method), "model %s T%d", answer->model,
			       (int)tier->value);
	else
		(void)snprintf(curve->method, sizeof(curve->method), "model %s", answer->model);
}

/* One interval for the whole curve: that of its mean. */
static void set_interval(struct power_curve *curve, const struct watts *sum)
{
	curve->low_factor = sum->value > 0 ? sum->low / sum->value : 1;
	curve->high_factor = sum->value > 0 ? sum->high / sum->value : 1;
}

/* The power at each tenth of the load, at central values: one run of the program over a column. */
static int follow_load(const struct question *question, const char *input,
		       double watts[POWER_CURVE_POINTS], struct frugal_error *reterr)
{
	const struct program *program = question->program;
	size_t load = program_input(program, str_of(input));
	struct sample sample;
	struct machine machine;
	struct unit watt;
	int r = unit_parse(STR("W"), &watt, reterr);
	if (r == 0)
		r = sample_init(&sample, question, reterr);
	if (r < 0)
		return r;
	r = machine_init_rows(&machine, program, POWER_CURVE_POINTS, reterr);
	if (r == 0) {
		for (size_t i = 0; i < program->n_params; i++)
			machine_set(&machine, program->params[i].reg, sample.params[i].value);
		machine_vary(&machine, program->inputs[load].reg);
		machine_settle(&machine);
		for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
			machine_column(&machine, program->inputs[load].reg)[i] =
				(double)i / (POWER_CURVE_POINTS - 1);
		machine_run(&machine, POWER_CURVE_POINTS);
		for (size_t i = 0; i < program->n_entries; i++)
			if (program->entries[i].figure && str_is(program->entries[i].name, "power"))
				for (size_t k = 0; k < POWER_CURVE_POINTS; k++)
					watts[k] = machine_column(&machine,
								  program->entries[i].reg)[k] /
						   watt.scale;
		machine_release(&machine);
	}
	sample_release(&sample);
	return r;
}

static int ask_power(struct question *question, const char *input, double load,
		     struct power_curve *curve, struct watts *ret, struct frugal_error *reterr)
{
	struct answer *answer = NULL;
	int r = ask_at(question, input, load, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, "power", ret, reterr);
	if (r == 0)
		set_method(curve, answer);
	answer_free(answer);
	return r;
}

static bool is_power(double w)
{
	return isfinite(w) && w >= 0;
}

/*
 * At rest and at work the method errs differently: the interval is drawn at rest and at half load,
 * and the latter holds for all loads that are not rest.
 */
static int server_curve(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			struct frugal_error *reterr)
{
	struct power_curve curve = {0};
	struct watts rest, work, sum = {0};
	struct question *question = NULL;
	int r = new_question(context, facts, &question, reterr);
	if (r == 0)
		r = ask_power(question, "load", 0, &curve, &rest, reterr);
	if (r == 0)
		r = ask_power(question, "load", 0.5, &curve, &work, reterr);
	if (r == 0)
		r = follow_load(question, "load", curve.w, reterr);
	question_free(question);
	for (size_t i = 0; r == 0 && i < POWER_CURVE_POINTS; i++) {
		const struct watts *drawn = i ? &work : &rest;
		double scale = drawn->value > 0 ? curve.w[i] / drawn->value : 0;
		if (!is_power(curve.w[i]))
			return error_set(reterr, FRUGAL_EDATA, _("model %s gives no power as '%s'"),
					 "cpu_power", "power");
		sum.value += curve.w[i];
		sum.low += drawn->low * scale;
		sum.high += drawn->high * scale;
	}
	if (r < 0)
		return r;
	set_interval(&curve, &sum);
	*ret = curve;
	return 0;
}

static void set_constant(struct power_curve *curve, const struct watts *watts)
{
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
		curve->w[i] = watts->value;
	set_interval(curve, watts);
}

static int server_memory(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			 struct frugal_error *reterr)
{
	struct watts watts = {0};
	struct question *question = NULL;
	struct answer *answer = NULL;
	int r = new_question(context, facts, &question, reterr);
	if (r == 0)
		r = ask_at(question, "load", 0, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, "memory_power", &watts, reterr);
	if (r == 0) {
		*ret = (struct power_curve){0};
		set_method(ret, answer);
		set_constant(ret, &watts);
	}
	answer_free(answer);
	question_free(question);
	return r;
}

static int ram_power(void *context, double gigabytes, struct power_curve *ret,
		     struct frugal_error *reterr)
{
	const struct answer_options options = {.draws = DRAWS};
	const struct program *program;
	struct question *question = NULL;
	struct answer *answer = NULL;
	struct watts watts = {0};
	int r = library_program(context, STR("ram_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_number(question, "memory", gigabytes, "GB", reterr);
	if (r == 0)
		r = question_answer(question, &options, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, "power", &watts, reterr);
	if (r == 0) {
		*ret = (struct power_curve){0};
		set_method(ret, answer);
		set_constant(ret, &watts);
	}
	answer_free(answer);
	question_free(question);
	return r;
}

static int new_rest_question(struct library *library, const struct host_form *form, double watts,
			     struct question **ret, struct frugal_error *reterr)
{
	static const char *const forms[] = {[KIND_UNKNOWN] = "unknown",
					    [KIND_SERVER] = "server",
					    [KIND_DESKTOP] = "desktop",
					    [KIND_PORTABLE] = "portable"};
	const struct program *program;
	const struct quantity none = {0};
	int r = library_program(library, STR("rest_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, ret, reterr);
	if (r == 0)
		r = set_text(*ret, "form", forms[form->kind], reterr);
	if (r == 0)
		r = set_number(*ret, "hdds", form->hdds, "1", reterr);
	if (r == 0)
		r = set_number(*ret, "ssds", form->ssds, "1", reterr);
	/* Disks that are known to be rotating only. */
	if (r == 0 && form->hdds && !form->ssds)
		r = question_set_number(*ret, "ssds", &none, FRUGAL_MEASURED, 0, NULL, reterr);
	return r == 0 ? set_number(*ret, "processors", watts, "W", reterr) : r;
}

/* The model is a straight line: two points tell it. The interval is that of the second. */
static int rest_power(void *context, const struct host_form *form, struct power_curve *ret,
		      double *ret_share, struct frugal_error *reterr)
{
	const double at_w[2] = {1, 101};
	struct power_curve curve = {0};
	struct watts watts[2] = {{0}};
	int r = 0;
	for (int i = 0; r == 0 && i < 2; i++) {
		const struct answer_options options = {.draws = DRAWS};
		struct question *question = NULL;
		struct answer *answer = NULL;
		r = new_rest_question(context, form, at_w[i], &question, reterr);
		if (r == 0)
			r = question_answer(question, &options, &answer, reterr);
		if (r == 0)
			r = watts_of(answer, "power", &watts[i], reterr);
		if (r == 0)
			set_method(&curve, answer);
		answer_free(answer);
		question_free(question);
	}
	if (r < 0)
		return r;
	set_interval(&curve, &watts[1]);
	*ret_share = (watts[1].value - watts[0].value) / (at_w[1] - at_w[0]);
	curve.w[0] = watts[0].value - *ret_share * at_w[0];
	*ret = curve;
	return 0;
}

/* The interval is that of a board that computes half of the time. */
static int board_curve(void *context, const char *name, struct power_curve *ret,
		       struct frugal_error *reterr)
{
	const struct program *program;
	struct power_curve curve = {0};
	struct watts half;
	struct question *question = NULL;
	int r = library_program(context, STR("gpu_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = set_text(question, "gpu", name, reterr);
	if (r == 0)
		r = ask_power(question, "utilization", 0.5, &curve, &half, reterr);
	if (r == 0)
		r = follow_load(question, "utilization", curve.w, reterr);
	question_free(question);
	for (size_t i = 0; r == 0 && i < POWER_CURVE_POINTS; i++)
		if (!is_power(curve.w[i]))
			r = error_set(reterr, FRUGAL_EDATA, _("model %s gives no power as '%s'"),
				      "gpu_power", "power");
	if (r < 0)
		return r;
	set_interval(&curve, &half);
	*ret = curve;
	return 0;
}

struct power_models power_models_of(struct library *library)
{
	return (struct power_models){
		.server_curve = server_curve,
		.server_memory = server_memory,
		.ram_power = ram_power,
		.rest_power = rest_power,
		.board_curve = board_curve,
		.context = library,
	};
}
