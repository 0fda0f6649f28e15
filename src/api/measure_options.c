/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks the options of a measurement before it starts: an error that only the report would show
 * hours later is returned now. Reads zones, phases, sensors, budgets and patterns.
 */
#include <math.h>

#include "api/measured.h"
#include "base/intl.h"
#include "insight/selection.h"
#include "record/ranges.h"
#include "record/words.h"
#include "sensor/specs.h"

#define VARIABLE "FRUGAL_SENSORS"

/* A budget that is exceeded is reported within it. */
#define BUDGET_LOOK_S 1.0

static int check_hours(const struct frugal_measure_options *o, struct frugal_error *reterr)
{
	int r = check_list(o->hours, o->n_hours, "hours", reterr);
	for (size_t i = 0; r == 0 && i < o->n_hours; i++)
		if (o->hours[i].from_s >= o->hours[i].to_s ||
		    (i && o->hours[i].from_s < o->hours[i - 1].to_s))
			r = error_set(
				reterr, FRUGAL_EUSAGE,
				_("hours must be periods in order, each with its start before "
				  "its end"));
	return r;
}

static int check_numbers(const struct frugal_measure_options *o, struct frugal_error *reterr)
{
	const struct number_range numbers[] = {
		{"pue", o->pue, PUE_LEAST, PUE_MOST, true},
		{"pue_low", o->pue_low, PUE_LEAST, o->pue, true},
		{"pue_high", o->pue_high, o->pue, PUE_MOST, true},
		{"wue_l_per_kwh", o->wue_l_per_kwh, 0, WUE_MOST, true},
		{"interval_s", o->interval_s, INTERVAL_LEAST, INTERVAL_MOST, true},
		{"eur_per_kwh", o->eur_per_kwh, 0, PRICE_MOST, true},
		{"grace_s", o->grace_s, 0, GRACE_MOST, true},
		{"epochs", (double)o->epochs, 0, PROGRESS_MOST, true},
		{"steps", (double)o->steps, 0, PROGRESS_MOST, true},
	};
	int r = ranges_check(numbers, sizeof(numbers) / sizeof(*numbers), reterr);
	if (r == 0 && o->given & ~(unsigned)FRUGAL_GIVEN_WUE)
		r = error_set(reterr, FRUGAL_EUSAGE, _("given has unknown bits: %u"), o->given);
	bool one_end = (o->pue_low > 0) != (o->pue_high > 0);
	if (r == 0 && one_end)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s",
			      _("pue_low and pue_high must be given together"));
	if (r == 0 && (o->on_budget < FRUGAL_BUDGET_WARN || o->on_budget > FRUGAL_BUDGET_STOP))
		r = error_set(reterr, FRUGAL_EUSAGE, _("%d is not an action on a budget"),
			      (int)o->on_budget);
	return r;
}

int measure_options_take(const struct frugal_measure_options *from,
			 struct frugal_measure_options *to, struct frugal_error *reterr)
{
	*to = (struct frugal_measure_options){.size = sizeof(*to)};
	int r = from ? copy_sized(from, to, sizeof(*to), "measure_options", reterr) : 0;
	if (r == 0)
		r = selection_check_word("phase", to->phase && to->phase[0] ? to->phase : NULL,
					 run_phases, reterr);
	if (r == 0)
		r = check_numbers(to, reterr);
	return r == 0 ? check_hours(to, reterr) : r;
}

/* ---- sensors -------------------------------------------------------------------------------- */

static int add(const char **specs, size_t *n, const char *spec, const char *where,
	       struct frugal_error *reterr)
{
	if (!spec)
		return error_nomem(reterr);
	int r = sensor_spec_check(spec, reterr);
	if (r < 0)
		return error_where(reterr, "%s", where);
	specs[(*n)++] = spec;
	return 0;
}

/* A declared accelerator is a row of the table. */
static int check_board(frugal_library *library, const char *spec, struct frugal_error *reterr)
{
	const struct knowledge *knowledge;
	const struct table *gpus;
	struct str name;
	uint32_t row;
	const char *text = sensor_spec_after(spec, "gpu:");
	if (!text || !sensor_spec_gpu_name(text, &name))
		return 0;
	int r = library_knowledge(library, &knowledge, reterr);
	if (r == 0)
		r = tables_get(knowledge->tables, "gpus", &gpus, reterr);
	if (r == 0)
		r = table_find(gpus, "gpu", name, &row, reterr);
	return r < 0 ? error_where(reterr, "sensor") : 0;
}

static size_t count(const char *lines, const char *const *list)
{
	size_t n = 1;
	for (const char *p = lines; p && *p; p++)
		n += *p == '\n';
	while (list && *list++)
		n++;
	return n;
}

int measure_sources(frugal_library *library, const struct frugal_measure_options *options,
		    struct arena *arena, struct session_options *to, struct frugal_error *reterr)
{
	const char *lines = library->options.sensors;
	size_t n = 0;
	const char **specs = arena_array(arena, count(lines, options->sensors) + 1, sizeof(*specs));
	int r = specs ? 0 : error_nomem(reterr);
	for (const char *p = lines; r == 0 && p && *p;) {
		size_t length = strcspn(p, "\n");
		if (length)
			r = add(specs, &n, arena_strndup(arena, p, length), VARIABLE, reterr);
		p += length + (p[length] == '\n');
	}
	for (size_t i = 0; r == 0 && options->sensors && options->sensors[i]; i++)
		r = add(specs, &n, options->sensors[i], "sensor", reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = check_board(library, specs[i], reterr);
	double interval_s =
		options->interval_s > 0 ? options->interval_s : library->options.interval_s;
	/* A budget is looked at each second, however rarely the counters are read otherwise. */
	if (options->budgets && options->budgets[0] && interval_s > BUDGET_LOOK_S)
		interval_s = BUDGET_LOOK_S;
	*to = (struct session_options){
		.interval = {interval_s},
		.sensors = specs,
		.gpus = options->gpus,
		.node_truth = options->trust_node != 0,
		.containers = options->containers != 0,
		.waits = options->wait != 0,
		.environment = options->environment,
	};
	return r;
}
