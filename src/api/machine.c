/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine, its sensors and what could be improved, as a handle over insight/machine.h. Sensors
 * are found when the handle is created; the checks run at their first use.
 */
#include "api/machine.h"

#include "api/measured.h"

int frugal_machine_new(frugal_library *library, const struct frugal_measure_options *options,
		       frugal_machine **ret_machine, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_measure_options asked;
	struct session_options sources;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_machine)
		return missing_argument("ret_machine", reterr);
	frugal_machine *machine = mem_zalloc(1, sizeof(*machine));
	if (!machine)
		return error_nomem(reterr);
	const struct host_options here = library_host(library);
	const struct knowledge *knowledge;
	/* A table of the user's that cannot be read costs a name at most. */
	bool knows = library_knowledge(library, &knowledge, &unread) == 0;
	int r = measure_options_take(options, &asked, reterr);
	if (r == 0)
		r = measure_sources(library, &asked, &machine->arena, &sources, reterr);
	if (r == 0)
		r = machine_open(&library->context, knows ? knowledge->tables : NULL, &here,
				 &sources, &machine->seen, reterr);
	if (r < 0) {
		frugal_machine_free(machine);
		return r;
	}
	*ret_machine = machine;
	return 0;
}

const char *frugal_machine_name(const frugal_machine *machine)
{
	return machine ? machine->seen->name : "";
}

const struct frugal_sensor *frugal_machine_sensor(const frugal_machine *machine, size_t index)
{
	return machine && index < machine->seen->n_sensors ? &machine->seen->sensors[index] : NULL;
}

const struct frugal_sensor_class *frugal_machine_sensor_class(const frugal_machine *machine,
							      size_t index)
{
	return machine && index < machine->seen->n_classes ? &machine->seen->classes[index] : NULL;
}

const struct frugal_finding *frugal_machine_finding(frugal_machine *machine, size_t index)
{
	if (!machine)
		return NULL;
	machine_check(machine->seen);
	return index < machine->seen->n_findings ? &machine->seen->findings[index] : NULL;
}

void frugal_machine_free(frugal_machine *machine)
{
	if (!machine)
		return;
	machine_free(machine->seen);
	arena_release(&machine->arena);
	mem_free(machine);
}
