/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The views of machine.h. Each command that gives access to denied sources is shown once; a class
 * that found nothing is listed, so that its absence is not taken for a measurement of zero.
 */
#include "report/machine.h"

#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "report/answer.h"
#include "report/layout.h"
#include "report/stored_words.h"

/* ---- words ---------------------------------------------------------------------------------- */

static const char *const covers[][2] = {
	{"package", N_("processor package")},
	{"core", N_("cores, within the package")},
	{"uncore", N_("graphics, within the package")},
	{"dram", N_("memory")},
	{"psys", N_("platform")},
	{"socket", N_("package and memory")},
	{"rail", N_("internal rail")},
	{"gpu", N_("accelerator")},
	{"supply", N_("power supply")},
	{"node", N_("whole machine")},
	{"server", N_("whole server")},
};

static const char *cover_word(const char *name)
{
	for (size_t i = 0; i < sizeof(covers) / sizeof(covers[0]); i++)
		if (strcmp(covers[i][0], name) == 0)
			return _(covers[i][1]);
	return name;
}

/* For the catalogue: "state" of struct frugal_sensor. */
static const char *const states[]
	__attribute__((unused)) = {N_("ok"), N_("denied"), N_("absent"), N_("stale"), N_("asleep")};

static const char *const health_names[] = {"ok", "better", "bad"};
static const char *const health_marks[] = {N_("ok    "), N_("better"), N_("BAD   ")};

/* ---- sensors, text -------------------------------------------------------------------------- */

static void add_precision(struct buf *to, const struct frugal_sensor *sensor,
			  const struct number_style *style)
{
	double micro = sensor->resolution * 1e6;
	print_number(to, micro, print_decimals(micro, micro, micro), style);
	buf_puts(to, sensor->is_counter ? " µJ" : " µW");
	if (sensor->update_s > 0) {
		buf_puts(to, _(" every "));
		print_duration(to, sensor->update_s, style);
	}
	if (sensor->low_factor < sensor->high_factor) {
		double half = 50 * (sensor->high_factor - sensor->low_factor);
		buf_puts(to, " ±");
		print_number(to, half, half < 10, style);
		buf_puts(to, " %");
	}
}

static void add_sensor(struct columns *columns, const struct frugal_sensor *sensor,
		       const struct number_style *style)
{
	struct buf precision = {0};
	add_precision(&precision, sensor, style);
	columns_add(columns, sensor->part);
	columns_add(columns, sensor->detail);
	columns_add(columns, _(sensor->state));
	columns_add(columns, cover_word(sensor->covers));
	columns_add(columns, quality_word(sensor->quality));
	columns_take(columns, &precision);
	buf_release(&precision);
}

/* One command gives access to all of a class: each is shown once. */
static void add_unlocks(struct buf *to, const struct machine *machine)
{
	for (size_t i = 0; i < machine->n_sensors; i++) {
		const char *unlock = machine->sensors[i].unlock;
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= strcmp(machine->sensors[k].unlock, unlock) == 0;
		if (unlock[0] && !again)
			buf_addf(to, _("to get access to denied sensors: %s\n"), unlock);
	}
}

static void add_classes(struct buf *to, const struct machine *machine)
{
	for (size_t i = 0; i < machine->n_classes; i++) {
		const struct frugal_sensor_class *class = &machine->classes[i];
		if (!class->is_model && !class->found)
			/* TRANSLATORS: a class of sensors that found nothing, and what it is */
			buf_addf(to, _("absent: %s (%s)\n"), class->name, _(class->brief));
	}
	for (size_t i = 0; i < machine->n_classes; i++)
		if (machine->classes[i].is_model)
			buf_addf(to, _("substitute: %s (%s)\n"), machine->classes[i].name,
				 _(machine->classes[i].brief));
}

