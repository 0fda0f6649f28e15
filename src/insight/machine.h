/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine as a measurement finds it: each source of power that the sensors know, open or
 * closed, in the structs of frugal.h, and what could be measured better. The text, the JSON and
 * the library show these same structs. Nothing is changed on the machine.
 */
#ifndef INSIGHT_MACHINE_H
#define INSIGHT_MACHINE_H

#include "factor/table.h"
#include "meter/session.h"
#include "model/context.h"

#define MACHINE_FINDINGS 32

struct machine {
	struct arena arena;
	const struct context *context;
	struct session *session;
	char name[256];
	struct frugal_sensor *sensors;
	size_t n_sensors;
	struct frugal_sensor_class *classes;
	size_t n_classes;
	struct frugal_finding findings[MACHINE_FINDINGS];
	size_t n_findings;
	bool checked;
};

/*
 * Looks for all sources, those on the network too. The context outlives the machine. tables: where
 * the kernel has no name for the processor; NULL: it stays without.
 */
int machine_open(const struct context *context, struct tables *tables,
		 const struct host_options *here, const struct session_options *sources,
		 struct machine **ret, struct frugal_error *reterr);

/* Fills the findings, once. May load the kernel's counter of processes and take it out again. */
void machine_check(struct machine *machine);
void machine_free(struct machine *machine);

#endif
