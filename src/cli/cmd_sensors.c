/* SPDX-License-Identifier: Apache-2.0 */
/* frugal sensors: the power counters of this machine, and which permission opens the closed ones.
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "meter/session.h"
#include "report/answer.h"
#include "report/layout.h"

struct sensors_options {
	bool json;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct sensors_options, json, 0, "json", N_("answer in JSON")),
	METER_OPTIONS(struct sensors_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal sensors", N_("what can be measured here, and what is modelled")},
	{"frugal sensors --json", N_("the same, for a program")},
	{"FRUGAL_ROOT=recorded frugal sensors", N_("of a recorded machine: files below recorded/")},
	{NULL, NULL},
};

/* ---- words ---------------------------------------------------------------------------------- */

static const char *const cover_names[] = {
	[COVER_PACKAGE] = "package", [COVER_CORE] = "core",     [COVER_UNCORE] = "uncore",
	[COVER_DRAM] = "dram",       [COVER_PSYS] = "psys",     [COVER_SOCKET] = "socket",
	[COVER_RAIL] = "rail",       [COVER_GPU] = "gpu",       [COVER_SUPPLY] = "supply",
	[COVER_NODE] = "node",       [COVER_SERVER] = "server", [COVER_REST] = "rest",
};

static const char *const cover_words[] = {
	[COVER_PACKAGE] = N_("processor package"),
	[COVER_CORE] = N_("cores, within the package"),
	[COVER_UNCORE] = N_("graphics, within the package"),
	[COVER_DRAM] = N_("memory"),
	[COVER_PSYS] = N_("platform"),
	[COVER_SOCKET] = N_("package and memory"),
	[COVER_RAIL] = N_("a rail inside"),
	[COVER_GPU] = N_("accelerator"),
	[COVER_SUPPLY] = N_("a supply"),
	[COVER_NODE] = N_("whole machine"),
	[COVER_SERVER] = N_("whole server"),
};

static const char *const state_names[] = {
	[TICK_OK] = N_("ok"),
	[TICK_DENIED] = N_("denied"),
	[TICK_ABSENT] = N_("absent"),
	[TICK_STALE] = N_("stale"),
};

/* A class whose sources the meter makes by itself where nothing is measured. */
static bool is_model(const struct sensor_class *class)
{
	return class == &cpu_model_class || class == &ram_model_class || class == &rest_model_class;
}

static size_t found_by(const struct sources *sources, const struct sensor_class *class)
{
	size_t n = 0;
	for (size_t i = 0; i < sources->n; i++)
		n += sources->items[i].class == class;
	return n;
}

/* ---- text ----------------------------------------------------------------------------------- */

static void add_precision(struct buf *to, const struct source *source,
			  const struct number_style *style)
{
	double micro = source->unit * 1e6;
	print_number(to, micro, print_decimals(micro, micro, micro), style);
	buf_puts(to, source->counter ? " µJ" : " µW");
	if (source->update.s > 0) {
		buf_puts(to, _(" every "));
		print_duration(to, source->update.s, style);
	}
	if (source->low_factor < source->high_factor) {
		double half = 50 * (source->high_factor - source->low_factor);
		buf_puts(to, " ±");
		print_number(to, half, half < 10, style);
		buf_puts(to, " %");
	}
}

static void add_source(struct columns *columns, const struct source *source,
		       const struct number_style *style)
{
	struct buf precision = {0};
	add_precision(&precision, source, style);
	columns_add(columns, source->part);
	columns_add(columns, source->detail);
	columns_add(columns, _(state_names[source->state]));
	columns_add(columns, _(cover_words[source->cover]));
	columns_add(columns, quality_word(source->quality));
	columns_add(columns, buf_text(&precision));
	buf_release(&precision);
}

/* The same command opens all of a class: each is said once. */
static void add_unlocks(struct buf *to, const struct sources *sources)
{
	for (size_t i = 0; i < sources->n; i++) {
		const char *unlock = sources->items[i].unlock;
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= strcmp(sources->items[k].unlock, unlock) == 0;
		if (unlock[0] && !again)
			buf_addf(to, _("to open what is denied: %s\n"), unlock);
	}
}

static void add_classes(struct buf *to, const struct sources *sources)
{
	for (size_t i = 0; sensor_classes[i]; i++) {
		const struct sensor_class *class = sensor_classes[i];
		if (!is_model(class) && !found_by(sources, class))
			/* TRANSLATORS: a class of sensors that found nothing, and what it is */
			buf_addf(to, _("absent: %s (%s)\n"), class->name, _(class->brief));
	}
	for (size_t i = 0; sensor_classes[i]; i++)
		if (is_model(sensor_classes[i]))
			buf_addf(to, _("stands in: %s (%s)\n"), sensor_classes[i]->name,
				 _(sensor_classes[i]->brief));
}

