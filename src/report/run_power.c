/* SPDX-License-Identifier: Apache-2.0 */
/* Reads curves of power with jansson; adds those of parts up. */
#include "report/run_power.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "meter/curve.h"

static bool read_watts(const json_t *array, double *watts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(array, i);
		if (!json_is_number(item) && !json_is_null(item))
			return false;
		watts[i] = json_is_null(item) ? (double)NAN : json_number_value(item);
		if (!json_is_null(item) && !(isfinite(watts[i]) && watts[i] >= 0))
			return false;
	}
	return true;
}

/* 1: read; 0: not what a meter writes; -1: no memory. */
static int read_one(const json_t *object, struct arena *arena, struct run_power *ret)
{
	const char *part = json_string_value(json_object_get(object, "part"));
	const json_t *watts = json_object_get(object, "watts");
	ret->step_s = json_number_value(json_object_get(object, "step_s"));
	ret->length_s = json_number_value(json_object_get(object, "length_s"));
	ret->n = json_array_size(watts);
	if (!part || ret->n < 2 || ret->n > CURVE_POINTS || !(ret->step_s > 0) ||
	    !(ret->length_s > (double)(ret->n - 1) * ret->step_s * (1 - 1e-9)) ||
	    !(ret->length_s <= (double)ret->n * ret->step_s * (1 + 1e-9)))
		return 0;
	ret->part = arena_strdup(arena, part);
	ret->watts = arena_array(arena, ret->n, sizeof(*ret->watts));
	if (!ret->part || !ret->watts)
		return -1;
	return read_watts(watts, ret->watts, ret->n);
}

int run_power_read(struct str text, struct arena *arena, struct run_power **ret, size_t *ret_n,
		   struct frugal_error *reterr)
{
	*ret = NULL;
	*ret_n = 0;
	if (!text.n)
		return 0;
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	const size_t n = json_array_size(root);
	struct run_power *list = arena_array(arena, n + 1, sizeof(*list));
	int found = json_is_array(root);
	for (size_t i = 0; list && found == 1 && i < n; i++)
		found = read_one(json_array_get(root, i), arena, &list[i]);
	json_decref(root);
	if (!list || found < 0)
		return error_nomem(reterr);
	if (!found)
		return error_set(reterr, FRUGAL_EDATA,
				 _("'%s' is missing or is not valid in a run"), "power");
	*ret = list;
	*ret_n = n;
	return 0;
}

/* The length of step i. */
static double length_of(const struct run_power *power, size_t i)
{
	return i + 1 < power->n ? power->step_s : power->length_s - (double)i * power->step_s;
}

double run_power_joules(const struct run_power *power)
{
	double sum_j = 0;
	for (size_t i = 0; i < power->n; i++)
		if (!isnan(power->watts[i]))
			sum_j += power->watts[i] * length_of(power, i);
	return sum_j;
}

static bool counts(const struct run_record *run, const struct run_power *power)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strcmp(run->parts[i].part, power->part) == 0)
			return !run->parts[i].is_check;
	return false;
}

/* Adds a curve to steps that are longer, or of the same length. */
static void add_curve(struct run_power *sum, const struct run_power *power)
{
	for (size_t i = 0; i < power->n; i++) {
		const double middle_s = ((double)i + 0.5) * power->step_s;
		size_t at = (size_t)(middle_s / sum->step_s);
		if (at >= sum->n)
			at = sum->n - 1;
		sum->watts[at] += power->watts[i] * length_of(power, i);
	}
}

int run_power_machine(const struct run_record *run, struct arena *arena, struct run_power *ret,
		      struct frugal_error *reterr)
{
	struct run_power *list;
	size_t n;
	*ret = (struct run_power){.part = "machine"};
	int r = run_power_read(str_of(run->power ? run->power : ""), arena, &list, &n, reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (!counts(run, &list[i]))
			continue;
		ret->step_s = fmax(ret->step_s, list[i].step_s);
		ret->length_s = fmax(ret->length_s, list[i].length_s);
	}
	if (r < 0 || !(ret->step_s > 0))
		return r;
	ret->n = (size_t)ceil(ret->length_s / ret->step_s - 1e-9);
	ret->watts = arena_array(arena, ret->n + 1, sizeof(*ret->watts));
	if (!ret->watts)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++)
		if (counts(run, &list[i]))
			add_curve(ret, &list[i]);
	for (size_t i = 0; i < ret->n; i++)
		ret->watts[i] /= length_of(ret, i);
	return 0;
}

void run_power_json(const struct run_power *power, size_t n, struct buf *to)
{
	struct jsonw json = {.out = to};
	jsonw_array(&json, NULL);
	for (size_t i = 0; i < n; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "part", power[i].part);
		jsonw_number(&json, "step_s", power[i].step_s);
		jsonw_number(&json, "length_s", power[i].length_s);
		jsonw_array(&json, "watts");
		for (size_t k = 0; k < power[i].n; k++)
			jsonw_number(&json, NULL, power[i].watts[k]);
		jsonw_array_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
}