void machine_sensors_text(struct buf *to, const struct machine *machine,
			  const struct number_style *style)
{
	static const char *const heads[] = {N_("part"),   N_("sensor"),  N_("state"),
					    N_("covers"), N_("quality"), N_("resolution")};
	struct arena arena = {0};
	struct columns columns;
	machine_words(to, machine->name);
	buf_puts(to, "\n\n");
	columns_init(&columns, &arena, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; machine->n_sensors && i < sizeof(heads) / sizeof(heads[0]); i++)
		columns_add(&columns, _(heads[i]));
	for (size_t i = 0; i < machine->n_sensors; i++)
		add_sensor(&columns, &machine->sensors[i], style);
	if (machine->n_sensors)
		columns_print(&columns, to, 0);
	else
		buf_puts(to, _("no power counter was found: energy is modelled\n"));
	to->failed |= columns.failed;
	buf_putc(to, '\n');
	add_unlocks(to, machine);
	add_classes(to, machine);
	columns_release(&columns);
	arena_release(&arena);
}

/* ---- sensors, JSON -------------------------------------------------------------------------- */

static void sensor_json(struct jsonw *json, const struct frugal_sensor *sensor)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "part", sensor->part);
	jsonw_string(json, "class", sensor->kind);
	jsonw_string(json, "sensor", sensor->detail);
	jsonw_string(json, "covers", sensor->covers);
	jsonw_string(json, "state", sensor->state);
	jsonw_string(json, "quality", frugal_quality_name(sensor->quality));
	jsonw_string(json, "kind", sensor->is_counter ? "energy" : "power");
	jsonw_number(json, sensor->is_counter ? "resolution_j" : "resolution_w",
		     sensor->resolution);
	jsonw_number(json, "update_s", sensor->update_s);
	jsonw_number(json, "low_factor", sensor->low_factor);
	jsonw_number(json, "high_factor", sensor->high_factor);
	jsonw_string(json, "path", sensor->path);
	jsonw_string(json, "unlock", sensor->unlock[0] ? sensor->unlock : NULL);
	jsonw_object_end(json);
}

static void class_json(struct jsonw *json, const struct frugal_sensor_class *class)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "class", class->name);
	jsonw_string(json, "what", class->brief);
	jsonw_string(json, "state",
		     class->is_model ? "stands in"
		     : class->found  ? "found"
				     : "absent");
	jsonw_int(json, "found", (int64_t) class->found);
	jsonw_object_end(json);
}

static void begin_json(struct jsonw *json, const char *kind, const struct machine *machine)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", kind);
	jsonw_string(json, "machine", machine->name);
}

void machine_sensors_json(struct buf *to, const struct machine *machine)
{
	struct jsonw json = {.out = to, .pretty = true};
	begin_json(&json, "sensors", machine);
	jsonw_array(&json, "sensors");
	for (size_t i = 0; i < machine->n_sensors; i++)
		sensor_json(&json, &machine->sensors[i]);
	jsonw_array_end(&json);
	jsonw_array(&json, "classes");
	for (size_t i = 0; i < machine->n_classes; i++)
		class_json(&json, &machine->classes[i]);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* ---- findings ------------------------------------------------------------------------------- */

void machine_findings_text(struct buf *to, const struct machine *machine)
{
	size_t better = 0;
	machine_words(to, machine->name);
	buf_puts(to, "\n\n");
	for (size_t i = 0; i < machine->n_findings; i++) {
		const struct frugal_finding *finding = &machine->findings[i];
		better += finding->health != FRUGAL_HEALTH_OK;
		buf_addf(to, "%s  %s: %s\n", _(health_marks[finding->health]), _(finding->topic),
			 finding->what);
		if (finding->todo[0])
			buf_addf(to, "        %s\n", finding->todo);
	}
	buf_putc(to, '\n');
	buf_puts(to, better ? _("details of each source: frugal sensors\n")
			    : _("nothing to improve: all of this machine is measured\n"));
}

void machine_findings_json(struct buf *to, const struct machine *machine)
{
	struct jsonw json = {.out = to, .pretty = true};
	begin_json(&json, "doctor", machine);
	jsonw_array(&json, "findings");
	for (size_t i = 0; i < machine->n_findings; i++) {
		const struct frugal_finding *finding = &machine->findings[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "topic", finding->topic);
		jsonw_string(&json, "health", health_names[finding->health]);
		jsonw_string(&json, "what", finding->what);
		jsonw_string(&json, "todo", finding->todo[0] ? finding->todo : NULL);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
