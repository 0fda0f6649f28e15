/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/power_models.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "model/answer.h"

/* An eighth of the usual: eleven answers are wanted, while the command that is measured runs. */
#define DRAWS 512

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

/* The key of cpu_curves for this processor; "" when nobody knows it. */
static const char *uarch_of(struct tables *tables, const struct cpu_facts *facts)
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
	const char *uarch = uarch_of(library_tables(library), facts);
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

static int ask_server(struct library *library, const struct cpu_facts *facts, double load,
		      struct answer **ret, struct frugal_error *reterr)
{
	const struct answer_options options = {.draws = DRAWS};
	const struct quantity at = {.value = load, .low = load, .high = load};
	const struct program *program;
	struct question *question = NULL;
	int r = library_program(library, STR("cpu_power"), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	if (r == 0)
		r = tell_facts(question, library, facts, reterr);
	if (r == 0)
		r = question_set_number(question, "load", &at, FRUGAL_MEASURED, 1, NULL, reterr);
	if (r == 0)
		r = question_answer(question, &options, ret, reterr);
	question_free(question);
	return r;
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

static int server_curve(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			struct frugal_error *reterr)
{
	struct power_curve curve = {0};
	struct watts sum = {0}, point = {0};
	int r = 0;
	for (size_t i = 0; r == 0 && i < POWER_CURVE_POINTS; i++) {
		struct answer *answer = NULL;
		r = ask_server(context, facts, (double)i / (POWER_CURVE_POINTS - 1), &answer,
			       reterr);
		if (r < 0)
			break;
		r = watts_of(answer, "power", &point, reterr);
		set_method(&curve, answer);
		answer_free(answer);
		curve.w[i] = point.value;
		sum = (struct watts){sum.value + point.value, sum.low + point.low,
				     sum.high + point.high};
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
	struct answer *answer = NULL;
	int r = ask_server(context, facts, 0, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, "memory_power", &watts, reterr);
	if (r == 0) {
		*ret = (struct power_curve){0};
		set_method(ret, answer);
		set_constant(ret, &watts);
	}
	answer_free(answer);
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

struct power_models power_models_of(struct library *library)
{
	return (struct power_models){
		.server_curve = server_curve,
		.server_memory = server_memory,
		.ram_power = ram_power,
		.context = library,
	};
}