static void as_text(const struct cli *cli, const struct sources *sources, const char *machine,
		    struct buf *to)
{
	static const char *const heads[] = {N_("part"),   N_("sensor"),  N_("state"),
					    N_("covers"), N_("quality"), N_("resolution")};
	struct arena arena = {0};
	struct columns columns;
	buf_addf(to, "%s\n", machine);
	columns_init(&columns, &arena, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; sources->n && i < sizeof(heads) / sizeof(heads[0]); i++)
		columns_add(&columns, _(heads[i]));
	for (size_t i = 0; i < sources->n; i++)
		add_source(&columns, &sources->items[i], cli->context.numbers);
	buf_putc(to, '\n');
	if (sources->n)
		columns_print(&columns, to, 0);
	else
		buf_puts(to, _("no power counter is here: what runs is modelled\n"));
	buf_putc(to, '\n');
	add_unlocks(to, sources);
	add_classes(to, sources);
	columns_release(&columns);
	arena_release(&arena);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void source_json(struct jsonw *json, const struct source *source)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "part", source->part);
	jsonw_string(json, "class", source->class->name);
	jsonw_string(json, "sensor", source->detail);
	jsonw_string(json, "covers", cover_names[source->cover]);
	jsonw_string(json, "state", state_names[source->state]);
	jsonw_string(json, "quality", frugal_quality_name(source->quality));
	jsonw_string(json, "kind", source->counter ? "energy" : "power");
	jsonw_number(json, source->counter ? "resolution_j" : "resolution_w", source->unit);
	jsonw_number(json, "update_s", source->update.s);
	jsonw_number(json, "low_factor", source->low_factor);
	jsonw_number(json, "high_factor", source->high_factor);
	jsonw_string(json, "path", source->path);
	jsonw_string(json, "unlock", source->unlock[0] ? source->unlock : NULL);
	jsonw_object_end(json);
}

static void as_json(const struct sources *sources, const char *machine, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "sensors");
	jsonw_string(&json, "machine", machine);
	jsonw_array(&json, "sensors");
	for (size_t i = 0; i < sources->n; i++)
		source_json(&json, &sources->items[i]);
	jsonw_array_end(&json);
	jsonw_array(&json, "classes");
	for (size_t i = 0; sensor_classes[i]; i++) {
		const struct sensor_class *class = sensor_classes[i];
		size_t n = found_by(sources, class);
		jsonw_object(&json, NULL);
		jsonw_string(&json, "class", class->name);
		jsonw_string(&json, "what", class->brief);
		jsonw_string(&json, "state",
			     is_model(class) ? "stands in"
			     : n             ? "found"
					     : "absent");
		jsonw_int(&json, "found", (int64_t)n);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int sensors(struct cli *cli, struct frugal_error *reterr)
{
	const struct sensors_options *asked = cli->options;
	struct host *host = NULL;
	struct session *session = NULL;
	struct cpu_facts facts;
	char machine[256];
	struct buf text = {0};
	struct arena arena = {0};
	struct session_options sources = {0};
	int r = meter_options_apply(&asked->meter, cli, &arena, &sources, reterr);
	const struct host_options here = library_host(cli->library);
	if (r == 0)
		r = host_new(&here, &host, reterr);
	if (r == 0)
		r = session_new(host, &sources, &session, reterr);
	if (r == 0) {
		session_setup(session, NULL, NULL);
		facts = *session_facts(session);
		host_describe(&facts, machine, sizeof(machine));
		if (asked->json)
			as_json(session_sources(session), machine, &text);
		else
			as_text(cli, session_sources(session), machine, &text);
		cli_put(&text);
		r = text.failed ? error_nomem(reterr) : 0;
	}
	buf_release(&text);
	session_free(session);
	host_free(host);
	arena_release(&arena);
	return r;
}

const struct command command_sensors = {
	.name = "sensors",
	.group = GROUP_MEASURE,
	.brief = N_("show what can be measured on this machine"),
	.text = N_(
		"Lists the power counters of this machine: what part each one covers, how well, "
		"and "
		"for those that are closed to you, which permission opens them.\n\n"
		"SPEC names one more: exec:LINE runs a program that prints NAME VALUE UNIT (gpu.0 "
		"312 W), again and again; replay:FILE plays such lines with their SECONDS before "
		"them; shelly:URL, tasmota:URL and redfish:URL ask a plug or a server's "
		"controller; gaudi asks hl-smi. FRUGAL_SENSORS holds more, one a line."),
	.options = options,
	.options_size = sizeof(struct sensors_options),
	.examples = examples,
	.function = sensors,
};
