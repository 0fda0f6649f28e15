/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources and classes of the sensors as the structs of frugal.h. Their texts are the session's,
 * which lives as long as the machine.
 */
#include "insight/machine.h"

#include "meter/power_models.h"
#include "sensor/sensor.h"

static const char *const cover_names[] = {
	[COVER_PACKAGE] = "package", [COVER_CORE] = "core",     [COVER_UNCORE] = "uncore",
	[COVER_DRAM] = "dram",       [COVER_PSYS] = "psys",     [COVER_SOCKET] = "socket",
	[COVER_RAIL] = "rail",       [COVER_GPU] = "gpu",       [COVER_SUPPLY] = "supply",
	[COVER_NODE] = "node",       [COVER_SERVER] = "server", [COVER_REST] = "rest",
};

static const char *const state_names[] = {
	[TICK_OK] = "ok",       [TICK_DENIED] = "denied", [TICK_ABSENT] = "absent",
	[TICK_STALE] = "stale", [TICK_ASLEEP] = "asleep",
};

static void fill_sensor(struct frugal_sensor *to, const struct source *source)
{
	*to = (struct frugal_sensor){
		.part = source->part,
		.kind = source->class->name,
		.detail = source->detail,
		.covers = cover_names[source->cover],
		.state = state_names[source->state],
		.path = source->path,
		.unlock = source->unlock,
		.quality = source->quality,
		.is_counter = source->counter,
		.resolution = source->unit,
		.update_s = source->update.s,
		.low_factor = source->low_factor,
		.high_factor = source->high_factor,
	};
}

static void fill_class(struct frugal_sensor_class *to, const struct sensor_class *class,
		       const struct sources *found)
{
	*to = (struct frugal_sensor_class){
		.name = class->name,
		.brief = class->brief,
		.is_model = class->is_model,
	};
	for (size_t i = 0; i < found->n; i++)
		to->found += found->items[i].class == class;
}

static int fill(struct machine *machine, struct tables *tables, struct frugal_error *reterr)
{
	struct cpu_facts facts = *session_facts(machine->session);
	const struct sources *found = session_sources(machine->session);
	size_t n_classes = 0;
	while (sensor_classes[n_classes])
		n_classes++;
	machine->sensors = arena_array(&machine->arena, found->n + 1, sizeof(*machine->sensors));
	machine->classes = arena_array(&machine->arena, n_classes, sizeof(*machine->classes));
	if (!machine->sensors || !machine->classes)
		return error_nomem(reterr);
	for (size_t i = 0; i < found->n; i++)
		fill_sensor(&machine->sensors[i], &found->items[i]);
	for (size_t i = 0; i < n_classes; i++)
		fill_class(&machine->classes[i], sensor_classes[i], found);
	machine->n_sensors = found->n;
	machine->n_classes = n_classes;
	if (tables)
		power_models_name(tables, &facts);
	host_describe(&facts, machine->name, sizeof(machine->name));
	return 0;
}

int machine_open(const struct context *context, struct tables *tables,
		 const struct host_options *here, const struct session_options *sources,
		 struct machine **ret, struct frugal_error *reterr)
{
	struct machine *machine = mem_zalloc(1, sizeof(*machine));
	if (!machine)
		return error_nomem(reterr);
	machine->context = context;
	int r = session_open(here, sources, &machine->session, reterr);
	if (r == 0) {
		session_setup(machine->session, NULL, NULL);
		r = fill(machine, tables, reterr);
	}
	if (r < 0) {
		machine_free(machine);
		return r;
	}
	*ret = machine;
	return 0;
}

void machine_free(struct machine *machine)
{
	if (!machine)
		return;
	session_free(machine->session);
	arena_release(&machine->arena);
	mem_free(machine);
}
